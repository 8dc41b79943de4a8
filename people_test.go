package socialticket_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// contacts returns a message of a user to another account of the business.
func contacts(on channel.Account, user, id, text string, sent time.Time) channel.Event {
	e := says(user, id, text, sent)
	e.Account = on
	return e
}

// second is another number of the business.
func second() channel.Account { return channel.Account{Kind: channel.WhatsApp, ID: "1077"} }

// carry does what decide effects ask for, until nothing more can be claimed, and returns
// their receipts.
func (o *office) carry(t testing.TB) (list []socialticket.Receipt) {
	t.Helper()
	ctx := context.Background()
	for {
		claimed, _, err := o.store.Claim(ctx, socialticket.Claim{Now: o.clock.now, Lease: time.Minute, Limit: 100, Kinds: []socialticket.EffectKind{socialticket.EffectDecide}})
		require.NoError(t, err)
		if len(claimed) == 0 {
			return list
		}
		for _, c := range claimed {
			r, err := o.Carry(ctx, c.Effect)
			require.NoError(t, err)
			again, err := o.Carry(ctx, c.Effect)
			require.NoError(t, err)
			require.NotEqual(t, socialticket.Applied, again.Outcome, "%s carried twice", c.ID)
			list = append(list, r)
			_, err = o.Settle(ctx, c.Effect)
			require.NoError(t, err)
		}
	}
}

// merge merges two persons and tells their tickets.
func (o *office) merge(t testing.TB, person, into string) socialticket.Receipt {
	t.Helper()
	r, err := o.Merge(context.Background(), socialticket.Merge{Person: person, Into: into, By: agent(), Reason: "the same number"})
	require.NoError(t, err)
	o.carry(t)
	return r
}

func (o *office) part(t testing.TB, person string) {
	t.Helper()
	_, err := o.Unmerge(context.Background(), socialticket.Unmerge{Person: person, By: agent()})
	require.NoError(t, err)
	o.carry(t)
}

func (o *office) change(t testing.TB, person string, changes ...identity.Change) socialticket.Receipt {
	t.Helper()
	r, err := o.UpdatePerson(context.Background(), socialticket.UpdatePerson{Person: person, By: agent(), Changes: changes})
	require.NoError(t, err)
	return r
}

func to(field identity.FieldName, value string) identity.Change {
	return identity.Change{Field: field, Value: value}
}

// logged returns the events of a type in a ticket's log, oldest first.
func (o *office) logged(t testing.TB, id ticket.ID, kind ticket.EventType) (list []ticket.Event) {
	t.Helper()
	events, err := o.store.Events(context.Background(), id, socialticket.Page{Limit: 1000})
	require.NoError(t, err)
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].Type == kind {
			list = append(list, events[i])
		}
	}
	return list
}

func (o *office) record(t testing.TB, id string) identity.Person {
	t.Helper()
	head, err := o.store.Load(context.Background(), socialticket.Ref{Person: id})
	require.NoError(t, err)
	return head.Record
}

// TestMergeTellsTickets merges two contacts, each with a ticket, one of them with a closed
// one: both open tickets log it, no trigger runs, both records have it in their history.
func TestMergeTellsTickets(t *testing.T) {
	o := withTriggers(t, pull("always", act("current_tags", "pulled"), cond("status", rules.LessThan, "closed")))
	a := o.receive(t, says("A", "m1", "hello", start()))
	b := o.receive(t, contacts(second(), "A", "m2", "hello", start()))
	c := o.receive(t, says("C", "m3", "hello", start()))
	for _, r := range []socialticket.Receipt{a, b, c} {
		o.set(t, r.Ticket.ID, ticket.FieldRemoveTags, "pulled", ticket.Actor{Kind: ticket.System})
	}
	o.set(t, c.Ticket.ID, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
	o.merge(t, c.Ticket.Requester, a.Ticket.Requester)
	closed := o.ticket(t, c.Ticket.ID)
	require.Equal(t, ticket.Closed, closed.Status)
	require.Empty(t, o.logged(t, c.Ticket.ID, ticket.EventMerge), "a closed ticket stays as it is")

	o.merge(t, a.Ticket.Requester, b.Ticket.Requester)
	want := []ticket.Event{{Type: ticket.EventMerge, By: agent(), From: a.Ticket.Requester, To: b.Ticket.Requester, Reason: channel.Error{Title: "the same number"}}}
	ignore := cmpopts.IgnoreFields(ticket.Event{}, "Ticket", "Number", "At")
	for _, id := range []ticket.ID{a.Ticket.ID, b.Ticket.ID} {
		events := o.logged(t, id, ticket.EventMerge)
		if diff := cmp.Diff(want, events[len(events)-1:], ignore); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
		require.False(t, o.ticket(t, id).HasTag("pulled"), "a trigger ran")
	}
	merged := identity.Merged{At: start(), By: "agent:ada", Reason: "the same number"}
	lost, won := merged, merged
	lost.Into, won.From = b.Ticket.Requester, a.Ticket.Requester
	require.Equal(t, lost, o.record(t, a.Ticket.Requester).Merges[1])
	require.Equal(t, []identity.Merged{won}, o.record(t, b.Ticket.Requester).Merges)

	o.clock.Add(time.Hour)
	o.part(t, a.Ticket.Requester)
	events := o.logged(t, b.Ticket.ID, ticket.EventMerge)
	require.Len(t, events, 2)
	require.Equal(t, "parted", events[1].Reason.Code)
	won.PartedAt, won.PartedBy = start().Add(time.Hour), "agent:ada"
	require.Equal(t, []identity.Merged{won}, o.record(t, b.Ticket.Requester).Merges)
}

// TestMergeSeenByRules has an automation wait for a tag of the person: a merge with one who
// has it sets the timer, and parting forgets it.
func TestMergeSeenByRules(t *testing.T) {
	vip := rules.Rule{ID: "vip", When: rules.Conditions{All: []rules.Condition{
		cond("NEW", rules.GreaterThan, "1"), cond("requester_tags", rules.Includes, "gold"), cond("priority", rules.IsNot, "urgent"),
	}}, Do: []rules.Action{act("priority", "urgent")}}
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Automations = automations(t, vip) })
	a := o.receive(t, says("A", "m1", "hello", start()))
	b := o.receive(t, contacts(second(), "A", "m2", "hello", start()))
	o.change(t, b.Ticket.Requester, to(identity.FieldTags, "gold"))
	o.carry(t)
	due := start().Add(time.Hour + 1)
	require.True(t, o.timer(t, a.Ticket.ID).IsZero())
	require.Equal(t, due, o.timer(t, b.Ticket.ID))

	o.merge(t, b.Ticket.Requester, a.Ticket.Requester)
	require.Equal(t, due, o.timer(t, a.Ticket.ID))
	o.part(t, b.Ticket.Requester)
	require.True(t, o.timer(t, a.Ticket.ID).IsZero())
	o.merge(t, b.Ticket.Requester, a.Ticket.Requester)
	o.settings.Merging = identity.ZendeskMerging()
	o.clock.Set(due)
	_, err := o.Wake(context.Background(), a.Ticket.ID)
	require.NoError(t, err)
	require.Equal(t, ticket.Priority(""), o.ticket(t, a.Ticket.ID).Priority, "the lossy rule hides the tag")
	o.settings.Merging = identity.Merging{}
	_, err = o.Wake(context.Background(), a.Ticket.ID)
	require.NoError(t, err)
	require.Equal(t, ticket.Urgent, o.ticket(t, a.Ticket.ID).Priority)
}

// TestUserInfo lets a trigger ask for what the channels told, of all contacts of a person.
func TestUserInfo(t *testing.T) {
	o := withTriggers(t, pull("info", act("current_tags", "french"), cond("requester.custom_fields."+socialticket.FieldUserInfo, rules.Includes, "33612345678")))
	a := o.receive(t, says("A", "m1", "hello", start()))
	b := o.receive(t, says("33612345678", "m2", "hello", start()))
	require.True(t, b.Ticket.HasTag("french"))
	require.False(t, a.Ticket.HasTag("french"))
	o.merge(t, b.Ticket.Requester, a.Ticket.Requester)
	require.True(t, o.receive(t, says("A", "m3", "again", start())).Ticket.HasTag("french"))
}

// TestPlanMerge plans, and nothing changes.
func TestPlanMerge(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	a := o.receive(t, says("A", "m1", "hello", start()))
	o.set(t, a.Ticket.ID, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r"})
	o.receive(t, says("A", "m2", "hello", start()))
	b := o.receive(t, says("B", "m3", "hello", start()))
	o.change(t, a.Ticket.Requester, to(identity.FieldTags, "gold"), to(identity.FieldEmail, "a@example.com"))
	before := o.record(t, a.Ticket.Requester)
	m := socialticket.Merge{Person: a.Ticket.Requester, Into: b.Ticket.Requester, By: agent()}
	plan, err := o.PlanMerge(ctx, m)
	require.NoError(t, err)
	require.NoError(t, plan.Refused)
	require.Equal(t, 2, plan.Moves.Tickets)
	require.Equal(t, 1, plan.Moves.Contacts)
	require.Equal(t, []string{"gold"}, plan.Moves.Tags)
	require.Equal(t, []channel.Address{{Account: business(), Handle: "A"}}, plan.Moves.Addresses)
	require.Equal(t, before, o.record(t, a.Ticket.Requester))
	require.True(t, o.record(t, b.Ticket.Requester).IsZero())

	o.settings.Merging.MaxTickets = 1
	plan, err = o.PlanMerge(ctx, m)
	require.NoError(t, err)
	require.ErrorIs(t, plan.Refused, identity.ErrTickets)
	_, err = o.Merge(ctx, m)
	require.ErrorIs(t, err, identity.ErrTickets)
	require.ErrorIs(t, err, socialticket.ErrRefused)
	o.settings.Merging.MaxTickets = 0
	o.settings.Agents = []socialticket.Agent{{ID: b.Ticket.Requester}}
	plan, err = o.PlanMerge(ctx, m)
	require.NoError(t, err)
	require.ErrorIs(t, plan.Refused, identity.ErrAgent)
	_, err = o.Merge(ctx, m)
	require.ErrorIs(t, err, identity.ErrAgent)
	_, err = o.PlanMerge(ctx, socialticket.Merge{Person: "a", By: agent()})
	require.ErrorIs(t, err, socialticket.ErrInvalid)
}

// TestUpdatePerson changes all or nothing, on what the caller has seen, and of the winner.
func TestUpdatePerson(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	a, b := o.receive(t, says("A", "m1", "hello", start())), o.receive(t, says("B", "m2", "hello", start()))
	person := a.Ticket.Requester
	update := func(u socialticket.UpdatePerson) error {
		u.By = agent()
		_, err := o.UpdatePerson(ctx, u)
		return err
	}
	bad := update(socialticket.UpdatePerson{Person: person, Changes: []identity.Change{to("name", "Ana"), to("zone", "Nowhere")}})
	require.ErrorIs(t, bad, socialticket.ErrRefused)
	require.ErrorIs(t, bad, identity.ErrField)
	require.True(t, o.record(t, person).IsZero(), "all or nothing")
	require.ErrorIs(t, update(socialticket.UpdatePerson{Person: "x", Changes: []identity.Change{to("name", "Ana")}}), socialticket.ErrNotFound)
	require.ErrorIs(t, update(socialticket.UpdatePerson{Person: person}), socialticket.ErrInvalid)

	o.change(t, person, to("name", "Ana"), to("notes", "paid with 4111111111111111"))
	got := o.record(t, person)
	require.Equal(t, "Ana", got.Name)
	require.NotContains(t, got.Notes[0], "4111111111111111")
	stale := update(socialticket.UpdatePerson{Person: person, If: []identity.Change{to("name", "Eve")}, Changes: []identity.Change{to("name", "Eva")}})
	require.ErrorIs(t, stale, socialticket.ErrStale)
	require.NoError(t, update(socialticket.UpdatePerson{Person: person, If: []identity.Change{to("name", "Ana")}, Changes: []identity.Change{to("name", "Eva")}}))
	require.Equal(t, socialticket.Unchanged, o.change(t, person, to("name", "Eva")).Outcome)

	o.merge(t, b.Ticket.Requester, person)
	o.change(t, b.Ticket.Requester, to("name", "Eva Luna"))
	require.Equal(t, "Eva Luna", o.record(t, person).Name, "a change of a merged person is one of the winner")
	require.Empty(t, o.record(t, b.Ticket.Requester).Name)
	for range 2 {
		o.change(t, b.Ticket.Requester, to("notes", "called"))
	}
	require.Len(t, o.record(t, person).Notes, 3, "the same words again are another change")
	c := o.receive(t, says("C", "m3", "hello", start())).Ticket.Requester
	d := o.receive(t, says("D", "m4", "hello", start())).Ticket.Requester
	_, err := o.Merge(ctx, socialticket.Merge{Person: c, Into: d, By: agent()})
	require.NoError(t, err)
	o.change(t, c, to("name", "Dora"))
	require.Equal(t, "Dora", o.record(t, d).Name, "a winner without a record gets one")
}

// TestConflictsSettled lists the conflicts of contacts, and lets people decide.
func TestConflictsSettled(t *testing.T) {
	for _, settle := range []string{"merge", "dismiss"} {
		t.Run(settle, func(t *testing.T) {
			o, ctx := newOffice(t), context.Background()
			number := o.receive(t, says("447700900011", "m1", "by number", start()))
			byID := o.receive(t, says("GB.A1", "m2", "by id", start()))
			both := func(id string) socialticket.Receipt {
				e := says("447700900011", id, "both", start().Add(time.Minute))
				e.Profile.Handles = []string{"GB.A1"}
				return o.receive(t, e)
			}
			require.Len(t, both("m3").Conflicts, 1)
			conflicts := func() (list []identity.Conflict) {
				for c, err := range o.store.Contacts(ctx) {
					require.NoError(t, err)
					list = append(list, c.Conflicts...)
				}
				return list
			}
			want := []identity.Conflict{{Address: channel.Address{Account: business(), Handle: "GB.A1"}, Owner: byID.Ticket.Requester}}
			require.Equal(t, want, conflicts())
			if settle == "merge" {
				o.merge(t, byID.Ticket.Requester, number.Ticket.Requester)
				require.Empty(t, conflicts())
				require.Empty(t, both("m4").Conflicts)
				o.part(t, byID.Ticket.Requester)
			} else {
				_, err := o.Dismiss(ctx, socialticket.Dismiss{Account: business(), Key: both("m4").Commit.Key, Owner: "x", By: agent()})
				require.NoError(t, err)
				require.Equal(t, want, conflicts(), "of another user")
				_, err = o.Dismiss(ctx, socialticket.Dismiss{Account: business(), Key: both("m5").Commit.Key, Owner: byID.Ticket.Requester, By: agent()})
				require.NoError(t, err)
				events := o.logged(t, number.Ticket.ID, ticket.EventIdentity)
				require.Equal(t, "conflict_dismissed", events[len(events)-1].Reason.Code)
			}
			require.Empty(t, conflicts())
			require.Empty(t, both("m6").Conflicts, "what was settled is not told again")
			require.Empty(t, conflicts())
		})
	}
}

// TestSuggest finds who may be the same, and merges no one.
func TestSuggest(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	a := o.receive(t, says("5511987654321", "m1", "hello", start()))
	b := o.receive(t, contacts(second(), "551187654321", "m2", "hello", start()))
	o.receive(t, says("C", "m3", "hello", start()))
	got, err := socialticket.Suggest(ctx, o.store, identity.Phones{}, a.Ticket.Requester)
	require.NoError(t, err)
	want := []identity.Suggestion{{Person: b.Ticket.Requester, Strength: 90, Reasons: []identity.Reason{{Kind: identity.SamePhone, Value: "+5511987654321"}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("suggestions (-want +got):\n%s", diff)
	}
	o.merge(t, b.Ticket.Requester, a.Ticket.Requester)
	got, err = socialticket.Suggest(ctx, o.store, identity.Phones{}, a.Ticket.Requester)
	require.NoError(t, err)
	require.Empty(t, got)
}
