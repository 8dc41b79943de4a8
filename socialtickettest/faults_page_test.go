package socialtickettest_test

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/words"
)

// turned returns a fault of how SelectPage takes a selection, and of what it returns. Nil:
// none.
func turned(ask func(*faulty, *socialticket.Selection), spoil func(*faulty, []ticket.Ticket) []ticket.Ticket) func(*faulty) {
	return func(f *faulty) {
		f.page = func(s socialticket.Selection) ([]ticket.Ticket, error) {
			if ask != nil {
				ask(f, &s)
			}
			list, err := f.Store.SelectPage(context.Background(), s)
			if spoil != nil {
				list = spoil(f, list)
			}
			return list, err
		}
	}
}

// said returns the words of a ticket's first comment, capitals and all.
func (f *faulty) said(t *ticket.Ticket) []string {
	list := f.thread(t.ID)
	if len(list) == 0 {
		return nil
	}
	return strings.Fields(list[len(list)-1].Content.Text)
}

func faultsOfPages() []fault {
	asked := func(ask func(*faulty, *socialticket.Selection)) func(*faulty) { return turned(ask, nil) }
	return []fault{
		{name: "turns_to_the_oldest_first", breaks: "SelectPageOrder SelectPageAfter", make: turned(nil, func(_ *faulty, list []ticket.Ticket) []ticket.Ticket {
			slices.Reverse(list)
			return list
		})},
		{name: "breaks_ties_of_a_page_by_chance", breaks: "SelectPageOrder", make: turned(nil, func(_ *faulty, list []ticket.Ticket) []ticket.Ticket {
			slices.Reverse(list)
			slices.SortStableFunc(list, func(a, b ticket.Ticket) int { return b.UpdatedAt.Compare(a.UpdatedAt) })
			return list
		})},
		{name: "includes_the_ticket_that_a_page_is_after", breaks: "SelectPageAfter SelectPageEnd", make: asked(func(_ *faulty, s *socialticket.Selection) {
			if id := s.After.ID; id != "" {
				s.After.ID = id[:len(id)-1]
			}
		})},
		{name: "goes_on_after_the_instant", breaks: "SelectPageAfter SelectPageEnd", make: asked(func(_ *faulty, s *socialticket.Selection) {
			if s.After.ID != "" {
				s.After.ID = "~"
			}
		})},
		{name: "takes_no_limit_of_pages", breaks: "SelectPageLimit", make: asked(func(_ *faulty, s *socialticket.Selection) { s.Limit = 1000 })},
		{name: "has_another_standard_of_pages", breaks: "SelectPageLimit", make: asked(func(_ *faulty, s *socialticket.Selection) {
			if s.Limit == 0 {
				s.Limit = 20
			}
		})},
		{name: "limits_before_it_chooses", breaks: "SelectPageEnd", make: func(f *faulty) {
			f.page = func(s socialticket.Selection) ([]ticket.Ticket, error) {
				tree := s.Tree
				s.Tree = rules.Tree{}
				list, err := f.Store.SelectPage(context.Background(), s)
				table := rules.Standard()
				return slices.DeleteFunc(list, func(t ticket.Ticket) bool { return !table.May(tree, &rules.Subject{Ticket: &t}) }), err
			}
		}},
		{name: "selects_live_tickets_only", breaks: "SelectPage SelectPageAfter", make: turned(nil, func(_ *faulty, list []ticket.Ticket) []ticket.Ticket {
			return slices.DeleteFunc(list, func(t ticket.Ticket) bool { return t.Status.Done() })
		})},
		{name: "selects_tickets_as_they_were", breaks: "SelectPageMoved", make: func(f *faulty) {
			first := map[ticket.ID]ticket.Ticket{}
			turned(nil, func(_ *faulty, list []ticket.Ticket) []ticket.Ticket {
				for i, t := range list {
					if old, was := first[t.ID]; was {
						list[i] = old
					}
				}
				return list
			})(f)
			f.commit = func(ctx context.Context, c socialticket.Commit) error {
				if _, was := first[c.Ticket.ID]; !was {
					first[c.Ticket.ID] = c.Ticket
				}
				return f.Store.Commit(ctx, c)
			}
		}},
		{name: "finds_words_as_they_are_written", breaks: "SelectPagePhrases", make: func(f *faulty) {
			var phrases []words.Phrase
			turned(func(_ *faulty, s *socialticket.Selection) { phrases = s.Phrases }, func(f *faulty, list []ticket.Ticket) []ticket.Ticket {
				return slices.DeleteFunc(list, func(t ticket.Ticket) bool {
					return slices.ContainsFunc(phrases, func(p words.Phrase) bool { return !p.In(f.said(&t)) })
				})
			})(f)
		}},
		{name: "shares_what_a_page_has", breaks: "SelectPageSnapshot", make: func(f *faulty) {
			var shared []ticket.Ticket
			f.page = func(s socialticket.Selection) (list []ticket.Ticket, err error) {
				if shared == nil {
					shared, err = f.Store.SelectPage(context.Background(), s)
				}
				return shared, err
			}
		}},
		{name: "cannot_turn_pages", breaks: "SelectPage", make: func(f *faulty) {
			f.page = func(socialticket.Selection) ([]ticket.Ticket, error) { return nil, errors.New("cannot turn pages") }
		}},
		{name: "is_sound_and_selects_more_than_it_must", make: asked(func(_ *faulty, s *socialticket.Selection) { s.Tree = rules.Tree{} })},
	}
}

func faultsOfClues() []fault {
	return []fault{
		{name: "leads_to_nobody", breaks: "FindContacts FindContactsOnce FindContactsMerged FindContactsChanged", make: func(f *faulty) {
			f.clued = func(socialticket.Clue, []socialticket.Contact) []socialticket.Contact { return nil }
		}},
		{name: "leads_to_whole_texts_only", breaks: "FindContacts", make: func(f *faulty) {
			f.clued = func(clue socialticket.Clue, list []socialticket.Contact) []socialticket.Contact {
				return only(list, func(c socialticket.Contact) bool {
					return slices.Contains(socialticket.UserClues(&c.User), clue) || slices.Contains(socialticket.PersonClues(&c.Record), clue)
				})
			}
		}},
		{name: "leads_to_a_contact_twice", breaks: "FindContactsOnce", make: func(f *faulty) {
			f.clued = func(_ socialticket.Clue, list []socialticket.Contact) []socialticket.Contact {
				return append(list, list...)
			}
		}},
		{name: "leads_to_contacts_without_their_circle", breaks: "FindContactsMerged", make: func(f *faulty) {
			f.clued = func(clue socialticket.Clue, list []socialticket.Contact) []socialticket.Contact {
				begins := func(c socialticket.Clue) bool { return c.Kind == clue.Kind && strings.HasPrefix(c.Text, clue.Text) }
				return only(list, func(c socialticket.Contact) bool {
					return slices.ContainsFunc(socialticket.UserClues(&c.User), begins) || slices.ContainsFunc(socialticket.PersonClues(&c.Record), begins)
				})
			}
		}},
		{name: "leads_by_what_users_had_first", breaks: "FindContactsChanged", make: func(f *faulty) {
			f.clued = func(_ socialticket.Clue, list []socialticket.Contact) []socialticket.Contact {
				return only(list, func(c socialticket.Contact) bool {
					return f.version(socialticket.Commit{Account: c.Account, Key: c.Key}) < 2
				})
			}
		}},
	}
}
