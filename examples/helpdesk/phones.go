package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// phonesView are the phones of the demo: tabs for all, and the screens of those that are open.
type phonesView struct {
	All   []phone
	Open  []screenView
	Kinds []channel.Kind // that a new phone may have
}

// screenView is a phone with what is on its screen.
type screenView struct {
	phone
	Messages []ticket.Comment
}

// IsOpen reports whether a phone is on the page.
func (v phonesView) IsOpen(p phone) bool {
	return slices.ContainsFunc(v.Open, func(s screenView) bool { return s.ID == p.ID })
}

// phonesPage is the page of all phones, side by side.
type phonesPage struct {
	frame
	Phones phonesView
}

// showPhones answers with the page of all phones.
func (d *demo) showPhones(w http.ResponseWriter, r *http.Request, status int, f frame) {
	v := phonesPage{frame: f}
	var err error
	if v.Phones, err = d.phonesOf(r.Context(), func(phone) bool { return true }); err != nil {
		d.server.fail(w, r, err)
		return
	}
	if f.Trouble == "" {
		v.Here = "/demo/phones"
	}
	d.server.show(w, r, status, "phones", v)
}

// phonesView returns the phones beside a ticket: open is the one that the address names, else
// that of the ticket's requester, else the first.
func (d *demo) phonesView(r *http.Request, page ticketsView) (phonesView, error) {
	all, err := d.phones(r.Context())
	if err != nil {
		return phonesView{}, err
	}
	place := slices.IndexFunc(all, func(p phone) bool { return fmt.Sprint(p.ID) == r.URL.Query().Get("phone") })
	if place < 0 && page.Ticket != "" {
		at := page.Chosen.Ticket.Address
		place = slices.IndexFunc(all, func(p phone) bool { return p.At == at })
		if place < 0 { // it wrote by a webhook of its own: its phone is kept once it is used
			screen, err := d.screen(r.Context(), at)
			return phonesView{All: all, Kinds: demoKinds(), Open: []screenView{{phone{At: at, Name: page.Chosen.Customer}, screen}}}, err
		}
	}
	return d.phonesOf(r.Context(), func(p phone) bool { return p.ID == all[max(place, 0)].ID })
}

func (d *demo) phonesOf(ctx context.Context, open func(phone) bool) (phonesView, error) {
	v := phonesView{Kinds: demoKinds()}
	var err error
	if v.All, err = d.phones(ctx); err != nil {
		return v, err
	}
	for _, p := range v.All {
		if !open(p) {
			continue
		}
		messages, err := d.screen(ctx, p.At)
		if err != nil {
			return v, err
		}
		v.Open = append(v.Open, screenView{p, messages})
	}
	return v, nil
}

func demoKinds() []channel.Kind {
	var list []channel.Kind
	for _, a := range demoAccounts() {
		list = append(list, a.Kind)
	}
	return list
}

// message takes the form by which one writes as a customer.
func (d *demo) message(r *http.Request) (string, error) {
	m := phoneMessage{
		at: channel.Address{
			Account: channel.Account{Kind: channel.Kind(cmp.Or(r.PostFormValue("kind"), string(channel.WhatsApp))), ID: r.PostFormValue("account")},
			Handle:  r.PostFormValue("from"),
		},
		name: strings.TrimSpace(r.PostFormValue("name")), text: strings.TrimSpace(r.PostFormValue("text")),
		key: cmp.Or(r.PostFormValue("idempotency_key"), rand.Text()),
	}
	if m.at.Account.ID == "" {
		m.at.Account = d.account(m.at.Account.Kind)
		m.at.Handle = strings.NewReplacer("+", "", " ", "", "-", "", "(", "", ")", "").Replace(m.at.Handle)
		if len(m.at.Handle) < 5 || strings.Trim(m.at.Handle, "0123456789") != "" {
			return "", fieldError{"from", httpError{http.StatusUnprocessableEntity, "the phone needs a number, such as 15550100"}}
		}
	}
	if err := m.check(); err != nil {
		return "", err
	}
	if _, err := d.keep(r.Context(), m.at, m.name); err != nil {
		return "", err
	}
	receipts, err := d.server.receive(r.Context(), []channel.Event{m.event(d.server.clock.Now())})
	to := back(r)
	if r.PostFormValue("back") == "" && len(receipts) > 0 {
		to.Path = "/tickets/" + string(receipts[0].Ticket)
	}
	return to.String(), err
}

// account is the business's account that new customers write to.
func (d *demo) account(k channel.Kind) channel.Account {
	if list := d.server.settings.numbers; k == channel.WhatsApp && len(list) > 0 {
		return channel.Account{Kind: k, ID: list[0]}
	}
	for _, a := range demoAccounts() {
		if a.Kind == k {
			return a
		}
	}
	return demoAccounts()[0]
}

// phoneMessage is what was written on a simulated phone. The key names it.
type phoneMessage struct {
	at              channel.Address
	name, text, key string
}

func (m phoneMessage) check() error {
	refuse := func(field, text string) error {
		return fieldError{field, httpError{http.StatusUnprocessableEntity, text}}
	}
	from := m.at.Handle
	switch {
	case from == "" || len(from) > 150 || strings.ContainsFunc(from, func(r rune) bool { return r <= ' ' || r > '~' }):
		return refuse("from", "from is not a name that a channel gives")
	case m.text == "" || utf8.RuneCountInString(m.text) > maxText:
		return refuse("text", fmt.Sprintf("a message has 1 to %d characters", maxText))
	case utf8.RuneCountInString(m.name) > 100:
		return refuse("name", "the name is longer than 100 characters")
	}
	return checkKey(m.key)
}

// event returns what the channel would report about m.
func (m phoneMessage) event(now time.Time) channel.Event {
	id := "demo." + m.key
	return channel.Event{
		ID: id, Type: channel.EventMessage, Opens: channel.OpenMessage, Account: m.at.Account, From: m.at.Handle,
		Profile: channel.Profile{Name: m.name}, Sent: now, Received: now,
		Message: channel.Message{ID: id, Type: channel.Text, Text: m.text},
	}
}
