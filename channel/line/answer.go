package line

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer reads the platform's answer to a [Request], which came at the given
// instant with that HTTP status. A push that LINE has taken before, by its retry
// key, is taken. A refusal is a *[channel.SendError]. Of several messages it names
// the first. Source: LINE, retry failed API requests, read 2026-11.
func Answer(status int, body []byte, at time.Time) (channel.Accepted, error) {
	if status/100 != 2 && status != http.StatusConflict {
		return channel.Accepted{}, &channel.SendError{Reason: Classify(status, body)}
	}
	accepted := channel.Accepted{At: at.UTC()}
	root, _ := loosejson.Object(body) // taken, whatever it says
	for sent := range root.Get("sentMessages").Items() {
		accepted.MessageID = sent.Get("id").Str()
		break
	}
	return accepted, nil
}

// Classify returns the reason that a refusal gives, with its class: unknown for
// what this version does not know. The code is the HTTP status. A reply whose token
// is used up or too old is refused for ever: push instead. Source: LINE, status
// codes and error messages, read 2026-11.
func Classify(status int, body []byte) channel.Error {
	root, _ := loosejson.Object(body) // a proxy on the way may answer in its own form
	e := channel.Error{Code: strconv.Itoa(status), Title: root.Get("message").Str()}
	var details []string
	for d := range root.Get("details").Items() {
		details = append(details, d.Get("property").Str()+": "+d.Get("message").Str())
	}
	e.Detail = strings.Join(details, "; ")
	e.Class = class(status, strings.ToLower(e.Title))
	return e
}

func class(status int, message string) channel.Class {
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		if strings.Contains(message, "failed to send") { // the user is no friend of the account
			return channel.ClassUser
		}
		return channel.ClassNever
	case http.StatusUnauthorized, http.StatusForbidden:
		return channel.ClassFix
	case http.StatusNotFound, http.StatusGone:
		return channel.ClassUser
	case http.StatusTooManyRequests:
		if strings.Contains(message, "monthly limit") {
			return channel.ClassFix
		}
		return channel.ClassRetry
	}
	if status >= http.StatusInternalServerError {
		return channel.ClassRetry
	}
	return ""
}
