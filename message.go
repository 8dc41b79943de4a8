package socialticket

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// message takes a message of the user: into the newest ticket, or into a new one.
func (dr *draft) message(r *arrival) error {
	e := &r.Event
	if dr.conv.Key == "" && e.From == "" {
		return nil // there is no conversation that it could belong to
	}
	known := dr.head.Comment.ID != ""
	switch {
	case known && !dr.theirs(r): // its id is that of another user's message
		return dr.elsewhere(r)
	case known && dr.said.Ahead:
		return dr.late(r)
	case known:
		dr.again = true
		return nil
	}
	if id, score, is := surveyAnswer(&e.Message); is && !r.words {
		return dr.rated(r, id, score)
	}
	dr.news(r)
	by := dr.author(r)
	if !dr.live() {
		dr.create(e.Account, dr.cause, by, shownOnly(e))
	}
	dr.comment(dr.written(r, by))
	dr.heardSince(e.Sent)
	dr.takeParked()
	dr.tellConflicts()
	if shownOnly(e) {
		return nil
	}
	if err := dr.receive(e.Sent, by); err != nil {
		return err
	}
	dr.takeEmail(r)
	dr.hearMessage(e)
	return nil
}

// shownOnly reports that another app answers the message: it waits for nothing here.
func shownOnly(e *channel.Event) bool { return e.Control == channel.ControlElsewhere }

// written returns a message of the user as a comment.
func (dr *draft) written(r *arrival, by ticket.Actor) ticket.Comment {
	e := &r.Event
	return ticket.Comment{
		ID: dr.desk.messageComment(e), Author: by, AuthorName: e.Member.Name, Public: true,
		Content: e.Message, SentAt: e.Sent, ReceivedAt: e.Received, Redacted: r.Masked,
	}
}

// messageComment returns the id of the comment that a message becomes: the same from the
// message itself and from what is about it.
func (d *Desk) messageComment(e *channel.Event) string {
	id := cmp.Or(e.About(), e.Message.ID)
	if id == "" {
		return d.mint("comment", string(e.Account.Kind), e.Account.ID, "event", e.ID)
	}
	return d.mint("comment", string(e.Account.Kind), e.Account.ID, "message", id)
}

// author returns who wrote: the user, or the member of a group.
func (dr *draft) author(r *arrival) ticket.Actor {
	return ticket.Actor{Kind: ticket.EndUser, ID: cmp.Or(r.Event.Member.Handle, dr.conv.User.ID)}
}

// late takes a message whose correction came before it: the words are in already.
func (dr *draft) late(r *arrival) error {
	dr.news(r)
	c := dr.said
	c.SentAt, c.ReceivedAt, c.Ahead = r.Event.Sent, r.Event.Received, false
	dr.replace(c)
	dr.hearMessage(&r.Event)
	return nil
}

// takeParked applies what came about the new comment before it.
func (dr *draft) takeParked() {
	dr.parked = len(dr.head.Parked)
	for i := range dr.head.Parked {
		e := &dr.head.Parked[i]
		about := &arrival{Received: Received{Event: *e}}
		switch {
		case e.Type == channel.EventRevoke:
			if dr.theirs(about) && dr.wrote(dr.said, about) {
				dr.withdraw(dr.said, e.Sent)
			}
		case e.Message.Type == channel.Reaction:
			if dr.theirs(about) {
				dr.mark(dr.said, about)
			}
		case e.Type == channel.EventStatus && len(dr.said.Parts) > 0:
			dr.report(e)
		}
	}
}

// news takes what a user did: who it was, where answers go, what it opens.
func (dr *draft) news(r *arrival) {
	e := &r.Event
	dr.meet(e)
	dr.readdress(e)
	dr.conv.Window = dr.conv.Window.Open(*e)
	if e.Type == channel.EventRead && e.Sent.After(dr.conv.ReadUntil) {
		dr.conv.ReadUntil = e.Sent
	}
	dr.changed = true
}

// meet makes the conversation if there is none, and brings its user up to date.
func (dr *draft) meet(e *channel.Event) {
	match := dr.desk.config.Phones.Match(*e, dr.head.owner)
	known := len(dr.conv.User.Addresses)
	if dr.conv.Key == "" {
		to := e.Address()
		dr.conv.Account = e.Account
		dr.conv.Key = Key(dr.desk.mint("conversation", string(e.Account.Kind), e.Account.ID, to.Handle))
		dr.conv.User = identity.FirstContact(*e, dr.desk.mint("user", string(e.Account.Kind), e.Account.ID, to.Handle), dr.now)
	}
	dr.conv.User, _ = dr.conv.User.Seen(*e, match, dr.now)
	dr.addresses, dr.asked = dr.conv.User.Addresses[known:], identity.Person{}
	dr.conflict(match.Conflicts)
}

// conflict notes addresses of other users that the platform told of this one.
func (dr *draft) conflict(list []identity.Conflict) {
	for _, c := range list {
		if c.Owner == dr.conv.User.ID || slices.Contains(dr.conv.Settled, c) || dr.samePerson(c.Owner) {
			continue
		}
		dr.conflicts = append(dr.conflicts, c)
		if !slices.Contains(dr.conv.Conflicts, c) {
			dr.conv.Conflicts = append(slices.Clone(dr.conv.Conflicts), c)
		}
	}
}

// tellConflicts logs the conflicts that were not known before.
func (dr *draft) tellConflicts() {
	for _, c := range dr.conflicts {
		if slices.Contains(dr.head.Conversation.Conflicts, c) || dr.ticket.ID == "" || dr.frozen() {
			continue
		}
		dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{Type: ticket.EventIdentity, From: dr.conv.User.ID, To: c.Owner, Reason: channel.Error{
			Code: "identity_conflict", Title: "The platform told an address of this user that another user has. Merge the two if they are one person.", Class: channel.ClassFix,
		}})
	}
}

// readdress lets answers go where the user was last: a user who gave a number up may
// not have it any more, and another may. An instant counts no later than its receipt. Only
// words lead answers out of a topic, for a reaction and a block do not name theirs.
func (dr *draft) readdress(e *channel.Event) {
	to := e.Address()
	if e.Type == channel.EventHandle {
		i := slices.IndexFunc(e.Profile.Handles, func(h string) bool {
			return slices.Contains(dr.conv.User.Addresses, channel.Address{Account: e.Account, Handle: h})
		})
		if i < 0 {
			return
		}
		to.Handle = e.Profile.Handles[i]
	}
	wrote := e.Type == channel.EventMessage && e.Message.Type != channel.Reaction || e.Type == channel.EventOpen
	if !wrote && dr.conv.Address != to && dr.conv.Address.Within(to) {
		return
	}
	at := e.Sent
	if at.After(e.Received) {
		at = e.Received
	}
	if dr.conv.Address.IsZero() || !at.Before(dr.conv.AddressAt) {
		dr.conv.Address, dr.conv.AddressAt = to, at
	}
}

// receive moves the ticket after a message of its requester.
func (dr *draft) receive(sent time.Time, by ticket.Actor) error {
	before := dr.ticket
	if dr.created {
		before.Status = ticket.New // a message does not reopen the ticket that it made
	}
	next, err := dr.settings.Lifecycle.Receive(before, sent, dr.now)
	if err != nil {
		return err
	}
	if dr.created {
		next.Status = dr.ticket.Status
	}
	dr.step(by, next)
	if before.Status != next.Status {
		if err := dr.takeOff(true); err != nil {
			return err
		}
	}
	dr.activate(by)
	return nil
}

// live reports whether the ticket takes messages: it is not closed, nor was its
// session ended.
func (dr *draft) live() bool {
	switch {
	case dr.ticket.ID == "", dr.ticket.Status == ticket.Closed:
		return false
	case dr.ticket.Status == ticket.Solved && dr.settings.SolvedIsOver && !dr.ticket.Muted:
		return false
	}
	return dr.conv.Session.Ticket != dr.ticket.ID || dr.conv.Session.State != session.Ended
}

// ChannelTag returns the tag that every ticket of a kind of channel carries.
func ChannelTag(k channel.Kind) string { return strings.ToLower(string(k)) + "_support" }
