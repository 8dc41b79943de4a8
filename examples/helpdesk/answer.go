package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// agentID is who answers where nobody says otherwise.
const agentID = "agent"

// maxText is how many characters WhatsApp takes in a text.
const maxText = 4096

// answer is a reply or a note by an agent.
type answer struct {
	Text     string `json:"text"`
	Note     bool   `json:"note"`     // for agents only
	Request  string `json:"request"`  // names the answer: handed in again it is not sent again
	Status   string `json:"status"`   // to set with it; empty: stays
	Agent    string `json:"agent_id"` // empty: agentID
	Template struct {
		Name     string `json:"name"` // an approved template, in place of the text
		Language string `json:"language"`
	} `json:"template"`
}

func (a answer) check() error {
	switch {
	case strings.TrimSpace(a.Text) == "" && a.Template.Name == "":
		return httpError{http.StatusUnprocessableEntity, "text is empty"}
	case !a.Note && utf8.RuneCountInString(a.Text) > maxText:
		return httpError{http.StatusUnprocessableEntity, fmt.Sprintf("text is longer than the %d characters that WhatsApp takes", maxText)}
	case a.Note && a.Template.Name != "":
		return httpError{http.StatusUnprocessableEntity, "a note is a text, not a template"}
	}
	return nil
}

// reply puts an answer on a ticket.
func (s *server) reply(ctx context.Context, id ticket.ID, a answer) (socialticket.Receipt, error) {
	if err := a.check(); err != nil {
		return socialticket.Receipt{}, err
	}
	r := socialticket.Reply{
		Ticket: id, Request: a.Request, By: agent(a.Agent), Note: a.Note, Text: a.Text,
		Changes: update{Status: a.Status}.changes(),
	}
	if a.Template.Name != "" {
		r.Text = ""
		r.Template = channel.TemplateCall{Name: a.Template.Name, Language: cmp.Or(a.Template.Language, "en_US")}
	}
	return s.desk.Reply(ctx, r)
}

// update is a change of a ticket by an agent. What is empty stays.
type update struct {
	Status   string `json:"status"`
	Priority string `json:"priority"`
	Assignee string `json:"assignee_id"`
	Agent    string `json:"agent_id"` // who does it; empty: agentID
}

func (u update) changes() []ticket.Change {
	var list []ticket.Change
	for _, c := range []ticket.Change{
		{Field: ticket.FieldAssignee, Value: u.Assignee},
		{Field: ticket.FieldPriority, Value: u.Priority},
		{Field: ticket.FieldStatus, Value: u.Status},
	} {
		if c.Value != "" {
			list = append(list, c)
		}
	}
	return list
}

func (s *server) update(ctx context.Context, id ticket.ID, u update) (socialticket.Receipt, error) {
	changes := u.changes()
	if len(changes) == 0 {
		return socialticket.Receipt{}, httpError{http.StatusUnprocessableEntity, "nothing to change: give a status, priority or assignee_id"}
	}
	r, err := s.desk.Update(ctx, socialticket.Update{Ticket: id, By: agent(u.Agent), Changes: changes})
	if refused, ok := errors.AsType[*ticket.TransitionError](err); ok {
		err = httpError{http.StatusUnprocessableEntity, fmt.Sprintf("a person cannot move a ticket from %s to %s", refused.From, refused.To)}
	}
	return r, err
}

func agent(id string) ticket.Actor {
	return ticket.Actor{Kind: ticket.Agent, ID: cmp.Or(id, agentID)}
}
