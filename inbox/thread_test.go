package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// room is a desk on a memory store. Each thing that is done takes a minute.
type room struct {
	*socialticket.Desk
	t     *testing.T
	store *memory.Store
	now   time.Time
}

// Now implements [socialticket.Clock].
func (r *room) Now() time.Time { return r.now }

func newRoom(t *testing.T) *room {
	r := &room{t: t, store: &memory.Store{}, now: now}
	var err error
	r.Desk, err = socialticket.New(socialticket.Config{Store: r.store, Clock: r})
	require.NoError(t, err)
	return r
}

func ada() ticket.Actor { return ticket.Actor{Kind: ticket.Agent, ID: "ada"} }

// event is a message of a customer.
func (r *room) event(from, id string) channel.Event {
	return channel.Event{
		ID: id, Type: channel.EventMessage, Account: channel.Account{Kind: channel.WhatsApp, ID: "1066"}, From: from, Sent: r.now,
		Opens: channel.OpenMessage, Message: channel.Message{ID: id, Type: channel.Text, Text: id},
	}
}

func (r *room) receive(e channel.Event) socialticket.Receipt {
	r.t.Helper()
	receipt, err := r.Receive(context.Background(), e)
	require.NoError(r.t, err)
	return receipt
}

func (r *room) says(from, id string) socialticket.Receipt {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	return r.receive(r.event(from, id))
}

func (r *room) end(id ticket.ID) {
	r.t.Helper()
	_, err := r.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: ada()})
	require.NoError(r.t, err)
}

func (r *room) merge(source, into ticket.ID) {
	r.t.Helper()
	r.now = r.now.Add(time.Minute)
	_, err := r.MergeTickets(context.Background(), socialticket.MergeTickets{Ticket: source, Into: into, By: ada(), Text: "merged " + string(source)})
	require.NoError(r.t, err)
}

func (r *room) head(id ticket.ID) socialticket.Head {
	r.t.Helper()
	head, err := r.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(r.t, err)
	return head
}

func (r *room) thread(id ticket.ID) []ticket.Comment {
	r.t.Helper()
	var list []ticket.Comment
	for c, err := range inbox.Thread(context.Background(), r.store, id, "") {
		require.NoError(r.t, err)
		list = append(list, c)
	}
	return list
}

// words returns the texts of comments.
func words(list []ticket.Comment) (out []string) {
	for _, c := range list {
		out = append(out, c.Content.Text)
	}
	return out
}

// TestThread shows three tickets in a chain as one, and each part by itself.
func TestThread(t *testing.T) {
	r, ctx := newRoom(t), context.Background()
	a := r.says("A", "a1").Ticket.ID
	r.end(a)
	b := r.says("A", "b1").Ticket.ID
	r.says("A", "b2")
	r.end(b)
	c := r.says("A", "c1").Ticket.ID
	_, err := r.Reply(ctx, socialticket.Reply{Ticket: a, By: ada(), Text: "a2"})
	require.NoError(t, err)
	r.merge(a, b)
	r.says("A", "c2")
	r.merge(b, c)
	r.says("A", "c3")
	whole := []string{"c3", "merged " + string(b), "c2", "merged " + string(a), "c1", "a2", "b2", "b1", "a1"}
	require.Equal(t, whole, words(r.thread(c)))
	require.Equal(t, []string{"merged " + string(a), "a2", "b2", "b1", "a1"}, words(r.thread(b)))
	require.Equal(t, []string{"a2", "a1"}, words(r.thread(a)))

	r.now = r.now.Add(time.Minute)
	_, err = r.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: a, By: ada()})
	require.NoError(t, err)
	require.Equal(t, []string{"c3", "merged " + string(b), "c2", "merged " + string(a), "c1", "b2", "b1"}, words(r.thread(c)), "the middle one is closed and still lists it")
	require.Contains(t, r.head(b).Ticket.Merged, a)
}

// TestThreadPages goes through a long thread in pages of any size: each comment comes once.
func TestThreadPages(t *testing.T) {
	r := newRoom(t)
	var tickets []ticket.ID
	for n := range 3 {
		var id ticket.ID
		for i := range 70 {
			id = r.says("A", fmt.Sprint(n, ".", i)).Ticket.ID
		}
		tickets = append(tickets, id)
		if n < 2 {
			r.end(id)
		}
	}
	r.merge(tickets[0], tickets[2])
	r.merge(tickets[1], tickets[2])
	whole := r.thread(tickets[2])
	require.Len(t, whole, 212)
	require.True(t, slices.IsSortedFunc(whole, func(a, b ticket.Comment) int { return b.ReceivedAt.Compare(a.ReceivedAt) }))
	for _, size := range []int{1, 7, 50, 300} {
		var pages []ticket.Comment
		for after, full := "", true; full; {
			n := 0
			for c, err := range inbox.Thread(context.Background(), r.store, tickets[2], after) {
				require.NoError(t, err)
				pages = append(pages, c)
				if n++; n == size {
					break
				}
			}
			after, full = pages[len(pages)-1].ID, n == size
		}
		require.Equal(t, words(whole), words(pages), "pages of %d", size)
	}
}

// faultyReader fails when the thread or the ticket of an id is read.
type faultyReader struct {
	socialticket.Reader
	ticket, thread ticket.ID
}

var errTorn = errors.New("torn")

func (f faultyReader) Ticket(ctx context.Context, id ticket.ID) (ticket.Ticket, error) {
	if id == f.ticket {
		return ticket.Ticket{}, errTorn
	}
	return f.Reader.Ticket(ctx, id)
}

func (f faultyReader) Comments(ctx context.Context, id ticket.ID, p socialticket.Page) ([]ticket.Comment, error) {
	if id == f.thread {
		return nil, errTorn
	}
	return f.Reader.Comments(ctx, id, p)
}

// TestThreadErrors ends the thread with the error.
func TestThreadErrors(t *testing.T) {
	r := newRoom(t)
	a := r.says("A", "a1").Ticket.ID
	r.end(a)
	b := r.says("A", "b1").Ticket.ID
	r.merge(a, b)
	last := func(reader socialticket.Reader, id ticket.ID, after string) (err error) {
		for c, e := range inbox.Thread(context.Background(), reader, id, after) {
			require.NoError(t, err, "it went on after an error")
			if err = e; err != nil {
				require.Empty(t, c.ID)
			}
		}
		return err
	}
	require.ErrorIs(t, last(r.store, "x", ""), socialticket.ErrNotFound)
	require.ErrorIs(t, last(r.store, b, "x"), socialticket.ErrNotFound)
	require.ErrorIs(t, last(faultyReader{r.store, a, ""}, b, ""), errTorn)
	require.ErrorIs(t, last(faultyReader{r.store, "", a}, b, ""), errTorn)
	require.NoError(t, last(r.store, b, ""))
}
