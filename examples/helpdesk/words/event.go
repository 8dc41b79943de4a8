package words

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// Names says what the ids in a log stand for.
type Names interface {
	// Name names what an id of a kind stands for, such as "agent", "group", "user",
	// "trigger", "macro" or "policy". Without a name that is the id.
	Name(kind, id string) string
	// Clock shows an instant.
	Clock(t time.Time) string
}

// Event tells an audit event of a ticket on a kind of channel in a sentence.
func (w *Words) Event(on channel.Kind, e ticket.Event, n Names) string {
	text := join(" ", w.event(on, e, n), w.why(on, e))
	letter, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(letter)) + text[size:]
}

// why tells the reason of an event, for which some types have words of their own.
func (w *Words) why(on channel.Kind, e ticket.Event) string {
	switch {
	case e.Type == ticket.EventIdentity:
		return ""
	case e.Reason.Code == "value_missing":
		return w.T("event.rule.missing", e.Reason.Title)
	}
	return w.Reason(on, e.Reason)
}

func (w *Words) event(on channel.Kind, e ticket.Event, n Names) string {
	who := w.Actor(e.By, n)
	switch e.Type {
	case ticket.EventCreate:
		if e.From != "" {
			return w.T("event.create.follow", who, n.Name("ticket", e.From))
		}
		return w.T("event.create", who)
	case ticket.EventChange:
		return w.change(who, e, n)
	case ticket.EventComment:
		return w.fill(w.variant("event.comment", e.To), who)
	case ticket.EventEdit, ticket.EventRevoke:
		return w.T("event."+string(e.Type), who)
	case ticket.EventReact:
		if e.To == "" {
			return w.T("event.react.back", who)
		}
		return w.T("event.react", who, e.To)
	case ticket.EventRedact:
		if e.Field != "" {
			return w.T("event.redact.field", who, w.field(e.Field, n))
		}
		return w.T("event.redact", who)
	case ticket.EventSend:
		return w.T("event.send", first(w.texts["sent_by."+e.To], w.Or("channel", e.To)))
	case ticket.EventDelivery:
		return w.T("event.delivery", w.State(channel.DeliveryState(e.To)))
	case ticket.EventSession, ticket.EventWindow:
		return w.fill(w.variant("event."+string(e.Type), e.To), who)
	case ticket.EventIdentity:
		return w.fill(w.variant("event.identity", e.Reason.Code), who, n.Name("user", e.To))
	case ticket.EventMerge:
		return w.T("event.merge", who, n.Name("person", e.From), n.Name("person", e.To))
	case ticket.EventJoin, ticket.EventPart:
		if e.From == string(e.Ticket) {
			return w.T("event."+string(e.Type), who, n.Name("ticket", e.To))
		}
		return w.T("event."+string(e.Type)+".here", who, n.Name("ticket", e.From))
	case ticket.EventMacro:
		return w.T("event.macro", who, n.Name("macro", e.To))
	case ticket.EventRule:
		if e.Reason != (channel.Error{}) {
			return w.T("event.rule.failed", who)
		}
		return w.T("event.rule", who)
	case ticket.EventSLA:
		return w.promise(e, n)
	case ticket.EventAutomatic:
		return w.T("event.automatic", w.Or("automatic", e.To))
	case ticket.EventSurvey:
		return w.T("event.survey")
	}
	return w.T("event.other", who, strings.ReplaceAll(string(e.Type), "_", " "))
}

// variant returns the key with a suffix if there is a sentence for that, else the key.
func (w *Words) variant(key, suffix string) string {
	if _, found := w.texts[key+"."+suffix]; found {
		return key + "." + suffix
	}
	return key
}

// fill returns a sentence whose verbs, if it has any, are filled.
func (w *Words) fill(key string, args ...any) string {
	if !strings.Contains(w.T(key), "%") {
		return w.T(key)
	}
	return w.T(key, args...)
}

// change tells that a field has another value.
func (w *Words) change(who string, e ticket.Event, n Names) string {
	field := w.field(e.Field, n)
	from, to := w.Value(e.Field, e.From, n), w.Value(e.Field, e.To, n)
	switch {
	case e.Field == ticket.FieldMuted && e.To != "":
		return w.T("event.change.muted", who)
	case e.Field == ticket.FieldSnoozed && e.To != "":
		return w.T("event.change.snoozed_until", who, to)
	case e.Field == ticket.FieldMuted, e.Field == ticket.FieldSnoozed:
		return w.T("event.change."+string(e.Field)+".end", who)
	case e.Field == ticket.FieldTags:
		return w.tags(who, ticket.Tags(e.From), ticket.Tags(e.To))
	case to == "":
		return w.T("event.change.clear", who, field, from)
	case from == "":
		return w.T("event.change.set", who, field, to)
	}
	return w.T("event.change", who, field, from, to)
}

// tags tells which tags came and which went.
func (w *Words) tags(who string, from, to []string) string {
	without := func(list, other []string) (rest []string) {
		for _, tag := range list {
			if !slices.Contains(other, tag) {
				rest = append(rest, tag)
			}
		}
		return rest
	}
	came, went := strings.Join(without(to, from), ", "), strings.Join(without(from, to), ", ")
	switch {
	case came == "":
		return w.T("event.tags.went", who, went)
	case went == "":
		return w.T("event.tags.came", who, came)
	}
	return w.T("event.tags", who, came, went)
}

// promise tells what happened to a promise.
func (w *Words) promise(e ticket.Event, n Names) string {
	if e.Field == sla.FieldPolicy {
		if e.To == "" {
			return w.T("event.sla.none", n.Name("policy", e.From))
		}
		return w.T("event.sla.policy", n.Name("policy", e.To))
	}
	metric := w.Or("metric", string(e.Field))
	switch e.To {
	case sla.WordBegin, sla.WordTarget:
		within, business := strings.CutSuffix(e.From, " business")
		span, err := time.ParseDuration(within)
		switch {
		case err != nil:
			return w.T("event.sla."+e.To+".none", metric)
		case business:
			return w.T("event.sla."+e.To, metric, w.T("event.sla.business", w.Left(span)))
		}
		return w.T("event.sla."+e.To, metric, w.Left(span))
	case sla.WordHours:
		return w.T("event.sla.hours", metric)
	}
	return w.fill(w.variant("event.sla", e.To), metric)
}

// field names a field within a sentence.
func (w *Words) field(f ticket.FieldName, n Names) string {
	if id, custom := f.Custom(); custom {
		return w.T("field.custom", n.Name("field", id))
	}
	return w.Or("field", string(f))
}

// Value shows the value of a field; "": it is empty.
func (w *Words) Value(f ticket.FieldName, value string, n Names) string {
	if value == "" {
		return ""
	}
	switch f {
	case ticket.FieldStatus, ticket.FieldPriority, ticket.FieldType, ticket.FieldSatisfaction, ticket.FieldRouting:
		return w.Or(strings.TrimSuffix(string(f), "_channel"), value)
	case ticket.FieldSnoozed, ticket.FieldDue:
		if at, err := time.Parse(time.RFC3339Nano, value); err == nil {
			return n.Clock(at)
		}
	case ticket.FieldGroup, ticket.FieldAssignee, ticket.FieldRequester, ticket.FieldOrganization, ticket.FieldBrand,
		ticket.FieldForm, ticket.FieldSchedule, ticket.FieldCustomStatus:
		return n.Name(kindOf(f), value)
	case ticket.FieldSubject, ticket.FieldMuted, ticket.FieldTags, ticket.FieldSetTags, ticket.FieldRemoveTags, ticket.CustomField:
	}
	return value
}

// kindOf returns what the ids of a field stand for.
func kindOf(f ticket.FieldName) string {
	kind := map[ticket.FieldName]string{
		ticket.FieldAssignee: "agent", ticket.FieldRequester: "user", ticket.FieldForm: "form", ticket.FieldSchedule: "schedule",
	}[f]
	return first(kind, strings.TrimSuffix(string(f), "_id"))
}

// Actor names who did something, within a sentence.
func (w *Words) Actor(a ticket.Actor, n Names) string {
	switch a.Kind {
	case ticket.EndUser:
		return n.Name("user", a.ID)
	case ticket.Agent:
		return n.Name("agent", a.ID)
	case ticket.Bot:
		return w.fill(w.variant("actor.bot", a.ID), a.ID)
	case ticket.Trigger, ticket.Automation:
		return w.T("actor."+string(a.Kind), n.Name(string(a.Kind), a.ID))
	case ticket.System:
	}
	return w.T("actor.system")
}
