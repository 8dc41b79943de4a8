package simulate

import (
	"context"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// RecordsOf makes records of what a desk committed, for [Replay] without Exact, where no
// [Recorder] kept them. It reads a feed from a place on. The commits hold what came of the
// commands and not the commands, so that it is an approximation:
//
//   - A customer's message is as it stands in the store by now: edited, withdrawn or redacted,
//     if it was. Its reply token is known only of the newest one.
//   - A report of a platform is known if it changed how far a message had got.
//   - An update and a reply are known by the fields that they changed, whether they were asked
//     for or came of it; of a reply, a move to open is taken for the reply's own.
//   - A route is taken for the assignment that came of it.
//   - Merges of persons, macros, ends of sessions and wakes are known.
//
// Everything else is told as [Lost]: first messages and forms, redactions, ratings, changes
// of persons, merged tickets, reads, follows, edits and reactions, and what came before the
// place. What was refused has left no trace at all.
func RecordsOf(ctx context.Context, feed socialticket.Feed, after int64) ([]Record, []Lost, error) {
	var f feeder
	for e, err := range feed.Feed(ctx, after) {
		if err != nil {
			return f.list, f.lost, fmt.Errorf("simulate: feed: %w", err)
		}
		f.commit(&e.Commit)
	}
	return f.list, f.lost, nil
}

// feeder makes records of commits.
type feeder struct {
	list []Record
	lost []Lost
}

func (f *feeder) commit(c *socialticket.Commit) {
	kind, parts := causeParts(c.Cause)
	if len(parts) == 0 || kind == "settle" {
		return
	}
	key, before := parts[len(parts)-1], len(f.list)
	switch kind {
	case "event":
		f.event(c, key)
	case "wake":
		if len(parts) == 3 {
			f.add(c, socialticket.Wake{Account: c.Account, Key: socialticket.Key(parts[0]), Ticket: ticket.ID(parts[1])})
		}
	case "reply":
		f.reply(c, ticket.ID(parts[0]), key)
	case "update", "route":
		f.update(c, ticket.ID(parts[0]), key)
	case "macro":
		if e := find(c, ticket.EventMacro); e != nil && len(parts) == 3 {
			f.add(c, socialticket.UseMacro{Ticket: ticket.ID(parts[0]), Macro: parts[1], IdempotencyKey: key, By: e.By})
		}
	case "end":
		if e := find(c, ticket.EventSession); e != nil {
			f.add(c, socialticket.EndSession{Ticket: ticket.ID(parts[0]), IdempotencyKey: key, By: e.By})
		}
	case "merge":
		if p := &c.Person; p.Into != "" {
			f.add(c, socialticket.Merge{Person: p.ID, Into: p.Into, IdempotencyKey: key, Reason: p.Reason, By: actorOf(p.MergedBy)})
		}
	case "unmerge":
		if n := len(c.Person.Merges); n > 0 {
			f.add(c, socialticket.Unmerge{Person: c.Person.ID, IdempotencyKey: key, By: actorOf(c.Person.Merges[n-1].PartedBy)})
		}
	case "rejoined":
		return // the replay's own merge hands it in
	}
	if len(f.list) == before {
		f.lost = append(f.lost, Lost{At: c.At, What: kind, Talk: c.Key, Why: "its commit does not hold what was asked for"})
	}
}

func (f *feeder) add(c *socialticket.Commit, command socialticket.Command) {
	f.list = append(f.list, Record{
		At: c.At, Settings: c.Settings, Order: socialticket.Order{Command: command}, Outcome: socialticket.Applied,
		Account: c.Account, Talk: c.Key, Current: c.Conversation.Ticket != "" && ticketOf(command) == c.Conversation.Ticket,
	})
}

// event makes records of what a platform told: a message, or how far messages got.
func (f *feeder) event(c *socialticket.Commit, id string) {
	for i := range c.Events {
		e := &c.Events[i]
		one := commentOf(c, e.Comment)
		switch {
		case one == nil:
		case e.Type == ticket.EventComment && e.By.Kind == ticket.EndUser:
			f.add(c, socialticket.Received{Event: messageOf(c, one, id), Masked: one.Redacted})
		case e.Type == ticket.EventDelivery && e.From != "":
			for part := range max(1, len(one.Parts)) {
				f.add(c, socialticket.Received{Event: reportOf(c, one, e, id, part)})
			}
		}
	}
}

// messageOf returns a customer's message as its platform told it.
func messageOf(c *socialticket.Commit, one *ticket.Comment, id string) channel.Event {
	e := channel.Event{
		ID: id, Type: channel.EventMessage, Opens: channel.OpenMessage, Account: c.Account, From: c.Conversation.Address.Handle,
		Profile: channel.Profile{Name: c.Conversation.User.Name}, Sent: one.SentAt, Received: one.ReceivedAt, Message: one.Content,
	}
	if one.Content.Group != "" {
		e.From, e.Profile.Name = one.Author.ID, one.AuthorName
	}
	for _, o := range c.Conversation.Window.Openings {
		if o.Event == id {
			e.Opens, e.ReplyToken = o.By, o.Token
		}
	}
	return e
}

// reportOf returns a platform's word of one part of a message.
func reportOf(c *socialticket.Commit, one *ticket.Comment, e *ticket.Event, id string, part int) channel.Event {
	s := channel.Status{Reference: fmt.Sprintf("%s.%d.1", one.ID, part), MessageID: one.Delivery.MessageID, State: channel.DeliveryState(e.To)}
	if part < len(one.Parts) {
		s.MessageID = channel.Outcome(one.Parts[part].Attempts).MessageID
	}
	if s.State == channel.StateFailed {
		s.Errors = []channel.Error{e.Reason}
	}
	return channel.Event{
		ID: fmt.Sprintf("%s/%d", id, part), Type: channel.EventStatus, Account: c.Account, From: c.Conversation.Address.Handle,
		Sent: c.At, Received: c.At, Status: s,
	}
}

// reply makes a record of what the business wrote.
func (f *feeder) reply(c *socialticket.Commit, id ticket.ID, key string) {
	for i := range c.Events {
		e := &c.Events[i]
		one := commentOf(c, e.Comment)
		if e.Type != ticket.EventComment || e.Ticket != id || one == nil {
			continue
		}
		m := &one.Content
		f.add(c, socialticket.Reply{
			Ticket: id, IdempotencyKey: key, By: e.By, Note: !one.Public, Text: m.Text, Attachments: m.Attachments, Template: m.Template,
			Question: m.Question, Place: m.Place, People: m.People, ReplyTo: m.ReplyTo, Masked: one.Redacted,
			Changes: changesOf(c, id, e.By, true),
		})
		return
	}
}

// update makes a record of the fields that somebody changed.
func (f *feeder) update(c *socialticket.Commit, id ticket.ID, key string) {
	e := find(c, ticket.EventChange)
	if e == nil {
		return
	}
	if changes := changesOf(c, id, e.By, false); len(changes) > 0 {
		f.add(c, socialticket.Update{Ticket: id, IdempotencyKey: key, By: e.By, Changes: changes})
	}
}

// changesOf returns what an actor changed of a ticket.
func changesOf(c *socialticket.Commit, id ticket.ID, by ticket.Actor, reply bool) []ticket.Change {
	var list []ticket.Change
	for i := range c.Events {
		e := &c.Events[i]
		field := e.Field
		switch {
		case e.Type != ticket.EventChange || e.Ticket != id || e.By != by:
			continue
		case reply && field == ticket.FieldStatus && e.To == string(ticket.Open):
			continue
		case field == ticket.FieldTags:
			field = ticket.FieldSetTags
		case field == ticket.FieldRequester || field == ticket.FieldSatisfaction:
			continue
		}
		list = append(list, ticket.Change{Field: field, Value: e.To})
	}
	return list
}

// find returns the first event of a type, nil if none has it.
func find(c *socialticket.Commit, what ticket.EventType) *ticket.Event {
	for i := range c.Events {
		if c.Events[i].Type == what {
			return &c.Events[i]
		}
	}
	return nil
}

// commentOf returns a comment of a commit, nil if it is not there.
func commentOf(c *socialticket.Commit, id string) *ticket.Comment {
	for i := range c.Comments {
		if c.Comments[i].ID == id && id != "" {
			return &c.Comments[i]
		}
	}
	return nil
}

// actorOf reads an actor as persons keep it: "agent:ada".
func actorOf(text string) ticket.Actor {
	kind, id, _ := strings.Cut(text, ":")
	return ticket.Actor{Kind: ticket.ActorKind(kind), ID: id}
}

// causeParts takes a cause apart.
func causeParts(cause string) (kind string, parts []string) {
	var b strings.Builder
	escaped := false
	for _, c := range cause {
		switch {
		case !escaped && c == '\\':
			escaped = true
			continue
		case !escaped && c == ':':
			parts = append(parts, b.String())
			b.Reset()
			continue
		}
		escaped = false
		b.WriteRune(c)
	}
	parts = append(parts, b.String())
	return parts[0], parts[1:]
}
