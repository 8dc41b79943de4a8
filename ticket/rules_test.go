package ticket_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at
}

// in returns a ticket that came into a status at noon, assigned to ann if it is
// solved.
func in(t testing.TB, l ticket.Lifecycle, s ticket.Status) ticket.Ticket {
	t.Helper()
	tk := l.Create(ticket.Ticket{ID: "1", Requester: "user"}, noon())
	require.Equal(t, ticket.New, tk.Status)
	if s == ticket.New {
		return tk
	}
	by := ticket.Actor{Kind: ticket.Trigger, ID: "t"}
	tk, err := l.Set(tk, ticket.Change{Field: ticket.FieldAssignee, Value: "ann"}, by, noon())
	require.NoError(t, err)
	tk, err = l.Set(tk, ticket.Change{Field: ticket.FieldStatus, Value: string(s)}, by, noon())
	require.NoError(t, err)
	return tk
}

// The first door: what a message of the requester does, by status and settings.
func TestReceiveMovesStatus(t *testing.T) {
	custom := customStatuses(t)
	bot := ticket.Lifecycle{Reopened: ticket.Pending}
	tests := []struct {
		name      string
		lifecycle ticket.Lifecycle
		from, to  ticket.Status
		custom    string
		reopens   int
	}{
		{name: "a new one stays new", from: ticket.New, to: ticket.New},
		{name: "an open one stays open", from: ticket.Open, to: ticket.Open},
		{name: "pending opens", from: ticket.Pending, to: ticket.Open},
		{name: "on hold opens", from: ticket.Hold, to: ticket.Open},
		{name: "solved opens", from: ticket.Solved, to: ticket.Open, reopens: 1},
		{name: "into the default of the open category", lifecycle: ticket.Lifecycle{Statuses: custom}, from: ticket.Solved, to: ticket.Open, custom: "20", reopens: 1},
		{name: "a bot takes what was solved", lifecycle: bot, from: ticket.Solved, to: ticket.Pending, reopens: 1},
		{name: "a bot takes what was on hold", lifecycle: bot, from: ticket.Hold, to: ticket.Pending},
		{name: "what a bot has stays with it", lifecycle: bot, from: ticket.Pending, to: ticket.Pending},
		{name: "what an agent has stays with the agent", lifecycle: bot, from: ticket.Open, to: ticket.Open},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			later := noon().Add(time.Hour)
			got, err := tt.lifecycle.Receive(in(t, tt.lifecycle, tt.from), later, later)
			require.NoError(t, err)
			want := ticket.Ticket{Status: tt.to, CustomStatus: tt.custom, Reopens: tt.reopens}
			if diff := cmp.Diff(want, ticket.Ticket{Status: got.Status, CustomStatus: got.CustomStatus, Reopens: got.Reopens}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if !got.WaitingSince.Equal(later) || !got.RequesterAt.Equal(later) || !got.UpdatedAt.Equal(later) {
				t.Errorf("instants %+v, want all at %v", got.Times, later)
			}
		})
	}
}

func TestReceiveWaits(t *testing.T) {
	minute := func(n int) time.Time { return noon().Add(time.Duration(n) * time.Minute) }
	tests := []struct {
		name        string
		waiting     time.Time
		sent, now   time.Time
		muted       bool
		wantWaiting time.Time
	}{
		{name: "the first starts the wait", sent: minute(1), now: minute(2), wantWaiting: minute(1)},
		{name: "a newer one does not move it", waiting: minute(1), sent: minute(3), now: minute(3), wantWaiting: minute(1)},
		{name: "an older one that comes late does", waiting: minute(2), sent: minute(1), now: minute(3), wantWaiting: minute(1)},
		{name: "a clock that is ahead counts from now", sent: minute(9), now: minute(3), wantWaiting: minute(3)},
		{name: "not told when it was sent", now: minute(3), wantWaiting: minute(3)},
		{name: "nobody waits on a muted one", sent: minute(1), now: minute(2), muted: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tk := in(t, ticket.Lifecycle{}, ticket.Open)
			tk.WaitingSince, tk.Muted = tt.waiting, tt.muted
			got, err := ticket.Lifecycle{}.Receive(tk, tt.sent, tt.now)
			require.NoError(t, err)
			if !got.WaitingSince.Equal(tt.wantWaiting) {
				t.Errorf("waiting since %v, want %v", got.WaitingSince, tt.wantWaiting)
			}
		})
	}
}

func TestAnswer(t *testing.T) {
	agent, later := ticket.Actor{Kind: ticket.Agent, ID: "ann"}, noon().Add(time.Hour)
	tests := []struct {
		name      string
		lifecycle ticket.Lifecycle
		from      ticket.Status
		by        ticket.Actor
		note      bool
		want      ticket.Status
		reply     bool
	}{
		{name: "a reply opens a new ticket", from: ticket.New, by: agent, want: ticket.Open, reply: true},
		{name: "a note does not", from: ticket.New, by: agent, note: true, want: ticket.New},
		{name: "nor a bot", from: ticket.New, by: ticket.Actor{Kind: ticket.Bot}, want: ticket.New},
		{name: "nor a rule", from: ticket.New, by: ticket.Actor{Kind: ticket.Trigger, ID: "1"}, want: ticket.New},
		{name: "nor another end user", from: ticket.New, by: ticket.Actor{Kind: ticket.EndUser, ID: "friend"}, want: ticket.New},
		{name: "a reply to a solved one reopens nothing", from: ticket.Solved, by: agent, want: ticket.Solved, reply: true},
		{name: "a reply to a pending one", from: ticket.Pending, by: agent, want: ticket.Pending, reply: true},
		{name: "answered means pending", lifecycle: ticket.Lifecycle{Answered: ticket.Pending}, from: ticket.Open, by: agent, want: ticket.Pending, reply: true},
		{name: "answered leaves what is on hold", lifecycle: ticket.Lifecycle{Answered: ticket.Pending}, from: ticket.Hold, by: agent, want: ticket.Hold, reply: true},
		{name: "answered leaves what a bot answers", lifecycle: ticket.Lifecycle{Answered: ticket.Pending}, from: ticket.Open, by: ticket.Actor{Kind: ticket.Bot}, want: ticket.Open},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tk := in(t, tt.lifecycle, tt.from)
			if !tt.from.Done() {
				tk.WaitingSince = noon()
			}
			got, err := tt.lifecycle.Answer(tk, tt.by, !tt.note, later)
			require.NoError(t, err)
			require.Equal(t, tt.want, got.Status)
			if replied := got.Replies == 1 && got.FirstReplyAt.Equal(later) && got.WaitingSince.IsZero(); replied != tt.reply {
				t.Errorf("replied %v, want %v: %+v", replied, tt.reply, got)
			}
		})
	}
}

// The second door: the system's rules about changes, each with who may and who may
// not.
func TestSetRules(t *testing.T) {
	ann, bob := ticket.Actor{Kind: ticket.Agent, ID: "ann"}, ticket.Actor{Kind: ticket.Agent, ID: "bob"}
	user, bot := ticket.Actor{Kind: ticket.EndUser, ID: "user"}, ticket.Actor{Kind: ticket.Bot, ID: "b"}
	rule := ticket.Actor{Kind: ticket.Automation, ID: "1"}
	custom := ticket.Lifecycle{Statuses: customStatuses(t)}
	tests := []struct {
		name      string
		lifecycle ticket.Lifecycle
		from      ticket.Status
		by        ticket.Actor
		field     ticket.FieldName
		value     string
		wantErr   error
		want      map[ticket.FieldName]string
	}{
		{name: "an assignee opens a new ticket", from: ticket.New, by: ann, field: ticket.FieldAssignee, value: "bob",
			want: map[ticket.FieldName]string{ticket.FieldAssignee: "bob", ticket.FieldStatus: "open"}},
		{name: "in the default of the open category", lifecycle: custom, from: ticket.New, by: ann, field: ticket.FieldAssignee, value: "bob",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "open", ticket.FieldCustomStatus: "20"}},
		{name: "a group alone does not open it", from: ticket.New, by: ann, field: ticket.FieldGroup, value: "g",
			want: map[ticket.FieldName]string{ticket.FieldGroup: "g", ticket.FieldStatus: "new"}},
		{name: "never back to new", from: ticket.Open, by: rule, field: ticket.FieldStatus, value: "new", wantErr: ticket.ErrTransition},
		{name: "nor by a custom status", lifecycle: custom, from: ticket.Open, by: ann, field: ticket.FieldCustomStatus, value: "10", wantErr: ticket.ErrTransition},
		{name: "an agent who solves is assigned", from: ticket.New, by: bob, field: ticket.FieldStatus, value: "solved",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "solved", ticket.FieldAssignee: "bob"}},
		{name: "an assignee stays", from: ticket.Open, by: bob, field: ticket.FieldStatus, value: "solved",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "solved", ticket.FieldAssignee: "ann"}},
		{name: "a rule cannot solve what nobody has", from: ticket.New, by: rule, field: ticket.FieldStatus, value: "solved", wantErr: ticket.ErrNeedsAssignee},
		{name: "nor the requester", from: ticket.New, by: user, field: ticket.FieldStatus, value: "solved", wantErr: ticket.ErrNeedsAssignee},
		{name: "unless the desk does not mind", lifecycle: ticket.Lifecycle{SolveUnassigned: true}, from: ticket.New, by: rule, field: ticket.FieldStatus, value: "solved",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "solved", ticket.FieldAssignee: ""}},
		{name: "the requester solves what somebody has", from: ticket.Pending, by: user, field: ticket.FieldStatus, value: "solved",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "solved"}},
		{name: "a solved one keeps an assignee", from: ticket.Solved, by: ann, field: ticket.FieldAssignee, wantErr: ticket.ErrNeedsAssignee},
		{name: "but may get another", from: ticket.Solved, by: ann, field: ticket.FieldAssignee, value: "bob",
			want: map[ticket.FieldName]string{ticket.FieldAssignee: "bob", ticket.FieldStatus: "solved"}},
		{name: "an open one may lose it", from: ticket.Open, by: ann, field: ticket.FieldAssignee,
			want: map[ticket.FieldName]string{ticket.FieldAssignee: "", ticket.FieldStatus: "open"}},
		{name: "a rule closes", from: ticket.Open, by: rule, field: ticket.FieldStatus, value: "closed",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "closed"}},
		{name: "an agent does not", from: ticket.Solved, by: ann, field: ticket.FieldStatus, value: "closed", wantErr: ticket.ErrTransition},
		{name: "unless the desk lets agents", lifecycle: ticket.Lifecycle{AgentsClose: true}, from: ticket.Solved, by: ann, field: ticket.FieldStatus, value: "closed",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "closed"}},
		{name: "nor a bot", lifecycle: ticket.Lifecycle{AgentsClose: true}, from: ticket.Solved, by: bot, field: ticket.FieldStatus, value: "closed", wantErr: ticket.ErrTransition},
		{name: "nor the requester", lifecycle: ticket.Lifecycle{AgentsClose: true}, from: ticket.Solved, by: user, field: ticket.FieldStatus, value: "closed", wantErr: ticket.ErrTransition},
		{name: "a closed one never changes", from: ticket.Closed, by: rule, field: ticket.FieldSetTags, value: "late", wantErr: ticket.ErrClosed},
		{name: "unknown status", from: ticket.Open, by: ann, field: ticket.FieldStatus, value: "snoozed", wantErr: ticket.ErrValue},
		{name: "a custom status brings its category", lifecycle: custom, from: ticket.Open, by: ann, field: ticket.FieldCustomStatus, value: "51",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "solved", ticket.FieldCustomStatus: "51"}},
		{name: "a category brings its default", lifecycle: custom, from: ticket.Open, by: ann, field: ticket.FieldStatus, value: "pending",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "pending", ticket.FieldCustomStatus: "30"}},
		{name: "an inactive status cannot be chosen", lifecycle: custom, from: ticket.Open, by: ann, field: ticket.FieldCustomStatus, value: "52", wantErr: ticket.ErrValue},
		{name: "closed while open: the default of solved", lifecycle: custom, from: ticket.Open, by: rule, field: ticket.FieldStatus, value: "closed",
			want: map[ticket.FieldName]string{ticket.FieldStatus: "closed", ticket.FieldCustomStatus: "50"}},
		{name: "a priority", from: ticket.Open, by: ann, field: ticket.FieldPriority, value: "urgent", want: map[ticket.FieldName]string{ticket.FieldPriority: "urgent"}},
		{name: "no such priority", from: ticket.Open, by: ann, field: ticket.FieldPriority, value: "medium", wantErr: ticket.ErrValue},
		{name: "a type", from: ticket.Open, by: ann, field: ticket.FieldType, value: "incident", want: map[ticket.FieldName]string{ticket.FieldType: "incident"}},
		{name: "the types are fixed", from: ticket.Open, by: ann, field: ticket.FieldType, value: "wish", wantErr: ticket.ErrValue},
		{name: "a requester is mandatory", from: ticket.Open, by: ann, field: ticket.FieldRequester, wantErr: ticket.ErrValue},
		{name: "muting solves", from: ticket.Open, by: ann, field: ticket.FieldMuted, value: "true",
			want: map[ticket.FieldName]string{ticket.FieldMuted: "true", ticket.FieldStatus: "solved"}},
		{name: "muting takes true or nothing", from: ticket.Open, by: ann, field: ticket.FieldMuted, value: "yes", wantErr: ticket.ErrValue},
		{name: "a snooze", from: ticket.Open, by: ann, field: ticket.FieldSnoozed, value: "2026-11-20T09:00:00Z",
			want: map[ticket.FieldName]string{ticket.FieldSnoozed: "2026-11-20T09:00:00Z", ticket.FieldStatus: "hold"}},
		{name: "a snooze is an instant", from: ticket.Open, by: ann, field: ticket.FieldSnoozed, value: "tomorrow", wantErr: ticket.ErrValue},
		{name: "a solved ticket is not snoozed", from: ticket.Solved, by: ann, field: ticket.FieldSnoozed, value: "2026-11-20T09:00:00Z", wantErr: ticket.ErrTransition},
		{name: "no such field", from: ticket.Open, by: ann, field: "colour", value: "red", wantErr: ticket.ErrValue},
		{name: "a custom field", from: ticket.Open, by: ann, field: ticket.CustomField + "7", value: "red", want: map[ticket.FieldName]string{ticket.CustomField + "7": "red"}},
		{name: "tags replaced", from: ticket.Open, by: rule, field: ticket.FieldSetTags, value: "b A b", want: map[ticket.FieldName]string{ticket.FieldTags: "a b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.lifecycle.Set(in(t, tt.lifecycle, tt.from), ticket.Change{Field: tt.field, Value: tt.value}, tt.by, noon())
			require.ErrorIs(t, err, tt.wantErr)
			for field, want := range tt.want {
				if value := got.Get(field); value != want {
					t.Errorf("%s is %q, want %q", field, value, want)
				}
			}
		})
	}
}

func TestPriorityStays(t *testing.T) {
	tk, ann := in(t, ticket.Lifecycle{}, ticket.Open), ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	tk, err := ticket.Lifecycle{}.Set(tk, ticket.Change{Field: ticket.FieldPriority, Value: "low"}, ann, noon())
	require.NoError(t, err)
	_, err = ticket.Lifecycle{}.Set(tk, ticket.Change{Field: ticket.FieldPriority}, ann, noon())
	require.ErrorIs(t, err, ticket.ErrValue)
}

// A write of the category that the ticket is in is a write all the same.
func TestCategoryBringsItsDefaultAgain(t *testing.T) {
	l, ann := ticket.Lifecycle{Statuses: customStatuses(t)}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	tk, err := l.Set(in(t, l, ticket.Open), ticket.Change{Field: ticket.FieldCustomStatus, Value: "21"}, ann, noon())
	require.NoError(t, err)
	require.Equal(t, "21", tk.CustomStatus)
	tk, err = l.Set(tk, ticket.Change{Field: ticket.FieldStatus, Value: "open"}, ann, noon())
	require.NoError(t, err)
	require.Equal(t, "20", tk.CustomStatus)
}

func TestReopensAndSolvedInstants(t *testing.T) {
	l, ann := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.Agent, ID: "ann"}
	tk := in(t, l, ticket.Open)
	for i, s := range []ticket.Status{ticket.Solved, ticket.Open, ticket.Solved, ticket.Pending, ticket.Solved, ticket.Hold, ticket.Open} {
		var err error
		tk, err = l.Set(tk, ticket.Change{Field: ticket.FieldStatus, Value: string(s)}, ann, noon().Add(time.Duration(i)*time.Hour))
		require.NoError(t, err)
	}
	require.Equal(t, 2, tk.Reopens, "from solved to hold is no reopening")
	require.Equal(t, noon(), tk.FirstSolvedAt)
	require.Equal(t, noon().Add(4*time.Hour), tk.SolvedAt)
}

func TestCreate(t *testing.T) {
	bot := ticket.Lifecycle{Initial: ticket.Pending, Statuses: customStatuses(t)}
	tests := []struct {
		name      string
		lifecycle ticket.Lifecycle
		ticket    ticket.Ticket
		status    ticket.Status
		custom    string
	}{
		{name: "new", status: ticket.New},
		{name: "assigned already", ticket: ticket.Ticket{Assignee: "ann"}, status: ticket.Open},
		{name: "with a bot", lifecycle: bot, status: ticket.Pending, custom: "30"},
		{name: "begun by a person", lifecycle: bot, ticket: ticket.Ticket{Status: ticket.Open}, status: ticket.Open, custom: "20"},
		{name: "muted", lifecycle: bot, ticket: ticket.Ticket{Muted: true}, status: ticket.Solved, custom: "50"},
		{name: "of a status that is none", ticket: ticket.Ticket{Status: "lost"}, status: ticket.New},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.lifecycle.Create(tt.ticket, noon())
			require.Equal(t, tt.status, got.Status)
			require.Equal(t, tt.custom, got.CustomStatus)
			require.Equal(t, noon(), got.CreatedAt)
			require.Equal(t, noon(), got.StatusAt)
			require.Zero(t, got.Reopens)
		})
	}
}

func TestLifecycleCheck(t *testing.T) {
	require.NoError(t, ticket.Lifecycle{}.Check())
	require.EqualError(t, ticket.Lifecycle{Initial: ticket.Solved}.Check(), `ticket: lifecycle: initial "solved": want one of ["new" "open" "pending" "hold"]`)
	require.Error(t, ticket.Lifecycle{Reopened: ticket.New}.Check())
	require.Error(t, ticket.Lifecycle{Answered: ticket.Solved}.Check())
}

func TestFollowUp(t *testing.T) {
	closed := ticket.Ticket{
		ID: "1", Via: channel.WhatsApp, Requester: "user", Status: ticket.Closed, CustomStatus: "51", Subject: "Parcel", Priority: ticket.High,
		Type: ticket.Problem, Group: "g", Assignee: "ann", Organization: "o", Brand: "b", Form: "f", Schedule: "s",
		Tags: []string{"vip"}, Fields: []ticket.Field{{ID: "7", Value: "red"}}, Comments: 4, Events: 9, Replies: 2, Reopens: 1,
	}
	closed.SolvedAt = noon().AddDate(0, 0, -30)
	want := ticket.Ticket{
		ID: "2", Via: channel.WhatsApp, Requester: "user", Status: ticket.New, Subject: "Parcel", Organization: "o", Brand: "b", Form: "f",
		Tags: []string{"vip"}, Fields: []ticket.Field{{ID: "7", Value: "red"}}, FollowUpOf: "1",
		Times: ticket.Times{CreatedAt: noon(), UpdatedAt: noon(), StatusAt: noon()},
	}
	if diff := cmp.Diff(want, ticket.Lifecycle{}.FollowUp(closed, "2", noon())); diff != "" {
		t.Errorf("by default (-want +got):\n%s", diff)
	}
	want.Group, want.Assignee, want.AssignedAt, want.Status = "g", "ann", noon(), ticket.Open
	want.GroupStations, want.AgentStations = []string{"g"}, []string{"ann"}
	if diff := cmp.Diff(want, ticket.Lifecycle{KeepAssignee: true}.FollowUp(closed, "2", noon())); diff != "" {
		t.Errorf("with group and assignee (-want +got):\n%s", diff)
	}
}
