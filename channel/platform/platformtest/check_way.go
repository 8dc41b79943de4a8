package platformtest

import (
	"context"
	"strings"
	"testing"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

func wayChecks() []check {
	return []check{
		{"Way", "a webhook becomes a ticket, its reply a call, the answer and the status the state of the reply", way},
		{"WayRefused", "a refusal of the platform is the state of the reply", wayRefused},
	}
}

// desk is a desk with a platform at its end.
type desk struct {
	*socialticket.Desk
	s      Subject
	server *server
}

func (s Subject) desk(t *testing.T) (*desk, error) {
	t.Helper()
	d, err := socialticket.New(socialticket.Config{Store: &memory.Store{}, Clock: stopped{}})
	return &desk{d, s, serveScript(t, s)}, err
}

// hook hands a webhook in and returns the last receipt.
func (d *desk) hook(ctx context.Context, t *testing.T, body []byte) (r socialticket.Receipt, err error) {
	t.Helper()
	events, err := d.s.platform(t, d.server.url).Events(d.s.request(body))
	for _, e := range events {
		if r, err = d.Receive(ctx, e); err != nil {
			return r, err
		}
	}
	return r, err
}

// asked lets the user write and an agent answer, and sends the answer.
func (d *desk) asked(ctx context.Context, t *testing.T) (sent channel.Outbound, r socialticket.Receipt, err error) {
	t.Helper()
	if r, err = d.hook(ctx, t, d.s.Hello("Is it open?", "in-1", start())); err != nil {
		return sent, r, err
	}
	if r.Ticket.ID == "" {
		return sent, r, broken("no ticket: %s", r.Outcome)
	}
	by := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	if r, err = d.Reply(ctx, socialticket.Reply{Ticket: r.Ticket.ID, By: by, Text: "It is."}); err != nil {
		return sent, r, err
	}
	if n := len(r.Commit.Effects); n != 1 {
		return sent, r, broken("%d effects: %+v", n, r.Decision)
	}
	sent = r.Commit.Effects[0].Message
	accepted, err := d.s.client(t, d.server).Send(ctx, sent)
	event := accepted.Event(sent)
	if refusal, is := err.(*channel.SendError); is { //nolint:errorlint // a transport returns it as it is
		event = channel.Refused(sent, refusal.Reason, start())
	} else if err != nil {
		return sent, r, err
	}
	r, err = d.Receive(ctx, event)
	return sent, r, err
}

func way(t *testing.T, s Subject) error {
	d, err := s.desk(t)
	if err != nil {
		return err
	}
	sent, r, err := d.asked(t.Context(), t)
	if err != nil {
		return err
	}
	arrivals := d.server.Arrivals()
	switch {
	case len(arrivals) != 1 || arrivals[0].To.Handle != s.To.Handle || !strings.Contains(string(arrivals[0].Body), "It is."):
		return broken("%d calls: %+v", len(arrivals), arrivals)
	case d.server.tokens[0] != token:
		return broken("it came with the token %q", d.server.tokens[0])
	case r.Comment.Delivery.State != channel.StateAccepted:
		return broken("after the answer: %+v", r.Comment.Delivery)
	}
	if s.Status == nil {
		return nil
	}
	r, err = d.hook(t.Context(), t, s.Status(r.Comment.Delivery.MessageID, sent.ID, start()))
	if err != nil || r.Comment.Delivery.State != channel.StateDelivered {
		return broken("after the status: %s %+v, error %v", r.Outcome, r.Comment.Delivery, err)
	}
	return nil
}

func wayRefused(t *testing.T, s Subject) error {
	for _, want := range s.Refusals {
		d, err := s.desk(t)
		if err != nil {
			return err
		}
		if err := d.server.Script(channeltest.Step{Act: channeltest.Refuse, Error: want}); err != nil {
			return err
		}
		_, r, err := d.asked(t.Context(), t)
		got := r.Comment.Delivery
		if err != nil || got.State != channel.StateFailed || got.Error.Code != want.Code || got.Error.Class != want.Class {
			return broken("%+v: got %+v, error %v", want, got, err)
		}
	}
	return nil
}
