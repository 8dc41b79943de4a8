package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/ticket"
)

// merge merges two tickets of a customer, or parts one again, if there are such. It may be
// refused.
func (w *world) merge() {
	ctx := context.Background()
	var merged []ticket.ID
	var pairs [][2]ticket.ID
	for a, err := range w.store.Tickets(ctx) {
		require.NoError(w, err)
		if a.MergedInto != "" {
			merged = append(merged, a.ID)
		}
		for b, err := range w.store.Tickets(ctx) {
			require.NoError(w, err)
			if a.ID != b.ID && a.Requester == b.Requester && a.Status != ticket.Closed && b.Status != ticket.Closed {
				pairs = append(pairs, [2]ticket.ID{a.ID, b.ID})
			}
		}
	}
	if len(merged) > 0 && w.dice.IntN(2) == 0 {
		_, _ = w.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: pick(w, merged), By: agent()})
		return
	}
	pair := pick(w, pairs)
	m := socialticket.MergeTickets{Ticket: pair[0], Into: pair[1], By: agent()}
	if w.dice.IntN(3) == 0 {
		m.Text, m.Public = "we go on here", true
	}
	if r, err := w.MergeTickets(ctx, m); err == nil {
		w.replies = append(w.replies, messages(r)...)
	}
}

// TestTicketsLaws merges tickets and parts them at random while customers write, correct and
// are answered, sessions end and tickets are closed. After each step
//   - the ticket that takes messages is not merged, and a message is in one ticket;
//   - the linked threads of the tickets that are not merged have each comment once;
//   - pointers lead where merges led them;
//   - to merge and to undo it at once leaves both tickets and the talk as they were.
//
// The same script makes the same commits to the byte.
func TestTicketsLaws(t *testing.T) {
	for seed := range uint64(40) {
		first := playTickets(t, seed)
		if diff := cmp.Diff(first, playTickets(t, seed)); diff != "" {
			t.Fatalf("seed %d: a replay differs (-first +replay):\n%s", seed, diff)
		}
	}
}

// matters are the tickets of two customers, and what was done to them.
type matters struct {
	*office
	t       *testing.T
	dice    *rand.Rand
	step    int
	tickets []ticket.ID
	into    map[ticket.ID]ticket.ID // the pointers that there should be
	written map[string]ticket.ID    // the comments, and where they went
	commits []string
}

func playTickets(t *testing.T, seed uint64) []string {
	w := &matters{t: t, office: newOffice(t), dice: rand.New(rand.NewPCG(seed, 21)), into: map[ticket.ID]ticket.ID{}, written: map[string]ticket.ID{}}
	w.settings.SolvedIsOver = seed%2 == 1
	w.settings.Lifecycle.Reopened = []ticket.Status{"", ticket.Pending}[seed%4/2]
	for w.step = range 60 {
		w.clock.Add(time.Duration(w.dice.IntN(3)*w.dice.IntN(3600)) * time.Second)
		w.act()
		w.check()
	}
	return w.commits
}

func (w *matters) pick() ticket.ID {
	if len(w.tickets) == 0 {
		return "none"
	}
	return w.tickets[w.dice.IntN(len(w.tickets))]
}

// talked returns the ticket that takes the messages of a ticket's customer.
func (w *matters) talked(id ticket.ID) ticket.ID { return w.head(w.t, id).Conversation.Ticket }

// pair returns two tickets, mostly of one customer and open.
func (w *matters) pair() (source, into ticket.ID) {
	for range 20 {
		a, b := w.head(w.t, w.pick()), w.head(w.t, w.pick())
		source, into = a.Ticket.ID, b.Ticket.ID
		if source != into && a.Conversation.Key == b.Conversation.Key && a.Ticket.Status != ticket.Closed && b.Ticket.Status != ticket.Closed {
			break
		}
	}
	return source, into
}

// note keeps what was done. A refusal is a normal answer.
func (w *matters) note(r socialticket.Receipt, err error) bool {
	if err != nil || r.Commit.IsZero() {
		return false
	}
	text, err := json.Marshal(r.Commit)
	require.NoError(w.t, err)
	w.commits = append(w.commits, string(text))
	for _, c := range r.Commit.Comments {
		if at, known := w.written[c.ID]; known {
			require.Equal(w.t, at, c.Ticket, "a comment moved")
		}
		w.written[c.ID] = c.Ticket
	}
	return true
}

func (w *matters) act() {
	ctx, id := context.Background(), w.pick()
	switch w.dice.IntN(14) {
	case 0, 1, 2, 3:
		w.message()
	case 4, 5:
		w.note(w.EndSession(ctx, socialticket.EndSession{Ticket: w.talked(id), By: agent()}))
	case 6:
		w.note(w.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "an answer", Note: w.dice.IntN(4) == 0}))
	case 7, 8:
		value := []string{"pending", "hold", "solved", "open"}[w.dice.IntN(4)]
		w.note(w.Update(ctx, socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{
			{Field: ticket.FieldStatus, Value: value}, {Field: ticket.FieldTags, Value: fmt.Sprint("tag", w.dice.IntN(4))},
		}}))
	case 9:
		by := ticket.Actor{Kind: ticket.Automation, ID: "close"}
		w.note(w.Update(ctx, socialticket.Update{Ticket: id, By: by, Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "closed"}}}))
	case 10, 11:
		w.join(w.pair())
	case 12:
		if len(w.into) > 0 {
			merged := slices.Sorted(maps.Keys(w.into))
			id = merged[w.dice.IntN(len(merged))]
		}
		if w.note(w.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: id, By: agent()})) {
			delete(w.into, id)
		}
	case 13:
		w.thereAndBack(w.pair())
	}
}

// message lets a customer write, or correct what was written.
func (w *matters) message() {
	sent := w.clock.now.Add(-time.Duration(w.dice.IntN(3)*w.dice.IntN(7200)) * time.Second)
	e := says([]string{"A", "B"}[w.dice.IntN(2)], fmt.Sprint("m", w.step), "words", sent)
	if w.dice.IntN(5) == 0 {
		e.Type, e.Opens, e.Message = channel.EventEdit, "", channel.Message{Type: channel.Text, Text: "corrected", Target: fmt.Sprint("m", w.dice.IntN(w.step+1))}
	}
	r, err := w.Receive(context.Background(), e)
	require.NoError(w.t, err)
	w.note(r, nil)
	if e.Type == channel.EventMessage {
		require.Empty(w.t, r.Ticket.MergedInto, "a message went to a merged ticket")
		require.NotEqual(w.t, ticket.Closed, r.Ticket.Status)
	}
	if r.Created {
		w.tickets = append(w.tickets, r.Ticket.ID)
		if before := r.Ticket.FollowUpOf; before != "" {
			require.NotContains(w.t, w.into, before, "a ticket follows a merged one up")
		}
	}
}

// join merges one ticket into another, if that can be.
func (w *matters) join(source, into ticket.ID) bool {
	before, target := w.head(w.t, source), w.head(w.t, into).Ticket
	r, err := w.MergeTickets(context.Background(), socialticket.MergeTickets{Ticket: source, Into: into, By: agent()})
	if !w.note(r, err) {
		return false
	}
	require.NotEqual(w.t, source, into)
	w.into[source] = into
	if before.Conversation.Ticket == source {
		require.Equal(w.t, into, r.Commit.Conversation.Ticket)
	}
	waits := []time.Time{before.Ticket.WaitingSince, target.WaitingSince}
	waits = slices.DeleteFunc(waits, time.Time.IsZero)
	var first time.Time
	if len(waits) > 0 {
		first = slices.MinFunc(waits, time.Time.Compare)
	}
	require.Equal(w.t, first, r.Commit.Others[0].WaitingSince)
	return true
}

// thereAndBack merges and undoes it, and compares.
func (w *matters) thereAndBack(source, into ticket.ID) {
	before := []socialticket.Head{w.head(w.t, source), w.head(w.t, into)}
	if !w.join(source, into) {
		return
	}
	w.clock.Add(time.Duration(w.dice.IntN(7200)) * time.Second)
	require.True(w.t, w.note(w.UnmergeTickets(context.Background(), socialticket.UnmergeTickets{Ticket: source, By: agent()})))
	delete(w.into, source)
	for i, id := range []ticket.ID{source, into} {
		ignore := cmpopts.IgnoreFields(socialticket.Conversation{}, "Version")
		if diff := cmp.Diff(before[i], w.head(w.t, id), aside(), ignore); diff != "" {
			w.t.Fatalf("step %d: merged and undone (-before +after):\n%s", w.step, diff)
		}
	}
}

// check looks at all tickets.
func (w *matters) check() {
	ctx, shown := context.Background(), map[string]ticket.ID{}
	for _, id := range w.tickets {
		head := w.head(w.t, id)
		require.Equal(w.t, w.into[id], head.Ticket.MergedInto)
		require.NotContains(w.t, w.into, head.Conversation.Ticket, "the ticket that takes messages is merged")
		end, err := w.Follow(ctx, id)
		require.NoError(w.t, err)
		require.Empty(w.t, end.MergedInto)
		if head.Ticket.MergedInto != "" {
			require.Equal(w.t, ticket.Closed, head.Ticket.Status)
			continue
		}
		require.Equal(w.t, id, end.ID)
		for c, err := range inbox.Thread(ctx, w.store, id, "") {
			require.NoError(w.t, err)
			require.NotContains(w.t, shown, c.ID, "a comment is shown twice")
			shown[c.ID] = c.Ticket
		}
	}
	if diff := cmp.Diff(w.written, shown); diff != "" {
		w.t.Fatalf("step %d: the threads (-written +shown):\n%s", w.step, diff)
	}
}
