package main

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// demo plays WhatsApp and its customers, where there are no credentials: it writes
// webhooks, takes messages and reports them delivered and read, and lets time pass.
type demo struct {
	server *server
	pace   time.Duration // between the reports about a message

	skipping sync.Mutex
	reports  sync.WaitGroup
}

// demoPace is slow enough to see the ticks change.
const demoPace = time.Second

// Send takes a message as WhatsApp would, and reports later what became of it.
func (d *demo) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	a := channel.Accepted{MessageID: demoMessage + o.ID, At: d.server.clock.Now()}
	d.deliver(ctx, o.To, a.MessageID)
	return a, nil
}

// demoMessage begins the ids of messages that the demo took.
const demoMessage = "wamid.demo.reply."

// deliver reports a message as sent, delivered and read, after a while each.
func (d *demo) deliver(ctx context.Context, to channel.Address, message string) {
	d.reports.Go(func() {
		if err := d.answered(ctx, to.Account, message); err != nil {
			return // resume goes on when the program is started again
		}
		for _, state := range []channel.DeliveryState{channel.StateSent, channel.StateDelivered, channel.StateRead} {
			if pause(ctx, d.server.clock, d.pace) != nil {
				return
			}
			now := d.server.clock.Now()
			e := channel.Event{
				ID: message + "/" + string(state), Type: channel.EventStatus, Account: to.Account, From: to.Handle,
				Sent: now, Received: now, Status: channel.Status{MessageID: message, State: state},
			}
			if _, err := d.server.receive(ctx, []channel.Event{e}); err != nil {
				d.server.log.Error("demo: status not kept", "error", err)
			}
		}
	})
}

// answered waits until the desk knows a message by the id that Send returned: the
// demo's reports do not overtake its answer.
func (d *demo) answered(ctx context.Context, a channel.Account, message string) error {
	for {
		head, err := d.server.store.Load(ctx, socialticket.Ref{Account: a, Message: message})
		if err != nil || head.Comment.ID != "" {
			return err
		}
		if err := pause(ctx, d.server.clock, time.Millisecond+d.pace/50); err != nil {
			return err
		}
	}
}

// resume goes on with the messages that were under way when the program ended.
func (d *demo) resume(ctx context.Context) error {
	recent, err := d.server.find(ctx, listQuery{limit: 100})
	if err != nil {
		return err
	}
	for _, t := range recent {
		comments, err := d.server.comments(ctx, t.ID, pageOf(100))
		if err != nil {
			return err
		}
		for _, c := range comments.Comments {
			s := c.Delivery.State
			underway := s == channel.StateAccepted || s == channel.StateSent || s == channel.StateDelivered
			if underway && !t.Status.Done() && strings.HasPrefix(c.Delivery.MessageID, demoMessage) {
				d.deliver(ctx, t.Address, c.Delivery.MessageID)
			}
		}
	}
	return nil
}
