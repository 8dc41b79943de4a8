package main

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// TestMergePeople states that a merge does what its plan says, that both are shown as one,
// and that undoing it brings both back as they were.
func TestMergePeople(t *testing.T) {
	s := newShop(t)
	one, two := s.write("15550100", "Hello"), s.write("15550101", "Hello again")
	a, b := s.requester(one), s.requester(two)
	s.post("/people/"+b, "shown_email", "", "email", "kim@example.com", "shown_set_tags", "", "set_tags", "vip", "notes", "Rides on Mondays")
	before := []identity.Person{s.record(a), s.record(b)}

	plan := inWords(s.page("/people/" + b + "/merge?into=" + a))
	for _, want := range []string{"1 contact", "1 ticket", "15550101", "kim@example.com", "tags: vip", "1 note"} {
		require.Contains(t, plan, want)
	}
	require.Equal(t, before, []identity.Person{s.record(a), s.record(b)}, "a plan changes nothing")

	require.Equal(t, "/people/"+a, s.post("/people/"+b+"/merge", "into", a, "reason", "one voice"))
	for _, path := range []string{"/tickets/" + one, "/tickets/" + two} {
		panel := s.part(path, "person")
		require.Contains(t, panel, "15550100")
		require.Contains(t, panel, "15550101")
		require.Contains(t, panel, "kim@example.com")
		require.Contains(t, panel, `href="/people/`+a+`"`)
	}
	status, _ := s.do("GET", "/people/"+b, "", "Accept", "text/html")
	require.Equal(t, http.StatusSeeOther, status, "whoever was merged is shown as a part of the other")
	person := inWords(s.page("/people/" + a))
	require.Contains(t, person, "by Ada: one voice")

	back := inWords(s.page("/people/" + a + "/unmerge?person=" + b))
	require.Contains(t, back, "15550101")
	require.Contains(t, back, "1 ticket")
	require.NotContains(t, back, "(15550100)")
	require.Equal(t, "/people/"+b, s.post("/people/"+a+"/unmerge", "person", b))
	require.NotContains(t, s.part("/tickets/"+one, "person"), "15550101")
	s.send() // that the two were merged, and parted, is noted on the winner by the worker
	after := []identity.Person{s.record(a), s.record(b)}
	for i := range after {
		for _, f := range append(personFields(), identity.FieldNotes) {
			require.Equal(t, before[i].Get(f), after[i].Get(f), f)
		}
	}
	require.Contains(t, inWords(s.page("/people/"+a)), "parted again")
}

// TestMergeRefused states that the page tells in words why two cannot be merged, and that the
// form is refused alike.
func TestMergeRefused(t *testing.T) {
	s := newShop(t)
	a, b := s.requester(s.write("15550100", "Hello")), s.requester(s.write("15550101", "Hello"))
	c := s.requester(s.write("15550102", "Hello"))
	s.post("/people/"+b+"/merge", "into", a)
	tests := []struct{ from, into, why string }{
		{a, a, "They are one person already."},
		{a, b, "They are one person already."},
	}
	for _, tt := range tests {
		page := s.page("/people/" + tt.from + "/merge?into=" + tt.into)
		require.Contains(t, page, tt.why)
		require.NotContains(t, page, `method="post" action="/people/`+tt.from+`/merge"`, "there is nothing to confirm")
		status, page := s.submit("/people/"+tt.from+"/merge", "into", tt.into)
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.Contains(t, page, tt.why)
	}
	status, page := s.submit("/people/"+b+"/merge", "into", c)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "merged into another already")
	status, _ = s.submit("/people/"+a+"/merge", "into", "nobody")
	require.GreaterOrEqual(t, status, 400)
	status, page = s.do("GET", "/people/"+a+"/merge?into="+a, "", "Accept", "text/html", "Accept-Language", "fr")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, page, "C’est déjà la même personne.")
	status, _ = s.submit("/people/"+a+"/unmerge", "person", c)
	require.GreaterOrEqual(t, status, 400)
	status, _ = s.do("GET", "/people/nobody", "", "Accept", "text/html")
	require.Equal(t, http.StatusNotFound, status)
}

// TestMergeSearch states that the other person is found by number, name and e-mail, and that
// the one who is merged is not among the results.
func TestMergeSearch(t *testing.T) {
	s := newShop(t)
	a, b := s.requester(s.write("15550100", "Hello")), s.requester(s.write("33612345678", "Salut"))
	s.post("/people/"+b, "shown_name", "", "name", "Zoé Martin", "shown_email", "", "email", "zoe@example.com")
	for _, q := range []string{"+33612345678", "345678", "zoe martin", "email:zoe@example.com"} {
		page := s.page("/people/" + a + "/merge?q=" + url.QueryEscape(q))
		require.Contains(t, page, "?into="+b, q)
		require.NotContains(t, page, "?into="+a, q)
	}
	require.Contains(t, s.page("/people/"+a+"/merge?q=xyzzy"), "Nobody was found.")
}

// TestMergeTickets states that two tickets of a conversation become one and two again, and
// that those of others are refused with what to do instead.
func TestMergeTickets(t *testing.T) {
	s := newShop(t)
	one := s.write("15550100", "Is my bike ready?")
	s.post("/tickets/"+one+"/end", "back", "/")
	two := s.write("15550100", "And the lamp?")
	require.NotEqual(t, one, two)
	other := s.write("15550101", "Hello")

	choose := s.page("/tickets/" + two + "/merge")
	require.Contains(t, choose, "/tickets/"+two+"/merge?into="+one)
	require.NotContains(t, choose, other)
	plan := s.page("/tickets/" + two + "/merge?into=" + one)
	require.Contains(t, plan, "Ticket "+two+" is closed and points to the other one.")
	require.Contains(t, plan, "What the customer writes next comes to ticket "+one)
	require.Equal(t, ticket.New, s.status(two), "a plan changes nothing")

	require.Equal(t, "/tickets/"+one, s.post("/tickets/"+two+"/merge", "into", one, "text", "the same bike"))
	require.Equal(t, ticket.Closed, s.status(two))
	require.Equal(t, one, s.write("15550100", "Still there?"))
	require.Contains(t, s.page("/tickets/"+one+"/merge"), "/tickets/"+two+"/merge")
	for _, id := range []string{one, two} { // both are one thread, newest first
		require.Regexp(t, "Still there\\?.*the same bike.*And the lamp\\?.*Is my bike ready\\?", section(s.page("/tickets/"+id+"/merge"), "whole-title"))
	}
	require.Contains(t, s.page("/tickets/"+two+"/merge"), "This ticket was merged into ticket "+one)

	require.Equal(t, "/tickets/"+two, s.post("/tickets/"+two+"/unmerge"))
	require.Equal(t, ticket.New, s.status(two))

	for into, why := range map[string]string{other: "It belongs to another conversation. Merge the two persons instead", two: "It is the same ticket"} {
		require.Contains(t, s.page("/tickets/"+two+"/merge?into="+into), why)
		status, page := s.submit("/tickets/"+two+"/merge", "into", into)
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.Contains(t, page, why)
	}
	status, page := s.submit("/tickets/" + two + "/unmerge")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "to be undone")
}
