package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/identity"
)

// requester returns what rules know of the conversation's user: the person with all that
// was merged, and what the channels told as [FieldUserInfo]. It must not be changed, and is the draft's.
func (dr *draft) requester() *identity.Person {
	if dr.asked.IsZero() {
		dr.asked = dr.looks()
		if info := dr.info(); info != "" {
			dr.asked = dr.asked.WithField(FieldUserInfo, info)
		}
	}
	return &dr.asked
}

// looks returns the person as agents see it.
func (dr *draft) looks() identity.Person {
	p, u := dr.head.Person, &dr.conv.User
	if len(dr.head.Circle) > 0 && dr.head.Conversation.Key != "" {
		return dr.settings.Merging.Together(dr.desk.config.Phones, p, dr.circle()).Person
	}
	if p.IsZero() {
		p = identity.Person{ID: u.ID}
	}
	if p.Name == "" {
		p.Name = u.Name
	}
	if p.Email == "" {
		p.Email = u.Email
	}
	if p.Locale == "" {
		p.Locale = u.Locale
	}
	if p.Tags == nil {
		p.Tags = u.Tags
	}
	return p
}

// circle returns the contacts of the conversation's person, its own as the decision has it.
func (dr *draft) circle() []identity.Member {
	list := members(dr.head.Circle)
	for i := range list {
		if list[i].User.ID == dr.conv.User.ID {
			list[i].User = dr.conv.User
		}
	}
	return list
}

// info returns what the channels told of the conversation's user, and then of the others who
// are the same person.
func (dr *draft) info() string {
	if len(dr.head.Circle) == 0 {
		return identity.Info(dr.conv.User)
	}
	list := []identity.User{dr.conv.User}
	for i := range dr.head.Circle {
		if u := &dr.head.Circle[i].User; u.ID != dr.conv.User.ID {
			list = append(list, *u)
		}
	}
	return identity.Info(list...)
}

// samePerson reports whether a user is the same person as the conversation's by now.
func (dr *draft) samePerson(user string) bool {
	return slices.ContainsFunc(dr.head.Circle, func(c Contact) bool { return c.User.ID == user })
}

// members returns contacts as package identity takes them.
func members(list []Contact) []identity.Member {
	all := make([]identity.Member, len(list))
	for i := range list {
		all[i] = identity.Member{User: list[i].User, Record: list[i].Record}
	}
	return all
}
