package ticket_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// The laws are checked over random lives: a life is a string of bytes, three for
// each step. TestLaws draws some, FuzzLifecycle searches for others.

func TestLaws(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		life := make([]byte, 3*r.IntN(60))
		for i := range life {
			life[i] = byte(r.Uint32())
		}
		checkLife(t, byte(seed), life)
	}
}

func FuzzLifecycle(f *testing.F) {
	f.Add(byte(0), []byte{0, 0, 1, 2, 20, 9, 3, 0, 255, 3, 0, 255})
	f.Add(byte(1), []byte{4, 1, 1, 5, 0, 2, 0, 0, 3, 6, 0, 4})
	f.Fuzz(func(t *testing.T, config byte, life []byte) {
		if len(life) > 3000 {
			t.Skip("long lives teach nothing more")
		}
		checkLife(t, config, life)
	})
}

// lifecycles returns what the laws are checked with.
func lifecycles(t *testing.T) []ticket.Lifecycle {
	statuses := customStatuses(t)
	return []ticket.Lifecycle{
		{},
		{Statuses: statuses},
		{Initial: ticket.Pending, Reopened: ticket.Pending, Answered: ticket.Hold, SolveUnassigned: true, Statuses: statuses},
		{Initial: ticket.Open, Answered: ticket.Pending, AgentsClose: true, CloseAfter: time.Hour, KeepAssignee: true},
		{CloseAfter: -1, SolveUnassigned: true},
	}
}

func customStatuses(t testing.TB) ticket.Statuses {
	s, err := ticket.NewStatuses(
		ticket.CustomStatus{ID: "10", Category: ticket.New, AgentLabel: "New"},
		ticket.CustomStatus{ID: "20", Category: ticket.Open, AgentLabel: "Open", Default: true},
		ticket.CustomStatus{ID: "21", Category: ticket.Open, AgentLabel: "Escalated"},
		ticket.CustomStatus{ID: "30", Category: ticket.Pending, AgentLabel: "Waiting"},
		ticket.CustomStatus{ID: "40", Category: ticket.Hold, AgentLabel: "With the supplier"},
		ticket.CustomStatus{ID: "50", Category: ticket.Solved, AgentLabel: "Solved", Default: true},
		ticket.CustomStatus{ID: "51", Category: ticket.Solved, AgentLabel: "Refunded"},
		ticket.CustomStatus{ID: "52", Category: ticket.Solved, AgentLabel: "Gave up", Inactive: true},
	)
	require.NoError(t, err)
	return s
}

// actors are who acts in a life.
func actors() []ticket.Actor {
	return []ticket.Actor{
		{Kind: ticket.Agent, ID: "ann"}, {Kind: ticket.Agent, ID: "bob"}, {Kind: ticket.Agent}, {Kind: ticket.EndUser, ID: "user"},
		{Kind: ticket.Bot, ID: "bot"}, {Kind: ticket.Trigger, ID: "7"}, {Kind: ticket.Automation, ID: "8"}, {Kind: ticket.System},
	}
}

// changes are what is set in a life, right and wrong.
func changes() []ticket.Change {
	c := func(f ticket.FieldName, values ...string) []ticket.Change {
		var list []ticket.Change
		for _, v := range values {
			list = append(list, ticket.Change{Field: f, Value: v})
		}
		return list
	}
	return slices.Concat(
		c(ticket.FieldStatus, "new", "open", "pending", "hold", "solved", "solved", "closed", "lost", ""),
		c(ticket.FieldCustomStatus, "10", "20", "21", "30", "40", "50", "51", "52", "99", ""),
		c(ticket.FieldPriority, "", "low", "urgent", "grave"), c(ticket.FieldType, "", "task", "joke"),
		c(ticket.FieldGroup, "", "g1"), c(ticket.FieldAssignee, "", "ann", "bob"), c(ticket.FieldRequester, "", "user", "other"),
		c(ticket.FieldSubject, "", "Où est mon colis ?"), c(ticket.FieldOrganization, "o"), c(ticket.FieldBrand, "b"),
		c(ticket.FieldForm, "f"), c(ticket.FieldSchedule, "s"),
		c(ticket.FieldSetTags, "", "b a b", "VIP,late"), c(ticket.FieldTags, "c A", "vip", ""), c(ticket.FieldRemoveTags, "a", "B vip c late", ""),
		c(ticket.CustomField+"2", "", "x", "y"), c(ticket.CustomField+"1", "z", ""), c(ticket.CustomField, "x"),
		c(ticket.FieldMuted, "true", ""), c(ticket.FieldSnoozed, "tomorrow", "2026-11-20T09:00:00Z", ""), c(ticket.FieldDue, "soon", "2026-11-21T09:00:00Z", ""), c("no_field", "x"),
		c(ticket.FieldRouting, "messaging", "email", "", "post"),
	)
}

// step is one step of a life.
type step struct {
	name   string
	change ticket.Change // for set
	do     func(ticket.Ticket) (ticket.Ticket, error)
}

// parse reads a step from two bytes.
func parse(l ticket.Lifecycle, kind, arg byte, now time.Time) step {
	by := actors()[int(arg>>5)]
	switch kind % 9 {
	case 0:
		return step{name: "receive", do: func(t ticket.Ticket) (ticket.Ticket, error) {
			return l.Receive(t, now.Add(time.Duration(int8(arg))*time.Second), now)
		}}
	case 1:
		return step{name: "answer", do: func(t ticket.Ticket) (ticket.Ticket, error) { return l.Answer(t, by, arg&1 == 0, now) }}
	case 2:
		return step{name: "snooze", do: func(t ticket.Ticket) (ticket.Ticket, error) {
			if arg&3 == 0 {
				return l.Snooze(t, time.Time{}, by, now)
			}
			return l.Snooze(t, now.Add(time.Duration(arg)*time.Minute).In(time.FixedZone("", 3600)), by, now)
		}}
	case 3:
		return step{name: "wake", do: func(t ticket.Ticket) (ticket.Ticket, error) { return l.Wake(t, now), nil }}
	case 4:
		return step{name: "toggle", do: func(t ticket.Ticket) (ticket.Ticket, error) { return l.Toggle(t, by, now) }}
	case 5:
		return step{name: "mute", do: func(t ticket.Ticket) (ticket.Ticket, error) { return l.Mute(t, by, now) }}
	case 6:
		return step{name: "unmute", do: func(t ticket.Ticket) (ticket.Ticket, error) { return l.Unmute(t, by, now) }}
	}
	all := changes()
	c := all[int(arg)%len(all)]
	by = actors()[int(kind>>4)%len(actors())]
	return step{name: "set " + string(c.Field) + "=" + c.Value, change: c, do: func(t ticket.Ticket) (ticket.Ticket, error) {
		return l.Set(t, c, by, now)
	}}
}

func checkLife(t *testing.T, config byte, life []byte) {
	t.Helper()
	all := lifecycles(t)
	l := all[int(config)%len(all)]
	require.NoError(t, l.Check())
	now := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC)
	tk := l.Create(ticket.Ticket{ID: "1", Via: channel.WhatsApp, Requester: "user", Muted: config&64 != 0}, now)
	for ; len(life) >= 3; life = life[3:] {
		now = now.Add(time.Duration(life[2]) * time.Duration(life[2]) * time.Minute)
		s := parse(l, life[0], life[1], now.In(time.FixedZone("", -7200)))
		tk = checkStep(t, l, tk, s, now)
		if t.Failed() {
			return
		}
	}
}

// checkStep takes one step and checks every law that a step could break.
func checkStep(t *testing.T, l ticket.Lifecycle, before ticket.Ticket, s step, now time.Time) ticket.Ticket {
	t.Helper()
	before.Tags, before.Fields = roomy(before.Tags), roomy(before.Fields)
	kept := before
	kept.Tags, kept.Fields = slices.Clone(before.Tags[:cap(before.Tags)]), slices.Clone(before.Fields[:cap(before.Fields)])
	after, err := s.do(before)
	if !slices.Equal(kept.Tags, before.Tags[:cap(before.Tags)]) || !slices.Equal(kept.Fields, before.Fields[:cap(before.Fields)]) {
		t.Errorf("%s wrote into its argument", s.name)
	}
	if err != nil {
		checkRefusal(t, before, after, s, err)
		return before
	}
	if before.Status == ticket.Closed && !cmp.Equal(before, after) {
		t.Errorf("%s changed a closed ticket", s.name)
	}
	if after.Status == ticket.New && before.Status != ticket.New {
		t.Errorf("%s took a ticket back to new", s.name)
	}
	if before.Priority != "" && after.Priority == "" {
		t.Errorf("%s took the priority away", s.name)
	}
	if after.Reopens < before.Reopens || after.Replies < before.Replies {
		t.Errorf("%s counted backwards", s.name)
	}
	if n := len(before.AgentStations); len(after.AgentStations) < n || !slices.Equal(before.AgentStations, after.AgentStations[:n]) {
		t.Errorf("%s made stations %q of %q", s.name, after.AgentStations, before.AgentStations)
	}
	if s.change.Field != "" && after.Status != ticket.Closed {
		if again, err := s.do(after); err != nil || !cmp.Equal(after, again) {
			t.Errorf("%s twice: %v\n%s", s.name, err, cmp.Diff(after, again))
		}
	}
	checkShape(t, l, after, s.name)
	checkDiff(t, before, after)
	checkWake(t, l, after, now)
	checkFollowUp(t, l, after, now)
	return after
}

// roomy returns s with room behind it, where a careless append would write.
func roomy[E any](s []E) []E { return append(make([]E, 0, len(s)+2), s...) }

func checkRefusal(t *testing.T, before, after ticket.Ticket, s step, err error) {
	t.Helper()
	known := []error{ticket.ErrClosed, ticket.ErrTransition, ticket.ErrNeedsAssignee, ticket.ErrValue}
	if !slices.ContainsFunc(known, func(e error) bool { return errors.Is(err, e) }) {
		t.Errorf("%s: error %q is none that hosts can ask for", s.name, err)
	}
	if (before.Status == ticket.Closed) != errors.Is(err, ticket.ErrClosed) {
		t.Errorf("%s of a ticket %s: %v", s.name, before.Status, err)
	}
	if !after.IsZero() {
		t.Errorf("%s: a ticket beside the error %v", s.name, err)
	}
}

// checkShape checks what holds of every ticket.
func checkShape(t *testing.T, l ticket.Lifecycle, tk ticket.Ticket, name string) {
	t.Helper()
	for i, stations := range [][]string{tk.AgentStations, tk.GroupStations} {
		now := []string{tk.Assignee, tk.Group}[i]
		distinct := slices.Compact(slices.Sorted(slices.Values(stations)))
		if now != "" && !slices.Contains(stations, now) || len(distinct) != len(stations) {
			t.Errorf("%s: %q is not among the stations %q, or one is there twice", name, now, stations)
		}
	}
	holds := func(what string, ok bool) {
		t.Helper()
		if !ok {
			t.Errorf("after %s: not %s: %+v", name, what, tk)
		}
	}
	holds("tags sorted and unique", slices.IsSorted(tk.Tags) && len(slices.Compact(slices.Clone(tk.Tags))) == len(tk.Tags))
	holds("tags words", !slices.ContainsFunc(tk.Tags, func(tag string) bool { return !slices.Equal(ticket.Tags(tag), []string{tag}) }))
	holds("fields sorted, unique and full", slices.IsSortedFunc(tk.Fields, func(a, b ticket.Field) int {
		if a.ID < b.ID && b.Value != "" && a.Value != "" {
			return -1
		}
		return 1
	}))
	holds("waiting only while open", tk.WaitingSince.IsZero() || !tk.Status.Done())
	holds("snoozed only on hold", tk.SnoozedUntil.IsZero() || tk.Status == ticket.Hold)
	holds("solved with its instants", (tk.SolvedAt.IsZero() == tk.FirstSolvedAt.IsZero()) && !tk.SolvedAt.Before(tk.FirstSolvedAt))
	holds("closed with its instant", tk.ClosedAt.IsZero() == (tk.Status != ticket.Closed))
	holds("solved by somebody", tk.Status != ticket.Solved || tk.Assignee != "" || l.SolveUnassigned || tk.SolvedAt.Equal(tk.CreatedAt))
	holds("assigned at an instant", (tk.Assignee == "") == tk.AssignedAt.IsZero())
	category := tk.Status
	if category == ticket.Closed {
		category = ticket.Solved
	}
	custom, _ := l.Statuses.Find(tk.CustomStatus)
	holds("custom status of its category", len(l.Statuses.All()) == 0 || custom.Category == category)
	checkJSON(t, tk)
}

// checkJSON checks that a ticket survives being stored; so its instants are UTC.
func checkJSON(t *testing.T, tk ticket.Ticket) {
	t.Helper()
	text, err := json.Marshal(tk)
	require.NoError(t, err)
	var back ticket.Ticket
	require.NoError(t, json.Unmarshal(text, &back))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	if string(text) != string(again) {
		t.Errorf("stored\n%s\nread\n%s", text, again)
	}
	for _, at := range []time.Time{tk.CreatedAt, tk.UpdatedAt, tk.RequesterAt, tk.AssigneeAt, tk.AssignedAt, tk.StatusAt, tk.FirstSolvedAt,
		tk.SolvedAt, tk.ClosedAt, tk.FirstReplyAt, tk.WaitingSince, tk.SnoozedUntil} {
		if at.Location() != time.UTC {
			t.Errorf("instant %v is not UTC", at)
		}
	}
}

// checkDiff checks that the events, applied to before, give after.
func checkDiff(t *testing.T, before, after ticket.Ticket) {
	t.Helper()
	if events := ticket.Diff(after, after); len(events) != 0 {
		t.Errorf("a ticket differs from itself: %v", events)
	}
	events := ticket.Diff(before, after)
	if diff := cmp.Diff(events, ticket.Diff(before, after)); diff != "" {
		t.Errorf("another diff the second time:\n%s", diff)
	}
	values := texts(before)
	for _, e := range events {
		if values[e.Field] != e.From {
			t.Errorf("%s went from %q, was %q", e.Field, e.From, values[e.Field])
		}
		values[e.Field] = e.To
	}
	if diff := cmp.Diff(texts(after), values); diff != "" {
		t.Errorf("the events do not tell the change (-after +told):\n%s", diff)
	}
	stamped, numbered := after.Stamp(events, ticket.Actor{Kind: ticket.System}, time.Unix(0, 0))
	for i, e := range numbered {
		if e.Number != after.Events+1+i || e.Ticket != after.ID || e.At.IsZero() || e.By.Kind == "" || events[i].Number != 0 {
			t.Errorf("event %d stamped %+v, its argument %+v", i, e, events[i])
		}
	}
	if stamped.Events != after.Events+len(events) {
		t.Errorf("%d events counted after %d and %d", stamped.Events, after.Events, len(events))
	}
}

// texts returns every field as text.
func texts(tk ticket.Ticket) map[ticket.FieldName]string {
	values := map[ticket.FieldName]string{}
	for _, n := range []ticket.FieldName{
		ticket.FieldStatus, ticket.FieldCustomStatus, ticket.FieldSubject, ticket.FieldPriority, ticket.FieldType, ticket.FieldGroup,
		ticket.FieldAssignee, ticket.FieldRequester, ticket.FieldOrganization, ticket.FieldBrand, ticket.FieldForm, ticket.FieldSchedule,
		ticket.FieldMuted, ticket.FieldSnoozed, ticket.FieldDue, ticket.FieldRouting, ticket.FieldSatisfaction, ticket.FieldTags, ticket.CustomField + "1", ticket.CustomField + "2",
	} {
		values[n] = tk.Get(n)
	}
	return values
}

// checkWake checks that a ticket changes by itself at its instant, not before, and
// once.
func checkWake(t *testing.T, l ticket.Lifecycle, tk ticket.Ticket, now time.Time) {
	t.Helper()
	due := l.DueAt(tk)
	if due.IsZero() {
		if late := now.AddDate(100, 0, 0); !cmp.Equal(tk, l.Wake(tk, late)) {
			t.Errorf("never due, but woken: %+v", tk)
		}
		return
	}
	if early := due.Add(-1); !cmp.Equal(tk, l.Wake(tk, early)) {
		t.Errorf("woken before %v: %+v", due, tk)
	}
	woken := l.Wake(tk, due)
	if woken.Status == tk.Status || !woken.StatusAt.Equal(due) {
		t.Errorf("not woken at %v: %+v", due, tk)
	}
	if !cmp.Equal(woken, l.Wake(woken, due)) {
		t.Errorf("woken twice: %+v", tk)
	}
}

func checkFollowUp(t *testing.T, l ticket.Lifecycle, tk ticket.Ticket, now time.Time) {
	t.Helper()
	next := l.FollowUp(tk, "2", now)
	if next.ID != "2" || next.FollowUpOf != tk.ID || next.Comments+next.Events+next.Replies+next.Reopens != 0 {
		t.Errorf("follow-up %+v", next)
	}
	if !slices.Equal(next.Tags, tk.Tags) || !slices.Equal(next.Fields, tk.Fields) || next.Muted != tk.Muted {
		t.Errorf("follow-up inherited %v %v %v, want %v %v %v", next.Tags, next.Fields, next.Muted, tk.Tags, tk.Fields, tk.Muted)
	}
	if len(next.Tags) > 0 && &next.Tags[0] == &tk.Tags[0] || len(next.Fields) > 0 && &next.Fields[0] == &tk.Fields[0] {
		t.Errorf("follow-up shares slices")
	}
}
