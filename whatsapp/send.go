package whatsapp

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity/phone"
)

// FormError tells one thing for which the platform would refuse a message.
type FormError struct {
	Part    string // "text", "interactive.button[1].title"
	Problem string // "25 characters, 20 are allowed"
}

func (e *FormError) Error() string { return "whatsapp: send: " + e.Part + ": " + e.Problem }

// Reason returns the error as a reason for which a message did not go.
func (e *FormError) Reason() channel.Error {
	return channel.Error{Code: "131009", Title: e.Problem, Detail: e.Error(), Class: channel.ClassNever}
}

// Build returns the body of the request that sends o, or every [FormError] there
// is, joined: it checks the platform's limits before the platform does. A
// template is checked by [Template.Check], which knows what it looks like.
//
// To is a number, with or without its plus sign, a user id or a group's id. The
// ID goes along as biz_opaque_callback_data and comes back in
// [channel.Status.Reference]. An empty Type is that of the attachment, or text.
// What is quoted is left out where the platform takes no quote: with templates
// and reactions. Source: Meta, send messages and the page of each kind of message,
// read 2026-09.
func Build(o channel.Outbound) ([]byte, error) {
	b := builder{m: outgoing{Product: "whatsapp", RecipientType: "individual", Reference: o.ID}}
	b.address(o.To.Handle)
	b.length("biz_opaque_callback_data", o.ID, 0, 512)
	b.m.Type = string(typeToSend(o))
	if o.ReplyTo != "" && b.m.Type != string(channel.Template) && b.m.Type != string(channel.Reaction) {
		b.m.Context = &quote{o.ReplyTo}
	}
	b.content(o)
	if len(b.problems) > 0 {
		return nil, errors.Join(b.problems...)
	}
	body, err := json.Marshal(b.m)
	if err != nil {
		return nil, fmt.Errorf("whatsapp: send: %w", err)
	}
	return body, nil
}

func typeToSend(o channel.Outbound) channel.MessageType {
	if o.Type == "" && len(o.Attachments) > 0 {
		return o.Attachments[0].Type
	}
	return cmp.Or(o.Type, channel.Text)
}

// outgoing is the body of a request.
type outgoing struct {
	Product       string `json:"messaging_product"`
	RecipientType string `json:"recipient_type"`
	To            string `json:"to,omitzero"`
	Recipient     string `json:"recipient,omitzero"`
	Type          string `json:"type"`
	Context       *quote `json:"context,omitzero"`
	Reference     string `json:"biz_opaque_callback_data,omitzero"`

	Text        *textOut     `json:"text,omitzero"`
	Image       *mediaOut    `json:"image,omitzero"`
	Video       *mediaOut    `json:"video,omitzero"`
	Audio       *mediaOut    `json:"audio,omitzero"`
	Document    *mediaOut    `json:"document,omitzero"`
	Sticker     *mediaOut    `json:"sticker,omitzero"`
	Location    *placeOut    `json:"location,omitzero"`
	Contacts    []personOut  `json:"contacts,omitzero"`
	Reaction    *reactionOut `json:"reaction,omitzero"`
	Interactive *questionOut `json:"interactive,omitzero"`
	Template    *templateOut `json:"template,omitzero"`
}

type quote struct {
	MessageID string `json:"message_id"`
}

type textOut struct {
	Body string `json:"body"`
}

type reactionOut struct {
	MessageID string `json:"message_id"`
	Emoji     string `json:"emoji"`
}

type placeOut struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitzero"`
	Address   string  `json:"address,omitzero"`
}

type personOut struct {
	Name   personName  `json:"name"`
	Phones []personTel `json:"phones,omitzero"`
	Emails []personBox `json:"emails,omitzero"`
}

type personName struct {
	Formatted string `json:"formatted_name"`
	First     string `json:"first_name"` // one more part of the name is demanded
}

type personTel struct {
	Phone string `json:"phone"`
}

type personBox struct {
	Email string `json:"email"`
}

// builder makes one body and gathers what is wrong with it.
type builder struct {
	m        outgoing
	problems []error
}

func (b *builder) add(part, format string, args ...any) {
	b.problems = append(b.problems, &FormError{part, fmt.Sprintf(format, args...)})
}

// length checks how many characters a text has.
func (b *builder) length(part, text string, least, most int) {
	switch n := utf8.RuneCountInString(text); {
	case n < least:
		b.add(part, "it is empty")
	case n > most:
		b.add(part, "%d characters, %d are allowed", n, most)
	}
}

// address says to whom. A number goes with its plus sign: without it the
// platform puts the country code of the business in front. Source: Meta, send
// messages; business-scoped user ids, read 2026-09.
func (b *builder) address(handle string) {
	number := strings.TrimPrefix(handle, "+")
	switch {
	case userID(handle):
		b.m.Recipient = handle
	case strings.HasSuffix(handle, "@g.us"):
		b.m.RecipientType, b.m.To = "group", handle
	case number == "" || phone.Digits(number) != number || len(number) > 15:
		b.add("to", "%q is no number and no user id", handle)
	default:
		b.m.To = "+" + number
	}
}

// userID reports whether a handle has the form of a business-scoped user id: two
// capitals for the country, a dot, and the rest.
func userID(handle string) bool {
	capital := func(i int) bool { return 'A' <= handle[i] && handle[i] <= 'Z' }
	return len(handle) > 3 && handle[2] == '.' && capital(0) && capital(1)
}

func (b *builder) content(o channel.Outbound) {
	switch t := typeToSend(o); t {
	case channel.Text:
		b.length("text.body", o.Text, 1, 4096)
		b.m.Text = &textOut{o.Text}
	case channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker:
		b.media(t, o)
	case channel.Location:
		b.m.Location = b.place("location", o.Place)
	case channel.Contacts:
		b.people(o.People)
	case channel.Reaction:
		b.length("reaction.message_id", o.Target, 1, 512)
		b.m.Reaction = &reactionOut{o.Target, o.Text}
	case channel.Interactive:
		b.question(o.Text, o.Question)
	case channel.Template:
		b.template(o.Template)
	case channel.Button, channel.Order, channel.Call, channel.System, channel.Unsupported:
		b.add("type", "%s cannot be sent", t)
	default:
		b.add("type", "%q is not known", t)
	}
	if len(o.Attachments) > 0 && !slices.Contains(mediaTypes(), typeToSend(o)) {
		b.add("attachments", "a message of type %s has none", typeToSend(o))
	}
}

func mediaTypes() []channel.MessageType {
	return []channel.MessageType{channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker}
}

func (b *builder) place(part string, p channel.Place) *placeOut {
	if p.Latitude < -90 || p.Latitude > 90 || p.Longitude < -180 || p.Longitude > 180 || p == (channel.Place{}) {
		b.add(part, "%v, %v is no place", p.Latitude, p.Longitude)
	}
	return &placeOut{p.Latitude, p.Longitude, p.Name, p.Address}
}

func (b *builder) people(list []channel.Person) {
	if len(list) == 0 {
		b.add("contacts", "is missing")
	}
	for i, p := range list {
		b.length(fmt.Sprintf("contacts[%d].name", i), p.Name, 1, 1024)
		out := personOut{Name: personName{p.Name, p.Name}}
		for _, phone := range p.Phones {
			out.Phones = append(out.Phones, personTel{phone})
		}
		for _, email := range p.Emails {
			out.Emails = append(out.Emails, personBox{email})
		}
		b.m.Contacts = append(b.m.Contacts, out)
	}
}
