package whatsapp

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readGroup reads news of a group: its life, its settings, and one event for each who
// joined or left, or could not. Subtype tells on whose side it began. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
// (read 2026-11).
func (r *reader) readGroup(v loosejson.Value) {
	e := r.notice(channel.EventAccount, v, channel.Notice{
		Name: v.Get("type").Str(), Subject: v.Get("group_id").Str(),
		Detail: firsts(v, "reason", "subject", "request_id", "join_request_id", "invite_link", "join_approval_mode"),
	})
	e.Message.Group = e.Notice.Subject
	e.Message.Errors = r.readErrors(v.Get("errors"))
	for _, setting := range v.Members() {
		e.Message.Errors = append(e.Message.Errors, r.readErrors(setting.Get("errors"))...)
	}
	e.Message.Subtype = v.Get("initiated_by").Str()
	group, members := *e, 0
	readSettings(&e.Message, v)
	if n := person(v); n != (names{}) {
		r.user(e, n)
		e.Profile.Username = cmp.Or(e.Profile.Username, v.Get("username").Str())
	}
	for _, list := range v.Members() {
		for member := range list.Items() {
			n := person(member)
			if n.phone == "" {
				n.phone = member.First("input", "phone_number")
			}
			if n == (names{}) {
				continue
			}
			if members > 0 {
				e = r.put(group)
				e.ID += "/" + strconv.Itoa(members)
			}
			r.user(e, n)
			e.Profile.Username = cmp.Or(e.Profile.Username, member.Get("username").Str())
			if errs := r.readErrors(member.Get("errors")); errs != nil {
				e.Message.Errors = errs
			}
			members++
		}
	}
}

// readSettings reads the settings of a group that changed or could not be: its name, its
// description, its picture.
func readSettings(m *channel.Message, v loosejson.Value) {
	var texts []string
	for name, setting := range v.Members() {
		if text := setting.Get("text").Str(); text != "" {
			texts = append(texts, text)
		}
		if sum := setting.Get("sha256").Str(); sum != "" && name == "profile_picture" {
			m.Attachments = []channel.Attachment{{Type: channel.Image, MIME: setting.Get("mime_type").Str(), SHA256: sum}}
		}
	}
	m.Text = strings.Join(texts, "\n")
}

// firsts returns the texts of those members that have one.
func firsts(v loosejson.Value, names ...string) string {
	var texts []string
	for _, name := range names {
		if s := v.Get(name).Str(); s != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, ", ")
}
