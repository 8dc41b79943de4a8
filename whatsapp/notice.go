package whatsapp

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// notice adds news about an account, a template or a user's wishes.
func (p *parser) notice(t channel.EventType, v loosejson.Value, n channel.Notice) *channel.Event {
	e := p.add(t, v)
	e.ID = p.digest(v)
	n.Field = p.feed.field
	e.Notice = n
	return e
}

// errors puts the errors of v into the newest event.
func (p *parser) errors(v loosejson.Value) {
	p.events[len(p.events)-1].Message.Errors = readErrors(v.Get("errors"))
}

// news reads a change that is one piece of news, by its field.
func (p *parser) news(change, v loosejson.Value) {
	n := channel.Notice{Name: v.First("event", "decision", "status", "alert_type", "type")}
	t := channel.EventUnknown
	switch field := p.feed.field; {
	case strings.HasPrefix(field, "message_template_") || strings.HasPrefix(field, "template_"):
		t, n = channel.EventTemplate, templateNews(v, field, n)
	case accountField(field):
		t = channel.EventAccount
		n.Subject = v.First("display_phone_number", "phone_number", "entity_id", "flow_id", "requester", "country")
		n.Detail = v.First("rejection_reason", "reason", "current_limit", "username", "requested_verified_name",
			"alert_description", "message", "max_daily_conversations_per_business", "max_daily_conversation_per_phone")
	default:
		n.Detail = p.where.String() + ": a field that this version does not know"
	}
	restrictions := v.Get("restriction_info")
	if t != channel.EventAccount || restrictions.Len() == 0 {
		p.whole(t, change, accountNews(v, n))
		return
	}
	number := 0
	for r := range restrictions.Items() { // one event each, for each has its own end
		n.Subject, n.Until = r.Get("restriction_type").Str(), r.Get("expiration").Moment()
		e := p.whole(t, change, n)
		e.ID += "/" + strconv.Itoa(number)
		number++
	}
}

// whole adds an event for a whole change, which happened when the entry says.
func (p *parser) whole(t channel.EventType, change loosejson.Value, n channel.Notice) *channel.Event {
	e := p.notice(t, change, n)
	if at := cmp.Or(change.Get("value", "timestamp").Moment(), p.feed.at); !at.IsZero() {
		e.Sent = at
	}
	return e
}

func accountField(field string) bool {
	switch field {
	case "security", "flows", "partner_solutions", "payment_configuration_update", "automatic_events":
		return true
	}
	name, _, _ := strings.Cut(field, "_")
	return name == "account" || name == "business" || name == "phone"
}

// accountNews adds what the parts of an account_update tell.
func accountNews(v loosejson.Value, n channel.Notice) channel.Notice {
	ban := v.Get("ban_info")
	n.Subject = cmp.Or(n.Subject, words(ban.Get("waba_ban_state")), v.Get("waba_info", "waba_id").Str())
	n.Detail = cmp.Or(n.Detail, ban.Get("waba_ban_date").Str(), v.Get("violation_info", "violation_type").Str(),
		v.Get("disconnection_info", "reason").Str(),
		v.Get("partner_client_certification_info", "status").Str())
	return n
}

// templateNews reads what happened to a template: its status by event, its
// quality or its category by the new value.
func templateNews(v loosejson.Value, field string, n channel.Notice) channel.Notice {
	n.Subject, n.Language = v.Get("message_template_name").Str(), v.Get("message_template_language").Str()
	switch field {
	case fieldQuality:
		n.Name, n.Detail = v.Get("new_quality_score").Str(), v.Get("previous_quality_score").Str()
	case fieldCategory:
		n.Name, n.Detail = v.Get("new_category").Str(), v.Get("previous_category").Str()
	case fieldComponents:
		n.Detail = v.Get("message_template_element").Str()
	default:
		n.Detail = cmp.Or(v.Get("rejection_info", "reason").Str(), v.Get("other_info", "title").Str(),
			v.Get("reason").Str(), v.Get("disable_info", "disable_date").Str())
	}
	return n
}

// The fields that tell of templates beside their status.
const (
	fieldStatus     = "message_template_status_update"
	fieldQuality    = "message_template_quality_update"
	fieldCategory   = "template_category_update"
	fieldComponents = "message_template_components_update"
)

// preference reads that a user agreed to or refused a kind of message.
func (p *parser) preference(v loosejson.Value) {
	e := p.notice(channel.EventPreference, v, channel.Notice{
		Name: v.Get("value").Str(), Subject: v.Get("category").Str(), Detail: v.Get("detail").Str(),
	})
	p.user(e, person(v))
}

func person(v loosejson.Value) names {
	return names{v.Get("wa_id").Str(), v.Get("user_id").Str(), v.Get("parent_user_id").Str()}
}

// system reads a note by the platform about the user. Only one that says so changes
// how the user is called; every other, whatever numbers it names, is news. A new
// number brings a new user id with it. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system
// (read 2026-11-27).
func (p *parser) system(e *channel.Event, v loosejson.Value) {
	old := v.Get("customer").Str()
	e.Type = channel.EventAccount
	e.Notice = channel.Notice{Field: p.feed.field, Name: e.Message.Subtype, Subject: old, Detail: e.Message.Text}
	now := names{v.First("wa_id", "new_wa_id"), v.Get("user_id").Str(), v.Get("parent_user_id").Str()}
	switch e.Message.Subtype {
	case "user_changed_number", "customer_changed_number":
		e.Profile.Phone = "" // the old one
	case "user_changed_user_id":
	case "": // of older versions, which tell a new number only
		if v.Get("new_wa_id").Str() == "" {
			return
		}
		e.Profile.Phone = ""
	default:
		return
	}
	e.Profile.Phone = cmp.Or(phoneOf(now.phone), e.Profile.Phone)
	p.renamed(e, cmp.Or(old, v.First("previous_user_id", "previous_parent_user_id")), now)
	if slices.ContainsFunc(e.Profile.Handles, func(name string) bool { return name != e.From }) {
		e.Type = channel.EventHandle
	}
}

// handleChange reads that a user's ids changed.
func (p *parser) handleChange(v loosejson.Value) {
	id, parent := v.Get("user_id"), v.Get("parent_user_id")
	e := p.notice(channel.EventHandle, v, channel.Notice{
		Name: "user_id_update", Subject: id.Get("previous").Str(), Detail: v.Get("detail").Str(),
	})
	phone := v.Get("wa_id").Str()
	p.user(e, names{phone, id.Get("previous").Str(), parent.Get("previous").Str()})
	c := p.feed.contacts.find(names{phone, id.Get("current").Str(), parent.Get("current").Str()})
	e.Profile.Name, e.Profile.Username = cmp.Or(e.Profile.Name, c.name), cmp.Or(e.Profile.Username, c.username)
	p.renamed(e, "", names{id: id.Get("current").Str(), parent: parent.Get("current").Str()})
}

// renamed says that e's user has new names. From is a name that was known before,
// where there is one.
func (p *parser) renamed(e *channel.Event, before string, now names) {
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

// group reads news of a group: its life, its settings, who joined or left.
func (p *parser) group(v loosejson.Value) {
	e := p.notice(channel.EventAccount, v, channel.Notice{
		Name: v.Get("type").Str(), Subject: v.Get("group_id").Str(),
		Detail: v.First("reason", "subject", "request_id", "join_request_id"),
	})
	e.Message.Group = e.Notice.Subject
	p.errors(v)
	if n := person(v); n != (names{}) {
		p.user(e, n)
	}
}

// bookEntry reads a change of the phone app's address book.
func (p *parser) bookEntry(v loosejson.Value) {
	who := v.Get("contact")
	e := p.notice(channel.EventAccount, v, channel.Notice{
		Name: v.Get("action").Str(), Subject: who.Get("phone_number").Str(),
		Detail: cmp.Or(who.Get("full_name").Str(), who.Get("first_name").Str()),
	})
	if at := v.Get("metadata", "timestamp").Moment(); !at.IsZero() {
		e.Sent = at
	}
}

// failure reads an error that belongs to no message.
func (p *parser) failure(v loosejson.Value) {
	reason := readError(v)
	e := p.notice(channel.EventAccount, v, channel.Notice{
		Name: "error", Subject: reason.Code, Detail: cmp.Or(reason.Detail, reason.Title),
	})
	e.Message.Errors = []channel.Error{reason}
}

// words returns a text, or those of a list of texts: the platform's pages show
// some states in both ways.
func words(v loosejson.Value) string {
	if v.Kind() != '[' {
		return v.Str()
	}
	var all []string
	for item := range v.Items() {
		all = append(all, item.Str())
	}
	return strings.Join(all, ",")
}
