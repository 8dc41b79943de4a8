package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/ticket"
)

// phoneView is the simulated phone of one customer.
type phoneView struct {
	Account, From, Name string // empty: to be typed
	Messages            []ticket.Comment
}

// phone returns what a customer has on the screen: what was written to and fro,
// without what did not arrive.
func (d *demo) phone(ctx context.Context, who channel.Address) (phoneView, error) {
	v := phoneView{Account: who.Account.ID, From: who.Handle}
	if who.IsZero() {
		return v, nil
	}
	const screen = 50
	head, err := d.server.store.Load(ctx, socialticket.Ref{Addresses: []channel.Address{who}})
	v.Name = cmp.Or(head.Conversation.User.Name, who.Handle)
	for err == nil && !head.Ticket.IsZero() && len(v.Messages) < screen {
		var list []ticket.Comment
		if list, err = d.server.store.Comments(ctx, head.Ticket.ID, pageOf(screen)); err != nil {
			break
		}
		v.Messages = append(v.Messages, slices.DeleteFunc(list, hidden)...)
		if head.Ticket.FollowUpOf == "" {
			break
		}
		head, err = d.server.store.Load(ctx, socialticket.Ref{Ticket: head.Ticket.FollowUpOf})
	}
	slices.Reverse(v.Messages)
	return v, err
}

// hidden reports whether a customer does not see a comment.
func hidden(c ticket.Comment) bool {
	return !c.Public || c.Author.Kind != ticket.EndUser && !c.Delivery.State.Arrived()
}

// number is the business number that new customers write to.
func (d *demo) number() string {
	if list := d.server.settings.numbers; len(list) > 0 {
		return list[0]
	}
	return "100000000000001"
}

// message takes the form by which one writes as a customer.
func (d *demo) message(r *http.Request) (string, error) {
	m := phoneMessage{
		account: r.PostFormValue("account"), from: r.PostFormValue("from"),
		name: strings.TrimSpace(r.PostFormValue("name")), text: strings.TrimSpace(r.PostFormValue("text")),
		key: cmp.Or(r.PostFormValue("idempotency_key"), rand.Text()),
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
	events, err := d.server.whatsapp.Events(platform.Request{Body: m.webhook(now), Received: now})
	if err != nil {
		return "", err
	}
	receipts, err := d.server.receive(r.Context(), events)
	if err != nil {
		return "", err
	}
	return "/?ticket=" + string(receipts[0].Ticket), nil
}

// phoneMessage is what was written on the simulated phone. The key names it.
type phoneMessage struct{ account, from, name, text, key string }

func (m phoneMessage) check() error {
	switch {
	case m.from == "" || len(m.from) > 150 || strings.ContainsFunc(m.from, func(r rune) bool { return r <= ' ' || r > '~' }):
		return httpError{http.StatusUnprocessableEntity, "from is not a name that WhatsApp gives"}
	case m.text == "" || utf8.RuneCountInString(m.text) > maxText:
		return httpError{http.StatusUnprocessableEntity, fmt.Sprintf("a message has 1 to %d characters", maxText)}
	case utf8.RuneCountInString(m.name) > 100:
		return httpError{http.StatusUnprocessableEntity, "the name is longer than 100 characters"}
	}
	return checkKey(m.key)
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
				"from": m.from, "id": "wamid.demo." + m.key, "timestamp": strconv.FormatInt(now.Unix(), 10),
				"type": "text", "text": object{"body": m.text},
			}},
		}}},
	}}})
	if err != nil {
		panic(err) // of texts and maps
	}
	return text
}
