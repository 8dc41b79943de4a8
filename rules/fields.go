package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// Standard returns the table of the fields that Zendesk's rules have, and of the session
// and the reply window, which are ours. Custom fields need no row: "custom_fields_" and
// an id are a field of their own. Source: Zendesk, conditions reference and the
// definitions of a live account, facts of autumn 2026.
func Standard() *Table {
	inTicket := slices.Concat(ticketFields(), updateFields(), hourFields(), knownFields())
	for i := range inTicket {
		inTicket[i].inTicket = true
	}
	t, err := NewTable(slices.Concat(inTicket, personFields(), talkFields())...)
	if err != nil {
		panic(err) // a row of this file is wrong
	}
	t.family = custom
	return t
}

// of returns a reader of the ticket.
func of(read func(*ticket.Ticket) string) func(*Subject) string {
	return func(s *Subject) string { return read(s.Ticket) }
}

// statuses returns the status categories in their order.
func statuses() []string { return []string{"new", "open", "pending", "hold", "solved", "closed"} }

// none returns an alias by which one text stands for nothing, as "__NULL__" does.
func none(text string) func(string) []string {
	return func(s string) []string {
		if s == text || s == "__NULL__" {
			return []string{""}
		}
		return []string{s}
	}
}

// me and the others are the values that stand for people.
func people(names ...string) map[string]func(*Subject) string {
	all := map[string]func(*Subject) string{
		"current_user": func(s *Subject) string { return cmp.Or(s.User, nobody) },
		"requester_id": of(func(t *ticket.Ticket) string { return cmp.Or(t.Requester, nobody) }),
		"assignee_id":  of(func(t *ticket.Ticket) string { return cmp.Or(t.Assignee, nobody) }),
	}
	chosen := map[string]func(*Subject) string{}
	for _, name := range names {
		chosen[name] = all[name]
	}
	return chosen
}

func ticketFields() []Field {
	id := func(name string, read func(*ticket.Ticket) string) Field {
		return Field{Name: name, Kind: Choice, Of: read, Alias: none("__NULL__")}
	}
	assignee := id("assignee_id", func(t *ticket.Ticket) string { return t.Assignee })
	assignee.Names = people("current_user", "requester_id")
	requester := id("requester_id", func(t *ticket.Ticket) string { return t.Requester })
	requester.Names = people("current_user", "assignee_id")
	group := id("group_id", func(t *ticket.Ticket) string { return t.Group })
	group.Names = map[string]func(*Subject) string{"current_groups": ownGroup}
	assignee.own, requester.own, group.own = true, true, true
	return []Field{
		{Name: "status", Kind: Ordered, Values: statuses(), Of: func(t *ticket.Ticket) string { return string(t.Status) }},
		{Name: "priority", Kind: Ordered, Values: []string{"low", "normal", "high", "urgent"}, Alias: none("0"),
			Of: func(t *ticket.Ticket) string { return string(t.Priority) }},
		{Name: "type", Kind: Choice, Values: []string{"question", "incident", "problem", "task"}, Alias: none("__NULL__"),
			Of: func(t *ticket.Ticket) string { return string(t.Type) }},
		{Name: "via_id", Kind: Choice, Values: vias(), Other: isVia, Alias: func(s string) []string { return []string{via(s)} }, Text: func(s *Subject) string { return via(string(s.Ticket.Via)) }},
		id("custom_status_id", func(t *ticket.Ticket) string { return t.CustomStatus }),
		group,
		assignee, requester,
		id("organization_id", func(t *ticket.Ticket) string { return t.Organization }),
		id("brand_id", func(t *ticket.Ticket) string { return t.Brand }),
		id("ticket_form_id", func(t *ticket.Ticket) string { return t.Form }),
		id("schedule_id", func(t *ticket.Ticket) string { return t.Schedule }),
		routing(),
		{Name: "current_tags", Kind: Set, Texts: func(s *Subject) []string { return s.Ticket.Tags }},
		{Name: "integration_account", Kind: Choice, Text: of(func(t *ticket.Ticket) string { return t.Address.Account.ID })},
		{Name: "subject_includes_word", Kind: Text, Text: of(func(t *ticket.Ticket) string { return t.Subject })},
		count("reopens", func(t *ticket.Ticket) int { return t.Reopens }),
		count("replies", func(t *ticket.Ticket) int { return t.Replies }),
		count("comments", func(t *ticket.Ticket) int { return t.Comments }),
		{Name: "follow_up_of", Kind: Choice, Text: of(func(t *ticket.Ticket) string { return string(t.FollowUpOf) })},
		{Name: "created_at", Kind: Time, At: func(s *Subject) time.Time { return s.Ticket.CreatedAt }},
		{Name: "exact_created_at", Kind: Time, At: func(s *Subject) time.Time { return s.Ticket.CreatedAt }},
	}
}

func count(name string, read func(*ticket.Ticket) int) Field {
	return Field{Name: name, Kind: Number, Number: func(s *Subject) (float64, bool) { return float64(read(s.Ticket)), true }}
}

// updateFields tell of what was just done to the ticket. Without an update they have no
// value.
func updateFields() []Field {
	in := func(read func(*Subject) string) func(*Subject) string {
		return func(s *Subject) string {
			if s.Update == nil {
				return ""
			}
			return read(s)
		}
	}
	said := func(s *Subject) string {
		if s.Update == nil || s.Update.Comment == nil {
			return ""
		}
		return s.Update.Comment.Content.Text
	}
	return []Field{
		{Name: "update_type", Kind: Choice, Values: []string{"Create", "Change"}, Other: anyText, Text: in(func(s *Subject) string {
			if s.Before == nil {
				return "Create"
			}
			return "Change"
		})},
		{Name: "current_via_id", Kind: Choice, Values: vias(), Other: isVia, Alias: func(s string) []string { return []string{via(s)} }, Text: in(func(s *Subject) string { return via(s.Update.Via) })},
		{Name: "role", Kind: Choice, Values: roles(), Named: updater, Text: in(func(s *Subject) string { return role(s.Update.By) })},
		{Name: "updater_id", Kind: Choice, Text: in(func(s *Subject) string { return s.Update.By.ID })},
		{Name: "comment_is_public", Kind: Choice, Values: []string{"true", "false"}, Alias: seen, Text: in(func(s *Subject) string {
			if s.Update.Comment == nil {
				return ""
			}
			return strconv.FormatBool(s.Update.Comment.Public)
		})},
		{Name: "comment_includes_word", Kind: Text, Text: said},
		{Name: "attachment", Kind: Truth, Text: in(func(s *Subject) string {
			return strconv.FormatBool(s.Update.Comment != nil && len(s.Update.Comment.Content.Attachments) > 0)
		})},
	}
}

// seen returns which comments a text of Zendesk's stands for.
func seen(text string) []string {
	switch text {
	case "not_relevant":
		return []string{"true", "false"}
	case "requester_can_see_comment":
		return []string{"true"}
	}
	return []string{text}
}

func role(a ticket.Actor) string {
	switch a.Kind {
	case ticket.EndUser:
		return "end_user"
	case ticket.Agent:
		return "agent"
	case ticket.Bot, ticket.Trigger, ticket.Automation, ticket.System:
	}
	return string(a.Kind)
}

func personFields() []Field {
	person := func(read func(*identity.Person) string) func(*Subject) string {
		return func(s *Subject) string {
			if s.Requester == nil {
				return ""
			}
			return read(s.Requester)
		}
	}
	return []Field{
		{Name: "locale_id", Kind: Choice, Text: person(func(p *identity.Person) string { return p.Locale })},
		{Name: "requester_name", Kind: Text, Text: person(func(p *identity.Person) string { return p.Name })},
		{Name: "requester_email", Kind: Text, Text: person(func(p *identity.Person) string { return p.Email })},
		{Name: "requester_tags", Kind: Set, Texts: func(s *Subject) []string {
			if s.Requester == nil {
				return nil
			}
			return s.Requester.Tags
		}},
	}
}

// hourFields count hours since the ticket entered its status, and since what happened to
// it. Those of a status have no value in another.
func hourFields() []Field {
	var list []Field
	for _, status := range statuses() {
		list = append(list, Field{Name: strings.ToUpper(status), Kind: Since, Needs: Condition{Field: "status", Op: Is, Value: Value{status}}, At: func(s *Subject) time.Time {
			return entered(s.Ticket, ticket.Status(status))
		}})
	}
	for name, read := range map[string]func(*ticket.Ticket) time.Time{
		"assigned_at":          func(t *ticket.Ticket) time.Time { return t.AssignedAt },
		"updated_at":           func(t *ticket.Ticket) time.Time { return t.UpdatedAt },
		"requester_updated_at": func(t *ticket.Ticket) time.Time { return t.RequesterAt },
		"assignee_updated_at":  func(t *ticket.Ticket) time.Time { return t.AssigneeAt },
		"waiting_since":        func(t *ticket.Ticket) time.Time { return t.WaitingSince },
	} {
		list = append(list, Field{Name: name, Kind: Since, At: func(s *Subject) time.Time { return read(s.Ticket) }})
	}
	slices.SortFunc(list, func(a, b Field) int { return cmp.Compare(a.Name, b.Name) })
	return append(list,
		Field{Name: "in_business_hours", Kind: Truth, Values: []string{"true", "false"}, Text: inHours, Next: hoursTurn},
		Field{Name: "on_holiday", Kind: Truth, Values: []string{"true", "false"}, Text: onHoliday, Next: dayTurn},
	)
}

// entered returns when a ticket entered a status that it is in. A ticket of another
// system may have only the instant of being solved or closed.
func entered(t *ticket.Ticket, status ticket.Status) time.Time {
	switch {
	case t.Status != status:
		return time.Time{}
	case !t.StatusAt.IsZero():
		return t.StatusAt
	case status == ticket.New:
		return t.CreatedAt
	case status == ticket.Solved:
		return t.SolvedAt
	case status == ticket.Closed:
		return t.ClosedAt
	}
	return time.Time{}
}

func inHours(s *Subject) string {
	if h := s.hours(); h != nil {
		return strconv.FormatBool(h.Open(s.Now))
	}
	return ""
}

func hoursTurn(s *Subject, from time.Time) time.Time {
	h := s.hours()
	switch {
	case h == nil:
		return time.Time{}
	case h.Open(from):
		return h.NextClosing(from)
	}
	return h.NextOpening(from)
}

func onHoliday(s *Subject) string {
	h := s.hours()
	if h == nil {
		return ""
	}
	_, is := h.Holiday(s.Now)
	return strconv.FormatBool(is)
}

// dayTurn returns the next midnight of the schedule's zone.
func dayTurn(s *Subject, from time.Time) time.Time {
	h := s.hours()
	if h == nil {
		return time.Time{}
	}
	local := from.In(h.Zone())
	return time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, h.Zone()).UTC()
}

// nobody is the value of a person who is not there, which no id is.
const nobody = "\x00nobody"
