package quota

import (
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/template"
)

// EntryPoint is the time in which messages to a user cost nothing, because the
// user came by an advertisement or a page's button and the business answered. It
// is about prices alone: what may be sent is the window's to say. The zero
// EntryPoint was never opened.
//
// The platform opens it for its phone apps only and does not tell which one a
// user has, so this is an estimate until a status tells. Source: Meta, pricing,
// read 2026-09.
type EntryPoint struct {
	AskedAt    time.Time `json:"asked_at,omitzero"`    // the newest message that came by an advertisement
	AnsweredAt time.Time `json:"answered_at,omitzero"` // the first answer to it, if that came in time
	KnownUntil time.Time `json:"known_until,omitzero"` // the end of an earlier one, or what a status told
}

// answerTime is how long after the user's message an answer opens an entry point: as
// long as the customer service window.
const answerTime = 24 * time.Hour

// EntryPointLength is how long an entry point lasts from the answer on.
const EntryPointLength = 72 * time.Hour

// Receive returns p after an event of the user: a message that an advertisement
// or a post led to, or a status that tells of a free entry point.
func (p EntryPoint) Receive(e channel.Event) EntryPoint {
	price := e.Status.Price
	switch source := e.Message.Referral.Source; {
	case e.Type == channel.EventStatus && (price.Type == "free_entry_point" || price.Category == "referral_conversion"):
		p.KnownUntil = later(p.KnownUntil, price.Until.UTC())
	case e.Type == channel.EventMessage && (source == "ad" || source == "post") && e.Sent.After(p.AskedAt):
		p.KnownUntil = p.Until()
		p.AskedAt, p.AnsweredAt = e.Sent.UTC(), time.Time{}
	}
	return p
}

// Answer returns p after a message of the business, of any type. The first one
// within 24 hours of the user's counts.
func (p EntryPoint) Answer(at time.Time) EntryPoint {
	if at = p.inTime(at.UTC()); !at.IsZero() && (p.AnsweredAt.IsZero() || at.Before(p.AnsweredAt)) {
		p.AnsweredAt = at
	}
	return p
}

// inTime returns at if it answers the user's message in time, else the zero time.
func (p EntryPoint) inTime(at time.Time) time.Time {
	if p.AskedAt.IsZero() || at.Before(p.AskedAt) || !at.Before(p.AskedAt.Add(answerTime)) {
		return time.Time{}
	}
	return at
}

// Until returns the first instant that is not free any more, zero if the entry
// point was never opened.
func (p EntryPoint) Until() time.Time {
	if p.AnsweredAt.IsZero() {
		return p.KnownUntil
	}
	return later(p.KnownUntil, p.AnsweredAt.Add(EntryPointLength))
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Free reports whether a message sent at now costs nothing.
func (p EntryPoint) Free(now time.Time) bool { return now.Before(p.Until()) }

// Tariff says what is charged from an instant on, per delivered message. Prices
// differ by country and volume and change often; only the rule is here.
type Tariff struct {
	From          time.Time `json:"from"`
	UtilityInside bool      `json:"utility_inside"` // utility templates cost inside the window as well
	Service       bool      `json:"service"`        // ordinary messages cost, beyond a monthly allowance
	Source        string    `json:"source,omitzero"`
}

// Tariffs returns the rules that are known, in their order. The last one was
// announced by resellers and may change: it is data, to be replaced by yours.
func Tariffs() []Tariff {
	return []Tariff{
		{
			From:   time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC),
			Source: "Meta, pricing, read 2026-09",
		},
		{
			From:          time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC),
			UtilityInside: true, Service: true,
			Source: "hello-charles and Chakra, announcements, read 2026-09",
		},
	}
}

// PriceOf returns how a message of that category is charged at now: inside tells
// whether the window is open, p whether the entry point is. Before the first
// tariff nothing is known and the price is zero.
func PriceOf(tariffs []Tariff, c template.Category, inside bool, p EntryPoint, now time.Time) channel.Price {
	var rule Tariff
	for _, t := range tariffs {
		if !now.Before(t.From) && !t.From.Before(rule.From) {
			rule = t
		}
	}
	price := channel.Price{Model: "PMP", Category: string(c), Type: "regular", Billable: true}
	switch {
	case rule.From.IsZero():
		return channel.Price{}
	case p.Free(now):
		price.Type, price.Billable, price.Until = "free_entry_point", false, p.Until()
	case c == template.Utility && inside && !rule.UtilityInside, c == template.Service && !rule.Service:
		price.Type, price.Billable = "free_customer_service", false
	}
	return price
}
