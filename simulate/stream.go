package simulate

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// stream is the store of a random world. It keeps what a decision needs, and forgets a
// conversation whose tickets are all closed once nothing has happened in it for a while:
// whoever writes after that is a new contact. So its size follows what goes on, not how long
// the world has lasted.
//
// It is a [socialticket.Store] and [socialticket.Queue] for one goroutine at a time, with
// these differences: it keeps no persons and no audit events, and what it is given and gives
// out is shared, so that nobody may change it. Effects that tell people of something are
// told by the commits; it does not queue them.
type stream struct {
	keep    time.Duration   // how long a conversation that is over is kept
	idle    bool            // it queues no effects
	forgot  func(ticket.ID) // is told of each ticket that is forgotten; nil: nobody is
	shelves map[channel.Account]*shelf
	account channel.Account // asked for last
	asked   *shelf          // its shelf
	tickets map[ticket.ID]*matter
	aging   []aged // conversations and parked events by when they are looked at, from gone on
	gone    int

	ready, waiting pile[turn]
	lanes          map[laneKey]*lane
	effects        map[effectKey]*effect
	timers         pile[alarm]
}

// shelf is what is kept of an account.
type shelf struct {
	threads   map[socialticket.Key]*thread
	addresses map[string]*thread
	comments  map[string]*said
	messages  map[string]*said
	parked    map[string][]parked
	causes    map[string]struct{}
}

// thread is a conversation.
type thread struct {
	shelf *shelf
	conv  socialticket.Conversation
	bell  bell
	// what is to be forgotten with it
	tickets   []*matter
	handles   []string
	comments  []*said
	messages  []string
	causes    []string
	touchedAt time.Time
	lanes     int // that hold its effects
	gone      bool
}

// matter is a ticket.
type matter struct {
	ticket ticket.Ticket
	thread *thread
	first  *said
	bell   bell
}

type said struct {
	comment *ticket.Comment // in the commit that wrote it
	matter  *matter
}

type parked struct {
	event channel.Event
	cause string
	at    time.Time
}

// aged is a conversation, or a message that events are parked for, to be looked at.
type aged struct {
	at     time.Time // when it was looked at last
	since  time.Time // when it was parked
	thread *thread
	shelf  *shelf
	about  string
}

func newStream(keep time.Duration) *stream {
	return &stream{
		keep: keep, shelves: map[channel.Account]*shelf{}, tickets: map[ticket.ID]*matter{},
		lanes: map[laneKey]*lane{}, effects: map[effectKey]*effect{},
	}
}

func (s *stream) shelf(a channel.Account) *shelf {
	if s.asked != nil && s.account == a {
		return s.asked
	}
	p := s.shelves[a]
	if p == nil {
		p = &shelf{
			threads: map[socialticket.Key]*thread{}, addresses: map[string]*thread{}, comments: map[string]*said{},
			messages: map[string]*said{}, parked: map[string][]parked{}, causes: map[string]struct{}{},
		}
		s.shelves[a] = p
	}
	s.account, s.asked = a, p
	return p
}

// Load implements [socialticket.Store].
func (s *stream) Load(_ context.Context, ref socialticket.Ref) (head socialticket.Head, _ error) {
	if ref.Account == (channel.Account{}) {
		if m := s.tickets[ref.Ticket]; m != nil {
			ref.Account = m.thread.conv.Account
		}
	}
	p := s.shelf(ref.Account)
	for _, a := range ref.Addresses {
		if t := s.shelf(a.Account).addresses[a.Handle]; t != nil {
			head.Owners = append(head.Owners, socialticket.Owner{Address: a, User: t.conv.User.ID})
		}
	}
	if ref.Message != "" {
		for _, e := range p.parked[ref.Message] {
			head.Parked = append(head.Parked, e.event)
		}
	}
	t, m := s.find(p, ref, &head)
	if t != nil {
		head.Conversation = t.conv
		if m == nil {
			m = s.tickets[t.conv.Ticket]
		}
		head.Timers = timersOf(t, m)
	}
	if m != nil {
		head.Ticket = m.ticket
		if ref.First && m.first != nil {
			head.First = *m.first.comment
		}
	}
	if ref.Cause != "" {
		_, head.Known = p.causes[ref.Cause]
	}
	switch {
	case ref.Into != "":
		head.Person.ID = ref.Into
	case ref.Person != "":
		head.Person.ID = ref.Person
	default:
		head.Person.ID = head.Conversation.User.ID
	}
	return head, nil
}

// find returns the conversation that ref leads to, and the ticket if it is not the newest,
// and puts the comment into head.
func (s *stream) find(p *shelf, ref socialticket.Ref, head *socialticket.Head) (*thread, *matter) {
	var c *said
	if ref.Comment != "" {
		c = p.comments[ref.Comment]
	}
	if c == nil && ref.Message != "" {
		c = p.messages[ref.Message]
	}
	if c != nil {
		head.Comment = *c.comment
		return c.matter.thread, c.matter
	}
	if ref.Ticket != "" {
		if m := s.tickets[ref.Ticket]; m != nil {
			return m.thread, m
		}
	}
	if t := p.threads[ref.Key]; t != nil {
		return t, nil
	}
	for _, a := range ref.Addresses {
		if t := s.shelf(a.Account).addresses[a.Handle]; t != nil {
			return t, nil
		}
	}
	return nil, nil
}

func timersOf(t *thread, m *matter) (list []socialticket.Timer) {
	if !t.bell.at.IsZero() {
		list = append(list, socialticket.Timer{Account: t.conv.Account, Key: t.conv.Key, At: t.bell.at})
	}
	if m != nil && !m.bell.at.IsZero() {
		list = append(list, socialticket.Timer{Account: t.conv.Account, Key: t.conv.Key, Ticket: m.ticket.ID, At: m.bell.at})
	}
	return list
}

// conflict returns an error if something has happened since c was decided.
func (p *shelf) conflict(c *socialticket.Commit) error {
	if _, in := p.causes[c.Cause]; in {
		return fmt.Errorf("simulate: %w: %s", socialticket.ErrDuplicate, c.Cause)
	}
	have, waiting := int64(0), 0
	if t := p.threads[c.Key]; t != nil {
		have = t.conv.Version
	}
	clash := c.Key != "" && have != c.Expect || c.Park.ID != "" && p.messages[c.Park.About()] != nil
	for _, a := range c.Addresses {
		t := p.addresses[a.Handle]
		clash = clash || t != nil && t.conv.Key != c.Key
	}
	for i := range c.Comments {
		for _, id := range messageIDs(&c.Comments[i]) {
			known := p.messages[id]
			clash = clash || known != nil && known.comment.ID != c.Comments[i].ID
			waiting += len(p.parked[id])
		}
	}
	if clash || c.Key != "" && waiting != c.Parked {
		return fmt.Errorf("simulate: %w: %s", socialticket.ErrConflict, c.Cause)
	}
	return nil
}

// messageIDs is [ticket.Comment.MessageIDs], the usual case without a look at the parts.
func messageIDs(c *ticket.Comment) []string {
	if len(c.Parts) == 0 && c.Content.ID == "" {
		return nil
	}
	return c.MessageIDs()
}
