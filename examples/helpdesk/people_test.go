package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// requester returns the id of the requester of a ticket, as the page beside it links it.
func (s *shop) requester(id string) string {
	s.t.Helper()
	found := regexp.MustCompile(`<h2 id="person-name"><a href="/people/([^"]+)">`).FindStringSubmatch(s.page("/tickets/" + id))
	require.NotNil(s.t, found)
	return found[1]
}

// record returns what agents know of a person alone.
func (s *shop) record(id string) identity.Person {
	s.t.Helper()
	head, err := s.store.Load(s.t.Context(), socialticket.Ref{Person: id})
	require.NoError(s.t, err)
	return head.Record
}

// part returns the part of a page of a name.
func (s *shop) part(path, name string) string {
	s.t.Helper()
	at, err := url.Parse(path)
	require.NoError(s.t, err)
	q := at.Query()
	q.Set("part", name)
	at.RawQuery = q.Encode()
	return s.page(at.String())
}

// inWords returns the text of a page without its tags.
func inWords(page string) string {
	page = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " ")
	return strings.Join(strings.Fields(page), " ")
}

// told makes the channel tell one user id for two numbers.
func (s *shop) told() (first, second string) {
	s.t.Helper()
	s.write("15550100", "Hello")
	s.write("15550101", "Hello")
	for _, from := range []string{"15550100", "15550101"} {
		body := hook("100000000000001", s.clock.Now(), from+" wamid.told."+from+" Hello")
		body = strings.Replace(body, `"type": "text"`, `"from_user_id": "US.1001", "type": "text"`, 1)
		status, text := s.do("POST", "/webhook/whatsapp", body)
		require.Equal(s.t, http.StatusOK, status, text)
		var answer struct{ Events []eventReceipt }
		require.NoError(s.t, json.Unmarshal([]byte(text), &answer))
		first, second = second, s.requester(string(answer.Events[0].Ticket))
	}
	return first, second
}

// TestDismiss states that two persons about whom a channel told the same are suggested to be one, on both
// sides, until an agent says that they are not.
func TestDismiss(t *testing.T) {
	for _, side := range []int{0, 1} {
		s := newShop(t)
		a, b := s.told()
		ids := []string{a, b}
		require.NotEqual(t, a, b)
		for i, id := range ids {
			page := s.page("/people/" + id)
			require.Contains(t, page, "Perhaps the same person")
			require.Contains(t, page, "The channel told the address US.1001 for both.")
			require.Equal(t, ids[1-i], hiddenField(page, "/people/"+id+"/dismiss", "other"))
		}
		require.Equal(t, "/people/"+ids[side], s.post("/people/"+ids[side]+"/dismiss", "other", ids[1-side], "back", "/people/"+ids[side]))
		for _, id := range ids {
			require.NotContains(t, s.page("/people/"+id), "US.1001 for both")
		}
	}
}

// TestStalePerson states that a form does not undo what a colleague changed meanwhile, keeps
// what was typed, and goes through once the other value was seen.
func TestStalePerson(t *testing.T) {
	s := newShop(t)
	id := s.requester(s.write("15550100", "Hello"))
	path := "/people/" + id
	s.post(path, "shown_name", "", "name", "Kim")
	mine := []string{"shown_name", "Kim", "name", "Kim Lee", "shown_zone", "", "zone", "Europe/Paris", "notes", "Keeps his words"}
	s.post(path, "shown_name", "Kim", "name", "K. Lee")

	status, page := s.submit(path, mine...)
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, page, "A colleague has changed this meanwhile. Name is now: K. Lee.")
	require.Contains(t, page, `value="Kim Lee"`)
	require.Contains(t, page, "Keeps his words")
	require.Equal(t, "K. Lee", hiddenField(page, path, "shown_name"))
	require.Equal(t, "K. Lee", s.record(id).Name)
	require.Empty(t, s.record(id).Zone, "all of a form is done, or nothing")

	mine[1] = "K. Lee"
	require.Equal(t, path, s.post(path, mine...))
	want := identity.Person{Name: "Kim Lee", Zone: "Europe/Paris", Notes: []string{"Keeps his words"}}
	got := s.record(id)
	if diff := cmp.Diff(want, identity.Person{Name: got.Name, Zone: got.Zone, Notes: got.Notes}); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	status, page = s.submit(path, "shown_zone", "Europe/Paris", "zone", "Mars/Olympus")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "That is not a time zone.")
	require.Contains(t, page, `value="Mars/Olympus"`)
}

// TestPersonHandles states that numbers and addresses are added, verified and taken away.
func TestPersonHandles(t *testing.T) {
	s := newShop(t)
	id := s.requester(s.write("15550100", "Hello"))
	path := "/people/" + id + "/handle"
	s.post(path, "do", "add_email", "value", "kim@example.com", "label", "work")
	require.Contains(t, inWords(s.page("/people/"+id)), "kim@example.com work · noted by an agent, not verified")
	s.post(path, "do", "verify", "value", "kim@example.com")
	require.Contains(t, inWords(s.page("/people/"+id)), "kim@example.com work · verified")
	s.post(path, "do", "remove_handle", "value", "kim@example.com")
	require.NotContains(t, s.page("/people/"+id), "kim@example.com")
	status, page := s.submit(path, "do", "add_phone", "value", " ")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "A number or an address is needed.")
	status, _ = s.submit(path, "do", "set_tags", "value", "x")
	require.Equal(t, http.StatusUnprocessableEntity, status)
}

// TestPersonTickets states that all tickets of a person are shown in parts, newest first.
func TestPersonTickets(t *testing.T) {
	s := newShop(t)
	var want []string
	for range 27 {
		id := s.write("15550100", "Hello")
		want = append([]string{id}, want...)
		s.post("/tickets/"+id+"/end", "back", "/")
	}
	var got []string
	for path := "/people/" + s.requester(want[0]); path != ""; {
		part := s.part(path, "person-tickets")
		for _, m := range regexp.MustCompile(`<li><a href="/tickets/([^"]+)">`).FindAllStringSubmatch(part, -1) {
			got = append(got, m[1])
		}
		path = ""
		if m := regexp.MustCompile(`<p class="more"><a href="([^"]+)">`).FindStringSubmatch(part); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	require.Equal(t, want, got)
	require.NotContains(t, s.part("/tickets/"+want[0], "person"), `<li><a href="/tickets/`+want[0], "the ticket itself is not another one")
}

// TestPeopleEscape states that what people write is shown as text on every page of persons.
func TestPeopleEscape(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	a, b := s.requester(id), s.requester(s.write("15550101", "Hello"))
	const bad = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	for _, who := range []string{a, b} {
		s.post("/people/"+who, "shown_name", "", "name", bad, "shown_external_id", "", "external_id", bad, "shown_set_tags", "", "set_tags", bad, "notes", bad)
		s.post("/people/"+who+"/handle", "do", "add_email", "value", "kim@example.com", "label", bad)
	}
	paths := []string{"/tickets/" + id, "/people/" + a, "/people/" + b + "/merge", "/people/" + b + "/merge?q=" + url.QueryEscape(bad), "/people/" + b + "/merge?into=" + a, "/tickets/" + id + "/why", "/tickets/" + id + "/merge"}
	s.post("/people/"+b+"/merge", "into", a, "reason", bad)
	for _, path := range append(paths, "/people/"+a+"/unmerge?person="+b) {
		_, page := s.do("GET", path, "", "Accept", "text/html")
		require.NotContains(t, page, "<script>alert", path)
		require.NotContains(t, page, "<img", path)
	}
	require.Contains(t, s.page("/people/"+a), "&lt;script&gt;alert(1)")
}

func (s *shop) status(id string) ticket.Status {
	s.t.Helper()
	var one row
	s.get("/api/tickets/"+id, &one)
	return one.Ticket.Status
}
