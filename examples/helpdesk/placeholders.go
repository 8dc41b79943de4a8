package main

import (
	"slices"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/templates"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
)

// placeholders returns what fills {{ticket.requester.name}} and its like in the texts of
// rules and macros.
func placeholders(base socialticket.Settings) rules.Templates {
	return untitled{templates.New(templates.Config{
		Account: "Helpdesk",
		Person: func(id string) (identity.Person, bool) {
			i := slices.IndexFunc(base.Agents, func(a socialticket.Agent) bool { return a.ID == id })
			if i < 0 {
				return identity.Person{}, false
			}
			return identity.Person{ID: id, Name: base.Agents[i].Name}, true
		},
		Name: func(kind, id string) string {
			i := slices.IndexFunc(base.Groups, func(g socialticket.Group) bool { return g.ID == id })
			if kind != "group" || i < 0 {
				return ""
			}
			return base.Groups[i].Name
		},
	})}
}

// untitled does not complain that a ticket has no title: conversations have none.
type untitled struct{ rules.Templates }

// Render implements [rules.Templates].
func (u untitled) Render(text string, s *rules.Subject, asHTML bool) (string, []string) {
	made, missing := u.Templates.Render(text, s, asHTML)
	return made, slices.DeleteFunc(missing, func(name string) bool { return name == "ticket.title" })
}
