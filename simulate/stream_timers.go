package simulate

import (
	"cmp"
	"context"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// bell is when a conversation or a ticket wants attention.
type bell struct {
	at    time.Time // zero: it does not
	stamp int       // of the alarm that counts
}

// alarm is a bell in the order of the instants.
type alarm struct {
	at    time.Time
	chat  *chat
	of    *matter // nil: of the conversation
	stamp int
}

func (a alarm) id() ticket.ID {
	if a.of == nil {
		return ""
	}
	return a.of.ticket.ID
}

// Before orders a pile.
func (a alarm) Before(b alarm) bool {
	if c := a.at.Compare(b.at); c != 0 {
		return c < 0
	}
	x, y := a.chat.conv.Account, b.chat.conv.Account
	return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.ID, y.ID), cmp.Compare(a.chat.conv.Key, b.chat.conv.Key), cmp.Compare(a.id(), b.id())) < 0
}

// counts reports that the alarm was not set anew, or forgotten, since.
func (a alarm) counts() bool {
	t := &a.chat.bell
	if a.of != nil {
		t = &a.of.bell
	}
	return !a.chat.gone && t.stamp == a.stamp
}

// set sets a bell, or forgets it.
func (s *stream) set(t *chat, to socialticket.Timer) {
	m := s.tickets[to.Ticket]
	one := &t.bell
	if to.Ticket != "" {
		if m == nil {
			return
		}
		one = &m.bell
	}
	one.at = to.At
	one.stamp++
	if !to.At.IsZero() {
		s.timers.push(alarm{to.At, t, m, one.stamp})
	}
}

// Due implements [socialticket.Queue].
func (s *stream) Due(_ context.Context, now time.Time, limit int) (due []socialticket.Timer, next time.Time, _ error) {
	var again []alarm
	for len(s.timers.list) > 0 {
		first := s.timers.list[0]
		if first.counts() && (first.at.After(now) || len(due) == limit) {
			break
		}
		if s.timers.pop(); first.counts() {
			again = append(again, first)
			due = append(due, socialticket.Timer{Account: first.chat.conv.Account, Key: first.chat.conv.Key, Ticket: first.id(), At: first.at})
		}
	}
	if len(s.timers.list) > 0 && s.timers.list[0].at.After(now) {
		next = s.timers.list[0].at
	}
	for _, a := range again {
		s.timers.push(a)
	}
	return due, next, nil
}
