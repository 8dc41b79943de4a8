package channel

import "time"

// Reason is why a decision came out as it did, as a stable code. [Reason.String]
// is the code; texts for people are made from it.
type Reason string

// The reasons.
const (
	ReasonOpen        Reason = "window_open"    // allowed: the user wrote recently enough
	ReasonAlways      Reason = "always_allowed" // allowed: the channel has no window for this
	ReasonNeverOpened Reason = "never_opened"   // the user has not written yet
	ReasonClosed      Reason = "window_closed"  // too long ago
	ReasonCount       Reason = "count_used"     // all messages that the user's last action allowed are used
	ReasonRefused     Reason = "refused"        // the platform said so, whatever the sum says
	ReasonLeft        Reason = "user_left"      // the user blocked or left the account
	ReasonHumanOnly   Reason = "human_only"     // open, but only for what a person types
	ReasonNoMeans     Reason = "not_supported"  // the channel knows no such way of sending
	ReasonControl     Reason = "no_control"     // another app holds the thread
	ReasonContent     Reason = "not_carried"    // the channel cannot carry such a message
	ReasonEnded       Reason = "session_ended"  // the live exchange was ended: the user's next message begins another
)

// Advice is what would work when a message may not go out, as a stable code.
type Advice string

// The pieces of advice.
const (
	AdviseTemplate Advice = "use_template"
	AdviseHuman    Advice = "let_a_person_write"
	AdviseWait     Advice = "wait_for_user"
	AdviseControl  Advice = "take_control"  // on the platform: another app or the staff have the conversation
	AdviseLink     Advice = "send_a_link"   // to the file, in a text
	AdviseParts    Advice = "send_in_parts" // it is too long for one
	AdviseChange   Advice = "change_it"     // the reason says which part of it
	AdviseMail     Advice = "write_a_mail"
	AdviseNote     Advice = "write_a_note"
)

// Request says what one wants to send. The zero Request is an ordinary message
// that nobody typed.
type Request struct {
	Means Means // empty: FreeForm
	Human bool  // a person typed it
}

// Decision says whether a message may go out. It is comparable.
type Decision struct {
	Allowed bool   `json:"allowed"`
	Reason  Reason `json:"reason"`
	Route   Route  `json:"route,omitzero"` // how to send it, when allowed

	// Until is the first instant at which the answer is no, when allowed; when
	// not, the instant at which it became no. Zero: there is none.
	Until time.Time `json:"until,omitzero"`
	// Left is the time from now to Until when allowed, else 0.
	Left time.Duration `json:"left,omitzero"`
	// Remaining is how many more messages may go out, this one included; -1
	// when there is no such limit, 0 when not allowed.
	Remaining int `json:"remaining"`
	// Proof is what the user did last that matters here. Zero: nothing.
	Proof Opening `json:"proof,omitzero"`
	// Instead is what would work now when the answer is no.
	Instead Advice `json:"instead,omitzero"`
	// Quota tells that the message counts against a plan.
	Quota bool `json:"quota,omitzero"`
}

// Decide answers whether a message as in r may go out at now, under the first
// rule of p that allows it. It allocates nothing. The answer is an estimate as
// long as the platform has not confirmed it: hand its refusals to
// [Window.Refuse].
func (p Policy) Decide(w Window, r Request, now time.Time) (d Decision) {
	if r.Means == "" {
		r.Means = FreeForm
	}
	if w.Control == ControlElsewhere {
		d.no(ReasonControl, w.ControlAt)
		d.Instead = AdviseControl
		return d
	}
	best := Decision{Reason: ReasonNoMeans}
	for i := range p.Rules {
		rule := &p.Rules[i]
		if rule.Means != r.Means {
			continue
		}
		if rule.decide(&d, &w, r.Human, now).Allowed {
			return d
		}
		if best.Reason == ReasonNoMeans || best.Reason == ReasonNeverOpened || d.Until.After(best.Until) {
			best = d
		}
		d = Decision{}
	}
	best.Instead = p.instead(&w, r.Means, now)
	return best
}

// instead finds what would be allowed at now in place of what was asked for.
func (p *Policy) instead(w *Window, asked Means, now time.Time) Advice {
	for i := range p.Rules {
		var d Decision
		switch rule := &p.Rules[i]; {
		case !rule.decide(&d, w, true, now).Allowed:
		case rule.Means == asked:
			return AdviseHuman
		case rule.Means == Approved:
			return AdviseTemplate
		}
	}
	return AdviseWait
}

// decide applies one rule to d, which is zero, and returns it.
func (rule *Rule) decide(d *Decision, w *Window, human bool, now time.Time) *Decision {
	d.Route, d.Quota, d.Remaining = rule.Route, rule.Quota, -1
	if len(rule.After) == 0 {
		return rule.always(d, w, human)
	}
	o := rule.newest(w)
	if o == nil {
		return d.no(ReasonNeverOpened, time.Time{})
	}
	d.Proof = *o
	if rule.For > 0 {
		d.Until = rule.from(o).Add(rule.For)
		d.Left = d.Until.Sub(now)
	}
	if rule.Count > 0 {
		d.Remaining = max(0, rule.Count-w.used(rule, rule.from(o)))
	}
	if rule.Total > 0 {
		left := max(0, rule.Total-w.used(rule, now.Add(-rule.For)))
		if d.Remaining < 0 || left < d.Remaining {
			d.Remaining = left
		}
	}
	switch {
	case !w.LeftAt.IsZero() && !w.LeftAt.Before(o.Sent):
		return d.no(ReasonLeft, w.LeftAt)
	case !w.RefusedAt.IsZero() && !w.RefusedAt.Before(o.Sent):
		return d.no(ReasonRefused, w.RefusedAt)
	case rule.For > 0 && d.Left <= 0:
		return d.no(ReasonClosed, d.Until)
	case rule.Human && !human:
		return d.no(ReasonHumanOnly, d.Until)
	case d.Remaining == 0:
		return d.no(ReasonCount, d.Until)
	}
	d.Allowed, d.Reason = true, ReasonOpen
	return d
}

// from returns the instant from which the time of the rule counts.
func (rule *Rule) from(o *Opening) time.Time {
	if rule.Receipt && !o.Received.IsZero() {
		return o.Received
	}
	return o.Sent
}

// always applies a rule that needs no opener.
func (rule *Rule) always(d *Decision, w *Window, human bool) *Decision {
	d.Proof = w.LastOpened()
	switch {
	case !w.LeftAt.IsZero() && !d.Proof.Sent.After(w.LeftAt):
		return d.no(ReasonLeft, w.LeftAt)
	case rule.Human && !human:
		return d.no(ReasonHumanOnly, time.Time{})
	}
	d.Allowed, d.Reason = true, ReasonAlways
	return d
}

// no makes d a refusal.
func (d *Decision) no(why Reason, since time.Time) *Decision {
	d.Allowed, d.Reason, d.Until, d.Left, d.Remaining, d.Route = false, why, since, 0, 0, RouteDirect
	return d
}

// newest returns the newest opening that the rule counts, nil if there is none.
func (rule *Rule) newest(w *Window) *Opening {
	var best *Opening
	for i := range w.Openings {
		o := &w.Openings[i]
		for _, by := range rule.After {
			if o.By == by && (best == nil || o.Sent.After(best.Sent)) {
				best = o
			}
		}
	}
	return best
}

// used counts the messages that were sent by the rule's route since an instant.
func (w *Window) used(rule *Rule, since time.Time) int {
	n := 0
	for i := range w.Sendings {
		if s := &w.Sendings[i]; s.Via == rule.Route && !s.At.Before(since) {
			n++
		}
	}
	return n
}

// Token returns the one-use token to send with, on the route that needs one.
func (d Decision) Token() string {
	if d.Route != RouteReplyToken {
		return ""
	}
	return d.Proof.Token
}

// Comment returns the id of the public comment or post that is answered in private, on the
// route that needs one: that of the event which opened the way.
func (d Decision) Comment() string {
	if d.Route != RoutePrivate {
		return ""
	}
	return d.Proof.Event
}

// Class returns how a host deals with a message that d keeps back.
func (d Decision) Class() Class {
	switch {
	case d.Allowed:
		return ""
	case d.Instead == AdviseTemplate:
		return ClassTemplate
	case d.Reason == ReasonNoMeans:
		return ClassNever
	case d.Reason == ReasonControl, d.Reason == ReasonContent:
		return ClassFix
	}
	return ClassUser
}
