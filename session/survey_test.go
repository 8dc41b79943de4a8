package session_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

func TestSurveyAt(t *testing.T) {
	solved := session.Survey{Text: "How was it?", OnSolved: true}
	ends := session.Survey{Text: "How was it?", OnEnd: []ticket.ActorKind{ticket.Agent}}
	once := session.Survey{Text: "How was it?", OnSolved: true, PerTicket: true}
	rule := session.Survey{Text: "How was it?"}
	tests := []struct {
		name string
		set  session.Survey
		o    session.Occasion
		want bool
	}{
		{"nothing is set", session.Survey{}, session.Occasion{Solved: true, EndedBy: ticket.Agent, Rule: true, Episode: 1}, false},
		{"solved", solved, session.Occasion{Solved: true, Episode: 1}, true},
		{"solved again in one episode", solved, session.Occasion{Solved: true, Episode: 1, Asked: 1}, false},
		{"solved in the next one", solved, session.Occasion{Solved: true, Episode: 2, Asked: 1}, true},
		{"solved in the next one, once a ticket", once, session.Occasion{Solved: true, Episode: 2, Asked: 1}, false},
		{"an end that is not asked for", solved, session.Occasion{EndedBy: ticket.Agent, Episode: 1}, false},
		{"ended by an agent", ends, session.Occasion{EndedBy: ticket.Agent, Episode: 1}, true},
		{"ended by silence", ends, session.Occasion{EndedBy: ticket.System, Episode: 1}, false},
		{"solved that is not asked for", ends, session.Occasion{Solved: true, Episode: 1}, false},
		{"a rule asks", rule, session.Occasion{Rule: true, Episode: 3, Asked: 2}, true},
		{"a rule asks twice", rule, session.Occasion{Rule: true, Episode: 3, Asked: 3}, false},
		{"nothing happened", solved, session.Occasion{Episode: 1}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { require.Equal(t, tt.want, tt.set.At(tt.o)) })
	}
}

func TestSurveyCheck(t *testing.T) {
	call := channel.TemplateCall{Name: "survey"}
	for _, good := range []session.Survey{{}, {Text: "?"}, {Text: "?", Good: "Yes", Bad: "No", Template: call, TemplateFirst: true}} {
		require.NoError(t, good.Check())
	}
	for _, bad := range []session.Survey{{OnSolved: true}, {Good: "Yes", Bad: "No"}, {Template: call}, {Text: "?", Good: "Yes"}, {Text: "?", TemplateFirst: true}} {
		require.Error(t, bad.Check(), "%+v", bad)
	}
}
