package simulate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/simulate"
)

// ticking is a clock that goes on by a millisecond whenever somebody looks.
type ticking struct {
	mu  sync.Mutex
	now time.Time
}

func (c *ticking) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Millisecond)
	return c.now
}

// busy lets several goroutines reply in the same conversations at once, and returns what was
// recorded, in the order in which the recorder got it, and the store.
func busy(t *testing.T) ([]simulate.Record, *memory.Store) {
	t.Helper()
	var log bytes.Buffer
	recorder, store := simulate.NewRecorder(&log), &memory.Store{}
	settings := shop(t, 1, nil)
	desk, err := socialticket.New(socialticket.Config{
		Store: store, Clock: &ticking{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}, Watch: recorder.Watch,
		Settings: func() *socialticket.Settings { return settings },
	})
	require.NoError(t, err)
	var group sync.WaitGroup
	for g := range 4 {
		group.Go(func() {
			for i := range 25 {
				from := fmt.Sprintf("4915%d", i%3)
				id := fmt.Sprintf("m%d-%d", g, i)
				r, err := desk.Receive(t.Context(), channel.Event{
					ID: id, Type: channel.EventMessage, Opens: channel.OpenMessage, From: from, Sent: time.Date(2026, 3, 2, 9, 0, i, 0, time.UTC),
					Account: channel.Account{Kind: channel.WhatsApp, ID: "1066"}, Message: channel.Message{ID: id, Type: channel.Text, Text: "Hello"},
				})
				if err == nil {
					_, err = desk.Reply(t.Context(), socialticket.Reply{Ticket: r.Ticket.ID, By: simulate.Agent("ada"), Text: "Hello " + id})
				}
				if err != nil && !errors.Is(err, socialticket.ErrConflict) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	require.NoError(t, recorder.Err())
	records, err := simulate.ReadRecords(&log)
	require.NoError(t, err)
	return records, store
}

// byTalk returns the commits of a feed by conversation, as JSON, without what the feed
// leaves out.
func byTalk(t *testing.T, commits []socialticket.Commit) map[socialticket.Key][]string {
	t.Helper()
	all := map[socialticket.Key][]string{}
	for _, c := range commits {
		c.Comments = nil // the feed tells them as they are now
		for i := range c.Effects {
			e := &c.Effects[i]
			e.Message, e.Command, e.To, e.Body = channel.Outbound{}, socialticket.Order{}, "", nil
		}
		text, err := json.Marshal(c)
		require.NoError(t, err)
		all[c.Key] = append(all[c.Key], string(text))
	}
	return all
}

// Law: whatever order a recorder got the commands of several goroutines in, the commits of
// each conversation come out again to the byte.
func TestRecordersBringOrderIntoConcurrentCommands(t *testing.T) {
	records, store := busy(t)
	var was, again []socialticket.Commit
	for e, err := range store.Feed(t.Context(), 0) {
		require.NoError(t, err)
		was = append(was, e.Commit)
	}
	slices.Reverse(records) // nothing depends on the lines
	played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{
		Settings: same(t, nil), Exact: true, Each: func(c *socialticket.Commit) { again = append(again, *c) },
	})
	require.NoError(t, err)
	require.Empty(t, played.Lost)
	require.True(t, len(was) == 200, "%d commits", len(was))
	if diff := cmp.Diff(byTalk(t, was), byTalk(t, again)); diff != "" {
		t.Errorf("(-recorded +replayed):\n%s", diff)
	}
}

// What a recorder writes holds no card numbers, and what cannot be written is told.
func TestRecorder(t *testing.T) {
	var log bytes.Buffer
	recorder := simulate.NewRecorder(&log)
	w, err := simulate.New(simulate.Config{Desk: socialticket.Config{Watch: recorder.Watch}})
	require.NoError(t, err)
	require.NoError(t, w.Play("ana says \"4111 1111 1111 1111\"\nada replies ana \"Never send 4111 1111 1111 1111\""))
	require.NotContains(t, log.String(), "4111 1111 1111 1111")
	require.Contains(t, log.String(), `"masked":true`)
	_, err = simulate.ReadRecords(bytes.NewReader(log.Bytes()[:log.Len()-10]))
	require.Error(t, err)

	broken := simulate.NewRecorder(full{})
	broken.Watch(t.Context(), socialticket.Handled{Command: socialticket.Wake{Key: "k"}})
	require.ErrorIs(t, broken.Err(), errFull)
}

var errFull = errors.New("the disk is full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// Whatever stands in a log, reading and replaying it ends, and what cannot be replayed is told.
func FuzzReadRecords(f *testing.F) {
	var log bytes.Buffer
	w, err := simulate.New(simulate.Config{Desk: socialticket.Config{Watch: simulate.NewRecorder(&log).Watch}})
	require.NoError(f, err)
	require.NoError(f, w.Play("ana says \"Hello\"\nada replies ana \"Hi\"\npass 1h\nada sets ana status solved"))
	f.Add(log.Bytes())
	f.Add([]byte(`{"at":"2026-03-02T09:00:00Z","order":null}`))
	f.Add([]byte(`{"at":"2026-03-02T09:00:00Z","order":{"kind":"settle","command":{"effect_id":"x","key":"y"}}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		records, err := simulate.ReadRecords(bytes.NewReader(text))
		if err != nil || len(records) > 100 {
			return
		}
		for _, exact := range []bool{true, false} {
			played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{Exact: exact})
			require.NoError(t, err)
			for i := range records {
				if records[i].Order.IsZero() {
					require.NotEmpty(t, played.Lost)
				}
			}
		}
	})
}

// A store that forgot a conversation begins it anew; nothing is put into another order then.
func TestReplayOfWhatWasForgotten(t *testing.T) {
	record := func(minute int, id string, version int64) simulate.Record {
		at := time.Date(2026, 3, 2, 9, minute, 0, 0, time.UTC)
		return simulate.Record{
			At: at, Account: channel.Account{Kind: channel.WhatsApp, ID: "1066"}, Talk: "k", Version: version, Outcome: socialticket.Applied,
			Order: socialticket.Order{Command: socialticket.Received{Event: channel.Event{
				ID: id, Type: channel.EventMessage, Opens: channel.OpenMessage, From: "4915", Sent: at, Received: at,
				Account: channel.Account{Kind: channel.WhatsApp, ID: "1066"}, Message: channel.Message{ID: id, Type: channel.Text, Text: id},
			}}},
		}
	}
	records := []simulate.Record{record(0, "a", 1), record(1, "b", 2), record(5, "c", 1), record(6, "d", 2)}
	played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{})
	require.NoError(t, err)
	require.Len(t, played.Lost, 1)
	require.Contains(t, played.Lost[0].Why, "anew with version 1 after version 2")
	list, err := played.Store.Comments(t.Context(), played.Outcome.Results()[0].Ticket.ID, socialticket.Page{})
	require.NoError(t, err)
	var said []string
	for _, c := range slices.Backward(list) {
		said = append(said, c.Content.Text)
	}
	require.Equal(t, []string{"a", "b", "c", "d"}, said)
}

// A worker that was late by some seconds makes no difference to a replay under the same
// settings; how late counts is a setting.
func TestReplayWithALateWorker(t *testing.T) {
	settings, store := shop(t, 1, nil), &memory.Store{}
	clock := &steady{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	var records []simulate.Record
	desk, err := socialticket.New(socialticket.Config{
		Store: store, Clock: clock, Settings: func() *socialticket.Settings { return settings },
		Watch: func(_ context.Context, h socialticket.Handled) { records = append(records, simulate.RecordOf(h)) },
	})
	require.NoError(t, err)
	_, err = desk.Receive(t.Context(), channel.Event{
		ID: "m", Type: channel.EventMessage, Opens: channel.OpenMessage, From: "4915", Sent: clock.now,
		Account: channel.Account{Kind: channel.WhatsApp, ID: "1066"}, Message: channel.Message{ID: "m", Type: channel.Text, Text: "Hello"},
	})
	require.NoError(t, err)
	clock.now = clock.now.Add(10*time.Minute + 20*time.Second) // the session fell silent 20 seconds ago
	due, _, err := store.Due(t.Context(), clock.now, 10)
	require.NoError(t, err)
	require.Len(t, due, 1)
	_, err = desk.Wake(t.Context(), due[0])
	require.NoError(t, err)

	quietAt := func(late time.Duration) (at time.Time) {
		_, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{
			Settings: same(t, nil), Late: late, Each: func(c *socialticket.Commit) { at = c.At },
		})
		require.NoError(t, err)
		return at
	}
	require.Equal(t, clock.now, quietAt(0), "as it was")
	require.Equal(t, clock.now.Add(-20*time.Second), quietAt(time.Second), "as it should have been")
}

// steady is a clock that is set.
type steady struct{ now time.Time }

func (c *steady) Now() time.Time { return c.now }
