package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

func TestAPIReply(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	status, text := s.do("POST", "/api/tickets/"+id+"/comments", `{"text": "Hi", "status": "pending", "agent_id": "ada", "idempotency_key": "r1"}`)
	require.Equal(t, http.StatusCreated, status, text)
	require.Contains(t, text, `"delivery_text":"waiting to be sent"`)
	status, text = s.do("POST", "/api/tickets/"+id+"/comments", `{"text": "Hi", "idempotency_key": "r1"}`)
	require.Equal(t, http.StatusOK, status, text)
	require.Contains(t, text, `"outcome":"duplicate"`)
	status, text = s.do("POST", "/api/tickets/"+id+"/comments", `{"text": "He is new here", "note": true}`)
	require.Equal(t, http.StatusCreated, status, text)
	s.send()
	require.Equal(t, []string{"end_user: Hello", "agent: Hi read", "agent: He is new here"}, s.thread(id))
	require.Equal(t, []string{"mine: Hello", "shop: Hi"}, s.screen("/tickets/"+id), "a note is not for the customer")
	var one row
	s.get("/api/tickets/"+id, &one)
	require.Equal(t, ticket.Pending, one.Ticket.Status)

	s.post("/demo/skip", "hours", "25")
	status, text = s.do("POST", "/api/tickets/"+id+"/comments", `{"text": "Still there?"}`)
	require.Equal(t, http.StatusCreated, status, text)
	require.Contains(t, text, `"delivery_text":"not delivered: The time to reply was over.`)
	require.Contains(t, text, `"instead":"use_template"`)
}

func TestAPIUpdate(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	status, text := s.do("PATCH", "/api/tickets/"+id, `{"status": "solved", "priority": "high", "assignee_id": "ben"}`)
	require.Equal(t, http.StatusOK, status, text)
	var one row
	s.get("/api/tickets/"+id, &one)
	require.Equal(t, ticket.Solved, one.Ticket.Status)
	require.Equal(t, ticket.High, one.Ticket.Priority)
	require.Equal(t, "ben", one.Ticket.Assignee)
}

func TestAPIErrors(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	gone := s.write("15550101", "Hello")
	s.post("/tickets/"+gone+"/status", "status", "solved")
	s.post("/demo/skip", "hours", "97")
	before := s.everything(id, gone)
	tests := []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/api/tickets/nobody", "", 404},
		{"GET", "/api/tickets/nobody/comments", "", 404},
		{"GET", "/api/tickets/nobody/events", "", 404},
		{"POST", "/api/tickets/nobody/comments", `{"text": "hi"}`, 404},
		{"PATCH", "/api/tickets/nobody", `{"status": "solved"}`, 404},
		{"GET", "/api/nothing", "", 404},
		{"DELETE", "/api/tickets/" + id, "", 404},
		{"GET", "/api/tickets?limit=0", "", 400},
		{"GET", "/api/tickets?limit=many", "", 400},
		{"GET", "/api/tickets?limit=101", "", 400},
		{"GET", "/api/tickets?status=lost", "", 400},
		{"GET", "/api/tickets?after=yesterday", "", 400},
		{"GET", "/api/tickets/" + id + "/comments?before=-1", "", 400},
		{"GET", "/api/tickets/" + id + "/events?limit=x", "", 400},
		{"POST", "/api/tickets/" + id + "/comments", "", 400},
		{"POST", "/api/tickets/" + id + "/comments", "[]", 400},
		{"POST", "/api/tickets/" + id + "/comments", `{"text": "hi"} {}`, 400},
		{"POST", "/api/tickets/" + id + "/comments", `{"txt": "hi"}`, 400},
		{"POST", "/api/tickets/" + id + "/comments", `{"text": 7}`, 400},
		{"POST", "/api/tickets/" + id + "/comments", `{}`, 422},
		{"POST", "/api/tickets/" + id + "/comments", `{"text": "  "}`, 422},
		{"POST", "/api/tickets/" + id + "/comments", `{"text": "` + strings.Repeat("x", maxText+1) + `"}`, 422},
		{"POST", "/api/tickets/" + id + "/comments", `{"note": true, "template": {"name": "a"}}`, 422},
		{"POST", "/api/tickets/" + id + "/comments", `{"text": "hi", "status": "closed"}`, 422},
		{"POST", "/api/tickets/" + id + "/comments", `{"text": "` + strings.Repeat("x", maxRequest) + `"}`, 413},
		{"POST", "/api/tickets/" + gone + "/comments", `{"text": "hi"}`, 409},
		{"PATCH", "/api/tickets/" + gone, `{"status": "open"}`, 409},
		{"PATCH", "/api/tickets/" + id, `{}`, 422},
		{"PATCH", "/api/tickets/" + id, `{"status": "lost"}`, 422},
		{"PATCH", "/api/tickets/" + id, `{"status": "closed"}`, 422},
		{"PATCH", "/api/tickets/" + id, `{"priority": "most"}`, 422},
	}
	for _, tt := range tests {
		status, text := s.do(tt.method, tt.path, tt.body, "Accept", "text/html")
		name := fmt.Sprintf("%s %s %.60s", tt.method, tt.path, tt.body)
		require.Equal(t, tt.want, status, "%s: %s", name, text)
		require.Regexp(t, `^\{"error":".{10,}"\}\n$`, text, name)
	}
	require.Equal(t, before, s.everything(id, gone), "what is refused changes nothing")
}

// TestAPIPages states that going through the pages of a list shows each once, newest
// first.
func TestAPIPages(t *testing.T) {
	s := newShop(t)
	for i := range 23 {
		s.write(fmt.Sprint(15550100+i), "Hello")
	}
	var found []ticket.ID
	seen := map[ticket.ID]bool{}
	for next := "?limit=5"; next != ""; {
		page := s.tickets(next)
		for _, r := range page.Tickets {
			require.False(t, seen[r.Ticket.ID])
			seen[r.Ticket.ID] = true
			found = append(found, r.Ticket.ID)
		}
		if next = ""; page.Next != "" {
			next = "?limit=5&after=" + page.Next
		}
	}
	require.Len(t, found, 23)
	all := s.tickets("?limit=100").Tickets
	for i, r := range all {
		require.Equal(t, r.Ticket.ID, found[i])
		require.Equal(t, "Kim", r.Customer)
	}
	s.post("/tickets/"+string(found[3])+"/status", "status", "solved")
	require.Len(t, s.tickets("?status=solved&status=closed").Tickets, 1)
	require.Len(t, s.tickets("?status=new").Tickets, 22)

	id := string(found[0])
	for i := range 60 {
		s.write(string(all[0].Ticket.Address.Handle), fmt.Sprint("message ", i))
	}
	var page commentPage
	s.get("/api/tickets/"+id+"/comments?limit=10", &page)
	require.Equal(t, 61, page.Comments[0].Number)
	require.Equal(t, 52, page.Next)
	page = commentPage{}
	s.get("/api/tickets/"+id+"/comments?limit=100&before=52", &page)
	require.Len(t, page.Comments, 51)
	require.Zero(t, page.Next)
	newest := s.page("/tickets/" + id)
	require.Regexp(t, `href="/tickets/`+id+`\?from=1[^"]*#older"`, newest)
	require.NotContains(t, newest, "message 9</p>")
	older := s.page("/tickets/" + id + "?from=1")
	require.Contains(t, older, "message 9</p>")
	require.Contains(t, older, "message 59</p>", "what was there stays")
}

// TestOutboxWaits states that replies stay in the outbox, in words, where nothing can
// send them.
func TestOutboxWaits(t *testing.T) {
	s := newShop(t, withSecret)
	body := hook("77", s.clock.Now(), "15550100 wamid.1 hello")
	status, _ := s.do("POST", hookPath, body, "X-Hub-Signature-256", signed("s3cret", body))
	require.Equal(t, 200, status)
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	s.reply(id, "Hi")
	require.NotContains(t, s.page("/tickets/"+id), "/demo/skip")
	var one struct{ Comments []commentView }
	s.get("/api/tickets/"+id, &one)
	require.Equal(t, channel.StateQueued, one.Comments[0].Delivery.State)
	require.Equal(t, "waiting to be sent", one.Comments[0].DeliveryText)
	for _, path := range []string{"/demo/message", "/demo/skip"} {
		status, _ := s.do("POST", path, "hours=1")
		require.Equal(t, 404, status, "there is no demo with credentials")
	}
}

// TestOutboxGoesLater states that what waits in the outbox is sent, and not in doubt, when
// the helpdesk is started again with a token.
func TestOutboxGoesLater(t *testing.T) {
	file := t.TempDir()
	graph := newPlatform(t)
	s := openShop(t, file, withSecret)
	body := hook("77", s.clock.Now(), "15550100 wamid.1 hello")
	status, _ := s.do("POST", hookPath, body, "X-Hub-Signature-256", signed("s3cret", body))
	require.Equal(t, 200, status)
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	s.reply(id, "Hi")
	s.send()
	require.Equal(t, "agent: Hi queued", s.thread(id)[1])
	s.close()
	s = openShop(t, file, withSecret, func(c *settings) { c.token, c.numbers, c.api = "t0ken", []string{"77"}, graph.url })
	s.send()
	require.Equal(t, "agent: Hi accepted", s.thread(id)[1])
	require.Equal(t, []string{"Hi"}, graph.texts(t))
}

// TestCredentials states that with credentials replies go to the Cloud API, and its
// answers, refusals and reports are told.
func TestCredentials(t *testing.T) {
	refuse := ""
	graph := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("Authorization") != "Bearer t0ken" || !strings.HasSuffix(r.URL.Path, "/77/messages") || !strings.Contains(string(body), "15550100") {
			w.WriteHeader(http.StatusTeapot)
		}
		if refuse != "" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, refuse)
			return
		}
		_, _ = io.WriteString(w, `{"messaging_product": "whatsapp", "messages": [{"id": "wamid.out"}]}`)
	}))
	t.Cleanup(graph.Close)
	s := newShop(t, withSecret, func(c *settings) { c.token, c.numbers, c.api = "t0ken", []string{"77"}, graph.URL })
	post := func(body string) {
		status, text := s.do("POST", hookPath, body, "X-Hub-Signature-256", signed("s3cret", body))
		require.Equal(t, 200, status, text)
	}
	post(hook("77", s.clock.Now(), "15550100 wamid.1 hello"))
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	s.reply(id, "Hi")
	s.send()
	require.Equal(t, "agent: Hi accepted", s.thread(id)[1])
	post(fmt.Sprintf(`{"entry": [{"changes": [{"field": "messages", "value": {"metadata": {"phone_number_id": "77"},
		"statuses": [{"id": "wamid.out", "status": "read", "timestamp": "%d", "recipient_id": "15550100"}]}}]}]}`, s.clock.Now().Unix()))
	require.Equal(t, "agent: Hi read", s.thread(id)[1])

	refuse = `{"error": {"code": 131047, "message": "(#131047) Re-engagement message"}}`
	s.reply(id, "Still there?")
	s.send()
	require.Equal(t, "agent: Still there? failed", s.thread(id)[2])
	var one row
	s.get("/api/tickets/"+id, &one)
	require.False(t, one.Window.Allowed, "the platform's word counts")
	require.Contains(t, s.newest(id).DeliveryText, "not delivered: More than 24 hours have passed")
}
