package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/ticket"
)

// maxWebhook is more than the 3 MB that WhatsApp sends at most.
const maxWebhook = 4 << 20

// handshake answers Meta's check of the webhook's address.
func (s *server) handshake(w http.ResponseWriter, r *http.Request) {
	reply, err := s.whatsapp.Greet(platform.Request{Query: r.URL.Query()})
	if err != nil {
		s.log.Warn("webhook address not confirmed", "error", err)
		s.fail(w, r, httpError{http.StatusForbidden, err.Error()})
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write(reply.Body)
}

// webhook takes what WhatsApp reports. It answers 200 once all of it is kept, so
// that WhatsApp sends it again otherwise: what is in already does no harm.
func (s *server) webhook(w http.ResponseWriter, r *http.Request) {
	events, err := s.readWebhook(w, r)
	if err != nil {
		s.log.Warn("webhook refused", "from", r.RemoteAddr, "error", err)
		s.fail(w, r, err)
		return
	}
	receipts, err := s.receive(context.WithoutCancel(r.Context()), events)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"events": receipts})
}

// readWebhook returns the events in a request, once its signature is right.
func (s *server) readWebhook(w http.ResponseWriter, r *http.Request) ([]channel.Event, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhook))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, httpError{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is larger than %d bytes", large.Limit)}
	case err != nil:
		return nil, httpError{http.StatusBadRequest, "the body ended early: " + err.Error()}
	case s.demo != nil && !local(r):
		return nil, httpError{http.StatusUnauthorized, "unsigned webhooks are taken from this machine only: set WHATSAPP_APP_SECRET"}
	}
	events, err := s.whatsapp.Events(platform.Request{Header: r.Header, Body: body, Received: s.clock.Now()})
	if err != nil {
		return nil, httpError{platform.StatusOf(err), err.Error()}
	}
	return events, nil
}

// local reports whether a request came from this machine.
func local(r *http.Request) bool {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// eventReceipt tells what became of one event.
type eventReceipt struct {
	Type    channel.EventType    `json:"type"`
	Outcome socialticket.Outcome `json:"outcome"`
	Ticket  ticket.ID            `json:"ticket_id,omitzero"`
	Created bool                 `json:"created,omitzero"`
}

// receive hands events to the desk, each by itself: one that fails does not keep
// the others back. The error is the first one's, and tells how many there are.
func (s *server) receive(ctx context.Context, events []channel.Event) ([]eventReceipt, error) {
	receipts := make([]eventReceipt, 0, len(events))
	var first error
	failed := 0
	for _, e := range events {
		var r socialticket.Receipt
		err := guarded(func() (err error) {
			r, err = s.desk.Receive(ctx, e)
			return err
		})
		if err != nil {
			first = cmp.Or(first, fmt.Errorf("%s event %s: %w", e.Type, e.ID, err))
			failed++
			continue
		}
		receipts = append(receipts, eventReceipt{e.Type, r.Outcome, r.Ticket.ID, r.Created})
		s.note(e, r)
	}
	s.worker.Nudge()
	if failed > 0 {
		first = fmt.Errorf("%d of %d events failed, the first one: %w", failed, len(events), first)
	}
	return receipts, first
}

// note logs what people may want to look at.
func (s *server) note(e channel.Event, r socialticket.Receipt) {
	switch r.Outcome {
	case socialticket.UnknownAccount:
		s.log.Warn("not ours, dropped", "account", e.Account.ID, "type", e.Type, "field", e.Notice.Field)
	case socialticket.Unhandled:
		s.log.Info("for a person to look at", "account", e.Account.ID, "type", e.Type, "field", e.Notice.Field,
			"name", e.Notice.Name, "subject", e.Notice.Subject, "detail", e.Notice.Detail)
	case socialticket.Applied:
		s.log.Info("received", "type", e.Type, "ticket", r.Ticket.ID, "created", r.Created)
	case socialticket.Parked, socialticket.Duplicate, socialticket.Unchanged:
		s.log.Debug("received", "type", e.Type, "outcome", r.Outcome)
	}
}
