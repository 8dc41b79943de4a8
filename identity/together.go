package identity

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Member is one contact of a person: what the channels tell of it, and what agents know of
// it. Record may be zero.
type Member struct {
	User   User   `json:"user"`
	Record Person `json:"record,omitzero"`
}

// Joined is what agents see of a person: of one contact, or of all that were merged.
type Joined struct {
	// Person has the id, the version and the history of the winner, and the values of all. It is
	// for looking at: a store keeps the records that it was made of. Its Handles are all
	// e-mails, phones and other names that are not addresses, Email and Phone among them.
	Person    Person            `json:"person"`
	Addresses []channel.Address `json:"addresses,omitzero"` // of all, each once
	Members   []string          `json:"members,omitzero"`   // the ids of the contacts, in the order in which they count
}

// Emails returns all e-mails, the first one first.
func (j Joined) Emails() []string { return j.values(HandleEmail) }

// Phones returns all phone numbers as they were written, the first one first.
func (j Joined) Phones() []string { return j.values(HandlePhone) }

func (j Joined) values(k HandleKind) (list []string) {
	for _, h := range j.Person.Handles {
		if h.Kind == k && !slices.Contains(list, h.Value) {
			list = append(list, h.Value)
		}
	}
	return list
}

// Together returns what agents see of contacts that are one person; end is the end of their
// links. The values of the winner count, and the others fill what it has not: first the
// contact that was known first, ties by id. So the same contacts with the same winner look
// the same whatever the order and the tree of their merges. Tags, handles, notes and addresses
// are those of all. With [Merging.Lossy] the tags, fields, notes and external ids of the others are
// not seen. A record counts before what the channel told.
func (m Merging) Together(phones Phones, end Person, members []Member) Joined {
	members = inOrder(end, members)
	j := Joined{Person: Person{
		ID: end.ID, Version: end.Version, Effects: end.Effects, Merges: slices.Clone(end.Merges),
		Into: end.Into, MergedAt: end.MergedAt, MergedBy: end.MergedBy, Reason: end.Reason,
	}}
	for i := range members {
		j.take(&members[i], m.Lossy && members[i].Record.ID != end.ID, phones)
	}
	for _, h := range j.Person.Handles { // of a person with further ones alone the first counts
		if at := j.Person.single(FieldName(h.Kind)); at != nil && *at == "" {
			*at = h.Value
		}
	}
	slices.Sort(j.Person.Tags)
	j.Person.Tags = slices.Compact(j.Person.Tags)
	j.Person.Handles = j.Person.firstOf(HandlePhone, j.Person.firstOf(HandleEmail, j.Person.Handles, phones), phones)
	return j
}

// inOrder returns the members in the order in which they count. Their records have an id,
// and what they lack of the user's. A winner without a contact is one more.
func inOrder(end Person, members []Member) []Member {
	list := slices.Clone(members)
	found := end.ID == ""
	for i := range list {
		list[i].Record.ID = cmp.Or(list[i].Record.ID, list[i].User.ID)
		if list[i].Record.ID == end.ID {
			list[i].Record, found = end, true
		}
	}
	if !found {
		list = append(list, Member{Record: end})
	}
	slices.SortStableFunc(list, func(a, b Member) int {
		won := func(m Member) int {
			if m.Record.ID == end.ID {
				return 0
			}
			return 1
		}
		return cmp.Or(won(a)-won(b), a.User.CreatedAt.Compare(b.User.CreatedAt), cmp.Compare(a.Record.ID, b.Record.ID), cmp.Compare(a.User.ID, b.User.ID))
	})
	return list
}

// take fills what is not there yet with the values of a member.
func (j *Joined) take(m *Member, lossy bool, phones Phones) {
	p, r, u := &j.Person, &m.Record, &m.User
	p.Name = cmp.Or(p.Name, r.Name, u.Name)
	p.Locale, p.Zone = cmp.Or(p.Locale, r.Locale, u.Locale), cmp.Or(p.Zone, r.Zone)
	p.Organization = cmp.Or(p.Organization, r.Organization)
	p.Email, p.Phone = cmp.Or(p.Email, r.Email, u.Email), cmp.Or(p.Phone, r.Phone, u.Phone)
	for _, h := range m.handles() {
		p.Handles = addHandle(p.Handles, h, phones)
	}
	for _, a := range u.Addresses {
		if !slices.Contains(j.Addresses, a) {
			j.Addresses = append(j.Addresses, a)
		}
	}
	if !lossy && !slices.Contains(j.Members, r.ID) { // else it is another conversation of a user
		p.Notes = append(p.Notes, r.Notes...)
	}
	if u.ID != "" && !slices.Contains(j.Members, u.ID) {
		j.Members = append(j.Members, u.ID)
	}
	p.CreatedAt = first(p.CreatedAt, first(r.CreatedAt, u.CreatedAt))
	for _, at := range []time.Time{r.UpdatedAt, u.UpdatedAt} {
		if at.After(p.UpdatedAt) {
			p.UpdatedAt = at
		}
	}
	if !lossy {
		p.takeLosable(m)
	}
}

// takeLosable takes what a lossy merge does not.
func (p *Person) takeLosable(m *Member) {
	r := &m.Record
	if r.Tags != nil {
		p.Tags = append(p.Tags, r.Tags...)
	} else {
		p.Tags = append(p.Tags, m.User.Tags...)
	}
	for _, f := range r.Fields {
		if i, found := fieldAt(p.Fields, f.ID); !found {
			p.Fields = slices.Insert(p.Fields, i, f)
		} else if p.Fields[i].Value == "" {
			p.Fields[i].Value = f.Value
		}
	}
	p.ExternalID = cmp.Or(p.ExternalID, r.ExternalID)
}

// handles returns the names of a member that are not addresses.
func (m *Member) handles() (list []Handle) {
	add := func(k HandleKind, value string, verified bool) {
		if value != "" {
			list = append(list, Handle{Kind: k, Value: value, Verified: verified})
		}
	}
	add(HandleEmail, m.Record.Email, false)
	add(HandlePhone, m.Record.Phone, false)
	list = append(list, m.Record.Handles...)
	add(HandleEmail, m.User.Email, false)
	add(HandlePhone, m.User.Phone, false)
	return list
}

// addHandle adds a handle, or what it knows more of one that is there.
func addHandle(list []Handle, h Handle, phones Phones) []Handle {
	i := slices.IndexFunc(list, func(have Handle) bool { return have.same(h, phones) })
	if i < 0 {
		return append(list, h)
	}
	list[i].Label = cmp.Or(list[i].Label, h.Label)
	list[i].Verified = list[i].Verified || h.Verified
	return list
}

// firstOf returns the handles with the first e-mail or phone of p before all of its kind.
func (p *Person) firstOf(k HandleKind, list []Handle, phones Phones) []Handle {
	value := p.Email
	if k == HandlePhone {
		value = p.Phone
	}
	one := Handle{Kind: k, Value: value}
	at := slices.IndexFunc(list, func(h Handle) bool { return h.same(one, phones) })
	to := slices.IndexFunc(list, func(h Handle) bool { return h.Kind == k })
	if at > to && to >= 0 {
		h := list[at]
		list = slices.Insert(slices.Delete(list, at, at+1), to, h)
	}
	return list
}

func fieldAt(list []Field, id string) (int, bool) {
	return slices.BinarySearchFunc(list, id, func(f Field, id string) int { return strings.Compare(f.ID, id) })
}

// first returns the earlier of two instants; a zero one does not count.
func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
