package x

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer implements [platform.Platform]. The code of a refusal is the number of an error
// of API v1.1, or the name of a problem of v2. X tells in headers of its own when a limit
// ends; RetryAfter counts them too.
func (p *Platform) Answer(r platform.Response) (channel.Accepted, error) {
	root, _ := loosejson.Object(r.Body) // a proxy on the way may answer in its own form
	if r.Status/100 == 2 {
		id := root.Get("data", "dm_event_id").Str()
		if id == "" {
			return channel.Accepted{}, r.Unread()
		}
		return channel.Accepted{MessageID: id, At: r.At}, nil
	}
	refusal := r.Refused(reason(r.Status, root))
	refusal.RetryAfter = max(refusal.RetryAfter, pause(r.Header, r.At))
	return channel.Accepted{}, refusal
}

// reason reads a refusal: a problem, or a list of errors, or both. The first error
// counts.
func reason(status int, root loosejson.Value) channel.Error {
	var first loosejson.Value
	for each := range root.Get("errors").Items() {
		first = each
		break
	}
	e := channel.Error{
		Code:  cmp.Or(first.Get("code").Str(), problem(first), problem(root)),
		Title: cmp.Or(root.Get("title").Str(), first.First("title", "message")),
	}
	for _, detail := range []string{first.Get("detail").Str(), first.Get("message").Str(), root.Get("detail").Str()} {
		if detail != e.Title && e.Detail == "" {
			e.Detail = detail
		}
	}
	e.Class = classify(e.Code)
	if e.Code == "" && cmp.Or(e.Title, e.Detail) != "" {
		e.Class = classOfWords(status)
	}
	return e
}

// problem returns the name at the end of the address that is a problem's type.
func problem(v loosejson.Value) string {
	kind := v.Get("type").Str()
	if kind == "about:blank" {
		return ""
	}
	return kind[strings.LastIndexByte(kind, '/')+1:]
}

// classify returns what can be done about an error of that code. Codes that nobody
// listed have the empty class. Source: https://docs.x.com/x-api/fundamentals/response-codes-and-errors,
// https://docs.x.com/x-api/direct-messages/manage/integrate (read 2026-11).
func classify(code string) channel.Class {
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

// classOfWords returns the class of a refusal that X words without a code, "" for that
// of the status. 403 is then that the user takes no messages from strangers, or blocked
// the account. Source: https://docs.x.com/x-api/direct-messages/manage/integrate (read
// 2026-11).
func classOfWords(status int) channel.Class {
	switch status {
	case http.StatusForbidden:
		return channel.ClassUser
	case http.StatusPaymentRequired:
		return channel.ClassFix
	case http.StatusBadRequest, http.StatusNotFound:
		return channel.ClassNever
	}
	return ""
}

// pause returns how long until the limit ends that has no calls left: an instant in
// Unix seconds, one for fifteen minutes and one for a day. Source:
// https://docs.x.com/x-api/fundamentals/rate-limits (read 2026-11).
func pause(header http.Header, at time.Time) time.Duration {
	const day = 24 * time.Hour // no limit is counted over more
	longest := time.Duration(0)
	for _, limit := range []string{"X-Rate-Limit", "X-User-Limit-24hour", "X-App-Limit-24hour"} {
		end, err := strconv.ParseInt(header.Get(limit+"-Reset"), 10, 64)
		if err == nil && header.Get(limit+"-Remaining") == "0" {
			longest = max(longest, min(time.Unix(end, 0).Sub(at), day))
		}
	}
	return longest
}
