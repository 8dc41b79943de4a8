package whatsapp

import (
	"cmp"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readPreference reads that a user agreed to or refused a kind of message. The payload is
// the id of what the user signed up by.
func (r *reader) readPreference(v loosejson.Value) {
	e := r.notice(channel.EventPreference, v, channel.Notice{
		Name: v.Get("value").Str(), Subject: v.Get("category").Str(), Detail: v.Get("detail").Str(),
	})
	e.Message.Payload = v.Get("signup_id").Str()
	r.user(e, person(v))
}

func person(v loosejson.Value) names {
	return names{v.Get("wa_id").Str(), v.Get("user_id").Str(), v.Get("parent_user_id").Str()}
}

// readSystem reads a note by the platform about the user. Only one that says so changes
// how the user is called; every other, whatever numbers it names, is news. A new number
// brings a new user id with it. A note about a new id may name the old one in its words
// only.
//
// Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
// (read 2026-11-27).
func (r *reader) readSystem(e *channel.Event, v loosejson.Value) {
	old := v.Get("customer").Str()
	e.Type = channel.EventAccount
	e.Notice = channel.Notice{Field: r.feed.field, Name: e.Message.Subtype, Subject: old, Detail: e.Message.Text}
	now := names{v.First("wa_id", "new_wa_id"), v.Get("user_id").Str(), v.Get("parent_user_id").Str()}
	before := cmp.Or(old, v.First("previous_user_id", "previous_parent_user_id"))
	switch e.Message.Subtype {
	case "user_changed_number", "customer_changed_number":
		e.Profile.Phone = "" // the old one
	case "user_changed_user_id":
		if before == "" && (e.From == "" || e.From == now.id) {
			before = idBefore(e.Message.Text, now)
		}
	case "": // of older versions, which tell a new number only
		if v.Get("new_wa_id").Str() == "" {
			return
		}
		e.Profile.Phone = ""
	default:
		return
	}
	e.Profile.Phone = cmp.Or(phoneOf(now.phone), e.Profile.Phone)
	renamed(e, before, now)
	if e.From != "" && slices.ContainsFunc(e.Profile.Handles, func(name string) bool { return name != e.From }) {
		e.Type = channel.EventHandle
	}
}

// idBefore returns the first user id in the words of a note that is not a new one.
func idBefore(text string, now names) string {
	for word := range strings.FieldsSeq(text) {
		word = strings.Trim(word, `.,;:!?()"'`)
		if isUserID(word) && word != now.id && word != now.parent {
			return word
		}
	}
	return ""
}

// readHandle reads that a user's ids changed. The payload has all of them as JSON.
func (r *reader) readHandle(v loosejson.Value) {
	id, parent := v.Get("user_id"), v.Get("parent_user_id")
	e := r.notice(channel.EventHandle, v, channel.Notice{
		Name: "user_id_update", Subject: id.Get("previous").Str(), Detail: v.Get("detail").Str(),
	})
	e.Message.Payload = string(v.Text())
	phone := v.Get("wa_id").Str()
	now := names{id: id.Get("current").Str(), parent: parent.Get("current").Str()}
	r.user(e, names{phone, id.Get("previous").Str(), parent.Get("previous").Str()})
	c := r.feed.contacts.find(names{phone, now.id, now.parent})
	e.Profile.Name, e.Profile.Username = cmp.Or(e.Profile.Name, c.name), cmp.Or(e.Profile.Username, c.username)
	renamed(e, "", now)
}

// renamed says that e's user has new names. From is a name that was known before,
// where there is one.
func renamed(e *channel.Event, before string, now names) {
	if e.From == "" || before != "" && (e.From == now.phone || e.From == now.id) {
		e.From = before
	}
	e.Profile.Handles = nil
	for _, name := range []string{now.phone, now.id, now.parent} {
		if name != "" {
			e.Profile.Handles = appendNew(e.Profile.Handles, name)
		}
	}
}
