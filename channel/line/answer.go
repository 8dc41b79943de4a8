package line

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
// instant with that HTTP status and header. A push that LINE has taken before, by
// its retry key, is taken. A refusal is a *[channel.SendError]. Of several messages
// it names the first. Source: LINE, retry failed API requests, read 2026-11.
func Answer(status int, header http.Header, body []byte, at time.Time) (channel.Accepted, error) {
	root, _ := loosejson.Object(body) // a proxy on the way may answer in its own form
	if status/100 != 2 && status != http.StatusConflict {
		return channel.Accepted{}, &channel.SendError{
			Reason: reason(status, root), RetryAfter: channel.RetryAfter(header.Get("Retry-After"), at),
		}
	}
	accepted := channel.Accepted{At: at.UTC()}
	for sent := range root.Get("sentMessages").Items() {
		accepted.MessageID = sent.Get("id").Str()
		break
	}
	return accepted, nil
}

// reason reads a refusal. Its code is the HTTP status, for LINE has no other.
func reason(status int, root loosejson.Value) channel.Error {
	message := root.Get("message").Str()
	var details []string
	for d := range root.Get("details").Items() {
		details = append(details, d.Get("property").Str()+": "+d.Get("message").Str())
	}
	return channel.Error{
		Code: "http_" + strconv.Itoa(status), Title: cmp.Or(message, http.StatusText(status)),
		Detail: strings.Join(details, "; "), Class: Classify(status, message),
	}
}

// Classify returns what can be done about a refusal of that HTTP status and message,
// unknown for what nobody listed. A reply whose token is used up or too old is refused
// for ever: push instead. Source: LINE, status codes and error messages, read 2026-11.
func Classify(status int, message string) channel.Class {
	says := func(phrase string) bool { return strings.Contains(strings.ToLower(message), phrase) }
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		if says("failed to send") { // the user is no friend of the account
			return channel.ClassUser
		}
		return channel.ClassNever
	case http.StatusUnauthorized, http.StatusForbidden:
		return channel.ClassFix
	case http.StatusNotFound, http.StatusGone:
		return channel.ClassUser
	case http.StatusTooManyRequests:
		if says("monthly limit") {
			return channel.ClassFix
		}
		return channel.ClassRetry
	}
	if status >= http.StatusInternalServerError {
		return channel.ClassRetry
	}
	return ""
}
