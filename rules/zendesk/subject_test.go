package zendesk_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// maker makes subjects of all shapes: with and without an update, a requester, hours.
type maker struct{ dice *rand.Rand }

func pick[T any](m maker, list ...T) T { return list[m.dice.IntN(len(list))] }

func (m maker) ago(now time.Time) time.Time {
	return pick(m, time.Time{}, now.Add(-time.Duration(m.dice.IntN(200*60))*time.Minute))
}

func (m maker) subject() *rules.Subject {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).Add(time.Duration(m.dice.IntN(300)) * time.Hour)
	hours := schedule.Always()
	s := &rules.Subject{
		Ticket: m.ticket(now), Now: now, User: pick(m, "", "7"), Groups: []string{"g1"},
		Schedules: pick(m, nil, map[string]*schedule.Schedule{"": hours}),
		Known: rules.Known{
			Private: m.dice.IntN(2) == 0, DueAt: m.ago(now), BreachedAt: m.ago(now), BreachAt: m.ago(now),
			Satisfaction: pick(m, "", "offered", "good", "bad"), Incidents: m.dice.IntN(3), RequesterRole: pick(m, "", "end_user", "agent"),
		},
	}
	if m.dice.IntN(2) == 0 {
		s.Requester = &identity.Person{ID: "9", Fields: []identity.Field{{ID: "plan", Value: "gold"}}}
	}
	if m.dice.IntN(2) == 0 {
		s.Organization = &rules.Organization{ID: "o"}
	}
	if m.dice.IntN(3) == 0 {
		s.Session = session.Start("s", s.Ticket.ID, now)
	}
	if m.dice.IntN(3) > 0 {
		s.Update = &rules.Update{By: ticket.Actor{Kind: pick(m, ticket.EndUser, ticket.Agent), ID: "7"}, Via: pick(m, "whatsapp", "mail")}
		if m.dice.IntN(2) == 0 {
			s.Update.Comment = &ticket.Comment{Public: m.dice.IntN(2) == 0, Content: channel.Message{Text: "Hello @triggerTest, I want to cancel"}}
		}
		if m.dice.IntN(2) == 0 {
			s.Before = m.ticket(now)
		}
	}
	return s
}

func (m maker) ticket(now time.Time) *ticket.Ticket {
	t := &ticket.Ticket{
		ID: ticket.ID(fmt.Sprint(m.dice.IntN(1e6))), Via: pick(m, channel.WhatsApp, channel.LINE, "mail", "web_form"),
		Status:   pick(m, ticket.New, ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved),
		Priority: pick(m, "", ticket.Low, ticket.Urgent), Type: pick(m, "", ticket.Incident, ticket.Task),
		Group: pick(m, "", "g1", "g2"), Assignee: pick(m, "", "7", "8"), Requester: "9", Subject: "Something is broken",
		Times: ticket.Times{CreatedAt: now.Add(-time.Hour * 300), UpdatedAt: m.ago(now), StatusAt: m.ago(now), SolvedAt: m.ago(now)},
	}
	*t = t.WithTags(pick(m, "vip", "social", "ocr_email"))
	return t
}
