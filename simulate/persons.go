package simulate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// known is what a transcript has told of a person.
type known struct{ into, facts string }

// person tells what a decision did to a person; "" if it is only a count of work.
func (tr *transcript) person(c *socialticket.Commit) string {
	p := c.Person
	if p.IsZero() {
		return ""
	}
	now, before := known{into: p.Into, facts: facts(c)}, tr.persons[p.ID]
	tr.persons[p.ID] = now
	switch {
	case now.into != before.into && now.into != "":
		return tr.user(p.ID) + " is one person with " + tr.user(p.Into)
	case now.into != before.into:
		return tr.user(p.ID) + " is a person of their own again"
	case now.facts != before.facts:
		return "agents know more of " + tr.user(p.ID)
	}
	return ""
}

// facts returns what agents know of the person of a commit, "" if nothing.
func facts(c *socialticket.Commit) string {
	p := c.Person
	p.ID, p.Version, p.Effects, p.Into, p.Merges = "", 0, 0, "", nil
	p.MergedBy, p.Reason, p.MergedAt = "", "", time.Time{}
	p.CreatedAt, p.UpdatedAt = time.Time{}, time.Time{}
	text, err := json.Marshal(p)
	if err != nil {
		return err.Error()
	}
	if bare := `{"id":"","version":0}`; string(text) == bare {
		return ""
	}
	return string(text)
}

// joined tells what a merge means for a ticket.
func (tr *transcript) joined(e *ticket.Event) string {
	if e.Reason.Code == "parted" {
		return fmt.Sprintf("%s and %s are two again", tr.user(e.From), tr.user(e.To))
	}
	return fmt.Sprintf("%s is now %s", tr.user(e.From), tr.user(e.To))
}

// user returns the name of a customer by the id of their user.
func (tr *transcript) user(id string) string { return cmp.Or(tr.users[id], id) }
