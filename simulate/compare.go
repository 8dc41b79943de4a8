package simulate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/ticket"
)

// Difference is one thing of a ticket that is so in one outcome and otherwise in another.
type Difference struct {
	Ticket ticket.ID `json:"ticket_id"`
	// Field is a field of the ticket as its log names it, or else
	//	ticket                 the whole of it: "begun" where there is one
	//	first_reply_at, solved_at, closed_at    an instant, RFC 3339 in UTC
	//	fired RULE             how often, as "fired automation nudge"
	//	sent WHO, held WHO     how many messages, as "sent agent ada"
	//	broken METRIC          how many promises
	Field string `json:"field"`
	Was   string `json:"was,omitzero"`   // "" where there was none
	Would string `json:"would,omitzero"` // the same of the other outcome
}

func (d Difference) String() string {
	return fmt.Sprintf("%s %s: %s -> %s", d.Ticket, d.Field, cmp.Or(d.Was, "none"), cmp.Or(d.Would, "none"))
}

// Comparison tells in what two outcomes differ, ticket by ticket and in sum.
type Comparison struct {
	// Differences are ordered by the tickets' beginnings, then by the order in which
	// [Difference] names the fields.
	Differences []Difference `json:"differences,omitzero"`
	Tickets     int          `json:"tickets"` // how many of them differ; those of all stand in Differences, or of the oldest, see [Random.Compare]
	Was         Sums         `json:"was"`
	Would       Sums         `json:"would"`
	// Lost tells what could not be replayed, where one of the outcomes is a replay's.
	Lost []Lost `json:"lost,omitzero"`
}

// Compare tells what would be otherwise than it was.
func Compare(was, would *Outcome) Comparison {
	c := comparing{most: -1}
	c.rest(was, would)
	return c.comparison()
}

// differences compares one ticket. Nil: it is not in that outcome.
func differences(was, would *Result) []Difference {
	switch {
	case was == nil:
		return []Difference{{Ticket: would.Ticket.ID, Field: "ticket", Would: "begun"}}
	case would == nil:
		return []Difference{{Ticket: was.Ticket.ID, Field: "ticket", Was: "begun"}}
	}
	var list []Difference
	add := func(field, a, b string) {
		if a != b {
			list = append(list, Difference{Ticket: was.Ticket.ID, Field: field, Was: a, Would: b})
		}
	}
	for _, e := range ticket.Diff(was.Ticket, would.Ticket) {
		add(string(e.Field), e.From, e.To)
	}
	add("first_reply_at", instantText(was.Ticket.FirstReplyAt), instantText(would.Ticket.FirstReplyAt))
	add("solved_at", instantText(was.Ticket.SolvedAt), instantText(would.Ticket.SolvedAt))
	add("closed_at", instantText(was.Ticket.ClosedAt), instantText(would.Ticket.ClosedAt))
	for _, part := range []struct {
		name string
		a, b []Count
	}{{"fired", was.Fired, would.Fired}, {"sent", was.Sent, would.Sent}, {"held", was.Held, would.Held}, {"broken", was.Broken, would.Broken}} {
		for _, what := range both(part.a, part.b) {
			add(part.name+" "+what, timesText(count(part.a, what)), timesText(count(part.b, what)))
		}
	}
	return list
}

// both returns what is in either list, ordered.
func both(a, b []Count) []string {
	all := map[string]bool{}
	for _, c := range slices.Concat(a, b) {
		all[c.What] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// timesText writes how often something happened, "" for never.
func timesText(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// instantText writes an instant, "" for none.
func instantText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// IsZero reports whether nothing differs and nothing was lost.
func (c Comparison) IsZero() bool { return c.Tickets+len(c.Lost) == 0 }

// String tells everything as text: the sums, then the tickets that differ, then what could
// not be replayed.
func (c Comparison) String() string { return c.Text(-1) }

// Text is [Comparison.String] of at most so many tickets, and as many things that could not
// be replayed; negative: of all.
func (c Comparison) Text(most int) string {
	var b strings.Builder
	c.writeSums(&b)
	fmt.Fprintf(&b, "\n%d of %d tickets would differ\n", c.Tickets, max(c.Was.Tickets, c.Would.Tickets))
	last, told := ticket.ID(""), 0
	for _, d := range c.Differences {
		if d.Ticket != last {
			if told == most {
				break
			}
			fmt.Fprintf(&b, "ticket %s\n", d.Ticket)
			last, told = d.Ticket, told+1
		}
		fmt.Fprintf(&b, "  %s: %s -> %s\n", d.Field, cmp.Or(d.Was, "none"), cmp.Or(d.Would, "none"))
	}
	if told < c.Tickets {
		b.WriteString("…\n")
	}
	if len(c.Lost) > 0 {
		fmt.Fprintf(&b, "%d commands could not be replayed\n", len(c.Lost))
	}
	for i, l := range c.Lost {
		if i == most {
			b.WriteString("…\n")
			break
		}
		fmt.Fprintf(&b, "  %s\n", l)
	}
	return b.String()
}

// writeSums writes a line for each sum: what it was, what it would be.
func (c Comparison) writeSums(b *strings.Builder) {
	line := func(name string, was, would any) { fmt.Fprintf(b, "%-32s %14v %14v\n", name, was, would) }
	line("", "was", "would be")
	w, x := c.Was, c.Would
	line("tickets", w.Tickets, x.Tickets)
	line("answered by a person", w.Replied, x.Replied)
	line("first answer after", w.FirstReply.Round(time.Second), x.FirstReply.Round(time.Second))
	line("closed", w.Closed, x.Closed)
	line("closed after", w.Life.Round(time.Second), x.Life.Round(time.Second))
	line("reopened", w.Reopens, x.Reopens)
	line("messages that went out", w.Sent, x.Sent)
	line("messages that did not", w.Held, x.Held)
	line("promises broken", w.Broken, x.Broken)
	for _, what := range both(w.Fired, x.Fired) {
		line("fired "+what, count(w.Fired, what), count(x.Fired, what))
	}
}
