package socialticket

import (
	"cmp"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Rejoined tells a conversation that its user became one person with another, or was parted
// again. [Desk.Merge] and [Desk.Unmerge] ask for it as an [EffectDecide] for each contact of
// both sides, and [Desk.Carry] hands it in. It logs [ticket.EventMerge] on the conversation's
// newest ticket if that is not closed, and sets its timers afresh. No trigger runs.
// Conflicts between the two are settled by it. Without a Key it is noted on the record of
// the winner.
type Rejoined struct {
	Account channel.Account `json:"account,omitzero"`
	Key     Key             `json:"key,omitzero"`

	Person string       `json:"person_id"` // that was merged, or parted
	Into   string       `json:"into_id"`   // the winner
	Parted bool         `json:"parted,omitzero"`
	By     ticket.Actor `json:"by"`
	Reason string       `json:"reason,omitzero"`
	At     time.Time    `json:"at,omitzero"` // when that was

	IdempotencyKey string `json:"idempotency_key,omitzero"` // as in [Reply]
}

// Kind implements [Command].
func (Rejoined) Kind() string { return "rejoined" }

func (r Rejoined) check() error {
	if r.Person == "" || r.Into == "" {
		return invalidField("rejoined", "person", "both persons are needed")
	}
	return checkActor("rejoined", r.By)
}

func (r Rejoined) cause(key string) string {
	return causeOf(cmp.Or(r.IdempotencyKey, key), "rejoined", r.Person, string(r.Key))
}

func (r Rejoined) ref(_ *Desk, cause string) Ref {
	if r.Key == "" {
		return Ref{Person: r.Into, Cause: cause}
	}
	return Ref{Account: r.Account, Key: r.Key, Cause: cause}
}

func (r Rejoined) decide(dr *draft) error {
	if r.Key == "" {
		p := dr.recorded(r.Into)
		if at := cmp.Or(r.At, dr.now); r.Parted {
			p = p.Left(r.Person, actorText(r.By), at)
		} else {
			p = p.Won(r.Person, actorText(r.By), r.Reason, at)
		}
		dr.person = &p
		return nil
	}
	if dr.conv.Key == "" {
		return notFound("conversation", string(r.Key))
	}
	if !r.Parted {
		dr.settleConflicts(func(c identity.Conflict) bool { return dr.samePerson(c.Owner) })
	}
	if dr.ticket.ID == "" || dr.frozen() {
		return nil
	}
	e := ticket.Event{Type: ticket.EventMerge, From: r.Person, To: r.Into, Reason: channel.Error{Title: r.Reason}}
	if r.Parted {
		e.Reason.Code = "parted"
	}
	dr.log(r.By, e)
	return nil
}

// settleConflicts takes conflicts off the list of those that people are to decide on.
func (dr *draft) settleConflicts(which func(identity.Conflict) bool) (some bool) {
	for _, c := range dr.conv.Conflicts {
		if which(c) && !slices.Contains(dr.conv.Settled, c) {
			dr.conv.Settled = append(slices.Clone(dr.conv.Settled), c)
		}
	}
	left := slices.DeleteFunc(slices.Clone(dr.conv.Conflicts), which)
	if some = len(left) < len(dr.conv.Conflicts); some {
		dr.conv.Conflicts, dr.changed = left, true
	}
	if len(dr.conv.Conflicts) == 0 {
		dr.conv.Conflicts = nil
	}
	return some
}

// rejoin asks that the conversations of contacts are told, and the winner.
func (dr *draft) rejoin(r Rejoined, circle []Contact) {
	dr.personDecides(r, "rejoin "+r.Into)
	for i := range circle {
		if c := &circle[i]; c.Ticket != "" || len(c.Conflicts) > 0 {
			r.Account, r.Key = c.Account, c.Key
			dr.personDecides(r, laneOf(c))
		}
	}
}

// laneOf returns the lane of what a person's commit decides for a contact.
func laneOf(c *Contact) string {
	return join("rejoin", string(c.Account.Kind), c.Account.ID, string(c.Key))
}

// personDecides adds the effect of a person that hands a command to a desk.
func (dr *draft) personDecides(c Command, lane string) {
	dr.personEffect(Effect{ID: dr.desk.mint("decide", dr.cause, lane), Kind: EffectDecide, Lane: lane, Command: Order{c}})
}
