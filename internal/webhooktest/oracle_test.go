package webhooktest_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// wrote tells who wrote to whom in a webhook, by the raw payload alone.
func wrote(w webhook) outcome {
	v := value{w.payload}
	switch w.channel {
	case "whatsapp":
		return whatsappWrote(v)
	case "messenger", "instagram":
		return metaWrote(v)
	case "line":
		return lineWrote(v)
	case "telegram":
		return telegramWrote(v)
	case "viber":
		return when(v.text("event") == "message" && v.text("sender.id") != "", userWrote)
	case "wechat":
		kind := v.text("MsgType")
		return when(kind != "" && kind != "event" && !strings.HasPrefix(kind, "device_") && v.text("FromUserName") != "", userWrote)
	case "x":
		return xWrote(v)
	}
	panic("a channel without an oracle: " + w.channel)
}

func when(is bool, o outcome) outcome {
	if is {
		return o
	}
	return nobodyWrote
}

// value is a part of a payload as a plain decoder reads it.
type value struct{ any }

func (v value) get(path string) value {
	for name := range strings.SplitSeq(path, ".") {
		object, _ := v.any.(map[string]any)
		v = value{object[name]}
	}
	return v
}

// text returns a text or a number at the end of a path.
func (v value) text(path string) string {
	switch s := v.get(path).any.(type) {
	case string:
		return s
	case json.Number:
		return s.String()
	}
	return ""
}

// has reports whether an object, a list or a text that is not empty stands there.
func (v value) has(path string) bool {
	inner := v.get(path)
	return len(inner.names()) > 0 || len(inner.list("")) > 0 || inner.is(`.`)
}

func (v value) is(pattern string) bool {
	s, ok := v.any.(string)
	return ok && regexp.MustCompile(pattern).MatchString(s)
}

// list returns the elements of a list.
func (v value) list(path string) (all []value) {
	if path != "" {
		v = v.get(path)
	}
	elements, _ := v.any.([]any)
	for _, element := range elements {
		all = append(all, value{element})
	}
	return all
}

func (v value) names() (all []string) {
	object, _ := v.any.(map[string]any)
	for name := range object {
		all = append(all, name)
	}
	return all
}

func (v value) yes(path string) bool { return v.get(path).any == true }

// lineWrote: only messages, their changes and taps are a user's words, of a user or a group that is named.
func lineWrote(v value) (o outcome) {
	for _, e := range v.list("events") {
		named := e.text("source.userId")+e.text("source.groupId")+e.text("source.roomId") != ""
		o = o.or(when(named && slices.Contains([]string{"message", "messageEdited", "postback"}, e.text("type")), userWrote))
	}
	return o
}

// telegramWrote goes by the kind of each update.
func telegramWrote(v value) (o outcome) {
	for _, update := range v.list("result") {
		o = o.or(telegramWrote(update))
	}
	for _, kind := range v.names() {
		item := v.get(kind)
		by := item.text("from.id") + item.text("user.id") + item.text("sender_chat.id") + item.text("voter_chat.id")
		switch kind {
		case "message", "business_message", "guest_message", "edited_message", "edited_business_message":
			o = o.or(telegramMessage(kind, item))
		case "callback_query", "poll_answer":
			o = o.or(when(by != "", userWrote))
		}
	}
	return o
}

// Notes by the platform, and what starts a chat without words. Source:
// https://core.telegram.org/bots/api#message, https://core.telegram.org/bots/features#deep-linking
// (read 2026-11-27).
const (
	telegramNote = `^(new_chat_|left_chat_|delete_chat_|group_chat_|supergroup_chat_|channel_chat_|message_auto_|migrate_|pinned_message|connected_website` +
		`|write_access|proximity_|boost_added|chat_background|giveaway_created|giveaway_completed|forum_topic_|general_forum_|video_chat_|voice_chat_` +
		`|successful_payment|refunded_payment|checklist_tasks|direct_message_price|paid_message_price|suggested_post_[a-hj-z]|chat_owner|managed_bot|poll_option)`
	telegramStart = `^/start(@\w+)?(\s+[A-Za-z0-9_-]{1,64})?\s*$`
)

func telegramMessage(kind string, v value) outcome {
	private, chat, from := v.text("chat.type") == "private", v.text("chat.id"), v.text("from.id")
	note := slices.ContainsFunc(v.names(), func(name string) bool { return value{name}.is(telegramNote) })
	switch {
	case chat+from == "", note, v.yes("is_automatic_forward"):
		return nobodyWrote
	case strings.Contains(kind, "business") || v.text("business_connection_id") != "":
		if from != chat || v.has("sender_business_bot") {
			return staffWrote
		}
	case !private && (v.text("sender_chat.id") == chat || from == "1087968824"):
		return nobodyWrote // an administrator, to the whole group
	case private && v.get("text").is(telegramStart):
		return nobodyWrote
	}
	return userWrote
}
