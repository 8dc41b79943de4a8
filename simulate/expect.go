package simulate

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// none is how a story writes an empty value.
const none = "none"

// expect compares what became of a customer with what a story wants.
func (w *World) expect(c *cursor) error {
	customer, field := c.name(), c.word()
	not := field == "not"
	if not {
		field = c.word()
	}
	want := c.rest()
	if customer == "" || field == "" || want == "" {
		return wrong("a field of somebody is expected to be something, as: expect ana status open")
	}
	is, err := w.answer(customer, field, want)
	switch {
	case err != nil:
		return err
	case not && is == want:
		return fmt.Errorf("%s of %s is %q", field, customer, is)
	case !not && is != want:
		return fmt.Errorf("%s of %s is %q, not %q", field, customer, is, want)
	}
	return nil
}

// answer returns what a field of a customer is, in the words of a story. What is wanted
// chooses one of several.
func (w *World) answer(customer, field, want string) (string, error) {
	switch field {
	case "session":
		head, err := w.Head(customer)
		return sessionWord(head.Conversation.Session.State), err
	case "tickets":
		n, err := w.tickets(customer)
		return strconv.Itoa(n), err
	case "person":
		return w.personOf(customer)
	case "reply", "window":
		d, err := w.MayReply(customer)
		return windowWord(field, d), err
	}
	t, err := w.Ticket(customer)
	if err != nil {
		return "", err
	}
	switch field {
	case "delivery", "comment":
		return w.newest(t.ID, field)
	case "fired":
		return w.fired(t.ID, want)
	case "tag":
		if t.HasTag(want) {
			return want, nil
		}
		return orNone(t.Get(ticket.FieldTags)), nil
	case "tags":
		return tagsLike(t.Tags, want), nil
	}
	name := fieldName(field)
	if _, custom := name.Custom(); !custom && !slices.Contains(ticketFields(), name) {
		return "", wrong("a ticket has nothing that is called %q", field)
	}
	return orNone(t.Get(name)), nil
}

func orNone(text string) string {
	if text == "" {
		return none
	}
	return text
}

// tagsLike returns tags in the order in which a story wants them, if they are the same.
func tagsLike(tags []string, want string) string {
	if slices.Equal(slices.Sorted(slices.Values(tags)), slices.Sorted(strings.FieldsSeq(want))) {
		return want
	}
	return orNone(strings.Join(tags, " "))
}

func sessionWord(s session.State) string { return orNone(string(s)) }

// windowWord tells what an agent may do, or until when.
func windowWord(field string, d channel.Decision) string {
	switch {
	case field == "reply" && d.Allowed:
		return "allowed"
	case field == "reply":
		return "refused"
	case !d.Allowed:
		return "closed"
	case d.Until.IsZero():
		return none
	case d.Until.Truncate(time.Minute).Equal(d.Until):
		return d.Until.Format("2006-01-02 15:04")
	}
	return d.Until.Format(time.DateTime)
}

// newest returns the text of the newest comment, or how far it got.
func (w *World) newest(id ticket.ID, field string) (string, error) {
	list, err := w.store.Comments(w.ctx(), id, socialticket.Page{Limit: 1})
	if err != nil || len(list) == 0 {
		return none, err
	}
	if field == "delivery" {
		return orNone(string(list[0].Delivery.State)), nil
	}
	return orNone(list[0].Content.Text), nil
}

// fired returns the rule that is wanted if it fired on the ticket, else those that did.
func (w *World) fired(id ticket.ID, want string) (string, error) {
	var rules []string
	var page socialticket.Page
	for {
		list, err := w.store.Events(w.ctx(), id, page)
		if err != nil {
			return "", err
		}
		for _, e := range list {
			page.Before = e.Number
			if e.Type != ticket.EventRule || e.Reason.Code != "" || slices.Contains(rules, e.By.ID) {
				continue
			}
			if e.By.ID == want {
				return want, nil
			}
			rules = append(rules, e.By.ID)
		}
		if len(list) == 0 {
			return orNone(strings.Join(rules, " ")), nil
		}
	}
}

// tickets counts the tickets of a customer's address.
func (w *World) tickets(customer string) (n int, err error) {
	address := w.Customer(customer)
	for t, err := range w.store.Tickets(w.ctx()) {
		if err != nil {
			return 0, err
		}
		if t.Address == address {
			n++
		}
	}
	return n, nil
}

// personOf returns the name of the customer whom another one was merged into.
func (w *World) personOf(customer string) (string, error) {
	if _, err := w.user(customer); err != nil {
		return "", err
	}
	head, err := w.Head(customer)
	if err != nil {
		return "", err
	}
	for _, name := range slices.Sorted(maps.Keys(w.customers)) {
		if other, err := w.Head(name); err != nil || other.Conversation.User.ID == head.Person.ID {
			return name, err
		}
	}
	return head.Person.ID, nil
}

// fieldName returns the name of a field that a story may shorten.
func fieldName(word string) ticket.FieldName {
	short := map[string]ticket.FieldName{
		"assignee": ticket.FieldAssignee, "group": ticket.FieldGroup, "brand": ticket.FieldBrand, "form": ticket.FieldForm,
		"organization": ticket.FieldOrganization, "tags": ticket.FieldTags, "schedule": ticket.FieldSchedule,
		"rating": ticket.FieldSatisfaction, "snoozed": ticket.FieldSnoozed, "due": ticket.FieldDue,
	}
	if name, is := short[word]; is {
		return name
	}
	return ticket.FieldName(word)
}

// ticketFields returns what a ticket may be asked for.
func ticketFields() []ticket.FieldName {
	return []ticket.FieldName{
		ticket.FieldStatus, ticket.FieldCustomStatus, ticket.FieldSubject, ticket.FieldPriority, ticket.FieldType, ticket.FieldGroup,
		ticket.FieldAssignee, ticket.FieldRequester, ticket.FieldOrganization, ticket.FieldBrand, ticket.FieldForm, ticket.FieldSchedule,
		ticket.FieldTags, ticket.FieldMuted, ticket.FieldSnoozed, ticket.FieldDue, ticket.FieldSatisfaction, ticket.FieldRouting,
	}
}
