package memory

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// crowd returns a million tickets of a few channels, most of them closed, and their columns.
func crowd(now time.Time) ([]record, *columns) {
	r := rand.New(rand.NewPCG(3, 3))
	statuses := []ticket.Status{
		ticket.Closed, ticket.Closed, ticket.Closed, ticket.Closed, ticket.Closed, ticket.Closed,
		ticket.Solved, ticket.Open, ticket.Pending, ticket.New, ticket.Hold, ticket.Solved,
	}
	kinds := []channel.Kind{channel.WhatsApp, channel.LINE, channel.Messenger, channel.Telegram}
	list, c := make([]record, 1_000_000), &columns{}
	for i := range list {
		at := now.Add(-time.Duration(r.Int64N(int64(128 * time.Hour))))
		t := ticket.Ticket{
			ID: "t", Status: statuses[r.IntN(len(statuses))], Via: kinds[r.IntN(len(kinds))], Assignee: string(rune('a' + r.IntN(200))),
			Times: ticket.Times{CreatedAt: at, UpdatedAt: at, StatusAt: at},
		}
		c.put(&list[i], &t)
		list[i].ticket = t
	}
	return list, c
}

// BenchmarkSweep finds the tickets that one automation is about among a million: solved for
// more than 96 hours, on WhatsApp. Beside it stands a loop over the tickets, written by hand.
// They take turns, five sweeps to a loop, and the times are medians, a ticket of the million:
// ns/ticket finds the numbers of the tickets; ns/cold is the same right after the loop, which
// leaves nothing of the columns in the cache; ns/checked also looks at each ticket found.
func BenchmarkSweep(b *testing.B) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tickets, c := crowd(now)
	views, err := rules.CompileViews(rules.Standard(), []rules.View{{Rule: rules.Rule{ID: "v", When: rules.Conditions{All: []rules.Condition{
		{Field: "status", Op: rules.Is, Value: rules.Value{"solved"}},
		{Field: "SOLVED", Op: rules.GreaterThan, Value: rules.Value{"96"}},
		{Field: "via_id", Op: rules.Is, Value: rules.Value{"whatsapp"}},
	}}}}})
	if err != nil {
		b.Fatal(err)
	}
	tree, _ := views.Tree("v", &rules.Subject{Now: now})
	var found, cold, ours, theirs []float64
	var room []uint32
	stopwatch := clock.New()
	b.ReportAllocs()
	for b.Loop() {
		began := stopwatch.Now()
		want := 0
		for i := range tickets {
			if t := &tickets[i].ticket; t.Status == ticket.Solved && t.Via == channel.WhatsApp && now.Sub(t.StatusAt) > 96*time.Hour {
				want++
			}
		}
		theirs = append(theirs, float64(stopwatch.Now().Sub(began))/float64(len(tickets)))
		for turn := range 5 {
			began := stopwatch.Now()
			room = c.find(tree, room[:0])
			swept := stopwatch.Now()
			hits := 0
			for _, row := range room {
				if t := &c.record(row).ticket; t.Status == ticket.Solved && t.Via == channel.WhatsApp && now.Sub(t.StatusAt) > 96*time.Hour {
					hits++
				}
			}
			if turn == 0 {
				cold = append(cold, float64(swept.Sub(began))/float64(len(tickets)))
			}
			found = append(found, float64(swept.Sub(began))/float64(len(tickets)))
			ours = append(ours, float64(stopwatch.Now().Sub(began))/float64(len(tickets)))
			if hits != want || want < 5000 {
				b.Fatal(hits, want, len(room))
			}
		}
	}
	median := func(list []float64) float64 {
		slices.Sort(list)
		return list[len(list)/2]
	}
	b.ReportMetric(median(found), "ns/ticket")
	b.ReportMetric(median(cold), "ns/cold")
	b.ReportMetric(median(ours), "ns/checked")
	b.ReportMetric(median(theirs), "ns/loop")
	b.ReportMetric(median(found)/median(theirs), "×")
	b.ReportMetric(float64(len(room)), "found")
	b.ReportMetric(float64(c.size())/float64(len(tickets)), "B/ticket")
}

// size returns how many bytes the columns take, without the texts.
func (c *columns) size() (n int) {
	for _, p := range c.pages {
		n += 8*cap(p.records) + 8*cap(p.used)
		for k := range choices {
			for _, set := range p.sets[k] {
				n += 8 * cap(set)
			}
			n += 4 * cap(p.codes[k])
		}
		for _, column := range p.instants {
			n += 4 * cap(column)
		}
	}
	return n
}
