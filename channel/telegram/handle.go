package telegram

import (
	"strings"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// Telegram counts messages within a chat, and topics too. Ids that leave this package
// name the chat as well, so that they are unique for the account:
//
//	<chat>:<message>   a message
//	<chat>#<topic>     the handle of a topic of a forum, or of the private chat with the bot
//	<chat>#dm<topic>   the handle of a topic of a channel's direct messages
//
// Call takes these apart again. Source: https://core.telegram.org/bots/api#message,
// #sendmessage (read 2026-11-27).

// maxIdent is how long an id may be. Those of Telegram are numbers of 64 bits, or names
// of about 30 characters.
const maxIdent = 128

// ident returns an id, "" for what is too long for one: ids are written into others, and
// would make many long texts of one.
func ident(v loosejson.Value) string {
	if len(v.Text()) > maxIdent {
		return ""
	}
	return v.Str()
}

// messageID returns the id of a message of a chat; without a message it is "".
func messageID(chat, message string) string {
	if chat == "" || message == "" {
		return message
	}
	return chat + ":" + message
}

// messageOf returns the id of a message that names its chat.
func messageOf(v loosejson.Value) string {
	return messageID(ident(v.Get("chat", "id")), ident(v.Get("message_id")))
}

// cutMessageID divides an id that messageID made. An id without a chat is a message
// of the chat at hand.
func cutMessageID(id string) (chat, message string) {
	chat, message, found := strings.Cut(id, ":")
	if !found {
		return "", id
	}
	return chat, message
}

// directTopic comes before the number of a topic of direct messages in a handle.
const directTopic = "dm"

// isPrivate reports whether a message was written in a chat with one user.
func isPrivate(v loosejson.Value) bool { return v.Get("chat", "type").Str() == "private" }

// group returns the handle of the group that a message was written in, or of the
// topic in it; "" for a chat with one user.
func group(v loosejson.Value) string {
	id := ident(v.Get("chat", "id"))
	if id == "" || isPrivate(v) {
		return ""
	}
	if direct := ident(v.Get("direct_messages_topic", "topic_id")); direct != "" {
		return id + "#" + directTopic + direct
	}
	if thread := ident(v.Get("message_thread_id")); thread != "" && inTopic(v) {
		return id + "#" + thread
	}
	return id
}

// inTopic reports whether a message with a thread is of a topic of a forum. In the
// topic General only answers have a thread, which is that of what they answer.
func inTopic(v loosejson.Value) bool {
	return v.Get("is_topic_message").Yes() || v.Get("chat", "is_forum").Yes() && v.Get("reply_to_message").Kind() == 0
}

// ownTopic returns the handle of the topic of the private chat with the bot that a
// message was written in, "" outside one. Source:
// https://core.telegram.org/bots/api-changelog#december-31-2025 (read 2026-11-27).
func ownTopic(v loosejson.Value) string {
	id, thread := ident(v.Get("chat", "id")), ident(v.Get("message_thread_id"))
	if id == "" || thread == "" || !isPrivate(v) || !v.Get("is_topic_message").Yes() {
		return ""
	}
	return id + "#" + thread
}

// cutHandle divides a handle before its topic, of which it also returns the field
// that says so in a call. The topic is "" for a chat without topics.
func cutHandle(handle string) (chat, field, topic string) {
	chat, topic, _ = strings.Cut(handle, "#")
	if direct, ok := strings.CutPrefix(topic, directTopic); ok {
		return chat, "direct_messages_topic_id", direct
	}
	return chat, "message_thread_id", topic
}

// quoted returns the message that v answers. In a topic a message that answers
// nothing comes as an answer to the note that made the topic.
func quoted(v loosejson.Value) string {
	chat := ident(v.Get("chat", "id"))
	if to := v.Get("reply_to_message"); to.Kind() == '{' {
		id := ident(to.Get("message_id"))
		if v.Get("is_topic_message").Yes() && id == ident(v.Get("message_thread_id")) {
			return ""
		}
		if other := ident(to.Get("chat", "id")); other != "" {
			chat = other
		}
		return messageID(chat, id)
	}
	to := v.Get("external_reply")
	if ident(to.Get("chat", "id")) == "" {
		return ""
	}
	return messageOf(to)
}
