package inbox

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/words"
)

// Tickets yields the tickets that a query finds, closed ones too, the newest update first,
// ties by id: so the pages of tickets that nobody changes meanwhile have each ticket once. A
// ticket belongs to whom its requester is by now: who was merged brings all theirs along.
// What was masked or taken back is not found. The zero Query finds all.
//
// A reader that is a [socialticket.Pager] or a [socialticket.Selector] is asked for what it
// has an index of; of another all tickets are read. The comments of a ticket are read if all
// else fits and the query has words. The error of the reader is the last that it yields; it
// matches [socialticket.ErrNotFound] if page.After is not known.
func (in *Inbox) Tickets(ctx context.Context, q Query, page Page) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		n := 0
		for t, err := range in.searched(ctx, &q, page) {
			if err != nil {
				yield(ticket.Ticket{}, fmt.Errorf("inbox: search: %w", err))
				return
			}
			if n++; !yield(t, nil) || n == page.Limit {
				return
			}
		}
	}
}

// searched yields the tickets of a page, and perhaps more behind it.
func (in *Inbox) searched(ctx context.Context, q *Query, page Page) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		s := seeker{inbox: in, q: q, phrases: q.phrases()}
		from, err := s.begin(ctx, page)
		if err != nil {
			yield(ticket.Ticket{}, err)
			return
		}
		if s.requesters != nil && len(s.requesters) == 0 {
			return
		}
		for t, err := range s.candidates(ctx, from, page.Limit) {
			found := false
			if err == nil {
				found, err = s.has(ctx, &t)
			}
			if (found || err != nil) && !yield(t, err) || err != nil {
				return
			}
		}
	}
}

// seeker searches for tickets.
type seeker struct {
	inbox      *Inbox
	q          *Query
	phrases    []words.Phrase
	requesters map[string]bool // nil: any
}

// begin finds out who the requesters are and where the page begins.
func (s *seeker) begin(ctx context.Context, page Page) (m socialticket.Mark, err error) {
	if s.q.aboutUsers() {
		s.requesters = map[string]bool{}
		of := *s.q
		of.Text = ""
		found, err := s.inbox.persons(ctx, &of)
		if err != nil {
			return m, err
		}
		for _, f := range found {
			s.requesters[f.Person.ID] = true
			for i := range f.Contacts {
				s.requesters[f.Contacts[i].User.ID] = true
			}
		}
	}
	if page.After == "" {
		return m, nil
	}
	t, err := s.inbox.beginning(ctx, page)
	if err != nil {
		return m, fmt.Errorf("after ticket %q: %w", page.After, err)
	}
	return socialticket.MarkOf(&t), nil
}

// candidates yields what may be found, in its order.
func (s *seeker) candidates(ctx context.Context, after socialticket.Mark, want int) iter.Seq2[ticket.Ticket, error] {
	sel := socialticket.Selection{Tree: s.tree(), Phrases: s.phrases, After: after}
	if s.q.ID == "" {
		return s.inbox.turn(ctx, sel, want)
	}
	return func(yield func(ticket.Ticket, error) bool) {
		t, err := s.inbox.config.Reader.Ticket(ctx, s.q.ID)
		if errors.Is(err, socialticket.ErrNotFound) || err == nil && !after.Before(&t) {
			return
		}
		yield(t, err)
	}
}

// mostRequesters is how many a store is asked for by name; of more the tickets are looked at.
const mostRequesters = 500

// tree returns what a store can be asked for.
func (s *seeker) tree() (t rules.Tree) {
	q := s.q
	add := func(field string, k rules.Kind, op rules.Op, values ...string) {
		t.All = append(t.All, rules.Tree{Leaf: &rules.Leaf{Field: field, Kind: k, Op: op, Values: values}})
	}
	if n := len(s.requesters); n > 0 && n <= mostRequesters {
		var list []string
		for id := range s.requesters {
			list = append(list, id)
		}
		slices.Sort(list)
		add("requester_id", rules.Choice, rules.Is, list...)
	}
	for _, tag := range s.tags() {
		add("current_tags", rules.Set, rules.Includes, tag)
	}
	if len(q.Statuses) > 0 {
		var list []string
		for _, status := range q.Statuses {
			list = append(list, string(status))
		}
		add("status", rules.Ordered, rules.Is, list...)
	}
	if q.Assignee != "" {
		add("assignee_id", rules.Choice, rules.Is, q.Assignee)
	}
	if q.Account != "" {
		add("integration_account", rules.Choice, rules.Is, q.Account)
	}
	return t
}

// tags returns those that a ticket must have.
func (s *seeker) tags() []string {
	list := ticket.Tags(strings.Join(s.q.Tags, " "))
	if s.q.Social {
		list = append(list, socialticket.TagSocial)
	}
	return list
}

// has reports whether a ticket is one that is searched for.
func (s *seeker) has(ctx context.Context, t *ticket.Ticket) (bool, error) {
	if !s.fits(t) || len(s.phrases) == 0 {
		return s.fits(t), nil
	}
	missing := without(s.phrases, t.Subject)
	page := socialticket.Page{Limit: 100}
	for len(missing) > 0 {
		list, err := s.inbox.config.Reader.Comments(ctx, t.ID, page)
		if err != nil {
			return false, err
		}
		for i := range list {
			missing = without(missing, socialticket.Texts(&list[i])...)
			page.Before = list[i].Number
		}
		if len(list) < page.Limit {
			break
		}
	}
	return len(missing) == 0, nil
}

// without returns the phrases that stand in none of some texts.
func without(phrases []words.Phrase, texts ...string) []words.Phrase {
	for _, text := range texts {
		if len(phrases) == 0 {
			return nil
		}
		list := words.Split(text)
		phrases = slices.DeleteFunc(slices.Clone(phrases), func(p words.Phrase) bool { return p.In(list) })
	}
	return phrases
}

// fits reports whether all but the words fits.
func (s *seeker) fits(t *ticket.Ticket) bool {
	q := s.q
	return (s.requesters == nil || s.requesters[t.Requester]) &&
		(q.ID == "" || q.ID == t.ID) &&
		(len(q.Statuses) == 0 || slices.Contains(q.Statuses, t.Status)) &&
		(q.Assignee == "" || q.Assignee == t.Assignee) &&
		(q.Channel == "" || q.Channel == t.Via || q.Channel == t.Address.Account.Kind) &&
		(q.Account == "" || q.Account == t.Address.Account.ID) &&
		!slices.ContainsFunc(s.tags(), func(tag string) bool { return !t.HasTag(tag) }) &&
		begun(words.Split(t.Field(socialticket.FieldChannelInfo)), words.Split(q.ChannelInfo))
}

// begun reports whether each of some beginnings begins one of the words.
func begun(list, beginnings []string) bool {
	return !slices.ContainsFunc(beginnings, func(b string) bool {
		return !slices.ContainsFunc(list, func(w string) bool { return strings.HasPrefix(w, b) })
	})
}
