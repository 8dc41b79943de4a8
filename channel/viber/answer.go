package viber

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer implements [platform.Platform]. Viber sends refusals too with the HTTP status
// 200, and tells by a status of its own.
func (p *Platform) Answer(r platform.Response) (channel.Accepted, error) {
	root, err := loosejson.Object(r.Body) // a proxy on the way may answer in its own form
	code := root.Get("status").Str()
	switch taken := r.Status/100 == 2; {
	case code != "" && code != "0":
		return channel.Accepted{}, r.Refused(channel.Error{Code: code, Title: root.Get("status_message").Str(), Class: classify(code)})
	case !taken:
		return channel.Accepted{}, r.Refused(channel.Error{})
	case err != nil || code == "":
		return channel.Accepted{}, r.Unread()
	}
	return channel.Accepted{MessageID: root.Get("message_token").Str(), At: r.At}, nil
}

// classify returns what can be done about a refusal of that status. One that is not
// listed has the empty class. Of some the user is the reason, and not the message: an
// account, a device or a country that cannot get it. Source:
// https://developers.viber.com/docs/api/rest-bot-api/#error-codes (read 2026-11).
func classify(code string) channel.Class {
	switch code {
	case "12": // too many requests, or 100 messages without an answer
		return channel.ClassRetry
	case "5", "6", "11", "21": // not registered, not subscribed, device, country
		return channel.ClassUser
	case "1", "2", "7", "8", "9", "10", "15", "17", "18", "19", "20", "23", "24": // token, account, webhook, money
		return channel.ClassFix
	case "3", "4", "13", "14", "16", "22": // the message
		return channel.ClassNever
	}
	return ""
}
