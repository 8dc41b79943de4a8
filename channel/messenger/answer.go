package messenger

import (
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer implements [platform.Platform]. The code of a refusal is Meta's, with the subcode
// behind it: "10/2018278". RetryAfter is the longest wait that Meta asks for, by the usual
// header or by its own. A reaction is taken without an id.
func (p *Platform) Answer(r platform.Response) (channel.Accepted, error) {
	root, err := loosejson.Object(r.Body) // a proxy on the way may answer in its own form
	refusal, taken := root.Get("error"), r.Status/100 == 2
	switch {
	case taken && err == nil && refusal.Kind() == 0 && root.First("message_id", "recipient_id") != "":
		return channel.Accepted{MessageID: root.Get("message_id").Str(), At: r.At}, nil
	case taken && refusal.Get("code").Str() == "":
		return channel.Accepted{}, r.Unread()
	}
	failed := r.Refused(readReason(refusal))
	failed.RetryAfter = max(failed.RetryAfter, readUsage(r.Header.Get("X-Business-Use-Case-Usage")))
	return channel.Accepted{}, failed
}

// readReason reads an error of the Graph API.
func readReason(v loosejson.Value) channel.Error {
	code := v.Get("code").Str()
	if sub := v.Get("error_subcode").Str(); code != "" && sub != "" && sub != "0" {
		code += "/" + sub
	}
	e := channel.Error{Code: code, Title: v.First("message", "error_user_title"), Detail: v.Get("error_user_msg").Str(), Class: classify(code)}
	if e.Class == "" && v.Get("is_transient").Yes() {
		e.Class = channel.ClassRetry
	}
	return e
}

// classify returns what can be done about an error of that code: "613", or with its
// subcode "10/2018278". A subcode that is not listed counts as its code alone. Codes that
// are not listed have the empty class.
//
// Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes
// (edited 2026-03-18, read 2026-11);
// https://developers.facebook.com/docs/graph-api/guides/error-handling (read 2026-11);
// 10/2534022: https://github.com/ComposioHQ/composio/issues/3604 (read 2026-11).
// That private replies answer 10900 is not verified.
func classify(code string) channel.Class {
	switch code {
	case "10/2018278", "10/2018065", "10/2534022": // outside the window
		return channel.ClassTemplate
	case "10/2018108", "200/1545041", "200/2018108", "551/1545041": // the person is not available
		return channel.ClassUser
	case "1200/1545012", "100/2018047": // for the moment; a file that did not come through
		return channel.ClassRetry
	case "1/99", "2/2018344": // permissions are missing; terms to be accepted
		return channel.ClassFix
	case "1/1357046": // the message went all the same
		return ""
	}
	main, _, _ := strings.Cut(code, "/")
	n, err := strconv.Atoi(main)
	if err != nil {
		return ""
	}
	return mainClass(n)
}

func mainClass(code int) channel.Class {
	switch code {
	case 1, 2, 4, 17, 32, 341, 613, 1200, 80001, 80002, 80006:
		return channel.ClassRetry
	case 551:
		return channel.ClassUser
	case 3, 10, 102, 190, 368:
		return channel.ClassFix
	case 33, 100, 803, 10900, 10901, 10903:
		return channel.ClassNever
	}
	if 200 <= code && code <= 299 { // permissions
		return channel.ClassFix
	}
	return ""
}

// readUsage returns how long Meta's own header asks to wait: the longest of all that is
// counted, in minutes. Source: https://developers.facebook.com/docs/graph-api/overview/rate-limiting
// (read 2026-11).
func readUsage(header string) time.Duration {
	const most = 24 * 60 // no limit is counted over more than a day
	usage, err := loosejson.Parse([]byte(header))
	if err != nil {
		return 0
	}
	longest := int64(0)
	for _, counts := range usage.Members() {
		for c := range counts.Items() {
			longest = max(longest, min(c.Get("estimated_time_to_regain_access").Whole(), most))
		}
	}
	return time.Duration(longest) * time.Minute
}
