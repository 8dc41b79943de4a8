package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// What a server on the open net gets to see. Signatures and bodies of webhooks are tests of the
// webhook, names of hosts are row H4, sessions are tests of the login.

// TestShuffledWebhooks states that webhooks that come again and in any order leave the same
// thread, each message once, and the last report of each reply.
func TestShuffledWebhooks(t *testing.T) {
	at := systemClock().Now()
	var hooks []string
	for n := range 6 {
		hooks = append(hooks, hook("77", at.Add(time.Duration(n)*time.Second), fmt.Sprintf("15550100 wamid.%d message %d", n, n)))
	}
	for _, state := range []string{"sent", "delivered", "read"} {
		hooks = append(hooks, fmt.Sprintf(`{"entry": [{"changes": [{"field": "messages", "value": {"metadata": {"phone_number_id": "77"},
			"statuses": [{"id": "wamid.out", "status": %q, "timestamp": "%d", "recipient_id": "15550100"}]}}]}]}`, state, at.Unix()+9))
	}
	var first []string
	for seed := range uint64(5) {
		order := rand.New(rand.NewPCG(seed, 0))
		s := newShop(t, withSecret)
		list := slices.Concat(hooks, hooks, hooks[:3])
		order.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, body := range list {
			status, text := s.do("POST", hookPath, body, signatureHeader, signed("s3cret", body))
			require.Equal(t, 200, status, text)
		}
		tickets := s.tickets("").Tickets
		require.Len(t, tickets, 1)
		thread := s.thread(string(tickets[0].Ticket.ID))
		slices.Sort(thread)
		if first == nil {
			first = thread
		}
		if diff := cmp.Diff(first, thread); diff != "" {
			t.Errorf("another order, seed %d (-first +this):\n%s", seed, diff)
		}
	}
	require.Len(t, first, 6)
}

// TestReplayElsewhere states that a webhook that was signed is of no use with another body, nor
// its signature at another place.
func TestReplayElsewhere(t *testing.T) {
	s := newShop(t, withSecret)
	body := hook("77", s.clock.Now(), "15550100 wamid.1 hello")
	right := signed("s3cret", body)
	for _, other := range []string{body + " ", strings.Replace(body, "hello", "hellp", 1), "", body + body} {
		status, _ := s.do("POST", hookPath, other, signatureHeader, right)
		require.Equal(t, http.StatusUnauthorized, status)
	}
	for _, header := range [][]string{
		{"X-Hub-Signature", right}, {signatureHeader, strings.ToUpper(right)}, {signatureHeader, right + ","}, {signatureHeader, "sha256=" + right},
		{signatureHeader, right[:70]}, {signatureHeader, strings.Repeat(right, 9000/len(right))},
	} {
		status, _ := s.do("POST", hookPath, body, header...)
		require.Equal(t, http.StatusUnauthorized, status, header)
	}
	require.Empty(t, s.tickets("").Tickets)
}

// TestLargeBodies states that bodies of 10 MB are refused wherever one may send one, and that
// the server goes on.
func TestLargeBodies(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	large := strings.Repeat("x", 10<<20)
	for _, path := range []string{hookPath, "/tickets/" + id + "/reply", "/tickets/" + id + "/status", "/demo/message", "/demo/skip", "/demo/agent", "/login", "/logout", "/api/tickets/" + id + "/comments"} {
		body, kind := "text="+large, "application/x-www-form-urlencoded"
		if strings.HasPrefix(path, "/api/") {
			body, kind = `{"text": "`+large+`"}`, "application/json"
		}
		status := s.large(path, body, kind)
		require.Contains(t, []int{400, 413}, status, path)
	}
	require.Equal(t, []string{"end_user: Hello"}, s.thread(id))
}

// large posts a body that the server may not want to read to its end: that its answer came
// before is enough.
func (s *shop) large(path, body, kind string) int {
	s.t.Helper()
	c := s.raw(fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", path, kind, len(body)))
	go func() { _, _ = c.Write([]byte(body)) }() // it ends when the server hangs up
	return statusOn(s.t, c)
}

// TestStrangeRequests states that what is malformed is refused in words, changes nothing, and
// that nothing of the inside is shown.
func TestStrangeRequests(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	before := s.everything(id)
	for _, tt := range []struct{ method, path, body, kind string }{
		{"POST", "/tickets/" + id + "/reply", "%zz", "application/x-www-form-urlencoded"},
		{"POST", "/tickets/" + id + "/reply", "--x", "multipart/form-data; boundary=x"},
		{"POST", "/tickets/" + id + "/reply", "text=hi", "text/plain"},
		{"POST", "/tickets/%2e%2e%2f%2e%2e%2fetc%2fpasswd/reply", "text=hi", "application/x-www-form-urlencoded"},
		{"GET", "/static/../main.go", "", ""},
		{"GET", "/static/..%2fmain.go", "", ""},
		{"GET", "/static/%2e%2e/helpdesk.toml", "", ""},
		{"GET", "/tickets/" + strings.Repeat("x", 20_000), "", ""},
		{"GET", "/tickets/'%20OR%201=1--", "", ""},
		{"GET", "/tickets/%00", "", ""},
		{"GET", "/tickets/%ff%fe", "", ""},
		{"DELETE", "/tickets/" + id, "", ""},
		{"PUT", "/", "", ""},
		{"TRACE", "/", "", ""},
		{"POST", "/webhook/other", "{}", ""},
		{"POST", "/api/tickets/" + id + "/comments", strings.Repeat(`{"text":`, 20_000), "application/json"},
		{"POST", "/api/tickets/" + id + "/comments", "{\"text\": \"\xff\"", "application/json"},
		{"PATCH", "/api/tickets/" + id, `{"if": {"status": "new"}}`, "application/json"},
	} {
		status, text := s.do(tt.method, tt.path, tt.body, "Content-Type", tt.kind, "Accept", "text/html")
		require.True(t, 300 <= status && status < 500, "%s %.60s: %d", tt.method, tt.path, status)
		require.NotContains(t, text, "goroutine")
		require.NotContains(t, text, "package main")
		require.NotContains(t, text, "sqlite")
	}
	require.Equal(t, before, s.everything(id))
	require.NotContains(t, s.log.String(), "panic")
}

// TestParts states that a page is asked for a part that it has not without any harm.
func TestParts(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for _, path := range []string{"/", "/tickets/" + id, "/tickets/none", "/nothing", "/login", "/demo/phones", "/search"} {
		for _, part := range []string{"nothing", "thread", "person", "../page-login", "%00", strings.Repeat("x", 5000)} {
			status, text := s.do("GET", path+"?part="+part, "", "Accept", "text/html")
			require.Contains(t, []int{200, 404}, status, "%s %.20s", path, part)
			require.NotEmpty(t, text)
		}
	}
	require.NotContains(t, s.log.String(), "panic")
}

// TestForgedForms states that a page of another site can neither send a form of ours in the name
// of who is logged in, nor log a person in or out.
func TestForgedForms(t *testing.T) {
	s := newShop(t, staffed(t))
	body := hook("77", s.clock.Now(), "15550100 wamid.1 hello")
	s.do("POST", hookPath, body, signatureHeader, signed("s3cret", body))
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	before := s.everything(id)
	b := s.browser()
	require.Equal(t, 303, b.login("ben", "ben's"))
	for _, path := range []string{"/tickets/" + id + "/reply", "/tickets/" + id + "/status", "/tickets/" + id + "/end", "/login", "/logout", "/api/tickets/" + id + "/comments"} {
		for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			r, err := http.NewRequestWithContext(t.Context(), "POST", s.url+path, strings.NewReader("text=hi&status=solved&user=ada&password="+shopPassword))
			require.NoError(t, err)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Accept", "text/html")
			r.Header.Set(header[0], header[1])
			answer, err := b.Do(r)
			require.NoError(t, err)
			require.Equal(t, http.StatusForbidden, answer.StatusCode, "%s %v", path, header)
			require.Empty(t, answer.Header.Get("Set-Cookie"))
			_ = bodyOf(t, answer)
		}
	}
	require.Equal(t, before, s.everything(id))
	status, _, page := b.ask("GET", "/")
	require.Equal(t, 200, status)
	require.Contains(t, page, "<span>Ben</span>", "still in, as the same")
}
