package channel_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	u, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestWindowOrder states the law of windows: events in any order and any number
// of times make the same window, and no step on the way moves an end back.
func TestWindowOrder(t *testing.T) {
	timed := channel.Timed(channel.WhatsApp, 24*time.Hour)
	token := channel.Policy{Rules: []channel.Rule{{Means: channel.FreeForm, After: []channel.Opener{channel.OpenToken}, For: time.Minute, Receipt: true}}}
	for seed := range uint64(500) {
		policy := []channel.Policy{timed, token}[seed%2]
		r := rand.New(rand.NewPCG(seed, 1))
		events := randomEvents(r)
		want := open(events)
		shuffled := append(slices.Clone(events), events[:r.IntN(len(events))]...)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(want, open(shuffled)); diff != "" {
			t.Fatalf("seed %d: another order makes another window (-want +got):\n%s", seed, diff)
		}
		var w channel.Window
		var end time.Time
		now := at(t, "2026-01-01T00:00:00Z")
		for _, e := range shuffled {
			w = w.Open(e)
			until := policy.Decide(w, channel.Request{}, now).Until
			if until.Before(end) {
				t.Fatalf("seed %d: the end moved back from %v to %v", seed, end, until)
			}
			end = until
		}
	}
}

func open(events []channel.Event) channel.Window {
	var w channel.Window
	for _, e := range events {
		w = w.Open(e)
	}
	return w
}

func randomEvents(r *rand.Rand) []channel.Event {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	openers := []channel.Opener{channel.OpenMessage, channel.OpenReaction, channel.OpenCall}
	events := make([]channel.Event, 1+r.IntN(8))
	for i := range events {
		sent := start.Add(time.Duration(r.IntN(100)) * time.Hour)
		events[i] = channel.Event{
			ID: string(rune('a' + i)), Type: channel.EventMessage, Opens: openers[r.IntN(len(openers))],
			Sent: sent, Received: sent.Add(time.Duration(r.IntN(72)) * time.Hour),
		}
		if r.IntN(3) == 0 {
			events[i].ReplyToken = "token-" + events[i].ID
		}
	}
	return events
}

func TestWindowFuture(t *testing.T) {
	now := at(t, "2026-01-01T00:00:00Z")
	policy := channel.Timed(channel.WhatsApp, 24*time.Hour)
	tests := []struct {
		name        string
		ahead, left time.Duration
	}{
		{"a clock slightly ahead is believed", time.Second, 24*time.Hour + time.Second},
		{"ten minutes are believed", 10 * time.Minute, 24*time.Hour + 10*time.Minute},
		{"a year ahead counts as now", 365 * 24 * time.Hour, 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := channel.Window{}.Open(channel.Event{ID: "1", Opens: channel.OpenMessage, Sent: now.Add(tt.ahead), Received: now})
			d := policy.Decide(w, channel.Request{}, now)
			if !d.Allowed || d.Left != tt.left {
				t.Errorf("allowed %v for %v, want %v", d.Allowed, d.Left, tt.left)
			}
		})
	}
}

// An event may open nothing but its reply token, as one that tells of a beacon.
func TestWindowTokenAlone(t *testing.T) {
	sent := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	e := channel.Event{ID: "e1", Sent: sent, Opens: channel.OpenToken, ReplyToken: "r1"}
	want := channel.Window{Openings: []channel.Opening{{By: channel.OpenToken, Event: "e1", Sent: sent, Token: "r1"}}}
	if diff := cmp.Diff(want, channel.Window{}.Open(e)); diff != "" {
		t.Errorf("window differs (-want +got):\n%s", diff)
	}
	e.ReplyToken = ""
	if diff := cmp.Diff(channel.Window{}, channel.Window{}.Open(e)); diff != "" {
		t.Errorf("window without a token differs (-want +got):\n%s", diff)
	}
}

func TestQuestionAnswers(t *testing.T) {
	q := channel.Question{
		Choices: []channel.Choice{{ID: "a"}},
		Menu:    channel.Menu{Sections: []channel.Section{{Choices: []channel.Choice{{ID: "b"}, {ID: "c"}}}}},
	}
	want := []channel.Choice{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	if diff := cmp.Diff(want, q.Answers()); diff != "" {
		t.Errorf("answers differ (-want +got):\n%s", diff)
	}
	q.Header, q.Footer = "Size", "Tap one"
	if got := q.Around("Which?"); got != "Size\n\nWhich?\n\nTap one" {
		t.Errorf("text around is %q", got)
	}
	if got := (channel.Question{}).Around("Which?"); got != "Which?" {
		t.Errorf("text of no question is %q", got)
	}
}

// TestWindowJoinOrder states that it does not matter which of two windows is joined to
// the other, also where both tell of the control at the same instant.
func TestWindowJoinOrder(t *testing.T) {
	controls := []channel.Control{channel.ControlOurs, channel.ControlElsewhere}
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		random := func() channel.Window {
			w := open(randomEvents(r)).Refuse(at(t, "2026-01-01T00:00:00Z").Add(time.Duration(r.IntN(100)) * time.Hour))
			if r.IntN(3) > 0 {
				w.Control, w.ControlAt = controls[r.IntN(2)], at(t, "2026-01-01T00:00:00Z").Add(time.Duration(r.IntN(2))*time.Hour)
			}
			return w
		}
		a, b := random(), random()
		if diff := cmp.Diff(a.Join(b), b.Join(a)); diff != "" {
			t.Fatalf("seed %d: the order matters (-a.Join(b) +b.Join(a)):\n%s", seed, diff)
		}
	}
}
