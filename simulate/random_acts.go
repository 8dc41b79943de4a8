package simulate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// write lets a customer write a message now. It reaches the desk as the platform likes.
func (m *month) write(one *customer, msg channel.Message) error {
	m.wrote++
	msg.ID = fmt.Sprintf("in-%d", m.wrote)
	one.wroteAt, one.lastAt, one.thanked = m.now, m.now, false
	e := channel.Event{
		ID: msg.ID, Type: channel.EventMessage, Opens: channel.OpenMessage, Account: one.address.Account, From: one.address.Handle,
		Profile: channel.Profile{Name: one.name}, Sent: m.now, Message: msg,
	}
	if m.mishaps.hits(m.Faults.Skews) {
		e.Sent = e.Sent.Add(m.mishaps.between(-m.Faults.Skew, m.Faults.Skew))
	}
	if m.Wrote != nil {
		m.Wrote(e)
	}
	m.sum.s.Written++
	way := m.passage()
	if way == (passage{}) {
		return m.heard(one, e)
	}
	held := e
	return m.deliver(way, func() error { return m.heard(one, held) }, true)
}

// passage is how an event of a platform comes. Zero: once, and at once.
type passage struct {
	late  time.Duration
	twice bool
	again time.Duration // after which it comes for the second time
}

// passage draws how the next event comes.
func (m *month) passage() (p passage) {
	f := &m.Faults
	if m.mishaps.hits(f.Shuffles) {
		p.late = m.mishaps.between(0, time.Minute)
	}
	if m.mishaps.hits(f.Delays) {
		p.late = m.mishaps.between(0, f.Delay)
	}
	if p.twice = m.mishaps.hits(f.Duplicates); p.twice {
		p.again = m.mishaps.between(0, f.Delay)
	}
	return p
}

// deliver lets an event of a platform come: now, late, or more than once.
func (m *month) deliver(way passage, do func() error, handed bool) error {
	if way.twice {
		m.sum.s.Duplicates++
		m.plan(m.now.Add(way.again), do)
	}
	if way.late == 0 {
		return do()
	}
	m.sum.s.Late++
	m.placed++
	m.coming.push(item{at: m.now.Add(way.late), place: m.placed, do: do, handed: handed})
	return nil
}

// heard hands a customer's message in, and gives the ticket to an agent if it waits.
func (m *month) heard(one *customer, e channel.Event) error {
	e.Received = m.now
	r, err := m.desk.Receive(m.ctx(), e)
	if err != nil || r.Outcome != socialticket.Applied {
		return err
	}
	if r.Ticket.ID != one.ticket {
		one.ticket, one.member = r.Ticket.ID, -1
	}
	if one.taken || r.Ticket.Status.Done() {
		return nil
	}
	member, at := m.shifts.take(m.now, one.member, m.people)
	one.taken, one.lastAt = true, m.now
	m.plan(at, func() error { return m.answer(one, member) })
	return nil
}

// answer lets an agent answer a customer.
func (m *month) answer(one *customer, member int) error {
	one.taken, one.lastAt = false, m.now
	by := Agent(m.Team[member].Name)
	var changes []ticket.Change
	set := func(f ticket.FieldName, value string) {
		changes = append(changes, ticket.Change{Field: f, Value: value})
	}
	if one.member < 0 {
		set(ticket.FieldAssignee, by.ID)
	}
	if one.thanked {
		set(ticket.FieldStatus, string(ticket.Solved))
		return m.declined(m.desk.Do(m.ctx(), socialticket.Update{Ticket: one.ticket, By: by, Changes: changes}))
	}
	reply := socialticket.Reply{Ticket: one.ticket, By: by, Text: "Thank you for your message. We have looked into it."}
	shut, err := m.looks(one)
	if err != nil {
		return err
	}
	switch {
	case shut: // an hour's talk begins anew
		reply.Text, reply.Template, one.left = "", channel.TemplateCall{Name: "about_your_request", Language: "en"}, 1
		set(ticket.FieldStatus, string(ticket.Pending))
	case one.left > 0:
		set(ticket.FieldStatus, string(ticket.Pending))
	default:
		set(ticket.FieldStatus, string(ticket.Solved))
	}
	one.asked = one.left > 0
	reply.Changes = changes
	r, err := m.desk.Reply(m.ctx(), reply)
	if err != nil {
		return m.declined(r, err)
	}
	one.member = member
	switch {
	case !r.Decision.Allowed:
		m.refused(one, r.Decision.Reason)
	case !one.asked && m.people.hits(m.Habits.Thanks):
		one.asked, one.left, one.bye = true, 1, true
	}
	return nil
}

// looks reports that an agent looks whether they may write before they do, and may not: one
// half of them do when the message is old.
func (m *month) looks(one *customer) (shut bool, err error) {
	if m.now.Sub(one.wroteAt) < 23*time.Hour || m.people.hits(500) {
		return false, nil
	}
	d, err := m.desk.MayReply(m.ctx(), one.ticket, channel.Request{Human: true})
	if errors.Is(err, socialticket.ErrNotFound) {
		return false, nil
	}
	if err == nil && !d.Allowed {
		m.refused(one, d.Reason)
	}
	return err == nil && !d.Allowed, err
}

// refused notes that an agent could not write.
func (m *month) refused(one *customer, why channel.Reason) {
	if why == channel.ReasonClosed && one.shut != one.ticket {
		one.shut = one.ticket
		m.sum.s.ClosedWindows++
	}
}

// declined lets a refusal of the desk pass: a ticket may be closed by the time.
func (m *month) declined(_ socialticket.Receipt, err error) error {
	if _, is := errors.AsType[*socialticket.Error](err); is {
		m.sum.s.Declined++
		return nil
	}
	return err
}

// Send implements [channel.Transport].
func (m *month) Send(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
	m.sent++
	id, f := fmt.Sprintf("out-%d", m.sent), &m.Faults
	if m.mishaps.hits(f.Refusals) {
		if m.mishaps.hits(500) {
			return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "130429", Title: "Rate limit hit", Class: channel.ClassRetry}}
		}
		return channel.Accepted{}, &channel.SendError{Reason: channel.Error{Code: "131026", Title: "Message undeliverable", Class: channel.ClassNever}}
	}
	lost := m.mishaps.hits(f.Lost)
	if lost && m.mishaps.hits(500) {
		return channel.Accepted{}, errSilent
	}
	at := m.now.Add(m.people.between(time.Second, 5*time.Second))
	m.report(at, o, id, channel.StateDelivered)
	if m.people.hits(m.Habits.Read) {
		m.report(at.Add(m.people.tail(10*time.Minute)), o, id, channel.StateRead)
	}
	m.reaches(m.crowd.at[o.To], o)
	if lost {
		return channel.Accepted{}, errSilent
	}
	return channel.Accepted{MessageID: id, At: m.now}, nil
}

// report lets a platform tell later what became of a message.
func (m *month) report(at time.Time, o channel.Outbound, id string, state channel.DeliveryState) {
	to, reference := o.To, o.ID
	tell := func() error {
		_, err := m.desk.Receive(m.ctx(), channel.Event{
			ID: id + "-" + string(state), Type: channel.EventStatus, Account: to.Account, From: to.Handle, Sent: at, Received: m.now,
			Status: channel.Status{MessageID: id, Reference: reference, State: state},
		})
		return err
	}
	m.plan(at, func() error { return m.deliver(m.passage(), tell, false) })
}

// reaches lets a customer do something about a message that they got.
func (m *month) reaches(one *customer, o channel.Outbound) {
	switch {
	case one == nil:
	case len(o.Question.Choices) > 0:
		if m.people.hits(m.Habits.Rate) {
			choice := o.Question.Choices[m.people.n(int64(len(o.Question.Choices)))]
			m.plan(m.now.Add(m.people.tail(5*time.Minute)), func() error {
				return m.write(one, channel.Message{Type: channel.Interactive, Subtype: "button_reply", Text: choice.Title, Payload: choice.ID})
			})
		}
	case one.asked && one.left > 0:
		one.asked = false
		one.left--
		m.plan(m.now.Add(m.people.tail(15*time.Minute)), func() error {
			text := words[m.people.n(int64(len(words)))]
			if one.bye {
				text = "Thank you!"
			}
			err := m.write(one, channel.Message{Type: channel.Text, Text: text})
			one.bye, one.thanked = false, one.bye
			return err
		})
	}
}
