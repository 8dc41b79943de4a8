package main

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// listRow is a ticket as a list shows it.
type listRow struct {
	row
	In        frame      // of the page that shows it
	Heading   string     // of the group that begins with it; "": it is in the group of the row before
	Said      inbox.Said // what the requester did; "": it is not told
	Cells     []cellView // the columns of the view that are not shown otherwise
	DueAt     time.Time  // of the next promise; zero: none is
	Conflicts int        // addresses of the requester that another person has
	Unread    bool
}

// Name returns the name of the requester, or the address.
func (r listRow) Name() string {
	return cmp.Or(r.Customer, r.Ticket.Address.Handle, string(r.Ticket.ID))
}

// Initials are two letters for the channel.
func (r listRow) Initials() string {
	via := r.Ticket.Via
	if short, found := map[channel.Kind]string{channel.WhatsApp: "WA", channel.Telegram: "TG", channel.Instagram: "IG"}[via]; found {
		return short
	}
	return strings.ToUpper(string(via[:min(2, len(via))]))
}

// Closing reports whether the reply window is open and has an end.
func (r listRow) Closing() bool {
	return r.Window.Allowed && !r.Window.Until.IsZero() && r.Ticket.Status != ticket.Closed
}

// Shut reports whether an ordinary reply cannot go out any more.
func (r listRow) Shut() bool { return !r.Window.Allowed && !r.Ticket.Status.Done() }

// Late reports whether the promise is broken.
func (r listRow) Late() bool { return !r.DueAt.After(r.In.Now) }

// Marked reports whether there is something to warn of.
func (r listRow) Marked() bool {
	return r.Conflicts > 0 || !r.DueAt.IsZero() || r.Closing() || r.Shut()
}

// cellView is a column of a view.
type cellView struct{ Label, Text string }

// viewRow returns a row of a view.
func (s *server) viewRow(ctx context.Context, f frame, v rules.View, from inbox.Row) (listRow, error) {
	one, err := s.row(ctx, from.Ticket.ID)
	if err != nil {
		return listRow{}, err
	}
	one.Ticket = from.Ticket
	r := listRow{row: one, DueAt: s.due(&from.Ticket)}
	for i, column := range v.Columns {
		switch column {
		case "requester", "requester_id", "subject", "description", "status", "updated", "updated_at":
			continue // they have a place of their own
		}
		if text := s.cell(f, column, from.Cells[i]); text != "" {
			r.Cells = append(r.Cells, cellView{f.Or("column", column), text})
		}
	}
	if v.Group.By != "" {
		r.Heading = s.heading(f, v.Group.By, from.Group)
	}
	return r, nil
}

// headings leaves those of the rows that begin a group.
func headings(list []listRow) {
	last := ""
	for i := range list {
		if list[i].Heading == last {
			list[i].Heading = ""
			continue
		}
		last = list[i].Heading
	}
}

// cell tells a value of a column in words.
func (s *server) cell(f frame, column, text string) string {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return f.Clock(at)
	}
	return s.named(f, column, text)
}

// heading tells the value by which tickets are grouped. Instants are one group a day.
func (s *server) heading(f frame, column, text string) string {
	if text == "" {
		return f.T("list.group_none")
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		at = at.In(f.Zone)
		return f.T("time.date_year", at.Day(), f.T("month."+at.Format("Jan")), at.Year())
	}
	return s.named(f, column, text)
}

// named returns the name of a code or an id.
func (s *server) named(f frame, column, text string) string {
	if text == "" {
		return ""
	}
	switch column {
	case "assignee", "assignee_id":
		return f.Name(text)
	case "status", "priority", "type", "channel":
		return f.Or(column, text)
	case "group", "group_id":
		groups := s.business.Settings().Groups
		if i := slices.IndexFunc(groups, func(g socialticket.Group) bool { return g.ID == text }); i >= 0 && groups[i].Name != "" {
			return groups[i].Name
		}
	}
	return text
}

// markFresh tells of each row whether the agent has seen it, and leaves what was seen out of
// Fresh.
func (s *server) markFresh(r *http.Request, f frame, v *listsView) error {
	var ids []ticket.ID
	for _, list := range [][]listRow{v.Rows, v.Fresh} {
		for i := range list {
			ids = append(ids, list[i].Ticket.ID)
		}
	}
	seen, err := s.seen(r.Context(), f.Agent.ID, ids)
	if err != nil {
		return err
	}
	whole := !r.URL.Query().Has("part") // then the ticket that is chosen is shown as well
	unread := func(one listRow) bool {
		t := one.Ticket
		return t.Comments > seen[t.ID] && !t.Status.Done() && !(whole && string(t.ID) == f.Ticket)
	}
	for i := range v.Rows {
		v.Rows[i].In, v.Rows[i].Unread = f, unread(v.Rows[i])
	}
	v.Fresh = slices.DeleteFunc(v.Fresh, func(one listRow) bool { return !unread(one) })
	return nil
}

// due returns when the next promise about a ticket is due; zero: none is.
func (s *server) due(t *ticket.Ticket) time.Time { return s.business.Settings().Known(t).PromiseAt }
