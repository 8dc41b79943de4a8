package socialtickettest

import (
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// start is the instant of every first commit.
func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// account is that of every commit that does not say otherwise.
func account() channel.Account { return channel.Account{Kind: channel.WhatsApp, ID: "business"} }

// strange returns accounts that a store could mistake for account.
func strange() []channel.Account {
	return []channel.Account{{Kind: account().Kind, ID: "other"}, {Kind: channel.LINE, ID: account().ID}}
}

func address(name string) channel.Address { return addressIn(account(), name) }

func addressIn(a channel.Account, name string) channel.Address {
	return channel.Address{Account: a, Handle: "handle " + name}
}

// talk returns the first n commits of a conversation, each with a comment and an event:
// all that stands in them is named for the conversation and the commit's number.
func talk(name string, n int) []socialticket.Commit {
	commits := []socialticket.Commit{first(name)}
	for len(commits) < n {
		commits = append(commits, next(commits[len(commits)-1], name))
	}
	return commits
}

// first returns the commit that begins a conversation and its ticket.
func first(name string) socialticket.Commit { return firstIn(account(), name) }

// firstIn returns the same for an account. Only the ticket's id is another then.
func firstIn(a channel.Account, name string) socialticket.Commit {
	id, at := ticket.ID("ticket "+name), addressIn(a, name)
	if a != account() {
		id = ticket.ID(fmt.Sprintf("ticket %s of %s %s", name, a.Kind, a.ID))
	}
	c := socialticket.Commit{
		Account: a, Key: socialticket.Key("key " + name), Expect: -1, Addresses: []channel.Address{at},
		Conversation: socialticket.Conversation{
			Account: a, Key: socialticket.Key("key " + name), Ticket: id, Address: at, AddressAt: start(),
			User: identity.User{ID: "user " + name, Addresses: []channel.Address{at}, CreatedAt: start()},
		},
		Ticket: ticket.Ticket{
			ID: id, Via: a.Kind, Address: at, Requester: "user " + name,
			Status: ticket.New, Tags: []string{"blue", "red"}, Times: ticket.Times{CreatedAt: start(), DueAt: start().AddDate(0, 0, 7)},
			AgentStations: []string{"ada", "bob"}, GroupStations: []string{"g1"},
		},
	}
	return next(c, name)
}

// next returns the commit that follows c and sets the ticket's timer.
func next(c socialticket.Commit, name string) socialticket.Commit {
	c.Expect++
	n := c.Expect + 1
	label := fmt.Sprintf("%s %d", name, n)
	c.Cause, c.At = "cause "+label, start().Add(time.Duration(n)*time.Second)
	c.Conversation.Version = n
	c.Ticket.Comments++
	c.Ticket.Events++
	c.Ticket.UpdatedAt = c.At
	c.Timers = []socialticket.Timer{ticketTimer(c, c.At.Add(time.Hour))}
	c.Effects, c.Done, c.Park, c.Parked, c.Conflicts, c.Others = nil, nil, channel.Event{}, 0, nil, nil
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
	c.Ticket, c.Comments, c.Events, c.Timers = ticket.Ticket{}, nil, nil, nil
	return c
}

// amended returns the commit that follows c and puts c's comments in place of
// themselves.
func amended(c socialticket.Commit, name string) socialticket.Commit {
	comments, count := slices.Clone(c.Comments), c.Ticket.Comments
	c = next(c, name)
	c.Comments, c.Ticket.Comments = comments, count
	return c
}

// ticketTimer returns the timer of a commit's ticket.
func ticketTimer(c socialticket.Commit, at time.Time) socialticket.Timer {
	return socialticket.Timer{Account: c.Account, Key: c.Key, Ticket: c.Ticket.ID, At: at}
}

// talkTimer returns the timer of a commit's conversation.
func talkTimer(c socialticket.Commit, at time.Time) socialticket.Timer {
	return socialticket.Timer{Account: c.Account, Key: c.Key, At: at}
}

// act returns c with an effect more, the conversation's next.
func act(c socialticket.Commit, id, lane string) socialticket.Commit {
	c.Conversation.Effects++
	n := len(c.Effects)
	c.Effects = append(c.Effects[:n:n], socialticket.Effect{
		ID: id, Kind: socialticket.EffectMessage, Lane: lane, Number: c.Conversation.Effects,
		Account: c.Account, Key: c.Key, At: c.At,
		Message: channel.Outbound{ID: id, To: c.Conversation.Address, Type: channel.Text, Text: "text of " + id, At: c.At},
	})
	return c
}

// answer gives the first comment of c parts, one for each list of message ids of its
// attempts.
func answer(c socialticket.Commit, parts ...[]string) socialticket.Commit {
	comments := slices.Clone(c.Comments)
	comments[0].Parts = nil
	for _, ids := range parts {
		var part ticket.Part
		for i, id := range ids {
			part = part.With(i+1, channel.Delivery{State: channel.StateAccepted, MessageID: id, At: c.At})
		}
		comments[0].Parts = append(comments[0].Parts, part)
	}
	c.Comments = comments
	return c
}

// parked returns a commit that keeps a status for a message.
func parked(a channel.Account, message string, state channel.DeliveryState) socialticket.Commit {
	id := message + " is " + string(state)
	return parking(channel.Event{
		ID: id, Type: channel.EventStatus, Account: a, Sent: start(),
		Status: channel.Status{MessageID: message, State: state},
	})
}

// parking returns a commit that keeps an event.
func parking(e channel.Event) socialticket.Commit {
	return socialticket.Commit{Account: e.Account, Cause: "event " + e.ID, At: start(), Park: e}
}
