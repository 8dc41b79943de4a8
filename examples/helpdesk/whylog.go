package main

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// pastView is something that a rule or the passing of time did.
type pastView struct {
	At      time.Time
	Kind    string   // fires, refused, promise, session, window, closed, message
	Text    string   // "The trigger “X” fired"
	Cause   string   // what started it
	Because []string // the conditions of the rule
	Did     []string // what came of it
}

// aheadView is something that will happen.
type aheadView struct {
	At   time.Time
	Kind string
	Text string
}

// past returns what rules and time did, newest first.
func (s *server) past(r *http.Request, tell teller, id ticket.ID) (list []pastView, more string, err error) {
	const shown = 120
	page := pageOf(shown)
	if before, err := strconv.Atoi(r.FormValue("before")); err == nil && before > 0 {
		page.Before = before
	}
	events, err := s.store.Events(r.Context(), id, page)
	if err != nil {
		return nil, "", err
	}
	if n := len(events); n == shown && events[n-1].Number > 1 {
		more = with(r.URL.Path, r.URL.Query(), "before", strconv.Itoa(events[n-1].Number))
	}
	slices.Reverse(events)
	for i := range events {
		if v, told := tell.happened(events, i); told {
			list = append(list, v)
		}
	}
	slices.Reverse(list)
	return list, more, nil
}

// happened tells an event that no person made, with what came of it.
func (t teller) happened(events []ticket.Event, i int) (pastView, bool) {
	e := &events[i]
	v := pastView{At: e.At}
	switch {
	case e.Type == ticket.EventRule:
		v.Kind, v.Text = "fires", t.ruleText("why.fired", e)
		if e.Reason.Code != "" {
			v.Kind, v.Did = "refused", []string{cmp.Or(e.Reason.Title, e.Reason.Code)}
			return v, true
		}
		v.Cause, v.Because, v.Did = t.cause(events, i), t.conditions(e.By.ID), t.did(events, i)
		return v, true
	case e.Type == ticket.EventSLA && e.Field != sla.FieldPolicy:
		v.Kind, v.Text = "promise", t.promised(e)
		return v, e.To != sla.WordTarget && e.To != sla.WordHours
	case e.Type == ticket.EventSession && e.By.Kind == ticket.System:
		v.Kind, v.Text = "session", t.Or("why", "session", e.To)
		return v, true
	case e.Type == ticket.EventWindow:
		v.Kind, v.Text = "window", t.T("why.warned")
		return v, true
	case e.Type == ticket.EventChange && e.By.Kind == ticket.System:
		v.Kind, v.Text = "change", t.changed(e)
		return v, true
	}
	return v, false
}

// ruleText names a rule, with what it did.
func (t teller) ruleText(key string, e *ticket.Event) string {
	kind := "trigger"
	if e.By.Kind == ticket.Automation {
		kind = "automation"
	}
	return t.T(key+"."+kind, t.title(e.By.ID))
}

// cause tells what started the rule of an event: what was done before it at the same instant.
func (t teller) cause(events []ticket.Event, i int) string {
	e := &events[i]
	if e.By.Kind == ticket.Automation {
		return t.T("why.cause.time")
	}
	found, rank := (*ticket.Event)(nil), 0
	for j := i - 1; j >= 0 && events[j].At.Equal(e.At); j-- {
		if r := causes(&events[j]); r > rank {
			found, rank = &events[j], r
		}
	}
	switch {
	case found == nil:
		return ""
	case found.To == ticket.MarkNote:
		return t.T("why.cause.note", t.who(found.By))
	case found.By.Kind == ticket.EndUser && found.Type != ticket.EventSession:
		return t.T("why.cause.message", t.who(found.By))
	}
	return t.T("why.cause."+string(found.Type), t.who(found.By))
}

// causes tells how far an event speaks for what an update was: more than 0 if it may be that.
func causes(e *ticket.Event) int {
	switch {
	case e.By.Kind.Rule() || e.By.Kind == ticket.System && e.Type != ticket.EventCreate:
		return 0
	case e.Type == ticket.EventComment:
		return 4
	case e.Type == ticket.EventCreate:
		return 3
	case e.Type == ticket.EventSession && e.To == string(session.Ended):
		return 2
	case e.Type == ticket.EventChange:
		return 1
	}
	return 0
}

// conditions returns those of a rule as it is now.
func (t teller) conditions(id string) (list []string) {
	r := t.known[id]
	for _, c := range r.When.All {
		list = append(list, words.Sentence(t.rules.Condition(c)))
	}
	if len(r.When.Any) > 0 {
		list = append(list, words.Sentence(strings.Trim(t.rules.Condition(rules.Any(r.When.Any...)), "()")))
	}
	return list
}

// did tells what a rule changed: the events that follow its own, by the same rule. What else
// it does is said as the rule has it.
func (t teller) did(events []ticket.Event, i int) (list []string) {
	e := &events[i]
	for j := i + 1; j < len(events) && events[j].At.Equal(e.At) && events[j].By == e.By && events[j].Type != ticket.EventRule; j++ {
		switch o := &events[j]; o.Type {
		case ticket.EventChange:
			list = append(list, t.changed(o))
		case ticket.EventComment:
			list = append(list, t.T("why.wrote"))
		case ticket.EventSession:
			list = append(list, t.Or("why", "session", o.To))
		default:
		}
	}
	for _, a := range t.known[e.By.ID].Do {
		if strings.HasPrefix(a.Field, "notification") || a.Field == "satisfaction_score" {
			list = append(list, words.Sentence(t.rules.Action(a)))
		}
	}
	return list
}

// changed tells a change of a field.
func (t teller) changed(e *ticket.Event) string {
	field := string(e.Field)
	value := func(text string) rules.Value {
		if text == "" {
			return nil
		}
		return rules.Value{text}
	}
	return words.Sentence(t.T("why.changed", t.rules.Field(field), t.rules.Values(field, value(e.From)), t.rules.Values(field, value(e.To))))
}

// promised tells what became of a promise.
func (t teller) promised(e *ticket.Event) string {
	return t.T("why.promise."+e.To, t.Or("promise", "of", string(e.Field)))
}

// moment tells one thing that will happen.
func (t teller) moment(m simulate.Moment) aheadView {
	e := &m.Event
	v := aheadView{At: m.At, Kind: string(m.Kind)}
	switch m.Kind {
	case simulate.MomentFires:
		v.Text = t.ruleText("why.fires", e)
	case simulate.MomentRefused:
		v.Text = t.ruleText("why.refused", e) + " " + cmp.Or(e.Reason.Title, e.Reason.Code)
	case simulate.MomentChange:
		v.Text = t.changed(e)
	case simulate.MomentClosed:
		v.Text = t.T("why.closes")
	case simulate.MomentMessage, simulate.MomentNote:
		v.Text = t.T("why.ahead."+string(m.Kind), m.Text)
	case simulate.MomentUndelivered:
		v.Text = t.T("why.ahead.undelivered", m.Text) + " " + t.Failure(channel.WhatsApp, e.Reason)
	case simulate.MomentAsks:
		kind, _, _ := strings.Cut(m.Text, " ")
		v.Text = t.Or("why", "asks", kind)
	case simulate.MomentSession:
		v.Text = t.Or("why", "session", e.To)
	case simulate.MomentWarning:
		v.Text = t.T("why.warned")
	case simulate.MomentWindow:
		v.Text = t.T("why.window") + " " + t.Advice(m.Reply)
	case simulate.MomentPromise:
		v.Text = t.promised(e)
	case simulate.MomentOther:
		v.Text = t.Or("why", "other", string(e.Type))
	}
	return v
}
