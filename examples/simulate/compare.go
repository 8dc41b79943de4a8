package main

import (
	"context"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/simulate"
)

// compare runs a world, does what people and platforms did in it again under other settings,
// and tells what would differ.
func compare(world simulate.Random, other *socialticket.Settings) (*simulate.Summary, *simulate.Comparison, error) {
	var records []simulate.Record
	world.Desk.Watch = func(_ context.Context, h socialticket.Handled) { records = append(records, simulate.RecordOf(h)) }
	was := &simulate.Outcome{}
	world.Watch = was.Add
	sum, err := world.Run()
	if err != nil {
		return nil, nil, err
	}
	would, err := simulate.Replay(context.Background(), records, simulate.ReplayConfig{
		Settings: func(int64) *socialticket.Settings { return other },
		Until:    sum.Start.Add(time.Duration(len(sum.Days)) * 24 * time.Hour),
	})
	if err != nil {
		return nil, nil, err
	}
	c := simulate.Compare(was, would.Outcome)
	c.Lost = would.Lost
	return sum, &c, nil
}
