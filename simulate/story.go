package simulate

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
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

// Play plays a story, a step a line. Time passes by itself only where a step says so:
//
//	pass 25h                             time passes: "90m", "36h30m", "3d"; also "advance 25h"
//	until 10:00                          it passes until the next 10:00, UTC
//	until 2026-03-03 10:00               it passes until an instant
//	STEP at 10:00                        it passes until 10:00, unless it is, and then comes the step
//	# …                                  for whoever reads it
//
// Customers are called by a name, those who write on another account by a name and the
// channel's kind: "ana on line" has an account and a conversation of its own.
//
//	ana says "Is my bike ready?"         a customer writes
//	ana said "Hello?" 2h ago             a message that comes late
//	ana repeats                          the platform reports the last message again
//	ana sends picture "my bike"          or video, voice, file, sticker; the text may be left out
//	ana taps "Good"                      a button of the newest question that has it
//	ana rates good "thank you"           or bad, on a page of the host; the text may be left out
//
// Agents are called by a name too. Without the name of a customer they answer whoever wrote
// last.
//
//	ada replies "It is."                 an agent answers; as "ada replies ana "It is.""
//	ada sends ana template hello         or a picture, with a text
//	ada opens ben template hello         the business writes first
//	ada notes ana "Call her."            only agents see it
//	ada sets ana status solved           a field of the ticket, as [ticket.Change] has it
//	ada tags ana vip urgent              and "untags"
//	ada ends ana                         the session is over
//	ada merges ana on line into ana      they are one person
//	ada parts ana on line                they are not
//
// A test asks for what came of it. A value that is empty is "none"; with "not" before the
// field anything else is right. A field is one of the ticket, or
//
//	expect ana status solved             a field of ana's newest ticket
//	expect ana tags vip urgent           all tags, in any order; "tag vip" is one of them
//	expect ana comment "It is."          the newest comment
//	expect ana delivery failed           how far that got
//	expect ana reply refused             whether an agent may write freely, or "allowed"
//	expect ana window 2026-03-03 09:00   when the reply window ends; "closed", or "none" without an end
//	expect ana session inactive          of the conversation
//	expect ana tickets 2                 how many there are
//	expect ana fired welcome             a rule fired on the ticket; "expect ana not fired late"
//	expect ana person ben                whom ana was merged into, or "ana" herself
//	refused: ada sets ana status new     the desk refuses the step
//
// A text stands in quotes, as Go writes it. Play stops at the first step that cannot be
// played, or that does not find what it expects; the error is a *[StoryError]. A message that
// the desk keeps and does not send is not an error: ask for its delivery. [World.Played] tells
// what was decided, sent and refused.
func (w *World) Play(story string) error {
	w.played = playing{on: true}
	defer func() { w.played.on = false }()
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

// told is what a story has told so far.
type told struct {
	last    string                   // the customer who wrote last
	message map[string]channel.Event // the last one, by customer
}

// errStep is the kind of a line that says nothing to the world.
var errStep = errors.New("it is not a step of a story")

// wrong tells why a line is not a step.
func wrong(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), errStep)
}

// step plays one line.
func (w *World) step(line string) error {
	line, refused := strings.CutPrefix(line, "refused:")
	c, err := read(line)
	if err != nil {
		return err
	}
	if err := w.pause(c); err != nil {
		return err
	}
	err = w.act(c)
	switch {
	case !refused:
	case err == nil:
		return errors.New("it was not refused")
	case !errors.Is(err, errStep):
		err = nil
	}
	if err != nil {
		return err
	}
	return w.Pass(0)
}

// act does what a line says.
func (w *World) act(c *cursor) error {
	switch first := c.peek(); first {
	case "pass", "advance":
		c.word()
		return w.passText(c.rest())
	case "until":
		c.word()
		at, err := instant(c.rest(), w.now.Add(1))
		return w.reach(at, err)
	case "expect":
		c.word()
		return w.expect(c)
	}
	who := c.name()
	verb := c.word()
	play, known := verbs()[verb]
	if who == "" || !known {
		return wrong("%q does nothing that is known", strings.TrimSpace(who+" "+verb))
	}
	before := len(w.played.Refused)
	err := play(w, who, c)
	w.untold(err, before)
	return err
}

// pause lets time pass until the instant that a step names at its end.
func (w *World) pause(c *cursor) error {
	text := c.cutAt()
	if text == "" {
		return nil
	}
	at, err := instant(text, w.now)
	return w.reach(at, err)
}

// passText lets a time pass.
func (w *World) passText(text string) error {
	d, err := duration(text)
	if err != nil {
		return err
	}
	return w.reach(w.now.Add(d), nil)
}

// reach lets time pass until an instant that was read.
func (w *World) reach(at time.Time, err error) error {
	switch {
	case err != nil:
		return err
	case at.Before(w.now):
		return wrong("%s has passed", at.Format(time.DateTime))
	case at.Year() > lastYear:
		return wrong("%s is after the year %d", at.Format(time.DateTime), lastYear)
	}
	return w.Until(at)
}

// lastYear is the last one that a story reaches: what JSON can write, and some to spare.
const lastYear = 9990
