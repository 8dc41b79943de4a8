package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/ticket"
)

// Deed is what one action of a rule does: it changes the ticket, or asks for what a desk
// or a host carries out. At most one of Change and Ask is set: neither is where the action
// means a person who is not there, or a comment is for another channel.
type Deed struct {
	Change ticket.Change
	Ask    Ask
}

// DefaultForm is the value of a [ticket.FieldForm] change that stands for the form that new
// tickets of the account get. A desk puts that in.
const DefaultForm = "default_ticket_form"

// Ask is what a rule asks for beside changes of the ticket.
type Ask struct {
	Kind    AskKind
	To      string // who is told, or the id of the target, the webhook, the follower
	Subject string // a template
	Body    string // a template
	HTML    bool   // Body is HTML
	Public  bool   // the comment may be seen by the requester
}

// isNotice reports whether a tells somebody something; a rule tells it once.
func (a Ask) isNotice() bool {
	return a.Kind == AskUser || a.Kind == AskGroup || a.Kind == AskSMSUser || a.Kind == AskSMSGroup
}

// tellsRequester reports whether a reaches the requester.
func (a Ask) tellsRequester() bool {
	toRequester := a.To == "requester_id" || a.To == "requester_and_ccs"
	return a.Kind == AskComment && a.Public || toRequester && (a.Kind == AskUser || a.Kind == AskSMSUser)
}

// AskKind says what a rule asks for.
type AskKind string

// The kinds of what rules ask for.
const (
	AskComment    AskKind = "comment"      // a comment on the ticket: Public, Body, HTML
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

	worded bool // it is the comment of a macro, or one form of it
	scope  scope
}

// does returns what the action does to a subject.
func (d *deed) does(s *Subject) Deed {
	if d.field == "" {
		if !d.scope.has(s) {
			return Deed{}
		}
		return Deed{Ask: d.ask}
	}
	value := d.value
	if read := d.names[value]; read != nil {
		if value = read(s); value == nobody {
			return Deed{}
		}
	}
	return Deed{Change: ticket.Change{Field: d.field, Value: value}}
}

// deeds compiles the actions of a rule.
func (c *compiler) deeds(list []Action) []deed {
	deeds := make([]deed, 0, len(list))
	for i, a := range list {
		place := fmt.Sprintf("actions[%d]", i)
		a.Field, _, _ = strings.Cut(a.Field, "#") // as older rules have it: assignee_id#all_agents
		if a.Field == commentMode {
			if text := a.Value.One(); text != "true" && text != "false" {
				c.refuse(place, "%s: value %q is not known", a.Field, a.Value)
			}
			continue
		}
		if d, problem := c.deed(a); problem != "" {
			c.refuse(place, "%s: %s", a.Field, problem)
		} else if !d.ask.isNotice() || !slices.ContainsFunc(deeds, func(o deed) bool { return o.ask == d.ask }) {
			deeds = append(deeds, d)
		}
	}
	return comments(list, deeds)
}

// settable returns the fields of a ticket that a rule may set, with the values there are;
// nil: any.
func settable() map[ticket.FieldName][]string {
	return map[ticket.FieldName][]string{
		ticket.FieldStatus: statuses(), ticket.FieldPriority: {"low", "normal", "high", "urgent"},
		ticket.FieldType: {"question", "incident", "problem", "task"}, ticket.FieldCustomStatus: nil, ticket.FieldSubject: nil,
		ticket.FieldGroup: nil, ticket.FieldAssignee: nil, ticket.FieldBrand: nil, ticket.FieldForm: nil,
		ticket.FieldSchedule: nil, ticket.FieldSetTags: nil, ticket.FieldTags: nil, ticket.FieldRemoveTags: nil,
		ticket.FieldMuted: nil, ticket.FieldOrganization: nil, ticket.FieldRouting: routes(),
	}
}

func (c *compiler) deed(a Action) (deed, string) {
	name := ticket.FieldName(a.Field)
	values, known := settable()[name]
	id, customField := name.Custom()
	if !known && !(customField && id != "") {
		return ask(a)
	}
	text := a.Value.One()
	if text == "__NULL__" {
		text = ""
	}
	switch {
	case values != nil:
		if text = strings.ToLower(text); !slices.Contains(values, text) {
			return deed{}, fmt.Sprintf("value %q is not known", a.Value)
		}
	case customField, name == ticket.FieldSetTags, name == ticket.FieldTags, name == ticket.FieldRemoveTags:
		if len(a.Value) > 1 {
			text = strings.Join(a.Value, " ")
		}
	case len(a.Value) > 1:
		return deed{}, fmt.Sprintf("value %q: one value is wanted", a.Value)
	case text == "" && slices.Contains([]ticket.FieldName{ticket.FieldCustomStatus, ticket.FieldBrand, ticket.FieldForm, ticket.FieldSubject}, name):
		return deed{}, "the value is missing"
	}
	return deed{field: name, value: text, names: stands(name)}, ""
}

// stands returns the values of an action that stand for others.
func stands(name ticket.FieldName) map[string]func(*Subject) string {
	if name == ticket.FieldAssignee {
		return people("current_user", "requester_id")
	}
	if name != ticket.FieldGroup {
		return nil
	}
	return map[string]func(*Subject) string{"current_groups": giveGroup}
}

// ask returns what an action asks for. Source: Zendesk, actions reference and the
// definitions of a live account, facts of autumn 2026.
func ask(a Action) (deed, string) {
	one := a.Value.One()
	part := func(i int) string {
		if i < len(a.Value) {
			return a.Value[i]
		}
		return ""
	}
	switch a.Field {
	case "notification_user", "notification_group", "notification_sms_user", "notification_sms_group":
		asked := Ask{Kind: told()[a.Field], To: part(0), Subject: part(1), Body: part(2)}
		if strings.HasPrefix(a.Field, "notification_sms_") { // its last part is the text; it has no subject
			asked.Subject, asked.Body = "", strings.Join(a.Value[min(1, len(a.Value)):], "\n")
		}
		return wants(part(0), "who is told", asked)
	case "notification_target", "notification_webhook":
		return wants(part(0), "where it goes", Ask{Kind: told()[a.Field], To: part(0), Body: strings.Join(a.Value[min(1, len(a.Value)):], "\n")})
	case "reply_public", "reply_internal":
		return wants(strings.TrimSpace(one), "the text", Ask{Kind: AskComment, Public: a.Field == "reply_public", Body: one})
	case commentText, commentHTML:
		return comment(a)
	case "satisfaction_score":
		if one != "offered" {
			return deed{}, fmt.Sprintf("value %q is not known", a.Value)
		}
		return deed{ask: Ask{Kind: AskSurvey, Body: one}}, ""
	case "notification_messaging_csat":
		return deed{ask: Ask{Kind: AskSurvey, Body: one}}, ""
	case "end_session":
		return deed{ask: Ask{Kind: AskEndSession}}, ""
	case "follower", "cc":
		return wants(one, "who follows", Ask{Kind: AskFollower, To: one})
	case "locale_id":
		return wants(one, "the language", Ask{Kind: AskLocale, To: one})
	case "set_skills", "add_skills", "remove_skills", "notification_zis", "share_ticket":
		return wants(part(0), "the value", Ask{Kind: AskOther, To: a.Field, Body: strings.Join(a.Value, "\n")})
	case "side_conversation", "side_conversation_ticket", "side_conversation_slack", "tweet_requester":
		return deed{ask: Ask{Kind: AskOther, To: a.Field, Body: strings.Join(a.Value, "\n")}}, ""
	}
	for _, prefix := range []string{"requester.custom_fields.", "organization.custom_fields."} {
		if key, is := strings.CutPrefix(a.Field, prefix); is && key != "" {
			return deed{ask: Ask{Kind: AskOther, To: a.Field, Body: strings.Join(a.Value, " ")}}, ""
		}
	}
	return deed{}, "the action is not known"
}

// told returns the kinds of the actions that tell somebody.
func told() map[string]AskKind {
	return map[string]AskKind{
		"notification_user": AskUser, "notification_group": AskGroup, "notification_sms_user": AskSMSUser,
		"notification_sms_group": AskSMSGroup, "notification_target": AskTarget, "notification_webhook": AskWebhook,
	}
}

// wants returns the deed that asks, if a value that it needs is there.
func wants(value, name string, a Ask) (deed, string) {
	if value == "" {
		return deed{}, name + " is missing"
	}
	return deed{ask: a}, ""
}
