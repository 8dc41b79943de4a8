package socialtickettest

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// start is the instant of every first commit.
func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

func account() channel.Account { return channel.Account{Kind: channel.WhatsApp, ID: "business"} }

func address(name string) channel.Address {
	return channel.Address{Account: account(), Handle: "handle " + name}
}

// talk returns the first n commits of a conversation, each with a comment and an
// event: what stands in them is named for the conversation and the commit's number.
func talk(name string, n int) []socialticket.Commit {
	commits := []socialticket.Commit{first(name)}
	for len(commits) < n {
		commits = append(commits, next(commits[len(commits)-1], name))
	}
	return commits
}

// first returns the commit that begins a conversation and its ticket.
func first(name string) socialticket.Commit {
	c := socialticket.Commit{
		Key: socialticket.Key("key " + name), Expect: -1, Addresses: []channel.Address{address(name)},
		Conversation: socialticket.Conversation{
			Key: socialticket.Key("key " + name), Ticket: ticket.ID("ticket " + name),
			User: identity.User{ID: "user " + name, Addresses: []channel.Address{address(name)}, CreatedAt: start()},
		},
		Ticket: ticket.Ticket{
			ID: ticket.ID("ticket " + name), Via: channel.WhatsApp, Address: address(name), Requester: "user " + name,
			Status: ticket.New, Tags: []string{"blue", "red"}, Times: ticket.Times{CreatedAt: start()},
		},
	}
	return next(c, name)
}

// next returns the commit that follows c.
func next(c socialticket.Commit, name string) socialticket.Commit {
	c.Expect++
	n := c.Expect + 1
	label := fmt.Sprintf("%s %d", name, n)
	c.Cause, c.At = "cause "+label, start().Add(time.Duration(n)*time.Second)
	c.Conversation.Version = n
	c.Ticket.Comments++
	c.Ticket.Events++
	c.Ticket.UpdatedAt, c.Wake = c.At, c.At.Add(time.Hour)
	c.Outbox, c.Done = nil, nil
	user := ticket.Actor{Kind: ticket.EndUser, ID: c.Ticket.Requester}
	c.Comments = []ticket.Comment{{
		ID: "comment " + label, Ticket: c.Ticket.ID, Number: c.Ticket.Comments, Author: user, Public: true, SentAt: c.At, ReceivedAt: c.At,
		Content: channel.Message{ID: "message " + label, Type: channel.Text, Text: "says " + label},
	}}
	c.Events = []ticket.Event{{
		Ticket: c.Ticket.ID, Number: c.Ticket.Events, At: c.At, By: user, Type: ticket.EventComment, Comment: "comment " + label,
	}}
	return c
}

// another returns the commit that follows c and makes a new ticket.
func another(c socialticket.Commit, name, id string) socialticket.Commit {
	c.Ticket.ID, c.Ticket.Comments, c.Ticket.Events = ticket.ID(id), 0, 0
	c.Conversation.Ticket = c.Ticket.ID
	return next(c, name)
}

// silent returns the commit that follows c and changes no ticket.
func silent(c socialticket.Commit, name string) socialticket.Commit {
	c = next(c, name)
	c.Ticket, c.Comments, c.Events, c.Wake = ticket.Ticket{}, nil, nil, time.Time{}
	return c
}

// parked returns a commit that keeps a status for a message.
func parked(a channel.Account, message string, state channel.DeliveryState) socialticket.Commit {
	status := channel.Status{MessageID: message, State: state}
	id := message + " is " + string(state)
	return socialticket.Commit{
		Cause: a.ID + " " + id, At: start(),
		Park: channel.Event{ID: id, Type: channel.EventStatus, Account: a, Sent: start(), Status: status},
	}
}

// outbound returns a message that was decided on the given number of seconds after
// the start.
func outbound(id string, seconds int) channel.Outbound {
	at := start().Add(time.Duration(seconds) * time.Second)
	return channel.Outbound{ID: id, To: address("a"), Type: channel.Text, Text: "text of " + id, At: at}
}
