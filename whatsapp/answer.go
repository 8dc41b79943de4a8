package whatsapp

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
	"github.com/socialticket/socialticket/whatsapp/quota"
)

// held is the status of a message that waits for a check of its template. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-pacing
// (read 2026-09).
const held = "held_for_quality_assessment"

// Answer implements [platform.Platform]. RetryAfter is what the header asks for, else
// what Meta's pages ask to wait after such an error: see [quota.Pause].
func (p *Platform) Answer(r platform.Response) (channel.Accepted, error) {
	root, err := loosejson.Object(r.Body) // a proxy on the way may answer in its own form
	if reason := p.refusal(root.Get("error")); reason.Code != "" || r.Status/100 != 2 {
		refused := r.Refused(reason)
		if refused.RetryAfter == 0 && refused.Reason.Class == channel.ClassRetry {
			refused.RetryAfter = quota.Pause(reason.Code, 1)
		}
		return channel.Accepted{}, refused
	}
	for sent := range root.Get("messages").Items() {
		if id := sent.Get("id").Str(); err == nil && id != "" {
			return channel.Accepted{MessageID: id, At: r.At, Held: sent.Get("message_status").Str() == held}, nil
		}
		break
	}
	return channel.Accepted{}, r.Unread()
}

// refusal reads an error as the Graph API writes it. Decisions go by code and details;
// titles change, subcodes are obsolete. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
// (read 2026-09).
func (p *Platform) refusal(v loosejson.Value) channel.Error {
	code := v.Get("code").Str()
	if code == "" {
		return channel.Error{}
	}
	reason := channel.Error{
		Code:   code,
		Title:  strings.TrimPrefix(v.Get("message").Str(), "(#"+code+") "),
		Detail: v.Get("error_data", "details").Str(),
		Class:  p.cfg.Provider.class(code),
	}
	if reason.Class == "" && v.Get("is_transient").Yes() {
		reason.Class = channel.ClassRetry
	}
	return reason
}
