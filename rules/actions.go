package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/ticket"
)

// Deed is what one action of a rule does: it changes the ticket, or asks for what a desk
// or a host carries out. Exactly one of Change and Ask is set.
type Deed struct {
	Change ticket.Change
	Ask    Ask
}

// Ask is what a rule asks for beside changes of the ticket.
type Ask struct {
	Kind    AskKind
	To      string // who is told, or the id of the target, the webhook, the follower
	Subject string // a template
	Body    string // a template
	HTML    bool   // Body is HTML
	Public  bool   // the comment may be seen by the requester
}

// AskKind says what a rule asks for.
type AskKind string

// The kinds of what rules ask for.
const (
	AskComment    AskKind = "comment"      // a comment on the ticket: Public, Body, HTML
	AskVisibility AskKind = "visibility"   // the macro's comment is public, or not
	AskUser       AskKind = "notify_user"  // To: a person's id, "requester_id", "assignee_id", "requester_and_ccs", "current_user", "all_agents"
	AskGroup      AskKind = "notify_group" // To: a group's id, or "group_id"
	AskTarget     AskKind = "target"
	AskWebhook    AskKind = "webhook"
	AskSMSUser    AskKind = "sms_user"
	AskSMSGroup   AskKind = "sms_group"
	AskSurvey     AskKind = "survey" // in the conversation
	AskEndSession AskKind = "end_session"
	AskFollower   AskKind = "follower"
	AskLocale     AskKind = "locale"
	AskOther      AskKind = "other" // To: the name of the action, Body: its value
)

// deed is a compiled action.
type deed struct {
	field ticket.FieldName // of a change; empty: it asks
	value string
	names map[string]func(*Subject) string
	ask   Ask
}

// does returns what the action does to a subject.
func (d *deed) does(s *Subject) Deed {
	if d.field == "" {
		return Deed{Ask: d.ask}
	}
	value := d.value
	if read := d.names[value]; read != nil {
		value = strings.TrimPrefix(read(s), nobody)
	}
	return Deed{Change: ticket.Change{Field: d.field, Value: value}}
}

// deeds compiles the actions of a rule.
func (c *compiler) deeds(list []Action) []deed {
	deeds := make([]deed, 0, len(list))
	for i, a := range list {
		place := fmt.Sprintf("actions[%d]", i)
		if d, problem := c.deed(a); problem != "" {
			c.refuse(place, "%s: %s", a.Field, problem)
		} else {
			deeds = append(deeds, d)
		}
	}
	return deeds
}

// settable returns the fields of a ticket that a rule may set, with the values there are;
// nil: any.
func settable() map[ticket.FieldName][]string {
	return map[ticket.FieldName][]string{
		ticket.FieldStatus: statuses(), ticket.FieldPriority: {"low", "normal", "high", "urgent"},
		ticket.FieldType: {"question", "incident", "problem", "task"}, ticket.FieldCustomStatus: nil, ticket.FieldSubject: nil,
		ticket.FieldGroup: nil, ticket.FieldAssignee: nil, ticket.FieldBrand: nil, ticket.FieldForm: nil,
		ticket.FieldSchedule: nil, ticket.FieldSetTags: nil, ticket.FieldTags: nil, ticket.FieldRemoveTags: nil,
		ticket.FieldMuted: nil, ticket.FieldOrganization: nil,
	}
}

func (c *compiler) deed(a Action) (deed, string) {
	name := ticket.FieldName(strings.Split(a.Field, "#")[0])
	values, known := settable()[name]
	_, customField := name.Custom()
	switch {
	case known && name == ticket.FieldAssignee:
		return deed{field: name, value: a.Value.One(), names: people("current_user", "requester_id")}, ""
	case known && name == ticket.FieldGroup:
		return deed{field: name, value: a.Value.One(), names: map[string]func(*Subject) string{"current_groups": giveGroup}}, ""
	case known && values != nil:
		text := strings.ToLower(a.Value.One())
		if !slices.Contains(values, text) {
			return deed{}, fmt.Sprintf("value %q is not known", a.Value)
		}
		return deed{field: name, value: text}, ""
	case known || customField:
		return deed{field: name, value: strings.Join(a.Value, " ")}, ""
	}
	return ask(a)
}

// ask returns what an action asks for. Source: Zendesk, actions reference and the
// definitions of a live account, facts of autumn 2026.
func ask(a Action) (deed, string) {
	part := func(i int) string {
		if i < len(a.Value) {
			return a.Value[i]
		}
		return ""
	}
	told := map[string]AskKind{"notification_user": AskUser, "notification_group": AskGroup}
	sent := map[string]AskKind{
		"notification_target": AskTarget, "notification_webhook": AskWebhook,
		"notification_sms_user": AskSMSUser, "notification_sms_group": AskSMSGroup,
	}
	plain := map[string]Ask{
		"reply_public":                {Kind: AskComment, Public: true, Body: a.Value.One()},
		"reply_internal":              {Kind: AskComment, Body: a.Value.One()},
		"comment_mode_is_public":      {Kind: AskVisibility, Public: a.Value.One() != "false"},
		"comment_value_html":          {Kind: AskComment, Public: true, HTML: true, Body: part(len(a.Value) - 1)},
		"comment_value":               {Kind: AskComment, Public: true, Body: part(len(a.Value) - 1)},
		"satisfaction_score":          {Kind: AskSurvey, Body: a.Value.One()},
		"notification_messaging_csat": {Kind: AskSurvey, Body: a.Value.One()},
		"end_session":                 {Kind: AskEndSession},
		"follower":                    {Kind: AskFollower, To: a.Value.One()},
		"cc":                          {Kind: AskFollower, To: a.Value.One()},
		"locale_id":                   {Kind: AskLocale, To: a.Value.One()},
	}
	if kind, is := told[a.Field]; is {
		if part(0) == "" {
			return deed{}, "who is told is missing"
		}
		return deed{ask: Ask{Kind: kind, To: part(0), Subject: part(1), Body: part(2)}}, ""
	}
	if kind, is := sent[a.Field]; is {
		if part(0) == "" {
			return deed{}, "where it goes is missing"
		}
		return deed{ask: Ask{Kind: kind, To: part(0), Body: strings.Join(a.Value[1:], "\n")}}, ""
	}
	if what, is := plain[a.Field]; is {
		return deed{ask: what}, ""
	}
	switch a.Field {
	case "side_conversation", "side_conversation_ticket", "side_conversation_slack", "tweet_requester", "share_ticket",
		"notification_zis", "set_skills", "add_skills", "remove_skills":
		return deed{ask: Ask{Kind: AskOther, To: a.Field, Body: strings.Join(a.Value, "\n")}}, ""
	}
	if strings.HasPrefix(a.Field, "requester.custom_fields.") || strings.HasPrefix(a.Field, "organization.custom_fields.") {
		return deed{ask: Ask{Kind: AskOther, To: a.Field, Body: strings.Join(a.Value, " ")}}, ""
	}
	return deed{}, "the action is not known"
}
