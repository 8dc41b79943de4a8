package viber

import (
	"cmp"
	"net/http"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer reads the platform's answer to a [Request], which came at the given
// instant with that HTTP status. A refusal, which Viber too sends with status 200,
// is a *[channel.SendError].
func Answer(status int, body []byte, at time.Time) (channel.Accepted, error) {
	root, _ := loosejson.Object(body) // a proxy on the way may answer in its own form
	if status/100 != 2 || root.Get("status").Str() != "0" {
		return channel.Accepted{}, &channel.SendError{Reason: Classify(status, body)}
	}
	return channel.Accepted{MessageID: root.Get("message_token").Str(), At: at.UTC()}, nil
}

// Classify returns the reason that a refusal gives, with its class: unknown for
// what this version does not know. The code is Viber's status, else "http " and the
// HTTP status. Source: Viber, REST bot API, error codes, read 2026-11.
func Classify(status int, body []byte) channel.Error {
	root, _ := loosejson.Object(body)
	e := channel.Error{Code: root.Get("status").Str(), Title: root.Get("status_message").Str()}
	if e.Code != "" && e.Code != "0" {
		e.Class = class(e.Code)
		return e
	}
	e.Code = "http " + strconv.Itoa(status)
	switch {
	case status == http.StatusTooManyRequests || status >= http.StatusInternalServerError:
		e.Class = channel.ClassRetry
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		e.Class = channel.ClassFix
	}
	e.Title = cmp.Or(e.Title, http.StatusText(status))
	return e
}

func class(code string) channel.Class {
	switch code {
	case "12": // too many requests
		return channel.ClassRetry
	case "6": // not subscribed
		return channel.ClassUser
	case "1", "2", "7", "8", "9", "10", "15", "17", "18", "19", "20", "23", "24": // token, account, webhook, money
		return channel.ClassFix
	case "3", "4", "5", "11", "13", "14", "16", "21", "22": // the message, or the user's device or country
		return channel.ClassNever
	}
	return ""
}
