package socialtickettest_test

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// met returns a fault of what Contacts yields.
func met(spoil func(*faulty, []socialticket.Contact) []socialticket.Contact) func(*faulty) {
	return func(f *faulty) {
		f.contacts = func(list []socialticket.Contact) []socialticket.Contact { return spoil(f, list) }
	}
}

// around returns a fault of what Circle returns, in heads too.
func around(spoil func(*faulty, string, []socialticket.Contact) []socialticket.Contact) func(*faulty) {
	return func(f *faulty) {
		f.ring = func(person string, list []socialticket.Contact) ([]socialticket.Contact, error) {
			return spoil(f, person, list), nil
		}
		f.load = func(ctx context.Context, ref socialticket.Ref) (socialticket.Head, error) {
			h, err := f.Store.Load(ctx, ref)
			h.Circle = spoil(f, cmp.Or(ref.Person, h.Conversation.User.ID), h.Circle)
			h.IntoCircle = spoil(f, ref.Into, h.IntoCircle)
			return h, err
		}
	}
}

// only returns the contacts that pass.
func only(list []socialticket.Contact, pass func(socialticket.Contact) bool) (kept []socialticket.Contact) {
	for _, c := range list {
		if pass(c) {
			kept = append(kept, c)
		}
	}
	return kept
}

func faultsOfPeople() []fault {
	return []fault{
		{name: "yields_the_oldest_contact_first", breaks: "Contacts", make: met(func(_ *faulty, list []socialticket.Contact) []socialticket.Contact {
			slices.Reverse(list)
			return list
		})},
		{name: "rounds_the_times_of_contacts", breaks: "Contacts", make: met(func(_ *faulty, list []socialticket.Contact) []socialticket.Contact {
			slices.SortStableFunc(list, func(a, b socialticket.Contact) int {
				return cmp.Or(cmp.Compare(b.User.UpdatedAt.Unix(), a.User.UpdatedAt.Unix()), cmp.Compare(a.Key, b.Key))
			})
			return list
		})},
		{name: "yields_the_contacts_of_one_account", breaks: "Contacts", make: met(func(_ *faulty, list []socialticket.Contact) []socialticket.Contact {
			return only(list, func(c socialticket.Contact) bool { return c.Account == list[0].Account })
		})},
		{name: "yields_contacts_that_were_merged_as_they_were", breaks: "Contacts ContactsWhole", make: met(func(_ *faulty, list []socialticket.Contact) []socialticket.Contact {
			for i := range list {
				list[i].Person = list[i].Record
			}
			return list
		})},
		{name: "yields_contacts_without_records", breaks: "Contacts ContactsWhole", make: met(func(_ *faulty, list []socialticket.Contact) []socialticket.Contact {
			for i := range list {
				list[i].Record = identity.Person{}
			}
			return list
		})},
		{name: "has_winners_alone_in_circles", breaks: "Circle CircleParted HeadCircle HeadCircleUser HeadIntoCircle", make: around(func(_ *faulty, _ string, list []socialticket.Contact) []socialticket.Contact {
			return only(list, func(c socialticket.Contact) bool { return c.User.ID == c.Person.ID })
		})},
		{name: "sees_one_link_in_circles", breaks: "Circle HeadCircle", make: around(func(_ *faulty, _ string, list []socialticket.Contact) []socialticket.Contact {
			return only(list, func(c socialticket.Contact) bool {
				return c.User.ID == c.Person.ID || c.Record.Into == c.Person.ID
			})
		})},
		{name: "leaves_out_the_one_that_is_asked_for", breaks: "Circle CircleParted ContactsWhole HeadCircle", make: around(func(_ *faulty, person string, list []socialticket.Contact) []socialticket.Contact {
			return only(list, func(c socialticket.Contact) bool {
				return c.User.ID != person && (c.Person.ID != person || len(list) > 1)
			})
		})},
		{name: "orders_circles_by_key", breaks: "Circle HeadCircle", make: around(func(_ *faulty, _ string, list []socialticket.Contact) []socialticket.Contact {
			slices.SortFunc(list, func(a, b socialticket.Contact) int { return cmp.Compare(a.Key, b.Key) })
			return list
		})},
		{name: "remembers_circles", breaks: "CircleParted", make: func(f *faulty) {
			known := map[string][]socialticket.Contact{}
			f.ring = func(person string, list []socialticket.Contact) ([]socialticket.Contact, error) {
				if len(known[person]) > len(list) {
					return known[person], nil
				}
				for _, c := range list {
					known[c.User.ID] = list
				}
				return list, nil
			}
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				err := f.Store.Commit(ctx, c)
				for _, id := range []string{c.Person.ID, c.Person.Into} {
					if id != "" {
						_, _ = f.Circle(ctx, id)
					}
				}
				return err
			}
		}},
		{name: "counts_the_newest_tickets", breaks: "TicketsOf", make: func(f *faulty) {
			f.asked = func(requester string) (n int) {
				for _, c := range collect(f.Store.Contacts(context.Background())) {
					if c.User.ID == requester {
						n++
					}
				}
				return n
			}
		}},
		{name: "fails_for_unknown_persons", breaks: "CircleNone", make: func(f *faulty) {
			f.ring = func(_ string, list []socialticket.Contact) ([]socialticket.Contact, error) {
				if len(list) == 0 {
					return nil, errors.New("unknown")
				}
				return list, nil
			}
		}},
		{name: "reads_all_contacts_for_a_circle", breaks: "CircleCost", make: func(f *faulty) {
			f.ring = func(_ string, list []socialticket.Contact) ([]socialticket.Contact, error) {
				_ = collect(f.Store.Contacts(context.Background()))
				return list, nil
			}
		}},
		{name: "tells_circles_to_those_who_name_persons", breaks: "HeadCircleUser", make: always(func(_ *faulty, h *socialticket.Head, ref socialticket.Ref) {
			if ref.Person == "" {
				h.Circle = nil
			}
		})},
		{name: "tells_circles_of_the_user_always", breaks: "HeadCircleUser", make: always(func(f *faulty, h *socialticket.Head, ref socialticket.Ref) {
			if user := h.Conversation.User.ID; ref.Person == "" && user != "" {
				h.Circle, _ = f.Store.Circle(context.Background(), user)
			}
		})},
		{name: "prefers_the_user_to_the_person", breaks: "HeadCircle", make: always(func(f *faulty, h *socialticket.Head, _ socialticket.Ref) {
			if user := h.Conversation.User.ID; user != "" {
				h.Circle, _ = f.Store.Circle(context.Background(), user)
			}
		})},
		{name: "knows_no_circle_of_the_winner", breaks: "HeadIntoCircle", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) { h.IntoCircle = nil })},
	}
}

// faultsOfPersonalWork are those of the effects of persons.
func faultsOfPersonalWork() []fault {
	return []fault{
		{name: "drops_the_effects_of_persons", breaks: "PersonEffects PersonEffectsDone PersonEffectsAside", make: written(func(_ *faulty, c *socialticket.Commit) {
			if !c.Person.IsZero() {
				c.Effects = nil
			}
		})},
		{name: "never_ends_the_effects_of_persons", breaks: "PersonEffectsDone PersonEffectsAside", make: written(func(_ *faulty, c *socialticket.Commit) {
			if !c.Person.IsZero() {
				c.Done = nil
			}
		})},
		{name: "keeps_effects_by_their_ids_alone", breaks: "PersonEffectsAside", make: written(func(f *faulty, c *socialticket.Commit) {
			f.mu.Lock()
			defer f.mu.Unlock()
			c.Effects = slices.DeleteFunc(slices.Clone(c.Effects), func(e socialticket.Effect) bool {
				_, seen := f.effects[e.ID]
				return seen && e.Account == (channel.Account{})
			})
			if f.effects == nil {
				f.effects = map[string]struct{}{}
			}
			for _, e := range c.Effects {
				f.effects[e.ID] = struct{}{}
			}
		})},
	}
}
