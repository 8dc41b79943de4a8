package x

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readDirect reads a direct message, in the form of API v1.1 or of v2. X has no
// window, so that opening tells only that the user wrote. A kind that this version does
// not know is a message too, if somebody wrote it.
func (r *reader) readDirect(v loosejson.Value) {
	kind := v.Get("type").Str()
	create := v.Get("message_create")
	if create.Kind() != '{' && kind != "" {
		create = v.Get(kind)
	}
	if create.Kind() != '{' {
		r.readPlain(v)
		return
	}
	e := r.talk(v, create.Get("sender_id").Str(), create.Get("target", "recipient_id").Str())
	e.Message = readContent(create.Get("message_data"))
	e.Notice.Subject = create.Get("source_app_id").Str()
	e.ID, e.Message.ID = v.Get("id").Str(), v.Get("id").Str()
	if kind != "" && kind != "message_create" {
		e.Message = unsupported(e.Message, kind, v)
	}
	via := v.Get("initiated_via")
	switch post, welcome := via.Get("tweet_id").Str(), via.Get("welcome_message_id").Str(); {
	case post != "":
		e.Message.Referral = channel.Referral{Source: "post", ID: post, Payload: welcome}
	case welcome != "":
		e.Message.Referral = channel.Referral{Source: "welcome_message", ID: welcome}
	}
	r.keep(e)
}

// unsupported returns m as a message of a kind that cannot be shown, with its raw form.
func unsupported(m channel.Message, kind string, v loosejson.Value) channel.Message {
	m.Type, m.Subtype = channel.Unsupported, cmp.Or(kind, m.Subtype)
	m.Payload = cmp.Or(m.Payload, string(v.Text()))
	return m
}

// talk begins the event of what one user wrote to another.
func (r *reader) talk(v loosejson.Value, from, to string) channel.Event {
	e := r.event(channel.EventMessage, v)
	e.Opens = channel.OpenMessage
	if from == r.account && from != "" {
		e.Type, e.Opens = channel.EventEcho, ""
		from = to
	}
	r.person(&e, from, loosejson.Value{})
	return e
}

// readPlain reads a direct message in the form of API v2. Source:
// https://docs.x.com/x-api/direct-messages/lookup/integrate (read 2026-11-27).
func (r *reader) readPlain(v loosejson.Value) {
	kind, sender, conversation := v.Get("event_type").Str(), v.Get("sender_id").Str(), v.Get("dm_conversation_id").Str()
	m := channel.Message{ID: v.Get("id").Str(), Text: plain(v.Get("text")), Detail: behind(v.Get("entities"), ""), Attachments: r.files(v)}
	known := kind == "" || kind == "MessageCreate"
	switch wrote := m.Text != "" || len(m.Attachments) > 0; {
	case kind == "ParticipantsJoin" || kind == "ParticipantsLeave":
		r.readMembers(v, kind, conversation, v.Get("participant_ids"))
		return
	case sender == "" || !known && !wrote:
		r.unknown(v, "a kind of message that this version does not know")
		return
	case !known || !wrote:
		m = unsupported(m, kind, v)
	case len(m.Attachments) > 0:
		m.Type = m.Attachments[0].Type
	default:
		m.Type = channel.Text
	}
	for each := range v.Get("referenced_tweets").Items() {
		m.Referral = r.referral(each.Get("id").Str())
	}
	e := r.talk(v, sender, r.partner(conversation))
	e.ID = m.ID
	e.Message = m
	e.Message.Group = r.group(conversation)
	r.keep(e)
}

// groupPrefix stands before the id of a conversation of several, which could be taken
// for the id of a user.
const groupPrefix = "conversation/"

// group returns the handle of a conversation of several, "" for one of two.
func (r *reader) group(conversation string) string {
	if conversation == "" || r.partner(conversation) != "" {
		return ""
	}
	return groupPrefix + conversation
}

// partner returns with whom the account talks in a conversation of two, as in
// "12-34" and "12:34".
func (r *reader) partner(conversation string) string {
	at := strings.IndexAny(conversation, "-:")
	if at <= 0 || at == len(conversation)-1 || strings.ContainsAny(conversation[at+1:], "-:") {
		return ""
	}
	if one := conversation[:at]; one != r.account {
		return one
	}
	return conversation[at+1:]
}

// readSealed reads an encrypted message. Only who is in the conversation can read it,
// so that a placeholder is all that remains.
func (r *reader) readSealed(v loosejson.Value) {
	conversation := v.Get("conversation_id").Str()
	e := r.talk(v, v.Get("sender_id").Str(), r.partner(conversation))
	e.ID = v.Get("id").Str()
	e.Message = channel.Message{ID: e.ID, Type: channel.Unsupported, Subtype: "encrypted", Group: r.group(conversation)}
	r.keep(e)
}

// readRead reads that the other side has read everything until now; Status.MessageID
// names the newest of it.
func (r *reader) readRead(v loosejson.Value) {
	e := r.talk(v, v.Get("sender_id").Str(), v.Get("target", "recipient_id").Str())
	if e.Type == channel.EventEcho { // somebody of the business opened the chat
		e.Notice = channel.Notice{Field: r.feed, Name: "read"}
		e.Type = channel.EventAccount
	} else {
		e.Type, e.Opens = channel.EventRead, ""
	}
	if id := v.Get("last_read_event_id").Str(); id != "" {
		e.Status = channel.Status{MessageID: id, State: channel.StateRead}
	}
	r.keep(e)
}

// readTyping reads that somebody is writing, which is not yet a message.
func (r *reader) readTyping(v loosejson.Value) {
	recipient := v.Get("target", "recipient_id").Str()
	e := r.talk(v, v.Get("sender_id").Str(), recipient)
	e.Type, e.Opens = channel.EventAccount, ""
	e.Notice = channel.Notice{Field: r.feed, Name: "typing", Subject: recipient}
	r.keep(e)
}

// readMembers reads who came into a conversation of several, or left it.
func (r *reader) readMembers(v loosejson.Value, what, conversation string, members loosejson.Value) {
	e := r.event(channel.EventAccount, v)
	e.ID = v.Get("id").Str()
	var ids []string
	for member := range members.Items() {
		ids = append(ids, member.Str())
	}
	if by := v.Get("sender_id").Str(); by != r.account {
		r.person(&e, by, loosejson.Value{})
	}
	e.Message.Group = r.group(conversation)
	e.Notice = channel.Notice{Field: r.feed, Name: what, Subject: conversation, Detail: strings.Join(ids, ", ")}
	r.keep(e)
}

// readContent reads what a message of API v1.1 says.
func readContent(data loosejson.Value) channel.Message {
	m := channel.Message{Text: plain(data.Get("text")), Detail: behind(data.Get("entities"), "")}
	readAttachment(&m, data.Get("attachment"))
	if answer := data.Get("quick_reply_response"); answer.Kind() == '{' {
		m.Type, m.Subtype = channel.Interactive, "quick_reply"
		m.Payload = cmp.Or(answer.Get("metadata").Str(), string(answer.Text()))
	}
	switch {
	case m.Type == "" && m.Text == "":
		return unsupported(m, "", data)
	case m.Type == "":
		m.Type = channel.Text
	}
	return m
}

// readAttachment reads what goes with a message. Of what cannot be read the raw form is
// kept.
func readAttachment(m *channel.Message, v loosejson.Value) {
	kind := v.Get("type").Str()
	a, place := readMedia(v.Get("media")), readPlace(v.Get("location"))
	switch {
	case kind == "media" && a.ID+a.URL != "":
		m.Type, m.Attachments = a.Type, []channel.Attachment{a}
	case kind == "location" && place != channel.Place{}:
		m.Type, m.Place = channel.Location, place
	case v.Kind() != 0:
		m.Subtype, m.Payload = kind, string(v.Text())
	}
}
