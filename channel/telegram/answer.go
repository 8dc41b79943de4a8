package telegram

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer reads the platform's answer to a [Request], which came at the given
// instant with that HTTP status and header. A refusal is a *[channel.SendError],
// with RetryAfter where Telegram says how long to wait. Of an album it names the
// first message. Source: Bot API, making requests, read 2026-11.
func Answer(status int, header http.Header, body []byte, at time.Time) (channel.Accepted, error) {
	root, _ := loosejson.Object(body) // a proxy on the way may answer in its own form
	if !root.Get("ok").Yes() {
		wait := cmp.Or(root.Get("parameters", "retry_after").Str(), header.Get("Retry-After"))
		return channel.Accepted{}, &channel.SendError{Reason: reason(status, root), RetryAfter: channel.RetryAfter(wait, at)}
	}
	sent := root.Get("result")
	for first := range sent.Items() {
		sent = first
		break
	}
	return channel.Accepted{MessageID: messageID(sent.Get("chat", "id").Str(), sent.Get("message_id").Str()), At: at.UTC()}, nil
}

// reason reads a refusal. Without Telegram's own code the HTTP status is all there
// is. The new id of a group that became a supergroup stands in Detail.
func reason(status int, root loosejson.Value) channel.Error {
	e := channel.Error{
		Code: root.Get("error_code").Str(), Title: root.Get("description").Str(),
		Detail: root.Get("parameters", "migrate_to_chat_id").Str(),
	}
	code, err := strconv.Atoi(e.Code)
	if err != nil {
		code, e.Code, e.Title = status, "http_"+strconv.Itoa(status), cmp.Or(e.Title, http.StatusText(status))
	}
	e.Class = Classify(code, e.Title)
	return e
}

// Classify returns what can be done about an error of that code and description,
// unknown for what nobody listed: codes are coarse, so that the description decides.
// Source: the answers that the Bot API's users collect at
// github.com/TelegramBotAPI/errors, read 2026-11.
func Classify(code int, description string) channel.Class {
	switch {
	case code == http.StatusTooManyRequests || code >= http.StatusInternalServerError:
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

// described returns the class of a refusal by its description, unknown if it says
// nothing that is known.
func described(text string) channel.Class {
	phrases := []struct {
		class channel.Class
		parts []string
	}{
		{channel.ClassNever, []string{"user is deactivated", "can't send messages to bots"}},
		{channel.ClassUser, []string{
			"blocked by the user", "can't initiate conversation", "chat not found", "user not found", "peer_id_invalid",
			"business_peer_invalid", "business_peer_usage_missing", "voice_messages_forbidden",
		}},
		{channel.ClassFix, []string{
			"kicked", "not a member", "rights", "write_forbidden", "chat_restricted", "upgraded to a supergroup",
			"group is deactivated", "business_connection", "channel_private",
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
