package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// agentID is the agent where a request does not say which.
const agentID = "ada"

const (
	maxText = 4096 // characters that WhatsApp takes in a text
	maxKey  = 255  // bytes of an idempotency key
)

// answer is a reply or a note by an agent.
type answer struct {
	Text     string `json:"text"`
	Note     bool   `json:"note"`            // for agents only
	Key      string `json:"idempotency_key"` // names the answer: handed in again it is not sent again
	Status   string `json:"status"`          // to set with it; empty: stays
	Agent    string `json:"agent_id"`        // empty: agentID
	Template struct {
		Name     string `json:"name"` // an approved template, in place of the text
		Language string `json:"language"`

		values []channel.Parameter
	} `json:"template"`

	Files   []channel.Attachment `json:"-"` // of a form: kept here
	Changes []ticket.Change      `json:"-"` // of a form: what is set with it
}

func (s *server) checkAnswer(a answer) error {
	switch {
	case strings.TrimSpace(a.Text) == "" && a.Template.Name == "" && len(a.Files) == 0:
		return s.refuse(http.StatusUnprocessableEntity, "text", "trouble.empty")
	case !a.Note && utf8.RuneCountInString(a.Text) > maxText:
		return s.refuse(http.StatusUnprocessableEntity, "text", "trouble.too_long", maxText)
	case a.Note && a.Template.Name != "":
		return s.refuse(http.StatusUnprocessableEntity, "mode", "trouble.note_template")
	case a.Note && len(a.Files) > 0:
		return s.refuse(http.StatusUnprocessableEntity, "files", "trouble.file_note")
	}
	return checkKey(a.Key)
}

// checkKey refuses a key that is too long to be kept.
func checkKey(key string) error {
	if len(key) > maxKey {
		return httpError{http.StatusUnprocessableEntity, fmt.Sprintf("idempotency_key is longer than %d bytes", maxKey)}
	}
	return nil
}

// command returns a as a reply on a ticket.
func (a answer) command(id ticket.ID) socialticket.Reply {
	r := socialticket.Reply{
		Ticket: id, IdempotencyKey: a.Key, By: agent(a.Agent), Note: a.Note, Text: a.Text,
		Attachments: a.Files, Changes: append(update{Status: a.Status}.changes(), a.Changes...),
	}
	if a.Template.Name != "" {
		r.Text = ""
		r.Template = channel.TemplateCall{Name: a.Template.Name, Language: cmp.Or(a.Template.Language, "en_US"), Values: a.Template.values}
	}
	return r
}

// reply puts an answer on a ticket. A key that named other words before is refused: what
// an agent wrote is never dropped in silence.
func (s *server) reply(ctx context.Context, id ticket.ID, a answer) (socialticket.Receipt, error) {
	if err := s.checkAnswer(a); err != nil {
		return socialticket.Receipt{}, err
	}
	asked := a.command(id)
	r, err := s.do(ctx, asked)
	is := r.Comment.Content
	if r.Outcome == socialticket.Duplicate && !r.Comment.Redacted && (is.Text != asked.Text || is.Template.Name != asked.Template.Name) {
		err = s.refuse(http.StatusConflict, "", "trouble.other_answer")
	}
	return r, err
}

// again is a failed comment that is to be sent again.
type again struct {
	Key   string `json:"idempotency_key"`
	Agent string `json:"agent_id"` // who asks for it; empty: agentID
}

func (s *server) resend(ctx context.Context, id ticket.ID, comment string, a again) (socialticket.Receipt, error) {
	if err := checkKey(a.Key); err != nil {
		return socialticket.Receipt{}, err
	}
	return s.do(ctx, socialticket.Resend{Ticket: id, Comment: comment, IdempotencyKey: a.Key, By: agent(a.Agent)})
}

// do hands a command to the desk, and tells the worker that there may be something to do.
func (s *server) do(ctx context.Context, c socialticket.Command) (socialticket.Receipt, error) {
	r, err := s.desk.Do(ctx, c)
	if err == nil {
		s.worker.Nudge()
	}
	return r, err
}

func agent(id string) ticket.Actor {
	return ticket.Actor{Kind: ticket.Agent, ID: cmp.Or(id, agentID)}
}
