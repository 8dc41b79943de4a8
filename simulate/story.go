package simulate

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// StoryError tells which line of a story could not be played.
type StoryError struct {
	Line int // from 1
	Text string
	Err  error
}

func (e *StoryError) Error() string {
	return fmt.Sprintf("simulate: line %d %q: %v", e.Line, e.Text, e.Err)
}

// Unwrap returns why.
func (e *StoryError) Unwrap() error { return e.Err }

// Play plays a story, a step a line:
//
//	ana says "Is my bike ready?"        a customer writes
//	ada replies ana "It is."            an agent answers
//	ada notes ana "Call her."           an agent leaves a note
//	ada sets ana status solved          an agent changes a field
//	ada ends ana                        an agent ends the session
//	pass 25h                            time passes, as time.ParseDuration reads it
//	until 2026-03-03 10:00              it passes until an instant, UTC; "until 10:00" is the next one
//	expect ana status solved            a field of ana's ticket; as "expect ana delivery failed"
//	# …                                 for whoever reads it
//
// Names are words in small letters. It stops at the first step that cannot be played, or
// that does not find what it expects; the error is a *[StoryError]. What a desk refuses to
// send is no error: ask for the delivery of the newest comment.
func (w *World) Play(story string) error {
	for i, line := range strings.Split(story, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := w.step(line); err != nil {
			return &StoryError{Line: i + 1, Text: line, Err: err}
		}
	}
	return nil
}

var errStep = errors.New("it is not a step of a story")

// step plays one line.
func (w *World) step(line string) error {
	words, said, quoted := line, "", false
	if i := strings.IndexByte(line, '"'); i >= 0 {
		if words, said = line[:i], line[i+1:]; !strings.HasSuffix(said, `"`) {
			return fmt.Errorf("a text ends with a quote: %w", errStep)
		}
		said, quoted = said[:len(said)-1], true
	}
	f := strings.Fields(words)
	switch {
	case len(f) == 2 && f[0] == "pass" && !quoted:
		d, err := time.ParseDuration(f[1])
		if err != nil || d < 0 {
			return fmt.Errorf("%q is not a time that passes: %w", f[1], errStep)
		}
		return w.Pass(d)
	case len(f) > 1 && f[0] == "until" && !quoted:
		return w.untilText(f[1:])
	case len(f) == 4 && f[0] == "expect" && !quoted:
		return w.expect(f[1], f[2], f[3])
	case len(f) == 2 && f[1] == "says" && quoted:
		_, err := w.Says(f[0], said)
		return w.settled(err)
	case len(f) == 3 && f[1] == "replies" && quoted:
		_, err := w.Reply(f[0], f[2], said)
		return w.settled(err)
	case len(f) == 3 && f[1] == "notes" && quoted:
		_, err := w.Note(f[0], f[2], said)
		return w.settled(err)
	case len(f) == 5 && f[1] == "sets" && !quoted:
		_, err := w.Set(f[0], f[2], ticket.Change{Field: ticket.FieldName(f[3]), Value: f[4]})
		return w.settled(err)
	case len(f) == 3 && f[1] == "ends" && !quoted:
		t, err := w.Ticket(f[2])
		if err == nil {
			_, err = w.Do(socialticket.EndSession{Ticket: t.ID, By: Agent(f[0])})
		}
		return w.settled(err)
	}
	return errStep
}

// settled does what is due now after a step.
func (w *World) settled(err error) error {
	if err != nil {
		return err
	}
	return w.Pass(0)
}

// untilText lets time pass until an instant: a day and an hour, or the next time that it is
// an hour.
func (w *World) untilText(f []string) error {
	if at, err := time.Parse("2006-01-02 15:04", strings.Join(f, " ")); err == nil {
		if at.Before(w.now) {
			return fmt.Errorf("%s has passed: %w", strings.Join(f, " "), errStep)
		}
		return w.Until(at)
	}
	clock, err := time.Parse("15:04", strings.Join(f, " "))
	if err != nil {
		return fmt.Errorf("%q is not an instant: %w", strings.Join(f, " "), errStep)
	}
	at := time.Date(w.now.Year(), w.now.Month(), w.now.Day(), clock.Hour(), clock.Minute(), 0, 0, time.UTC)
	if !at.After(w.now) {
		at = at.AddDate(0, 0, 1)
	}
	return w.Until(at)
}

// expect compares a field of a customer's newest ticket, or how far its newest comment got.
func (w *World) expect(customer, field, want string) error {
	t, err := w.Ticket(customer)
	if err != nil {
		return err
	}
	is := t.Get(ticket.FieldName(field))
	switch field {
	case "delivery":
		list, err := w.store.Comments(w.ctx(), t.ID, socialticket.Page{Limit: 1})
		if err != nil {
			return err
		}
		is = ""
		if len(list) > 0 {
			is = string(list[0].Delivery.State)
		}
	case "reply":
		d, err := w.MayReply(customer)
		if err != nil {
			return err
		}
		is = map[bool]string{true: "allowed", false: "refused"}[d.Allowed]
	}
	if is != want {
		return fmt.Errorf("%s of %s is %q, not %q", field, customer, is, want)
	}
	return nil
}
