// Package stored puts the words of cases into those of this module, and compares what a store
// holds with what cases expect of it. A case that several packages ask is played by each in
// its own way, and is read and judged here. Only tests import it.
package stored

import (
	"context"
	"testing"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
)

// Store is what a case was played in.
type Store interface {
	socialticket.Store
	socialticket.Reader
}

// must returns a value that was had without an error.
func must[T any](t testing.TB, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Read returns what package whatsapp reads from a webhook about a change of a field.
func Read(t testing.TB, a channel.Account, received time.Time, field string, value datatest.Object) []channel.Event {
	t.Helper()
	body, err := datatest.Webhook(a.ID, field, value)
	must(t, body, err)
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true})
	must(t, p, err)
	events, err := p.Events(platform.Request{Body: body, Received: received})
	if must(t, events, err); len(events) == 0 {
		t.Fatal("the webhook has no event")
	}
	return events
}

// Thread returns all comments of a ticket, the newest first.
func Thread(t testing.TB, s Store, id ticket.ID) []ticket.Comment {
	t.Helper()
	list, err := s.Comments(context.Background(), id, socialticket.Page{Limit: 1 << 16})
	return must(t, list, err)
}
