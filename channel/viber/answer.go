package viber

import (
	"net/http"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer reads the platform's answer to a [Request], which came at the given
// instant with that HTTP status and header. A refusal, which Viber too sends with
// status 200, is a *[channel.SendError].
func Answer(status int, header http.Header, body []byte, at time.Time) (channel.Accepted, error) {
	root, _ := loosejson.Object(body) // a proxy on the way may answer in its own form
	if status/100 == 2 && root.Get("status").Str() == "0" {
		return channel.Accepted{MessageID: root.Get("message_token").Str(), At: at.UTC()}, nil
	}
	return channel.Accepted{}, &channel.SendError{
		Reason: reason(status, root), RetryAfter: channel.RetryAfter(header.Get("Retry-After"), at),
	}
}

// reason reads a refusal. Without Viber's own the HTTP status is all there is; a
// success that cannot be read is not known to be one, and not repeated.
func reason(status int, root loosejson.Value) channel.Error {
	if code := root.Get("status").Str(); code != "" && code != "0" {
		return channel.Error{Code: code, Title: root.Get("status_message").Str(), Class: Classify(code)}
	}
	e := channel.Error{Code: "http_" + strconv.Itoa(status), Title: http.StatusText(status)}
	switch {
	case status == http.StatusTooManyRequests || status >= http.StatusInternalServerError:
		e.Class = channel.ClassRetry
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		e.Class = channel.ClassFix
	}
	return e
}

// Classify returns what can be done about an error of that status. One that nobody
// listed has the empty class: keep it, and do not repeat by yourself. Source: Viber,
// REST bot API, error codes, read 2026-11.
func Classify(code string) channel.Class {
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
