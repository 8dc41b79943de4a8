package platform

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// What is wrong with a webhook. [StatusOf] tells the HTTP status for each.
var (
	// ErrSignature: it was not signed with the secret.
	ErrSignature = errors.New("signature")
	// ErrHandshake: somebody else than the platform asked to confirm the address, or
	// with another token.
	ErrHandshake = errors.New("handshake")
	// ErrBody: the body is not what the platform sends.
	ErrBody = errors.New("body")
	// ErrTooLarge: the body is larger than the host takes.
	ErrTooLarge = errors.New("too large")
)

// StatusOf returns the HTTP status that answers a webhook whose handling ended in err:
// 200 for nil, 401, 403, 400 and 413 for the errors above, and 500 for any other, so that
// the platform sends it again.
func StatusOf(err error) int {
	switch {
	case err == nil:
		return http.StatusOK
	case errors.Is(err, ErrSignature):
		return http.StatusUnauthorized
	case errors.Is(err, ErrHandshake):
		return http.StatusForbidden
	case errors.Is(err, ErrBody):
		return http.StatusBadRequest
	case errors.Is(err, ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusInternalServerError
}

// The codes of failures for which no platform was asked.
const (
	CodeUnreachable  = "unreachable"   // no connection: the message did not go
	CodeNoToken      = "no_token"      // [ClientConfig.TokenFunc] gave none
	CodeWrongAccount = "wrong_account" // the transport is for another account
	CodePaced        = "paced"         // kept back so that the platform does not refuse it
)

// Refused returns the refusal that r is, in the platform's words: its code, title,
// detail and class. Without a code the HTTP status is all that is known: the code is
// "http_503", and the class that of [ClassOf]. A refusal of the empty class that came
// with status 429 or 503 may be tried again. RetryAfter is what the header asks for.
func (r Response) Refused(reason channel.Error) *channel.SendError {
	if reason.Code == "" {
		reason.Code = "http_" + strconv.Itoa(r.Status)
		reason.Title = cmp.Or(reason.Title, http.StatusText(r.Status), "An answer without an explanation")
		reason.Class = cmp.Or(reason.Class, ClassOf(r.Status))
	}
	if r.Status == http.StatusTooManyRequests || r.Status == http.StatusServiceUnavailable {
		reason.Class = cmp.Or(reason.Class, channel.ClassRetry)
	}
	return &channel.SendError{Reason: reason, RetryAfter: r.RetryAfter()}
}

// RetryAfter returns how long the answer's header asks to wait, 0 if it does not say.
func (r Response) RetryAfter() time.Duration {
	return channel.RetryAfter(r.Header.Get("Retry-After"), r.At)
}

// Unread returns the failure of an answer that does not tell whether the message went: a
// success without an id, or one that cannot be read.
func (r Response) Unread() *channel.SendError {
	return noAnswer(errors.New("status " + strconv.Itoa(r.Status) + ": the answer cannot be read"))
}

func noAnswer(err error) *channel.SendError {
	return failure(channel.CodeNoAnswer, "No answer came: it is not known whether the message went", channel.ClassRetry, err)
}

func failure(code, title string, class channel.Class, err error) *channel.SendError {
	return &channel.SendError{Reason: channel.Error{Code: code, Title: title, Class: class}, Err: err}
}

// ClassOf returns what an HTTP status says by itself, where a platform, or a machine in
// front of it, says nothing more. Source: RFC 9110, 15.
func ClassOf(status int) channel.Class {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return channel.ClassRetry
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusProxyAuthRequired, http.StatusGone:
		return channel.ClassFix
	case http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		return channel.ClassNever
	}
	switch status / 100 {
	case 3: // a message is not sent on to another address
		return channel.ClassFix
	case 5:
		return channel.ClassRetry
	}
	return ""
}
