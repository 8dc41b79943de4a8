package main

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// TestLooked states that looking at a ticket marks it as seen, and that a page in the
// background does not.
func TestLooked(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	seen := func() int {
		marks, err := s.seen(t.Context(), agentID, []ticket.ID{ticket.ID(id)})
		require.NoError(t, err)
		return marks[ticket.ID(id)]
	}
	require.Zero(t, seen())
	s.page("/tickets/" + id + "?part=thread")
	require.Zero(t, seen())
	s.page("/tickets/" + id)
	require.Equal(t, 1, seen())
	s.write("15550100", "More")
	s.post("/tickets/"+id+"/seen", "comment", "99")
	require.Equal(t, 2, seen(), "not further than there is")
}

// TestNoSuchPart states that a part that is not there is a page that is not there, and that
// the server lives on.
func TestNoSuchPart(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for _, path := range []string{"/tickets/" + id, "/", "/tickets/none"} {
		for _, accept := range []string{"text/html", "*/*"} {
			status, _ := s.do("GET", path+"?part=none", "", "Accept", accept)
			require.Equal(t, http.StatusNotFound, status)
		}
	}
}

// TestTicketKeys states that all sentences of the page of a ticket are there.
func TestTicketKeys(t *testing.T) {
	s := newShop(t)
	known := map[string]bool{}
	for _, key := range s.book.Keys() {
		known[key] = true
	}
	for _, name := range []string{"templates/ticket.html", "templates/composer.html"} {
		text, err := files.ReadFile(name)
		require.NoError(t, err)
		for _, m := range regexp.MustCompile(`\.T "([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			require.True(t, known[m[1]], "%s: %s", name, m[1])
		}
	}
}

// TestBadWords states that what customers and agents write is shown as they wrote it, and
// does nothing.
func TestBadWords(t *testing.T) {
	s := newShop(t)
	const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>'; DROP TABLE comments; -- {{.}} %s`
	id := s.write("15550100", evil)
	s.receives(channel.Event{ID: "n1", Type: channel.EventMessage, Profile: channel.Profile{Name: evil}, Message: channel.Message{ID: "n1", Type: channel.Text, Text: "me again"}})
	path := "/tickets/" + id
	s.post(path+"/reply", "text", evil, "mode", "note")
	s.post(path+"/status", "current_tags", evil, "shown_current_tags", s.tickets("").Tickets[0].Ticket.Get(ticket.FieldTags))
	status, _ := s.submit(path+"/draft", "text", evil)
	require.Equal(t, http.StatusNoContent, status)
	page := s.page(path)
	require.NotContains(t, page, "<script>alert")
	require.NotContains(t, page, "<img src=x")
	require.Equal(t, evil, typed(page))
	require.Contains(t, html.UnescapeString(page), evil)
	require.Equal(t, "agent: "+evil, s.thread(id)[2])
	for _, key := range []string{"' OR 1=1 --", evil} {
		status, _ := s.do("GET", "/tickets/"+url.PathEscape(key), "", "Accept", "text/html")
		require.Equal(t, http.StatusNotFound, status)
	}
	status, _ = s.submit("/tickets/none/reply", "text", "x")
	require.Equal(t, http.StatusNotFound, status)
}

// TestHugeForm states that a form of ten megabytes is refused, and nothing is kept of it.
func TestHugeForm(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for _, form := range []string{"reply", "draft", "status", "macro"} {
		status, _ := s.submit("/tickets/"+id+"/"+form, "text", strings.Repeat("x", 10<<20))
		require.Equal(t, http.StatusRequestEntityTooLarge, status, form)
	}
	require.Empty(t, typed(s.page("/tickets/"+id)))
	status, page := s.submit("/tickets/"+id+"/reply", "text", strings.Repeat("é", maxText+1), "mode", "reply")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "The text is longer than the 4096 characters")
	require.Len(t, []rune(typed(page)), maxText+1, "it can be shortened")
	require.Len(t, s.thread(id), 1)
}
