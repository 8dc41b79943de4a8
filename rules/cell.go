package rules

import (
	"slices"
	"strings"
)

// Cells returns the columns of a view for a subject, as texts: values in the form of rules,
// several with commas between them, instants in RFC 3339, "" for nothing and for a column
// that the table does not have. Of "id" and "nice_id" it is the ticket's id.
func (v *Views) Cells(id string, s *Subject) []string {
	view, _ := v.View(id)
	cells := make([]string, len(view.Columns))
	for i, name := range view.Columns {
		cells[i] = v.cell(name, s)
	}
	return cells
}

// Heading returns the value by which a view groups a subject, as [Views.Cells] writes it:
// other than that of [Views.GroupOf] also an instant or a number. "": it does not group.
func (v *Views) Heading(id string, s *Subject) string {
	view, _ := v.View(id)
	if view.Group.By == "" {
		return ""
	}
	return v.cell(view.Group.By, s)
}

func (v *Views) cell(name string, s *Subject) string {
	if name == "id" || name == "nice_id" {
		return string(s.Ticket.ID)
	}
	f, found := v.table.Field(column(name))
	if !found {
		return ""
	}
	return strings.Join(f.seen(s), ", ")
}

// Beyond reports whether a view reads more than tickets, such as the record of the
// requester, the session or the reply window: to choose and order its rows, and to fill in
// its cells. Fields of a host count as more.
func (v *Views) Beyond(id string) (rows, cells bool) {
	view, _ := v.View(id)
	more := func(name string) bool {
		f, found := v.table.Field(column(name))
		return found && f.Of == nil && !f.inTicket
	}
	rows = more(view.Group.By) || more(view.Sort.By) || reads(view.When.All, more) || reads(view.When.Any, more)
	return rows, slices.ContainsFunc(view.Columns, more)
}

// reads reports whether one of the fields of conditions is such a one.
func reads(list []Condition, such func(field string) bool) bool {
	return slices.ContainsFunc(list, func(c Condition) bool {
		return c.Field != "" && such(c.Field) || reads(c.All, such) || reads(c.Any, such)
	})
}
