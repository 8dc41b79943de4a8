package telegram

import (
	"strings"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// Telegram counts messages within a chat, and topics too. What leaves this package
// names the chat as well, so that it is unique for the account:
//
//	<chat>:<message>   a message
//	<chat>#<topic>     the handle of a topic of a forum
//	<chat>#dm<topic>   the handle of a topic of a channel's direct messages
//
// Build takes these apart again. Source: https://core.telegram.org/bots/api#message,
// #sendmessage (read 2026-11-27).

// messageID returns the id of a message of a chat; without a message it is "".
func messageID(chat, message string) string {
	if chat == "" || message == "" {
		return message
	}
	return chat + ":" + message
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

// group returns the handle of the group that a message was written in, or of the
// topic in it; "" for a chat with one user.
func group(v loosejson.Value) string {
	chat, thread := v.Get("chat"), v.Get("message_thread_id").Str()
	id := chat.Get("id").Str()
	if id == "" || chat.Get("type").Str() == "private" {
		return ""
	}
	if direct := v.Get("direct_messages_topic", "topic_id").Str(); direct != "" {
		return id + "#" + directTopic + direct
	}
	if thread != "" && inTopic(v) {
		return id + "#" + thread
	}
	return id
}

// inTopic reports whether a message with a thread is of a topic of a forum. In the
// topic General only answers have a thread, which is that of what they answer.
func inTopic(v loosejson.Value) bool {
	return v.Get("is_topic_message").Yes() || v.Get("chat", "is_forum").Yes() && v.Get("reply_to_message").Kind() == 0
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
	chat := v.Get("chat", "id").Str()
	if to := v.Get("reply_to_message"); to.Kind() == '{' {
		id := to.Get("message_id").Str()
		if v.Get("is_topic_message").Yes() && id == v.Get("message_thread_id").Str() {
			return ""
		}
		if other := to.Get("chat", "id").Str(); other != "" {
			chat = other
		}
		return messageID(chat, id)
	}
	to := v.Get("external_reply")
	if chat = to.Get("chat", "id").Str(); chat == "" {
		return ""
	}
	return messageID(chat, to.Get("message_id").Str())
}
