package messenger

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
// with RetryAfter where Meta says how long to wait.
func Answer(status int, header http.Header, body []byte, at time.Time) (channel.Accepted, error) {
	root, err := loosejson.Object(body) // a proxy on the way may answer in its own form
	if status/100 == 2 && err == nil && root.Get("error").Kind() == 0 {
		return channel.Accepted{MessageID: root.Get("message_id").Str(), At: at.UTC()}, nil
	}
	return channel.Accepted{}, &channel.SendError{Reason: reason(status, root.Get("error")), RetryAfter: pause(header)}
}

// reason reads an error of the Graph API. Without one the HTTP status is all there
// is; a success that cannot be read is not known to be one, and not repeated.
func reason(status int, v loosejson.Value) channel.Error {
	code := v.Get("code").Str()
	if sub := v.Get("error_subcode").Str(); code != "" && sub != "" && sub != "0" {
		code += "/" + sub
	}
	e := channel.Error{
		Code:  cmp.Or(code, "http_"+strconv.Itoa(status)),
		Title: cmp.Or(v.Get("message").Str(), http.StatusText(status)), Detail: v.Get("error_user_msg").Str(),
		Class: Classify(code),
	}
	if code == "" {
		switch {
		case status == http.StatusTooManyRequests || status >= 500:
			e.Class = channel.ClassRetry
		case status == http.StatusUnauthorized:
			e.Class = channel.ClassFix
		}
	}
	return e
}

// Classify returns what can be done about an error of that code: "613", or with
// its subcode "10/2018278". A subcode that nobody listed counts as its code alone.
// Codes that nobody listed have the empty class: keep them, and do not repeat by
// yourself.
//
// Source: Meta, Messenger Platform, error codes (edited 2026-03-18); Instagram's
// 2534022 and the restriction of pages from what developers reported in 2026, of
// which private replies' 10900 is not verified.
func Classify(code string) channel.Class {
	switch code {
	case "10/2018278", "10/2018065", "10/2534022": // outside the window
		return channel.ClassTemplate
	case "10/2018108", "200/1545041", "200/2018108", "551/1545041": // the person is not available
		return channel.ClassUser
	case "1200/1545012", "100/2018047": // for the moment; a file that did not come through
		return channel.ClassRetry
	case "2/2018344": // terms to be accepted
		return channel.ClassFix
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

// pause returns how long Meta asks to wait: by the usual header in seconds, or in
// minutes by its own, where it is the longest of all that are counted. Source:
// Meta, Graph API, rate limiting, read 2026-11.
func pause(header http.Header) time.Duration {
	const most = 24 * 60 // no limit is counted over more than a day
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil {
		seconds = 0
	}
	longest := time.Duration(min(max(0, seconds), most*60)) * time.Second
	usage, err := loosejson.Parse([]byte(header.Get("X-Business-Use-Case-Usage")))
	if err != nil {
		return longest
	}
	for _, counts := range usage.Members() {
		for c := range counts.Items() {
			minutes := min(c.Get("estimated_time_to_regain_access").Whole(), most)
			longest = max(longest, time.Duration(minutes)*time.Minute)
		}
	}
	return longest
}
