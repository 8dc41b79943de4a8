package rules

import (
	"slices"

	"github.com/socialticket/socialticket/ticket"
)

// repeats finds triggers that ask for something at every update of a ticket.
func (c *checker) repeats(r *checked) {
	asks := slices.ContainsFunc(r.deeds, func(d deed) bool { return d.field == "" })
	if r.of != KindTrigger || !asks || r.holds.unclear || r.holds.never() || r.ends(r) != nil {
		return
	}
	for _, cl := range r.holds.clauses {
		ofUpdate := slices.ContainsFunc(cl, func(l literal) bool {
			switch l.st.field.Name {
			case "update_type", "comment_is_public", "comment_includes_word", "attachment", "current_via_id", "role", "updater_id":
				return true
			}
			return l.st.op == opChanged || l.st.op == opChangedTo || l.st.op == opChangedFrom
		})
		if !ofUpdate {
			c.find(r, Finding{Severity: SeverityWarning, Kind: FindRepeats, Place: "conditions",
				Reason: "it asks for the same again at every update for which its conditions hold", Advice: "Test update_type or what changed, or add a tag that a condition excludes"})
			return
		}
	}
}

// closing finds that none of the rules closes solved tickets: the next message, however
// late, then reopens the old one, whose thread grows for ever.
func (c *checker) closing() []Finding {
	status := c.logic.field(&Condition{Field: string(ticket.FieldStatus)})
	if c.cfg.CloseAfter > 0 || len(c.cfg.Triggers)+len(c.cfg.Automations) == 0 || status == nil || status.Of == nil {
		return nil
	}
	solved := formula{clauses: []clause{{{st: &step{op: opIs, field: status, values: []string{string(ticket.Solved)}}}}}}
	for _, r := range c.rules {
		closes := slices.ContainsFunc(r.deeds, func(d deed) bool { return d.field == ticket.FieldStatus && d.value == string(ticket.Closed) })
		if closes && r.of != KindMacro && r.holds.meets(solved) {
			return nil
		}
	}
	return []Finding{{Severity: SeverityWarning, Kind: FindNeverClosed,
		Reason: "none of the active rules closes solved tickets, so that each next message lengthens the same thread",
		Advice: "Add an automation that closes tickets some hours after they were solved"}}
}
