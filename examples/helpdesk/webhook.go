package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/ticket"
)

const (
	maxWebhook  = 4 << 20  // more than the 3 MB that WhatsApp sends at most
	maxBodies   = 64 << 20 // of all webhooks that are read at once
	maxName     = 200      // characters of a customer's name
	maxLanguage = 64       // of what else a profile tells
)

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
		s.metrics.webhooks.WithLabelValues("refused").Inc()
		s.log.Warn("webhook refused", "from", s.sourceOf(r), "error", err)
		w.Header().Set("Connection", "close") // what is left of the body is not read
		s.fail(w, r, err)
		return
	}
	receipts, err := s.receive(context.WithoutCancel(r.Context()), events)
	if err != nil {
		s.metrics.webhooks.WithLabelValues("failed").Inc()
		s.fail(w, r, err)
		return
	}
	s.metrics.webhooks.WithLabelValues("taken").Inc()
	writeJSON(w, http.StatusOK, map[string]any{"events": receipts})
}

// readWebhook returns the events in a request, once its signature is right.
func (s *server) readWebhook(w http.ResponseWriter, r *http.Request) ([]channel.Event, error) {
	back, err := s.admit(r)
	defer back()
	if err != nil {
		return nil, err
	}
	if err := http.NewResponseController(w).SetReadDeadline(s.wall().Add(s.patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxWebhook))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, errLarge
	case err != nil:
		return nil, httpError{http.StatusBadRequest, "the body ended early: " + err.Error()}
	}
	events, err := s.whatsapp.Events(platform.Request{Header: r.Header, Body: body, Received: s.clock.Now()})
	if err != nil {
		return nil, httpError{platform.StatusOf(err), err.Error()}
	}
	return events, nil
}

var (
	errLarge     = httpError{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is larger than %d bytes", maxWebhook)}
	hubSignature = regexp.MustCompile(`^sha256=[0-9a-fA-F]{64}$`)
)

// admit looks at a webhook before its body is read: at where it comes from, at whether there is
// something like a signature, and at whether there is room for it. It returns what gives the
// room back.
func (s *server) admit(r *http.Request) (back func(), err error) {
	none := func() {}
	size := r.ContentLength
	switch {
	case s.demo != nil && !s.local(r):
		return none, httpError{http.StatusUnauthorized, "unsigned webhooks are taken from this machine only: set WHATSAPP_APP_SECRET"}
	case s.demo == nil && !hubSignature.MatchString(r.Header.Get("X-Hub-Signature-256")):
		return none, httpError{http.StatusUnauthorized, "the webhook is not signed"}
	case size > maxWebhook:
		return none, errLarge
	case size < 0:
		size = maxWebhook // it is told when it ends
	}
	back, room := s.bodies.take(s.sourceOf(r), size)
	if !room {
		return none, httpError{http.StatusServiceUnavailable, "too many webhooks at once: send it again"}
	}
	return back, nil
}

// bounded returns an event whose profile is of a length that people can read: a page shows
// many.
func bounded(e channel.Event) channel.Event {
	p := &e.Profile
	p.Name, p.Username = cut(p.Name, maxName), cut(p.Username, maxName)
	p.Phone, p.Locale = cut(p.Phone, maxLanguage), cut(p.Locale, maxLanguage)
	e.Member.Name = cut(e.Member.Name, maxName)
	return e
}

// cut returns the first characters of a text, with a mark where it went on.
func cut(text string, most int) string {
	n := 0
	for at := range text {
		if n++; n > most {
			return text[:at] + "…"
		}
	}
	return text
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
			r, err = s.desk.Receive(ctx, bounded(e))
			return err
		})
		if err != nil {
			s.metrics.events.WithLabelValues(string(e.Type), "failed").Inc()
			first = cmp.Or(first, fmt.Errorf("%s event %s: %w", e.Type, e.ID, err))
			failed++
			continue
		}
		receipts = append(receipts, eventReceipt{e.Type, r.Outcome, r.Ticket.ID, r.Created})
		s.metrics.events.WithLabelValues(string(e.Type), string(r.Outcome)).Inc()
		s.note(e, r)
		s.media.collect(ctx, s.fetcher(e.Account), r.Comment)
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
		s.log.Info("for a person to look at", "account", e.Account.ID, "type", e.Type, "field", e.Notice.Field, "name", e.Notice.Name)
	case socialticket.Applied:
		s.log.Info("received", "type", e.Type, "ticket", r.Ticket.ID, "created", r.Created)
	case socialticket.Parked, socialticket.Duplicate, socialticket.Unchanged:
		s.log.Debug("received", "type", e.Type, "outcome", r.Outcome)
	}
}
