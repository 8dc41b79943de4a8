package simulate

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// effectOf names an effect.
type effectOf struct {
	account channel.Account
	id      string
}

// alarmOf names what a timer is set for.
type alarmOf struct {
	account channel.Account
	key     socialticket.Key // of a ticket's it is empty
	ticket  ticket.ID
}

func alarmFor(account channel.Account, key socialticket.Key, id ticket.ID) alarmOf {
	if id != "" {
		return alarmOf{ticket: id}
	}
	return alarmOf{account: account, key: key}
}

// recorded is what a log tells of the desk's own doing, as far as it was read.
type recorded struct {
	asked   lately[effectOf, bool]  // effects that the recorded desk asked for
	answers lately[effectOf, bool]  // messages whose answer is there
	carries lately[string, bool]    // the keys of commands that effects handed in
	wakes   map[alarmOf][]time.Time // when timers will be woken
}

func newRecorded(term time.Duration) recorded {
	in := recorded{wakes: map[alarmOf][]time.Time{}}
	in.asked.term, in.answers.term, in.carries.term = term, term, term
	return in
}

// add takes in a record that was read.
func (in *recorded) add(r *Record) {
	for _, id := range r.Effects {
		in.asked.put(r.At, effectOf{r.Account, id}, true)
	}
	switch c := r.Order.Command.(type) {
	case socialticket.Received:
		if c.Event.Type == channel.EventStatus && c.Event.Status.Reference != "" {
			in.answers.put(r.At, effectOf{c.Event.Account, c.Event.Status.Reference}, true)
		}
	case socialticket.Wake:
		of := alarmFor(c.Account, c.Key, c.Ticket)
		in.wakes[of] = append(in.wakes[of], r.At)
	}
	if strings.HasPrefix(r.Key, carried) {
		in.carries.put(r.At, r.Key, true)
	}
}

// played takes out a record that is played.
func (in *recorded) played(r *Record) {
	c, is := r.Order.Command.(socialticket.Wake)
	if !is {
		return
	}
	of := alarmFor(c.Account, c.Key, c.Ticket)
	list := in.wakes[of]
	if i := slices.IndexFunc(list, r.At.Equal); i >= 0 {
		list = slices.Delete(list, i, i+1)
	}
	if in.wakes[of] = list; len(list) == 0 {
		delete(in.wakes, of)
	}
}

// passedOver takes out a record of before the replay: its effects were asked for before too.
func (in *recorded) passedOver(r *Record) {
	in.played(r)
	for _, id := range r.Effects {
		in.asked.drop(effectOf{r.Account, id})
	}
}

// carried begins the keys of commands that effects handed in.
const carried = "effect:"

// carryKey returns the key that [socialticket.Desk.Carry] gives.
func carryKey(e *socialticket.Effect) string {
	escape := strings.NewReplacer(`\`, `\\`, `:`, `\:`)
	return carried + escape.Replace(string(e.Account.Kind)) + ":" + escape.Replace(e.Account.ID) + ":" + escape.Replace(e.ID)
}

// play hands in a recorded command, if what it is about is there.
func (p *player) play(ctx context.Context, r *Record) {
	p.now = r.At
	command := r.Order.Command
	switch c := command.(type) {
	case socialticket.Wake:
		p.wake(ctx, socialticket.Timer{Account: c.Account, Key: c.Key, Ticket: c.Ticket})
		return
	case socialticket.Settle:
		if of := (effectOf{c.Account, c.Effect}); !p.open.has(of) && !p.older(of) {
			return
		}
	case socialticket.Received:
		if c.Event.Type == channel.EventStatus && r.Outcome == socialticket.Applied && !p.knows(ctx, &c.Event) {
			return // of a message that did not go out here
		}
	default:
		if p.carriedElsewhere(r) {
			return
		}
		var err error
		if command, err = p.fit(ctx, r); err != nil {
			if r.Refused == "" {
				p.lose(r, err)
			}
			return
		}
	}
	_, err := p.desk.Again(ctx, socialticket.Handled{Command: command, Key: r.Key})
	if err != nil && r.Refused == "" {
		p.lose(r, err)
	}
	p.take(ctx)
}

// carriedElsewhere reports that an effect handed the command in that this desk has not.
func (p *player) carriedElsewhere(r *Record) bool {
	if !strings.HasPrefix(r.Key, carried) || p.open.has(effectOf{id: r.Key}) {
		return false
	}
	_, parts := causeParts(r.Key)
	return len(parts) != 3 || !p.older(effectOf{channel.Account{Kind: channel.Kind(parts[0]), ID: parts[1]}, parts[2]})
}

// older reports that an effect was asked for before the replay begins.
func (p *player) older(of effectOf) bool { return p.over != nil && !p.recorded.asked.has(of) }

// knows reports whether a report is about a message of this desk.
func (p *player) knows(ctx context.Context, e *channel.Event) bool {
	if of := (effectOf{e.Account, e.Status.Reference}); p.sent.has(of) || p.older(of) {
		return true
	}
	head, err := p.store.Load(ctx, socialticket.Ref{Account: e.Account, Comment: e.Status.Reference, Message: e.Status.MessageID})
	return err == nil && head.Comment.ID != ""
}

var errUnknownTicket = errors.New("the ticket does not exist here")

// fit returns the command of a record for this desk: about the newest ticket of its
// conversation, if it was about the newest one then, or if its own does not exist.
func (p *player) fit(ctx context.Context, r *Record) (socialticket.Command, error) {
	id := ticketOf(r.Order.Command)
	if id == "" {
		return r.Order.Command, nil
	}
	own, err := p.store.Load(ctx, socialticket.Ref{Ticket: id})
	missing := err != nil || own.Ticket.ID != id
	if !missing && !r.Current {
		return r.Order.Command, nil
	}
	head, err := p.store.Load(ctx, socialticket.Ref{Account: r.Account, Key: r.Talk})
	switch {
	case err != nil || r.Talk == "" || head.Ticket.IsZero():
		return nil, errors.Join(errUnknownTicket, err)
	case head.Ticket.ID == id:
		return r.Order.Command, nil
	}
	switch c := r.Order.Command.(type) {
	case socialticket.Reply:
		c.Ticket = head.Ticket.ID
		return c, nil
	case socialticket.Update:
		c.Ticket = head.Ticket.ID
		return c, nil
	case socialticket.UseMacro:
		c.Ticket = head.Ticket.ID
		return c, nil
	case socialticket.EndSession:
		c.Ticket = head.Ticket.ID
		return c, nil
	case socialticket.Route:
		c.Ticket = head.Ticket.ID
		return c, nil
	}
	if !missing {
		return r.Order.Command, nil
	}
	return nil, errUnknownTicket
}

// ticketOf returns the ticket that a command is about, "" if it names none.
func ticketOf(c socialticket.Command) ticket.ID {
	switch c := c.(type) {
	case socialticket.Reply:
		return c.Ticket
	case socialticket.Update:
		return c.Ticket
	case socialticket.UseMacro:
		return c.Ticket
	case socialticket.EndSession:
		return c.Ticket
	case socialticket.Route:
		return c.Ticket
	case socialticket.Resend:
		return c.Ticket
	case socialticket.Redaction:
		return c.Ticket
	case socialticket.MergeTickets:
		return c.Ticket
	case socialticket.UnmergeTickets:
		return c.Ticket
	}
	return ""
}

// effect does what this desk asks for and the records do not tell of.
func (p *player) effect(ctx context.Context, e *socialticket.Effect) {
	name := effectOf{e.Account, e.ID}
	switch e.Kind {
	case socialticket.EffectMessage:
		p.sent.put(p.now, name, true)
		if !p.recorded.answers.has(name) && !p.recorded.asked.has(name) {
			p.send(e)
		}
	case socialticket.EffectDecide:
		p.open.put(p.now, name, true)
		p.open.put(p.now, effectOf{id: carryKey(e)}, true)
		if p.recorded.carries.has(carryKey(e)) {
			return
		}
		if _, err := p.desk.Carry(ctx, *e); err != nil {
			p.lost = append(p.lost, Lost{At: p.now, What: e.Command.Kind(), Talk: e.Key, Why: err.Error()})
		}
	case socialticket.EffectNotify, socialticket.EffectWebhook, socialticket.EffectRule, socialticket.EffectMail, socialticket.EffectRoute:
		p.open.put(p.now, name, true)
	default: // the host's own
		p.open.put(p.now, name, true)
	}
}

// send hands a message to the network. Its answer and its reports come like any others.
func (p *player) send(e *socialticket.Effect) {
	at := p.now
	if e.After.After(at) {
		at = e.After
	}
	fate, id := p.cfg.Network.Send(e.Message, at), "replay-"+e.ID
	refusal, refused := errors.AsType[*channel.SendError](fate.Err)
	switch {
	case refused:
		p.coming.add(channel.Refused(e.Message, refusal.Reason, at), at)
		return
	case fate.Err == nil:
		p.coming.add(channel.Accepted{MessageID: id, At: at}.Event(e.Message), at)
	}
	for _, event := range fate.events(e.Message, id, at) {
		p.coming.add(event, event.Received)
	}
}
