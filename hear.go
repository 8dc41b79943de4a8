package socialticket

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// hear applies an event without a message: a follow, a read, a rename, a block, a change
// of who holds the thread. For an unknown user only a follow counts.
func (dr *draft) hear(r *arrival) error {
	if dr.conv.Key == "" && (r.Event.Type != channel.EventOpen || r.Event.From == "") {
		return nil
	}
	before := dr.conv.Window.Control
	dr.news(r)
	dr.tellConflicts()
	if r.Event.Type == channel.EventControl && before != dr.conv.Window.Control {
		return dr.handover()
	}
	return nil
}

// handover logs that another app took the thread, or gave it to this one. A ticket that
// was only shown until now waits for an answer then.
func (dr *draft) handover() error {
	if dr.ticket.ID == "" || dr.frozen() {
		return nil
	}
	control := dr.conv.Window.Control
	dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{Type: ticket.EventWindow, To: "control_" + string(control)})
	waits := control == channel.ControlOurs && dr.ticket.Status == ticket.Solved && dr.ticket.Replies == 0 && dr.ticket.Comments > 0
	if !waits {
		return nil
	}
	return dr.receive(dr.now, ticket.Actor{Kind: ticket.EndUser, ID: dr.conv.User.ID})
}
