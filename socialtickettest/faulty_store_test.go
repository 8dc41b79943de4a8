package socialtickettest_test

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// faulty is a store with a fault: what a field does instead of the sound store.
type faulty struct {
	*memory.Store
	load     func(context.Context, socialticket.Ref) (socialticket.Head, error)
	commit   func(context.Context, socialticket.Commit) error
	ticket   func(ticket.ID) (ticket.Ticket, error)
	tickets  func([]ticket.Ticket) []ticket.Ticket
	comments func(ticket.ID, socialticket.Page) ([]ticket.Comment, error)
	events   func(ticket.ID, socialticket.Page) ([]ticket.Event, error)
	due      func(time.Time, int) ([]socialticket.Timer, time.Time, error)
	claim    func(socialticket.Claim) ([]socialticket.Claimed, time.Time, error)
	giveBack func(socialticket.Return) error
	feed     func(after int64) []socialticket.Entry
	prune    func(socialticket.Prune) (int, error)
	page     func(socialticket.Selection) ([]ticket.Ticket, error)
	choose   func([]ticket.Ticket) []ticket.Ticket
	clued    func(socialticket.Clue, []socialticket.Contact) []socialticket.Contact
	contacts func([]socialticket.Contact) []socialticket.Contact
	ring     func(string, []socialticket.Contact) ([]socialticket.Contact, error)
	effects  map[string]struct{}
	asked    func(string) int

	mu      sync.Mutex // for what a fault remembers
	counter atomic.Int64
	once    sync.Once
	locked  chan struct{}
}

// lock returns a lock: it is taken by sending, and given back by receiving.
func (f *faulty) lock() chan struct{} {
	f.once.Do(func() { f.locked = make(chan struct{}, 1) })
	return f.locked
}

func (f *faulty) Load(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
	if f.load != nil {
		return f.load(ctx, ref)
	}
	return f.Store.Load(ctx, ref)
}

func (f *faulty) Commit(ctx context.Context, c socialticket.Commit) error {
	if f.commit != nil {
		return f.commit(ctx, c)
	}
	return f.Store.Commit(ctx, c)
}

func (f *faulty) Ticket(ctx context.Context, id ticket.ID) (ticket.Ticket, error) {
	if f.ticket != nil {
		return f.ticket(id)
	}
	return f.Store.Ticket(ctx, id)
}

func (f *faulty) Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error] {
	if f.tickets == nil {
		return f.Store.Tickets(ctx)
	}
	return seq(f.tickets(collect(f.Store.Tickets(ctx))), nil)
}

// collect returns what a sound store yields, which never fails.
func collect[T any](all iter.Seq2[T, error]) (list []T) {
	for v, err := range all {
		if err != nil {
			panic(err)
		}
		list = append(list, v)
	}
	return list
}

func (f *faulty) Comments(ctx context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Comment, error) {
	if f.comments != nil {
		return f.comments(id, page)
	}
	return f.Store.Comments(ctx, id, page)
}

func (f *faulty) Events(ctx context.Context, id ticket.ID, page socialticket.Page) ([]ticket.Event, error) {
	if f.events != nil {
		return f.events(id, page)
	}
	return f.Store.Events(ctx, id, page)
}

func (f *faulty) Due(ctx context.Context, now time.Time, limit int) ([]socialticket.Timer, time.Time, error) {
	if f.due != nil {
		return f.due(now, limit)
	}
	return f.Store.Due(ctx, now, limit)
}

func (f *faulty) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	if f.claim != nil {
		return f.claim(c)
	}
	return f.Store.Claim(ctx, c)
}

func (f *faulty) Return(ctx context.Context, r socialticket.Return) error {
	if f.giveBack != nil {
		return f.giveBack(r)
	}
	return f.Store.Return(ctx, r)
}

func (f *faulty) Feed(ctx context.Context, after int64) iter.Seq2[socialticket.Entry, error] {
	if f.feed != nil {
		return seq(f.feed(after), nil)
	}
	return f.Store.Feed(ctx, after)
}

func (f *faulty) Prune(ctx context.Context, p socialticket.Prune) (int, error) {
	if f.prune != nil {
		return f.prune(p)
	}
	return f.Store.Prune(ctx, p)
}

func (f *faulty) Contacts(ctx context.Context) iter.Seq2[socialticket.Contact, error] {
	if f.contacts == nil {
		return f.Store.Contacts(ctx)
	}
	return seq(f.contacts(collect(f.Store.Contacts(ctx))), nil)
}

func (f *faulty) Circle(ctx context.Context, person string) ([]socialticket.Contact, error) {
	list, err := f.Store.Circle(ctx, person)
	if f.ring != nil {
		return f.ring(person, list)
	}
	return list, err
}

func (f *faulty) Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	if f.choose == nil {
		return f.Store.Select(ctx, tree)
	}
	return func(yield func(ticket.Ticket, error) bool) {
		for _, t := range f.choose(collect(f.Store.Select(context.Background(), tree))) {
			if !yield(t, ctx.Err()) {
				return
			}
		}
	}
}

func (f *faulty) SelectPage(ctx context.Context, s socialticket.Selection) ([]ticket.Ticket, error) {
	if f.page != nil {
		return f.page(s)
	}
	return f.Store.SelectPage(ctx, s)
}

func (f *faulty) FindContacts(ctx context.Context, clue socialticket.Clue) iter.Seq2[socialticket.Contact, error] {
	if f.clued != nil {
		return seq(f.clued(clue, collect(f.Store.FindContacts(ctx, clue))), nil)
	}
	return f.Store.FindContacts(ctx, clue)
}

func (f *faulty) TicketsOf(ctx context.Context, requester string) (int, error) {
	if f.asked != nil {
		return f.asked(requester), nil
	}
	return f.Store.TicketsOf(ctx, requester)
}

// always returns a fault of what Load returns.
func always(spoil func(*faulty, *socialticket.Head, socialticket.Ref)) func(*faulty) {
	return func(f *faulty) {
		f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
			h, err := f.Store.Load(ctx, ref)
			spoil(f, &h, ref)
			return h, err
		}
	}
}

// asked returns a fault of how Load takes its reference.
func asked(spoil func(*faulty, *socialticket.Ref)) func(*faulty) {
	return func(f *faulty) {
		f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
			spoil(f, &ref)
			return f.Store.Load(ctx, ref)
		}
	}
}

// written returns a fault of what Commit writes.
func written(spoil func(*faulty, *socialticket.Commit)) func(*faulty) {
	return func(f *faulty) {
		f.commit = func(ctx context.Context, c socialticket.Commit) error {
			spoil(f, &c)
			return f.Store.Commit(ctx, c)
		}
	}
}

// refused returns a fault of what Commit says, and does, when it refuses.
func refused(answer func(*faulty, socialticket.Commit, error) error) func(*faulty) {
	return func(f *faulty) {
		f.commit = func(ctx context.Context, c socialticket.Commit) error {
			if err := f.Store.Commit(ctx, c); err != nil {
				return answer(f, c, err)
			}
			return nil
		}
	}
}

// checked returns a fault of what Commit refuses before it looks further: what check
// returns an error for.
func checked(check func(*faulty, *socialticket.Commit) error) func(*faulty) {
	return func(f *faulty) {
		f.commit = func(ctx context.Context, c socialticket.Commit) error {
			if err := check(f, &c); err != nil {
				return err
			}
			return f.Store.Commit(ctx, c)
		}
	}
}

// atOnce makes a fault of commits one that several goroutines meet in turn.
func atOnce(spoil func(*faulty)) func(*faulty) {
	return func(f *faulty) {
		spoil(f)
		commit := f.commit
		f.commit = func(ctx context.Context, c socialticket.Commit) error {
			f.mu.Lock()
			defer f.mu.Unlock()
			return commit(ctx, c)
		}
	}
}

// head returns what the sound store has.
func (f *faulty) head(ref socialticket.Ref) socialticket.Head {
	h, _ := f.Store.Load(context.Background(), ref)
	return h
}

// version returns what version the store has of what a commit is about.
func (f *faulty) version(c socialticket.Commit) int64 {
	if !c.Person.IsZero() {
		return f.head(socialticket.Ref{Person: c.Person.ID}).Record.Version
	}
	return f.head(socialticket.Ref{Account: c.Account, Key: c.Key}).Conversation.Version
}

// waiting returns how many events are parked for the message ids of comments.
func (f *faulty) waiting(a channel.Account, ids ...string) (n int) {
	for _, id := range ids {
		n += len(f.head(socialticket.Ref{Account: a, Message: id}).Parked)
	}
	return n
}

// hidden returns a commit of a conversation that no test asks for.
func (f *faulty) hidden(a channel.Account) socialticket.Commit {
	n := f.counter.Add(1)
	key := socialticket.Key(fmt.Sprint("hidden ", n))
	return socialticket.Commit{
		Account: a, Key: key, Cause: string(key),
		Conversation: socialticket.Conversation{Account: a, Key: key, Version: 1},
	}
}

// thread returns all comments of a ticket.
func (f *faulty) thread(id ticket.ID) []ticket.Comment {
	list, _ := f.Store.Comments(context.Background(), id, socialticket.Page{Limit: 1 << 20})
	return list
}

// log returns all events of a ticket.
func (f *faulty) log(id ticket.ID) []ticket.Event {
	list, _ := f.Store.Events(context.Background(), id, socialticket.Page{Limit: 1 << 20})
	return list
}
