package memory

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// finder finds persons by clues. Commits only note what has changed: who searches takes it
// in, for the kind of clue that is looked for. The first search of a kind among a million
// contacts takes seconds, the next ones do not.
type finder struct {
	mu    sync.Mutex // for rolls; before Store.mu
	rolls map[socialticket.ClueKind]*roll

	changed []change // under Store.mu; only added to
}

// change is a conversation or a person that has changed, and what it was before.
type change struct {
	talk *talk // nil: a person
	id   string
	// Before is what the clues are known of. Nil: none.
	user   *identity.User
	person *identity.Person
}

// user notes that the user of a conversation was another one.
func (f *finder) user(t *talk, before *identity.User) {
	u := &t.User
	if u.ID == before.ID && u.Name == before.Name && u.Phone == before.Phone && u.Email == before.Email && u.Locale == before.Locale &&
		slices.Equal(u.Addresses, before.Addresses) {
		return
	}
	c := change{talk: t}
	if before.ID != "" {
		old := *before
		c.user = &old
	}
	f.changed = append(f.changed, c)
}

// person notes that the record of a person was another one.
func (f *finder) person(id string, before identity.Person) {
	c := change{id: id}
	if before.ID != "" {
		c.person = &before
	}
	f.changed = append(f.changed, c)
}

// noticed is how many changes are taken in before commits may go on.
const noticed = 1024

// roll returns the roll of a kind with all that has changed. The caller holds finder.mu.
func (s *Store) roll(k socialticket.ClueKind) *roll {
	f := &s.finder
	if f.rolls == nil {
		f.rolls = map[socialticket.ClueKind]*roll{}
	}
	r := f.rolls[k]
	if r == nil {
		r = &roll{}
		f.rolls[k] = r
	}
	for s.take(r, k) {
	}
	r.settle()
	return r
}

// take takes some of what has changed into a roll, and reports whether there was something.
func (s *Store) take(r *roll, k socialticket.ClueKind) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	part := s.finder.changed[r.taken:]
	part = part[:min(len(part), noticed)]
	for i := range part {
		id, now, before := s.clues(&part[i], k)
		for _, c := range now {
			if !slices.Contains(before, c) {
				r.add(c.Text, id)
			}
		}
	}
	r.taken += len(part)
	return len(part) > 0
}

// clues returns the clues of a kind to what has changed, and those before, of the same user.
func (s *Store) clues(c *change, k socialticket.ClueKind) (id string, now, before []socialticket.Clue) {
	if c.talk == nil {
		p := s.persons[c.id]
		if c.person != nil {
			before = k.OfPerson(c.person)
		}
		return c.id, k.OfPerson(&p), before
	}
	u := &c.talk.User
	if c.user != nil && c.user.ID == u.ID {
		before = k.OfUser(c.user)
	}
	return u.ID, k.OfUser(u), before
}

// FindContacts implements [socialticket.Finder].
func (s *Store) FindContacts(ctx context.Context, clue socialticket.Clue) iter.Seq2[socialticket.Contact, error] {
	return func(yield func(socialticket.Contact, error) bool) {
		ends := map[string]bool{}
		for _, user := range s.clued(clue) {
			if err := ctx.Err(); err != nil {
				yield(socialticket.Contact{}, fmt.Errorf("memory: find contacts: %w", err))
				return
			}
			for _, c := range s.unseenCircle(user, ends) {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}

// clued returns the users that a clue leads to.
func (s *Store) clued(clue socialticket.Clue) (users []string) {
	s.finder.mu.Lock()
	defer s.finder.mu.Unlock()
	if kinds := socialticket.ClueKinds(); slices.Contains(kinds[:], clue.Kind) {
		s.roll(clue.Kind).find(clue.Text, func(user string) { users = append(users, user) })
	}
	return users
}

// unseenCircle returns the contacts of a person whose end was not seen.
func (s *Store) unseenCircle(user string, ends map[string]bool) []socialticket.Contact {
	s.mu.RLock()
	defer s.mu.RUnlock()
	end, err := identity.Resolve(user, s.recordOf)
	if err != nil || ends[end.ID] {
		return nil
	}
	ends[end.ID] = true
	return s.circle(user)
}
