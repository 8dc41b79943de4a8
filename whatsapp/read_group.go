package whatsapp

import (
	"strconv"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readGroup reads news of a group: its life, its settings, and one event for each who
// joined or left, or could not. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/webhooks
// (read 2026-11).
func (r *reader) readGroup(v loosejson.Value) {
	e := r.notice(channel.EventAccount, v, channel.Notice{
		Name: v.Get("type").Str(), Subject: v.Get("group_id").Str(),
		Detail: v.First("reason", "subject", "request_id", "join_request_id"),
	})
	e.Message.Group = e.Notice.Subject
	e.Message.Errors = r.readErrors(v.Get("errors"))
	group, members := *e, 0
	if n := person(v); n != (names{}) {
		r.user(e, n)
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
			if errs := r.readErrors(member.Get("errors")); errs != nil {
				e.Message.Errors = errs
			}
			members++
		}
	}
}
