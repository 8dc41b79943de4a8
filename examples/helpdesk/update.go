package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

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
	return s.apply(ctx, socialticket.Update{Ticket: id, IdempotencyKey: u.Key, By: agent(u.Agent), If: seen, Changes: changes})
}

// apply makes an update. One that is stale is told with who was faster.
func (s *server) apply(ctx context.Context, u socialticket.Update) (socialticket.Receipt, error) {
	r, err := s.do(ctx, u)
	if errors.Is(err, socialticket.ErrStale) {
		err = s.stale(ctx, u, err)
	}
	return r, err
}

// stale returns a refusal with what the field is now and who changed it, as far as the log
// tells.
func (s *server) stale(ctx context.Context, u socialticket.Update, err error) error {
	one, failed := s.row(ctx, u.Ticket)
	refused, ok := errors.AsType[*socialticket.Error](err)
	if !ok || failed != nil {
		return err
	}
	e := &staleError{err: err, field: ticket.FieldName(refused.Field), text: statusOf(err).text}
	e.is = one.Ticket.Get(e.field)
	for _, c := range u.If {
		if c.Field == e.field {
			e.seen = c.Value
		}
	}
	log, failed := s.store.Events(ctx, u.Ticket, pageOf(200))
	if failed != nil {
		return err
	}
	for _, event := range log {
		if event.Type == ticket.EventChange && event.Field == e.field {
			n := s.englishNames(one)
			e.event, e.text = event, fmt.Sprintf("%s. %s (%s)", e.text, n.Event(one.Ticket.Via, event, n), n.Clock(event.At))
			break
		}
	}
	return e
}

// end ends the session about a ticket: the customer's next message begins another ticket.
func (s *server) end(ctx context.Context, id ticket.ID, by, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	_, err := s.do(ctx, socialticket.EndSession{Ticket: id, IdempotencyKey: key, By: agent(by)})
	return err
}
