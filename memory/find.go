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

// finder finds persons by clues. Commits only note what has changed: who searches does the
// work. The first search among a million contacts takes seconds, the next ones do not.
type finder struct {
	mu    sync.Mutex // for rolls; before Store.mu
	rolls map[socialticket.ClueKind]*roll

	// To be taken in, under Store.mu.
	users   []changedUser
	persons []changedPerson
}

// changedUser is a conversation whose user has changed, and the user before.
type changedUser struct {
	talk   *talk
	before *identity.User // nil: none
}

// changedPerson is the id of a person that has changed, and the record before.
type changedPerson struct {
	id     string
	before identity.Person
}

// user notes that the user of a conversation was another one.
func (f *finder) user(t *talk, before *identity.User) {
	u := &t.User
	if u.ID == before.ID && u.Name == before.Name && u.Phone == before.Phone && u.Email == before.Email && u.Locale == before.Locale &&
		slices.Equal(u.Addresses, before.Addresses) {
		return
	}
	c := changedUser{talk: t}
	if before.ID != "" {
		old := *before
		c.before = &old
	}
	f.users = append(f.users, c)
}

// person notes that the record of a person was another one.
func (f *finder) person(id string, before identity.Person) {
	f.persons = append(f.persons, changedPerson{id, before})
}

// noticed is how many changes are taken in before commits may go on.
const noticed = 1024

// index takes in what has changed. The caller holds finder.mu.
func (s *Store) index() {
	f := &s.finder
	if f.rolls == nil {
		f.rolls = map[socialticket.ClueKind]*roll{}
		for _, k := range []socialticket.ClueKind{socialticket.ClueNumber, socialticket.ClueShort, socialticket.ClueName, socialticket.ClueEmail, socialticket.ClueHandle, socialticket.ClueInfo} {
			f.rolls[k] = &roll{}
		}
	}
	s.mu.Lock()
	users, persons := f.users, f.persons
	f.users, f.persons = nil, nil
	s.mu.Unlock()
	for part := range slices.Chunk(users, noticed) {
		s.mu.RLock()
		for _, c := range part {
			u := &c.talk.User
			var before []socialticket.Clue
			if c.before != nil && c.before.ID == u.ID {
				before = socialticket.UserClues(c.before)
			}
			f.add(u.ID, socialticket.UserClues(u), before)
		}
		s.mu.RUnlock()
	}
	for part := range slices.Chunk(persons, noticed) {
		s.mu.RLock()
		for _, c := range part {
			now := s.persons[c.id]
			f.add(c.id, socialticket.PersonClues(&now), socialticket.PersonClues(&c.before))
		}
		s.mu.RUnlock()
	}
	for _, r := range f.rolls {
		r.settle()
	}
}

// add notes the clues of a user that were not there before.
func (f *finder) add(user string, clues, before []socialticket.Clue) {
	for _, c := range clues {
		if !slices.Contains(before, c) {
			f.rolls[c.Kind].add(c.Text, user)
		}
	}
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
	s.index()
	if r := s.finder.rolls[clue.Kind]; r != nil {
		r.find(clue.Text, func(user string) { users = append(users, user) })
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
