package simulate_test

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
)

// What happens to a ticket if nobody answers? A copy of it lives on; the store is only read.
func ExampleAhead() {
	settings := &socialticket.Settings{
		Warn:     time.Hour,
		Sessions: session.Policy{EndAfter: 30 * time.Hour, EndWaiting: true},
	}
	w, _ := simulate.New(simulate.Config{Settings: settings})
	_ = w.Play(`ana says "Is my bike ready?"`)
	t, _ := w.Ticket("ana")

	line, err := simulate.Ahead(context.Background(), w.Store(), simulate.Config{Settings: settings}, t.ID, w.Now(), w.Now().AddDate(0, 0, 7))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(line.Text(nil))
	// Output:
	// Monday 2026-03-02
	// 09:10:00  session inactive
	// Tuesday 2026-03-03
	// 08:00:00  the reply window ends soon
	// 09:00:00  the reply window ends: use_template
	// 15:00:00  session ended
	// 15:00:00  routing_channel none
	// then nothing more
}

// What would have been otherwise if tickets were closed an hour after they are solved? The
// desk's commands were recorded, and are replayed under settings with that rule.
func ExampleReplay() {
	var log bytes.Buffer
	recorder := simulate.NewRecorder(&log)
	w, _ := simulate.New(simulate.Config{Desk: socialticket.Config{Watch: recorder.Watch}})
	_ = w.Play(`
		ana says "Is my bike ready?"
		pass 10m
		ada replies ana "It is."
		ada sets ana status solved
		pass 3h
		ana says "I come at five."
		pass 1h
	`)
	ctx := context.Background()
	records, _ := simulate.ReadRecords(&log)
	under := func(s *socialticket.Settings) *simulate.Outcome {
		played, err := simulate.Replay(ctx, records, simulate.ReplayConfig{
			Settings: func(int64) *socialticket.Settings { return s }, Until: w.Now(),
		})
		if err != nil {
			fmt.Println(err)
		}
		return played.Outcome
	}
	closing, _ := rules.CompileAutomations(rules.Standard(), []rules.Rule{rules.CloseWhatsApp()})
	c := simulate.Compare(under(&socialticket.Settings{}), under(&socialticket.Settings{Automations: closing}))

	fmt.Println("tickets:", c.Was.Tickets, "->", c.Would.Tickets)
	fmt.Println("reopened:", c.Was.Reopens, "->", c.Would.Reopens)
	for _, d := range c.Differences {
		fmt.Printf("%s: %q -> %q\n", d.Field, d.Was, d.Would)
	}
	// Output:
	// tickets: 1 -> 2
	// reopened: 1 -> 0
	// status: "open" -> "closed"
	// closed_at: "" -> "2026-03-02T10:10:00.000000001Z"
	// fired automation close-whatsapp: "" -> "1"
	// ticket: "" -> "begun"
}

// Where nothing was recorded, the commits of a desk's store tell most of what happened.
func ExampleRecordsOf() {
	w, _ := simulate.New(simulate.Config{})
	_ = w.Play(`
		ana says "Is my bike ready?"
		ada replies ana "It is."
		pass 1m
	`)
	feed, _ := w.Store().(socialticket.Feed)
	records, lost, err := simulate.RecordsOf(context.Background(), feed, 0)
	for _, r := range records {
		fmt.Println(r.At.Format("15:04:05"), r.Order.Kind())
	}
	fmt.Println(len(lost), "lost", err)
	// Output:
	// 09:00:00 received
	// 09:00:00 reply
	// 09:00:00 received
	// 09:00:01 received
	// 0 lost <nil>
}

// Last week only, under a rule that closes tickets early: the replay begins from what the desk
// held on Monday. A desk with a database would take a copy of that instead.
func ExampleReplay_snapshot() {
	var records []simulate.Record
	w, _ := simulate.New(simulate.Config{Desk: socialticket.Config{
		Watch: func(_ context.Context, h socialticket.Handled) { records = append(records, simulate.RecordOf(h)) },
	}})
	_ = w.Play(`
		ana says "Is my bike ready?"
		pass 3d
		ada replies ana "It is."
		pass 4d
	`)
	ctx := context.Background()
	source, _ := w.Store().(simulate.Source)
	monday, err := simulate.Snapshot(ctx, source)
	if err != nil {
		fmt.Println(err)
		return
	}
	since := w.Now()
	_ = w.Play(`
		ada sets ana status solved
		pass 3h
		ana says "Thank you!"
	`)
	closing, _ := rules.CompileAutomations(rules.Standard(), []rules.Rule{rules.CloseWhatsApp()})
	played, err := simulate.Replay(ctx, records, simulate.ReplayConfig{
		Settings: func(int64) *socialticket.Settings { return &socialticket.Settings{Automations: closing} },
		From:     monday, Since: since, Until: w.Now(),
		Each: func(c *socialticket.Commit) { fmt.Println(c.At.Format("Mon 15:04"), c.Ticket.Status) },
	})
	fmt.Println(len(played.Outcome.Results()), "tickets,", len(played.Lost), "lost", err)
	// Output:
	// Mon 09:00 solved
	// Mon 10:00 closed
	// Mon 12:00 new
	// 2 tickets, 0 lost <nil>
}
