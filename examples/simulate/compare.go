package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/simulate"
)

// shown is how many tickets that differ are printed.
const shown = 5

// compare lives through a world, has the same people do the same under other settings, and
// tells the difference. It keeps every command and both desks whole: some hundred kilobytes a
// ticket.
func compare(world simulate.Random, other *socialticket.Settings, asJSON bool, stdout io.Writer) error {
	var records []simulate.Record
	was := &simulate.Outcome{}
	world.Start = time.Date(2026, time.March, 2, 0, 0, 0, 0, time.UTC)
	end := world.Start.AddDate(0, 0, cmp.Or(world.Days, 30)) // what is under way then is left aside
	world.Store = &memory.Store{History: -1}                 // forgets nobody
	world.Watch = func(c *socialticket.Commit) {
		if c.At.Before(end) {
			was.Add(c)
		}
	}
	world.Desk.Watch = func(_ context.Context, h socialticket.Handled) {
		if h.At.Before(end) {
			records = append(records, simulate.RecordOf(h))
		}
	}
	if _, err := world.Run(); err != nil {
		return err
	}
	played, err := simulate.Replay(context.Background(), records, simulate.ReplayConfig{
		Settings: func(int64) *socialticket.Settings { return other }, Until: end.Add(-1),
	})
	if err != nil {
		return err
	}
	c := simulate.Compare(was, played.Outcome)
	c.Lost = played.Lost
	if !asJSON {
		_, err := io.WriteString(stdout, c.Text(shown))
		return err
	}
	text, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s\n", text)
	return err
}
