package socialticket

import (
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// masked returns a command without card numbers in what it says. What is exempt is a key:
// ids, handles, codes, addresses of files, tokens, and the ids that a bot gave to its own
// buttons, which must come back as they were sent.
func (d *Desk) masked(c Command) Command {
	switch c := c.(type) {
	case Received:
		r := d.inbound(c.Event)
		r.Masked = r.Masked || c.Masked
		return r
	case Reply:
		return d.maskedReply(c)
	case Open:
		c.Name, _ = d.redactor.Text(c.Name)
		c.Reply = d.maskedReply(c.Reply)
		return c
	case Submit:
		return d.maskedSubmit(c)
	case Update:
		c.Changes, c.If = d.maskedChanges(c.Changes), d.maskedChanges(c.If)
		return c
	case Resend:
		c.Attachments = slices.Clone(c.Attachments)
		for i := range c.Attachments {
			d.mask(&c.Attachments[i].Name)
		}
		return c
	case Rate:
		c.Masked = d.mask(&c.Comment) || c.Masked
		return c
	case Merge:
		d.mask(&c.Reason)
		return c
	case Rejoined:
		d.mask(&c.Reason)
		return c
	case UpdatePerson:
		c.Changes, c.If = d.maskedPerson(c.Changes), d.maskedPerson(c.If)
		return c
	case MergeTickets:
		c.Masked, c.ClosingMasked = d.mask(&c.Text) || c.Masked, d.mask(&c.Closing) || c.ClosingMasked
		return c
	}
	return c
}

// mask masks the card numbers in a text and reports whether there were any.
func (d *Desk) mask(text *string) bool {
	if len(*text) < 12 { // no card number is shorter
		return false
	}
	clean, masked := d.redactor.Text(*text)
	*text = clean
	return masked
}

// Mask returns a text as it may be stored or logged: without card numbers.
func (d *Desk) Mask(text string) string {
	d.mask(&text)
	return text
}

// inbound returns an event as the desk takes it: with an id, without card numbers, and from the
// group if it was written in one. What it was parsed from is dropped, for it may hold them
// too. A group is one user, with one conversation and one window for all its members.
func (d *Desk) inbound(event channel.Event) *arrival {
	r := &arrival{}
	d.take(r, event)
	return r
}

// take is inbound into a zero arrival.
func (d *Desk) take(r *arrival, event channel.Event) {
	e := &r.Event
	if *e = event; e.ID == "" {
		*e = event.Identified()
	}
	e.Raw = nil
	own(&e.Message)
	e.Profile.Handles = slices.Clone(e.Profile.Handles)
	e.Status.Errors = slices.Clone(e.Status.Errors)
	hit := func(text *string) { r.Masked = d.mask(text) || r.Masked }
	eachMessageText(&e.Message, hit)
	eachProfileText(&e.Profile, hit)
	eachErrorText(e.Status.Errors, hit)
	hit(&e.Member.Name)
	hit(&e.Notice.Name)
	hit(&e.Notice.Subject)
	hit(&e.Notice.Number)
	hit(&e.Notice.Detail)
	if group := e.Message.Group; group != "" && e.From != group {
		e.Member = channel.Member{Handle: e.From, Name: e.Profile.Name}
		e.From, e.Profile = group, channel.Profile{}
	}
	if others := e.Profile.Handles; e.From == "" && len(others) > 0 && e.Type != channel.EventHandle {
		e.From = others[0]
	}
}

// dated puts the instants of an event right. One that came at no known instant came now;
// one that opens no window happened when it came, if nothing says when.
func dated(e *channel.Event, now time.Time) {
	e.Sent, e.Received = storable(e.Sent), storable(e.Received)
	if e.Received.IsZero() {
		e.Received = now
	}
	if e.Sent.IsZero() && e.Opens == "" {
		e.Sent = e.Received
	}
}

// storable returns t in UTC, zero if it is outside the years that JSON can hold: a
// platform that mixed up its units must not make a commit fail for ever.
func storable(t time.Time) time.Time {
	if t = t.UTC(); t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

func (d *Desk) maskedReply(r Reply) Reply {
	m := channel.Message{
		Text: r.Text, Attachments: r.Attachments, Template: r.Template, Question: r.Question, Place: r.Place, People: r.People,
	}
	own(&m)
	eachMessageText(&m, func(text *string) { r.Masked = d.mask(text) || r.Masked })
	r.Text, r.Attachments, r.Template, r.Question, r.Place, r.People = m.Text, m.Attachments, m.Template, m.Question, m.Place, m.People
	r.Changes = d.maskedChanges(r.Changes)
	return r
}

// maskedChanges masks what people type: subjects and custom fields.
func (d *Desk) maskedChanges(changes []ticket.Change) []ticket.Change {
	changes = slices.Clone(changes)
	for i := range changes {
		c := &changes[i]
		if _, custom := c.Field.Custom(); custom || c.Field == ticket.FieldSubject ||
			c.Field == ticket.FieldTags || c.Field == ticket.FieldSetTags {
			d.mask(&c.Value)
		}
	}
	return changes
}

// eachMessageText hands over the places of all texts of a message that people or other
// systems wrote, in either direction. The slices of m must be its own, see [ownMessage].
func eachMessageText(m *channel.Message, do func(*string)) {
	do(&m.Text)
	do(&m.Detail)
	if !ownButton(m) {
		do(&m.Payload)
	}
	do(&m.Subtype)
	for i := range m.Attachments {
		do(&m.Attachments[i].Name)
	}
	eachPlaceText(&m.Place, do)
	for i := range m.People {
		p := &m.People[i]
		do(&p.Name)
		for j := range p.Phones {
			do(&p.Phones[j])
		}
		for j := range p.Emails {
			do(&p.Emails[j])
		}
	}
	for i := range m.Items {
		do(&m.Items[i].Product)
	}
	ref := &m.Referral
	for _, text := range []*string{&ref.Title, &ref.Text, &ref.Payload, &ref.Product, &ref.Catalog} {
		do(text)
	}
	for i := range m.Template.Values {
		v := &m.Template.Values[i]
		do(&v.Text)
		do(&v.Media.Name)
		eachPlaceText(&v.Place, do)
	}
	eachQuestionText(&m.Question, do)
	eachErrorText(m.Errors, do)
}

// ownButton reports that the payload is the id of a button that the business made.
func ownButton(m *channel.Message) bool {
	return m.Type == channel.Button || m.Subtype == "button_reply" || m.Subtype == "list_reply"
}

func eachPlaceText(p *channel.Place, do func(*string)) {
	do(&p.Name)
	do(&p.Address)
}

func eachQuestionText(q *channel.Question, do func(*string)) {
	do(&q.Header)
	do(&q.Media.Name)
	do(&q.Footer)
	for i := range q.Choices {
		do(&q.Choices[i].Title)
		do(&q.Choices[i].Text)
	}
	do(&q.Menu.Label)
	for i := range q.Menu.Sections {
		s := &q.Menu.Sections[i]
		do(&s.Title)
		for j := range s.Choices {
			do(&s.Choices[j].Title)
			do(&s.Choices[j].Text)
		}
	}
	do(&q.Link.Label)
}

func eachErrorText(errs []channel.Error, do func(*string)) {
	for i := range errs {
		do(&errs[i].Title)
		do(&errs[i].Detail)
	}
}

func eachProfileText(p *channel.Profile, do func(*string)) {
	for _, text := range []*string{&p.Name, &p.Username, &p.Phone, &p.Locale} {
		do(text)
	}
}

// ownMessage returns m with slices that nothing else holds.
func ownMessage(m channel.Message) channel.Message {
	own(&m)
	return m
}

// own gives m slices that nothing else holds.
func own(m *channel.Message) {
	m.Attachments, m.Items, m.Errors = slices.Clone(m.Attachments), slices.Clone(m.Items), slices.Clone(m.Errors)
	m.People = slices.Clone(m.People)
	for i := range m.People {
		p := &m.People[i]
		p.Phones, p.Emails = slices.Clone(p.Phones), slices.Clone(p.Emails)
	}
	m.Template.Values = slices.Clone(m.Template.Values)
	m.Question.Choices = slices.Clone(m.Question.Choices)
	m.Question.Menu.Sections = slices.Clone(m.Question.Menu.Sections)
	for i := range m.Question.Menu.Sections {
		s := &m.Question.Menu.Sections[i]
		s.Choices = slices.Clone(s.Choices)
	}
}
