package messenger

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
)

// Request is a call of the Send API. Send Body as application/json by POST to Path
// behind https://graph.facebook.com/v25.0, or behind https://graph.instagram.com/v25.0
// for Instagram with its own login, with the account's own access token, and the
// answer to [Answer].
type Request struct {
	Path string // "/me/messages"
	Body json.RawMessage
}

// The limits of a message. Source: Meta, Messenger Platform, send messages; saving
// assets; quick replies; button template; Instagram Messaging, send a message;
// attachment upload, read 2026-11.
const (
	MaxText          = 2000    // characters, on Messenger
	MaxInstagramText = 1000    // bytes of UTF-8, on Instagram
	MaxImage         = 8 << 20 // bytes, of an image that comes from an address
	MaxFile          = 25 << 20
	MaxChoices       = 13 // quick replies under one message
	maxLinkText      = 640
	maxTitle         = 20
	maxPayload       = 1000
)

// Build returns the calls that send o, in their order: a message of these platforms
// is a text or one file, so that files go first, each by itself, and the text last,
// with the choices of a question under it. Make the next call when one was taken.
//
// An attachment goes by its ID, from Meta's attachment upload, else by its URL. On
// Messenger the platform hands the ID of o back in the echo, where [Parse] finds it as
// Status.Reference. A private answer to a comment or post
// is a single message, and ReplyTo says to what.
//
// The error is a *[channel.SendError] of the class never: it says what the platform
// cannot send, or which limit o breaks.
func Build(o channel.Outbound) ([]Request, error) {
	w := writer{o: o, platform: o.To.Account.Kind}
	w.write()
	if w.err != nil {
		return nil, w.err
	}
	requests := make([]Request, len(w.calls))
	for i, c := range w.calls {
		body, err := json.Marshal(c)
		if err != nil {
			return nil, fmt.Errorf("messenger: build: %w", err)
		}
		requests[i] = Request{Path: "/me/messages", Body: body}
	}
	return requests, nil
}

// referencePrefix marks metadata that this package wrote.
const referencePrefix = "socialticket:"

// reference returns the id of the outbound message that metadata names, "" if it is
// somebody else's.
func reference(metadata string) string {
	id, ok := strings.CutPrefix(metadata, referencePrefix)
	if !ok {
		return ""
	}
	return id
}

// call is the body of a request.
type call struct {
	Recipient recipient  `json:"recipient"`
	Kind      string     `json:"messaging_type,omitzero"`
	Tag       string     `json:"tag,omitzero"`
	ReplyTo   quoted     `json:"reply_to,omitzero"`
	Message   messageOut `json:"message,omitzero"`
	Action    string     `json:"sender_action,omitzero"`
	Payload   reacted    `json:"payload,omitzero"`
}

type recipient struct {
	ID      string `json:"id,omitzero"`
	Comment string `json:"comment_id,omitzero"`
	Post    string `json:"post_id,omitzero"`
}

type quoted struct {
	MID string `json:"mid"`
}

type reacted struct {
	MessageID string `json:"message_id"`
	Reaction  string `json:"reaction,omitzero"`
}

type messageOut struct {
	Text       string        `json:"text,omitzero"`
	Attachment attachmentOut `json:"attachment,omitzero"`
	Choices    []choiceOut   `json:"quick_replies,omitzero"`
	Template   templateOut   `json:"template,omitzero"`
	Metadata   string        `json:"metadata,omitzero"`
}

type attachmentOut struct {
	Type    string     `json:"type"`
	Payload payloadOut `json:"payload"`
}

type payloadOut struct {
	ID       string    `json:"attachment_id,omitzero"`
	URL      string    `json:"url,omitzero"`
	Template string    `json:"template_type,omitzero"`
	Text     string    `json:"text,omitzero"`
	Buttons  []linkOut `json:"buttons,omitzero"`
}

type linkOut struct {
	Type  string `json:"type"`
	URL   string `json:"url"`
	Title string `json:"title"`
}

type choiceOut struct {
	Type    string `json:"content_type"`
	Title   string `json:"title"`
	Payload string `json:"payload"`
}

// writer fills the calls. The first refusal stays.
type writer struct {
	o        channel.Outbound
	platform channel.Kind
	calls    []call
	err      error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(w.platform, fmt.Sprintf(format, args...))
	}
}

// limit refuses what is longer than it may be.
func (w *writer) limit(what string, have, most int, unit string) {
	if have > most {
		w.refuse("%s of %d %s: at most %d", what, have, unit, most)
	}
}

func (w *writer) write() {
	o := &w.o
	switch {
	case w.platform != channel.Messenger && w.platform != channel.Instagram:
		w.refuse("this is package messenger")
	case o.To.Handle == "" && o.Via != channel.RoutePrivate:
		w.refuse("no user to send to")
	case o.Type == channel.Template || o.Via == channel.RouteTemplate:
		w.template()
	case o.Type == channel.Reaction:
		w.reaction()
	case o.Type == channel.Location || o.Type == channel.Contacts:
		w.refuse("no messages of type %q", o.Type)
	default:
		w.talk()
	}
}

// talk adds the files, then the text.
func (w *writer) talk() {
	q, files := w.o.Question, w.o.Attachments
	if q.Media != (channel.Attachment{}) {
		files = append([]channel.Attachment{q.Media}, files...)
	}
	for _, a := range files {
		w.add(messageOut{Attachment: w.file(a)})
	}
	if text := q.Around(w.o.Text); text != "" {
		w.add(w.text(text, q))
	}
	switch n := len(w.calls); {
	case n == 0:
		w.refuse("neither text nor attachments")
	case n > 1 && w.o.Via == channel.RoutePrivate:
		w.refuse("a private answer of %d messages: one is allowed", n)
	}
}

// add adds a call by the way that the policy chose.
func (w *writer) add(m messageOut) {
	c := call{Recipient: recipient{ID: w.o.To.Handle}, Message: m}
	if w.platform == channel.Messenger {
		c.Kind, c.Message.Metadata = "RESPONSE", referencePrefix+w.o.ID
	}
	switch w.o.Via {
	case channel.RouteDirect:
	case channel.RouteHuman:
		c.Kind, c.Tag = "MESSAGE_TAG", "HUMAN_AGENT"
	case channel.RouteTemplate:
		c.Kind = "UTILITY"
	case channel.RoutePrivate:
		c.Recipient = w.public()
	case channel.RouteReplyToken, channel.RoutePush:
		w.refuse("no way of sending called %q", w.o.Via)
	}
	if len(w.calls) == 0 && w.o.Via != channel.RoutePrivate {
		c.ReplyTo.MID = w.o.ReplyTo
	}
	w.calls = append(w.calls, c)
}

// public names what a private answer answers: a post's id begins with the page's.
func (w *writer) public() recipient {
	switch to := w.o.ReplyTo; {
	case to == "":
		w.refuse("a private answer to nothing")
	case strings.HasPrefix(to, w.o.To.Account.ID+"_"):
		return recipient{Post: to}
	}
	return recipient{Comment: w.o.ReplyTo}
}

func (w *writer) file(a channel.Attachment) attachmentOut {
	word, most := "", MaxFile
	switch a.Type {
	case channel.Image:
		word, most = "image", MaxImage
	case channel.Video, channel.Audio:
		word = string(a.Type)
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
	w.limit(string(a.Type), int(a.Size), most, "bytes")
	return attachmentOut{word, payloadOut{URL: a.URL}}
}

func (w *writer) text(text string, q channel.Question) messageOut {
	if w.platform == channel.Instagram {
		w.limit("text", len(text), MaxInstagramText, "bytes")
	} else {
		w.limit("text", utf8.RuneCountInString(text), MaxText, "characters")
	}
	switch {
	case q.AskPlace:
		w.refuse("no question for a place")
	case q.Link != (channel.Link{}):
		return messageOut{Attachment: w.link(text, q.Link)}
	}
	answers := q.Answers()
	w.limit("a question", len(answers), MaxChoices, "choices")
	m := messageOut{Text: text}
	for _, c := range answers {
		w.limit("a choice's title", utf8.RuneCountInString(c.Title), maxTitle, "characters")
		w.limit("a choice's id", utf8.RuneCountInString(c.ID), maxPayload, "characters")
		m.Choices = append(m.Choices, choiceOut{"text", c.Title, c.ID})
	}
	return m
}

func (w *writer) link(text string, l channel.Link) attachmentOut {
	w.limit("text above a link", utf8.RuneCountInString(text), maxLinkText, "characters")
	w.limit("a link's label", utf8.RuneCountInString(l.Label), maxTitle, "characters")
	return attachmentOut{"template", payloadOut{
		Template: "button", Text: text, Buttons: []linkOut{{"web_url", l.URL, l.Label}},
	}}
}

// reaction adds the heart, or takes a reaction back. Source: Meta, Instagram
// Messaging, send a message, read 2026-11.
func (w *writer) reaction() {
	c := call{Recipient: recipient{ID: w.o.To.Handle}, Action: "react", Payload: reacted{w.o.Target, "love"}}
	switch strings.TrimSuffix(w.o.Text, "\ufe0f") {
	case "❤":
	case "":
		c.Action, c.Payload.Reaction = "unreact", ""
	default:
		w.refuse("no reaction %q, only a heart", w.o.Text)
	}
	if w.platform != channel.Instagram || w.o.Target == "" {
		w.refuse("no reactions but on Instagram, to a message")
	}
	w.calls = append(w.calls, c)
}
