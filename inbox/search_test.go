package inbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// street is a desk with customers, whose clock is set by hand.
type street struct {
	*socialticket.Desk
	store *memory.Store
	now   time.Time
}

func (s *street) Now() time.Time { return s.now }

func newStreet(t testing.TB) *street {
	t.Helper()
	s := &street{store: &memory.Store{}, now: now}
	desk, err := socialticket.New(socialticket.Config{Store: s.store, Clock: s})
	require.NoError(t, err)
	s.Desk = desk
	return s
}

// writes has a customer write on a channel, and returns the receipt.
func (s *street) writes(t testing.TB, kind channel.Kind, from, name, text string) socialticket.Receipt {
	t.Helper()
	s.now = s.now.Add(time.Minute)
	id := fmt.Sprint(from, s.now.Unix())
	r, err := s.Receive(t.Context(), channel.Event{
		ID: id, Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: s.now, Account: channel.Account{Kind: kind, ID: "106"}, From: from,
		Profile: channel.Profile{Name: name, Locale: "fr_FR"}, Message: channel.Message{ID: id, Type: channel.Text, Text: text},
	})
	require.NoError(t, err)
	return r
}

func (s *street) update(t testing.TB, id ticket.ID, changes ...ticket.Change) {
	t.Helper()
	s.now = s.now.Add(time.Minute)
	_, err := s.Update(t.Context(), socialticket.Update{Ticket: id, By: ticket.Actor{Kind: ticket.Trigger, ID: "r"}, Changes: changes})
	require.NoError(t, err)
}

func (s *street) record(t testing.TB, p identity.Person) {
	t.Helper()
	head, err := s.store.Load(t.Context(), socialticket.Ref{Person: p.ID})
	require.NoError(t, err)
	s.now = s.now.Add(time.Minute)
	p.Version, p.Into = head.Record.Version+1, head.Record.Into
	require.NoError(t, s.store.Commit(t.Context(), socialticket.Commit{Key: socialticket.Key(p.ID), Expect: head.Record.Version, Cause: fmt.Sprint(p.ID, p.Version), At: s.now, Person: p}))
}

func (s *street) merge(t testing.TB, loser, winner string) {
	t.Helper()
	s.now = s.now.Add(time.Minute)
	_, err := s.Merge(t.Context(), socialticket.Merge{Person: loser, Into: winner, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}})
	require.NoError(t, err)
}

// plain is a store that has no index of anything.
type plain struct {
	socialticket.Store
	socialticket.Reader
	socialticket.People
}

// search returns the tickets and persons that a text finds, with a store's indexes, which
// are those found without.
func (s *street) search(t testing.TB, text string, phones identity.Phones) (tickets []ticket.ID, people []string) {
	t.Helper()
	q, _ := inbox.ParseQuery(text)
	for i, reader := range []socialticket.Reader{s.store, plain{s.store, s.store, s.store}} {
		in, err := inbox.New(inbox.Config{Reader: reader, Settings: func() *socialticket.Settings { return &socialticket.Settings{} }, Phones: phones})
		require.NoError(t, err)
		gotTickets, gotPeople := foundBy(t, in, q)
		if i == 1 {
			if diff := cmp.Diff(tickets, gotTickets); diff != "" {
				t.Fatalf("tickets that %q finds (-by index +without):\n%s", text, diff)
			}
			if diff := cmp.Diff(people, gotPeople); diff != "" {
				t.Fatalf("persons that %q finds (-by index +without):\n%s", text, diff)
			}
		}
		tickets, people = gotTickets, gotPeople
	}
	return tickets, people
}

// foundBy searches page by page.
func foundBy(t testing.TB, in *inbox.Inbox, q inbox.Query) (tickets []ticket.ID, people []string) {
	t.Helper()
	page := inbox.Page{Limit: 2}
	for n := page.Limit; n == page.Limit; {
		n = 0
		for tk, err := range in.Tickets(t.Context(), q, page) {
			require.NoError(t, err)
			tickets, page.After, n = append(tickets, tk.ID), tk.ID, n+1
		}
	}
	persons := inbox.PersonPage{Limit: 2}
	for n := persons.Limit; n == persons.Limit; {
		n = 0
		for f, err := range in.Users(t.Context(), q, persons) {
			require.NoError(t, err)
			require.NotEmpty(t, f.Contacts)
			people, persons.After, n = append(people, f.Person.ID), f.Person.ID, n+1
		}
	}
	return tickets, people
}

// TestSearch has Ana, who writes from a Brazilian number and by Messenger and is one person
// by now, and others beside.
func TestSearch(t *testing.T) {
	s := newStreet(t)
	ana := s.writes(t, channel.WhatsApp, "5541988887777", "Ana María", "The parcel is late: order 12-34")
	two := s.writes(t, channel.Messenger, "psid-1", "A. Souza", "Where is my delivery?")
	ben := s.writes(t, channel.WhatsApp, "4915112345678", "Ben Müller", "你好世界, the late parcel")
	lea := s.writes(t, channel.LINE, "U77", "Léa", "salut \"toi\" OR 1=1; -- % _")
	s.record(t, identity.Person{ID: ben.Ticket.Requester, Name: "Benjamin", Email: "Ben@Example.com", Phone: "0151 23456789", Fields: []identity.Field{{ID: "plan", Value: "Gold plan"}}})
	s.record(t, identity.Person{ID: two.Ticket.Requester, Name: "Anita", Phone: "+41 44 668 18 00"})
	s.update(t, ana.Ticket.ID, ticket.Change{Field: ticket.FieldSubject, Value: "Über die Straße"}, ticket.Change{Field: ticket.FieldTags, Value: "vip"})
	s.update(t, ana.Ticket.ID, ticket.Change{Field: ticket.FieldAssignee, Value: "ada"}, ticket.Change{Field: ticket.FieldStatus, Value: "solved"})
	s.update(t, ana.Ticket.ID, ticket.Change{Field: ticket.FieldStatus, Value: "closed"})
	s.update(t, lea.Ticket.ID, ticket.Change{Field: ticket.FieldRemoveTags, Value: socialticket.TagSocial})
	s.merge(t, two.Ticket.Requester, ana.Ticket.Requester)

	names := map[string]string{}
	for name, r := range map[string]socialticket.Receipt{"ana": ana, "two": two, "ben": ben, "lea": lea} {
		names[string(r.Ticket.ID)], names[r.Ticket.Requester] = name, name
	}
	tests := []struct{ text, tickets, people string }{
		{"", "ana ben lea two", ""},
		{"phone:+5541988887777", "ana two", "ana"},
		{"phone:+554188887777", "ana two", "ana"}, // without the ninth digit
		{"+55 41 98888-7777", "ana two", "ana"},
		{"phone:88887777", "ana two", "ana"},
		{"phone:7777", "ana two", "ana"},
		{"phone:777", "", ""},
		{"phone:+41446681800", "ana two", "ana"}, // of the record that was merged
		{"phone:0151 23456789", "ben", "ben"},
		{"phone:+4915123456789", "ben", "ben"}, // the country says so
		{"phone:nobody", "", ""},
		{"name:maria", "ana two", "ana"},
		{"name:\"MAR an\"", "ana two", "ana"},
		{"name:souza", "ana two", "ana"},
		{"name:ouza", "", ""},
		{"name:anita", "ana two", "ana"},
		{"name:benj", "ben", "ben"},
		{"name:muller", "ben", "ben"},
		{"name:lea", "lea", "lea"},
		{"email:ben@ex", "ben", "ben"},
		{"handle:psid", "ana two", "ana"},
		{"handle:@u7", "lea", "lea"},
		{"info:gold", "ben", "ben"},
		{"info:fr", "ana ben lea two", "ana ben lea"},
		{"info:line", "lea", "lea"},
		{"name:ana handle:psid", "ana two", "ana"}, // of two contacts
		{"name:ana name:ben", "ana two", "ana"},
		{"tag:vip", "ana", ""},
		{"TAG:VIP", "ana", ""},
		{"status:closed", "ana", ""},
		{"status<solved", "ben lea two", ""},
		{"status>=solved", "ana", ""},
		{"assignee:ada", "ana", ""},
		{"channel:line", "lea", ""},
		{"channel_info:whatsapp", "ana ben", ""},
		{"account:106", "ana ben lea two", ""},
		{"phone:+5541988887777 social:yes", "ana two", "ana"},
		{"social:yes", "ana ben two", ""},
		{"name:lea social:yes", "", "lea"},
		{"parcel", "ana ben", ""},
		{"parc", "ana ben", ""},
		{"\"parc\"", "", ""},
		{"late PARCEL", "ana ben", ""},
		{"\"the parcel is\"", "ana", ""},
		{"\"parcel the\"", "", ""},
		{"order-12", "ana", ""},
		{"世界", "ben", ""},
		{"uber strasse", "ana", ""},
		{"\"uber strasse\"", "", ""},
		{"parcel straße", "ana", ""}, // the one in a comment, the other in the subject
		{"%", "ana ben lea two", ""},
		{"_", "ana ben lea two", ""},
		{"1=1", "lea", "ana ben lea"}, // of account 106
		{"'; DROP TABLE ticket", "", ""},
		{"toi phone:nobody", "", ""},
		{"#" + string(lea.Ticket.ID), "lea", ""},
		{"id:none", "", ""},
		{"ana", "", "ana"},
		{"benjamin example", "", "ben"},
	}
	sorted := func(list []string) string {
		found := map[string]bool{}
		for _, id := range list {
			found[names[id]] = true
		}
		var all []string
		for _, name := range []string{"ana", "ben", "lea", "two"} {
			if found[name] {
				all = append(all, name)
			}
		}
		return strings.Join(all, " ")
	}
	for _, tt := range tests {
		tickets, people := s.search(t, tt.text, identity.Phones{Country: "DE"})
		var ids []string
		for _, id := range tickets {
			ids = append(ids, string(id))
		}
		require.Equal(t, tt.tickets, sorted(ids), "tickets of %q", tt.text)
		require.Equal(t, tt.people, sorted(people), "people of %q", tt.text)
	}

	// The redacted word is not found any more, and what was parted goes its own way.
	comments, err := s.store.Comments(t.Context(), ben.Ticket.ID, socialticket.Page{})
	require.NoError(t, err)
	_, err = s.Redact(t.Context(), socialticket.Redaction{Ticket: ben.Ticket.ID, Comment: comments[0].ID, Part: "late", By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}})
	require.NoError(t, err)
	tickets, _ := s.search(t, "late", identity.Phones{})
	require.Equal(t, []ticket.ID{ana.Ticket.ID}, tickets)
	_, err = s.Unmerge(t.Context(), socialticket.Unmerge{Person: two.Ticket.Requester, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}})
	require.NoError(t, err)
	tickets, _ = s.search(t, "phone:+5541988887777", identity.Phones{})
	require.Equal(t, []ticket.ID{ana.Ticket.ID}, tickets)
	tickets, people := s.search(t, "phone:+41446681800", identity.Phones{})
	require.Equal(t, []ticket.ID{two.Ticket.ID}, tickets)
	require.Equal(t, []string{two.Ticket.Requester}, people)
}

// TestSearchErrors asks what cannot be answered.
func TestSearchErrors(t *testing.T) {
	s := newStreet(t)
	s.writes(t, channel.WhatsApp, "5541988887777", "Ana", "hello")
	settings := func() *socialticket.Settings { return &socialticket.Settings{} }
	in := open(t, s.store, settings)
	for _, err := range in.Tickets(t.Context(), inbox.Query{}, inbox.Page{After: "none"}) {
		require.ErrorIs(t, err, socialticket.ErrNotFound)
	}
	for _, err := range in.Users(t.Context(), inbox.Query{Name: "ana"}, inbox.PersonPage{After: "none"}) {
		require.ErrorIs(t, err, socialticket.ErrNotFound)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range in.Users(ended, inbox.Query{Name: "ana"}, inbox.PersonPage{}) {
		require.ErrorIs(t, err, context.Canceled)
	}
	for _, err := range in.Tickets(ended, inbox.Query{Text: "hello"}, inbox.Page{}) {
		require.ErrorIs(t, err, context.Canceled)
	}
	only := open(t, struct{ socialticket.Reader }{s.store}, settings)
	found := 0
	for _, err := range only.Tickets(t.Context(), inbox.Query{Text: "hello"}, inbox.Page{}) {
		require.NoError(t, err)
		found++
	}
	require.Equal(t, 1, found)
	for _, err := range only.Tickets(t.Context(), inbox.Query{Phone: "7777"}, inbox.Page{}) {
		require.ErrorContains(t, err, "not a socialticket.People")
		found++
	}
	require.Equal(t, 2, found)
}
