package socialticket

import (
	"context"
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// Received is the command that applies one event of a platform.
type Received struct {
	Event  channel.Event `json:"event"`
	Masked bool          `json:"masked,omitzero"` // as in [Reply]
}

// arrival is a [Received] as the desk takes it: without card numbers, from the group if it
// was written in one.
type arrival struct {
	Received
	words bool // it answers no survey, whatever its payload says
}

// Receive applies one event of a platform and says what came of it. An event that is in
// already, of an account that the desk does not answer for, or of a type that is the
// host's to act on is a normal outcome, not an error. After an error the event should be
// handed in again.
func (d *Desk) Receive(ctx context.Context, e channel.Event) (r Receipt, err error) {
	in, _ := d.arrivals.Get().(*arrival)
	if in == nil {
		in = &arrival{}
	}
	d.take(in, e)
	err = d.do(ctx, in, "", &r)
	*in = arrival{}
	d.arrivals.Put(in)
	return r, err
}

// Kind implements [Command].
func (Received) Kind() string { return "received" }

func (r Received) check() error                  { return nil }
func (r Received) cause(string) string           { return join("event", r.Event.Identified().ID) }
func (r Received) ref(d *Desk, cause string) Ref { return d.inbound(r.Event).ref(d, cause) }
func (r Received) decide(dr *draft) error        { return dr.desk.inbound(r.Event).decide(dr) }

func (r *arrival) cause(string) string { return join("event", r.Event.ID) }

// ignores returns the outcome of an event that the desk leaves to others, empty for those
// that it applies and for other commands.
func (d *Desk) ignores(c Command) Outcome {
	r, isEvent := c.(*arrival)
	switch {
	case !isEvent:
		return ""
	case !d.knows(r.Event.Account):
		return UnknownAccount
	}
	switch r.Event.Type {
	case channel.EventMessage, channel.EventEcho, channel.EventStatus, channel.EventEdit, channel.EventRevoke, channel.EventRead,
		channel.EventOpen, channel.EventLeave, channel.EventHandle, channel.EventControl:
		return ""
	case channel.EventPreference, channel.EventTemplate, channel.EventAccount, channel.EventHistory, channel.EventUnknown:
	}
	return Unhandled
}

// ref names what the event needs. What is about an earlier message is found by it.
func (r *arrival) ref(d *Desk, _ string) Ref {
	e := &r.Event
	ref := Ref{Account: e.Account, Addresses: d.config.Phones.Candidates(*e)}
	switch {
	case e.Type == channel.EventStatus:
		ref.Addresses = nil
		ref.Comment, ref.Message = commentOf(e.Status.Reference), e.Status.MessageID
	case e.About() != "":
		ref.Message = e.About()
	case e.Type == channel.EventEcho:
		ref.Comment, ref.Message = commentOf(e.Status.Reference), e.Message.ID
	case e.Type == channel.EventMessage:
		ref.Message = e.Message.ID
		if id, _, is := surveyAnswer(&e.Message); is && !r.words {
			ref.Ticket = id
		}
	}
	return ref
}

// decide hands the event to the verb that applies it.
func (r *arrival) decide(dr *draft) error {
	e := &r.Event
	dated(e, dr.now)
	switch {
	case e.Type == channel.EventStatus:
		return dr.status(r)
	case e.Type == channel.EventEdit || e.Type == channel.EventRevoke:
		return dr.amend(r)
	case e.Message.Type == channel.Reaction:
		return dr.react(r)
	case e.Type == channel.EventEcho:
		return dr.echo(r)
	case e.Type == channel.EventMessage:
		return dr.message(r)
	}
	return dr.hear(r)
}

// theirs reports whether the loaded conversation is that of the user of an event: nothing
// of one address may change another's ticket.
func (dr *draft) theirs(r *arrival) bool {
	return slices.ContainsFunc(dr.desk.config.Phones.Candidates(r.Event), func(a channel.Address) bool {
		return slices.Contains(dr.conv.User.Addresses, a)
	})
}

// elsewhere returns the redirection for an event that names a message of another
// conversation: it is decided in that of its user, where it names none.
func (dr *draft) elsewhere(r *arrival) error {
	m := &r.Event.Message
	m.ID, m.Target, r.Event.Status.Reference = "", "", ""
	return &Redirect{Ref: r.ref(dr.desk, dr.cause), Command: r}
}

// commentOf returns the id of the comment that the reference of a platform's report
// names.
func commentOf(reference string) string {
	if comment, _, _, ok := effectOf(reference); ok {
		return comment
	}
	return reference
}
