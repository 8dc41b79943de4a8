package inbox

import (
	"cmp"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// requesterOf returns the person of a head as agents and rules see it: with all that was
// merged, and what the channels told as [socialticket.FieldUserInfo].
func requesterOf(s *socialticket.Settings, phones identity.Phones, head *socialticket.Head) identity.Person {
	own := head.Conversation.User
	p, users := head.Person, []identity.User{own}
	if len(head.Circle) > 0 {
		members := make([]identity.Member, len(head.Circle))
		for i, c := range head.Circle {
			members[i] = identity.Member{User: c.User, Record: c.Record}
			if c.User.ID != own.ID {
				users = append(users, c.User)
			}
		}
		p = s.Merging.Together(phones, p, members).Person
	}
	if len(head.Circle) == 0 {
		p.ID, p.Name = cmp.Or(p.ID, own.ID), cmp.Or(p.Name, own.Name)
		p.Email, p.Locale = cmp.Or(p.Email, own.Email), cmp.Or(p.Locale, own.Locale)
		if p.Tags == nil {
			p.Tags = own.Tags
		}
	}
	if info := identity.Info(users...); info != "" {
		p = p.WithField(socialticket.FieldUserInfo, info)
	}
	return p
}
