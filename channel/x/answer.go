package x

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
// with RetryAfter where X says when its limit ends.
func Answer(status int, header http.Header, body []byte, at time.Time) (channel.Accepted, error) {
	root, _ := loosejson.Object(body) // a proxy on the way may answer in its own form
	if id := root.Get("data", "dm_event_id").Str(); status/100 == 2 && id != "" {
		return channel.Accepted{MessageID: id, At: at.UTC()}, nil
	}
	return channel.Accepted{}, &channel.SendError{Reason: reason(status, root), RetryAfter: pause(header, at)}
}

// reason reads a refusal: a list of errors with numbers, or a problem whose type is
// an address that ends in its name. Without either the HTTP status is its code.
func reason(status int, root loosejson.Value) channel.Error {
	what := root
	for each := range root.Get("errors").Items() {
		what = each
		break
	}
	kind := what.First("type")
	name := kind[strings.LastIndexByte(kind, '/')+1:]
	if name == "about:blank" {
		name = ""
	}
	e := channel.Error{
		Code:  cmp.Or(what.Get("code").Str(), name, "http_"+strconv.Itoa(status)),
		Title: cmp.Or(what.First("title", "message"), http.StatusText(status)), Detail: what.Get("detail").Str(),
	}
	e.Class = cmp.Or(Classify(e.Code), statusClass(status))
	return e
}

// Classify returns what can be done about an error of that code: the number of an
// error of API v1.1, or the name of a problem of v2. Codes that nobody listed have
// the empty class: keep them, and do not repeat by yourself. Source: X, response
// codes and errors; manage direct messages, integrate, read 2026-11.
func Classify(code string) channel.Class {
	switch code {
	case "88", "130", "131", "151", "rate-limit-exceeded", "operational-disconnect":
		return channel.ClassRetry
	case "150", "349", "not-authorized-for-resource": // takes no messages from the account, or blocked it
		return channel.ClassUser
	case "32", "64", "89", "93", "99", "135", "215", "220", "226", "261", "326", "416", "453", "client-forbidden",
		"oauth1-permissions", "unsupported-authentication", "usage-capped", "client-not-enrolled":
		return channel.ClassFix
	case "17", "34", "44", "50", "63", "108", "187", "214", "324", "354", "resource-not-found", "invalid-request",
		"disallowed-resource", "invalid-resource-identifier", "field-unauthorized":
		return channel.ClassNever
	}
	return ""
}

// statusClass returns the class of a refusal that says no more than its status. 403
// is that the user takes no messages from strangers, or blocked the account.
func statusClass(status int) channel.Class {
	switch {
	case status == http.StatusTooManyRequests || status >= 500:
		return channel.ClassRetry
	case status == http.StatusUnauthorized || status == http.StatusPaymentRequired:
		return channel.ClassFix
	case status == http.StatusForbidden:
		return channel.ClassUser
	case status == http.StatusBadRequest || status == http.StatusNotFound:
		return channel.ClassNever
	}
	return ""
}

// pause returns how long until the limit ends that has no calls left: an instant in
// Unix seconds, one for fifteen minutes and one for a day. Source: X, rate limits,
// read 2026-11.
func pause(header http.Header, at time.Time) time.Duration {
	const day = 24 * time.Hour // no limit is counted over more
	longest := channel.RetryAfter(header.Get("Retry-After"), at)
	for _, limit := range []string{"X-Rate-Limit", "X-User-Limit-24hour", "X-App-Limit-24hour"} {
		end, err := strconv.ParseInt(header.Get(limit+"-Reset"), 10, 64)
		if err == nil && header.Get(limit+"-Remaining") == "0" {
			longest = max(longest, min(time.Unix(end, 0).Sub(at), day))
		}
	}
	return longest
}
