package wechat

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer implements [platform.Platform]. WeChat sends refusals too with the HTTP status
// 200. Customer-service messages get no id, but in WeCom.
func (p *Platform) Answer(r platform.Response) (channel.Accepted, error) {
	root, err := loosejson.Object(r.Body) // a proxy on the way may answer in its own form
	code := root.Get("errcode").Str()
	switch taken := r.Status/100 == 2; {
	case code != "" && code != "0":
		return channel.Accepted{}, r.Refused(channel.Error{Code: code, Title: root.Get("errmsg").Str(), Class: classify(p.cfg.Kind, code)})
	case !taken:
		return channel.Accepted{}, r.Refused(channel.Error{})
	case err != nil || code == "":
		return channel.Accepted{}, r.Unread()
	}
	return channel.Accepted{MessageID: root.Get("msgid").Str(), At: r.At}, nil
}

// classify returns what can be done about an error of a product. One that is not listed
// has the empty class.
//
// A token that is too old or replaced is a matter of minutes: the host gets a new one.
// Whoever is too late, or has used up the messages that the user's last act allowed, may
// still send a notice; in WeCom only the user can help. Source:
// https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
// and https://developer.work.weixin.qq.com/document/path/90455 (read 2026-11).
func classify(kind channel.Kind, code string) channel.Class {
	switch code {
	case "45015", "45047":
		return channel.ClassTemplate
	case "43004", "43101", "50001", "50005": // not subscribed, refuses, not authorized
		return channel.ClassUser
	case "48002": // the user refuses; in WeCom the API is forbidden
		if kind == channel.WeCom {
			return channel.ClassFix
		}
		return channel.ClassUser
	case "95001", "95002", "95013": // WeCom: five messages, 48 hours, the session is over
		return channel.ClassUser
	case "-1", "40001", "40014", "42001", "45009", "45011", "45033": // busy, a new token, quotas
		return channel.ClassRetry
	case "40013", "40037", "40164", "41001", "41002", "45035", "48001", "48004", "60020", "61004", "61007",
		"95000", "95011", "95012", "95017", "95018": // WeCom: the account, where it is used, its API, a person attends
		return channel.ClassFix
	case "40003", "40004", "40007", "40008", "40009", "40010", "40011", "45002", "45008", "47001", "47003", "50002":
		return channel.ClassNever
	}
	return ""
}
