package socialticket

import (
	"context"
	"time"
)

// Handled is a command that a desk was asked to carry out, and what came of it.
type Handled struct {
	// Command is as the desk took it: checked, and without card numbers. One that a desk
	// does not take at all is not told, nor is a [Redaction] that names a card number.
	Command Command
	// Key is the idempotency key that the command was given where it has none of its own.
	Key string
	// At is the instant that it was decided at, and Settings the version of the settings that
	// it was decided under. Zero: nothing was decided, for it is the host's to act on, or the
	// store failed.
	At       time.Time
	Settings int64
	Receipt  Receipt
	Err      error // that the caller got; nil: none
}

// Again hands in a command as it was told: one without an idempotency key gets the one that
// it was given then. On the same head, with the same settings at the same instant, it is
// decided as it was, to the byte. The errors are those of [Desk.Do].
func (d *Desk) Again(ctx context.Context, h Handled) (r Receipt, err error) {
	c, err := d.admit(h.Command)
	if err != nil {
		return Receipt{}, err
	}
	err = d.do(ctx, c, h.Key, &r)
	return r, err
}

// handling is how a command was decided.
type handling struct {
	key      string
	at       time.Time
	settings int64
}

// watched carries a command out and tells of it.
func (d *Desk) watched(ctx context.Context, c Command, how *handling, r *Receipt) error {
	as := d.told(c) // before a decision changes it
	err := d.try(ctx, c, how, r)
	if in, isEvent := c.(*arrival); isEvent { // the first try says when it came
		event, _ := as.(Received)
		event.Event.Sent, event.Event.Received = in.Event.Sent, in.Event.Received
		as = event
	}
	if as != nil {
		d.config.Watch(ctx, Handled{Command: as, Key: how.key, At: how.at, Settings: how.settings, Receipt: *r, Err: err})
	}
	return err
}

// told returns an admitted command as others may keep it, nil if they may not.
func (d *Desk) told(c Command) Command {
	switch c := c.(type) {
	case *arrival:
		return c.Received
	case Redaction:
		if d.Mask(c.Part) != c.Part {
			return nil
		}
	}
	return c
}
