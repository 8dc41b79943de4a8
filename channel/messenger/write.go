package messenger

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Call implements [platform.Platform]: a call of the Send API. An attachment goes by its
// ID, from Meta's attachment upload, else by its URL. On Messenger the platform hands the
// ID of o back in the echo, which [Platform.Events] reads as Status.Reference.
//
// A private answer, [channel.RoutePrivate], goes to the comment or post that ReplyTo
// names. Source:
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages,
// https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/private-replies
// (read 2026-11).
func (p *Platform) Call(o channel.Outbound) (platform.Call, error) {
	ability := &p.messenger
	if o.To.Account.Kind == channel.Instagram {
		ability = &p.instagram
	}
	if err := platform.Fit(ability, o); err != nil {
		return platform.Call{}, err
	}
	w := writer{o: o, kind: o.To.Account.Kind}
	c := w.write()
	if w.err != nil {
		return platform.Call{}, w.err
	}
	body, err := json.Marshal(c)
	if err != nil {
		return platform.Call{}, fmt.Errorf("messenger: call: %w", err)
	}
	return platform.JSON(p.cfg.BaseURL+"/me/messages", body, "Authorization", platform.Bearer), nil
}

// referencePrefix marks metadata that this package wrote.
const referencePrefix = "socialticket:"

// writer makes the body of a call. The first refusal stays.
type writer struct {
	o    channel.Outbound
	kind channel.Kind
	err  error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(w.kind, fmt.Sprintf(format, args...))
	}
}

func (w *writer) write() call {
	o := &w.o
	if o.To.Handle == "" && o.Via != channel.RoutePrivate {
		w.refuse("no user to send to")
	}
	switch {
	case o.Type == channel.Template || o.Via == channel.RouteTemplate:
		o.Via = channel.RouteTemplate
		return w.writeRoute(messageOut{Template: w.writeTemplate(o.Template)})
	case o.Type == channel.Reaction:
		return w.writeReaction()
	case len(o.Attachments) > 0:
		return w.writeRoute(messageOut{Attachment: w.writeFile(o.Attachments[0])})
	}
	return w.writeRoute(w.writeText(o.Question.Around(o.Text), o.Question))
}

// writeRoute writes a message with the way that the policy chose.
func (w *writer) writeRoute(m messageOut) call {
	c := call{Recipient: recipient{ID: w.o.To.Handle}, Message: m}
	if w.kind == channel.Messenger {
		c.Kind, c.Message.Metadata = "RESPONSE", referencePrefix+w.o.ID
	}
	switch w.o.Via {
	case channel.RouteDirect:
	case channel.RouteHuman:
		c.Kind, c.Tag = "MESSAGE_TAG", "HUMAN_AGENT"
	case channel.RouteTemplate:
		c.Kind = "UTILITY"
	case channel.RoutePrivate:
		c.Recipient = w.writePublic()
		return c
	case channel.RouteReplyToken, channel.RoutePush:
		w.refuse("no way of sending called %q", w.o.Via)
	}
	c.ReplyTo.MID = w.o.ReplyTo
	return c
}

// writePublic names what a private answer answers: a post's id begins with the page's.
func (w *writer) writePublic() recipient {
	switch to := w.o.ReplyTo; {
	case to == "":
		w.refuse("a private answer needs the comment that it answers: ReplyTo")
	case strings.HasPrefix(to, w.o.To.Account.ID+"_"):
		return recipient{Post: to}
	}
	return recipient{Comment: w.o.ReplyTo}
}

func (w *writer) writeFile(a channel.Attachment) attachmentOut {
	word := string(a.Type)
	switch a.Type {
	case channel.Image, channel.Video, channel.Audio:
	case channel.Document:
		word = "file"
	default:
		w.refuse("no attachments of type %q", a.Type)
	}
	switch {
	case a.ID != "":
		return attachmentOut{word, payloadOut{ID: a.ID}}
	case a.URL == "":
		w.refuse("an attachment with neither id nor address")
	}
	return attachmentOut{word, payloadOut{URL: a.URL}}
}

func (w *writer) writeText(text string, q channel.Question) messageOut {
	if text == "" {
		w.refuse("neither text nor attachments")
	}
	if l := q.Link; l != (channel.Link{}) {
		return messageOut{Attachment: attachmentOut{"template", payloadOut{
			Template: "button", Text: text, Buttons: []linkOut{{"web_url", l.URL, l.Label}},
		}}}
	}
	m := messageOut{Text: text}
	for _, c := range q.Answers() {
		m.Choices = append(m.Choices, choiceOut{"text", c.Title, c.ID})
	}
	return m
}

// writeReaction writes a reaction, which on Instagram is a heart, or takes it back. Source:
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions,
// https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message
// (read 2026-11-27).
func (w *writer) writeReaction() call {
	c := call{Recipient: recipient{ID: w.o.To.Handle}, Action: "react", Payload: reacted{w.o.Target, w.o.Text}}
	switch {
	case w.o.Text == "":
		c.Action = "unreact"
	case w.kind == channel.Instagram:
		c.Payload.Reaction = "love"
	}
	return c
}
