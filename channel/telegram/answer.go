package telegram

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer implements [platform.Platform]. For an album it returns the id of the first
// message, for the answer to a guest the id of what Telegram calls an inline message; a
// reaction has no id. The new id of a group that became a supergroup stands in the Detail of the refusal. Source:
// https://core.telegram.org/bots/api#making-requests (read 2026-11-27).
func (p *Platform) Answer(r platform.Response) (channel.Accepted, error) {
	root, err := loosejson.Object(r.Body) // a proxy on the way may answer in its own form
	code, title := root.Get("error_code").Str(), root.Get("description").Str()
	switch {
	case root.Get("ok").Yes():
		return accepted(root.Get("result"), r)
	case err == nil && code+title != "":
		return channel.Accepted{}, refused(root, r)
	case r.Status/100 == 2:
		return channel.Accepted{}, r.Unread()
	}
	return channel.Accepted{}, r.Refused(channel.Error{})
}

// accepted reads what Telegram says of a message that it took.
func accepted(sent loosejson.Value, r platform.Response) (channel.Accepted, error) {
	for first := range sent.Items() {
		sent = first
		break
	}
	id := cmp.Or(messageOf(sent), sent.Get("inline_message_id").Str())
	if id == "" && !sent.Yes() {
		return channel.Accepted{}, r.Unread()
	}
	return channel.Accepted{MessageID: id, At: r.At.UTC()}, nil
}

func refused(root loosejson.Value, r platform.Response) error {
	reason := channel.Error{
		Code: root.Get("error_code").Str(), Title: root.Get("description").Str(),
		Detail: root.Get("parameters", "migrate_to_chat_id").Str(),
	}
	status, err := strconv.Atoi(reason.Code)
	if err != nil {
		status = r.Status
	}
	reason.Class = classify(status, reason.Title)
	refusal := r.Refused(reason)
	if wait := root.Get("parameters", "retry_after").Str(); wait != "" {
		refusal.RetryAfter = channel.RetryAfter(wait, r.At)
	}
	return refusal
}

// classify returns what can be done about an error of that code and description,
// empty for one that is not listed: codes are coarse, so that the description decides.
// Source: what users of the Bot API collect at
// https://github.com/TelegramBotAPI/errors (read 2026-11-27).
func classify(code int, description string) channel.Class {
	switch {
	case code == http.StatusTooManyRequests || code/100 == 5:
		return channel.ClassRetry
	case code == http.StatusUnauthorized || code == http.StatusNotFound || code == http.StatusConflict:
		return channel.ClassFix
	case code == http.StatusRequestEntityTooLarge:
		return channel.ClassNever
	}
	class := described(strings.ToLower(description))
	if class == "" && code == http.StatusBadRequest {
		return channel.ClassNever // a bad request stays one
	}
	return class
}

// described returns the class of a refusal by its description, empty if no phrase of the
// list is in it. A topic that is gone is left by the user's next message.
func described(text string) channel.Class {
	phrases := []struct {
		class channel.Class
		parts []string
	}{
		{channel.ClassNever, []string{"user is deactivated", "can't send messages to bots"}},
		{channel.ClassUser, []string{
			"blocked by the user", "can't initiate conversation", "chat not found", "user not found", "peer_id_invalid",
			"business_peer_invalid", "business_peer_usage_missing", "voice_messages_forbidden", "message thread not found", "topic_deleted",
		}},
		{channel.ClassFix, []string{
			"kicked", "not a member", "rights", "write_forbidden", "chat_restricted", "upgraded to a supergroup",
			"group is deactivated", "business_connection", "channel_private", "topic_closed",
		}},
	}
	for _, p := range phrases {
		for _, part := range p.parts {
			if strings.Contains(text, part) {
				return p.class
			}
		}
	}
	return ""
}
