package telegram

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Call implements [platform.Platform]: a text with or without buttons, an attachment or
// an album with the text as its caption, a place, a card, or a reaction. Media go by the
// ID of an attachment, else by its URL. With [channel.Attachment.Voice] audio goes as a
// voice message and a video as a video note, which Telegram takes by ID alone.
//
// To a user of a business connection o goes in the name of the business, and to the
// handle of a topic into that topic. A message of another chat is not quoted, for
// Telegram would refuse the whole. With [channel.RouteReplyToken] o answers what a user
// asked in a chat where the bot is a guest: a text, which uses up o.Token.
func (p *Platform) Call(o channel.Outbound) (platform.Call, error) {
	ability := &p.ability
	if o.To.Account.Kind == channel.TelegramBusiness {
		ability = &p.business
	}
	if err := platform.Fit(ability, o); err != nil {
		return platform.Call{}, err
	}
	if media := o.Question.Media; media != (channel.Attachment{}) { // which stands above the text
		o.Attachments = append([]channel.Attachment{media}, o.Attachments...)
	}
	w := writer{o: &o, fields: map[string]any{}}
	if o.Via == channel.RouteReplyToken {
		w.writeGuest()
	} else {
		w.writeTo()
		w.write()
	}
	if w.err != nil {
		return platform.Call{}, w.err
	}
	body, err := json.Marshal(w.fields)
	if err != nil {
		return platform.Call{}, fmt.Errorf("telegram: call: %w", err)
	}
	return platform.JSON(p.cfg.BaseURL+"/bot"+platform.TokenMark+"/"+w.method, body), nil
}

// writer makes a call. The first refusal stays.
type writer struct {
	o      *channel.Outbound
	method string
	fields map[string]any
	err    error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(w.o.To.Account.Kind, fmt.Sprintf(format, args...))
	}
}

// writeTo writes where a message goes and what it quotes.
func (w *writer) writeTo() {
	chat, field, topic := cutHandle(w.o.To.Handle)
	if chat == "" {
		w.refuse("chat_id is missing")
	}
	w.fields["chat_id"] = number(chat)
	if w.o.To.Account.Kind == channel.TelegramBusiness {
		w.fields["business_connection_id"] = w.o.To.Account.ID
	}
	if w.o.Type == channel.Reaction {
		return // its message is in the topic
	}
	if topic != "" {
		w.fields[field] = number(topic)
	}
	of, message := cutMessageID(w.o.ReplyTo)
	here := of == "" || of == chat || strings.HasPrefix(chat, "@") // a name tells no id
	if message != "" && here {
		w.fields["reply_parameters"] = map[string]any{"message_id": number(message), "allow_sending_without_reply": true}
	}
}

// write writes the content and its method.
func (w *writer) write() {
	text := w.o.Question.Around(w.o.Text)
	switch o := w.o; {
	case o.Type == channel.Reaction:
		w.writeReaction()
	case o.Type == channel.Location:
		w.writePlace(o.Place)
	case o.Type == channel.Contacts:
		w.writeCard(o.People)
	case len(o.Attachments) == 1:
		w.writeFile(o.Attachments[0], text)
	case len(o.Attachments) > 1:
		w.writeAlbum(o.Attachments, text)
	default:
		w.method, w.fields["text"] = "sendMessage", text
	}
	if markup := keyboard(w.o.Question); markup != nil {
		w.fields["reply_markup"] = markup
	}
}

// writeGuest writes the one answer to a message in a chat where the bot is a guest.
// Source: https://core.telegram.org/bots/api#answerguestquery (read 2026-11-27).
func (w *writer) writeGuest() {
	text := w.o.Question.Around(w.o.Text)
	switch {
	case w.o.Token == "":
		w.refuse("guest_query_id is missing")
	case text == "" || len(w.o.Attachments) > 0 || w.o.Type == channel.Location || w.o.Type == channel.Contacts || w.o.Type == channel.Reaction:
		w.refuse("a guest is answered by a text")
	}
	result := map[string]any{
		"type": "article", "id": "answer", "title": "Answer", // id and title are not shown
		"input_message_content": map[string]any{"message_text": text},
	}
	if markup := keyboard(w.o.Question); markup != nil {
		result["reply_markup"] = markup
	}
	w.method = "answerGuestQuery"
	w.fields["guest_query_id"], w.fields["result"] = w.o.Token, result
}

func (w *writer) writeReaction() {
	reactions := []map[string]string{}
	if w.o.Text != "" {
		reactions = append(reactions, map[string]string{"type": "emoji", "emoji": w.o.Text})
	}
	_, message := cutMessageID(w.o.Target)
	w.method = "setMessageReaction"
	w.fields["message_id"], w.fields["reaction"] = number(message), reactions
}

// writePlace writes a point, or a place with a name, for which Telegram wants an address
// too.
func (w *writer) writePlace(p channel.Place) {
	w.method, w.fields["latitude"], w.fields["longitude"] = "sendLocation", p.Latitude, p.Longitude
	if p.Name != "" || p.Address != "" {
		w.method = "sendVenue"
		w.fields["title"], w.fields["address"] = cmp.Or(p.Name, p.Address), cmp.Or(p.Address, p.Name)
	}
}

func (w *writer) writeCard(people []channel.Person) {
	if len(people) != 1 || len(people[0].Phones) == 0 {
		w.refuse("one contact card with a number is wanted")
		return
	}
	w.method, w.fields["first_name"], w.fields["phone_number"] = "sendContact", people[0].Name, people[0].Phones[0]
}

// keyboard returns the buttons below a message, one in each row; nil if it asks nothing.
func keyboard(q channel.Question) map[string]any {
	var rows [][]map[string]string
	for _, c := range q.Answers() {
		rows = append(rows, []map[string]string{{"text": c.Title, "callback_data": c.ID}})
	}
	if q.Link.URL != "" {
		rows = append(rows, []map[string]string{{"text": q.Link.Label, "url": q.Link.URL}})
	}
	if rows == nil {
		return nil
	}
	return map[string]any{"inline_keyboard": rows}
}

// number returns a whole number as one, and every other text as it is: a chat may
// also be named "@channel".
func number(s string) any {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n
	}
	return s
}
