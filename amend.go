package socialticket

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// amend takes the change or the withdrawal of an earlier message by its author. A change
// of an unknown message is kept as that message, so that its words are not lost; when the
// message comes it is known. The withdrawal of an unknown message is parked.
func (dr *draft) amend(r *arrival) error {
	e := &r.Event
	c := dr.said
	switch {
	case c.ID != "" && !dr.theirs(r):
		return dr.elsewhere(r)
	case c.ID == "" && e.Type == channel.EventRevoke:
		if e.Message.Target != "" {
			dr.park = e
		}
		return nil
	case c.ID == "":
		return dr.corrected(r)
	case !dr.wrote(c, r):
		return nil // it is not the author's
	case e.Type == channel.EventRevoke:
		dr.withdraw(c, e.Sent)
		return nil
	}
	dr.edit(c, r)
	return nil
}

// wrote reports whether the author of a comment is who changes or withdraws it.
func (dr *draft) wrote(c ticket.Comment, r *arrival) bool {
	if r.Event.Echo {
		return c.Author.Kind != ticket.EndUser
	}
	return c.Author == dr.author(r)
}

// corrected takes the change of a message that is not known: as the message itself, which
// opens nothing.
func (dr *draft) corrected(r *arrival) error {
	e := &r.Event
	e.Opens = ""
	id := dr.desk.messageComment(e)
	e.Message.ID, e.Message.Target = e.Message.Target, ""
	e.Type = channel.EventMessage
	take := dr.message
	if e.Echo {
		e.Type, take = channel.EventEcho, dr.echo
	}
	if err := take(r); err != nil || dr.said.ID != id {
		return err
	}
	c := dr.said
	c.SentAt, c.EditedAt, c.Ahead = e.Sent, e.Sent, c.Content.ID != ""
	dr.replace(c)
	return nil
}

// edit puts the new content in, unless a newer change or a withdrawal is in already. The
// words of a closed ticket stay; its log tells the new ones.
func (dr *draft) edit(c ticket.Comment, r *arrival) {
	e := &r.Event
	if !e.Sent.After(c.EditedAt) {
		return
	}
	if !c.RevokedAt.IsZero() {
		c.EditedAt = e.Sent
		dr.replace(c)
		return
	}
	if dr.frozen() {
		dr.log(c.Author, ticket.Event{Type: ticket.EventEdit, Comment: c.ID, To: e.Message.Text})
		return
	}
	before := c.Content
	c.Content, c.EditedAt = e.Message, e.Sent
	c.Content.ID, c.Content.ReplyTo, c.Content.Target = before.ID, before.ReplyTo, ""
	c.Redacted = c.Redacted || r.Masked
	dr.replace(c)
	dr.log(c.Author, ticket.Event{Type: ticket.EventEdit, Comment: c.ID})
}

// withdraw takes the words and files of a comment away, of a closed ticket too.
func (dr *draft) withdraw(c ticket.Comment, at time.Time) {
	if !c.RevokedAt.IsZero() {
		return
	}
	c.RevokedAt = at
	c.Content = channel.Message{ID: c.Content.ID, Type: c.Content.Type, ReplyTo: c.Content.ReplyTo}
	dr.replace(c)
	dr.log(c.Author, ticket.Event{Type: ticket.EventRevoke, Comment: c.ID})
}
