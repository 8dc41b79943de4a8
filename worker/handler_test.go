package worker_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

// ask puts an effect into the queue, as a rule of the desk would.
func (w world) ask(t *testing.T, id ticket.ID, e socialticket.Effect) {
	t.Helper()
	head, err := w.store.Load(t.Context(), socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	conv := head.Conversation
	conv.Version++
	conv.Effects++
	e.Account, e.Key, e.Number, e.At = conv.Account, conv.Key, conv.Effects, w.clock.Now()
	require.NoError(t, w.store.Store.Commit(t.Context(), socialticket.Commit{
		Account: conv.Account, Key: conv.Key, Expect: conv.Version - 1, Cause: "ask " + e.ID, At: w.clock.Now(),
		Conversation: conv, Effects: []socialticket.Effect{e},
	}))
}

// TestHandler posts a webhook through a handler that answers as the script says.
func TestHandler(t *testing.T) {
	later := &channel.SendError{Reason: channel.Error{Code: "503", Class: channel.ClassRetry}}
	tests := []struct {
		name    string
		script  []error
		seconds []int
		calls   int
		done    int
		failed  string // the code
		doubt   bool   // at the last call
	}{
		{"done", nil, []int{0, 1}, 1, 1, "", false},
		{"later", []error{later}, []int{0, 0, 1}, 2, 1, "", false},
		{"never", []error{&channel.SendError{Reason: channel.Error{Code: "400", Class: channel.ClassNever}}}, []int{0, 1}, 1, 0, "400", false},
		{"unknown", []error{errLine}, []int{0, 0, 1}, 2, 1, "", true},
		{"unknown, then later", []error{errLine, later}, []int{0, 1, 3}, 3, 1, "", true},
		{"given up", []error{errLine, later, errLine}, []int{0, 1, 3, 7}, 3, 0, channel.CodeGaveUp, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := mock()
			w := newWorld(t, c)
			id := w.talk(t, channel.WhatsApp)
			w.ask(t, id, socialticket.Effect{ID: "hook", Kind: socialticket.EffectWebhook, Lane: "hooks", To: "https://example.com", Body: json.RawMessage(`{"a":1}`)})
			var calls []socialticket.Claimed
			var done int
			var failed string
			does := w.worker(t, func(cfg *worker.Config) {
				cfg.Retry.Pauses = []time.Duration{time.Second, 2 * time.Second}
				cfg.Handlers = map[socialticket.EffectKind]worker.Handler{
					socialticket.EffectWebhook: worker.HandlerFunc(func(_ context.Context, c socialticket.Claimed) error {
						calls = append(calls, c)
						if len(calls) <= len(tt.script) {
							return tt.script[len(calls)-1]
						}
						return nil
					}),
				}
				cfg.Hooks.Done = func(socialticket.Claimed) { done++ }
				cfg.Hooks.Failed = func(_ socialticket.Claimed, why channel.Error) { failed = why.Code }
			})
			for _, s := range tt.seconds {
				c.Set(start().Add(time.Duration(s) * time.Second))
				w.once(t, does)
			}
			require.Len(t, calls, tt.calls)
			last := calls[len(calls)-1]
			require.Equal(t, `{"a":1}`, string(last.Body))
			if last.InDoubt() != tt.doubt || done != tt.done || failed != tt.failed {
				t.Errorf("doubt %v, done %d, failed %q; want %v, %d, %q", last.InDoubt(), done, failed, tt.doubt, tt.done, tt.failed)
			}
			require.False(t, w.waits(t))
		})
	}
}

// TestOtherKinds leaves effects alone that no handler is for.
func TestOtherKinds(t *testing.T) {
	w := newWorld(t, mock())
	id := w.talk(t, channel.WhatsApp)
	w.ask(t, id, socialticket.Effect{ID: "hook", Kind: socialticket.EffectWebhook, Lane: "hooks"})
	w.ask(t, id, socialticket.Effect{ID: "own", Kind: "print", Lane: "paper"})
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Handlers = map[socialticket.EffectKind]worker.Handler{"print": worker.HandlerFunc(nothing)}
	})
	w.once(t, does)
	claimed, _, err := w.store.Store.Claim(t.Context(), socialticket.Claim{Now: start(), Lease: time.Minute, Limit: 9})
	require.NoError(t, err)
	require.Len(t, claimed, 1)
	require.Equal(t, "hook", claimed[0].ID)
	require.Equal(t, 1, claimed[0].Attempt)
}

// TestOwnMessages lets a host send messages by a handler of its own.
func TestOwnMessages(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	var answer func(socialticket.Claimed) error
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Transport = nil
		cfg.Handlers = map[socialticket.EffectKind]worker.Handler{
			socialticket.EffectMessage: worker.HandlerFunc(func(ctx context.Context, c socialticket.Claimed) error { return answer(c) }),
		}
	})
	id := w.talk(t, channel.Telegram)

	answer = func(c socialticket.Claimed) error {
		_, err := w.Receive(t.Context(), channel.Accepted{MessageID: "1", At: start()}.Event(c.Message))
		return err
	}
	comment := w.reply(t, id, "one")
	w.once(t, does)
	require.Equal(t, channel.StateAccepted, w.delivery(t, comment, id).State)
	require.False(t, w.waits(t))

	answer = func(socialticket.Claimed) error { return channel.Unsendable(channel.Telegram, "too long") }
	comment = w.reply(t, id, "two")
	w.once(t, does)
	require.Equal(t, channel.CodeUnsendable, w.delivery(t, comment, id).Failure().Code)
	require.False(t, w.waits(t))

	calls := 0
	answer = func(socialticket.Claimed) error { calls++; return nil } // it did not tell the desk
	w.reply(t, id, "three")
	w.once(t, does)
	c.Add(59 * time.Minute)
	w.once(t, does)
	require.Equal(t, 1, calls)
	require.True(t, w.waits(t))
}

// TestDecide hands the command of an effect to the desk, which may be of another
// conversation.
func TestDecide(t *testing.T) {
	c := mock()
	w := newWorld(t, c)
	from, to := w.talk(t, channel.WhatsApp), w.talk(t, channel.LINE)
	change := func(id ticket.ID) socialticket.Order {
		return socialticket.Order{Command: socialticket.Update{
			Ticket: id, By: agent(), IdempotencyKey: "x", Changes: []ticket.Change{{Field: ticket.FieldPriority, Value: "high"}},
		}}
	}
	var failed []string
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Goroutines = 1
		cfg.Hooks.Failed = func(c socialticket.Claimed, why channel.Error) { failed = append(failed, c.ID+" "+why.Code) }
	})

	w.ask(t, from, socialticket.Effect{ID: "well", Kind: socialticket.EffectDecide, Lane: "a", Command: change(to)})
	w.ask(t, from, socialticket.Effect{ID: "refused", Kind: socialticket.EffectDecide, Lane: "b", Command: change("unknown")})
	w.ask(t, from, socialticket.Effect{ID: "empty", Kind: socialticket.EffectDecide, Lane: "c"})
	w.once(t, does)
	head, err := w.store.Load(t.Context(), socialticket.Ref{Ticket: to})
	require.NoError(t, err)
	require.Equal(t, ticket.Priority("high"), head.Ticket.Priority)
	require.ElementsMatch(t, []string{"refused refused", "empty no_command"}, failed)
	require.False(t, w.waits(t))

	w.ask(t, to, socialticket.Effect{ID: "patient", Kind: socialticket.EffectDecide, Lane: "a", Command: change(from)})
	w.store.noCommit.Store(true)
	for range 30 {
		_, _ = does.Once(t.Context(), c.Now()) // timers cannot be woken either
		c.Add(time.Hour)
	}
	w.store.noCommit.Store(false)
	c.Add(time.Hour)
	w.once(t, does)
	head, err = w.store.Load(t.Context(), socialticket.Ref{Ticket: from})
	require.NoError(t, err)
	require.Equal(t, ticket.Priority("high"), head.Ticket.Priority, "a command was lost")
}

// TestDiscretion lets nothing into the log, or into the reasons that the queue keeps, that
// is a card number, a key in an address, or a user's number.
func TestDiscretion(t *testing.T) {
	const card = "4111111111111111"
	c := mock()
	w := newWorld(t, c)
	var logged bytes.Buffer
	var kept []socialticket.Return
	script := []error{
		&channel.SendError{Reason: channel.Error{Code: card, Title: "text " + card, Detail: card, Class: channel.ClassRetry}},
		&url.Error{Op: "Post", URL: "https://example.com/bot-secret/send", Err: errors.New("cut at " + card)},
		&channel.SendError{Reason: channel.Error{Code: "1", Title: card, Class: channel.ClassNever}},
	}
	does := w.worker(t, func(cfg *worker.Config) {
		cfg.Queue = returns{w.store, &kept}
		cfg.Log = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
		cfg.Transport = channel.TransportFunc(func(context.Context, channel.Outbound) (channel.Accepted, error) {
			err := script[0]
			script = script[1:]
			return channel.Accepted{}, err
		})
	})
	id := w.talk(t, channel.LINE)
	w.reply(t, id, "hi")
	for range 3 {
		w.once(t, does)
		c.Add(time.Minute)
	}
	require.Empty(t, script)
	text, err := json.Marshal(kept)
	require.NoError(t, err)
	for _, secret := range []string{card, "bot-secret", "1555010"} {
		require.NotContains(t, logged.String(), secret)
		require.NotContains(t, string(text), secret)
	}
	require.Contains(t, logged.String(), "cut at")
	if diff := cmp.Diff([]int{1, 2}, []int{kept[0].Attempt, kept[1].Attempt}); diff != "" {
		t.Errorf("given back (-want +got):\n%s", diff)
	}
}

// returns is a queue that notes what is given back.
type returns struct {
	*store
	list *[]socialticket.Return
}

func (r returns) Return(ctx context.Context, back socialticket.Return) error {
	*r.list = append(*r.list, back)
	return r.store.Return(ctx, back)
}
