package sqlitestore_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// both is what the two stores have.
type both interface {
	socialticket.Store
	socialticket.Reader
	socialticket.Queue
	socialticket.Feed
}

// model does the same random acts to a store and to that of package memory.
type model struct {
	*testing.T
	*rand.Rand
	want, got both
	cause     int
	comments  int
	versions  map[socialticket.Key]int64
	claimed   []socialticket.Claimed
}

// TestModel does random acts: each has the same result as with package memory.
func TestModel(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			m := &model{
				T: t, Rand: rand.New(rand.NewPCG(seed, 1)), want: &memory.Store{}, got: fresh(t),
				versions: map[socialticket.Key]int64{},
			}
			acts := []func(){m.commit, m.commit, m.commit, m.park, m.person, m.claim, m.claim, m.claim, m.giveBack, m.giveBack, m.due, m.load, m.load}
			for range 600 {
				acts[m.IntN(len(acts))]()
			}
			m.read()
		})
	}
}

// same compares two results. Errors are the same if they are of one kind.
func (m *model) same(what string, want, got any, wantErr, gotErr error) {
	m.Helper()
	for _, kind := range []error{socialticket.ErrConflict, socialticket.ErrDuplicate, socialticket.ErrNotFound, nil} {
		if errors.Is(wantErr, kind) != errors.Is(gotErr, kind) {
			m.Fatalf("%s: error %v, want %v", what, gotErr, wantErr)
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		m.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

// some returns a name of a few.
func (m *model) some(kind string, of int) string { return fmt.Sprint(kind, m.IntN(of)) }

// account returns one of accounts whose order is not that of their joined texts.
func (m *model) account() channel.Account {
	return []channel.Account{{Kind: "a", ID: "z"}, {Kind: "a-b", ID: "a"}}[m.IntN(2)]
}

// minute returns an instant of two hours.
func (m *model) minute() time.Time { return start().Add(time.Duration(m.IntN(120)) * time.Minute) }

// maybe returns the zero instant or one of two hours.
func (m *model) maybe() time.Time {
	if m.IntN(2) == 0 {
		return time.Time{}
	}
	return m.minute()
}

func (m *model) nextCause() string {
	if m.IntN(10) > 0 {
		m.cause++
	}
	return fmt.Sprint("cause ", m.cause)
}

func (m *model) commit() {
	a := m.account()
	key := socialticket.Key(a.ID + m.some(" key ", 4))
	c := socialticket.Commit{Account: a, Key: key, Expect: m.versions[key], Cause: m.nextCause(), At: m.minute()}
	if m.IntN(10) == 0 {
		c.Expect++
	}
	id := ticket.ID(string(key) + m.some(" ticket ", 2))
	c.Conversation = socialticket.Conversation{Account: a, Key: key, Version: c.Expect + 1, User: identity.User{ID: m.some("person ", 5)}, Ticket: id}
	c.Ticket = ticket.Ticket{ID: id, Subject: c.Cause, Times: ticket.Times{UpdatedAt: m.minute()}}
	if m.IntN(3) == 0 {
		c.Addresses = []channel.Address{{Account: a, Handle: string(key) + m.some(" handle ", 2)}, {Account: a, Handle: m.some("handle ", 20)}}
	}
	for range m.IntN(3) {
		m.comments++
		number := m.comments // of the ticket's comments; gaps do not matter
		comment := ticket.Comment{ID: fmt.Sprint("comment ", number), Ticket: id, Number: number}
		comment.Content.ID = fmt.Sprint("message ", m.IntN(200)*2+number%2) // never twice in a commit
		c.Comments = append(c.Comments, comment)
		c.Events = append(c.Events, ticket.Event{Ticket: id, Number: number, Type: ticket.EventComment, Comment: comment.ID})
	}
	m.work(&c)
	want, got := m.want.Commit(m.Context(), c), m.got.Commit(m.Context(), c)
	m.same(fmt.Sprintf("Commit of %s at %d", key, c.Expect), nil, nil, want, got)
	if want == nil {
		m.versions[key] = c.Expect + 1
	}
}

// work adds effects, done ones and timers.
func (m *model) work(c *socialticket.Commit) {
	for i := range m.IntN(4) {
		kinds := []socialticket.EffectKind{socialticket.EffectMessage, socialticket.EffectNotify, "own"}
		c.Effects = append(c.Effects, socialticket.Effect{
			ID: fmt.Sprint(c.Cause, " ", i), Kind: kinds[m.IntN(len(kinds))], Lane: m.some("lane ", 6), Number: int64(m.cause*10 + i),
			Account: c.Account, Key: c.Key, At: m.minute(), After: m.maybe(), To: "anywhere",
		})
	}
	for range m.IntN(3) {
		c.Done = append(c.Done, fmt.Sprint("cause ", m.IntN(m.cause+1), " ", m.IntN(3)))
	}
	for _, id := range []ticket.ID{"", c.Ticket.ID} {
		if m.IntN(2) == 0 {
			c.Timers = append(c.Timers, socialticket.Timer{Account: c.Account, Key: c.Key, Ticket: id, At: m.maybe()})
		}
	}
}

func (m *model) park() {
	a := m.account()
	e := channel.Event{ID: m.some("event ", 1000), Type: channel.EventStatus, Account: a, Status: channel.Status{MessageID: m.some("message ", 400)}}
	c := socialticket.Commit{Account: a, Cause: m.nextCause(), At: m.minute(), Park: e}
	m.same("Commit of a parked event", nil, nil, m.want.Commit(m.Context(), c), m.got.Commit(m.Context(), c))
}

func (m *model) person() {
	p := identity.Person{ID: m.some("person ", 5), Name: m.some("name ", 100), CreatedAt: start()}
	if m.IntN(3) > 0 {
		p.Into = m.some("person ", 5)
	}
	key := socialticket.Key(p.ID)
	c := socialticket.Commit{Key: key, Expect: m.versions[key], Cause: m.nextCause(), At: m.minute()}
	p.Version = c.Expect + 1
	c.Person = p
	want, got := m.want.Commit(m.Context(), c), m.got.Commit(m.Context(), c)
	m.same(fmt.Sprintf("Commit of person %s into %q", p.ID, p.Into), nil, nil, want, got)
	if want == nil {
		m.versions[key]++
	}
}

func (m *model) claim() {
	c := socialticket.Claim{Now: m.minute(), Lease: time.Duration(1+m.IntN(20)) * time.Minute, Limit: 1 + m.IntN(4)}
	for _, k := range []socialticket.EffectKind{socialticket.EffectMessage, socialticket.EffectNotify, "own"} {
		if m.IntN(4) == 0 {
			c.Kinds = append(c.Kinds, k)
		}
	}
	want, wantNext, wantErr := m.want.Claim(m.Context(), c)
	got, gotNext, gotErr := m.got.Claim(m.Context(), c)
	m.same(fmt.Sprintf("Claim %+v", c), want, got, wantErr, gotErr)
	m.same(fmt.Sprintf("Claim %+v: next", c), wantNext, gotNext, nil, nil)
	m.claimed = append(m.claimed, want...)
}

func (m *model) giveBack() {
	if len(m.claimed) == 0 {
		return
	}
	c := m.claimed[max(0, len(m.claimed)-1-m.IntN(8))]
	r := socialticket.Return{Account: c.Account, ID: c.ID, Attempt: c.Attempt, After: m.maybe(), Doubt: m.IntN(2) == 0}
	if m.IntN(2) == 0 {
		r.Reason.Code = "busy"
	}
	m.same(fmt.Sprintf("Return %+v", r), nil, nil, m.want.Return(m.Context(), r), m.got.Return(m.Context(), r))
}

func (m *model) due() {
	now, limit := m.minute(), 1+m.IntN(5)
	want, wantNext, wantErr := m.want.Due(m.Context(), now, limit)
	got, gotNext, gotErr := m.got.Due(m.Context(), now, limit)
	m.same("Due", want, got, wantErr, gotErr)
	m.same("Due: next", wantNext, gotNext, nil, nil)
}

func (m *model) load() {
	a := m.account()
	parts := []func(*socialticket.Ref){
		func(r *socialticket.Ref) { r.Comment = fmt.Sprint("comment ", m.IntN(m.comments+2)) },
		func(r *socialticket.Ref) { r.Message = m.some("message ", 400) },
		func(r *socialticket.Ref) { r.Ticket = ticket.ID(a.ID + m.some(" key ", 4) + m.some(" ticket ", 2)) },
		func(r *socialticket.Ref) { r.Key = socialticket.Key(a.ID + m.some(" key ", 5)) },
		func(r *socialticket.Ref) {
			r.Addresses = []channel.Address{{Account: m.account(), Handle: m.some("handle ", 20)}, {Account: a, Handle: m.some("handle ", 20)}}
		},
		func(r *socialticket.Ref) { r.Cause = fmt.Sprint("cause ", m.IntN(m.cause+2)) },
		func(r *socialticket.Ref) { r.Person = m.some("person ", 6) },
		func(r *socialticket.Ref) { r.Into = m.some("person ", 6) },
	}
	ref := socialticket.Ref{Account: a}
	for range 1 + m.IntN(3) {
		parts[m.IntN(len(parts))](&ref)
	}
	want, wantErr := m.want.Load(m.Context(), ref)
	got, gotErr := m.got.Load(m.Context(), ref)
	m.same(fmt.Sprintf("Load %+v", ref), want, got, wantErr, gotErr)
}

// read compares all that there is to be read.
func (m *model) read() {
	entries := func(f socialticket.Feed) (list []socialticket.Commit) {
		for e, err := range f.Feed(m.Context(), 0) {
			require.NoError(m, err)
			list = append(list, e.Commit)
		}
		return list
	}
	m.same("Feed", entries(m.want), entries(m.got), nil, nil)
	tickets := func(r socialticket.Reader) (list []ticket.Ticket) {
		for t, err := range r.Tickets(m.Context()) {
			require.NoError(m, err)
			list = append(list, t)
		}
		return list
	}
	list := tickets(m.want)
	require.NotEmpty(m, list)
	m.same("Tickets", list, tickets(m.got), nil, nil)
	for _, t := range append(list, ticket.Ticket{ID: "unknown"}) {
		want, wantErr := m.want.Ticket(m.Context(), t.ID)
		got, gotErr := m.got.Ticket(m.Context(), t.ID)
		m.same("Ticket", want, got, wantErr, gotErr)
		all := socialticket.Page{Limit: 10_000}
		wantComments, wantErr := m.want.Comments(m.Context(), t.ID, all)
		gotComments, gotErr := m.got.Comments(m.Context(), t.ID, all)
		m.same("Comments", wantComments, gotComments, wantErr, gotErr)
		wantEvents, wantErr := m.want.Events(m.Context(), t.ID, all)
		gotEvents, gotErr := m.got.Events(m.Context(), t.ID, all)
		m.same("Events", wantEvents, gotEvents, wantErr, gotErr)
	}
}
