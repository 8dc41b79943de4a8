package session_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

func start() time.Time { return time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC) }

func TestSession(t *testing.T) {
	agent := ticket.Actor{Kind: ticket.Agent, ID: "a1"}
	begun := session.Start("s1", "t1", start())
	tests := []struct {
		name string
		got  session.Session
		want session.State
	}{
		{"none yet", session.Session{}, ""},
		{"none yet, a message does not make one", session.Session{}.Message(start()), ""},
		{"begun", begun, session.Active},
		{"a second before the idle time", begun.At(start().Add(session.DefaultIdle-time.Second), 0), session.Active},
		{"at the idle time", begun.At(start().Add(session.DefaultIdle), 0), session.Inactive},
		{"an idle time of one's own", begun.At(start().Add(3*time.Minute), 3*time.Minute), session.Inactive},
		{"a message makes it active", begun.At(start().Add(time.Hour), 0).Message(start().Add(time.Hour)), session.Active},
		{"ended", begun.End(agent, start()), session.Ended},
		{"ended stays ended", begun.End(agent, start()).Message(start().Add(time.Minute)), session.Ended},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got.State != tt.want {
				t.Errorf("state %q, want %q", tt.got.State, tt.want)
			}
		})
	}
}

// TestSessionOrder states that a late message never shortens a session.
func TestSessionOrder(t *testing.T) {
	s := session.Start("s1", "t1", start())
	late, early := start().Add(2*time.Minute), start().Add(time.Minute)
	if diff := cmp.Diff(s.Message(early).Message(late), s.Message(late).Message(early)); diff != "" {
		t.Errorf("order matters (-in order +reversed):\n%s", diff)
	}
}

func ExampleSession_At() {
	s := session.Start("s1", "t1", start())
	fmt.Println(s.At(start().Add(9*time.Minute), 0).State, s.At(start().Add(10*time.Minute), 0).State)
	// Output: active inactive
}
