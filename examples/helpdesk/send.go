package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
	"github.com/socialticket/socialticket/whatsapp/quota"
	"github.com/socialticket/socialticket/worker"
)

// newWorker returns what sends replies and wakes tickets.
func (s *server) newWorker() (*worker.Worker, error) {
	cfg := worker.Config{
		Desk: s.desk, Queue: s.store, Transport: contained{s.transport, s.log}, Clock: s.clock, Log: s.log,
		Redact: s.settings.config.Redaction, Hooks: s.metrics.hooks(), Handlers: s.handlers(),
	}
	switch {
	case s.demo != nil:
		cfg.Repeat = s.demo.repeat
	case s.transport == nil:
		cfg.Queue = outboxOnly{s.store}
	}
	return worker.New(cfg)
}

// handlers do what rules and settings ask for beside messages.
func (s *server) handlers() map[socialticket.EffectKind]worker.Handler {
	asked := worker.HandlerFunc(s.asked)
	return map[socialticket.EffectKind]worker.Handler{
		socialticket.EffectRoute:  &worker.Router{Desk: s.desk, Reader: s.store, Clock: s.clock},
		socialticket.EffectNotify: asked, socialticket.EffectWebhook: asked, socialticket.EffectRule: asked, socialticket.EffectMail: asked,
	}
}

// asked is told what rules ask of the host: a mail, a call. A helpdesk of one's own has a
// mail server for that; this one has the log, without the words.
func (s *server) asked(ctx context.Context, c socialticket.Claimed) error {
	s.log.DebugContext(ctx, "a rule asks for what this example does not do", "kind", c.Kind, "effect", c.ID)
	return nil
}

// outboxOnly is a store whose messages are not handed out: they wait for a transport.
type outboxOnly struct{ store }

// Claim implements [socialticket.Queue].
func (o outboxOnly) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	c.Kinds = slices.DeleteFunc(slices.Clone(c.Kinds), func(k socialticket.EffectKind) bool { return k == socialticket.EffectMessage })
	return o.store.Claim(ctx, c)
}

// transport returns what sends replies. Nil: nothing does, and they wait in the
// outbox.
func (cfg settings) transport() (numbers, error) {
	if cfg.token == "" {
		return nil, nil
	}
	clients := numbers{}
	for _, number := range cfg.numbers {
		client, err := cloudapi.New(cloudapi.Config{Number: number, Token: cfg.token, BaseURL: cfg.api, Pace: quota.NewPairs(nil)})
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

// contained is a transport whose panics are errors.
type contained struct {
	channel.Transport
	log *slog.Logger
}

// Send sends o. It is not known whether a message went whose sending panicked: the
// worker takes it as in doubt.
func (c contained) Send(ctx context.Context, o channel.Outbound) (a channel.Accepted, err error) {
	err = guarded(func() (err error) {
		a, err = c.Transport.Send(ctx, o)
		return err
	})
	if errors.Is(err, errPanic) {
		c.log.ErrorContext(ctx, "the transport panicked", "message", o.ID, "error", err)
		err = fmt.Errorf("helpdesk: send: %w", errPanic) // without the stack, for it is stored
	}
	return a, err
}
