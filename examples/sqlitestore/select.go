package sqlitestore

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/examples/viewsql"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// Select implements [socialticket.Selector]. It yields the tickets as they were when it
// began. The cost of a view of unsolved tickets follows how many of these there are. Other
// views look at each ticket, which is read only if it passes.
func (s *Store) Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	where, args, _ := viewsql.Where(tree, column, viewsql.SQLite)
	order := "updated DESC, id"
	if live(tree) {
		order = "+" + order // not by the index of that order, but by that of statuses
	}
	return s.walked(ctx, "SELECT body FROM ticket AS t WHERE "+where+" ORDER BY "+order, args...)
}

// live reports whether only tickets pass that are not solved, which are few.
func live(tree rules.Tree) bool {
	l := tree.Leaf
	if l != nil && l.Field == "status" && l.Op == rules.Is && !l.Not {
		return !slices.Contains(l.Values, string(ticket.Solved)) && !slices.Contains(l.Values, string(ticket.Closed))
	}
	return slices.ContainsFunc(tree.All, live)
}

// column returns the SQL of what the standard fields read in a ticket, and of custom
// fields as far as they are texts.
func column(test rules.Leaf) (viewsql.Column, bool) {
	if id, custom := customField(test.Field); custom {
		return customColumn(id, test.Kind)
	}
	switch test.Field {
	case "status":
		return viewsql.Column{Expr: "t.status", Full: true}, true
	case "requester_id":
		return viewsql.Column{Expr: "t.requester", Full: true}, true
	case "assignee_id":
		return viewsql.Column{Expr: "t.assignee", Full: true}, true
	}
	if path, found := textColumns()[test.Field]; found {
		return viewsql.Column{Expr: path}, true
	}
	if path, found := timeColumns()[test.Field]; found {
		return viewsql.Column{Expr: "rtrim(" + path + ", 'Z')", Kind: rules.Time, Instant: bare}, true
	}
	switch test.Field {
	case "replies", "reopens", "comments":
		return viewsql.Column{Expr: "t.body ->> '$." + test.Field + "'", Kind: rules.Number}, true
	case "current_tags":
		return viewsql.Column{Expr: "t.body -> '$.tags'", Kind: rules.Set, Set: viewsql.JSON}, true
	}
	return viewsql.Column{}, false
}

// bare writes an instant as JSON has it, but for the Z at its end: so its order is that of
// time.
func bare(at time.Time) any {
	return strings.TrimSuffix(at.UTC().Format(time.RFC3339Nano), "Z")
}

// textColumns returns where the values are that rules read as texts.
func textColumns() map[string]string {
	columns := map[string]string{
		"type": "t.body ->> '$.type'", "ticket_type_id": "t.body ->> '$.type'",
		"subject_includes_word": "t.body ->> '$.subject'", "integration_account": "t.body ->> '$.address.account.id'",
	}
	for _, name := range []string{"priority", "custom_status_id", "group_id", "assignee_id", "organization_id", "brand_id", "ticket_form_id", "schedule_id", "follow_up_of", "routing_channel"} {
		columns[name] = "t.body ->> '$." + name + "'"
	}
	return columns
}

// timeColumns returns where the instants are from which fields of time count. Those of a
// status have one only while the ticket is in it.
func timeColumns() map[string]string {
	columns := map[string]string{"exact_created_at": "t.body ->> '$.created_at'"}
	for _, name := range []string{"created_at", "updated_at", "assigned_at", "requester_updated_at", "assignee_updated_at", "waiting_since"} {
		columns[name] = "t.body ->> '$." + name + "'"
	}
	before := map[ticket.Status]string{ticket.New: "created_at", ticket.Solved: "solved_at", ticket.Closed: "closed_at"}
	for _, status := range []ticket.Status{ticket.New, ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved, ticket.Closed} {
		entered := "t.body ->> '$.status_updated_at'"
		if other := before[status]; other != "" { // of a ticket of another system
			entered = "coalesce(" + entered + ", t.body ->> '$." + other + "')"
		}
		columns[strings.ToUpper(string(status))] = "CASE t.status WHEN '" + string(status) + "' THEN " + entered + " END"
	}
	return columns
}

// customField returns the id of a custom field of tickets.
func customField(name string) (id string, is bool) {
	if id, is = strings.CutPrefix(name, "custom_fields_"); !is {
		id, is = strings.CutPrefix(name, "ticket_fields_")
	}
	return id, is
}

// customColumn returns the column of a custom field. Numbers and dates are kept as people
// wrote them, which SQL does not read as rules do.
func customColumn(id string, k rules.Kind) (viewsql.Column, bool) {
	c := viewsql.Column{Expr: "SELECT value ->> '$.value' FROM json_each(t.body, '$.fields') WHERE value ->> '$.id' = ?", Args: []any{id}}
	switch k {
	case rules.Choice, rules.Text:
	case rules.Set:
		c.Kind, c.Set = rules.Set, viewsql.Words
	case rules.Truth:
		c.Expr = "CASE WHEN lower(coalesce((" + c.Expr + "), '')) IN ('', '0', 'false', 'no') THEN 'false' ELSE 'true' END"
	case rules.Ordered, rules.Number, rules.Time, rules.Since, rules.Until, rules.Mixed:
		return c, false
	}
	return c, true
}
