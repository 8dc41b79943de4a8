package whatsapp

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/identity/phone"
)

// maxReference is how many characters of [channel.Outbound.ID] the platform hands back.
// Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
// (read 2026-09).
const maxReference = 512

// Call implements [platform.Platform]. A template is checked by package template, which
// knows what it looks like.
//
// To is a number, with or without its plus sign, a user id or a group's id. The ID goes
// along as biz_opaque_callback_data and comes back in [channel.Status.Reference]; the
// platform takes a message twice all the same. Media go by the ID of an upload, else by
// address. What is quoted is left out where the platform takes no quote: with templates
// and reactions.
//
// Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
// and the page of each kind of message (read 2026-09).
func (p *Platform) Call(o channel.Outbound) (platform.Call, error) {
	if err := platform.Fit(&p.ability, o); err != nil {
		return platform.Call{}, err
	}
	number := cmp.Or(p.cfg.Number, o.To.Account.ID)
	if number != o.To.Account.ID {
		return platform.Call{}, &channel.SendError{Reason: channel.Error{
			Code: platform.CodeWrongAccount, Title: "The message is for another account than " + number, Class: channel.ClassFix,
		}}
	}
	w := writer{body: body{Product: "whatsapp", RecipientType: "individual", Reference: o.ID}}
	w.write(o)
	if number == "" {
		w.refuse("the number that it goes from is missing")
	}
	if w.err != nil {
		return platform.Call{}, w.err
	}
	text, err := json.Marshal(w.body)
	if err != nil {
		return platform.Call{}, fmt.Errorf("whatsapp: call: %w", err)
	}
	address := p.cfg.BaseURL + "/" + p.cfg.Version + "/" + url.PathEscape(number) + "/messages"
	return platform.JSON(address, text, "Authorization", platform.Bearer), nil
}

// body is the body of a call.
type body struct {
	Product       string `json:"messaging_product"`
	RecipientType string `json:"recipient_type"`
	To            string `json:"to,omitzero"`
	Recipient     string `json:"recipient,omitzero"`
	Type          string `json:"type"`
	Context       *quote `json:"context,omitzero"`
	Reference     string `json:"biz_opaque_callback_data,omitzero"`

	Text        *phraseBody   `json:"text,omitzero"`
	Image       *fileBody     `json:"image,omitzero"`
	Video       *fileBody     `json:"video,omitzero"`
	Audio       *fileBody     `json:"audio,omitzero"`
	Document    *fileBody     `json:"document,omitzero"`
	Sticker     *fileBody     `json:"sticker,omitzero"`
	Location    *placeBody    `json:"location,omitzero"`
	Contacts    []personBody  `json:"contacts,omitzero"`
	Reaction    *reactionBody `json:"reaction,omitzero"`
	Interactive *questionBody `json:"interactive,omitzero"`
	Template    *templateBody `json:"template,omitzero"`
}

type quote struct {
	MessageID string `json:"message_id"`
}

type phraseBody struct {
	Body string `json:"body"`
}

type reactionBody struct {
	MessageID string `json:"message_id"`
	Emoji     string `json:"emoji"`
}

// writer makes one body. The first refusal stays.
type writer struct {
	body body
	err  error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(channel.WhatsApp, fmt.Sprintf(format, args...))
	}
}

func (w *writer) write(o channel.Outbound) {
	w.writeAddress(o.To.Handle)
	if n := utf8.RuneCountInString(o.ID); n > maxReference {
		w.refuse("id: it has %d characters, %d are allowed", n, maxReference)
	}
	kind := typeToSend(o)
	w.body.Type = string(kind)
	if o.ReplyTo != "" && kind != channel.Template && kind != channel.Reaction {
		w.body.Context = &quote{o.ReplyTo}
	}
	switch kind {
	case channel.Text:
		if o.Text == "" { // an ability may let it through
			w.refuse("text: it is empty")
		}
		w.body.Text = &phraseBody{o.Text}
	case channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker:
		w.writeMedia(kind, o)
	case channel.Location:
		w.body.Location = w.place("place", o.Place)
	case channel.Contacts:
		w.writePeople(o.People)
	case channel.Reaction:
		w.body.Reaction = &reactionBody{o.Target, o.Text}
	case channel.Interactive:
		w.writeQuestion(o.Text, o.Question)
	case channel.Template:
		w.writeTemplate(o.Template)
	default:
		w.refuse("type: %q cannot be sent", kind)
	}
}

// typeToSend returns the type of a message: that of its first file if it names none.
func typeToSend(o channel.Outbound) channel.MessageType {
	switch {
	case o.Via == channel.RouteTemplate:
		return channel.Template
	case o.Type == "" && len(o.Attachments) > 0:
		return o.Attachments[0].Type
	}
	return cmp.Or(o.Type, channel.Text)
}

// writeAddress says to whom. A number goes with its plus sign: without it the platform
// puts the country code of the business in front. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
// (read 2026-09).
func (w *writer) writeAddress(handle string) {
	number := strings.TrimPrefix(handle, "+")
	switch {
	case isUserID(handle):
		w.body.Recipient = handle
	case strings.HasSuffix(handle, "@g.us"):
		w.body.RecipientType, w.body.To = "group", handle
	case number == "" || phone.Digits(number) != number || len(number) > 15:
		w.refuse("to: %q is no number and no user id", handle)
	default:
		w.body.To = "+" + number
	}
}

// isUserID reports whether a handle has the form of a business-scoped user id: two
// capitals for the country, a dot, and the rest.
func isUserID(handle string) bool {
	capital := func(i int) bool { return 'A' <= handle[i] && handle[i] <= 'Z' }
	return len(handle) > 3 && handle[2] == '.' && capital(0) && capital(1)
}
