package socialticket

import (
	"context"
	"fmt"
	"iter"

	"github.com/socialticket/socialticket/identity"
)

// Candidate returns the contact as [identity.Phones.Suggest] takes it.
func (c Contact) Candidate() identity.Candidate {
	return identity.Candidate{Member: identity.Member{User: c.User, Record: c.Record}, End: c.Person, Conflicts: c.Conflicts}
}

// Suggest returns who may be the same person as the one of an id, with reasons, the strongest
// first. It reads every contact, so ask it when an agent looks at a person, not at each message.
// No person is merged by it. The errors are the store's.
func Suggest(ctx context.Context, people People, phones identity.Phones, person string) ([]identity.Suggestion, error) {
	circle, err := people.Circle(ctx, person)
	if err != nil {
		return nil, fmt.Errorf("socialticket: suggest: %w", err)
	}
	var of []identity.Candidate
	for _, c := range circle {
		of = append(of, c.Candidate())
	}
	if of == nil {
		return nil, nil
	}
	list, err := phones.Suggest(of, candidates(people.Contacts(ctx)))
	if err != nil {
		return nil, fmt.Errorf("socialticket: suggest: %w", err)
	}
	return list, nil
}

func candidates(contacts iter.Seq2[Contact, error]) iter.Seq2[identity.Candidate, error] {
	return func(yield func(identity.Candidate, error) bool) {
		for c, err := range contacts {
			if !yield(c.Candidate(), err) {
				return
			}
		}
	}
}
