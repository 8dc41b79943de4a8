package telegram

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// message reads a message in a chat with the bot, of a business, or in a channel.
//
// Every message of a user opens the way to answer, /start as the begin of all. An
// edit and a note by the platform open nothing.
//
// A channel's post is not written to the business. It comes as history, like its copy
// in the group where the channel is discussed: the words are kept, and begin nothing.
// A message of the business's own side is an echo: that of the owner of a business
// account, of an administrator who writes as the group, of a channel that answers its
// direct messages. Source: Bot FAQ; https://core.telegram.org/bots/api#message
// (read 2026-11-27).
func (p *parser) message(kind string, v loosejson.Value) {
	e := p.add(channel.EventMessage, v)
	if strings.Contains(kind, "business") {
		e.Account.Kind = channel.TelegramBusiness
	}
	person(e, either(v, "sender_chat", "from", "chat"))
	service := fill(&e.Message, v)
	e.Opens = channel.OpenMessage
	switch {
	case e.From == "":
		e.Type, e.Opens = channel.EventUnknown, ""
		e.Notice = channel.Notice{Field: kind, Detail: "a message without a sender"}
	case service != "":
		p.service(e, service, v)
	case strings.HasSuffix(kind, "channel_post") || v.Get("is_automatic_forward").Yes():
		e.Type, e.Opens = channel.EventHistory, ""
		e.Notice = channel.Notice{Field: kind, Name: "business"}
	case e.Account.Kind == channel.TelegramBusiness && byBusiness(v):
		person(e, v.Get("chat"))
		echo(e, e.From)
	case byChannel(v):
		person(e, v.Get("direct_messages_topic", "user"))
		echo(e, e.From)
	case e.Message.Group != "" && byAdministrator(v):
		e.Profile, e.Notice.Detail = channel.Profile{}, v.Get("author_signature").Str()
		echo(e, e.Message.Group)
	case strings.HasPrefix(e.Message.Text, "/start") && e.Message.Group == "":
		start(e)
	}
	if strings.HasPrefix(kind, "edited_") {
		edited(e, v)
	}
	card(e, v.Get("contact"))
}

// byBusiness reports whether a message in a business chat is by the business:
// the chat with a user has the user's id.
func byBusiness(v loosejson.Value) bool {
	return v.Get("sender_business_bot").Kind() == '{' || v.Get("from", "id").Str() != v.Get("chat", "id").Str()
}

// byChannel reports whether a message in a topic of a channel's direct messages is
// not by the user whose topic it is.
func byChannel(v loosejson.Value) bool {
	user := v.Get("direct_messages_topic", "user", "id").Str()
	return user != "" && user != either(v, "sender_chat", "from").Get("id").Str()
}

// anonymousAdministrator is the user that stands for every administrator of a group
// who writes as the group.
const anonymousAdministrator = "1087968824"

// byAdministrator reports whether an administrator wrote a message as the group.
func byAdministrator(v loosejson.Value) bool {
	if as := v.Get("sender_chat", "id").Str(); as != "" {
		return as == v.Get("chat", "id").Str()
	}
	return v.Get("from", "id").Str() == anonymousAdministrator
}

// echo makes of e what the business's side did, towards that handle.
func echo(e *channel.Event, to string) {
	e.Type, e.Opens, e.Echo, e.From = channel.EventEcho, "", true, to
}

// start reads the command by which a user begins, "/start" or "/start code".
func start(e *channel.Event) {
	command, code, _ := strings.Cut(e.Message.Text, " ")
	if command != "/start" {
		return
	}
	e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
	if code != "" {
		e.Message.Referral = channel.Referral{Source: "link", Payload: code}
	}
}

// edited makes of e the change of an earlier message. An old one stays history.
func edited(e *channel.Event, v loosejson.Value) {
	e.Message.Target = e.Message.ID
	e.Sent, e.Opens = cmp.Or(v.Get("edit_date").Moment(), e.Sent), ""
	if e.Type == channel.EventMessage || e.Type == channel.EventOpen || e.Type == channel.EventEcho {
		e.Type = channel.EventEdit
	}
}

// card takes the user's own number from a contact card, which only the user's app
// can mark as the user's own.
func card(e *channel.Event, contact loosejson.Value) {
	if id := contact.Get("user_id").Str(); id != "" && id == e.From {
		e.Profile.Phone = contact.Get("phone_number").Str()
	}
}

// service makes of e the note by the platform that v is.
func (p *parser) service(e *channel.Event, name string, v loosejson.Value) {
	note := v.Get(name)
	e.Type, e.Opens = channel.EventAccount, ""
	e.Message.Type = channel.System
	e.Notice = channel.Notice{
		Field: "message", Name: name, Subject: v.Get("chat", "id").Str(),
		Detail: cmp.Or(note.Str(), string(note.Text())),
	}
	switch name {
	case "migrate_to_chat_id":
		e.Type, e.From = channel.EventHandle, v.Get("chat", "id").Str()
		e.Profile = channel.Profile{Handles: []string{note.Str()}}
	case "migrate_from_chat_id":
		e.Type, e.From = channel.EventHandle, note.Str()
		e.Profile = channel.Profile{Handles: []string{v.Get("chat", "id").Str()}}
	case "write_access_allowed":
		e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
	}
}

// fill reads the parts that all messages have, and the content. It returns the
// name of the member that makes a message a note by the platform.
func fill(m *channel.Message, v loosejson.Value) (service string) {
	m.ID = messageID(v.Get("chat", "id").Str(), v.Get("message_id").Str())
	m.Group, m.ReplyTo = group(v), quoted(v)
	m.Forwarded = either(v, "forward_origin", "forward_date").Kind() != 0
	var other string
	for name, body := range v.Members() {
		switch {
		case body.Kind() == 0:
		case content(m, name, body, v):
		case isService(name):
			service = name
		case other == "" && !isEnvelope(name):
			other = name
		}
	}
	if m.Type == "" && service == "" {
		body := v.Get(other)
		m.Type, m.Subtype, m.Payload = channel.Unsupported, other, string(body.Text())
		m.Text = cmp.Or(m.Text, either(body, "emoji", "question", "title").Str())
	}
	return service
}

// isService reports whether a member of that name makes a message a note by the
// platform. Source: Bot API, Message, read 2026-11.
func isService(name string) bool {
	switch name {
	case "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
		"group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed",
		"migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "connected_website", "write_access_allowed",
		"proximity_alert_triggered", "boost_added", "chat_background_set", "giveaway_created", "giveaway_completed",
		"direct_message_price_changed", "paid_message_price_changed", "refunded_payment":
		return true
	}
	for _, prefix := range []string{"forum_topic_", "general_forum_topic_", "video_chat_", "suggested_post_", "checklist_tasks_"} {
		if strings.HasPrefix(name, prefix) && name != "suggested_post_info" {
			return true
		}
	}
	return false
}

// isEnvelope reports whether a member of that name says something about a message
// and is not its content. Source: Bot API, Message, read 2026-11.
func isEnvelope(name string) bool {
	switch name {
	case "message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat", "sender_boost_count",
		"sender_business_bot", "sender_tag", "date", "business_connection_id", "chat", "is_topic_message",
		"is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story",
		"reply_to_checklist_task_id", "reply_to_poll_option_id", "via_bot", "edit_date", "has_protected_content",
		"is_from_offline", "is_paid_post", "media_group_id", "author_signature", "paid_star_count", "entities",
		"link_preview_options", "suggested_post_info", "effect_id", "caption_entities", "show_caption_above_media",
		"has_media_spoiler", "reply_markup":
		return true
	}
	return strings.HasPrefix(name, "forward_")
}
