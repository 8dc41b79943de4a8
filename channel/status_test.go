package channel_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
)

// TestDeliveryOrder states that reports in any order, any number of times, make
// the same delivery, and that no state is ever taken back.
func TestDeliveryOrder(t *testing.T) {
	states := []channel.DeliveryState{
		channel.StateQueued, channel.StateAccepted, channel.StateSent, channel.StateFailed,
		channel.StateDelivered, channel.StateRead, channel.StatePlayed, "a state of next year",
	}
	type report struct {
		status channel.Status
		at     time.Time
	}
	apply := func(reports []report) channel.Delivery {
		var d channel.Delivery
		for _, r := range reports {
			arrived := d.State.Arrived()
			if d = d.Apply(r.status, r.at); arrived && !d.State.Arrived() {
				t.Fatalf("%v took back that the message arrived", r.status)
			}
		}
		return d
	}
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 5))
		reports := make([]report, 1+r.IntN(8))
		for i := range reports {
			state := states[r.IntN(len(states))]
			reports[i] = report{channel.Status{State: state, MessageID: "out"}, time.Unix(int64(r.IntN(4)), 0)}
			if state == channel.StateFailed && r.IntN(2) == 0 {
				reports[i].status.Errors = []channel.Error{{Code: fmt.Sprint(r.IntN(3))}}
			}
		}
		want := apply(reports)
		reports = append(reports, reports[r.IntN(len(reports))])
		r.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
		if diff := cmp.Diff(want, apply(reports)); diff != "" {
			t.Fatalf("seed %d: order matters (-want +got):\n%s", seed, diff)
		}
	}
}

func TestDeliveryContradicted(t *testing.T) {
	at := time.Unix(0, 0)
	failed := channel.Status{State: channel.StateFailed, Errors: []channel.Error{{Code: "131026"}}}
	d := channel.Delivery{}.Apply(failed, at)
	if d.Contradicted() || d.Failure().Code != "131026" {
		t.Errorf("failed: %+v", d)
	}
	d = d.Apply(channel.Status{State: channel.StateSent}, at)
	if d.State != channel.StateFailed {
		t.Errorf("a late report that it was sent undid the failure: %+v", d)
	}
	d = d.Apply(channel.Status{State: channel.StateDelivered}, at)
	if !d.Contradicted() || d.State != channel.StateDelivered || d.Failure() != (channel.Error{}) {
		t.Errorf("it arrived after all: %+v", d)
	}
}

func TestFold(t *testing.T) {
	part := func(s channel.DeliveryState, at int64) channel.Delivery {
		return channel.Delivery{}.Apply(channel.Status{State: s, MessageID: "out"}, time.Unix(at, 0))
	}
	tests := []struct {
		name  string
		parts []channel.Delivery
		want  channel.DeliveryState
		at    int64
	}{
		{"one", []channel.Delivery{part(channel.StateRead, 5)}, channel.StateRead, 5},
		{"the least far", []channel.Delivery{part(channel.StateRead, 5), part(channel.StateSent, 3)}, channel.StateSent, 3},
		{"all delivered, the last of them counts", []channel.Delivery{part(channel.StateDelivered, 2), part(channel.StateDelivered, 9)}, channel.StateDelivered, 9},
		{"one failed", []channel.Delivery{part(channel.StateSent, 1), part(channel.StateFailed, 2), part(channel.StateQueued, 0)}, channel.StateFailed, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := channel.Fold(tt.parts...); got.State != tt.want || !got.At.Equal(time.Unix(tt.at, 0)) {
				t.Errorf("%s at %v, want %s at %d", got.State, got.At, tt.want, tt.at)
			}
		})
	}
	if got := channel.Fold(); got != (channel.Delivery{}) {
		t.Errorf("no parts: %+v", got)
	}
}
