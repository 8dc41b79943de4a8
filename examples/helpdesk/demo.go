package main

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
)

// demo plays the channels and their customers where credentials are missing: customers write
// on phones, messages are taken and reported as delivered and read, and time is let pass.
type demo struct {
	server *server
	pace   time.Duration // between the reports about a message

	travelling sync.Mutex
	travelled  string // the key of the last travel

	quit    chan struct{} // closed: the rest is reported when the program is started again
	reports sync.WaitGroup
}

// demoPace is slow enough to see the ticks change.
const demoPace = time.Second

func newDemo(s *server) *demo {
	return &demo{server: s, pace: demoPace, quit: make(chan struct{})}
}

// routes are the phones and the clock.
func (d *demo) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /demo/phones", d.server.page("phones", d.showPhones))
	mux.HandleFunc("POST /demo/phones", d.server.form(d.buy))
	mux.HandleFunc("POST /demo/message", d.server.formOn("phones", d.showPhones, d.message))
	mux.HandleFunc("POST /demo/reach", d.server.form(d.reach))
	mux.HandleFunc("POST /demo/skip", d.server.formOn("phones", d.showPhones, d.travel))
}

// Send takes a message as WhatsApp would, and reports later what became of it.
func (d *demo) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	if off, err := d.unreachable(ctx, o.To); err != nil || off {
		return channel.Accepted{}, cmp.Or[error](err, undeliverable(o.To.Account.Kind))
	}
	a := channel.Accepted{MessageID: demoMessage + o.ID, At: d.server.clock.Now()}
	d.deliver(ctx, o.To, o.ID)
	return a, nil
}

// undeliverable is what a channel answers about a phone that cannot be reached.
func undeliverable(k channel.Kind) *channel.SendError {
	reason := channel.Error{Code: "551", Title: "This person is not available right now", Class: channel.ClassUser}
	if k == channel.WhatsApp {
		reason = channel.Error{Code: "131026", Title: "Message undeliverable", Class: channel.ClassUser}
	}
	return &channel.SendError{Reason: reason}
}

// repeat says that the demo knows a message that it gets twice: its id is made of ours.
func (d *demo) repeat(channel.Account) channel.Repeat { return channel.RepeatHarmless }

// demoMessage begins the ids of messages that the demo took. Our id follows.
const demoMessage = "wamid.demo.reply."

// deliver reports a message as sent, delivered and read, after a while each.
func (d *demo) deliver(ctx context.Context, to channel.Address, id string) {
	ctx = context.WithoutCancel(ctx) // a call ends before the reports
	d.reports.Go(func() {
		for _, state := range []channel.DeliveryState{channel.StateSent, channel.StateDelivered, channel.StateRead} {
			if !pause(d.quit, d.server.clock, d.pace) {
				return // resume goes on
			}
			if _, err := d.server.receive(ctx, []channel.Event{d.report(to, id, state)}); err != nil {
				d.server.log.Error("demo: status not kept", "error", err)
			}
		}
	})
}

// report returns a status as WhatsApp would tell it: with the reference that came with
// the message.
func (d *demo) report(to channel.Address, id string, state channel.DeliveryState) channel.Event {
	now := d.server.clock.Now()
	s := channel.Status{MessageID: demoMessage + id, Reference: id, State: state}
	return channel.Event{
		ID: s.MessageID + "/" + string(state), Type: channel.EventStatus, Account: to.Account, From: to.Handle,
		Sent: now, Received: now, Status: s,
	}
}

// begin tells the story if nothing has happened yet, else goes on where the last start ended.
func (d *demo) begin(ctx context.Context) error {
	if page, err := d.server.list(ctx, listQuery{limit: 1}); err != nil || len(page.Tickets) > 0 {
		err = errors.Join(err, d.resume(ctx))
		if behind := -d.server.clock.Ahead(); err == nil && behind > 0 { // the story was cut short
			err = d.pass(ctx, behind)
		}
		return err
	}
	d.server.log.Info("a new demo: its story of the last days is told")
	return d.tell(ctx)
}

// resume goes on with the messages that were under way when the program ended.
func (d *demo) resume(ctx context.Context) error {
	p := d.server.progress("resume of the demo", 0)
	for t, err := range d.server.inbox.Tickets(ctx, inbox.Query{}, inbox.Page{Limit: 100}) {
		if err != nil {
			return err
		}
		p.step()
		comments, err := d.server.comments(ctx, t.ID, pageOf(100))
		if err != nil {
			return err
		}
		for _, c := range comments.Comments {
			s := c.Delivery.State
			underway := s == channel.StateAccepted || s == channel.StateSent || s == channel.StateDelivered
			if id, ours := strings.CutPrefix(c.Delivery.MessageID, demoMessage); ours && underway && !t.Status.Done() {
				d.deliver(ctx, t.Address, id)
			}
		}
	}
	return nil
}

// stop ends the reports, once nothing is sent any more.
func (d *demo) stop() {
	close(d.quit)
	d.reports.Wait()
}
