package channel

import (
	"slices"
	"strings"
)

// Question is what an interactive message asks, under the text of its
// [Outbound]. Exactly one of Choices, Menu, Link and AskPlace is set. The zero
// Question asks nothing.
type Question struct {
	Header string `json:"header,omitzero"`
	// Media stands above the text in place of Header. Zero: none.
	Media  Attachment `json:"media,omitzero"`
	Footer string     `json:"footer,omitzero"`

	Choices []Choice `json:"choices,omitzero"` // buttons
	Menu    Menu     `json:"menu,omitzero"`
	Link    Link     `json:"link,omitzero"`
	// AskPlace asks for the user's place on the map.
	AskPlace bool `json:"ask_place,omitzero"`
}

// IsZero reports whether q asks nothing.
func (q Question) IsZero() bool {
	return len(q.Choices) == 0 && len(q.Menu.Sections) == 0 && q.Link == (Link{}) && !q.AskPlace
}

// Answers returns the choices and those of the menu, in their order.
func (q Question) Answers() []Choice {
	answers := slices.Clone(q.Choices)
	for _, s := range q.Menu.Sections {
		answers = append(answers, s.Choices...)
	}
	return answers
}

// Around returns text with the header above and the footer below, for platforms
// that know neither.
func (q Question) Around(text string) string {
	parts := slices.DeleteFunc([]string{q.Header, text, q.Footer}, func(s string) bool { return s == "" })
	return strings.Join(parts, "\n\n")
}

// Choice is an answer that the user may tap.
type Choice struct {
	ID    string `json:"id"` // comes back as [Message.Payload]
	Title string `json:"title"`
	Text  string `json:"text,omitzero"` // explains it, in a menu
}

// Menu is a list of choices behind one button.
type Menu struct {
	Label    string    `json:"label,omitzero"` // of the button that opens it
	Sections []Section `json:"sections,omitzero"`
}

// Section is a group of choices in a menu.
type Section struct {
	Title   string   `json:"title,omitzero"`
	Choices []Choice `json:"choices"`
}

// Link is a button that opens a page.
type Link struct {
	Label string `json:"label,omitzero"`
	URL   string `json:"url,omitzero"`
}
