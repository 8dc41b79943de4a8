package whatsapp

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// notice adds news about an account, a template or a user's wishes.
func (p *parser) notice(t channel.EventType, v value, n channel.Notice) *channel.Event {
	e := p.add(t, v)
	e.ID = p.digest(v)
	n.Field = p.feed.field
	e.Notice = n
	return e
}

// errors puts the errors of v into the newest event.
func (p *parser) errors(v value) {
	p.events[len(p.events)-1].Message.Errors = readErrors(v.get("errors"))
}

// news reads a change that is one piece of news, by its field.
func (p *parser) news(change, v value) {
	n := channel.Notice{Name: first(v, "event", "decision", "status", "alert_type", "type")}
	t := channel.EventUnknown
	switch field := p.feed.field; {
	case strings.HasPrefix(field, "message_template_") || strings.HasPrefix(field, "template_"):
		t, n = channel.EventTemplate, templateNews(v, field, n)
	case accountField(field):
		t = channel.EventAccount
		n.Subject = first(v, "display_phone_number", "phone_number", "entity_id", "flow_id", "requester", "country")
		n.Detail = first(v, "rejection_reason", "reason", "current_limit", "username", "requested_verified_name",
			"alert_description", "message", "max_daily_conversations_per_business", "max_daily_conversation_per_phone")
	default:
		n.Detail = p.where.String() + ": a field that this version does not know"
	}
	restrictions := v.get("restriction_info")
	if t != channel.EventAccount || !restrictions.holds() {
		p.whole(t, change, accountNews(v, n))
		return
	}
	number := 0
	for r := range restrictions.items() { // one event each, for each has its own end
		n.Subject, n.Until = r.get("restriction_type").str(), r.get("expiration").moment()
		e := p.whole(t, change, n)
		e.ID += "/" + strconv.Itoa(number)
		number++
	}
}

// whole adds an event for a whole change, which happened when the entry says.
func (p *parser) whole(t channel.EventType, change value, n channel.Notice) *channel.Event {
	e := p.notice(t, change, n)
	if at := cmp.Or(change.get("value").get("timestamp").moment(), p.feed.at); !at.IsZero() {
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
func accountNews(v value, n channel.Notice) channel.Notice {
	ban := v.get("ban_info")
	n.Subject = cmp.Or(n.Subject, words(ban.get("waba_ban_state")), v.get("waba_info").get("waba_id").str())
	n.Detail = cmp.Or(n.Detail, ban.get("waba_ban_date").str(), v.get("violation_info").get("violation_type").str(),
		v.get("disconnection_info").get("reason").str(),
		v.get("partner_client_certification_info").get("status").str())
	return n
}

// templateNews reads what happened to a template: its status by event, its
// quality or its category by the new value.
func templateNews(v value, field string, n channel.Notice) channel.Notice {
	n.Subject, n.Language = v.get("message_template_name").str(), v.get("message_template_language").str()
	switch field {
	case fieldQuality:
		n.Name, n.Detail = v.get("new_quality_score").str(), v.get("previous_quality_score").str()
	case fieldCategory:
		n.Name, n.Detail = v.get("new_category").str(), v.get("previous_category").str()
	case fieldComponents:
		n.Detail = v.get("message_template_element").str()
	default:
		n.Detail = cmp.Or(v.get("rejection_info").get("reason").str(), v.get("other_info").get("title").str(),
			v.get("reason").str(), v.get("disable_info").get("disable_date").str())
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
func (p *parser) preference(v value) {
	e := p.notice(channel.EventPreference, v, channel.Notice{
		Name: v.get("value").str(), Subject: v.get("category").str(), Detail: v.get("detail").str(),
	})
	p.user(e, person(v))
}

func person(v value) names {
	return names{v.get("wa_id").str(), v.get("user_id").str(), v.get("parent_user_id").str()}
}

// system reads a note by the platform about the user. A new number brings a new
// user id with it. Source: Meta, system messages, read 2026-09.
func (p *parser) system(e *channel.Event, v value) {
	e.Type = channel.EventHandle
	old := v.get("customer").str()
	e.Notice = channel.Notice{Field: p.feed.field, Name: e.Message.Subtype, Subject: old, Detail: e.Message.Text}
	p.renamed(e, cmp.Or(old, first(v, "previous_user_id", "previous_parent_user_id")),
		names{first(v, "wa_id", "new_wa_id"), v.get("user_id").str(), v.get("parent_user_id").str()})
}

// handleChange reads that a user's ids changed.
func (p *parser) handleChange(v value) {
	id, parent := v.get("user_id"), v.get("parent_user_id")
	e := p.notice(channel.EventHandle, v, channel.Notice{
		Name: "user_id_update", Subject: id.get("previous").str(), Detail: v.get("detail").str(),
	})
	p.user(e, names{v.get("wa_id").str(), id.get("previous").str(), parent.get("previous").str()})
	p.renamed(e, "", names{id: id.get("current").str(), parent: parent.get("current").str()})
}

// renamed says that e's user has new names. From stays a name that was known
// before, where there is one.
func (p *parser) renamed(e *channel.Event, before string, now names) {
	e.From = cmp.Or(e.From, before)
	e.Profile.Handles = nil
	for _, name := range []string{now.phone, now.id, now.parent} {
		if name != "" {
			e.Profile.Handles = appendNew(e.Profile.Handles, name)
		}
	}
}

// group reads news of a group: its life, its settings, who joined or left.
func (p *parser) group(v value) {
	e := p.notice(channel.EventAccount, v, channel.Notice{
		Name: v.get("type").str(), Subject: v.get("group_id").str(),
		Detail: first(v, "reason", "subject", "request_id", "join_request_id"),
	})
	e.Message.Group = e.Notice.Subject
	p.errors(v)
	if n := person(v); n != (names{}) {
		p.feed.alone = false
		p.user(e, n)
	}
}

// bookEntry reads a change of the phone app's address book.
func (p *parser) bookEntry(v value) {
	who := v.get("contact")
	e := p.notice(channel.EventAccount, v, channel.Notice{
		Name: v.get("action").str(), Subject: who.get("phone_number").str(),
		Detail: cmp.Or(who.get("full_name").str(), who.get("first_name").str()),
	})
	if at := v.get("metadata").get("timestamp").moment(); !at.IsZero() {
		e.Sent = at
	}
}

// failure reads an error that belongs to no message.
func (p *parser) failure(v value) {
	reason := readError(v)
	e := p.notice(channel.EventAccount, v, channel.Notice{
		Name: "error", Subject: reason.Code, Detail: cmp.Or(reason.Detail, reason.Title),
	})
	e.Message.Errors = []channel.Error{reason}
}

// words returns a text, or those of a list of texts: the platform's pages show
// some states in both ways.
func words(v value) string {
	if v.kind() != '[' {
		return v.str()
	}
	var all []string
	for item := range v.items() {
		all = append(all, item.str())
	}
	return strings.Join(all, ",")
}

// first returns the first of the members that has a text.
func first(v value, names ...string) string {
	for _, name := range names {
		if s := v.get(name).str(); s != "" {
			return s
		}
	}
	return ""
}
