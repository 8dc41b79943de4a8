package telegram

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readMessage reads a message in a chat with the bot, of a business, or in a channel.
//
// Every message of a user opens the way to answer, /start as the begin of all. An
// edit and a note by the platform open nothing. Notice.Subject is the name of the group.
//
// A channel's post is not written to the business. It comes as history, like its copy
// in the group where the channel is discussed: the words are kept, and begin nothing.
// A message of the business's own side is an echo: that of the owner of a business
// account, of an administrator who writes as the group, of a channel that answers its
// direct messages. Source: https://core.telegram.org/bots/faq,
// https://core.telegram.org/bots/api#message (read 2026-11-27).
func (r *reader) readMessage(kind string, v loosejson.Value) {
	e := r.add(channel.EventMessage, v)
	if strings.Contains(kind, "business") {
		e.Account.Kind = channel.TelegramBusiness
	}
	person(e, either(v, "sender_chat", "from", "chat"))
	service := readParts(&e.Message, v)
	e.Opens, e.ReplyToken = channel.OpenMessage, v.Get("guest_query_id").Str()
	readOwnCard(e, v)
	if e.Message.Group != "" {
		e.Notice.Subject = v.Get("chat", "title").Str()
	}
	switch {
	case e.From == "":
		e.Type, e.Opens = channel.EventUnknown, ""
		e.Notice = channel.Notice{Field: kind, Detail: "a message without a sender"}
	case service != "":
		readService(e, service, v)
	case strings.HasSuffix(kind, "channel_post") || v.Get("is_automatic_forward").Yes():
		e.Type, e.Opens = channel.EventHistory, ""
		e.Notice = channel.Notice{Field: kind, Name: "business", Subject: e.Notice.Subject, Detail: v.Get("author_signature").Str()}
	case e.Account.Kind == channel.TelegramBusiness:
		if byBusiness(v) {
			readStaff(e, v, v.Get("chat"))
		}
	case byChannel(v):
		readStaff(e, v, v.Get("direct_messages_topic", "user"))
	case e.Message.Group != "" && byAdministrator(v):
		e.Profile, e.Notice.Detail = channel.Profile{}, v.Get("author_signature").Str()
		echo(e, e.Message.Group)
	case e.Message.Group == "":
		readStart(e)
		readTopic(e, v)
	}
	if strings.HasPrefix(kind, "edited_") {
		readEdit(e, v)
	}
}

// byBusiness reports whether a message in a business chat is by the business:
// the chat with a user has the user's id.
func byBusiness(v loosejson.Value) bool {
	return v.Get("sender_business_bot").Kind() == '{' || ident(v.Get("from", "id")) != ident(v.Get("chat", "id"))
}

// byChannel reports whether a message in a topic of a channel's direct messages is
// not by the user whose topic it is.
func byChannel(v loosejson.Value) bool {
	user := ident(v.Get("direct_messages_topic", "user", "id"))
	return user != "" && user != ident(either(v, "sender_chat", "from").Get("id"))
}

// anonymousAdministrator is the user that stands for every administrator of a group
// who writes as the group.
const anonymousAdministrator = "1087968824"

// byAdministrator reports whether an administrator wrote a message as the group.
func byAdministrator(v loosejson.Value) bool {
	if as := ident(v.Get("sender_chat", "id")); as != "" {
		return as == ident(v.Get("chat", "id"))
	}
	return ident(v.Get("from", "id")) == anonymousAdministrator
}

// echo makes of e what the business's side did, towards that handle.
func echo(e *channel.Event, to string) {
	e.Type, e.Opens, e.Echo, e.From = channel.EventEcho, "", true, to
}

// readStaff makes of e what the business's side wrote to a user. The writer stands in the
// notice.
func readStaff(e *channel.Event, v, user loosejson.Value) {
	by := either(v, "sender_chat", "from")
	e.Notice.Subject, e.Notice.Detail = ident(by.Get("id")), cmp.Or(fullName(by), by.Get("title").Str())
	person(e, user)
	echo(e, e.From)
}

// readTopic makes the topic of a private chat the handle of its user, who has a name
// without it as well.
func readTopic(e *channel.Event, v loosejson.Value) {
	if topic := ownTopic(v); topic != "" {
		e.Profile.Handles = []string{e.From}
		e.From = topic
	}
}

// readStart reads the command by which a user begins: "/start", or "/start code" of a
// link to the bot. Other words behind the command are a message.
func readStart(e *channel.Event) {
	command, code := e.Message.Text, ""
	if i := strings.IndexFunc(command, unicode.IsSpace); i >= 0 {
		command, code = command[:i], strings.TrimSpace(command[i:])
	}
	name, _, _ := strings.Cut(command, "@")
	if name != "/start" || !isCode(code) || e.Message.Type != channel.Text {
		return
	}
	e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
	if code != "" {
		e.Message.Referral = channel.Referral{Source: "link", Payload: code}
	}
}

// isCode reports whether a text may be that of a link to a bot. Source:
// https://core.telegram.org/bots/features#deep-linking (read 2026-11-27).
func isCode(text string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
	return len(text) <= 64 && strings.Trim(text, letters) == ""
}

// readEdit makes of e the change of an earlier message. An old one stays history.
func readEdit(e *channel.Event, v loosejson.Value) {
	e.Message.Target = e.Message.ID
	e.Sent, e.Opens = cmp.Or(v.Get("edit_date").Moment(), e.Sent), ""
	if e.Type == channel.EventMessage || e.Type == channel.EventOpen || e.Type == channel.EventEcho {
		e.Type = channel.EventEdit
	}
}

// readOwnCard takes the user's own number from a contact card, which only the user's app
// can mark as the user's own.
func readOwnCard(e *channel.Event, v loosejson.Value) {
	if id := ident(v.Get("contact", "user_id")); id != "" && id == e.From {
		e.Profile.Phone = v.Get("contact", "phone_number").Str()
	}
}

// readService makes of e the note by the platform that a message is. Who allowed the bot
// to write, or paid, did so without writing.
func readService(e *channel.Event, name string, v loosejson.Value) {
	note := v.Get(name)
	chat := ident(v.Get("chat", "id"))
	e.Type, e.Opens = channel.EventAccount, ""
	e.Message.Type, e.Message.Detail = channel.System, v.Get("chat", "title").Str()
	e.Notice = channel.Notice{Field: "message", Name: name, Subject: chat, Detail: cmp.Or(note.Str(), string(note.Text()))}
	switch name {
	case "migrate_to_chat_id":
		e.Type, e.From = channel.EventHandle, chat
		e.Profile = channel.Profile{Handles: []string{ident(note)}}
	case "migrate_from_chat_id":
		e.Type, e.From = channel.EventHandle, ident(note)
		e.Profile = channel.Profile{Handles: []string{chat}}
	case "write_access_allowed":
		e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
	case "successful_payment":
		e.Type, e.Opens = channel.EventOpen, channel.OpenPayment
	}
}
