package socialticket

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Memory is a [Store], [Reader] and [Queue] that forgets everything with the
// process: for tests, simulations and bots without a database. Many goroutines may
// use it. The zero Memory is empty and ready.
type Memory struct {
	mu            sync.RWMutex
	conversations map[Key]Conversation
	addresses     map[channel.Address]Key
	tickets       map[ticket.ID]*record
	comments      map[string]place
	messages      map[message]place
	causes        map[string]struct{}
	outbox        map[string]channel.Outbound
	parked        map[message][]channel.Event
	timers        timers
}

// record is a ticket with all that belongs to it, oldest first.
type record struct {
	key      Key
	ticket   ticket.Ticket
	wake     time.Time
	comments paged[ticket.Comment]
	events   paged[ticket.Event]
}

// place is where a comment is.
type place struct {
	record *record
	index  int
}

// message is a platform's id of a message, unique in its account.
type message struct {
	account channel.Account
	id      string
}

// Load implements [Store].
func (m *Memory) Load(_ context.Context, ref Ref) (Head, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	head := Head{Owners: m.owners(ref.Addresses)}
	if ref.Message != "" {
		head.Parked = cloneAll(m.parked[message{ref.Account, ref.Message}], cloneEvent)
	}
	if c, found := m.find(ref); found {
		head.Comment = cloneComment(*c.record.comments.at(c.index))
		return m.head(head, c.record.key, c.record), nil
	}
	if r := m.tickets[ref.Ticket]; r != nil {
		return m.head(head, r.key, r), nil
	}
	for _, a := range ref.Addresses {
		if key, found := m.addresses[a]; found {
			return m.head(head, key, m.tickets[m.conversations[key].Ticket]), nil
		}
	}
	return head, nil
}

// find returns the comment that ref names.
func (m *Memory) find(ref Ref) (place, bool) {
	if c, found := m.comments[ref.Comment]; found {
		return c, true
	}
	c, found := m.messages[message{ref.Account, ref.Message}]
	return c, found && ref.Message != ""
}

// owners returns whose the addresses are.
func (m *Memory) owners(addresses []channel.Address) map[channel.Address]string {
	var owners map[channel.Address]string
	for _, a := range addresses {
		if key, found := m.addresses[a]; found {
			if owners == nil {
				owners = make(map[channel.Address]string, len(addresses))
			}
			owners[a] = m.conversations[key].User.ID
		}
	}
	return owners
}

func (m *Memory) head(h Head, key Key, r *record) Head {
	h.Conversation = cloneConversation(m.conversations[key])
	if r != nil {
		h.Ticket, h.Wake = cloneTicket(r.ticket), r.wake
	}
	return h
}

// Commit implements [Store].
func (m *Memory) Commit(ctx context.Context, c Commit) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("socialticket: commit: %w", err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, in := m.causes[c.Cause]; in && c.Cause != "" {
		return fmt.Errorf("%w: %s", ErrDuplicate, c.Cause)
	}
	if err := m.conflict(c); err != nil {
		return err
	}
	m.make()
	if c.Cause != "" {
		m.causes[c.Cause] = struct{}{}
	}
	if c.Key == "" {
		at := message{c.Park.Account, c.Park.Status.MessageID}
		m.parked[at] = append(m.parked[at], cloneEvent(c.Park))
		return nil
	}
	m.conversations[c.Key] = cloneConversation(c.Conversation)
	for _, a := range c.Addresses {
		m.addresses[a] = c.Key
	}
	for _, o := range c.Outbox {
		m.outbox[o.ID] = cloneOutbound(o)
	}
	for _, id := range c.Done {
		delete(m.outbox, id)
	}
	if !c.Ticket.IsZero() {
		m.write(c)
	}
	return nil
}

// conflict returns an error if something has happened since c was decided.
func (m *Memory) conflict(c Commit) error {
	if c.Key == "" {
		if _, known := m.messages[message{c.Park.Account, c.Park.Status.MessageID}]; known {
			return fmt.Errorf("%w: message %s is known", ErrConflict, c.Park.Status.MessageID)
		}
		return nil
	}
	if have := m.conversations[c.Key].Version; have != c.Expect {
		return fmt.Errorf("%w: %s has version %d, want %d", ErrConflict, c.Key, have, c.Expect)
	}
	for _, a := range c.Addresses {
		if owner, found := m.addresses[a]; found && owner != c.Key {
			return fmt.Errorf("%w: %s belongs to %s", ErrConflict, a, owner)
		}
	}
	parked := 0
	for _, comment := range c.Comments {
		if comment.Delivery.State != "" {
			parked += len(m.parked[message{c.Ticket.Address.Account, comment.Content.ID}])
		}
	}
	if parked != c.Parked {
		return fmt.Errorf("%w: %d statuses are parked, want %d", ErrConflict, parked, c.Parked)
	}
	return nil
}

// write puts the ticket's part of c in.
func (m *Memory) write(c Commit) {
	r := m.tickets[c.Ticket.ID]
	if r == nil {
		r = &record{key: c.Key}
		m.tickets[c.Ticket.ID] = r
	}
	r.ticket = cloneTicket(c.Ticket)
	if !r.wake.Equal(c.Wake) {
		r.wake = c.Wake
		m.timers.set(c.Ticket.ID, c.Wake, m.tickets)
	}
	for _, comment := range c.Comments {
		m.comment(r, comment)
	}
	for _, e := range c.Events {
		r.events.add(e)
	}
}

func (m *Memory) comment(r *record, c ticket.Comment) {
	c = cloneComment(c)
	at, found := m.comments[c.ID]
	if found {
		*at.record.comments.at(at.index) = c
	} else {
		at = place{r, r.comments.count}
		r.comments.add(c)
		m.comments[c.ID] = at
	}
	if c.Content.ID != "" {
		known := message{r.ticket.Address.Account, c.Content.ID}
		m.messages[known] = at
		delete(m.parked, known)
	}
}

// make makes the maps of a Memory that was empty.
func (m *Memory) make() {
	if m.conversations != nil {
		return
	}
	m.conversations = map[Key]Conversation{}
	m.addresses = map[channel.Address]Key{}
	m.tickets = map[ticket.ID]*record{}
	m.comments = map[string]place{}
	m.messages = map[message]place{}
	m.causes = map[string]struct{}{}
	m.outbox = map[string]channel.Outbound{}
	m.parked = map[message][]channel.Event{}
}

// Tickets implements [Reader]. It yields the tickets as they were when it began.
func (m *Memory) Tickets(context.Context) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		m.mu.RLock()
		list := make([]ticket.Ticket, 0, len(m.tickets))
		for _, r := range m.tickets {
			list = append(list, r.ticket)
		}
		m.mu.RUnlock()
		slices.SortFunc(list, func(a, b ticket.Ticket) int {
			return cmp.Or(b.UpdatedAt.Compare(a.UpdatedAt), cmp.Compare(a.ID, b.ID))
		})
		for _, t := range list {
			if !yield(cloneTicket(t), nil) {
				return
			}
		}
	}
}

// Comments implements [Reader].
func (m *Memory) Comments(_ context.Context, id ticket.ID, page Page) ([]ticket.Comment, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	r := m.tickets[id]
	if r == nil {
		return nil, fmt.Errorf("%w: ticket %s", ErrNotFound, id)
	}
	return cloneAll(r.comments.newest(page), cloneComment), nil
}

// Events implements [Reader].
func (m *Memory) Events(_ context.Context, id ticket.ID, page Page) ([]ticket.Event, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	r := m.tickets[id]
	if r == nil {
		return nil, fmt.Errorf("%w: ticket %s", ErrNotFound, id)
	}
	return r.events.newest(page), nil
}

// Outbox implements [Queue].
func (m *Memory) Outbox(_ context.Context, limit int) ([]channel.Outbound, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	list := slices.SortedFunc(maps.Values(m.outbox), func(a, b channel.Outbound) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	return cloneAll(list[:min(limit, len(list))], cloneOutbound), nil
}

// Due implements [Queue].
func (m *Memory) Due(_ context.Context, now time.Time, limit int) ([]ticket.ID, time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	ids, next := m.timers.due(now, limit, m.tickets)
	return ids, next, nil
}
