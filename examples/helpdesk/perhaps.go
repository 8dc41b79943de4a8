package main

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// perhapsView is a person who may be the same as the one that is looked at.
type perhapsView struct {
	identity.Suggestion
	Name string
	// Told reports that a platform told an address of one for the other: people decide, and
	// the answer is kept.
	Told bool
}

// perhaps returns who may be the same person as the one of some contacts. It asks the store's
// index for everybody with one of their numbers, e-mails and names, and not for all customers.
func (s *server) perhaps(ctx context.Context, of []socialticket.Contact) ([]perhapsView, error) {
	near, err := s.near(ctx, of)
	if err != nil {
		return nil, err
	}
	list, err := phones().Suggest(candidates(of), yielding(candidates(near)))
	if err != nil {
		return nil, err
	}
	var views []perhapsView
	for _, one := range list {
		told := conflictsWith(of, near, one.Person)
		if other := theirs(near, one.Person); len(of) > 0 {
			told = append(told, conflictsWith(other, of, of[0].Person.ID)...)
		}
		views = append(views, perhapsView{Suggestion: one, Name: nameAmong(near, one.Person), Told: len(told) > 0})
	}
	return views, nil
}

// mostNear bounds how many contacts one clue leads to: half of the world has the same name.
const mostNear = 60

// near returns the contacts that share a number, an e-mail or a name with some others, and
// those whose addresses a platform told for them.
func (s *server) near(ctx context.Context, of []socialticket.Contact) (near []socialticket.Contact, err error) {
	add := func(c socialticket.Contact) {
		same := func(o socialticket.Contact) bool {
			return o.User.ID == c.User.ID && o.Key == c.Key && o.Account == c.Account
		}
		if !slices.ContainsFunc(near, same) {
			near = append(near, c)
		}
	}
	for _, clue := range cluesTo(of) {
		n := 0
		for c, err := range s.store.FindContacts(ctx, clue) {
			if err != nil {
				return nil, err
			}
			add(c)
			if n++; n == mostNear {
				break
			}
		}
	}
	for _, c := range of {
		for _, conflict := range c.Conflicts {
			circle, err := s.store.Circle(ctx, conflict.Owner)
			if err != nil {
				return nil, err
			}
			for _, o := range circle {
				add(o)
			}
		}
	}
	return near, nil
}

// cluesTo returns what leads to those who may be the same: numbers, e-mails and names.
func cluesTo(of []socialticket.Contact) (list []socialticket.Clue) {
	for i := range of {
		for _, kind := range []socialticket.ClueKind{socialticket.ClueNumber, socialticket.ClueShort, socialticket.ClueEmail, socialticket.ClueName} {
			for _, clue := range slices.Concat(kind.OfUser(&of[i].User), kind.OfPerson(&of[i].Record)) {
				if !slices.Contains(list, clue) {
					list = append(list, clue)
				}
			}
		}
	}
	return list
}

func candidates(contacts []socialticket.Contact) []identity.Candidate {
	list := make([]identity.Candidate, len(contacts))
	for i, c := range contacts {
		list[i] = c.Candidate()
	}
	return list
}

func yielding(list []identity.Candidate) iter.Seq2[identity.Candidate, error] {
	return func(yield func(identity.Candidate, error) bool) {
		for _, c := range list {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// nameAmong returns the name of a person who has some of the contacts.
func nameAmong(contacts []socialticket.Contact, person string) string {
	for _, c := range contacts {
		if c.Person.ID == person {
			return contactName(c)
		}
	}
	return person
}

// theirs returns the contacts of a person.
func theirs(contacts []socialticket.Contact, person string) (list []socialticket.Contact) {
	for _, c := range contacts {
		if c.Person.ID == person {
			list = append(list, c)
		}
	}
	return list
}

// conflictsWith returns what is to be dismissed if the one of some contacts is not the same
// person as another.
func conflictsWith(of, near []socialticket.Contact, other string) (list []socialticket.Dismiss) {
	owner := func(id string) bool {
		return slices.ContainsFunc(near, func(c socialticket.Contact) bool { return c.User.ID == id && c.Person.ID == other })
	}
	for _, c := range of {
		for _, conflict := range c.Conflicts {
			one := socialticket.Dismiss{Account: c.Account, Key: c.Key, Owner: conflict.Owner}
			if owner(conflict.Owner) && !slices.Contains(list, one) {
				list = append(list, one)
			}
		}
	}
	return list
}

// formDismiss says that two are not the same person, on whichever side it was told.
func (s *server) formDismiss(r *http.Request) (string, error) {
	ctx, to := r.Context(), back(r)
	mine, err := s.store.Circle(ctx, r.PathValue("id"))
	if err != nil {
		return "", err
	}
	others, err := s.store.Circle(ctx, r.PostFormValue("other"))
	if err != nil {
		return "", err
	}
	if len(mine) == 0 || len(others) == 0 {
		return "", httpError{http.StatusNotFound, "there is no such person"}
	}
	list := slices.Concat(conflictsWith(mine, others, others[0].Person.ID), conflictsWith(others, mine, mine[0].Person.ID))
	for _, d := range list {
		d.By = agent(s.agentOf(r).ID)
		if _, failed := s.do(ctx, d); failed != nil {
			err = errors.Join(err, failed)
		}
	}
	return to.String(), err
}

// LikeReason says why two may be one person.
func (f frame) LikeReason(r identity.Reason) string {
	key := "perhaps." + string(r.Kind)
	if r.Kind == identity.SameName || r.Kind == identity.SameOrganization {
		return f.T(key)
	}
	return f.T(key, r.Value)
}
