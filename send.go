package socialticket

import (
	"cmp"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// send adds a comment and asks for it to be sent, or marks it as failed, as policy and
// abilities say. It reports whether the comment is on its way.
func (dr *draft) send(c ticket.Comment) bool {
	dr.comment(c)
	goes := dr.attempt(dr.said, 1)
	if goes {
		dr.answeredBy(c.Author, dr.now)
	}
	return goes
}

// judge says whether a comment may go out now, by policy and abilities, why not, and what
// goes out.
func (dr *draft) judge(c ticket.Comment) (whole channel.Outbound, verdict channel.Decision, reason channel.Error) {
	ability := dr.desk.ability(dr.ticket.Address.Account)
	whole, verdict = dr.outbound(c), dr.mayReply(asked(c), dr.now)
	whole.Via = verdict.Route
	reason = channel.Error{Code: string(verdict.Reason), Class: verdict.Class()}
	if misfit, fits := ability.Fit(whole); verdict.Allowed && !fits {
		verdict = channel.Decision{Reason: channel.ReasonContent, Instead: misfit.Instead}
		reason = channel.Error{Code: string(channel.ReasonContent), Title: misfit.Reason().Title, Detail: misfit.Field, Class: verdict.Class()}
	}
	return whole, verdict, reason
}

// attempt makes the attempt of a number for all parts of a comment that have not
// succeeded, and reports whether it is on its way.
func (dr *draft) attempt(c ticket.Comment, number int) bool {
	if dr.closedTo(c.Author) {
		return dr.aside(c, number)
	}
	ability := dr.desk.ability(dr.ticket.Address.Account)
	whole, verdict, reason := dr.judge(c)
	dr.verdict = verdict
	if !dr.verdict.Allowed {
		dr.keepBack(c, number, reason)
		return false
	}
	calls := ability.Split(whole)
	parts := make([]ticket.Part, len(calls))
	copy(parts, c.Parts)
	for i, call := range calls {
		if failed(parts[i]) {
			parts[i] = dr.call(c, call, parts[i], i, number)
		}
	}
	c.Parts = parts
	dr.sent(c)
	dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{Type: ticket.EventSend, Comment: c.ID, To: string(dr.ticket.Address.Account.Kind)})
	return true
}

// keepBack marks the attempt of a number as failed, for all parts that have not succeeded.
func (dr *draft) keepBack(c ticket.Comment, number int, reason channel.Error) {
	if len(c.Parts) == 0 {
		c.Parts = make([]ticket.Part, 1)
	}
	c.Parts = slices.Clone(c.Parts)
	for i, p := range c.Parts {
		if failed(p) {
			c.Parts[i] = p.With(number, channel.Delivery{State: channel.StateFailed, At: dr.now, Error: reason, ErrorAt: dr.now})
		}
	}
	dr.sent(c)
	dr.log(ticket.Actor{Kind: ticket.System}, ticket.Event{Type: ticket.EventDelivery, Comment: c.ID, To: string(channel.StateFailed), Reason: reason})
}

// sent puts a comment with new attempts in.
func (dr *draft) sent(c ticket.Comment) {
	c.Delivery = fold(c.Parts)
	dr.replace(c)
}

// failed reports that a part has not been tried, or that its last attempt failed.
func failed(p ticket.Part) bool {
	d := channel.Outcome(p.Attempts)
	return d.State == "" || d.State == channel.StateFailed || d.State == channel.StateDoubt && d.Error.Code == channel.CodeDoubt
}

// call asks for one call, or marks it as failed where the policy lets no more out.
func (dr *draft) call(c ticket.Comment, o channel.Outbound, p ticket.Part, part, number int) ticket.Part {
	d := dr.mayReply(asked(c), dr.now)
	if !d.Allowed {
		reason := channel.Error{Code: string(d.Reason), Class: d.Class()}
		return p.With(number, channel.Delivery{State: channel.StateFailed, At: dr.now, Error: reason, ErrorAt: dr.now})
	}
	o.ID = effectID(c.ID, part, number)
	o = routed(o, d, o.ReplyTo)
	if policy := dr.desk.policy(dr.ticket.Address.Account); policy.Counts() {
		at := dr.now
		for _, opened := range []time.Time{d.Proof.Sent, d.Proof.Received} {
			if opened.After(at) { // by a clock that is ahead
				at = opened
			}
		}
		dr.conv.Window = dr.conv.Window.Send(channel.Sending{ID: o.ID, At: at, Via: d.Route})
	}
	dr.await(o.ID, &channel.Message{Type: o.Type, Text: o.Text})
	dr.effect(Effect{ID: o.ID, Kind: EffectMessage, Lane: o.To.String(), Message: o})
	return p.With(number, channel.Delivery{State: channel.StateQueued, At: dr.now})
}

// routed returns a message with the way on which a decision lets it out. A private answer
// names the comment that it answers; on any other way the message quotes what it is given.
func routed(o channel.Outbound, d channel.Decision, quoted string) channel.Outbound {
	o.Via, o.Token, o.ReplyTo = d.Route, d.Token(), cmp.Or(d.Comment(), quoted)
	return o
}

// outbound returns a comment as the message to be sent.
func (dr *draft) outbound(c ticket.Comment) channel.Outbound {
	m := c.Content
	return channel.Outbound{
		ID: c.ID, To: cmp.Or(dr.conv.Address, dr.ticket.Address), Type: m.Type, Text: m.Text, Attachments: m.Attachments,
		Template: m.Template, Question: m.Question, Place: m.Place, People: m.People, ReplyTo: m.ReplyTo, At: dr.now,
	}
}

// asked returns what the policy is asked for a comment.
func asked(c ticket.Comment) channel.Request {
	ask := channel.Request{Human: c.Author.Kind == ticket.Agent}
	if c.Content.Type == channel.Template {
		ask.Means = channel.Approved
	}
	return ask
}
