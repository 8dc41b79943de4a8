package whatsapp

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readHistory reads a part of the conversations that a number had before: threads of old
// messages, of both sides. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
// (read 2026-11).
func (r *reader) readHistory(v loosejson.Value) {
	threads := v.Get("threads")
	if threads.Len() == 0 {
		e := r.notice(channel.EventAccount, v, channel.Notice{Name: "history", Detail: v.Get("metadata", "phase").Str()})
		e.Message.Errors = r.readErrors(v.Get("errors"))
		return
	}
	outer := r.where
	for thread := range threads.Items() {
		user := names{phone: thread.Get("id").Str(), id: thread.Get("context", "user_id").Str()}
		r.each("history", thread.Get("messages"), func(m loosejson.Value) { r.readOld(user, m) })
		r.where = outer
	}
}

// readOldFile reads an old message with a file, which comes outside its thread: what a
// user sent names its sender, what the business sent often
// names only the business.
func (r *reader) readOldFile(v loosejson.Value) {
	user := sender(v)
	if r.feed.business(user.phone) || addressee(v) != (names{}) {
		user = addressee(v)
	}
	r.readOld(user, v)
}

// readOld reads an old message of either side of a user's thread.
func (r *reader) readOld(user names, v loosejson.Value) {
	e := r.add(channel.EventHistory, v)
	e.Notice = channel.Notice{Field: r.feed.field, Name: "user"}
	if v.Get("to").Str() != "" || r.feed.business(v.Get("from").Str()) {
		e.Notice.Name = "business"
	}
	if user != (names{}) { // else it is of an unknown user, though a contact stands beside it
		r.user(e, user)
	}
	r.fill(e, v)
	e.Status.State = channel.DeliveryState(strings.ToLower(v.Get("history_context", "status").Str()))
}
