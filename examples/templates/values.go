package templates

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// The forms of a day and of an instant, as Zendesk's texts have them.
const (
	dayForm  = "January 2, 2006"
	timeForm = "January 2, 2006 15:04"
)

// Len and Index let a loop go through an object: pairs of a name and a value.
func (o object) Len() int { return len(o) }

// Index returns the pair of a place.
func (o object) Index(i int) any {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	return []any{names[i], o[names[i]]}
}

// values returns what the placeholders of a text stand for.
func (l *Liquid) values(text string, s *rules.Subject) map[string]any {
	requester := l.person(s.Ticket.Requester, s.Requester)
	locale, _ := requester["language"].(string)
	current := l.person(s.User, nil)
	values := map[string]any{
		"ticket": l.ticket(text, s, requester), "current_user": current, "agent": current, "updater": current,
		"requester": requester, "satisfaction": object{"current_rating": string(s.Ticket.Survey.Score)}, "dc": object{}, "user": requester,
	}
	if l.cfg.Satisfaction != nil && strings.Contains(text, "satisfaction") {
		values["satisfaction"] = objectOf(l.cfg.Satisfaction(s.Ticket))
	}
	if l.cfg.Dynamic != nil {
		values["dc"] = l.dynamic(text, locale)
	}
	return values
}

// dynamic returns the texts of the business that a text names.
func (l *Liquid) dynamic(text, locale string) object {
	found := object{}
	for _, m := range regexp.MustCompile(`\bdc\.([\w-]+)`).FindAllStringSubmatch(text, -1) {
		if made, known := l.cfg.Dynamic(m[1], locale); known {
			found[m[1]] = made
		}
	}
	return found
}

func objectOf(texts map[string]string) object {
	o := object{}
	for name, text := range texts {
		o[name] = text
	}
	return o
}

// person returns the placeholders of a person.
func (l *Liquid) person(id string, known *identity.Person) object {
	p := identity.Person{ID: id}
	if known != nil {
		p = *known
	} else if l.cfg.Person != nil && id != "" {
		if more, found := l.cfg.Person(id); found {
			p = more
		}
	}
	if p.ID == "" {
		return object{}
	}
	first, last, _ := strings.Cut(p.Name, " ")
	o := object{
		"id": id, "name": p.Name, "first_name": first, "last_name": strings.TrimSpace(last), "email": p.Email, "phone": p.Phone,
		"language": p.Locale, "locale": p.Locale, "tags": strings.Join(p.Tags, " "),
		"organization": object{"id": p.Organization, "name": l.name("organization", p.Organization)},
	}
	fields := object{}
	for _, f := range p.Fields {
		fields[f.ID] = f.Value
		if _, taken := o[f.ID]; !taken { // external_id, role, notes: where a host keeps them
			o[f.ID] = f.Value
		}
	}
	o["custom_fields"] = fields
	return o
}

func (l *Liquid) name(kind, id string) string {
	if l.cfg.Name == nil || id == "" {
		return ""
	}
	return l.cfg.Name(kind, id)
}

// ticket returns the placeholders of the ticket.
func (l *Liquid) ticket(text string, s *rules.Subject, requester object) object {
	t := s.Ticket
	o := object{
		"id": string(t.ID), "encoded_id": string(t.ID), "title": t.Subject, "subject": t.Subject, "account": l.cfg.Account, "via": string(t.Via),
		"status": capitalize(string(t.Status)), "priority": capitalize(string(t.Priority)), "ticket_type": capitalize(string(t.Type)), "type": capitalize(string(t.Type)),
		"tags": strings.Join(t.Tags, " "), "requester": requester, "submitter": requester, "assignee": l.person(t.Assignee, nil),
		"group":        object{"id": t.Group, "name": l.name("group", t.Group)},
		"organization": object{"id": t.Organization, "name": l.name("organization", t.Organization)},
		"brand":        object{"id": t.Brand, "name": l.name("brand", t.Brand)}, "ticket_form": l.name("form", t.Form),
		"in_business_hours": l.inHours(s), "current_holiday_name": l.holiday(s),
	}
	for name, at := range map[string]time.Time{"created_at": t.CreatedAt, "updated_at": t.UpdatedAt} {
		o[name], o[name+"_with_time"] = l.at(at, dayForm), l.at(at, timeForm)
		o[name+"_with_timestamp"] = l.at(at.UTC(), time.RFC3339)
	}
	if l.cfg.URL != nil {
		address := l.cfg.URL(t.ID)
		_, short, found := strings.Cut(address, "://")
		if !found {
			short = address
		}
		o["url"], o["link"], o["url_with_protocol"] = short, address, address
	}
	for _, f := range t.Fields {
		o["ticket_field_"+f.ID] = f.Value
		o["ticket_field_option_title_"+f.ID] = cmp.Or(l.name("option", f.ID+"/"+f.Value), f.Value)
	}
	if strings.Contains(text, "comment") || strings.Contains(text, "description") {
		l.addThread(o, s)
	}
	return o
}

func (l *Liquid) at(t time.Time, form string) string {
	if t.IsZero() {
		return ""
	}
	return t.In(l.cfg.Zone).Format(form)
}

// hours returns whether the business is open, as a text, and the holiday's name.
func (l *Liquid) inHours(s *rules.Subject) string {
	if h := hours(s); h != nil {
		return strconv.FormatBool(h.Open(s.Now))
	}
	return ""
}

func (l *Liquid) holiday(s *rules.Subject) string {
	h := hours(s)
	if h == nil {
		return ""
	}
	day, _ := h.Holiday(s.Now)
	return day.Name
}

// thread returns the comments of a ticket that are known.
func (l *Liquid) thread(s *rules.Subject) []ticket.Comment {
	var list []ticket.Comment
	if l.cfg.Comments != nil {
		list = slices.Clone(l.cfg.Comments(s.Ticket))
	}
	if s.Update != nil && s.Update.Comment != nil {
		c := *s.Update.Comment
		if !slices.ContainsFunc(list, func(o ticket.Comment) bool { return o.ID == c.ID }) {
			list = append(list, c)
		}
	}
	return list
}
