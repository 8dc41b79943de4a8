package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestLogTellsNothing states that the log has no secret, no token, no number of a customer and
// no word of anybody, whatever is done and whatever fails, with each request logged.
func TestLogTellsNothing(t *testing.T) {
	var out buffer
	graph := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error": {"code": 131047, "message": "(#131047) Re-engagement message"}}`))
	}))
	t.Cleanup(graph.Close)
	s := newShop(t, staffed(t), func(c *settings) {
		c.token, c.numbers, c.api = "t0ken-of-graph", []string{"77"}, graph.URL
		c.verbose, c.json, c.verify = true, true, "kestrel-word"
	})
	s.server.log = s.settings.logger(&out)
	const number, words = "15550123456", "a heron at dawn"
	send := func(body, secret string) {
		s.do("POST", hookPath, body, signatureHeader, signed(secret, body), "Authorization", "")
	}
	body := strings.Replace(hook("77", s.clock.Now(), number+" wamid.1 "+words), `"messages":`,
		`"contacts": [{"wa_id": "`+number+`", "profile": {"name": "Kingfisher"}}], "messages":`, 1)
	send(body, "s3cret")
	send(body, "wrong secret")
	send(body[:len(body)/2], "s3cret")
	s.do("GET", hookPath+"?hub.mode=subscribe&hub.verify_token=kestrel-guess&hub.challenge=1", "")
	b := s.browser()
	b.login("ben", "osprey's password")
	b.login("ben", "ben's")
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	b.ask("POST", "/tickets/"+id+"/reply", "text", words)
	b.ask("GET", "/search?q="+number)
	b.ask("GET", "/"+number)
	b.ask("GET", "/tickets/"+number)
	b.ask("POST", "/tickets/"+id+"/status", "status", "heron")
	s.do("POST", "/api/tickets/"+id+"/comments", `{"heron": 1}`)
	s.do("POST", "/api/tickets/"+number+"/comments", `{"text": "`+words+`"}`)
	s.send()
	secret, err := os.ReadFile(s.settings.file() + ".secret")
	require.NoError(t, err)
	text := out.String() + s.log.String()
	for _, word := range []string{
		"s3cret", "t0ken", "kestrel", shopPassword, "ben's", "osprey", number, number[3:], "heron", "Kingfisher", strings.TrimSpace(string(secret)), "Cookie", "helpdesk=",
	} {
		require.NotContains(t, text, word)
	}
	require.Greater(t, strings.Count(text, `"msg":"request"`), 10)
	require.Contains(t, text, `"route":"POST /tickets/{id}/reply"`)
	for line := range strings.Lines(out.String()) {
		var one map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &one), line)
	}
}

// TestRequestLog states that changes and failures are logged, reading with -v alone.
func TestRequestLog(t *testing.T) {
	s := newShop(t)
	s.page("/")
	require.NotContains(t, s.log.String(), "msg=request")
	s.write("15550100", "Hello")
	require.Regexp(t, `msg=request route="POST /demo/message" status=303 bytes=\d+ took=\S+ agent=ada`, s.log.String())
	s.do("GET", "/nothing", "")
	require.Regexp(t, `msg=request route=other status=404`, s.log.String())
}

// metric returns the value of a metric, with its labels as Prometheus writes them.
func (s *shop) metric(name string) string {
	s.t.Helper()
	status, text := s.do("GET", "/metrics", "")
	require.Equal(s.t, 200, status)
	found := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(name) + ` (\S+)$`).FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	return found[1]
}

// TestMetrics states what is counted, and that no label grows with tickets and customers.
func TestMetrics(t *testing.T) {
	s := newShop(t)
	require.Equal(t, "0", s.metric("helpdesk_queue_age_seconds"))
	body := hook("77", s.clock.Now(), "15550100 wamid.1 one", "15550100 wamid.2 two")
	for range 2 {
		s.do("POST", hookPath, body)
	}
	s.do("POST", hookPath, "{")
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	s.reply(id, "Hi")
	s.later(90 * time.Second)
	require.Regexp(t, `^(89|9\d)`, s.metric("helpdesk_queue_age_seconds"), "the reply waits")
	s.send()
	require.Equal(t, "0", s.metric("helpdesk_queue_age_seconds"))
	for name, want := range map[string]string{
		`helpdesk_webhooks_total{outcome="taken"}`:                                      "2",
		`helpdesk_webhooks_total{outcome="refused"}`:                                    "1",
		`helpdesk_events_total{outcome="applied",type="message"}`:                       "2",
		`helpdesk_events_total{outcome="duplicate",type="message"}`:                     "2",
		`helpdesk_commands_total{command="reply",outcome="applied"}`:                    "1",
		`helpdesk_commands_total{command="received",outcome="applied"}`:                 s.metric(`helpdesk_commands_total{command="received",outcome="applied"}`),
		`helpdesk_sends_total{state="accepted"}`:                                        "1",
		`helpdesk_open_pages`:                                                           "0",
		`helpdesk_request_seconds_count{route="POST /tickets/{id}/reply",status="3xx"}`: "1",
	} {
		require.NotEmpty(t, want, name)
		require.Equal(t, want, s.metric(name), name)
	}
	lines := func() int { _, text := s.do("GET", "/metrics", ""); return strings.Count(text, "\n") }
	s.do("GET", "/tickets/x", "")
	s.do("GET", "/nothing", "")
	s.everything(s.write("1555020", "Hello"))
	before := lines()
	for n := range 20 {
		s.everything(s.write(fmt.Sprint(15550200+n), "Hello"))
		s.do("GET", fmt.Sprintf("/tickets/%d", n), "")
		s.do("GET", fmt.Sprintf("/nothing/%d", n), "")
	}
	require.Equal(t, before, lines())
	_, text := s.do("GET", "/metrics", "")
	require.NotContains(t, text, id)
	require.NotContains(t, text, "15550")
}

// TestMetricsAreOurs states that metrics are for this machine and for who is logged in.
func TestMetricsAreOurs(t *testing.T) {
	s := newShop(t, staffed(t), func(c *settings) { c.config.BehindProxy = true })
	for _, tt := range []struct {
		from, authorization string
		want                int
	}{
		{"127.0.0.1", "", 200}, {"198.51.100.7", "", 401}, {"198.51.100.7, 127.0.0.1", "", 200},
		{"127.0.0.1, 198.51.100.7", "", 401}, {"nonsense", "", 401}, {"198.51.100.7", "Basic YmVuOmJlbidz", 200},
	} {
		status, _ := s.do("GET", "/metrics", "", "X-Forwarded-For", tt.from, "Authorization", tt.authorization)
		require.Equal(t, tt.want, status, tt)
	}
	s = newShop(t, staffed(t))
	status, _ := s.do("GET", "/metrics", "", "X-Forwarded-For", "198.51.100.7", "Authorization", "")
	require.Equal(t, 200, status, "without a proxy anybody may write that header")
}

// TestProgress states that long work tells how far it has come, and short work nothing.
func TestProgress(t *testing.T) {
	s := newShop(t)
	at := s.wall()
	p := s.progress("a long walk", 100)
	p.told = at
	p.now = func() time.Time { at = at.Add(time.Second / 4); return at }
	for range 16 {
		p.step()
	}
	require.Equal(t, 2, strings.Count(s.log.String(), "at work"))
	require.Contains(t, s.log.String(), `what="a long walk" done=8 of=100`)
	seen := 0
	s.write("15550100", "Hello")
	s.write("15550101", "Hello")
	_, err := s.desk.Rewake(t.Context(), counting{s.store, func() { seen++ }})
	require.NoError(t, err)
	require.Equal(t, 2, seen)
}

// TestLimited states that who asks too often waits, and that the platform does not.
func TestLimited(t *testing.T) {
	s := newShop(t)
	s.asking = newLimiter(1, 3, s.wall)
	s.later(0)
	for range 3 {
		s.page("/")
	}
	status, text := s.do("GET", "/api/tickets", "")
	require.Equal(t, http.StatusTooManyRequests, status, text)
	for n := range 5 {
		status, _ = s.do("POST", hookPath, hook("77", s.clock.Now(), fmt.Sprintf("15550100 wamid.%d hello", n)))
		require.Equal(t, 200, status)
		status, _ = s.do("GET", "/healthz", "")
		require.Equal(t, 200, status)
	}
	s.later(2 * time.Second)
	s.page("/")
}
