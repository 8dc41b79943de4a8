package socialticket_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestSessionEndedReason lets triggers tell who ended a session: an agent, a trigger, an
// automation. The next message begins another session, which has no reason.
func TestSessionEndedReason(t *testing.T) {
	quiet, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{
		pull("silent", act("end_session"), cond("requester_updated_at", rules.Is, "1"), cond("session_state", rules.IsNot, "ended")),
	})
	require.NoError(t, err)
	watch := []rules.Rule{
		pull("by agent", act("current_tags", "a"), cond("session_ended_reason", rules.ChangedTo, "agent")),
		pull("by rule", act("current_tags", "r"), cond("session_ended_reason", rules.ChangedTo, "rule")),
		pull("over", act("current_tags", "o"), cond("session_state", rules.ChangedTo, "ended")),
		pull("none", act("current_tags", "n"), cond("session_ended_reason", rules.NotPresent), cond("role", rules.Is, "end_user")),
		pull("bye", act("end_session"), cond("current_tags", rules.Includes, "bye"), cond("session_ended_reason", rules.NotPresent)),
	}
	for _, tt := range []struct {
		name  string
		story []move
		want  []string
	}{
		{"a new session", []move{hello()}, []string{"none"}},
		{"an agent", []move{hello(), ends()}, []string{"by agent", "over"}},
		{"a trigger", []move{hello(), sets(ticket.FieldTags, "bye")}, []string{"bye", "by rule", "over"}},
		{"an automation", []move{hello(), wakes(1)}, []string{"silent", "by rule", "over"}},
		{"not again", []move{hello(), ends(), sets(ticket.FieldPriority, "low")}, nil},
		{"the next one", []move{hello(), ends(), arrives("again")}, []string{"none"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := withTriggers(t, watch...)
			o.settings.Automations = quiet
			var r socialticket.Receipt
			for _, m := range tt.story {
				r = m.do(t, o, r.Ticket.ID)
			}
			if diff := cmp.Diff(tt.want, pulled(r)); diff != "" {
				t.Errorf("fired (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSessionOfAnother states that rules on a ticket see its own session, not that of the
// ticket that came after it.
func TestSessionOfAnother(t *testing.T) {
	o := withTriggers(t,
		pull("live", act("current_tags", "live"), cond("session_state", rules.Is, "active"), cond("role", rules.Is, "agent")),
		pull("over", act("current_tags", "over"), cond("session_state", rules.Is, "ended"), cond("priority", rules.Changed)))
	old := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	ends().do(t, o, old)
	fresh := o.receive(t, says("15550100", "m2", "me again", start())).Ticket.ID
	require.NotEqual(t, old, fresh)
	require.Equal(t, []string{"over"}, pulled(o.set(t, old, ticket.FieldPriority, "low", agent())))
	require.Equal(t, []string{"live"}, pulled(o.set(t, fresh, ticket.FieldPriority, "low", agent())))
}
