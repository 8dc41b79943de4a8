package templates

import (
	"time"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Config tells what placeholders may show beside what a [rules.Subject] holds. The zero
// Config works. Its functions are called while a desk decides, from many goroutines: they
// answer from memory, and the same question has the same answer.
type Config struct {
	Account string         // {{ticket.account}}
	Zone    *time.Location // of the dates; nil: UTC

	// URL returns the address of a ticket's page. Nil: {{ticket.url}} is nothing.
	URL func(ticket.ID) string
	// Person returns what is known of a person, an agent for instance; false: nothing is.
	// Nil: the requester alone is known, from the subject.
	Person func(id string) (identity.Person, bool)
	// Name returns the name of a "group", "organization", "brand" or "form", and the label
	// of a custom field's value for "option", where id is the field's id, a slash and the
	// value. Empty: unknown. Nil: none is known.
	Name func(kind, id string) string
	// Comments returns the thread of a ticket, oldest first. Nil: the comment of the
	// update is all that is known.
	Comments func(*ticket.Ticket) []ticket.Comment
	// Satisfaction returns the values of {{satisfaction.…}} by name. Nil: current_rating is
	// what the ticket's survey says.
	Satisfaction func(*ticket.Ticket) map[string]string
	// Dynamic returns the text {{dc.name}} in a language; false: it is unknown. Its own
	// placeholders are not filled. Nil: none is known.
	Dynamic func(name, locale string) (string, bool)
}

// Liquid fills placeholders. Build it with [New].
type Liquid struct{ cfg Config }

var _ rules.Templates = (*Liquid)(nil)

// New returns the templates of cfg.
func New(cfg Config) *Liquid {
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	return &Liquid{cfg}
}
