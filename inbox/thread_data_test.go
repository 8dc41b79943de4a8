package inbox_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataMergeTickets asks a desk what becomes of tickets that are merged, and the linked
// thread what it shows of them.
func TestDataMergeTickets(t *testing.T) {
	datatest.Cases(t, "merge", datatest.Ops{"merge_tickets": mergeTickets})
}

// mergeCase is tickets of one customer by the numbers of a case.
type mergeCase struct {
	*room
	ids  map[int]ticket.ID
	last ticket.ID // that was made
}

// number returns the number of a ticket; of one that goes on from another, that one's.
func (w *mergeCase) number(id ticket.ID) int {
	for id != "" {
		for n, known := range w.ids {
			if known == id {
				return n
			}
		}
		id = w.head(id).Ticket.FollowUpOf
	}
	return 0
}

// makes makes a ticket with so many messages of the customer, unless it is there.
func (w *mergeCase) makes(n, comments int) {
	if n == 0 || w.ids[n] != "" {
		return
	}
	if w.last != "" {
		w.end(w.last)
	}
	for i := range cmp.Or(comments, 1) {
		r := w.says("A", fmt.Sprint("m", n, ".", i))
		require.Equal(w.t, i == 0, r.Created)
		w.ids[n], w.last = r.Ticket.ID, r.Ticket.ID
	}
}

// plant stores a ticket that was merged into another without asking the desk, which would
// refuse to close a circle.
func (w *mergeCase) plant(source, into int) {
	head := w.head(w.ids[source])
	c := socialticket.Commit{
		Account: head.Conversation.Account, Key: head.Conversation.Key, Expect: head.Conversation.Version,
		Cause: fmt.Sprint("planted ", source), At: w.now, Conversation: head.Conversation, Ticket: head.Ticket,
	}
	c.Conversation.Version++
	c.Ticket.Status, c.Ticket.MergedInto = ticket.Closed, w.ids[into]
	require.NoError(w.t, w.store.Commit(context.Background(), c))
}

// TestMergeTicketsCases asks cases of the form of the shared ones: chains, circles, and the
// ticket that a customer's answer goes to.
func TestMergeTicketsCases(t *testing.T) {
	datatest.Own(t, []byte(`{"schema": "cases/1", "cases": [
		{"id": "a", "given": {"source": 7, "target": 9}, "when": {"merge": true}, "then": {"source_status": "Closed", "source_merged_with": 9}},
		{"id": "b", "given": {"source_comments": 3, "target_comments": 60}, "when": {"merge": true}, "then": {"target_comments": 64}},
		{"id": "c", "given": {"merged": [[1, 2]]}, "when": {"customer_reply_on": 1}, "then": {"stored_on": 2}},
		{"id": "d", "given": {"merged": [[1, 2], [2, 3]]}, "when": {"customer_reply_on": 1}, "then": {"stored_on": 3}},
		{"id": "e", "given": {"merged": [[1, 2], [2, 1]]}, "when": {"customer_reply_on": 1}, "then": {"stored_on": 1}},
		{"id": "f", "given": {"merged": [[1, 2], [2, 3], [3, 1]]}, "when": {"resolve": 2}, "then": {"target": null}},
		{"id": "g", "given": {"merged": [[1, 2], [2, 3]]}, "when": {"resolve": 1}, "then": {"target": 3}},
		{"id": "h", "given": {"merged": [[2, 1], [1, 2], [3, 1]]}, "when": {"resolve": 3}, "then": {"target": null}},
		{"id": "j", "given": {"merged": [[2, 3], [1, 2]]}, "when": {"customer_reply_on": 1, "resolve": 1}, "then": {"stored_on": 3, "target": 3}},
		{"id": "i", "given": {"merged": [[1, 3]], "source": 2, "target": 3}, "when": {"merge": true, "resolve": 2}, "then": {"target": 3, "source_merged_with": 3, "target_comments": 5}}
	]}`), datatest.Ops{"": mergeTickets})
}

func mergeTickets(c *datatest.Case) {
	var given datatest.MergeTickets
	var when datatest.MergeDeed
	c.Given(&given)
	c.When(&when)
	source, target := cmp.Or(given.Source, 1), cmp.Or(given.Target, 2)
	w := &mergeCase{room: newRoom(c.T), ids: map[int]ticket.ID{}}
	comments := map[int]int{source: given.SourceComments, target: given.TargetComments}
	for _, n := range given.Numbers(when, source, target) {
		w.makes(n, comments[n])
	}
	for _, pair := range given.InOrder() {
		if given.Circle(pair[0]) {
			w.plant(pair[0], pair[1])
			continue
		}
		w.merge(w.ids[pair[0]], w.ids[pair[1]])
	}
	if when.Merge {
		w.merge(w.ids[source], w.ids[target])
	}
	w.compare(c, source, target, when.Resolve)
	w.compareReply(c, when.CustomerReplyOn)
}

// compare compares what became of the tickets.
func (w *mergeCase) compare(c *datatest.Case, source, target, resolve int) {
	if id := w.ids[source]; id != "" {
		tk := w.head(id).Ticket
		c.Mean("source_status", strings.ToLower)
		c.Want("source_status", string(tk.Status))
		c.Want("source_merged_with", w.number(tk.MergedInto))
	}
	if id := w.ids[target]; id != "" {
		c.Want("target_comments", len(w.thread(id)))
	}
	if resolve == 0 {
		return
	}
	end, err := w.Follow(context.Background(), w.ids[resolve])
	if errors.Is(err, ticket.ErrCircle) {
		c.Want("target", nil)
		return
	}
	require.NoError(c.T, err)
	c.Want("target", w.number(end.ID))
}

// compareReply lets the customer answer the message of a ticket, by quoting it. A new ticket
// that goes on from a merged one counts as that one.
func (w *mergeCase) compareReply(c *datatest.Case, on int) {
	if on == 0 {
		return
	}
	e := w.event("A", "reply")
	e.Message.ReplyTo = fmt.Sprint("m", on, ".0")
	c.Want("stored_on", w.number(w.receive(e).Ticket.ID))
}
