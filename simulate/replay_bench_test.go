package simulate_test

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/simulate"
)

// BenchmarkReplay replays the stories of some tickets; an operation is a recorded command.
func BenchmarkReplay(b *testing.B) {
	records, _, w := tale(b, 7, nil)
	settings := same(b, nil)
	for _, exact := range []bool{true, false} {
		b.Run(map[bool]string{true: "exact", false: "whatif"}[exact], func(b *testing.B) {
			b.ReportAllocs()
			done := 0
			for b.Loop() {
				_, err := simulate.Replay(b.Context(), records, simulate.ReplayConfig{Settings: settings, Exact: exact, Until: w.Now()})
				if err != nil {
					b.Fatal(err)
				}
				done += len(records)
			}
			b.ReportMetric(float64(done)/b.Elapsed().Seconds(), "commands/s")
		})
	}
}

// BenchmarkAhead tells what lies ahead of a ticket for a month.
func BenchmarkAhead(b *testing.B) {
	settings := shop(b, 1, nil)
	cfg := simulate.Config{Settings: settings, Desk: socialticket.Config{}}
	w, err := simulate.New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	if err := w.Play("ana says \"Hello\"\nada sets ana assignee_id ada\nada replies ana \"Hello\""); err != nil {
		b.Fatal(err)
	}
	t, err := w.Ticket("ana")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		line, err := simulate.Ahead(b.Context(), w.Store(), cfg, t.ID, w.Now(), w.Now().Add(30*24*time.Hour))
		if err != nil || len(line.Moments) < 5 {
			b.Fatal(err, line)
		}
	}
}
