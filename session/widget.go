package session

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// Widget is how the window for talks behaves that a business shows on its pages. The zero
// Widget is a live chat at all hours, hidden while no agent is online. Ask [Widget.At] what
// it shows, and [Widget.Admit] whether a chat may start.
//
// A live chat needs an agent online and open hours. Messaging is never closed: its hours
// tell when an answer can be expected. Source:
// https://support.zendesk.com/hc/en-us/articles/5137169660826 and
// https://support.zendesk.com/hc/en-us/articles/4408822398106, facts as of autumn 2026.
type Widget struct {
	Messaging bool // false: live chat
	// Hours are those of the account. They win over those of the departments. Nil: each
	// department has its own. A lunch break is two ranges on a day. At the instant of
	// closing it is closed, whatever the Policy of the schedule. Source:
	// https://support.zendesk.com/hc/en-us/articles/4408889185050, facts as of autumn 2026.
	Hours *schedule.Schedule
	// Departments are those that a visitor may ask for, in the order in which they are
	// offered. Empty: the visitor cannot choose.
	Departments []Department
	// Lead is how long before the end of its hours a chat is "closing soon". 0: it never is.
	Lead time.Duration

	OfflineForm bool // a visitor may leave a message while no chat can start
	ContactForm bool // the same with fields of your own; it wins over OfflineForm
	Contact     Form // the fields of the contact form; zero: those of the offline form

	// Languages are those in which an [Opening] is told beside English and French, or
	// instead of them.
	Languages []Phrases
}

// Department is a part of the team that a visitor may ask for.
type Department struct {
	ID string // of the group that its tickets go to
	// Hours are its own. Nil: at all hours. [Widget.Hours] win over them.
	Hours *schedule.Schedule
}

// Check returns an error that names the first setting that cannot be.
func (w Widget) Check() error {
	if w.Lead < 0 {
		return fmt.Errorf("session: widget: lead %v is negative", w.Lead)
	}
	seen := map[string]bool{}
	for i, d := range w.Departments {
		if d.ID == "" || seen[d.ID] {
			return fmt.Errorf("session: widget: departments[%d]: id %q is empty or used twice", i, d.ID)
		}
		seen[d.ID] = true
	}
	for i, p := range w.Languages {
		if err := p.check(); err != nil {
			return fmt.Errorf("session: widget: languages[%d]: %w", i, err)
		}
	}
	return w.Contact.check()
}

// Form returns the fields of the form that a mode shows, and whether that form is on.
func (w Widget) Form(m Mode) (Form, bool) {
	switch {
	case m == ModeOfflineForm && w.OfflineForm:
		return Form{}.orStandard(), true
	case m == ModeContactForm && w.ContactForm:
		return w.Contact.orStandard(), true
	}
	return Form{}, false
}
