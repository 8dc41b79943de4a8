package main

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// storyLength is how long before the first start the demo's story begins.
const storyLength = 6 * 24 * time.Hour

// tell plays the story that a new demo begins with: what customers wrote and agents answered
// during the last days. Nothing of it is written by hand into the store: messages come in
// and replies go out as later ones do, while the clock goes from then to now.
func (d *demo) tell(ctx context.Context) error {
	end := d.server.clock.Now()
	if err := d.server.clock.set(-storyLength); err != nil {
		return err
	}
	if err := d.arrange(ctx); err != nil {
		return err
	}
	pace := d.pace
	d.pace = 0
	defer func() { d.pace = pace }()
	for i, s := range story() {
		if err := d.until(ctx, end.Add(-s.before)); err != nil {
			return err
		}
		if err := d.play(ctx, s); err != nil {
			return fmt.Errorf("demo story, scene %d: %w", i+1, err)
		}
	}
	return d.until(ctx, end)
}

// arrange chooses what a shop has: hours, and promises to its customers.
func (d *demo) arrange(ctx context.Context) error {
	by := d.server.business.Settings().Agents[0].ID
	e := edit{By: by, At: d.server.clock.Now(), What: []string{"admin.did.demo"}}
	return d.server.business.change(ctx, e, func(c *choices) error {
		weekday, saturday := "09:00–18:00", "10:00–14:00"
		c.House.Hours = map[string]hours{"": {
			Days:     [7]string{"", weekday, weekday, weekday, weekday, weekday, saturday},
			Holidays: []holiday{{Name: "New Year", First: "01-01"}, {Name: "Christmas", First: "12-25", Last: "12-26"}},
		}}
		promise := func(p ticket.Priority, m ticket.Metric, within time.Duration) sla.Target {
			return sla.Target{Priority: p, Metric: m, Within: within, Business: true}
		}
		c.Policies = []sla.Policy{{
			Rule: rules.Rule{ID: "answers", Title: "Answers in working hours", Position: 1}, Default: true,
			Targets: []sla.Target{
				promise("", ticket.FirstReply, 8*time.Hour), promise(ticket.Urgent, ticket.FirstReply, 2*time.Hour),
				promise("", ticket.NextReply, 12*time.Hour), promise(ticket.High, ticket.NextReply, 4*time.Hour),
			},
		}}
		return nil
	})
}

// until lets time pass until an instant, and what was sent meanwhile arrive.
func (d *demo) until(ctx context.Context, at time.Time) error {
	if _, err := d.server.worker.Once(ctx, d.server.clock.Now()); err != nil {
		return err
	}
	d.reports.Wait()
	if length := d.server.clock.Until(at); length > 0 {
		return d.pass(ctx, length)
	}
	return nil
}

// scene is one thing that happens, so long before the demo begins: a customer of a channel
// writes, or the agent answers the newest ticket of that customer, or changes it.
type scene struct {
	before time.Duration
	kind   channel.Kind
	phone  int64 // the number of the phone on the channel
	name   string

	says    string // the customer
	photo   bool   // with a picture
	reply   string // the agent
	note    string // the agent, for colleagues
	changes []ticket.Change
	take    bool // the agent takes the ticket
	off     bool // from now on the phone is switched off
}

func (d *demo) play(ctx context.Context, s scene) error {
	at := channel.Address{Account: d.account(s.kind), Handle: handle(s.kind, s.phone)}
	p, err := d.keep(ctx, at, s.name)
	if err != nil {
		return err
	}
	if s.off {
		if _, err := d.server.side.ExecContext(ctx, "UPDATE helpdesk_phones SET unreachable = 1 WHERE id = ?", p.ID); err != nil {
			return err
		}
	}
	if s.says != "" {
		m := phoneMessage{at: at, name: s.name, text: s.says, key: fmt.Sprintf("story.%s.%d.%d", s.kind, s.phone, s.before)}
		e := m.event(d.server.clock.Now())
		if s.photo {
			if err := d.picture(ctx, &e.Message); err != nil {
				return err
			}
		}
		_, err := d.server.receive(ctx, []channel.Event{e})
		return err
	}
	head, err := d.server.store.Load(ctx, socialticket.Ref{Account: at.Account, Addresses: []channel.Address{at}})
	if err != nil {
		return err
	}
	agents := d.server.business.Settings().Agents
	by := ticket.Actor{Kind: ticket.Agent, ID: agents[0].ID}
	changes := s.changes
	if s.take {
		changes = append([]ticket.Change{{Field: ticket.FieldAssignee, Value: by.ID}}, changes...)
	}
	if s.reply+s.note == "" {
		_, err = d.server.desk.Update(ctx, socialticket.Update{Ticket: head.Ticket.ID, By: by, Changes: changes})
		return err
	}
	_, err = d.server.desk.Reply(ctx, socialticket.Reply{
		Ticket: head.Ticket.ID, By: by, Text: s.reply + s.note, Note: s.note != "", Changes: changes,
	})
	return err
}

// picture makes a message one of the customer's bicycle.
func (d *demo) picture(ctx context.Context, m *channel.Message) error {
	file, err := files.Open("static/brake.png")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // of our own files
	k, err := d.server.media.keep(ctx, file, maxRequest)
	m.Type = channel.Image
	m.Attachments = []channel.Attachment{{Type: channel.Image, ID: k.Digest, MIME: k.MIME, Size: k.Size}}
	return err
}

// story returns the scenes, the oldest first.
func story() []scene {
	const hour, day = time.Hour, 24 * time.Hour
	set := func(f ticket.FieldName, v string) ticket.Change { return ticket.Change{Field: f, Value: v} }
	status := func(s ticket.Status) ticket.Change { return set(ticket.FieldStatus, string(s)) }
	return []scene{
		// Solved and closed since, by the automation that does so after four days.
		{before: 5*day + 4*hour, kind: channel.WhatsApp, phone: 1, name: "Marta Kowalska", says: "Hi, do you repair e-bikes as well?"},
		{before: 5*day + 3*hour, kind: channel.WhatsApp, phone: 1, name: "Marta Kowalska", take: true,
			reply: "We do, all makes. Come by any day from 9 to 18.", changes: []ticket.Change{status(ticket.Solved)}},
		// Answered too late: the window is closed, a template would go.
		{before: 2*day + 2*hour, kind: channel.WhatsApp, phone: 2, name: "Kim Novak", says: "Is my bike ready? I left the red one on Monday."},
		{before: 2*day + 1*hour, kind: channel.WhatsApp, phone: 2, name: "Kim Novak", take: true,
			note: "The wheel comes on Thursday.", changes: []ticket.Change{status(ticket.Pending)}},
		// A conversation in French, with a week to answer by a person.
		{before: 28 * hour, kind: channel.Messenger, phone: 3, name: "Amélie Laurent", says: "Bonjour, vendez-vous des casques pour enfants ?"},
		{before: 27 * hour, kind: channel.Messenger, phone: 3, name: "Amélie Laurent", reply: "Bonjour Amélie, oui, à partir de 29 €.", take: true},
		{before: 26 * hour, kind: channel.Messenger, phone: 3, name: "Amélie Laurent", says: "Parfait, en rouge aussi ?"},
		// Forty minutes left.
		{before: 23*hour + 20*time.Minute, kind: channel.WhatsApp, phone: 4, name: "Omar Haddad", says: "مرحبا، هل يمكنني تغيير موعد الصيانة إلى يوم السبت؟"},
		// Two days and five answers on this channel.
		{before: 9 * hour, kind: channel.WeChat, phone: 5, name: "Chen Wei", says: "Hello, when does my order 20394 ship?"},
		{before: 8*hour + 30*time.Minute, kind: channel.WeChat, phone: 5, name: "Chen Wei", take: true,
			reply: "Hello, this afternoon.", changes: []ticket.Change{set(ticket.FieldPriority, "high")}},
		// A reply that did not arrive: the phone is off.
		{before: 5 * hour, kind: channel.WhatsApp, phone: 6, name: "Tom Okafor", says: "The brakes squeak since yesterday's service!", photo: true},
		{before: 4*hour + 50*time.Minute, kind: channel.WhatsApp, phone: 6, name: "Tom Okafor", take: true, off: true,
			changes: []ticket.Change{set(ticket.FieldPriority, "urgent")}},
		{before: 4*hour + 40*time.Minute, kind: channel.WhatsApp, phone: 6, name: "Tom Okafor", reply: "Sorry to hear that. Can you bring it in today?"},
		// An answer to an answer.
		{before: 3 * hour, kind: channel.WeChat, phone: 5, name: "Chen Wei", says: "Thank you! Can it come with the blue saddle?"},
		// New, without an assignee.
		{before: 40 * time.Minute, kind: channel.Telegram, phone: 7, name: "Ines Silva", says: "Hello! Do you have a cargo bike for rent next weekend?"},
		{before: 6 * time.Minute, kind: channel.WhatsApp, phone: 8, name: "Jonas Berg", says: "Hej, where can I park when I pick up the bike?"},
	}
}
