package telegram

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer reads the platform's answer to a [Request], which came at the given
// instant with that HTTP status. A refusal is a *[channel.SendError], with
// RetryAfter where Telegram says how long to wait. Of an album it names the first
// message. Source: Bot API, making requests, read 2026-11.
func Answer(status int, body []byte, at time.Time) (channel.Accepted, error) {
	root, _ := loosejson.Object(body) // a proxy on the way may answer in its own form
	if !root.Get("ok").Yes() {
		seconds := min(max(0, root.Get("parameters", "retry_after").Whole()), maxWait)
		return channel.Accepted{}, &channel.SendError{
			Reason: Classify(status, body), RetryAfter: time.Duration(seconds) * time.Second,
		}
	}
	sent := root.Get("result")
	for first := range sent.Items() {
		sent = first
		break
	}
	return channel.Accepted{MessageID: sent.Get("message_id").Str(), At: at.UTC()}, nil
}

// maxWait is the longest wait that is believed, in seconds: a week.
const maxWait = 7 * 24 * 60 * 60

// Classify returns the reason that a refusal gives, with its class: unknown for
// what this version does not know. The code is Telegram's, else the HTTP status.
// The new id of a group that became a supergroup stands in Detail.
//
// Codes are coarse, so that the description decides. Source: the answers that the
// Bot API's users collect at github.com/TelegramBotAPI/errors, read 2026-11.
func Classify(status int, body []byte) channel.Error {
	root, _ := loosejson.Object(body)
	code := cmp.Or(int(root.Get("error_code").Whole()), status)
	e := channel.Error{
		Code: strconv.Itoa(code), Title: root.Get("description").Str(),
		Detail: root.Get("parameters", "migrate_to_chat_id").Str(),
	}
	switch {
	case code == 429 || code >= 500:
		e.Class = channel.ClassRetry
	case code == 401 || code == 404 || code == 409:
		e.Class = channel.ClassFix
	case code == 400 || code == 403:
		e.Class = described(strings.ToLower(e.Title))
	}
	if e.Class == "" && (code == 400 || code == 413) {
		e.Class = channel.ClassNever // a bad request stays one
	}
	return e
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
