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

// minute returns the instant that many minutes after the start.
func minute(n int) time.Time { return start().Add(time.Duration(n) * time.Minute) }

func agent() ticket.Actor { return ticket.Actor{Kind: ticket.Agent, ID: "a1"} }

func TestSession(t *testing.T) {
	t.Parallel()
	begun := session.Start("s1", "t1", start())
	tests := []struct {
		name string
		got  session.Session
		want session.State
	}{
		{"none yet", session.Session{}, ""},
		{"none yet, a message does not make one", session.Session{}.Message(start()), ""},
		{"none yet, nothing else either", session.Session{}.Quiet().Answer(start()).Assigned(start()).End(agent(), start()), ""},
		{"begun", begun, session.Active},
		{"quiet", begun.Quiet(), session.Inactive},
		{"an answer does not make it active", begun.Quiet().Answer(minute(1)), session.Inactive},
		{"a message makes it active", begun.Quiet().Message(minute(60)), session.Active},
		{"ended", begun.End(agent(), start()), session.Ended},
		{"ended stays ended", begun.End(agent(), start()).Message(minute(1)).Quiet(), session.Ended},
	}
	for _, tt := range tests {
		if tt.got.State != tt.want {
			t.Errorf("%s: state %q, want %q", tt.name, tt.got.State, tt.want)
		}
	}
}

// TestSessionOrder states that a late message never shortens a session.
func TestSessionOrder(t *testing.T) {
	t.Parallel()
	s := session.Start("s1", "t1", start())
	late, early := minute(2), minute(1)
	if diff := cmp.Diff(s.Message(early).Message(late), s.Message(late).Message(early)); diff != "" {
		t.Errorf("order matters (-in order +reversed):\n%s", diff)
	}
}

// TestSessionClock lets the user's silence count: from the agent's first message after the
// user's last, or from the first assignment if that comes later. Nothing begins it anew but
// a message of the user, which stops it.
func TestSessionClock(t *testing.T) {
	t.Parallel()
	s := session.Start("s1", "t1", start()).Assigned(minute(1))
	if !s.SilentSince.IsZero() {
		t.Errorf("it counts before an answer, since %v", s.SilentSince)
	}
	s = s.Answer(minute(2))
	if !s.SilentSince.IsZero() || !s.AnsweredAt.Equal(minute(2)) {
		t.Errorf("answered at %v, silent since %v", s.AnsweredAt, s.SilentSince)
	}
	s = s.Assigned(minute(3)).Answer(minute(4)).Assigned(minute(5))
	if !s.SilentSince.Equal(minute(3)) || !s.AnsweredAt.Equal(minute(2)) {
		t.Errorf("answered at %v, silent since %v", s.AnsweredAt, s.SilentSince)
	}
	if s = s.Message(minute(6)); !s.SilentSince.IsZero() || !s.AnsweredAt.IsZero() {
		t.Errorf("after a message: answered at %v, silent since %v", s.AnsweredAt, s.SilentSince)
	}
}

func ExamplePolicy_At() {
	s, open := session.Start("s1", "t1", start()), ticket.Ticket{ID: "t1", Status: ticket.New}
	var zendesk session.Policy
	fmt.Println(zendesk.At(s, open, minute(9)).State, zendesk.At(s, open, minute(10)).State)
	// Output: active inactive
}
