package session

import (
	"errors"
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Survey says when customers are asked how it went, and with which words. The zero Survey
// asks nobody.
//
// A survey goes out at most once in an episode of a ticket. An episode lasts until a solved
// ticket is reopened; then another one begins. A rule may ask for a survey too, whatever
// OnSolved and OnEnd say. A requester who wrote nothing on the ticket, who wrote on a public
// page, or who is muted is not asked.
type Survey struct {
	Text string `json:"text,omitzero"` // the question; empty: nobody is asked
	// Good and Bad are the labels of the two buttons below it. Both empty: the text stands
	// alone, and tells where the answer is taken. A desk fills {{survey_token}} in the text and
	// in the values of the template, for the address of a page, and {{survey_good}} and
	// {{survey_bad}}, which the buttons of a template are to send back. A channel without
	// buttons gets the text alone if it holds {{survey_token}}.
	Good string `json:"good,omitzero"`
	Bad  string `json:"bad,omitzero"`

	OnSolved bool `json:"on_solved,omitzero"` // when a ticket becomes solved
	// OnEnd asks when a session is ended by one of these: [ticket.Agent], [ticket.EndUser],
	// [ticket.Bot], the rules [ticket.Trigger] and [ticket.Automation], or by its silence,
	// which is [ticket.System]. Nil: never.
	OnEnd []ticket.ActorKind `json:"on_end,omitzero"`
	// PerTicket asks once for each ticket, however often it is reopened, as Zendesk's
	// standard trigger does. False: once in each episode.
	// Source: https://support.zendesk.com/hc/en-us/articles/8082415949210, facts as of autumn 2026.
	PerTicket bool `json:"per_ticket,omitzero"`

	// Template asks where an ordinary message may not go out any more. The zero Template:
	// a note tells that nobody was asked.
	Template channel.TemplateCall `json:"template,omitzero"`
	// TemplateKind is the kind of channel that knows the template; elsewhere it is not used.
	// Empty: WhatsApp.
	TemplateKind channel.Kind `json:"template_kind,omitzero"`
	// TemplateFirst takes the template inside the window too, where it may cost money.
	TemplateFirst bool `json:"template_first,omitzero"`
}

// IsZero reports whether s asks nobody.
func (s Survey) IsZero() bool { return s.Text == "" }

// Check returns an error that names the first setting that cannot be.
func (s Survey) Check() error {
	switch {
	case s.Text == "" && (s.OnSolved || len(s.OnEnd) > 0 || s.Good+s.Bad+s.Template.Name != ""):
		return errors.New("session: survey: it has no text")
	case (s.Good == "") != (s.Bad == ""):
		return errors.New("session: survey: one button is not a choice")
	case s.TemplateFirst && s.Template.Name == "":
		return errors.New("session: survey: template first, and there is none")
	}
	return nil
}

// Occasion is what [Survey.At] needs to know when something may end an episode.
type Occasion struct {
	Solved  bool             // the ticket became solved
	EndedBy ticket.ActorKind // of the session; empty: it was not ended
	Rule    bool             // a rule asks for a survey
	Episode int              // of the ticket, counted from 1
	Asked   int              // the last episode for which the customer was asked; 0: none
}

// At reports whether the customer is asked at o.
func (s Survey) At(o Occasion) bool {
	if s.IsZero() || o.Asked >= o.Episode || s.PerTicket && o.Asked > 0 {
		return false
	}
	return o.Rule || o.Solved && s.OnSolved || o.EndedBy != "" && slices.Contains(s.OnEnd, o.EndedBy)
}
