package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// Texts returns what is written in a comment, for search: its words, what explains them,
// the names of files, places and cards. A comment that was taken back has none, and what was
// redacted is not in them.
func Texts(c *ticket.Comment) []string {
	if !c.RevokedAt.IsZero() {
		return nil
	}
	var list []string
	add := func(texts ...string) {
		list = append(list, slices.DeleteFunc(texts, func(s string) bool { return s == "" })...)
	}
	m := &c.Content
	add(m.Text, m.Detail, m.Place.Name, m.Place.Address)
	for i := range m.Attachments {
		add(m.Attachments[i].Name)
	}
	for i := range m.People {
		add(cardTexts(&m.People[i])...)
	}
	for i := range m.Template.Values {
		add(m.Template.Values[i].Text)
	}
	for i := range m.Question.Choices {
		add(m.Question.Choices[i].Title)
	}
	return list
}

func cardTexts(p *channel.Person) []string {
	return slices.Concat([]string{p.Name}, p.Phones, p.Emails)
}
