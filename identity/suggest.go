package identity

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// ReasonKind says why two persons may be one. Its text is stable.
type ReasonKind string

// The reasons, the strongest first.
const (
	SameHandle       ReasonKind = "platform"     // a platform told a handle of one for the other
	SamePhone        ReasonKind = "phone"        // one number, perhaps in another form
	SameEmail        ReasonKind = "email"        // one e-mail
	SameName         ReasonKind = "name"         // one name on one channel
	SameOrganization ReasonKind = "organization" // one name in one organization
)

// strength returns how far a reason speaks for itself, in percent.
func (k ReasonKind) strength() int {
	switch k {
	case SameHandle:
		return 95
	case SamePhone:
		return 90
	case SameEmail:
		return 80
	case SameOrganization:
		return 60
	case SameName:
		return 40
	}
	return 0
}

// Reason is one reason why two persons may be one, and the value that they share.
type Reason struct {
	Kind  ReasonKind `json:"kind"`
	Value string     `json:"value"`
}

// Suggestion is a person who may be the same as another. People decide: nothing is ever
// merged by itself.
type Suggestion struct {
	Person  string   `json:"person_id"` // the end of the links of the contact that was found
	Reasons []Reason `json:"reasons"`   // the strongest first
	// Strength is how much speaks for it, in percent: that of the strongest reason, and a
	// quarter of what is missing for each other one.
	Strength int `json:"strength"`
}

// Candidate is a contact that may be the same person as others.
type Candidate struct {
	Member
	End       Person     // of the links of its user; its ID is needed
	Conflicts []Conflict // what the platform told that other users have
}

// Suggest returns the persons among all who may be the same as the one whose contacts are
// given, the strongest first, ties by id. Contacts of that person among all are skipped. It
// looks at each contact once. An error of all ends it, with what was found before.
func (p Phones) Suggest(of []Candidate, all iter.Seq2[Candidate, error]) ([]Suggestion, error) {
	mine := p.traits(of)
	found := map[string][]Reason{}
	var failed error
	for c, err := range all {
		if failed = err; err != nil {
			break
		}
		if _, same := mine.ends[c.End.ID]; same {
			continue
		}
		for _, r := range p.shared(mine, &c) {
			if !slices.Contains(found[c.End.ID], r) {
				found[c.End.ID] = append(found[c.End.ID], r)
			}
		}
	}
	var list []Suggestion
	for id, reasons := range found {
		slices.SortFunc(reasons, func(a, b Reason) int {
			return cmp.Or(b.Kind.strength()-a.Kind.strength(), cmp.Compare(a.Value, b.Value))
		})
		list = append(list, Suggestion{Person: id, Reasons: reasons, Strength: strengthOf(reasons)})
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(b.Strength-a.Strength, cmp.Compare(a.Person, b.Person))
	})
	return list, failed
}

// strengthOf adds reasons of different kinds up.
func strengthOf(reasons []Reason) int {
	all, last := 0, ReasonKind("")
	for i, r := range reasons {
		switch {
		case i == 0:
			all = r.Kind.strength()
		case r.Kind != last:
			all += (99 - all) / 4
		}
		last = r.Kind
	}
	return all
}

// traits are what a person shares with others.
type traits struct {
	ends, users map[string]struct{}
	values      map[Reason]struct{}
	handles     map[channel.Address]struct{} // that the platform told of others
}

func (p Phones) traits(of []Candidate) traits {
	t := traits{map[string]struct{}{}, map[string]struct{}{}, map[Reason]struct{}{}, map[channel.Address]struct{}{}}
	for i := range of {
		c := &of[i]
		t.ends[c.End.ID], t.users[c.User.ID] = struct{}{}, struct{}{}
		for _, r := range p.reasons(c) {
			t.values[r] = struct{}{}
		}
		for _, conflict := range c.Conflicts {
			t.handles[conflict.Address] = struct{}{}
		}
	}
	return t
}

// shared returns the reasons why a contact may be of the person with the traits.
func (p Phones) shared(t traits, c *Candidate) (list []Reason) {
	for _, r := range p.reasons(c) {
		if _, same := t.values[r]; same {
			list = append(list, r)
		}
	}
	for _, a := range c.User.Addresses {
		if _, told := t.handles[a]; told {
			list = append(list, Reason{SameHandle, a.Handle})
		}
	}
	for _, conflict := range c.Conflicts {
		if _, mine := t.users[conflict.Owner]; mine {
			list = append(list, Reason{SameHandle, conflict.Address.Handle})
		}
	}
	return list
}

// reasons returns all that another contact may share with this one.
func (p Phones) reasons(c *Candidate) (list []Reason) {
	add := func(k ReasonKind, value string) {
		if r := (Reason{k, value}); value != "" && !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	for _, a := range c.User.Addresses {
		if isNumber(a.Account.Kind, a.Handle) {
			_, digits, _ := cutNumber(a.Handle)
			if len(digits) >= minDigits {
				add(SamePhone, string(numberOf(digits).Standard()))
			}
		}
	}
	for _, h := range c.handles() {
		if h.Kind == HandlePhone {
			add(SamePhone, p.Canonical(h.Value))
		}
		if h.Kind == HandleEmail {
			add(SameEmail, strings.ToLower(h.Value))
		}
	}
	name := strings.ToLower(strings.Join(strings.Fields(cmp.Or(c.Record.Name, c.User.Name)), " "))
	if name == "" {
		return list
	}
	for _, a := range c.User.Addresses {
		add(SameName, string(a.Account.Kind)+": "+name)
	}
	if o := cmp.Or(c.Record.Organization, c.End.Organization); o != "" {
		add(SameOrganization, o+": "+name)
	}
	return list
}
