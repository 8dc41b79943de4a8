package simulate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Played is what came of a story, in the order of time: of its own steps, and of what the
// desk, the platforms and the clock did meanwhile. Card numbers are masked in it.
type Played struct {
	// Decided are the commands that wrote something, with their receipts. A receipt's Commit
	// is what was written.
	Decided []socialticket.Handled
	Sent    []Sending // the messages that the network took
	Refused []Refusal // what the desk or a platform would not do
}

// Sending is a message that the network took.
type Sending struct {
	At       time.Time
	Customer string // whom it is for, by name
	Message  channel.Outbound
	ID       string // the platform's of the message
}

// Refusal is a command that the desk refused, or a message that was not delivered.
type Refusal struct {
	At time.Time
	// Customer is whom it is about, by name. Empty: of a command, it is not known.
	Customer string
	// Ticket and Comment are those of the message, which is kept. Empty: a command was refused.
	Ticket  ticket.ID
	Comment string
	// Reason tells why the message was not delivered, and Err why the command was refused.
	Reason channel.Error
	Err    error
}

// String tells a refusal as one line, without its instant.
func (r Refusal) String() string {
	if r.Err != nil {
		return r.Err.Error()
	}
	return fmt.Sprintf("to %s: not delivered: %s", r.Customer, cmp.Or(r.Reason.Title, r.Reason.Code))
}

// Played returns what came of the last story that was played, as far as it was played. What
// was done before the story and after it is left out. Zero before the first story.
func (w *World) Played() Played { return w.played.Played }

// playing is what comes of the story that is played now.
type playing struct {
	Played
	on bool
}

// watch keeps what the desk handled, and tells the one who asked to be told.
func (w *World) watch(then func(context.Context, socialticket.Handled)) func(context.Context, socialticket.Handled) {
	return func(ctx context.Context, h socialticket.Handled) {
		if w.played.on {
			w.handled(h)
		}
		if then != nil {
			then(ctx, h)
		}
	}
}

// handled takes in a command that the desk handled.
func (w *World) handled(h socialticket.Handled) {
	p, c := &w.played, &h.Receipt.Commit
	switch {
	case h.Err != nil:
		w.untold(h.Err, len(p.Refused))
		return
	case c.IsZero():
		return
	}
	p.Decided = append(p.Decided, h)
	for i := range c.Events {
		e := &c.Events[i]
		if e.Type == ticket.EventDelivery && e.To == string(channel.StateFailed) {
			p.Refused = append(p.Refused, Refusal{
				At: c.At, Customer: w.log.name(c.Conversation.Address, c.Conversation.User.Name),
				Ticket: e.Ticket, Comment: e.Comment, Reason: e.Reason,
			})
		}
	}
}

// untold takes in that something was refused, unless it was told since so many refusals. An
// error that is not the desk's, as that of a store, is not a refusal.
func (w *World) untold(err error, before int) {
	if _, is := errors.AsType[*socialticket.Error](err); is && len(w.played.Refused) == before {
		w.played.Refused = append(w.played.Refused, Refusal{At: w.now, Err: err})
	}
}

// took takes in a message that the network took.
func (w *World) took(o channel.Outbound, id string) {
	if w.played.on {
		w.played.Sent = append(w.played.Sent, Sending{At: w.now, Customer: w.log.name(o.To, ""), Message: o, ID: id})
	}
}
