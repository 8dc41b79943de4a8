package memory

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
)

// kin finds conversations and persons by what they have in common. The zero kin is
// empty.
type kin struct {
	talks  map[string][]*talk  // by their users
	losers map[string][]string // the persons that point to one, by that one
	asked  map[string][]uint32 // the rows of tickets in the columns, by their requesters
}

// put notes whose conversation it is; before is the user it had.
func (k *kin) put(t *talk, before string) {
	user := t.User.ID
	if before == user {
		return
	}
	if before != "" {
		k.talks[before] = slices.DeleteFunc(k.talks[before], func(o *talk) bool { return o == t })
	}
	if user != "" {
		if k.talks == nil {
			k.talks = map[string][]*talk{}
		}
		k.talks[user] = append(k.talks[user], t)
	}
}

// link notes that a person points to another from now on, and not to the one before.
func (k *kin) link(person, before, into string) {
	if before == into {
		return
	}
	if before != "" {
		k.losers[before] = slices.DeleteFunc(k.losers[before], func(id string) bool { return id == person })
	}
	if into != "" {
		if k.losers == nil {
			k.losers = map[string][]string{}
		}
		k.losers[into] = append(k.losers[into], person)
	}
}

// ask notes whose a ticket is; before is the requester it had.
func (k *kin) ask(row uint32, before, requester string) {
	if before == requester {
		return
	}
	if before != "" {
		k.asked[before] = slices.DeleteFunc(k.asked[before], func(o uint32) bool { return o == row })
	}
	if requester != "" {
		if k.asked == nil {
			k.asked = map[string][]uint32{}
		}
		k.asked[requester] = append(k.asked[requester], row)
	}
}

// requesters returns those of which a ticket that passes a tree has one, and whether the
// tree says so.
func requesters(tree rules.Tree) ([]string, bool) {
	if l := tree.Leaf; l != nil && l.Field == "requester_id" && l.Op == rules.Is && !l.Not && !slices.Contains(l.Values, "") {
		return l.Values, true
	}
	for _, t := range tree.All {
		if ids, are := requesters(t); are {
			return ids, true
		}
	}
	return nil, false
}

// Contacts implements [socialticket.People]. It yields the contacts as they were when it
// began.
func (s *Store) Contacts(ctx context.Context) iter.Seq2[socialticket.Contact, error] {
	return func(yield func(socialticket.Contact, error) bool) {
		s.mu.RLock()
		var list []socialticket.Contact
		for _, p := range s.accounts {
			for _, t := range p.talks {
				end, _ := identity.Resolve(t.User.ID, s.recordOf) // the zero Person in a circle, which no commit makes
				list = append(list, s.contact(t, end))
			}
		}
		s.mu.RUnlock()
		slices.SortFunc(list, func(a, b socialticket.Contact) int {
			return cmp.Or(b.User.UpdatedAt.Compare(a.User.UpdatedAt), compareContacts(a, b))
		})
		for _, c := range list {
			if err := ctx.Err(); err != nil {
				yield(socialticket.Contact{}, fmt.Errorf("memory: contacts: %w", err))
				return
			}
			if !yield(cloneContact(c), nil) {
				return
			}
		}
	}
}

// TicketsOf implements [socialticket.Counter].
func (s *Store) TicketsOf(ctx context.Context, requester string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("memory: count tickets: %w", err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.kin.asked[requester]), nil
}

// Circle implements [socialticket.People].
func (s *Store) Circle(ctx context.Context, person string) ([]socialticket.Contact, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("memory: circle: %w", err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.circle(person), nil
}

// circle returns the contacts that are one person with the given one. They share nothing
// with the store.
func (s *Store) circle(person string) []socialticket.Contact {
	end, err := identity.Resolve(person, s.recordOf)
	if err != nil {
		return nil
	}
	var list []socialticket.Contact
	ids := []string{end.ID}
	for i := 0; i < len(ids); i++ {
		for _, t := range s.kin.talks[ids[i]] {
			list = append(list, cloneContact(s.contact(t, end)))
		}
		ids = append(ids, s.kin.losers[ids[i]]...)
	}
	slices.SortFunc(list, compareContacts)
	return list
}

// circles puts the contacts of the persons of ref into head, or those of the conversation's
// user if links lead to it or from it.
func (s *Store) circles(ref socialticket.Ref, head *socialticket.Head) {
	if ref.Into != "" {
		head.IntoCircle = s.circle(ref.Into)
	}
	if ref.Person != "" {
		head.Circle = s.circle(ref.Person)
		return
	}
	user := head.Conversation.User.ID
	if user == "" || s.persons[user].Into == "" && len(s.kin.losers[user]) == 0 {
		return
	}
	head.Circle = s.circle(user)
}

// contact returns the contact of a conversation; end is where the links of its user end.
func (s *Store) contact(t *talk, end identity.Person) socialticket.Contact {
	return socialticket.Contact{
		Account: t.Account, Key: t.Key, User: t.User, Record: s.persons[t.User.ID], Person: end, Ticket: t.Ticket, Conflicts: t.Conflicts,
	}
}

func compareContacts(a, b socialticket.Contact) int {
	return cmp.Or(compareAccounts(a.Account, b.Account), cmp.Compare(a.Key, b.Key))
}

func cloneContact(c socialticket.Contact) socialticket.Contact {
	c.User.Addresses, c.User.Tags = slices.Clone(c.User.Addresses), slices.Clone(c.User.Tags)
	c.Conflicts = slices.Clone(c.Conflicts)
	c.Record, c.Person = clonePersonRecord(c.Record), clonePersonRecord(c.Person)
	return c
}
