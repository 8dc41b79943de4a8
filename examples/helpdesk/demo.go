package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
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

// number is the business number that new customers write to.
func (d *demo) number() string {
	return append(d.server.settings.numbers, "100000000000001")[0]
}

// message takes the form by which somebody writes as a customer.
func (d *demo) message(r *http.Request) (string, error) {
	m := phoneMessage{
		account: r.PostFormValue("account"), from: r.PostFormValue("from"),
		name: strings.TrimSpace(r.PostFormValue("name")), text: strings.TrimSpace(r.PostFormValue("text")),
	}
	if m.account == "" {
		m.account = d.number()
		m.from = strings.NewReplacer("+", "", " ", "", "-", "", "(", "", ")", "").Replace(m.from)
		if len(m.from) < 5 || strings.Trim(m.from, "0123456789") != "" {
			return "", httpError{http.StatusUnprocessableEntity, "the phone needs a number, such as 15550100"}
		}
	}
	if err := m.check(); err != nil {
		return "", err
	}
	now := d.server.clock.Now()
	events, err := whatsapp.Parse(m.webhook(now), now)
	if err != nil {
		return "", err
	}
	receipts, err := d.server.receive(r.Context(), events)
	if err != nil {
		return "", err
	}
	return "/?ticket=" + string(receipts[0].Ticket), nil
}

// phoneMessage is what somebody wrote on the simulated phone.
type phoneMessage struct{ account, from, name, text string }

func (m phoneMessage) check() error {
	switch {
	case m.from == "" || len(m.from) > 150 || strings.ContainsFunc(m.from, func(r rune) bool { return r <= ' ' || r > '~' }):
		return httpError{http.StatusUnprocessableEntity, "from is not a name that WhatsApp gives"}
	case m.text == "" || utf8.RuneCountInString(m.text) > maxText:
		return httpError{http.StatusUnprocessableEntity, fmt.Sprintf("a message has 1 to %d characters", maxText)}
	case utf8.RuneCountInString(m.name) > 100:
		return httpError{http.StatusUnprocessableEntity, "the name is longer than 100 characters"}
	}
	return nil
}

// webhook returns what WhatsApp would post about m.
func (m phoneMessage) webhook(now time.Time) []byte {
	type object map[string]any
	text, err := json.Marshal(object{"object": "whatsapp_business_account", "entry": []any{object{
		"id": "demo", "changes": []any{object{"field": "messages", "value": object{
			"messaging_product": "whatsapp",
			"metadata":          object{"display_phone_number": "15550199", "phone_number_id": m.account},
			"contacts":          []any{object{"wa_id": m.from, "profile": object{"name": m.name}}},
			"messages": []any{object{
				"from": m.from, "id": "wamid.demo." + rand.Text(), "timestamp": strconv.FormatInt(now.Unix(), 10),
				"type": "text", "text": object{"body": m.text},
			}},
		}}},
	}}})
	if err != nil {
		panic(err) // of texts and maps
	}
	return text
}

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
