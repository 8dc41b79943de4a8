package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// phone is a simulated phone: a customer with one app on it.
type phone struct {
	ID          int64
	At          channel.Address // where the app writes from
	Name        string
	Unreachable bool
}

// demoAccounts are the business's accounts that a new phone may write to.
func demoAccounts() []channel.Account {
	return []channel.Account{
		{Kind: channel.WhatsApp, ID: "100000000000001"}, {Kind: channel.Messenger, ID: "200000000000002"},
		{Kind: channel.WeChat, ID: "gh_300000000003"}, {Kind: channel.Telegram, ID: "4000000004"},
	}
}

// buyers are the names of those who buy a phone, in turn.
func buyers() []string {
	return []string{
		"Kim Novak", "Amélie Laurent", "Chen Wei", "Omar Haddad", "Ines Silva", "Jonas Berg", "Priya Nair", "Tom Okafor",
		"Lucía Ortega", "Yuki Tanaka", "Marta Kowalska", "Sam Doyle",
	}
}

// phones returns all phones, the oldest first.
func (d *demo) phones(ctx context.Context) ([]phone, error) {
	rows, err := d.server.side.QueryContext(ctx, "SELECT id, kind, account, handle, name, unreachable FROM helpdesk_phones ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	defer rows.Close()
	var list []phone
	for rows.Next() {
		var p phone
		if err := rows.Scan(&p.ID, &p.At.Account.Kind, &p.At.Account.ID, &p.At.Handle, &p.Name, &p.Unreachable); err != nil {
			return nil, fmt.Errorf("phones: %w", err)
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// keep remembers the phone of a customer who writes, and returns it.
func (d *demo) keep(ctx context.Context, at channel.Address, name string) (phone, error) {
	p := phone{At: at}
	err := d.server.side.QueryRowContext(ctx, `INSERT INTO helpdesk_phones (kind, account, handle, name) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END RETURNING id, name, unreachable`,
		at.Account.Kind, at.Account.ID, at.Handle, name).Scan(&p.ID, &p.Name, &p.Unreachable)
	if err != nil {
		return p, fmt.Errorf("phones: %w", err)
	}
	return p, nil
}

// phoneOf returns the phone with an id. The error matches [socialticket.ErrNotFound].
func (d *demo) phoneOf(ctx context.Context, id string) (phone, error) {
	list, err := d.phones(ctx)
	i := slices.IndexFunc(list, func(p phone) bool { return fmt.Sprint(p.ID) == id })
	if err == nil && i < 0 {
		err = socialticket.ErrNotFound
	}
	if err != nil {
		return phone{}, err
	}
	return list[i], nil
}

// unreachable reports whether the phone at an address is switched off.
func (d *demo) unreachable(ctx context.Context, at channel.Address) (bool, error) {
	off, _, err := value[bool](ctx, d.server.side, "SELECT unreachable FROM helpdesk_phones WHERE kind = ? AND account = ? AND handle = ?",
		at.Account.Kind, at.Account.ID, at.Handle)
	return off, err
}

// buy takes the form by which a customer with a new phone comes: another name and another
// number than all before.
func (d *demo) buy(r *http.Request) (string, error) {
	accounts := demoAccounts()
	i := slices.IndexFunc(accounts, func(a channel.Account) bool { return string(a.Kind) == r.PostFormValue("kind") })
	if i < 0 {
		return "", httpError{http.StatusUnprocessableEntity, "kind: it is one of the demo's channels"}
	}
	p, err := d.buyOn(r.Context(), accounts[i])
	if err != nil {
		return "", err
	}
	to := back(r)
	return with(to.Path, to.Query(), "phone", fmt.Sprint(p.ID)), nil
}

func (d *demo) buyOn(ctx context.Context, a channel.Account) (phone, error) {
	last, _, err := value[int64](ctx, d.server.side, "SELECT coalesce(max(id), 0) FROM helpdesk_phones")
	if err != nil {
		return phone{}, err
	}
	names := buyers()
	name := names[last%int64(len(names))]
	if turn := last / int64(len(names)); turn > 0 {
		name += fmt.Sprintf(" %d", turn+1)
	}
	return d.keep(ctx, channel.Address{Account: a, Handle: handle(a.Kind, last+1)}, name)
}

// handle returns what a channel calls its n-th user.
func handle(k channel.Kind, n int64) string {
	if k == channel.WhatsApp {
		return fmt.Sprintf("1555010%04d", n)
	}
	if k == channel.WeChat {
		return fmt.Sprintf("oDemo%023d", n)
	}
	return fmt.Sprintf("7%015d", n)
}

// reach takes the form that switches a phone off, or on again.
func (d *demo) reach(r *http.Request) (string, error) {
	p, err := d.phoneOf(r.Context(), r.PostFormValue("phone"))
	if err != nil {
		return "", err
	}
	_, err = d.server.side.ExecContext(r.Context(), "UPDATE helpdesk_phones SET unreachable = ? WHERE id = ?", r.PostFormValue("off") != "", p.ID)
	d.server.hub.tell(news{})
	to := back(r)
	return to.String(), err
}

// screen returns what a customer has on the phone, the oldest first: what was written to and
// fro, without what did not arrive.
func (d *demo) screen(ctx context.Context, at channel.Address) ([]ticket.Comment, error) {
	const most = 40
	head, err := d.server.store.Load(ctx, socialticket.Ref{Account: at.Account, Addresses: []channel.Address{at}})
	var messages []ticket.Comment
	for err == nil && !head.Ticket.IsZero() && len(messages) < most {
		var list []ticket.Comment
		if list, err = d.server.store.Comments(ctx, head.Ticket.ID, pageOf(most)); err != nil {
			break
		}
		messages = append(messages, slices.DeleteFunc(list, hidden)...)
		if head.Ticket.FollowUpOf == "" {
			break
		}
		head, err = d.server.store.Load(ctx, socialticket.Ref{Ticket: head.Ticket.FollowUpOf})
	}
	slices.Reverse(messages)
	return messages, err
}

// hidden reports whether a customer does not see a comment.
func hidden(c ticket.Comment) bool {
	return !c.Public || c.Author.Kind != ticket.EndUser && !c.Delivery.State.Arrived()
}
