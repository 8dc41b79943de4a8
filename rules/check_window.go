package rules

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// window finds messages that come after the window of every channel that the rule is for.
func (c *checker) window(r *checked) {
	place, reaches := messages(r)
	via := c.logic.field(&Condition{Field: "via_id"})
	if !reaches || r.of == KindMacro || r.holds.unclear || r.holds.never() || via == nil || via.Text == nil {
		return
	}
	var late, open []string
	var waited, length time.Duration
	for _, kind := range via.Values {
		on := formula{clauses: []clause{{{st: &step{op: opIs, field: via, values: []string{kind}}}}}}
		if !r.holds.meets(on) {
			continue
		}
		least := r.least(on)
		if limit, limited := c.limit(channel.Kind(kind)); limited && least >= limit {
			late, waited, length = append(late, kind), least, limit
		} else {
			open = append(open, kind)
		}
	}
	if len(late) == 0 {
		return
	}
	f := Finding{Severity: SeverityError, Kind: FindWindowClosed, Place: place,
		Advice: "Send it before the window ends, for instance with until_reply_window_end, or send an approved template"}
	f.Reason = fmt.Sprintf("its message goes out %s or more after the customer wrote, when the window of %s is closed (%s): it can never arrive", waited, strings.Join(late, ", "), length)
	if waited == forever {
		f.Reason = fmt.Sprintf("its message goes out only when the reply window is closed: on %s it can never arrive", strings.Join(late, ", "))
	}
	if len(open) > 0 {
		f.Severity = SeverityWarning
		f.Advice += ", or name the channels that it is for"
	}
	c.find(r, f)
}

// messages returns the place of the first action that writes to the customer in the
// conversation.
func messages(r *checked) (place string, found bool) {
	for i, d := range r.deeds {
		toRequester := slices.Contains([]string{"requester_id", "requester_and_ccs"}, d.ask.To) && d.ask.Kind == AskUser
		if d.ask.Kind == AskComment && d.ask.Public || d.ask.Kind == AskSurvey || toRequester {
			return "actions[" + itoa(i) + "]", true
		}
	}
	return "", false
}

// limit returns how long at most after the customer's last act a rule, which is not a
// person, may write on a channel in words of its own, and whether there is such a limit.
func (c *checker) limit(kind channel.Kind) (longest time.Duration, limited bool) {
	policy, known := channel.PolicyOf(kind)
	if i := slices.IndexFunc(c.cfg.Policies, func(p channel.Policy) bool { return p.Channel == kind }); i >= 0 {
		policy, known = c.cfg.Policies[i], true
	}
	for _, r := range policy.Rules {
		switch {
		case r.Means != channel.FreeForm || r.Human:
		case len(r.After) == 0 || r.For == 0:
			return 0, false
		default:
			longest = max(longest, r.For)
		}
	}
	return longest, known
}

// forever is longer than any window.
const forever = time.Duration(maxHours) * time.Hour

// least returns how long it has been at least since the customer wrote where the rule
// holds: a message reopens a ticket that is pending, on hold or solved, and updates it.
func (r *checked) least(on formula) time.Duration {
	least := forever
	for _, cl := range r.holds.clauses {
		if (formula{clauses: []clause{cl}}).meets(on) {
			least = min(least, cl.least(r.of))
		}
	}
	return least
}

func (cl clause) least(of RuleKind) time.Duration {
	var least time.Duration
	for _, l := range cl {
		switch l.st.field.Name {
		case "PENDING", "HOLD", "SOLVED", "requester_updated_at", "updated_at":
			if of == KindAutomation && !l.neg && l.st.op == opHours && l.st.compare != less {
				least = max(least, time.Duration(l.st.span))
			}
		case "reply_window_open":
			if l.st.op == opIs && slices.Contains(l.st.values, "false") != l.neg && slices.Contains(l.st.values, "true") == l.neg {
				return forever
			}
		}
	}
	return least
}
