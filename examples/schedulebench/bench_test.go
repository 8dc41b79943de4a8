package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// TestPeerAgrees makes sure that the contestants answer the same question.
func TestPeerAgrees(t *testing.T) {
	s, err := office()
	require.NoError(t, err)
	at, two := instants(s.Zone()), peers()
	for _, span := range []time.Duration{time.Hour, 7 * 24 * time.Hour, 365 * 24 * time.Hour} {
		for _, from := range at {
			to := from.Add(span)
			want := two[0].WorkHoursInRange(from, to) + two[1].WorkHoursInRange(from, to)
			if diff := cmp.Diff(want, s.Between(from, to)); diff != "" {
				t.Errorf("between %v and %v mismatch (-rickar/cal +ours):\n%s", from, to, diff)
			}
		}
	}
}

// TestNoAllocations is the part of the promise that a busy machine cannot blur.
func TestNoAllocations(t *testing.T) {
	list, err := trials()
	require.NoError(t, err)
	for _, trial := range list {
		i := 0
		require.Zero(t, testing.AllocsPerRun(1000, func() { trial.ours(i % samples); i++ }), trial.name)
	}
}

func BenchmarkZoneOffset(b *testing.B) {
	look, err := offset()
	require.NoError(b, err)
	loop(b, look)
}

func BenchmarkSchedule(b *testing.B) {
	list, err := trials()
	require.NoError(b, err)
	for _, trial := range list {
		b.Run(trial.name+"/ours", func(b *testing.B) { loop(b, trial.ours) })
		b.Run(trial.name+"/rickar-cal", func(b *testing.B) { loop(b, trial.peer) })
	}
}

// BenchmarkOffsets tells how many offsets of the zone an answer takes. It asks
// for both in turn, so that one pass on a busy machine slows both sides alike.
func BenchmarkOffsets(b *testing.B) {
	look, err := offset()
	require.NoError(b, err)
	list, err := trials()
	require.NoError(b, err)
	for _, trial := range list {
		b.Run(trial.name, func(b *testing.B) {
			var zone, ours time.Duration
			for b.Loop() {
				start := b.Elapsed()
				for i := range samples {
					look(i)
				}
				middle := b.Elapsed()
				for i := range samples {
					trial.ours(i)
				}
				zone, ours = zone+middle-start, ours+b.Elapsed()-middle
			}
			b.ReportMetric(float64(ours)/float64(zone), "offsets")
		})
	}
}

func BenchmarkBuild20Years(b *testing.B) {
	zone, err := paris()
	require.NoError(b, err)
	cfg := officeConfig(zone)
	from := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	b.ReportAllocs()
	for b.Loop() {
		s, err := schedule.New(cfg)
		require.NoError(b, err)
		s.Prepare(from, from.AddDate(20, 0, 0))
	}
}
