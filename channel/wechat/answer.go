package wechat

import (
	"net/http"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer reads the platform's answer to a [Request], which came at the given
// instant with that HTTP status and header. A refusal, which WeChat too sends with
// status 200, is a *[channel.SendError]. Customer-service messages get no id.
func Answer(status int, header http.Header, body []byte, at time.Time) (channel.Accepted, error) {
	root, err := loosejson.Object(body)
	if status/100 == 2 && err == nil && root.Get("errcode").Whole() == 0 {
		return channel.Accepted{MessageID: root.Get("msgid").Str(), At: at.UTC()}, nil
	}
	return channel.Accepted{}, &channel.SendError{
		Reason: reason(status, root), RetryAfter: channel.RetryAfter(header.Get("Retry-After"), at),
	}
}

// reason reads a refusal. Without WeChat's own the HTTP status is all there is; a
// success that cannot be read is not known to be one, and not repeated.
func reason(status int, root loosejson.Value) channel.Error {
	if code := root.Get("errcode").Str(); code != "" && code != "0" {
		return channel.Error{Code: code, Title: root.Get("errmsg").Str(), Class: Classify(code)}
	}
	e := channel.Error{Code: "http_" + strconv.Itoa(status), Title: http.StatusText(status)}
	if status == http.StatusTooManyRequests || status >= http.StatusInternalServerError {
		e.Class = channel.ClassRetry
	}
	return e
}

// Classify returns what can be done about an error of that code. One that nobody
// listed has the empty class: keep it, and do not repeat by yourself.
//
// A token that is too old or replaced is a matter of minutes: the host gets a new
// one. Whoever is too late, or has used up the messages that the user's last act
// allowed, may still send a notice. Source: WeChat, global return codes;
// customer-service messages, read 2026-11.
func Classify(code string) channel.Class {
	switch code {
	case "45015", "45047":
		return channel.ClassTemplate
	case "43004", "43101", "48002", "50001", "50005": // not subscribed, refuses, not authorized
		return channel.ClassUser
	case "-1", "40001", "40014", "42001", "45009", "45011": // busy, a new token, quotas
		return channel.ClassRetry
	case "40013", "40037", "40164", "41001", "41002", "45035", "48001", "48004", "61004", "61007":
		return channel.ClassFix
	case "40003", "40004", "40007", "40008", "40009", "40010", "40011", "45002", "45008", "47001", "47003", "50002":
		return channel.ClassNever
	}
	return ""
}
