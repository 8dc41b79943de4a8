package simulate_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// readOnly is a store that fails whatever is written to it.
type readOnly struct {
	socialticket.Store
	written int
}

func (r *readOnly) Commit(context.Context, socialticket.Commit) error {
	r.written++
	return errors.New("it must not be written to")
}

// logged returns the events of a ticket after a number that are told ahead, oldest first,
// from the world's own log. In place of a comment's id they have its words, and whether the
// desk held it back.
func logged(t testing.TB, w *simulate.World, id ticket.ID, after int) []ticket.Event {
	t.Helper()
	list, err := w.Store().Events(t.Context(), id, socialticket.Page{Limit: 10_000})
	require.NoError(t, err)
	comments, err := w.Store().Comments(t.Context(), id, socialticket.Page{Limit: 10_000})
	require.NoError(t, err)
	words, held := map[string]string{}, map[string]string{}
	for i := range comments {
		words[comments[i].ID] = comments[i].Content.Text
	}
	for _, e := range list {
		if e.Type == ticket.EventDelivery && e.From == "" {
			held[e.Comment] = e.Reason.Code
		}
	}
	var events []ticket.Event
	for _, e := range slices.Backward(list) {
		if e.Number > after && e.Type != ticket.EventDelivery && e.Type != ticket.EventSend {
			switch e.Type {
			case ticket.EventComment:
				e.Comment, e.Reason.Code = words[e.Comment], held[e.Comment]
			case ticket.EventWindow:
				e.Comment = ""
			}
			e.Number = 0
			events = append(events, e)
		}
	}
	return events
}

// toldEvents returns the events of a timeline in the same form.
func toldEvents(line simulate.Timeline) []ticket.Event {
	var events []ticket.Event
	for _, m := range line.Moments {
		e := m.Event
		if e.Type == "" || e.Type == ticket.EventDelivery {
			continue
		}
		switch e.Type {
		case ticket.EventComment:
			e.Comment, e.Reason = m.Text, channel.Error{Code: e.Reason.Code}
		case ticket.EventWindow:
			e.Comment = ""
		}
		e.Number = 0
		events = append(events, e)
	}
	return events
}

// Law: what is told ahead is what happens when the time passes, step for step, and nothing
// is written to the store.
func TestAheadIsWhatHappens(t *testing.T) {
	seen := map[simulate.MomentKind]int{}
	for seed := range uint64(60) {
		aheadLaw(t, seed, seen)
	}
	for _, kind := range []simulate.MomentKind{
		simulate.MomentFires, simulate.MomentChange, simulate.MomentClosed, simulate.MomentMessage, simulate.MomentUndelivered,
		simulate.MomentSession, simulate.MomentWarning, simulate.MomentWindow, simulate.MomentPromise,
	} {
		require.NotZero(t, seen[kind], "the stories show no %s", kind)
	}
}

func FuzzAhead(f *testing.F) {
	f.Add(uint64(1000))
	f.Fuzz(func(t *testing.T, seed uint64) { aheadLaw(t, seed, map[simulate.MomentKind]int{}) })
}

// aheadLaw checks one story, and counts the moments that it shows.
func aheadLaw(t *testing.T, seed uint64, seen map[simulate.MomentKind]int) {
	t.Helper()
	settings := shop(t, 1, nil)
	cfg := simulate.Config{Settings: settings, Network: fickle(seed)}
	w := walk(t, cfg, seed, 25)
	from, until := w.Now(), w.Now().Add(time.Duration(seed%40)*24*time.Hour)
	lines := map[string]simulate.Timeline{}
	before := map[string]ticket.Ticket{}
	for _, who := range []string{"ana", "ben", "cleo"} {
		is, err := w.Ticket(who)
		if errors.Is(err, socialticket.ErrNotFound) {
			continue
		}
		require.NoError(t, err)
		guard := &readOnly{Store: w.Store()}
		lines[who], err = simulate.Ahead(t.Context(), guard, cfg, is.ID, from, until)
		require.NoError(t, err)
		require.Zero(t, guard.written)
		before[who] = is
	}
	now := map[string]ticket.Ticket{}
	for who, is := range before {
		t, err := w.Ticket(who)
		if err == nil && t.ID == is.ID {
			now[who] = t
		}
	}
	require.Empty(t, cmp.Diff(before, now), "seed %d: the world is as it was", seed)
	require.NoError(t, w.Until(until))
	for who, line := range lines {
		if diff := cmp.Diff(logged(t, w, before[who].ID, before[who].Events), toldEvents(line)); diff != "" {
			t.Fatalf("seed %d, %s (-happened +told):\n%s\n%s", seed, who, diff, line.Text(nil))
		}
		after, err := w.Store().Ticket(t.Context(), before[who].ID)
		require.NoError(t, err)
		after.Events, line.After.Events = 0, 0 // reports of earlier messages may still have come
		if diff := cmp.Diff(after, line.After); diff != "" {
			t.Fatalf("seed %d, %s (-is +told):\n%s", seed, who, diff)
		}
		for _, m := range line.Moments {
			seen[m.Kind]++
		}
	}
}
