package memory

import (
	"sync"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Store keeps everything in memory. The zero Store is empty and ready. It must not be
// copied.
type Store struct {
	// History is how many commits [Store.Feed] holds at least: the newest. 0: 10,000.
	// Negative: none. Set it before the first use.
	History int

	mu       sync.RWMutex
	accounts map[channel.Account]*partition
	tickets  map[ticket.ID]*record
	persons  map[string]identity.Person
	causes   map[string]time.Time // of persons
	kin      kin
	finder   finder
	columns  columns
	timers   timers
	room     []uint32 // for Due
	queue    queue
	feed     feed
}

// partition is what one account has.
type partition struct {
	talks     map[socialticket.Key]*talk
	addresses map[string]*talk // by handle
	comments  map[string]place
	messages  map[string]place
	causes    map[string]time.Time
	parked    map[string][]parked
}

// talk is a conversation.
type talk struct {
	socialticket.Conversation
	alarm alarm
}

// record is a ticket with all that belongs to it, oldest first.
type record struct {
	talk     *talk
	ticket   ticket.Ticket
	row      uint32 // in the columns
	alarm    alarm
	comments paged[ticket.Comment]
	events   paged[ticket.Event]
}

// place is where a comment is.
type place struct {
	record *record
	index  int
}

func (p place) comment() *ticket.Comment { return p.record.comments.at(p.index) }

// parked is an event about a message that is not known.
type parked struct {
	event channel.Event
	at    time.Time
}

// partition returns that of an account, which is made if there is none. The caller holds
// the lock for writing.
func (s *Store) partition(a channel.Account) *partition {
	if s.accounts == nil {
		s.accounts = map[channel.Account]*partition{}
		s.tickets = map[ticket.ID]*record{}
	}
	p := s.accounts[a]
	if p == nil {
		p = &partition{
			talks: map[socialticket.Key]*talk{}, addresses: map[string]*talk{},
			comments: map[string]place{}, messages: map[string]place{},
			causes: map[string]time.Time{}, parked: map[string][]parked{},
		}
		s.accounts[a] = p
	}
	return p
}
