package inbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/words"
)

// Found is a person that a search found.
type Found struct {
	Person   identity.Person        `json:"person"`   // the end of the links; of one without a record it has the id alone
	Contacts []socialticket.Contact `json:"contacts"` // all that are this person, by account and key
}

// updatedAt is when one of the contacts was updated last.
func (f *Found) updatedAt() (at time.Time) {
	for i := range f.Contacts {
		if u := f.Contacts[i].User.UpdatedAt; u.After(at) {
			at = u
		}
	}
	return at
}

// compare orders persons: the newest update of a contact first, ties by id.
func (f *Found) compare(o *Found) int {
	return cmp.Or(o.updatedAt().Compare(f.updatedAt()), cmp.Compare(f.Person.ID, o.Person.ID))
}

// PersonPage is a part of the persons that were found. The zero PersonPage is all of them.
type PersonPage struct {
	After string // begins behind the person that a contact or person of this id is by now; empty: with the first
	Limit int    // at most so many; 0: all that are left
}

// errNoPeople tells that the reader cannot list contacts.
var errNoPeople = errors.New("the reader is not a socialticket.People")

// Users yields the persons that a query finds, the one with the newest update of a contact
// first, ties by id. What is about tickets alone does not count; a query of nothing else
// finds nobody, as does the zero Query.
//
// A reader that is a [socialticket.Finder] is asked for what it has an index of; of another
// all contacts are read, and kept while the search goes on. The error is the last that it
// yields: that of the reader, or one that matches [socialticket.ErrNotFound] if page.After is
// not known.
func (in *Inbox) Users(ctx context.Context, q Query, page PersonPage) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		list, err := in.usersPage(ctx, &q, page)
		if err != nil {
			yield(Found{}, fmt.Errorf("inbox: search: %w", err))
			return
		}
		for i := range list {
			if !yield(*list[i], nil) {
				return
			}
		}
	}
}

func (in *Inbox) usersPage(ctx context.Context, q *Query, page PersonPage) ([]*Found, error) {
	list, err := in.persons(ctx, q)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, (*Found).compare)
	if page.After != "" {
		circle, err := in.people.Circle(ctx, page.After)
		if err != nil {
			return nil, err
		}
		if len(circle) == 0 {
			return nil, fmt.Errorf("after person %q: %w", page.After, socialticket.ErrNotFound)
		}
		after := &Found{Person: circle[0].Person, Contacts: circle}
		list = slices.DeleteFunc(list, func(f *Found) bool { return f.compare(after) <= 0 })
	}
	if page.Limit > 0 && len(list) > page.Limit {
		list = list[:page.Limit]
	}
	return list, nil
}

// persons returns those that a query finds, in no order.
func (in *Inbox) persons(ctx context.Context, q *Query) ([]*Found, error) {
	if in.people == nil {
		return nil, errNoPeople
	}
	tests := in.testsOf(q)
	if len(tests) == 0 {
		return nil, nil
	}
	met := map[string]*Found{}
	known := map[contactKey]bool{}
	for _, source := range in.sources(ctx, tests) {
		for c, err := range source {
			if err != nil {
				return nil, err
			}
			f := met[c.Person.ID]
			if f == nil {
				f = &Found{Person: c.Person}
				met[c.Person.ID] = f
			}
			if key := keyOf(&c); !known[key] {
				known[key] = true
				f.Contacts = append(f.Contacts, c)
			}
		}
	}
	var list []*Found
	for _, f := range met {
		if f.passes(tests) {
			slices.SortFunc(f.Contacts, func(a, b socialticket.Contact) int { return keyOf(&a).compare(keyOf(&b)) })
			list = append(list, f)
		}
	}
	return list, nil
}

// contactKey names a contact.
type contactKey struct{ kind, account, key string }

func keyOf(c *socialticket.Contact) contactKey {
	return contactKey{string(c.Account.Kind), c.Account.ID, string(c.Key)}
}

func (k contactKey) compare(o contactKey) int {
	return cmp.Or(cmp.Compare(k.kind, o.kind), cmp.Compare(k.account, o.account), cmp.Compare(k.key, o.key))
}

// sources returns where the contacts come from: the fewest that a store can find, or all.
func (in *Inbox) sources(ctx context.Context, tests []personTest) (list []iter.Seq2[socialticket.Contact, error]) {
	finder, is := in.config.Reader.(socialticket.Finder)
	best := slices.MaxFunc(tests, func(a, b personTest) int { return cmp.Compare(a.worth(), b.worth()) })
	if !is || len(best.clues) == 0 {
		return append(list, in.people.Contacts(ctx))
	}
	for _, clue := range best.clues {
		list = append(list, finder.FindContacts(ctx, clue))
	}
	return list
}

// personTest is one thing that a person must have.
type personTest struct {
	clues []socialticket.Clue // one of them leads to whoever has it
	holds func(*Found) bool   // nil: a clue like that is enough
}

// worth tells how few persons the clues lead to.
func (t *personTest) worth() int {
	if len(t.clues) == 0 {
		return -1
	}
	kinds := []socialticket.ClueKind{socialticket.ClueInfo, socialticket.ClueName, socialticket.ClueHandle, socialticket.ClueEmail, socialticket.ClueNumber}
	const longest = 100
	return longest*slices.Index(kinds, t.clues[0].Kind) + min(longest-1, len(t.clues[0].Text))
}

// testsOf returns what a person must have.
func (in *Inbox) testsOf(q *Query) (list []personTest) {
	add := func(k socialticket.ClueKind, texts ...string) {
		for _, text := range texts {
			list = append(list, personTest{clues: []socialticket.Clue{{Kind: k, Text: text}}})
		}
	}
	for _, p := range q.phrases() {
		add(socialticket.ClueInfo, p.Words...)
	}
	add(socialticket.ClueName, words.Split(q.Name)...)
	add(socialticket.ClueInfo, words.Split(q.Info)...)
	if q.Email != "" {
		add(socialticket.ClueEmail, words.Fold(q.Email))
	}
	if handle := strings.TrimPrefix(words.Fold(q.Handle), "@"); handle != "" {
		list = append(list, personTest{holds: func(f *Found) bool {
			return f.hasClue(socialticket.Clue{Kind: socialticket.ClueHandle, Text: handle}) || f.hasClue(socialticket.Clue{Kind: socialticket.ClueHandle, Text: "@" + handle})
		}, clues: []socialticket.Clue{{Kind: socialticket.ClueHandle, Text: handle}, {Kind: socialticket.ClueHandle, Text: "@" + handle}}})
	}
	if q.Phone != "" {
		list = append(list, in.phoneTest(q.Phone))
	}
	return list
}

// passes reports whether a person has all of it.
func (f *Found) passes(tests []personTest) bool {
	return !slices.ContainsFunc(tests, func(t personTest) bool {
		if t.holds != nil {
			return !t.holds(f)
		}
		return !f.hasClue(t.clues[0])
	})
}

// hasClue reports whether a clue leads to a contact of the person, or to a record of them.
func (f *Found) hasClue(want socialticket.Clue) bool {
	leads := func(list []socialticket.Clue) bool {
		return slices.ContainsFunc(list, func(c socialticket.Clue) bool { return c.Kind == want.Kind && strings.HasPrefix(c.Text, want.Text) })
	}
	return leads(socialticket.PersonClues(&f.Person)) || slices.ContainsFunc(f.Contacts, func(c socialticket.Contact) bool {
		return leads(socialticket.UserClues(&c.User)) || leads(socialticket.PersonClues(&c.Record))
	})
}
