package channel_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
)

// told is one report about an attempt.
type told struct {
	number int
	status channel.Status
	at     time.Time
}

// randomReports returns reports about two attempts, which the platform took under up to
// two ids each, and refused or left without an answer.
func randomReports(dice *rand.Rand) []told {
	states := []channel.DeliveryState{channel.StateDoubt, channel.StateAccepted, channel.StateSent, channel.StateFailed, channel.StateDelivered, channel.StateRead}
	var list []told
	for range 1 + dice.IntN(5) {
		number := 1 + dice.IntN(2)
		s := channel.Status{MessageID: fmt.Sprintf("m%d-%d", number, dice.IntN(2)), State: states[dice.IntN(len(states))]}
		if s.State == channel.StateFailed {
			s.Errors = [][]channel.Error{nil, {{Code: "1"}}, {{Code: "2"}}}[dice.IntN(3)]
		}
		switch { // a worker's words
		case s.State == channel.StateDoubt:
			s.MessageID, s.Errors = "", [][]channel.Error{nil, {{Code: channel.CodeDoubt}}}[dice.IntN(2)]
		case s.State == channel.StateFailed && dice.IntN(2) == 0:
			s.MessageID, s.Errors = "", []channel.Error{{Code: []string{"3", channel.CodeGaveUp}[dice.IntN(2)]}}
		}
		list = append(list, told{number, s, time.Unix(int64(dice.IntN(100)), 0).UTC()})
	}
	return list
}

// TestReportOrder states that reports lead to the same attempts and outcome in any order,
// and however often each comes.
func TestReportOrder(t *testing.T) {
	for seed := range uint64(20000) {
		dice := rand.New(rand.NewPCG(seed, 5))
		reports := randomReports(dice)
		var queued []channel.Attempt
		for number := range dice.IntN(3) {
			queued = append(queued, channel.Attempt{Number: number + 1, Delivery: channel.Delivery{State: channel.StateQueued}})
		}
		play := func() channel.Delivery {
			attempts := slices.Clone(queued)
			for _, r := range reports {
				for range 1 + dice.IntN(2) {
					attempts = channel.Report(attempts, r.number, r.status, r.at)
				}
			}
			return channel.Outcome(attempts)
		}
		want := play()
		dice.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
		if diff := cmp.Diff(want, play()); diff != "" {
			t.Fatalf("seed %d: another order of %v (-want +got):\n%s", seed, reports, diff)
		}
	}
}

// TestOutcome tells what counts of several tries.
func TestOutcome(t *testing.T) {
	d := func(id string, s channel.DeliveryState, code string) channel.Delivery {
		return channel.Delivery{MessageID: id, State: s, Error: channel.Error{Code: code}}
	}
	tests := []struct {
		name     string
		attempts []channel.Attempt
		want     channel.DeliveryState
	}{
		{"none", nil, ""},
		{"the newest number", []channel.Attempt{{Number: 1, Delivery: d("a", channel.StateRead, "")}, {Number: 2, Delivery: d("", channel.StateQueued, "")}}, channel.StateQueued},
		{"of one number, what did not fail", []channel.Attempt{{Number: 1, Delivery: d("a", channel.StateFailed, "1")}, {Number: 1, Delivery: d("b", channel.StateAccepted, "")}}, channel.StateAccepted},
		{"in the other order", []channel.Attempt{{Number: 1, Delivery: d("b", channel.StateAccepted, "")}, {Number: 1, Delivery: d("a", channel.StateFailed, "1")}}, channel.StateAccepted},
		{"what got further", []channel.Attempt{{Number: 1, Delivery: d("a", channel.StateSent, "")}, {Number: 1, Delivery: d("b", channel.StateDelivered, "")}}, channel.StateDelivered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := channel.Outcome(tt.attempts).State; got != tt.want {
				t.Errorf("state %q, want %q", got, tt.want)
			}
		})
	}
}

// TestWindowControl lets the newest word tell who holds a thread, in any order.
func TestWindowControl(t *testing.T) {
	at := func(s int64) time.Time { return time.Unix(s, 0).UTC() }
	events := []channel.Event{
		{ID: "1", Type: channel.EventMessage, Opens: channel.OpenMessage, Control: channel.ControlElsewhere, Sent: at(1)},
		{ID: "2", Type: channel.EventControl, Control: channel.ControlOurs, Sent: at(2)},
		{ID: "3", Type: channel.EventControl, Control: channel.ControlElsewhere, Sent: at(3)},
	}
	for seed := range uint64(20) {
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		var w channel.Window
		for _, e := range append(events, events...) {
			w = w.Open(e)
		}
		if w.Control != channel.ControlElsewhere || !w.ControlAt.Equal(at(3)) {
			t.Fatalf("seed %d: %s since %v", seed, w.Control, w.ControlAt)
		}
		d := channel.Unlimited(channel.Messenger).Decide(w, channel.Request{}, at(4))
		if d.Allowed || d.Reason != channel.ReasonControl || d.Instead != channel.AdviseControl || d.Class() != channel.ClassFix {
			t.Errorf("decision %+v", d)
		}
	}
}
