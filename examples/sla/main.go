// Command sla shows what a desk does with its promises: a first reply within an hour of
// business time, a next one within two, a solution within a day of eight hours. It plays a
// ticket through a weekend and a reopening on a clock that is set, and prints each promise,
// its clock and its breach:
//
//	go run ./examples/sla
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

func main() {
	if err := play(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sla:", err)
		os.Exit(1)
	}
}

// settings returns office hours and one policy for every ticket.
func settings() (*socialticket.Settings, error) {
	day := []schedule.Range{{From: 9 * time.Hour, To: 17 * time.Hour}}
	office, err := schedule.New(schedule.Config{
		Weekly: schedule.Week{time.Monday: day, time.Tuesday: day, time.Wednesday: day, time.Thursday: day, time.Friday: day},
	})
	if err != nil {
		return nil, err
	}
	promises, err := sla.Compile(rules.Standard(), sla.Config{Policies: []sla.Policy{{
		Rule: rules.Rule{ID: "standard", Title: "What we promise everybody"},
		Targets: []sla.Target{
			{Metric: ticket.FirstReply, Within: time.Hour, Business: true},
			{Metric: ticket.NextReply, Within: 2 * time.Hour, Business: true},
			{Metric: ticket.RequesterWait, Within: 8 * time.Hour, Business: true},
		},
	}}})
	if err != nil {
		return nil, err
	}
	return &socialticket.Settings{
		Version: 1, SLA: promises, Schedules: map[string]*schedule.Schedule{"": office}, Lifecycle: ticket.Lifecycle{SolveUnassigned: true},
	}, nil
}

// stage is where the story is played.
type stage struct {
	desk     *socialticket.Desk
	store    *memory.Store
	settings *socialticket.Settings
	clock    *clock.Mock
	worker   *worker.Worker
	out      io.Writer
	ticket   ticket.ID
}

// build returns a stage on a Friday afternoon.
func build(out io.Writer) (*stage, error) {
	s := &stage{store: &memory.Store{}, clock: clock.NewMock(), out: out}
	s.clock.Set(time.Date(2026, 3, 6, 16, 30, 0, 0, time.UTC))
	var err error
	if s.settings, err = settings(); err != nil {
		return nil, err
	}
	s.desk, err = socialticket.New(socialticket.Config{Store: s.store, Clock: s.clock, Settings: func() *socialticket.Settings { return s.settings }})
	if err != nil {
		return nil, err
	}
	s.worker, err = worker.New(worker.Config{
		Desk: s.desk, Queue: s.store, Clock: s.clock, Goroutines: 1,
		Transport: channel.TransportFunc(func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
			return channel.Accepted{MessageID: o.ID}, nil
		}),
		Hooks: worker.Hooks{Woke: func(_ socialticket.Timer, r socialticket.Receipt) { s.tell(r) }},
	})
	return s, err
}

// until lets time pass to an instant: the worker wakes at each instant at which something
// is due, and at no other.
func (s *stage) until(ctx context.Context, at time.Time) error {
	for {
		next, err := s.worker.Once(ctx, s.clock.Now())
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(at) {
			s.clock.Set(at)
			return nil
		}
		s.clock.Set(next)
	}
}

// tell prints what a decision did to the promises of the ticket.
func (s *stage) tell(r socialticket.Receipt) {
	for _, e := range r.Commit.Events {
		if e.Type == ticket.EventSLA && e.Field != sla.FieldPolicy {
			fmt.Fprintln(s.out, strings.TrimSpace(fmt.Sprintf("%s    %s: %s %s", e.At.Format("Mon 15:04"), e.Field, e.To, e.From)))
		}
	}
}

// look prints how the promises of the ticket stand that are not fulfilled.
func (s *stage) look(ctx context.Context) error {
	look, err := s.desk.Explain(ctx, socialticket.Question{Ticket: s.ticket})
	if err != nil {
		return err
	}
	for _, p := range look.Promises {
		if p.Phase == sla.Fulfilled {
			continue
		}
		fmt.Fprintf(s.out, "             %s %s: %v used, %v left", p.Metric, p.Phase, p.Used, p.Left)
		if !p.DueAt.IsZero() {
			fmt.Fprintf(s.out, ", due %s", p.DueAt.Format("Mon 15:04"))
		}
		fmt.Fprintln(s.out)
	}
	return nil
}
