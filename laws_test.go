package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestDeskReplay states that the same events at the same instants make the same
// commits to the byte, and that an event handed in again changes nothing.
func TestDeskReplay(t *testing.T) {
	for seed := range uint64(60) {
		script, talks := randomScript(rand.New(rand.NewPCG(seed, 2))), chaosSessions(seed)
		first, second := play(t, script, talks, false), play(t, script, talks, true)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatalf("seed %d: repeated events changed the commits (-once +repeated):\n%s", seed, diff)
		}
		if diff := cmp.Diff(first, play(t, script, talks, false)); diff != "" {
			t.Fatalf("seed %d: a replay differs (-first +replay):\n%s", seed, diff)
		}
	}
}

// step is one call of a script: an instant, and an event or a call by its number.
type step struct {
	at    time.Time
	event channel.Event
	call  int
}

func randomScript(r *rand.Rand) []step {
	now := start()
	var script []step
	for i := range 30 {
		now = now.Add(time.Duration(r.IntN(40*3600)) * time.Second)
		s := step{at: now, call: r.IntN(9)}
		user := fmt.Sprint(15550100 + r.IntN(2))
		s.event = says(user, fmt.Sprint("m", i), "hello", now.Add(-time.Duration(r.IntN(7200))*time.Second))
		script = append(script, s)
	}
	return script
}

// play returns all commits of a script as JSON lines. If repeat is set, every
// event is handed in again right away and once more at the end.
func play(t *testing.T, script []step, talks session.Policy, repeat bool) []string {
	t.Helper()
	o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) { s.Sessions = talks })
	var commits []string
	var last ticket.ID
	note := func(r socialticket.Receipt, err error) {
		if err != nil {
			commits = append(commits, "error: "+err.Error())
			return
		}
		if r.Outcome == socialticket.Applied {
			text, err := json.Marshal(r.Commit)
			require.NoError(t, err)
			commits = append(commits, string(text))
		}
	}
	ctx := context.Background()
	for _, s := range script {
		o.clock.Set(s.at)
		switch s.call {
		case 0:
			note(o.Wake(ctx, last))
		case 1:
			note(o.Reply(ctx, socialticket.Reply{Ticket: last, By: agent(), Text: "answer", IdempotencyKey: s.event.ID}))
		case 2:
			note(o.Update(ctx, socialticket.Update{Ticket: last, By: agent(), Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: "solved"}}}))
		default:
			r, err := o.Receive(ctx, s.event)
			note(r, err)
			last = r.Ticket.ID
			if repeat {
				again, err := o.Receive(ctx, s.event)
				require.NoError(t, err)
				require.Equal(t, socialticket.Duplicate, again.Outcome)
			}
		}
	}
	for _, s := range script {
		if repeat && s.call > 2 {
			again, err := o.Receive(ctx, s.event)
			require.NoError(t, err)
			require.Equal(t, socialticket.Duplicate, again.Outcome)
		}
	}
	return commits
}

// TestDeskClosed states that no field and no word of a closed ticket changes, and that
// the next message makes a ticket that names it. What became of its messages, what their
// author withdraws and how people react is recorded all the same. The one exception is a
// ticket that was closed because it was merged: [socialticket.Desk.UnmergeTickets] opens it.
func TestDeskClosed(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	first := o.receive(t, says("15550100", "m1", "hello", start()))
	kept := o.receive(t, says("15550100", "m1b", "there", start()))
	id := first.Ticket.ID
	reply, err := o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "hi"})
	require.NoError(t, err)
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	closed := o.set(t, id, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Trigger, ID: "r1"}).Ticket

	o.clock.Add(time.Minute)
	_, err = o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "more"})
	require.ErrorIs(t, err, socialticket.ErrClosed)
	_, err = o.Update(ctx, socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{{Field: ticket.FieldSubject, Value: "x"}}})
	require.ErrorIs(t, err, socialticket.ErrClosed)
	_, err = o.Resend(ctx, socialticket.Resend{Ticket: id, Comment: reply.Comment.ID, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrClosed)
	_, err = o.EndSession(ctx, socialticket.EndSession{Ticket: id, By: agent()})
	require.ErrorIs(t, err, socialticket.ErrClosed)
	_, err = o.Wake(ctx, id)
	require.NoError(t, err)
	edit := says("15550100", "ed", "changed", o.clock.Now())
	edit.Type, edit.Opens, edit.Message = channel.EventEdit, "", channel.Message{Type: channel.Text, Text: "changed", Target: "m1b"}
	o.receive(t, edit)
	require.Equal(t, "there", o.comment(t, kept).Content.Text, "the words stay")

	o.receive(t, channel.Accepted{MessageID: "out1", At: o.clock.Now()}.Event(messages(reply)[0]))
	require.Equal(t, channel.StateAccepted, o.comment(t, reply).Delivery.State)
	require.Empty(t, o.claim(t), "an accepted message stays in the queue")
	thumb := says("15550100", "th", "", o.clock.Now())
	thumb.Opens, thumb.Message = channel.OpenReaction, channel.Message{Type: channel.Reaction, Text: "+", Target: "out1"}
	require.False(t, o.receive(t, thumb).Created)
	require.Equal(t, "+", o.comment(t, reply).Reactions[0].Emoji)
	revoke := says("15550100", "rv", "", o.clock.Now())
	revoke.Type, revoke.Opens, revoke.Message = channel.EventRevoke, "", channel.Message{Target: "m1"}
	o.receive(t, revoke)
	gone := o.comment(t, first)
	require.Empty(t, gone.Content.Text)
	require.Equal(t, o.clock.Now(), gone.RevokedAt)

	after, err := o.store.Ticket(ctx, id)
	require.NoError(t, err)
	closed.Events = after.Events // the log goes on
	if diff := cmp.Diff(closed, after); diff != "" {
		t.Errorf("the closed ticket changed (-before +after):\n%s", diff)
	}
	next := o.receive(t, says("15550100", "m2", "again", o.clock.Now()))
	if next.Ticket.ID == id || next.Ticket.FollowUpOf != id || !next.Created {
		t.Errorf("next ticket %q follows %q, want a new one that follows %q", next.Ticket.ID, next.Ticket.FollowUpOf, id)
	}
}

// TestDeskOrder states that messages in any order leave the same window, and that
// its end never moves back on the way.
func TestDeskOrder(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 3))
		var events []channel.Event
		for i := range 6 {
			events = append(events, says("15550100", fmt.Sprint("m", i), "x", start().Add(-time.Duration(r.IntN(100))*time.Hour)))
		}
		want := endAfter(t, events)
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if got := endAfter(t, events); !got.Equal(want) {
			t.Fatalf("seed %d: end %v, in another order %v", seed, want, got)
		}
	}
}

func endAfter(t *testing.T, events []channel.Event) time.Time {
	t.Helper()
	o, end := newOffice(t), time.Time{}
	for _, e := range slices.Concat(events, events) {
		r := o.receive(t, e)
		d, err := o.MayReply(context.Background(), r.Ticket.ID, channel.Request{})
		require.NoError(t, err)
		require.False(t, d.Until.Before(end), "the end moved back")
		end = d.Until
	}
	return end
}

// TestDeskConcurrent hands many messages of one user in at once, each three times:
// every one is in once, in one ticket.
func TestDeskConcurrent(t *testing.T) {
	const messages, copies = 40, 3
	o, ctx := newOffice(t), context.Background()
	var wg sync.WaitGroup
	var applied atomic.Int64
	for i := range messages * copies {
		wg.Go(func() {
			r, err := o.Receive(ctx, says("15550100", fmt.Sprint("m", i%messages), "hello", start()))
			if err != nil {
				t.Errorf("message %d: %v", i, err)
			}
			if r.Outcome == socialticket.Applied {
				applied.Add(1)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(messages), applied.Load())
	tickets := 0
	for tk, err := range o.store.Tickets(ctx) {
		require.NoError(t, err)
		require.Equal(t, messages, tk.Comments)
		tickets++
	}
	require.Equal(t, 1, tickets)
}
