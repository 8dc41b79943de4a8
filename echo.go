package socialticket

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// echo takes a message that the business sent. One that this desk sent is a report that
// it was sent. One by another way is what staff wrote: it answers the live ticket, or
// begins a solved one.
func (dr *draft) echo(r *arrival) error {
	e := &r.Event
	if c := dr.head.Comment; c.ID != "" {
		switch {
		case !dr.theirs(r): // its id is that of another user's message
			return dr.elsewhere(r)
		case c.Ahead:
			c.SentAt, c.ReceivedAt, c.Ahead = e.Sent, e.Received, false
			dr.replace(c)
		case len(c.Parts) > 0:
			return dr.status(r.sent(e.Status.Reference))
		default:
			dr.again = true
		}
		return nil
	}
	if i := slices.IndexFunc(dr.conv.Pending, func(p Pending) bool { return p.Print == fingerprint(&e.Message) }); i >= 0 {
		r = r.sent(dr.conv.Pending[i].Effect)
		return &Redirect{Ref: r.ref(dr.desk, dr.cause), Command: r}
	}
	return dr.staff(r)
}

// sent returns the echo of a message of this desk as the report that it was sent.
func (r *arrival) sent(reference string) *arrival {
	e := r.Event
	e.Status = channel.Status{Reference: reference, MessageID: e.Message.ID, State: channel.StateSent}
	e.Type, e.Message = channel.EventStatus, channel.Message{}
	return &arrival{Received: Received{Event: e}}
}

// staff takes what people of the business wrote on the platform's own app. What they write
// to a group without a live ticket is not a customer's matter.
func (dr *draft) staff(r *arrival) error {
	e := &r.Event
	live := dr.conv.Key != "" && dr.live()
	outside := e.Message.Group != "" || dr.conv.Key == "" && e.From == "" // to a group, or to no user
	if !live && (dr.settings.IgnoreEchoes || outside) {
		return nil
	}
	by := ticket.Actor{Kind: ticket.Agent}
	dr.meet(e)
	if dr.conv.Address.IsZero() {
		dr.readdress(e)
	}
	dr.conv.Window = dr.conv.Window.Open(*e)
	if !live {
		dr.create(e.Account, dr.cause, by, true)
		dr.conv.Begun = dr.ticket.ID
	}
	dr.answeredBy(by, dr.now)
	dr.comment(ticket.Comment{
		ID: dr.desk.messageComment(e), Author: by, Public: true, Content: e.Message,
		SentAt: e.Sent, ReceivedAt: e.Received, Redacted: r.Masked,
		Parts:    []ticket.Part{{Attempts: channel.Report(nil, 1, channel.Status{State: channel.StateSent, MessageID: e.Message.ID}, e.Sent)}},
		Delivery: channel.Delivery{State: channel.StateSent, At: e.Sent, SentAt: e.Sent, MessageID: e.Message.ID},
	})
	dr.takeParked()
	return dr.answer(by, true)
}

// answer moves the ticket after a comment by another than the requester.
func (dr *draft) answer(by ticket.Actor, public bool) error {
	next, err := dr.settings.Lifecycle.Answer(dr.ticket, by, public, dr.now)
	if err != nil {
		return err
	}
	if by.Kind == ticket.Agent && public && dr.conv.Session.Ticket == dr.ticket.ID {
		dr.conv.Session = dr.conv.Session.Answer(dr.now)
	}
	dr.step(by, next)
	return nil
}

// fingerprint returns a digest of the type and the words of a message: an echo without a
// reference is known by it.
func fingerprint(m *channel.Message) string {
	words := strings.TrimSpace(m.Text)
	kind := m.Type
	if kind == "" || kind == channel.Interactive || kind == channel.Template {
		kind = channel.Text
	}
	sum := sha256.Sum256([]byte(string(kind) + "\x00" + words))
	return hex.EncodeToString(sum[:8])
}

// maxPending bounds the calls whose echo is waited for.
const maxPending = 32

// await notes a call whose answer is not in.
func (dr *draft) await(effect string, m *channel.Message) {
	list := append(slices.Clone(dr.conv.Pending), Pending{Effect: effect, Print: fingerprint(m)})
	dr.conv.Pending = list[max(0, len(list)-maxPending):]
}

// answered forgets a call whose answer is in.
func (dr *draft) answered(effect string) {
	i := slices.IndexFunc(dr.conv.Pending, func(p Pending) bool { return p.Effect == effect })
	if i < 0 {
		return
	}
	dr.conv.Pending = slices.Delete(slices.Clone(dr.conv.Pending), i, i+1)
	dr.changed = true
}
