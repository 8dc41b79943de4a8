package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// react takes a reaction: a mark on a comment, whichever side made it. It begins no
// ticket and answers none, but may open a window. One to a message that is not known yet
// is parked.
func (dr *draft) react(r *arrival) error {
	known := dr.head.Comment.ID != ""
	byUser := r.Event.Type == channel.EventMessage
	if known && !dr.theirs(r) && !dr.topical(r) {
		return dr.elsewhere(r)
	}
	if byUser && dr.theirs(r) || byUser && !known && r.Event.From != "" {
		dr.news(r)
	}
	if known {
		dr.mark(dr.said, r)
	} else if r.Event.Message.Target != "" {
		dr.park = &r.Event
	}
	return nil
}

// mark puts a reaction on a comment, of a closed ticket too.
func (dr *draft) mark(c ticket.Comment, r *arrival) {
	by := dr.author(r)
	if r.Event.Type == channel.EventEcho {
		by = ticket.Actor{Kind: ticket.Agent}
	}
	c, changed := c.React(ticket.Reaction{By: by, Emoji: r.Event.Message.Text, At: r.Event.Sent})
	if !changed {
		return
	}
	dr.replace(c)
	dr.log(by, ticket.Event{Type: ticket.EventReact, Comment: c.ID, To: r.Event.Message.Text})
}

// topical reports that the loaded conversation is a topic of the group that a reaction
// came from: a platform may not tell the topic of a reaction.
func (dr *draft) topical(r *arrival) bool {
	from := r.Event.Address()
	return slices.ContainsFunc(dr.conv.User.Addresses, func(a channel.Address) bool { return a.Within(from) })
}
