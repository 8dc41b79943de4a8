package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// status takes a report about a message that the business sent. One about a message that
// is not known yet is parked.
func (dr *draft) status(r *arrival) error {
	e := &r.Event
	switch {
	case dr.said.ID == "":
		dr.conv, dr.ticket = Conversation{}, ticket.Ticket{}
		if e.Status.MessageID != "" {
			dr.park = e
		}
		return nil
	case len(dr.said.Parts) == 0:
		return nil // it was never to be sent: a status for the requester's own message
	}
	known := slices.Contains(dr.said.MessageIDs(), e.Status.MessageID)
	dr.report(e)
	if !known && slices.Contains(dr.said.MessageIDs(), e.Status.MessageID) {
		dr.takeParked()
	}
	return nil
}

// report applies one report to the comment that the draft is about, of a closed ticket
// too.
func (dr *draft) report(e *channel.Event) {
	c := dr.said
	part, number := partOf(c, e.Status)
	if part < 0 {
		return
	}
	before, was := c.Delivery, channel.Outcome(c.Parts[part].Attempts)
	attempts := channel.Report(c.Parts[part].Attempts, number, e.Status, e.Sent)
	if slices.Equal(attempts, c.Parts[part].Attempts) {
		return
	}
	c.Parts = slices.Clone(c.Parts)
	c.Parts[part].Attempts = attempts
	c.Delivery = fold(c.Parts)
	if c.Content.ID == "" && part == 0 {
		c.Content.ID = c.Delivery.MessageID
	}
	is := channel.Outcome(attempts)
	if is.Error != was.Error && is.Error.Class == channel.ClassTemplate && !ownWord(is.Error) {
		dr.refuse(is)
	}
	dr.replace(c)
	dr.settle(effectID(c.ID, part, attempts[len(attempts)-1].Number), was, is)
	if after := c.Delivery; after.State != before.State || after.Error != before.Error {
		dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{
			Type: ticket.EventDelivery, Comment: c.ID, From: string(before.State), To: string(after.State), Reason: after.Error,
		})
	}
}

// partOf returns the part that a report is about, -1 if it is not known, and the number of
// the attempt, 0 if the report does not say.
func partOf(c ticket.Comment, s channel.Status) (part, number int) {
	if comment, part, number, ok := effectOf(s.Reference); ok && comment == c.ID && part < len(c.Parts) {
		return part, number
	}
	for i, p := range c.Parts {
		if slices.ContainsFunc(p.Attempts, func(a channel.Attempt) bool { return a.MessageID == s.MessageID && s.MessageID != "" }) {
			return i, 0
		}
	}
	if s.Reference == c.ID || len(c.Parts) == 1 {
		return 0, 0
	}
	return -1, 0
}

// fold returns the delivery of a comment: what became of all its parts.
func fold(parts []ticket.Part) channel.Delivery {
	if len(parts) == 1 {
		return channel.Outcome(parts[0].Attempts)
	}
	all := make([]channel.Delivery, len(parts))
	for i, p := range parts {
		all[i] = channel.Outcome(p.Attempts)
	}
	return channel.Fold(all...)
}

// settle takes the effect of a call out of the queue when its result is known.
func (dr *draft) settle(effect string, was, is channel.Delivery) {
	if waits(was) && !waits(is) {
		dr.settled = append(dr.settled, effect)
	}
	if !waits(is) && is.Error.Code != channel.CodeGaveUp && is.Error.Code != channel.CodeDoubt {
		dr.answered(effect)
	}
}

// waits reports that the result of a call is still to come.
func waits(d channel.Delivery) bool {
	return d.State == channel.StateQueued || d.State == channel.StateDoubt && d.Error == channel.Error{}
}

// ownWord reports whether a failure tells of a decision of this module, not of the
// platform: it says nothing new about the window.
func ownWord(e channel.Error) bool {
	switch channel.Reason(e.Code) {
	case channel.ReasonNeverOpened, channel.ReasonClosed, channel.ReasonCount, channel.ReasonRefused, channel.ReasonLeft,
		channel.ReasonHumanOnly, channel.ReasonNoMeans, channel.ReasonControl, channel.ReasonContent,
		channel.ReasonEnded:
		return true
	case channel.ReasonOpen, channel.ReasonAlways: // no refusals
	}
	return false
}

// refuse closes the window by the platform's word, as of the instant at which the
// platform had taken the message, for the user may have written since.
func (dr *draft) refuse(d channel.Delivery) {
	at := d.SentAt
	if at.IsZero() {
		at = d.ErrorAt
	}
	dr.conv.Window = dr.conv.Window.Refuse(at)
	dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{Type: ticket.EventWindow, Comment: dr.said.ID, To: "refused", Reason: d.Error})
}
