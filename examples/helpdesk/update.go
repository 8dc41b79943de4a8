package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// update is a change of a ticket by an agent. What is empty stays.
type update struct {
	Status   string `json:"status"`
	Priority string `json:"priority"`
	Assignee string `json:"assignee_id"`
	Key      string `json:"idempotency_key"` // names the change: handed in again it is not made again
	Agent    string `json:"agent_id"`        // who does it; empty: agentID
	// If are the values that the agent has seen, by the names above. Where the ticket
	// has another value by now nothing is changed.
	If map[ticket.FieldName]string `json:"if"`
}

// fields returns the fields that an update may name, in the order in which they are set.
func (u update) fields() []ticket.Change {
	return []ticket.Change{
		{Field: ticket.FieldAssignee, Value: u.Assignee},
		{Field: ticket.FieldPriority, Value: u.Priority},
		{Field: ticket.FieldStatus, Value: u.Status},
	}
}

func (u update) changes() []ticket.Change {
	var list []ticket.Change
	for _, c := range u.fields() {
		if c.Value != "" {
			list = append(list, c)
		}
	}
	return list
}

// seen returns what the ticket must still have.
func (u update) seen() ([]ticket.Change, error) {
	var list []ticket.Change
	for _, c := range u.fields() {
		if value, asked := u.If[c.Field]; asked {
			list = append(list, ticket.Change{Field: c.Field, Value: value})
		}
	}
	if len(list) < len(u.If) {
		return nil, httpError{http.StatusUnprocessableEntity, "if: only status, priority and assignee_id can be compared"}
	}
	return list, nil
}

func (s *server) update(ctx context.Context, id ticket.ID, u update) (socialticket.Receipt, error) {
	changes := u.changes()
	if len(changes) == 0 {
		return socialticket.Receipt{}, httpError{http.StatusUnprocessableEntity, "nothing to change: give a status, priority or assignee_id"}
	}
	seen, err := u.seen()
	if err == nil {
		err = checkKey(u.Key)
	}
	if err != nil {
		return socialticket.Receipt{}, err
	}
	r, err := s.do(ctx, socialticket.Update{Ticket: id, IdempotencyKey: u.Key, By: agent(u.Agent), If: seen, Changes: changes})
	if errors.Is(err, socialticket.ErrStale) {
		err = s.stale(ctx, id, err)
	}
	return r, err
}

// stale returns a refusal with who was faster, as far as the log tells.
func (s *server) stale(ctx context.Context, id ticket.ID, err error) error {
	refusal, ok := errors.AsType[*socialticket.Error](err)
	if !ok {
		return err
	}
	e := statusOf(err)
	log, failed := s.store.Events(ctx, id, pageOf(200))
	one, lost := s.row(ctx, id)
	if failed != nil || lost != nil {
		return e
	}
	for _, event := range log {
		if event.Type == ticket.EventChange && string(event.Field) == refusal.Field {
			e.text = fmt.Sprintf("%s. %s changed it (%s) on %s UTC. Look at the ticket again before you change it.",
				e.text, one.Actor(event.By), s.words.event(event), clockWords(event.At))
			return e
		}
	}
	return e
}

// readUpdate reads a form, which tells what it showed as "shown_" and the field. A field
// that is as it was shown is not to be changed; asIs tells that there is one.
func readUpdate(form url.Values) (u update, asIs bool) {
	u = update{Key: form.Get("idempotency_key"), If: map[ticket.FieldName]string{}}
	for name, to := range map[ticket.FieldName]*string{
		ticket.FieldStatus: &u.Status, ticket.FieldPriority: &u.Priority, ticket.FieldAssignee: &u.Assignee,
	} {
		value, shown := form.Get(string(name)), "shown_"+string(name)
		switch {
		case value == "":
			continue
		case form.Has(shown) && form.Get(shown) == value:
			asIs = true
			continue
		case form.Has(shown):
			u.If[name] = form.Get(shown)
		}
		*to = value
	}
	return u, asIs
}

// end ends the session about a ticket: the customer's next message begins another ticket.
func (s *server) end(ctx context.Context, id ticket.ID, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	_, err := s.do(ctx, socialticket.EndSession{Ticket: id, IdempotencyKey: key, By: agent("")})
	return err
}
