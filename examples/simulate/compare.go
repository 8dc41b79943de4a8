package main

import (
	"cmp"
	"context"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/simulate"
)

// compare runs a world, does what people and platforms did in it again under other settings,
// and tells what would differ. The first run forgets who has not written for days, the second
// does not: what such a customer begins anew is told as lost. What is under way at the end is
// left aside.
func compare(world simulate.Random, other *socialticket.Settings) (*simulate.Summary, *simulate.Comparison, error) {
	var records []simulate.Record
	world.Start = time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC)
	end := world.Start.AddDate(0, 0, cmp.Or(world.Days, 30))
	world.Desk.Watch = func(_ context.Context, h socialticket.Handled) {
		if h.At.Before(end) {
			records = append(records, simulate.RecordOf(h))
		}
	}
	was := &simulate.Outcome{}
	world.Watch = func(c *socialticket.Commit) {
		if c.At.Before(end) {
			was.Add(c)
		}
	}
	sum, err := world.Run()
	if err != nil {
		return nil, nil, err
	}
	would, err := simulate.Replay(context.Background(), records, simulate.ReplayConfig{
		Settings: func(int64) *socialticket.Settings { return other },
		Until:    end.Add(-1),
	})
	if err != nil {
		return nil, nil, err
	}
	c := simulate.Compare(was, would.Outcome)
	c.Lost = would.Lost
	return sum, &c, nil
}
