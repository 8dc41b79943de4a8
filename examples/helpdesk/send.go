package main

import (
	"context"
	"errors"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// transport returns what sends replies. Nil: nothing does, and they wait in the
// outbox.
func (s *server) transport() channel.Transport {
	if s.demo != nil {
		return s.demo
	}
	return nil
}

// sender returns what empties the outbox by way of t.
func (s *server) sender(t channel.Transport) *socialticket.Sender {
	return &socialticket.Sender{Desk: s.desk, Queue: s.store, Transport: contained{t}, Clock: s.clock, Report: s.report("sender")}
}

// contained is a transport whose panics are errors.
type contained struct{ channel.Transport }

// Send sends o. Nobody knows whether a message went whose sending panicked, so
// somebody has to look at it.
func (c contained) Send(ctx context.Context, o channel.Outbound) (a channel.Accepted, err error) {
	err = guarded(func() (err error) {
		a, err = c.Transport.Send(ctx, o)
		return err
	})
	if errors.Is(err, errPanic) {
		err = &channel.SendError{Reason: channel.Error{Code: "panic", Title: "The sender failed; nobody knows whether the message went", Class: channel.ClassFix}, Err: err}
	}
	return a, err
}
