// Command endsession plays two talks on a clock that is set, and prints what happened when.
// In the first an agent ends the session: the customer is asked for a rating, the ticket goes
// on as a matter of mail, and the next message begins another. In the second a customer is
// silent: the agent's capacity is released, reminders go out, and the ticket is solved.
//
//	go run ./examples/endsession
//
// Source of the rules: https://support.zendesk.com/hc/en-us/articles/8009788438042,
// https://support.zendesk.com/hc/en-us/articles/8082415949210 and
// https://support.zendesk.com/hc/en-us/articles/9496171412378 (read in autumn 2026).
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/worker"
)

func main() {
	if err := play(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "endsession:", err)
		os.Exit(1)
	}
}

// sessions releases capacity five minutes after an answer that the customer does not react
// to, reminds, and lets tickets of ended sessions go on as mail.
func sessions() session.Policy {
	return session.Policy{
		RouteEnded: ticket.RouteEmail,
		Release:    session.Release{After: 5 * time.Minute, Reminders: session.DefaultReminders()},
	}
}

// survey asks for a rating when the ticket is solved, and when an agent ends the session,
// which does not solve it. The tag keeps it to one a ticket.
func survey() rules.Rule {
	return rules.Rule{
		ID: "ask-for-a-rating", Title: "Ask for a rating",
		When: rules.Conditions{
			All: []rules.Condition{rules.Tags().Excludes("asked")},
			Any: []rules.Condition{rules.Status().ChangedTo(ticket.Solved), rules.On("session_ended_reason").ChangedTo("agent")},
		},
		Do: []rules.Action{{Field: "notification_messaging_csat", Value: rules.Value{"How was it?"}}, rules.AddTags("asked")},
	}
}

// stage is where the story is played.
type stage struct {
	desk   *socialticket.Desk
	clock  *clock.Mock
	worker *worker.Worker
	out    io.Writer
	number map[ticket.ID]int // tickets by the order of their coming
}

// build returns a stage at nine o'clock.
func build(out io.Writer) (*stage, error) {
	triggers, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{survey()})
	if err != nil {
		return nil, err
	}
	chosen := &socialticket.Settings{Version: 1, Triggers: triggers, Sessions: sessions()}
	s := &stage{clock: clock.NewMock(), out: out, number: map[ticket.ID]int{}}
	s.clock.Set(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	store := &memory.Store{}
	s.desk, err = socialticket.New(socialticket.Config{Store: store, Clock: s.clock, Settings: func() *socialticket.Settings { return chosen }})
	if err != nil {
		return nil, err
	}
	s.worker, err = worker.New(worker.Config{
		Desk: s.desk, Queue: store, Clock: s.clock, Goroutines: 1,
		Transport: channel.TransportFunc(func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
			s.say("to %s: %s", o.To.Handle, o.Text)
			return channel.Accepted{MessageID: o.ID}, nil
		}),
		Handlers: map[socialticket.EffectKind]worker.Handler{socialticket.EffectRule: worker.HandlerFunc(s.rate)},
		Hooks:    worker.Hooks{Woke: func(_ socialticket.Timer, r socialticket.Receipt) { s.tell(r) }},
	})
	return s, err
}

// rate is where a host would send its survey.
func (s *stage) rate(_ context.Context, c socialticket.Claimed) error {
	var asked socialticket.Asked
	if err := json.Unmarshal(c.Body, &asked); err != nil {
		return err
	}
	s.say("survey on #%d: %s", s.number[asked.Ticket], asked.Body)
	return nil
}

// until lets time pass to an instant: the worker wakes when something is due, and sends.
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

func (s *stage) say(format string, args ...any) {
	fmt.Fprintf(s.out, s.clock.Now().Format("15:04:05")+"  "+format+"\n", args...)
}
