package inbox_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// crowded lets random customers write, be merged and parted, and be noted, and returns what
// could be searched for.
func crowded(t testing.TB, dice *rand.Rand, steps int) (*street, []string) {
	t.Helper()
	one := func(list ...string) string { return list[dice.IntN(len(list))] }
	s := newStreet(t)
	handles := []string{"5541988887777", "554188887777", "+4915123456789", "33612345678", "whatsapp:+5215512345678", "12345678", "7777"}
	names := []string{"Ana María", "ana", "Ünal Özil", "Zoë", "Ben-7777", "李小龙", ""}
	texts := []string{"The parcel is late", "parcels, late!", "call +33612345678", "你好世界", "late late order 12-34", "", "été à Orléans"}
	var tickets []ticket.ID
	var users []string
	for i := range steps {
		switch k := dice.IntN(10); {
		case k < 5 || len(tickets) == 0:
			kind := []channel.Kind{channel.WhatsApp, channel.WhatsApp, channel.LINE, channel.SMS}[dice.IntN(4)]
			r := s.writes(t, kind, one(handles...), one(names...), one(texts...))
			tickets, users = append(tickets, r.Ticket.ID), append(users, r.Ticket.Requester)
		case k < 7:
			p := identity.Person{ID: one(users...), Name: one(names...), Phone: one(append(handles, "0151 23456789", "06 12 34 56 78", "+44 (0)20 7946 0958 x12", "711")...), Email: one("ana@example.com", "A@b.example", "")}
			p.Fields = []identity.Field{{ID: "f", Value: one(texts...)}}
			s.record(t, p)
		case k == 7:
			_, _ = s.Merge(t.Context(), socialticket.Merge{Person: one(users...), Into: one(users...), By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, IdempotencyKey: fmt.Sprint(i)})
		case k == 8:
			_, _ = s.Unmerge(t.Context(), socialticket.Unmerge{Person: one(users...), By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, IdempotencyKey: fmt.Sprint(i)})
		default:
			id := tickets[dice.IntN(len(tickets))]
			change := []ticket.Change{{Field: ticket.FieldSubject, Value: one(texts...)}, {Field: ticket.FieldTags, Value: "vip"}, {Field: ticket.FieldRemoveTags, Value: socialticket.TagSocial},
				{Field: ticket.FieldStatus, Value: one("open", "pending", "closed")}, {Field: ticket.FieldRequester, Value: one(users...)}}[dice.IntN(5)]
			_, _ = s.Update(t.Context(), socialticket.Update{Ticket: id, By: ticket.Actor{Kind: ticket.Trigger, ID: "r"}, Changes: []ticket.Change{change}, IdempotencyKey: fmt.Sprint(i)})
			if list, err := s.store.Comments(t.Context(), id, socialticket.Page{}); err == nil && dice.IntN(3) == 0 {
				_, _ = s.Redact(t.Context(), socialticket.Redaction{Ticket: id, Comment: list[0].ID, Part: "late", By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, IdempotencyKey: fmt.Sprint("r", i)})
			}
		}
	}
	return s, append(append(append(handles, names...), texts...), "0612345678", "0151 23456789", "20 7946 0958", "711", "ana@example.com", "late", "par", "世")
}

// asked returns a random text for a search box.
func asked(dice *rand.Rand, seen []string) string {
	names := []string{"", "", "phone", "phone", "name", "email", "handle", "info", "tag", "status", "channel", "channel_info", "social"}
	var parts []string
	for range 1 + dice.IntN(3) {
		name := names[dice.IntN(len(names))]
		value := []rune(seen[dice.IntN(len(seen))])
		if dice.IntN(3) == 0 {
			value = value[dice.IntN(len(value)+1):]
		} else if dice.IntN(3) == 0 {
			value = value[:dice.IntN(len(value)+1)]
		}
		text := string(value)
		switch name {
		case "tag", "status", "channel", "social":
			text = map[string][]string{"tag": {"vip", "messaging_support"}, "status": {"new", "open", "closed"}, "channel": {"whatsapp", "line"}, "social": {"yes", "yes"}}[name][dice.IntN(2)]
		case "":
			parts = append(parts, text)
			continue
		}
		parts = append(parts, name+`:"`+strings.ReplaceAll(text, `"`, "")+`"`)
	}
	return strings.Join(parts, " ")
}

// TestSearchLaw states that what is found by the indexes of a store is what is found by
// looking at everything, after any history.
func TestSearchLaw(t *testing.T) {
	t.Parallel()
	found := 0
	for seed := range uint64(25) {
		dice := rand.New(rand.NewPCG(seed, 9))
		s, seen := crowded(t, dice, 10)
		for range 6 {
			for range 12 {
				text := asked(dice, seen)
				tickets, people := s.search(t, text, identity.Phones{Country: []string{"", "DE", "FR"}[dice.IntN(3)]})
				found += len(tickets) + len(people)
			}
			s.writes(t, channel.WhatsApp, "33612345678", "Zoë", "late parcel")
		}
	}
	require.Greater(t, found, 1000)
}

// FuzzSearch states the same of any text.
func FuzzSearch(f *testing.F) {
	for _, text := range []string{"late", "phone:7777", `name:ana "parcel is"`, "info:a status<solved social:yes", "+5541988887777", "phone:0151 23456789", "' OR % \" \x00 \xff"} {
		f.Add(text, uint64(1))
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		s, _ := crowded(t, rand.New(rand.NewPCG(seed, 9)), 15)
		s.search(t, text, identity.Phones{Country: "DE"})
	})
}
