package ticket_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

// Who updates a ticket shows in its instants.
func TestUpdatedBy(t *testing.T) {
	later := noon().Add(time.Hour)
	tests := []struct {
		name                string
		by                  ticket.Actor
		assignee, requester bool
	}{
		{"the assignee", ticket.Actor{Kind: ticket.Agent, ID: "ann"}, true, false},
		{"another agent", ticket.Actor{Kind: ticket.Agent, ID: "bob"}, false, false},
		{"an agent without name", ticket.Actor{Kind: ticket.Agent}, false, false},
		{"a rule", ticket.Actor{Kind: ticket.Trigger, ID: "ann"}, false, false},
		{"the requester", ticket.Actor{Kind: ticket.EndUser, ID: "user"}, false, true},
		{"another user", ticket.Actor{Kind: ticket.EndUser, ID: "friend"}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tk := in(t, ticket.Lifecycle{}, ticket.Open)
			if tt.by == (ticket.Actor{Kind: ticket.Agent}) {
				tk.Assignee = ""
			}
			got, err := ticket.Lifecycle{}.Set(tk, ticket.Change{Field: ticket.FieldSubject, Value: "Parcel"}, tt.by, later)
			require.NoError(t, err)
			want := tk.Times
			want.UpdatedAt = later
			if tt.assignee {
				want.AssigneeAt = later
			}
			if tt.requester {
				want.RequesterAt = later
			}
			if diff := cmp.Diff(want, got.Times); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What changes nothing leaves no trace, not even an instant.
func TestNoChangeNoTrace(t *testing.T) {
	l, ann, later := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}, noon().Add(time.Hour)
	open := in(t, l, ticket.Open)
	muted, err := l.Mute(open, ann, noon())
	require.NoError(t, err)
	tests := []struct {
		name string
		from ticket.Ticket
		do   func(ticket.Ticket) (ticket.Ticket, error)
	}{
		{"set to what it is", open, func(tk ticket.Ticket) (ticket.Ticket, error) {
			return l.Set(tk, ticket.Change{Field: ticket.FieldAssignee, Value: "ann"}, ann, later)
		}},
		{"muted again", muted, func(tk ticket.Ticket) (ticket.Ticket, error) { return l.Mute(tk, ann, later) }},
		{"unmuted without need", open, func(tk ticket.Ticket) (ticket.Ticket, error) { return l.Unmute(tk, ann, later) }},
		{"woken without need", open, func(tk ticket.Ticket) (ticket.Ticket, error) { return l.Wake(tk, later), nil }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.do(tt.from)
			require.NoError(t, err)
			if diff := cmp.Diff(tt.from, got); diff != "" {
				t.Errorf("(-was +is):\n%s", diff)
			}
		})
	}
}

func TestChangesLeaveTheirInstant(t *testing.T) {
	l, ann, later := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}, noon().Add(time.Hour)
	solved := in(t, l, ticket.Solved)
	muted, err := l.Mute(solved, ann, later)
	require.NoError(t, err)
	unmuted, err := l.Unmute(muted, ann, later.Add(time.Hour))
	require.NoError(t, err)
	snoozed, err := l.Snooze(in(t, l, ticket.Open), later, ann, noon())
	require.NoError(t, err)
	require.Equal(t, later, muted.UpdatedAt)
	require.Equal(t, later.Add(time.Hour), unmuted.UpdatedAt)
	require.Equal(t, later.Add(time.Minute), l.Wake(snoozed, later.Add(time.Minute)).UpdatedAt)
}

// A ticket that somebody snoozed opens even if its requester is not to be heard.
func TestMutedWakes(t *testing.T) {
	l, ann := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	tk := in(t, l, ticket.Open)
	tk.Muted = true
	tk, err := l.Snooze(tk, noon(), ann, noon())
	require.NoError(t, err)
	require.Equal(t, ticket.Open, l.Wake(tk, noon()).Status)
}

func TestDiff(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	before := ticket.Ticket{ID: "1", Status: ticket.Open, Tags: []string{"a"}, Fields: []ticket.Field{{ID: "2", Value: "x"}, {ID: "4", Value: "y"}}}
	after := ticket.Ticket{ID: "1", Status: ticket.Hold, Muted: true, Tags: []string{"a", "b"}, Fields: []ticket.Field{{ID: "1", Value: "z"}, {ID: "4", Value: "w"}}}
	after.SnoozedUntil = noon().In(berlin)
	change := func(f ticket.FieldName, from, to string) ticket.Event {
		return ticket.Event{Ticket: "1", Type: ticket.EventChange, Field: f, From: from, To: to}
	}
	want := []ticket.Event{
		change(ticket.FieldStatus, "open", "hold"),
		change(ticket.FieldMuted, "", "true"),
		change(ticket.FieldSnoozed, "", "2026-01-15T12:00:00Z"),
		change(ticket.FieldTags, "a", "a b"),
		change(ticket.CustomField+"1", "", "z"),
		change(ticket.CustomField+"2", "x", ""),
		change(ticket.CustomField+"4", "y", "w"),
	}
	if diff := cmp.Diff(want, ticket.Diff(before, after)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGet(t *testing.T) {
	tk := ticket.Ticket{Status: ticket.Open, Tags: []string{"a", "b"}, Fields: []ticket.Field{{ID: "7", Value: "red"}}}
	for name, want := range map[ticket.FieldName]string{
		ticket.FieldStatus: "open", ticket.FieldTags: "a b", ticket.FieldSetTags: "a b", ticket.FieldRemoveTags: "a b",
		ticket.CustomField + "7": "red", ticket.CustomField + "8": "", ticket.CustomField: "", "7": "", "": "", ticket.FieldMuted: "",
	} {
		if got := tk.Get(name); got != want {
			t.Errorf("Get(%q) is %q, want %q", name, got, want)
		}
	}
}

func TestStampKeepsWhatIsThere(t *testing.T) {
	rule, system := ticket.Actor{Kind: ticket.Trigger, ID: "9"}, ticket.Actor{Kind: ticket.System}
	events := []ticket.Event{{Type: ticket.EventRule, By: rule}, {Type: ticket.EventWindow, At: noon().Add(-time.Hour)}}
	tk, got := ticket.Ticket{ID: "1", Events: 4}.Stamp(events, system, noon().In(time.FixedZone("", 3600)))
	want := []ticket.Event{
		{Ticket: "1", Number: 5, Type: ticket.EventRule, By: rule, At: noon()},
		{Ticket: "1", Number: 6, Type: ticket.EventWindow, By: system, At: noon().Add(-time.Hour)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	require.Equal(t, 6, tk.Events)
	_, none := tk.Stamp(nil, system, noon())
	require.Nil(t, none)
}

func TestErrorTexts(t *testing.T) {
	l, ann := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	_, err := l.Set(in(t, l, ticket.Solved), ticket.Change{Field: ticket.FieldStatus, Value: "closed"}, ann, noon())
	require.EqualError(t, err, "ticket: agent cannot move it from solved to closed")
	var refused *ticket.TransitionError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, ticket.TransitionError{From: ticket.Solved, To: ticket.Closed, By: ticket.Agent}, *refused)

	_, err = l.Set(in(t, l, ticket.Open), ticket.Change{Field: ticket.FieldType, Value: "wish"}, ann, noon())
	require.EqualError(t, err, `ticket: type "wish": no such type`)
	var value *ticket.ValueError
	require.ErrorAs(t, err, &value)
	require.NotErrorIs(t, err, ticket.ErrTransition)
}
