package whatsapp

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// notice adds news about an account, a template or a user's wishes.
func (r *reader) notice(t channel.EventType, v loosejson.Value, n channel.Notice) *channel.Event {
	e := r.add(t, v)
	e.ID = r.digest(v)
	n.Field = r.feed.field
	e.Notice = n
	return e
}

// newsField reports whether a field tells one piece of news in each change.
func newsField(field string) bool { return templateField(field) || accountField(field) }

func templateField(field string) bool {
	return strings.HasPrefix(field, "message_template_") || strings.HasPrefix(field, "template_")
}

// readNews reads a change that is one piece of news, by its field. The notice has what
// decides something; the payload has all of it as JSON, for each kind has parts of its own.
func (r *reader) readNews(change, v loosejson.Value) {
	n := channel.Notice{Name: v.First("event", "decision", "status", "alert_type", "type")}
	t := channel.EventUnknown
	switch field := r.feed.field; {
	case templateField(field):
		t, n = channel.EventTemplate, templateNews(v, field, n)
	case accountField(field):
		t, n = channel.EventAccount, accountNews(v, n)
	default:
		n.Detail = r.where.String() + ": a field that this version does not know"
	}
	e := r.notice(t, change, n)
	e.Sent = cmp.Or(change.Get("value", "timestamp").Moment(), r.feed.at, e.Sent)
	if t == channel.EventUnknown {
		e.Message.Text = v.Words()
		return
	}
	e.Message.Payload = string(v.Text())
	if t == channel.EventAccount {
		r.readRestrictions(e, v)
	}
}

// readRestrictions makes one event of each restriction that an account's news tells of,
// for each has its own end.
func (r *reader) readRestrictions(e *channel.Event, v loosejson.Value) {
	if v.Get("restriction_info").Len() > 0 {
		e.Message.Payload = "" // its parts become events
	}
	whole, number := *e, 0
	whole.Notice.Number = v.First("display_phone_number", "phone_number")
	for item := range v.Get("restriction_info").Items() {
		if number > 0 {
			e = r.put(whole)
		}
		e.Notice.Number = whole.Notice.Number
		e.ID += "/" + strconv.Itoa(number)
		e.Notice.Subject, e.Notice.Until = item.Get("restriction_type").Str(), item.Get("expiration").Moment()
		e.Notice.Detail = cmp.Or(item.Get("remediation").Str(), e.Notice.Detail)
		number++
	}
}

func accountField(field string) bool {
	switch field {
	case "security", "flows", "partner_solutions", "payment_configuration_update", "automatic_events":
		return true
	}
	name, _, _ := strings.Cut(field, "_")
	return name == "account" || name == "business" || name == "phone"
}

// accountNews reads what happened to a business account or to one of its numbers.
func accountNews(v loosejson.Value, n channel.Notice) channel.Notice {
	ban := v.Get("ban_info")
	n.Subject = cmp.Or(v.First("display_phone_number", "phone_number", "entity_id", "flow_id", "requester", "country"),
		words(ban.Get("waba_ban_state")), v.Get("waba_info", "waba_id").Str())
	n.Detail = cmp.Or(v.First("rejection_reason", "reason", "current_limit", "username", "requested_verified_name",
		"alert_description", "message", "max_daily_conversations_per_business", "max_daily_conversation_per_phone"),
		ban.Get("waba_ban_date").Str(), v.Get("violation_info", "violation_type").Str(), v.Get("disconnection_info", "reason").Str(),
		v.Get("violation_info", "remediation").Str(), v.Get("partner_client_certification_info", "status").Str())
	return n
}

// templateNews reads what happened to a template: its status by event, its quality or its
// category by the new value. News of a status may tell of a quality alone.
func templateNews(v loosejson.Value, field string, n channel.Notice) channel.Notice {
	n.Subject, n.Language = v.Get("message_template_name").Str(), v.Get("message_template_language").Str()
	switch field {
	case "message_template_quality_update":
		n.Name, n.Detail = v.Get("new_quality_score").Str(), v.Get("previous_quality_score").Str()
	case "template_category_update":
		n.Name, n.Detail = v.Get("new_category").Str(), v.Get("previous_category").Str()
	case "message_template_components_update":
		n.Detail = v.Get("message_template_element").Str()
	default:
		n.Detail = cmp.Or(v.Get("rejection_info", "reason").Str(), v.Get("other_info", "title").Str(),
			v.Get("reason").Str(), v.Get("disable_info", "disable_date").Str())
		if n.Name == "" {
			n.Name = v.Get("new_quality_score").Str()
			n.Detail = cmp.Or(n.Detail, v.Get("previous_quality_score").Str())
		}
	}
	return n
}

// readBookEntry reads a change of the phone app's address book.
func (r *reader) readBookEntry(v loosejson.Value) {
	who := v.Get("contact")
	e := r.notice(channel.EventAccount, v, channel.Notice{
		Name: v.Get("action").Str(), Subject: who.Get("phone_number").Str(),
		Detail: cmp.Or(who.Get("full_name").Str(), who.Get("first_name").Str()),
	})
	e.Sent = cmp.Or(v.Get("metadata", "timestamp").Moment(), e.Sent)
}

// readFailure reads an error that belongs to no message.
func (r *reader) readFailure(v loosejson.Value) {
	reason := r.readError(v)
	e := r.notice(channel.EventAccount, v, channel.Notice{
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
