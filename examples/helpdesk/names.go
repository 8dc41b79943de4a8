package main

import (
	"cmp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// names tells what the ids in the log of a ticket stand for, in a language and a time zone.
// It implements [words.Names].
type names struct {
	*words.Words
	row      row
	settings *socialticket.Settings
	chosen   choices
	clock    func(time.Time) string
	members  map[string]string // of a group: names by handle
}

// namesOf returns the names for the log of a ticket.
func (s *server) namesOf(w *words.Words, r row, clock func(time.Time) string) names {
	return names{w, r, s.business.Settings(), s.business.Choices(), clock, map[string]string{}}
}

// englishNames returns the names as the API tells them.
func (s *server) englishNames(r row) names {
	return s.namesOf(s.words, r, func(t time.Time) string { return t.UTC().Format("2 Jan 2006 15:04 UTC") })
}

// Clock implements [words.Names].
func (n names) Clock(t time.Time) string { return n.clock(t) }

// Name implements [words.Names].
func (n names) Name(kind, id string) string {
	switch kind {
	case "user", "person":
		return n.user(id)
	case "agent":
		return cmp.Or(nameOf(n.settings, id), agentID)
	case "group":
		for _, g := range n.settings.Groups {
			if g.ID == id {
				return cmp.Or(g.Name, id)
			}
		}
	case "trigger":
		return title(n.chosen.Triggers, id)
	case "automation":
		return title(n.chosen.Automations, id)
	case "macro":
		for _, m := range n.chosen.Macros {
			if m.ID == id {
				return cmp.Or(m.Title, id)
			}
		}
	case "policy":
		for _, p := range n.chosen.Policies {
			if p.ID == id {
				return cmp.Or(p.Title, id)
			}
		}
	case "custom_status":
		if status, found := n.settings.Lifecycle.Statuses.Find(id); found {
			return status.AgentLabel
		}
	case "field":
		return strings.ReplaceAll(id, "_", " ")
	}
	return id
}

// user names a customer: the requester, a member of the group by its handle, or another one.
func (n names) user(id string) string {
	switch id {
	case "", n.row.Ticket.Requester:
		return n.row.Customer
	case n.row.Ticket.Address.Handle:
		return n.row.Customer
	}
	if name := n.members[id]; name != "" {
		return name
	}
	if strings.Trim(id, "+0123456789") == "" {
		return id // a phone number, which people know
	}
	return n.T("actor.other_customer")
}

// title returns the title of a rule, or its id where it has none.
func title(list []rules.Rule, id string) string {
	for _, r := range list {
		if r.ID == id {
			return cmp.Or(r.Title, id)
		}
	}
	return id
}

// upper returns a text with a capital letter in front.
func upper(text string) string {
	letter, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(letter)) + text[size:]
}

// author names the author of a comment, as a name stands in front of it.
func (n names) author(c ticket.Comment) string {
	return cmp.Or(c.AuthorName, upper(n.Actor(c.Author, n)))
}

// nameOf returns the name of an agent, or the id if it has none.
func nameOf(s *socialticket.Settings, id string) string {
	for _, a := range s.Agents {
		if a.ID == id {
			return cmp.Or(a.Name, id)
		}
	}
	return id
}
