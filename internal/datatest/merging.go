package datatest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Merge are two persons; one is merged into the other.
type Merge struct {
	Base, Other Side
	Similar     []json.RawMessage `json:"similar_verified"`
}

// Merges reports whether they are merged: where similar persons are looked for, one is found.
func (m Merge) Merges() bool { return m.Similar == nil || len(m.Similar) > 0 }

// Same reports whether both are one person.
func (m Merge) Same() bool { return m.Base.ID != "" && m.Base.ID == m.Other.ID }

// Side is a person as the cases write one.
type Side struct {
	ID                                         json.Number
	Identifier, Email, Phone, Company, Role    string
	Account, Channel                           string
	FirstName                                  string `json:"first_name"`
	ChannelID                                  string `json:"channel_id"`
	Attributes                                 map[string]string
	Emails, Identities, Sites                  []string
	Phones                                     []json.RawMessage
	Notes                                      json.RawMessage
	ChannelIdentities                          int `json:"channel_identities"`
	Authored, Conversations, Messages, Tickets int
}

// ManyTickets is from how many tickets on they are not made, but told by the command.
const ManyTickets = 200

// Made returns how many tickets the person has to have, one at least.
func (s Side) Made() int {
	made := max(s.Tickets, s.Conversations, 1)
	if made >= ManyTickets {
		return 1
	}
	return made
}

// More returns how many messages the person has to write beside the first of each ticket.
func (s Side) More() int { return max(0, max(s.Messages, s.Authored)-s.Made()) }

// Handles returns those of the person on the channel; the first is the channel's id, or a name.
func (s Side) Handles(name string) []string {
	handles := []string{name}
	if s.ChannelID != "" {
		handles[0] = s.ChannelID
	}
	for i := 1; i < s.ChannelIdentities; i++ {
		handles = append(handles, fmt.Sprint(name, i))
	}
	return handles
}

// Staff reports whether the person is of the business.
func (s Side) Staff() bool { return !slices.Contains([]string{"", "end_user", "end-user"}, s.Role) }

// Fact is what agents note of a person: a field of package identity, a value and its label.
type Fact struct{ Field, Value, Label string }

// Facts returns what agents note of the person.
func (s Side) Facts() (list []Fact, err error) {
	add := func(field, value, label string) {
		if value != "" {
			list = append(list, Fact{field, value, label})
		}
	}
	add("name", s.FirstName, "")
	add("email", s.Email, "")
	add("phone", s.Phone, "")
	add("organization_id", s.Company, "")
	add("external_id", s.Identifier, "")
	for _, e := range s.Emails {
		add("add_email", e, "")
	}
	for _, id := range s.Identities {
		if strings.Contains(id, "@") {
			add("add_email", id, "")
		} else {
			add("add_phone", id, "")
		}
	}
	for _, raw := range s.Phones {
		var pair []string
		if json.Unmarshal(raw, &pair) != nil {
			pair = []string{"", ""}
			if err := json.Unmarshal(raw, &pair[1]); err != nil {
				return nil, err
			}
		}
		add("add_phone", pair[1], pair[0])
	}
	for _, site := range s.Sites {
		add("add_site", site, "")
	}
	for _, id := range slices.Sorted(maps.Keys(s.Attributes)) {
		add("custom_fields_"+id, s.Attributes[id], "")
	}
	var text string
	var count int
	if s.Notes != nil && json.Unmarshal(s.Notes, &text) != nil {
		if err := json.Unmarshal(s.Notes, &count); err != nil {
			return nil, err
		}
	}
	add("notes", text, "")
	for i := range count {
		add("notes", fmt.Sprint("note ", i, " of ", s.ID, s.Email, s.FirstName), "")
	}
	return list, nil
}

// MergeTickets are tickets of one customer by their numbers.
type MergeTickets struct {
	Merged         [][2]int
	Source, Target int
	SourceComments int `json:"source_comments"`
	TargetComments int `json:"target_comments"`
}

// MergeDeed is what happens to them.
type MergeDeed struct {
	CustomerReplyOn int `json:"customer_reply_on"`
	Merge           bool
	Resolve         int
}

// Numbers returns the numbers of all tickets that a case names, that on which the customer
// answers last; some may come twice, and 0 is none.
func (g MergeTickets) Numbers(when MergeDeed, source, target int) []int {
	numbers := []int{g.Source, g.Target, when.Resolve}
	if when.Merge {
		numbers = append(numbers, source, target)
	}
	for _, pair := range g.Merged {
		numbers = append(numbers, pair[:]...)
	}
	on := when.CustomerReplyOn
	return append(slices.DeleteFunc(numbers, func(n int) bool { return n == on }), on)
}

// InOrder returns the pairs of merged tickets, those from which most merges lead on first.
func (g MergeTickets) InOrder() [][2]int {
	pairs := slices.Clone(g.Merged)
	slices.SortStableFunc(pairs, func(a, b [2]int) int { return g.steps(b[0]) - g.steps(a[0]) })
	return pairs
}

// next returns where a number leads to.
func (g MergeTickets) next(from int) (int, bool) {
	i := slices.IndexFunc(g.Merged, func(p [2]int) bool { return p[0] == from })
	if i < 0 {
		return from, false
	}
	return g.Merged[i][1], true
}

// Circle reports whether the merges lead on from a number for ever.
func (g MergeTickets) Circle(from int) bool { return g.steps(from) > len(g.Merged) }

// steps returns how many merges there are from a number on, as far as they are followed.
func (g MergeTickets) steps(from int) (n int) {
	for n <= len(g.Merged) {
		to, on := g.next(from)
		if !on {
			break
		}
		from, n = to, n+1
	}
	return n
}
