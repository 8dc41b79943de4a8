package wechat

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// readReport reads what became of a notice to a user. Its state comes in words: success,
// or why not.
func (r *reader) readReport(e *channel.Event, message, state, code string) {
	e.Status = channel.Status{MessageID: message, State: channel.StateDelivered}
	if state != "success" {
		e.Status.State = channel.StateFailed
		reason := channel.Error{Code: code, Title: state, Class: classify(e.Account.Kind, code)}
		if strings.Contains(state, "user") { // "failed:user block"
			reason.Class = channel.ClassUser
		}
		e.Status.Errors = []channel.Error{reason}
	}
	if message == "" {
		return
	}
	e.ID = r.own(message) + "/" + string(e.Status.State)
	if e.Status.State == channel.StateFailed && code+state != "" { // another reason is another event
		sum := sha256.Sum256([]byte(code + "\x00" + state))
		e.ID += "/" + cmp.Or(code, hex.EncodeToString(sum[:4]))
	}
}

// readPreferences reads which notices a user agreed to or refused, one event each.
func (r *reader) readPreferences(v node, kind string) {
	id := r.id(v, kind)
	r.each(v, kind, func(i int, v node) {
		e := r.addPart(channel.EventPreference, "", asJSON(v.raw))
		if id != "" {
			e.ID = id + "/" + strconv.Itoa(i)
		}
		e.Notice = channel.Notice{
			Field: kind, Name: v.str("SubscribeStatusString"), Subject: v.str("TemplateId"), Detail: v.str("PopupScene"),
		}
	})
}
