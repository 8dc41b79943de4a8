package viber

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// tokenHeader is the HTTP header that carries the access token of a call.
const tokenHeader = "X-Viber-Auth-Token"

// maxBody is how large a call may be, in bytes. Source:
// https://creators.viber.com/docs/bots-api/resources/messaging/send-message
// (read 2026-11-27).
const maxBody = 30 << 10

// Call implements [platform.Platform]. Media and files go by their URL, a sticker by its
// number, audio as a file; a place and a card each by itself. Choices are a keyboard
// below the message; what the user taps comes back as a text, the ID of the choice.
//
// [channel.Outbound.ID] goes along as tracking data, which comes back with the user's
// next message.
func (p *Platform) Call(o channel.Outbound) (platform.Call, error) {
	if o.To.Handle == "" {
		return platform.Call{}, channel.Unsendable(channel.Viber, "receiver is missing")
	}
	body, err := p.write(o, map[string]any{"receiver": o.To.Handle})
	if err != nil {
		return platform.Call{}, err
	}
	return platform.JSON(p.cfg.BaseURL+"/pa/send_message", body, tokenHeader, platform.TokenMark), nil
}

// Reply implements [platform.Replier]: the one welcome message to a user who opened the
// chat and has not subscribed. The answer to another callback sends nothing, and is
// refused. Viber does not tell an id for it. Source:
// https://creators.viber.com/docs/bots-api/resources/messaging/welcome-message
// (read 2026-11-27).
func (p *Platform) Reply(r platform.Request, o channel.Outbound) (platform.Reply, error) {
	root, err := loosejson.Object(r.Body)
	switch {
	case err != nil || root.Get("event").Str() != "conversation_started":
		return platform.Reply{}, channel.Unsendable(channel.Viber, "only the callback conversation_started is answered by a message")
	case o.To.Account.ID != p.cfg.Bot || o.To.Handle == "" || o.To.Handle != root.Get("user", "id").Str():
		return platform.Reply{}, channel.Unsendable(channel.Viber, "the callback is about another user than the message")
	}
	body, err := p.write(o, map[string]any{})
	if err != nil {
		return platform.Reply{}, err
	}
	return platform.Reply{Type: "application/json", Body: body}, nil
}

// write returns the JSON of a message, with the fields that are given.
func (p *Platform) write(o channel.Outbound, fields map[string]any) ([]byte, error) {
	if err := platform.Fit(&p.ability, o); err != nil {
		return nil, err
	}
	w := writer{fields: fields}
	w.write(o)
	if p.cfg.Sender.Name == "" {
		w.refuse("the name of the sender is missing")
	}
	sender := map[string]string{"name": p.cfg.Sender.Name}
	if p.cfg.Sender.Avatar != "" {
		sender["avatar"] = p.cfg.Sender.Avatar
	}
	fields["sender"], fields["min_api_version"], fields["tracking_data"] = sender, 1, o.ID
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // it would make a text longer
	if err := encoder.Encode(fields); err != nil {
		return nil, fmt.Errorf("viber: write: %w", err)
	}
	body.Truncate(body.Len() - 1) // the line's end
	if body.Len() > maxBody {
		w.refuse("a call of %d bytes, %d are allowed", body.Len(), maxBody)
	}
	if w.err != nil {
		return nil, w.err
	}
	return body.Bytes(), nil
}

// writer makes a message. The first refusal stays.
type writer struct {
	fields map[string]any
	err    error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(channel.Viber, fmt.Sprintf(format, args...))
	}
}

func (w *writer) write(o channel.Outbound) {
	switch {
	case o.Type == channel.Location:
		w.fields["type"] = "location"
		w.fields["location"] = map[string]float64{"lat": o.Place.Latitude, "lon": o.Place.Longitude}
	case o.Type == channel.Contacts && len(o.People) > 0:
		w.writeCard(o.People[0])
	case len(o.Attachments) > 0:
		w.writeFile(o.Attachments[0], o.Question.Around(o.Text))
	default:
		w.fields["type"], w.fields["text"] = "text", o.Question.Around(o.Text)
	}
	w.writeQuestion(o.Question)
}

func (w *writer) writeCard(person channel.Person) {
	if len(person.Phones) == 0 {
		w.refuse("a contact card without a number")
		return
	}
	w.fields["type"] = "contact"
	w.fields["contact"] = map[string]string{"name": person.Name, "phone_number": person.Phones[0]}
}

// writeQuestion puts a keyboard below the message. Source:
// https://developers.viber.com/docs/tools/keyboards/ (read 2026-11).
func (w *writer) writeQuestion(q channel.Question) {
	var buttons []map[string]string
	for _, c := range q.Answers() {
		buttons = append(buttons, map[string]string{"ActionType": "reply", "ActionBody": c.ID, "Text": c.Title})
	}
	if q.Link.URL != "" {
		buttons = append(buttons, map[string]string{"ActionType": "open-url", "ActionBody": q.Link.URL, "Text": q.Link.Label})
	}
	if buttons != nil {
		w.fields["keyboard"] = map[string]any{"Type": "keyboard", "Buttons": buttons}
	}
}
