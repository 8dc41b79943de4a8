package stored

import (
	"fmt"
	"slices"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
)

// Users are what became of users by the last event about one of them. Their ids are those of
// the case.
type Users struct {
	User      identity.User // after the event; the zero User if nothing is known
	Conflicts []identity.Conflict
	Count     int                                // of all users
	Before    map[string]identity.User           // as they were
	Now       func(string) (identity.User, bool) // as one is
}

// Compare compares what cases may expect of users.
func (d Users) Compare(c *datatest.Case) {
	handles := []string{}
	for _, a := range d.User.Addresses {
		handles = append(handles, a.Handle)
	}
	slices.Sort(handles)
	c.Check("contact", func(want any) string { return datatest.Diff(datatest.IDOf(want), d.User.ID) })
	c.Want("phone", d.User.Phone)
	c.Want("conflict", len(d.Conflicts) > 0)
	c.Check("conflict_with", d.owners)
	c.Check("owner", d.owners)
	c.Check("identities", func(want any) string {
		list := datatest.Texts(want)
		slices.Sort(list)
		return cmp.Diff(list, handles)
	})
	c.Check("identities_include", func(want any) string {
		missing := slices.DeleteFunc(datatest.Texts(want), func(h string) bool { return slices.Contains(handles, h) })
		return cmp.Diff([]string{}, missing)
	})
	c.Check("identities_exclude", func(want any) string {
		there := slices.DeleteFunc(datatest.Texts(want), func(h string) bool { return !slices.Contains(handles, h) })
		return cmp.Diff([]string{}, there)
	})
	c.Check("unchanged", d.changed)
	c.Want("contacts", d.Count)
}

// owners tells how the users that conflicts name differ from the one wanted.
func (d Users) owners(want any) string {
	owners := []string{}
	for _, conflict := range d.Conflicts {
		owners = append(owners, conflict.Owner)
	}
	slices.Sort(owners)
	return cmp.Diff([]string{datatest.IDOf(want)}, slices.Compact(owners))
}

// changed tells what became of users that should have stayed as they were.
func (d Users) changed(want any) (diffs string) {
	ids, _ := want.([]any)
	for _, id := range ids {
		after, known := d.Now(datatest.IDOf(id))
		if !known {
			diffs += fmt.Sprintf("user %v is unknown", id)
		}
		diffs += cmp.Diff(d.Before[datatest.IDOf(id)], after)
	}
	return diffs
}
