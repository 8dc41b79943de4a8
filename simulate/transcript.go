package simulate

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/ticket"
)

// Line is one thing that happened in a world.
type Line struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// transcript is what happened in a world, in its order. What the desk decided is read from
// the store's feed.
type transcript struct {
	world   *World
	redact  redact.Redactor   // as the desk masks card numbers
	feed    socialticket.Feed // nil: the store has none, and decisions are not told
	place   int64
	numbers map[ticket.ID]int // of the tickets, in the order of their coming
	users   map[string]string // the names of the customers, by the ids of their users
	persons map[string]known  // as told last, by id
	lines   []Line
}

func (tr *transcript) start(w *World, s Store) {
	tr.world, tr.numbers, tr.users, tr.persons = w, map[ticket.ID]int{}, map[string]string{}, map[string]known{}
	tr.feed, _ = s.(socialticket.Feed)
}

// Lines returns what has happened, oldest first. The first ticket is #1.
func (w *World) Lines() []Line {
	w.log.follow()
	return w.log.lines
}

// Transcript returns what has happened as text: a line for each thing, under a line for each
// day. The instants are those of a zone; nil: UTC. It is what a golden file holds.
func (w *World) Transcript(zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	var b strings.Builder
	day := ""
	for _, l := range w.Lines() {
		at := l.At.In(zone)
		if d := at.Format("Monday 2006-01-02"); d != day {
			day = d
			b.WriteString(d + "\n")
		}
		b.WriteString(at.Format("15:04:05") + "  " + l.Text + "\n")
	}
	return b.String()
}

func (tr *transcript) say(at time.Time, format string, args ...any) {
	text, _ := tr.redact.Text(fmt.Sprintf(format, args...))
	tr.lines = append(tr.lines, Line{At: at, Text: strings.ReplaceAll(text, "\n", " / ")})
}

// follow takes in what was decided since.
func (tr *transcript) follow() {
	if tr.feed == nil {
		return
	}
	for e, err := range tr.feed.Feed(context.Background(), tr.place) {
		if err != nil {
			tr.say(tr.world.now, "the feed cannot be read: %v", err)
			return
		}
		tr.place = e.Place
		tr.commit(&e.Commit)
	}
}

// heard tells of an event that a platform reports.
func (tr *transcript) heard(e channel.Event) {
	tr.follow()
	who := tr.name(e.Address(), e.Profile.Name)
	switch {
	case e.Type == channel.EventMessage && e.Message.Type == channel.Text:
		tr.say(tr.world.now, "%s%s: %s", who, late(e), e.Message.Text)
	case e.Type == channel.EventStatus: // the delivery is told when it changes
	default:
		said := strings.TrimSpace("[" + cmp.Or(string(e.Message.Type), string(e.Type)) + "] " + e.Message.Text)
		tr.say(tr.world.now, "%s%s: %s", who, late(e), said)
	}
}

// late tells of a message that took long, or comes from a clock that is ahead.
func late(e channel.Event) string {
	if d := e.Received.Sub(e.Sent); d >= time.Minute {
		return fmt.Sprintf(" (%v ago)", d.Round(time.Second))
	} else if d <= -time.Minute {
		return fmt.Sprintf(" (in %v)", -d.Round(time.Second))
	}
	return ""
}

// sent tells what became of a message at the network's door.
func (tr *transcript) sent(o channel.Outbound, f Fate) {
	tr.follow()
	if f.Err != nil {
		tr.say(tr.world.now, "to %s: not taken: %v", tr.name(o.To, ""), f.Err)
		return
	}
	tr.say(tr.world.now, "to %s: %s", tr.name(o.To, ""), cmp.Or(o.Text, "["+string(o.Type)+"]"))
}

// effect tells of an effect that is neither a message nor a decision.
func (tr *transcript) effect(e socialticket.Effect) {
	tr.follow()
	var asked socialticket.Asked
	if json.Unmarshal(e.Body, &asked) == nil && asked.Rule != "" {
		tr.say(tr.world.now, "%s %s to %s, by %s: %s", e.Kind, asked.Kind, e.To, asked.Rule, asked.Body)
		return
	}
	tr.say(tr.world.now, "%s to %s", e.Kind, e.To)
}

// name returns what a customer is called.
func (tr *transcript) name(a channel.Address, told string) string {
	return cmp.Or(tr.world.names[a], told, a.Handle)
}

// commit tells what a decision did to its tickets.
func (tr *transcript) commit(c *socialticket.Commit) {
	if user := c.Conversation.User; user.ID != "" {
		tr.users[user.ID] = tr.name(c.Conversation.Address, user.Name)
	}
	made := false
	for i := range c.Events {
		e := &c.Events[i]
		if tr.numbers[e.Ticket] == 0 {
			tr.numbers[e.Ticket] = len(tr.numbers) + 1
		}
		made = made || e.Type == ticket.EventCreate
		if text := tr.event(c, e, made); text != "" {
			tr.say(c.At, "#%d %s", tr.numbers[e.Ticket], text)
		}
	}
	if text := tr.person(c); text != "" {
		tr.say(c.At, "%s", text)
	}
}

// event tells of one entry of a ticket's log; "" of one that another line tells.
func (tr *transcript) event(c *socialticket.Commit, e *ticket.Event, made bool) string {
	who := by(e.By)
	switch e.Type {
	case ticket.EventCreate:
		if n := tr.numbers[ticket.ID(e.From)]; n > 0 {
			return fmt.Sprintf("begins, after #%d", n)
		}
		return "begins"
	case ticket.EventChange:
		if made && e.From == "" && e.Field != ticket.FieldStatus {
			return "" // what every new ticket has
		}
		return fmt.Sprintf("%s %s%s", e.Field, cmp.Or(e.To, "none"), who)
	case ticket.EventComment:
		return tr.comment(c, e)
	case ticket.EventDelivery:
		if e.To == string(channel.StateFailed) {
			return "not delivered: " + cmp.Or(e.Reason.Title, e.Reason.Code)
		}
		return e.To
	case ticket.EventSend:
		return ""
	case ticket.EventRule:
		if e.Reason.Code != "" {
			return fmt.Sprintf("rule %s: %s", e.By.ID, cmp.Or(e.Reason.Title, e.Reason.Code))
		}
		return fmt.Sprintf("rule %s fires", e.By.ID)
	}
	if e.Type == ticket.EventMerge {
		return tr.joined(e) + who
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", e.Type, cmp.Or(e.To, e.Reason.Code))) + who
}

// comment tells what people and rules of the business wrote.
func (tr *transcript) comment(c *socialticket.Commit, e *ticket.Event) string {
	if e.By.Kind == ticket.EndUser {
		return ""
	}
	for i := range c.Comments {
		one := &c.Comments[i]
		if one.ID != e.Comment {
			continue
		}
		said := cmp.Or(one.Content.Text, "["+string(one.Content.Type)+"]")
		if !one.Public {
			return fmt.Sprintf("note%s: %s", by(e.By), said)
		}
		return fmt.Sprintf("answer%s: %s", by(e.By), said)
	}
	return ""
}

// by tells who did something; "" for the system.
func by(a ticket.Actor) string {
	switch a.Kind {
	case ticket.Agent:
		return " by " + a.ID
	case ticket.System:
		return ""
	case ticket.EndUser:
		return " by the customer"
	case ticket.Bot, ticket.Trigger, ticket.Automation:
	}
	return fmt.Sprintf(" by %s %s", a.Kind, a.ID)
}
