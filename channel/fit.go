package channel

import (
	"fmt"
	"slices"
	"strings"
)

// Fit reports whether o can go, whole or in the parts that [Ability.Split] makes, and
// why not. It asks no platform. A misfit is the first that was found.
//
// A question needs a text. Whether the business may write now is another question: see
// [Policy.Decide].
func (a Ability) Fit(o Outbound) (Misfit, bool) {
	m := a.misfit(&o)
	return m, m.Code == ""
}

func (a *Ability) misfit(o *Outbound) Misfit {
	switch {
	case o.templated():
		return a.fitTemplate(&o.Template)
	case o.Type == Reaction:
		return a.fitReaction(o)
	}
	asks := o.asks()
	if m := a.fitContent(o); m.Code != "" {
		return m
	}
	for i := range o.Attachments {
		if m := a.fitFile(o, i); m.Code != "" {
			return m
		}
	}
	if asks {
		if m := a.fitQuestion(o); m.Code != "" {
			return m
		}
	}
	if a.one(o) {
		return Misfit{}
	}
	return a.fitCalls(o)
}

// templated reports whether o is an approved template.
func (o *Outbound) templated() bool { return o.Type == Template || o.Via == RouteTemplate }

// asks reports whether o holds any part of a question.
func (o *Outbound) asks() bool {
	q := &o.Question
	return o.Type == Interactive || len(q.Choices) > 0 || len(q.Menu.Sections) > 0 || q.AskPlace ||
		q.Header != "" || q.Footer != "" || q.Link != Link{} || q.Media != Attachment{}
}

// blank reports whether a text has nothing to read.
func blank(text string) bool { return strings.TrimSpace(text) == "" }

// isFile reports whether t is a type of attachment.
func isFile(t MessageType) bool {
	return t == Image || t == Video || t == Audio || t == Document || t == Sticker
}

// typeOf returns the type of an attachment of o: its own, else that of the message.
func (o *Outbound) typeOf(f *Attachment) MessageType {
	if f.Type == "" && isFile(o.Type) {
		return o.Type
	}
	return f.Type
}

// fitContent checks the type of o, and that there is something to send.
func (a *Ability) fitContent(o *Outbound) Misfit {
	if a.Types == nil {
		return Misfit{}
	}
	switch {
	case o.Type == Location:
		return a.fitPlace(&o.Place)
	case o.Type == Contacts:
		return a.fitPeople(o.People)
	case isFile(o.Type) && len(o.Attachments) == 0:
		if !a.carries(o.Type) {
			return a.uncarried("type", "messages of type "+string(o.Type), AdviseLink)
		}
		return missing("attachments", "a message of type "+string(o.Type)+" without an attachment")
	case o.Type != "" && o.Type != Text && o.Type != Interactive && !isFile(o.Type) && !a.carries(o.Type):
		return a.uncarried("type", "messages of type "+string(o.Type), AdviseChange)
	case len(o.Attachments) > 0 || o.asks():
	case blank(o.Text):
		return missing("text", "it is empty")
	case !a.carries(Text):
		return a.uncarried("text", "texts", AdviseChange)
	}
	return Misfit{}
}

func (a *Ability) fitPlace(p *Place) Misfit {
	switch {
	case !a.carries(Location):
		return a.uncarried("place", "places", AdviseLink)
	case *p == Place{}:
		return missing("place", "it is empty")
	case a.NamedPlace && p.Name == "":
		return missing("place.name", "a place needs a name and an address")
	case a.NamedPlace && p.Address == "":
		return missing("place.address", "a place needs a name and an address")
	}
	return Misfit{}
}

func (a *Ability) fitPeople(people []Person) Misfit {
	switch {
	case !a.carries(Contacts):
		return a.uncarried("people", "contact cards", AdviseChange)
	case len(people) == 0:
		return missing("people", "is missing")
	}
	for i, p := range people {
		switch {
		case p.Name == "":
			return missing(fmt.Sprintf("people[%d].name", i), "it is empty")
		case a.Phone && len(p.Phones) == 0:
			return missing(fmt.Sprintf("people[%d].phones", i), "a contact card needs a number")
		}
	}
	return Misfit{}
}

func (a *Ability) fitReaction(o *Outbound) Misfit {
	switch {
	case !a.carries(Reaction):
		return a.uncarried("type", "reactions", AdviseChange)
	case o.Target == "" && a.Types != nil:
		return missing("target", "a reaction needs the message that it is about")
	case o.Text != "" && a.Emoji != nil && !slices.Contains(a.Emoji, o.Text):
		return a.uncarried("text", "this reaction, only "+a.Emoji[0], AdviseChange)
	}
	return Misfit{}
}

// fitFile checks an attachment of o by its index.
func (a *Ability) fitFile(o *Outbound, i int) Misfit {
	f := &o.Attachments[i]
	m := a.misfitFile(f, o.typeOf(f))
	if m.Code != "" {
		m.Field = fmt.Sprintf("attachments[%d]", i)
	}
	return m
}

// misfitFile checks a file of a type. A size or media type that
// it does not tell is not checked.
func (a *Ability) misfitFile(f *Attachment, t MessageType) Misfit {
	switch {
	case !a.carries(t) && t == "":
		return missing("", "an attachment needs a type")
	case !a.carries(t):
		return a.uncarried("", "attachments of type "+string(t), AdviseLink)
	}
	rule := a.file(t)
	if rule == nil {
		return Misfit{}
	}
	mime, _, _ := strings.Cut(f.MIME, ";")
	switch mime = strings.ToLower(strings.TrimSpace(mime)); {
	case rule.Size > 0 && f.Size > rule.Size && (f.ID == "" || !rule.Linked):
		return Misfit{Code: MisfitTooBig, Problem: fmt.Sprintf("it has %d bytes, %d are allowed", f.Size, rule.Size), Instead: AdviseLink}
	case mime != "" && rule.MIME != nil && !slices.Contains(rule.MIME, mime):
		return a.uncarried("", "files of "+mime+" as "+string(t)+", only "+strings.Join(rule.MIME, ", "), AdviseLink)
	}
	return Misfit{}
}

// fitTemplate checks the values of a template: all of the body together, for that is
// how the platform counts them, and every one of the header.
func (a *Ability) fitTemplate(t *TemplateCall) Misfit {
	if !a.carries(Template) {
		return a.uncarried("template", "templates", AdviseChange)
	}
	rule, body := &a.Template, 0
	for i := range t.Values {
		p := &t.Values[i]
		limit := Limit{}
		switch {
		case p.Text == "" && p.Media == Attachment{} && p.Place == Place{}:
			if a.Types != nil {
				return missing(fmt.Sprintf("template.values[%d]", i), "it is empty")
			}
		case p.Component == "" || p.Component == "body":
			body += rule.Body.Unit.Count(p.Text)
		case p.Component == "header":
			limit = rule.Header
		case p.Kind == "copy_code":
			limit = rule.Code
		}
		if !limit.Holds(p.Text) {
			return limit.check(fmt.Sprintf("template.values[%d].text", i), p.Text)
		}
	}
	switch {
	case rule.Body.Most > 0 && body > rule.Body.Most:
		m := rule.Body.over("template.values", body)
		m.Problem = "the values of the body together: " + m.Problem
		return m
	case t.Name == "" && a.Types != nil:
		return missing("template.name", "it is empty")
	}
	return Misfit{}
}
