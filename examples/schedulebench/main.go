// Command schedulebench measures business time against github.com/rickar/cal
// in one run, and against what the standard library takes to tell the offset
// of a zone: the least that any code pays that looks at a wall clock.
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"testing"
	"time"
)

// trial is one question, and how long each contestant takes to answer it.
type trial struct {
	name string
	ours func(i int)
	peer func(i int)
}

const samples = 256

// instants are spread over 2021, within business time and outside.
func instants(zone *time.Location) (at [samples]time.Time) {
	r := rand.New(rand.NewPCG(9, 9))
	for i := range at {
		at[i] = time.Date(2021, 1, 1, 0, 0, 0, 0, zone).Add(time.Duration(r.Int64N(365*86400)) * time.Second)
	}
	return at
}

// trials are the questions: business time over four spans, and five deadlines.
func trials() ([]trial, error) {
	s, err := office()
	if err != nil {
		return nil, err
	}
	at, two, one := instants(s.Zone()), peers(), peer(9*time.Hour, 17*time.Hour)
	s.Prepare(at[0].AddDate(-10, 0, 0), at[0].AddDate(10, 0, 0))
	var list []trial
	for _, span := range []struct {
		name string
		time.Duration
	}{{"1h", time.Hour}, {"1w", 7 * 24 * time.Hour}, {"1y", 365 * 24 * time.Hour}, {"5y", 5 * 365 * 24 * time.Hour}} {
		var end [samples]time.Time
		for i := range at {
			end[i] = at[i].Add(span.Duration)
		}
		list = append(list, trial{
			name: "between/" + span.name,
			ours: func(i int) { s.Between(at[i], end[i]) },
			peer: func(i int) {
				two[0].WorkHoursInRange(at[i], end[i])
				two[1].WorkHoursInRange(at[i], end[i])
			},
		})
	}
	for _, hours := range []time.Duration{1, 8, 40, 250, 2000} {
		list = append(list, trial{
			name: fmt.Sprintf("add/%dh", hours),
			ours: func(i int) { s.Add(at[i], hours*time.Hour) },
			peer: func(i int) { one.AddWorkHours(at[i], hours*time.Hour) }, // without the lunch break, which it cannot add over
		})
	}
	return list, nil
}

// offset looks up the zone's offset at an instant.
func offset() (func(i int), error) {
	zone, err := paris()
	if err != nil {
		return nil, err
	}
	at, sum := instants(time.UTC), 0
	return func(i int) {
		_, seconds := at[i].In(zone).Zone()
		sum += seconds
	}, nil
}

// passes are how often each question is asked in turn. A machine may be busy
// with something else for a while; the best pass is the one that it left alone,
// and all contestants meet the same load.
const passes = 10

// nanoseconds are the best of the passes, for each question.
func nanoseconds(questions []func(i int)) []float64 {
	best := make([]float64, len(questions))
	for range passes {
		for k, ask := range questions {
			r := testing.Benchmark(func(b *testing.B) { loop(b, ask) })
			if ns := float64(r.T.Nanoseconds()) / float64(r.N); best[k] == 0 || ns < best[k] {
				best[k] = ns
			}
		}
	}
	return best
}

func loop(b *testing.B, ask func(i int)) {
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		ask(i % samples)
		i++
	}
}

func main() {
	testing.Init()
	if err := flag.Set("test.benchtime", "100ms"); err != nil {
		log.Fatal(err)
	}
	list, err := trials()
	if err != nil {
		log.Fatal(err)
	}
	look, err := offset()
	if err != nil {
		log.Fatal(err)
	}
	questions := []func(int){look}
	for _, t := range list {
		questions = append(questions, t.ours, t.peer)
	}
	best := nanoseconds(questions)
	zone := best[0]
	fmt.Printf("%-12s %10.1f ns\n", "zone offset", zone)
	for k, t := range list {
		ours, peer := best[1+2*k], best[2+2*k]
		fmt.Printf("%-12s %10.1f ns = %.2f offsets   rickar/cal %12.1f ns = %.0f times as long\n", t.name, ours, ours/zone, peer, peer/ours)
	}
}
