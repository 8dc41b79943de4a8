package telegram

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readParts reads the parts that all messages have, and the content. It returns the
// name of the member that makes a message a note by the platform.
func readParts(m *channel.Message, v loosejson.Value) (service string) {
	m.ID, m.Group, m.ReplyTo = messageOf(v), group(v), quoted(v)
	m.Forwarded = either(v, "forward_origin", "forward_date").Kind() != 0
	var contents []string
	var other, flag string
	for name, body := range v.Members() {
		switch {
		case body.Kind() == 0 || isEnvelope(name):
		case isContent(name):
			if !slices.Contains(contents, name) {
				contents = append(contents, name)
			}
		case isService(name, body):
			service = name
		case other == "" && (body.Kind() == '{' || body.Kind() == '['):
			other = name
		case flag == "":
			flag = name
		}
	}
	for _, name := range contents {
		readContent(m, name, v)
	}
	readOrigin(m, v)
	switch {
	case m.Type != "" || service != "":
	case other != "":
		unreadable(m, other, v.Get(other))
	case flag != "":
		unreadable(m, flag, v.Get(flag))
	case m.Text == "":
		unreadable(m, "", v)
	default:
		m.Type = channel.Text // a caption below nothing
	}
	return service
}

// unreadable makes of m a message whose content cannot be shown: its words are kept, and
// its form.
func unreadable(m *channel.Message, name string, body loosejson.Value) {
	m.Type, m.Subtype, m.Payload = channel.Unsupported, name, string(body.Text())
	if m.Text == "" {
		m.Text = words(body)
	}
}

// isContent reports whether readContent reads a member of that name.
func isContent(name string) bool {
	switch name {
	case "text", "caption", "rich_message", "photo", "video", "video_note", "animation", "live_photo", "audio", "voice", "document", "sticker",
		"location", "venue", "contact", "users_shared", "user_shared", "chat_shared", "web_app_data":
		return true
	}
	return false
}

// isService reports whether a member of that name makes a message a note by the
// platform. A gift with words is a message. Source:
// https://core.telegram.org/bots/api#message (read 2026-11-27).
func isService(name string, body loosejson.Value) bool {
	switch name {
	case "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
		"group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed",
		"migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "connected_website", "write_access_allowed",
		"proximity_alert_triggered", "boost_added", "chat_background_set", "giveaway_created", "giveaway_completed",
		"direct_message_price_changed", "paid_message_price_changed", "refunded_payment", "successful_payment",
		"chat_owner_left", "chat_owner_changed", "managed_bot_created", "poll_option_added", "poll_option_deleted":
		return true
	case "gift", "unique_gift", "gift_upgrade_sent":
		return body.Get("text").Str() == ""
	case "suggested_post_info":
		return false
	}
	return begins(name, "forum_topic_", "general_forum_topic_", "video_chat_", "voice_chat_", "suggested_post_", "checklist_tasks_", "community_chat_")
}

// isEnvelope reports whether a member of that name says something about a message
// and is not its content. Source: https://core.telegram.org/bots/api#message (read
// 2026-11-27).
func isEnvelope(name string) bool {
	switch name {
	case "message_id", "ephemeral_message_id", "message_thread_id", "direct_messages_topic", "from", "date", "business_connection_id", "chat",
		"external_reply", "quote", "via_bot", "edit_date", "media_group_id", "author_signature", "paid_star_count", "entities", "receiver_user",
		"link_preview_options", "suggested_post_info", "effect_id", "caption_entities", "show_caption_above_media", "reply_markup",
		"guest_query_id", "guest_bot_caller_user", "guest_bot_caller_chat":
		return true
	}
	return begins(name, "forward_", "reply_to_", "sender_", "is_", "has_")
}

func begins(name string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}
