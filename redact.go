package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// inbound is an event without card numbers.
type inbound struct {
	channel.Event
	masked bool // something was
}

// redact returns e with card numbers masked in every text that is stored. What it
// was parsed from is dropped, for it may hold them too.
func (d *Desk) redact(e channel.Event) inbound {
	in := inbound{Event: e}
	in.Raw = nil
	m := &in.Message
	for _, text := range []*string{&m.Text, &m.Payload, &m.Place.Name, &m.Place.Address, &m.Referral.Title, &m.Referral.Text} {
		in.mask(d.redactor, text)
	}
	m.Attachments = slices.Clone(m.Attachments)
	for i := range m.Attachments {
		in.mask(d.redactor, &m.Attachments[i].Name)
	}
	return in
}

func (in *inbound) mask(r channel.Redactor, text *string) {
	clean, masked := r.Redact(*text)
	*text, in.masked = clean, in.masked || masked
}
