package socialticket

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/rules"
)

const (
	// maxTries bounds how often a command is decided again because of conflicts.
	maxTries = 256
	// maxUnknown bounds how often a command is handed in again whose outcome is
	// not known.
	maxUnknown = 2
)

// Do loads, decides and commits; again from the start when another was faster or the
// outcome of a commit is unknown. A refusal is an *[Error]. After any other error the
// outcome may be unknown: hand the same command in again. A [Reply], [Update], … without
// an idempotency key is given one at the first try, so that it is carried out once
// however often this call tries; another call of the same words is another command.
func (d *Desk) Do(ctx context.Context, c Command) (r Receipt, err error) {
	if c, err = d.admit(c); err != nil {
		return Receipt{}, err
	}
	err = d.do(ctx, c, "", &r)
	return r, err
}

// do is [Desk.Do] for a command that was admitted. It gets this key if it has none; if
// that is empty, one is made. A receipt has kilobytes: it is written where it is wanted, a
// zero one, and stays zero after an error.
func (d *Desk) do(ctx context.Context, c Command, key string, r *Receipt) error {
	how := handling{key: key}
	if d.config.Watch != nil {
		return d.watched(ctx, c, &how, r)
	}
	return d.try(ctx, c, &how, r)
}

// try is do, which tells how the command was decided.
func (d *Desk) try(ctx context.Context, c Command, how *handling, r *Receipt) (err error) {
	if r.Outcome = d.ignores(c); r.Outcome != "" {
		return nil
	}
	cause := c.cause(how.key)
	ref, unknown := c.ref(d, cause), 0
	dr, _ := d.drafts.Get().(*draft)
	if dr == nil {
		dr = &draft{}
	}
	defer func() {
		dr.reset()
		d.drafts.Put(dr)
	}()
	for try := range maxTries {
		if try > 0 {
			dr.reset() // as it is at the first
		}
		dr.desk = d
		if err := d.load(ctx, ref, &dr.head); err != nil {
			return err
		}
		if cause == "" {
			how.key = keyFor(c, &dr.head)
			cause = c.cause(how.key)
		}
		s, at := d.config.Settings(), d.config.Clock.Now()
		how.at, how.settings = at.UTC(), s.Version
		err := dr.run(c, cause, s, at, r)
		if to, ok := errors.AsType[*Redirect](err); ok {
			c, ref = to.Command, to.Ref
			continue
		}
		if err != nil || r.Commit.empty() {
			return err
		}
		switch err = d.config.Store.Commit(ctx, r.Commit); {
		case err == nil:
			return nil
		case errors.Is(err, ErrDuplicate):
			ref.Account, ref.Cause = r.Commit.Account, r.Commit.Cause
			if ref.Comment == "" {
				ref.Comment = r.Comment.ID
			}
		case errors.Is(err, ErrConflict):
		case unknown < maxUnknown && ctx.Err() == nil:
			unknown++
		default:
			*r = Receipt{}
			return fmt.Errorf("socialticket: commit: %w", err)
		}
		*r = Receipt{}
	}
	return fmt.Errorf("socialticket: %d tries: %w", maxTries, ErrConflict)
}

// load loads what ref names.
func (d *Desk) load(ctx context.Context, ref Ref, h *Head) (err error) {
	if *h, err = d.config.Store.Load(ctx, d.whole(ref)); err != nil {
		return fmt.Errorf("socialticket: load: %w", err)
	}
	return nil
}

// whole returns ref with what the present rules need beside it.
func (d *Desk) whole(ref Ref) Ref {
	s := d.config.Settings()
	ref.First = s.Triggers.Asks(fieldDescription) || s.Automations.Asks(fieldDescription) || s.SLA.Asks(fieldDescription)
	return ref
}

// fieldDescription is the field of rules that the first comment answers.
const fieldDescription = "description_includes_word"

// Carry hands the command of an effect in, as a handler of [EffectDecide] does. A command
// without an idempotency key gets one from the effect, so that it is carried out once
// however often the effect is tried. The errors are those of [Desk.Do], and [ErrInvalid]
// if the effect has no command.
func (d *Desk) Carry(ctx context.Context, e Effect) (r Receipt, err error) {
	c, err := d.admit(e.Command.Command)
	if err != nil {
		return Receipt{}, err
	}
	err = d.do(ctx, c, join("effect", string(e.Account.Kind), e.Account.ID, e.ID), &r)
	return r, err
}

// Ref returns what [Desk.Decide] needs to have loaded for a command.
func (d *Desk) Ref(c Command) Ref { return d.whole(c.ref(d, c.cause(""))) }

// Decide says what a command would do: the commit that would be written, the zero Commit
// if nothing would change, and the receipt. It is pure: the same arguments give the same
// result to the byte. A preview is a Decide that is not committed. A refusal is an
// *[Error]; a *[Redirect] tells that the decision needs another head.
func (d *Desk) Decide(h Head, c Command, s *Settings, at time.Time) (Commit, Receipt, error) {
	receipt, err := d.decide(h, c, s, at, nil)
	return receipt.Commit, receipt, err
}

// decide is [Desk.Decide] that tells how the triggers went, unless course is nil.
func (d *Desk) decide(h Head, c Command, s *Settings, at time.Time, course *rules.Course) (r Receipt, err error) {
	if c, err = d.admit(c); err != nil {
		return Receipt{}, err
	}
	if o := d.ignores(c); o != "" {
		return Receipt{Outcome: o}, nil
	}
	cause := c.cause("")
	if cause == "" {
		cause = c.cause(keyFor(c, &h))
	}
	dr := &draft{head: h, making: making{desk: d, course: course}}
	err = dr.run(c, cause, s, at, &r)
	return r, err
}

// Redirect tells that a decision needs the head of another reference, and what the
// command is then. [Desk.Do] follows it; who calls [Desk.Decide] loads Ref and decides
// Command.
type Redirect struct {
	Ref     Ref
	Command Command
}

func (r *Redirect) Error() string { return "socialticket: the decision needs another head" }

// admit returns c as the desk takes it: checked, and without card numbers.
func (d *Desk) admit(c Command) (Command, error) {
	if c == nil {
		return nil, invalid("command", "is missing")
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	return d.masked(c), nil
}

// run decides a command that was admitted, and writes the receipt into a zero one.
func (dr *draft) run(c Command, cause string, s *Settings, at time.Time, r *Receipt) error {
	dr.begin(cause, s, at)
	if h := &dr.head; h.Known {
		r.Outcome, r.Ticket, r.Comment, r.Person, r.Composer = Duplicate, h.Ticket, h.Comment, h.Person, dr.composer()
		return nil
	}
	if err := c.decide(dr); err != nil {
		return err
	}
	dr.pullTriggers()
	dr.followStatus()
	dr.keepClock()
	dr.speak()
	dr.survey()
	if dr.moved {
		dr.promise()
	}
	dr.askRoute()
	dr.forgetFired()
	dr.receipt(r)
	return nil
}

// keyFor makes the idempotency key of a command that came without one: from the version
// that it was first decided on and from what it says.
func keyFor(c Command, h *Head) string {
	version := strconv.FormatInt(h.Conversation.Version+h.Record.Version, 10)
	if h.Record.Into != "" { // what is said of a merged person may change the winner
		version += "." + strconv.FormatInt(h.Person.Version, 10)
	}
	text, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("socialticket: %s has no JSON: %v", c.Kind(), err)) // of our own types
	}
	sum := sha256.Sum256(text)
	return "v" + version + "-" + hex.EncodeToString(sum[:8])
}
