package socialticket

import (
	"context"
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Redaction masks part of a comment by hand.
type Redaction struct {
	Comment string // its id
	Part    string // every place of it in the comment's texts is masked
	By      ticket.Actor
}

// Redact masks part of a comment for ever, character by character, and leaves a
// trace that something was masked, never what. It is the one thing that can be
// done to a closed ticket. The error matches [ErrNotFound] if there is no such
// comment; if it has no such part, nothing changes.
func (d *Desk) Redact(ctx context.Context, r Redaction) (Receipt, error) {
	return d.decide(ctx, Ref{Comment: r.Comment}, "", func(dr *draft) error {
		c := dr.said
		if c.ID == "" {
			return fmt.Errorf("socialticket: comment %s: %w", r.Comment, ErrNotFound)
		}
		masked := false
		c.Content.Attachments = slices.Clone(c.Content.Attachments)
		for _, text := range texts(&c.Content) {
			var hit bool
			*text, hit = channel.RedactPart(*text, r.Part)
			masked = masked || hit
		}
		if masked {
			c.Redacted, dr.thawed = true, true
			dr.replace(c)
			dr.log(r.By, ticket.Event{Type: ticket.EventRedact, Comment: c.ID})
		}
		return nil
	})
}

// texts returns the places of all texts of m that are stored.
func texts(m *channel.Message) []*string {
	all := []*string{&m.Text, &m.Payload, &m.Place.Name, &m.Place.Address, &m.Referral.Title, &m.Referral.Text}
	for i := range m.Attachments {
		all = append(all, &m.Attachments[i].Name)
	}
	return all
}
