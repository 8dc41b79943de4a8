package channel

import (
	"cmp"
	"slices"
	"time"
)

// Opener is what a user's action counts as when a [Policy] says what it opens.
// Its text is the stored one; hosts may add their own.
type Opener string

// The openers that the built-in policies know.
const (
	OpenMessage  Opener = "message"  // the user wrote, sent media, tapped a button
	OpenReaction Opener = "reaction" // the user reacted to a message
	OpenCall     Opener = "call"     // a call by the user, or one the user accepted
	OpenWelcome  Opener = "welcome"  // the user opened the chat and the platform told so
	OpenReferral Opener = "referral" // the user came by a link
	OpenAd       Opener = "ad"       // the user came by an advertisement that opens a chat
	OpenFollow   Opener = "follow"   // the user followed, added or started the account
	OpenMenu     Opener = "menu"     // the user clicked a menu or scanned a code
	OpenPayment  Opener = "payment"  // the user paid
	OpenComment  Opener = "comment"  // the user commented on a post
	OpenToken    Opener = "token"    // the event carried a one-use reply token
)

// Opening is one action of a user that opened something: the proof of a window.
type Opening struct {
	By    Opener    `json:"by"`
	Event string    `json:"event"` // the event's id; of OpenComment the comment's
	Sent  time.Time `json:"sent"`  // by the platform's clock
	Token string    `json:"token,omitzero"`
	// Received is when a webhook with a token last came: see [Rule.Receipt].
	Received time.Time `json:"received,omitzero"`
}

// Sending is one message of the business, kept because some policies count.
type Sending struct {
	ID  string    `json:"id"`
	At  time.Time `json:"at"`
	Via Route     `json:"via,omitzero"`
}

// Window is what is known about one [Address] that decides whether the business
// may write there. The zero Window was never opened. It holds what happened and
// nothing derived, so that a change of policy changes every answer.
type Window struct {
	// Openings holds the newest opening of each opener, ordered by opener.
	Openings []Opening `json:"openings,omitzero"`
	// Sendings holds the newest messages of the business, oldest first.
	Sendings []Sending `json:"sendings,omitzero"`
	// RefusedAt is when the platform last said that the window is closed. Only
	// what was opened later counts.
	RefusedAt time.Time `json:"refused_at,omitzero"`
	// LeftAt is when the user blocked or left the account. Only what was opened
	// later counts, for every way of sending.
	LeftAt time.Time `json:"left_at,omitzero"`
	// Control tells who holds the thread, since ControlAt. Empty: this app.
	Control   Control   `json:"control,omitzero"`
	ControlAt time.Time `json:"control_at,omitzero"`
}

// maxSendings bounds what a window remembers: no known policy counts further.
const maxSendings = 60

// maxSkew is how far a platform's clock may run ahead of the receiver's before
// its instants are taken for wrong.
const maxSkew = 10 * time.Minute

// Open returns w with e in it. An event that opens nothing changes nothing, nor
// does one that is older than what the window knows: however events are
// repeated or reordered, the result is the same, and no end ever moves back. A
// Sent of more than ten minutes after Received counts as Received.
func (w Window) Open(e Event) Window {
	w = w.hold(e)
	switch {
	case e.Type == EventLeave:
		w.LeftAt = later(w.LeftAt, trusted(e))
		return w
	case e.Opens == "" || trusted(e).IsZero():
		return w
	}
	o := Opening{By: e.Opens, Event: e.ID, Sent: trusted(e)}
	if o.By != OpenToken {
		w = w.with(o)
	}
	if e.ReplyToken != "" {
		o.By, o.Token, o.Received = OpenToken, e.ReplyToken, e.Received.UTC()
		w = w.with(o)
	}
	return w
}

// hold returns w with what e tells of who holds the thread. The newest word counts; at
// one instant, that another app does.
func (w Window) hold(e Event) Window {
	to := e.Control
	if to == "" && e.Type == EventMessage && w.Control != "" {
		to = ControlOurs // it is not shown only
	}
	at := trusted(e)
	if to == "" || at.IsZero() || at.Before(w.ControlAt) || at.Equal(w.ControlAt) && to == ControlOurs {
		return w
	}
	w.Control, w.ControlAt = to, at
	return w
}

// with keeps the newer of o and the opening of its kind; ties go by event id, so that order
// does not matter.
func (w Window) with(o Opening) Window {
	i, found := slices.BinarySearchFunc(w.Openings, o, func(a, b Opening) int { return cmp.Compare(a.By, b.By) })
	if !found {
		w.Openings = slices.Insert(slices.Clone(w.Openings), i, o)
		return w
	}
	old := w.Openings[i]
	received := later(old.Received, o.Received)
	if cmp.Or(o.Sent.Compare(old.Sent), cmp.Compare(o.Event, old.Event)) < 0 {
		o = old
	}
	if o.Received = received; o != old {
		w.Openings = slices.Clone(w.Openings)
		w.Openings[i] = o
	}
	return w
}

// Send returns w with s counted, once for each ID.
func (w Window) Send(s Sending) Window {
	if slices.ContainsFunc(w.Sendings, func(o Sending) bool { return o.ID == s.ID }) {
		return w
	}
	s.At = s.At.UTC()
	w.Sendings = append(slices.Clone(w.Sendings), s)
	slices.SortFunc(w.Sendings, func(a, b Sending) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	w.Sendings = w.Sendings[max(0, len(w.Sendings)-maxSendings):]
	return w
}

// Refuse returns w closed by the platform's word at the given instant. The next
// opener opens it again.
func (w Window) Refuse(at time.Time) Window {
	w.RefusedAt = later(w.RefusedAt, at.UTC())
	return w
}

// Join returns what two windows of one user on one account know together: the
// later of every two instants. It is the window of a user whose handles turn out
// to be the same person's.
func (w Window) Join(o Window) Window {
	for _, opening := range o.Openings {
		w = w.with(opening)
	}
	for _, s := range o.Sendings {
		w = w.Send(s)
	}
	w.RefusedAt = later(w.RefusedAt, o.RefusedAt)
	w.LeftAt = later(w.LeftAt, o.LeftAt)
	if c := o.ControlAt.Compare(w.ControlAt); c > 0 || c == 0 && o.Control == ControlElsewhere {
		w.Control, w.ControlAt = o.Control, o.ControlAt
	}
	return w
}

// LastOpened returns the newest opening, the zero Opening if there is none.
func (w Window) LastOpened() Opening {
	var last Opening
	for _, o := range w.Openings {
		if o.Sent.After(last.Sent) {
			last = o
		}
	}
	return last
}

// trusted returns when e happened, as far as the receiver's clock lets believe.
func trusted(e Event) time.Time {
	sent := e.Sent.UTC()
	if !e.Received.IsZero() && sent.After(e.Received.Add(maxSkew)) {
		return e.Received.UTC()
	}
	return sent
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
