package main

import (
	"context"
	"errors"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
)

// transport returns what sends replies. Nil: nothing does, and they wait in the
// outbox.
func (cfg settings) transport() (channel.Transport, error) {
	if cfg.token == "" {
		return nil, nil
	}
	clients := numbers{}
	for _, number := range cfg.numbers {
		client, err := cloudapi.New(cloudapi.Config{Number: number, Token: cfg.token, BaseURL: cfg.api, Paced: true})
		if err != nil {
			return nil, err
		}
		clients[number] = client
	}
	return clients, nil
}

// numbers sends each message from the number that the customer wrote to.
type numbers map[string]*cloudapi.Client

// Send implements [channel.Transport].
func (n numbers) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	client := n[o.To.Account.ID]
	if client == nil {
		return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "unknown_number", Title: "This helpdesk does not answer for that number", Class: channel.ClassFix}}
	}
	return client.Send(ctx, o)
}

// sender returns what empties the outbox.
func (s *server) sender() *socialticket.Sender {
	return &socialticket.Sender{Desk: s.desk, Queue: s.store, Transport: contained{s.transport}, Clock: s.clock, Report: s.report("sender")}
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
