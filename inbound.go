package socialticket

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// inbound is an event as the desk takes it: without card numbers, with instants that
// can be stored, and from the group if it was written in one.
type inbound struct {
	channel.Event
	masked bool   // something was
	member string // the handle of the member who wrote, in a group
}

// inbound returns e with card numbers masked in every text that is stored. What it
// was parsed from is dropped, for it may hold them too. A group is one user, with
// one conversation and one window for all its members.
func (d *Desk) inbound(e channel.Event) inbound {
	in := inbound{Event: e.Identified()}
	in.Raw = nil
	d.date(&in.Event)
	if group := e.Message.Group; group != "" {
		in.member, in.From, in.Profile = e.From, group, channel.Profile{}
	}
	if others := in.Profile.Handles; in.From == "" && len(others) > 0 && e.Type != channel.EventHandle {
		in.From = others[0]
	}
	in.Message.Attachments = slices.Clone(in.Message.Attachments)
	for _, text := range texts(&in.Message) {
		in.mask(d.redactor, text)
	}
	return in
}

// date puts the instants of e right. An event that came at no known instant came
// now; one that opens no window happened when it came, if nobody said when.
func (d *Desk) date(e *channel.Event) {
	e.Sent, e.Received = storable(e.Sent), storable(e.Received)
	if e.Received.IsZero() {
		e.Received = d.config.Clock.Now().UTC()
	}
	if e.Sent.IsZero() && e.Opens == "" {
		e.Sent = e.Received
	}
}

// storable returns t in UTC, zero if it is outside the years that JSON can hold: a
// platform that mixed up its units must not make a commit fail for ever.
func storable(t time.Time) time.Time {
	if t = t.UTC(); t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

func (in *inbound) mask(r channel.Redactor, text *string) {
	clean, masked := r.Redact(*text)
	*text, in.masked = clean, in.masked || masked
}
