package memory

import (
	"cmp"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// alarm is the timer of a conversation or of a ticket.
type alarm struct {
	at     time.Time // zero: it is not set
	number uint32    // among the alarms, from 1 on; 0: it was never set
}

// alarms is all of a store that were ever set, by number. What is looked at most stands
// apart from the rest, close together: it is what a timer costs when it comes.
type alarms struct {
	set   []*[pageAlarms]setting
	seen  []*[pageAlarms]uint32 // the search that has seen it
	whose []*[pageAlarms]who
	count uint32
}

const pageAlarms = 256

// setting is an instant, and the bucket in which an alarm is filed: never after its
// instant; 0: in none.
type setting struct {
	sec    int64
	nano   uint32
	bucket uint32
}

// never is the nano of an alarm that is not set.
const never = 1<<32 - 1

// who is whose an alarm is.
type who struct {
	talk   *talk
	record *record // nil: the conversation's own
}

// add returns the number of a new alarm.
func (a *alarms) add(w who) uint32 {
	a.count++
	for page := int(a.count / pageAlarms); page >= len(a.set); {
		more := max(1, min(64, len(a.set)))
		a.set = append(a.set, pages[setting](more)...)
		a.seen = append(a.seen, pages[uint32](more)...)
		a.whose = append(a.whose, pages[who](more)...)
	}
	a.of(a.count).nano = never
	a.whose[a.count/pageAlarms][a.count%pageAlarms] = w
	return a.count
}

// pages returns n pages that lie side by side.
func pages[T any](n int) []*[pageAlarms]T {
	all := make([][pageAlarms]T, n)
	list := make([]*[pageAlarms]T, n)
	for i := range all {
		list[i] = &all[i]
	}
	return list
}

func (a *alarms) of(number uint32) *setting { return &a.set[number/pageAlarms][number%pageAlarms] }

func (a *alarms) who(number uint32) who { return a.whose[number/pageAlarms][number%pageAlarms] }

// see reports whether a search sees an alarm for the first time.
func (a *alarms) see(number, search uint32) bool {
	seen := &a.seen[number/pageAlarms][number%pageAlarms]
	first := *seen != search
	*seen = search
	return first
}

// id returns the ticket's, "" for the timer of a conversation.
func (w who) id() ticket.ID {
	if w.record == nil {
		return ""
	}
	return w.record.ticket.ID
}

// timer returns the alarm as others see it.
func (w who) timer() socialticket.Timer {
	at := w.talk.alarm.at
	if w.record != nil {
		at = w.record.alarm.at
	}
	return socialticket.Timer{Account: w.talk.Account, Key: w.talk.Key, Ticket: w.id(), At: at}
}

// compare orders by account, key and ticket.
func (w who) compare(o who) int {
	return cmp.Or(compareAccounts(w.talk.Account, o.talk.Account), cmp.Compare(w.talk.Key, o.talk.Key), cmp.Compare(w.id(), o.id()))
}

// minuteOf returns the bucket of a second since 1970, from 1 on. What lies before that is
// in the first one, and what lies after the year 10,000 in the last.
func minuteOf(sec int64) uint32 {
	const most = 1<<32 - 2
	return uint32(max(1, min(most, sec/60)))
}

// minute returns the bucket that the instant is in, 0 if it is not set.
func (s *setting) minute() uint32 {
	if s.nano == never {
		return 0
	}
	return minuteOf(s.sec)
}
