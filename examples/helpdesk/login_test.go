package main

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"

	"github.com/socialticket/socialticket/examples/helpdesk/config"
)

// browser is a browser that keeps cookies.
type browser struct {
	*shop
	http.Client
}

func (s *shop) browser() *browser {
	jar, err := cookiejar.New(nil)
	require.NoError(s.t, err)
	return &browser{s, http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// ask sends a request as a browser does and returns the status, where it leads to, and the page.
func (b *browser) ask(method, path string, values ...string) (status int, to, page string) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path, strings.NewReader(form.Encode()))
	require.NoError(b.t, err)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := b.Do(r)
	require.NoError(b.t, err)
	return answer.StatusCode, answer.Header.Get("Location"), bodyOf(b.t, answer)
}

func (b *browser) login(user, password string) int {
	b.t.Helper()
	status, _, _ := b.ask("POST", "/login", "user", user, "password", password, "back", "/")
	return status
}

// staffed is a real helpdesk where Ada has the password of the environment, and Ben one of the
// file of settings.
func staffed(t *testing.T) func(*settings) {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte("ben's"), bcrypt.MinCost)
	require.NoError(t, err)
	return func(c *settings) {
		c.secret, c.config = "s3cret", config.Default()
		c.config.Agents[1].Password = hash
	}
}

// TestLogin states that outside the demo all but the platform, the files of the pages and
// /healthz ask for a password.
func TestLogin(t *testing.T) {
	s := newShop(t, staffed(t))
	b := s.browser()
	for _, path := range []string{"/", "/search?q=x", "/tickets/x", "/admin", "/live", "/nothing"} {
		status, to, _ := b.ask("GET", path)
		require.Equal(t, http.StatusSeeOther, status, path)
		require.Equal(t, "/login?back="+url.QueryEscape(path), to)
	}
	for _, path := range []string{"/", "/api/tickets", "/live"} {
		status, text := s.do("GET", path, "", "Authorization", "")
		require.Equal(t, http.StatusUnauthorized, status, path)
		require.Contains(t, text, `{"error":"`)
	}
	status, _ := s.do("GET", "/healthz", "", "Authorization", "")
	require.Equal(t, 200, status)
	status, _ = s.do("GET", "/static/page.js", "", "Authorization", "")
	require.Equal(t, 200, status)
	body := hook("77", s.clock.Now(), "15550100 wamid.1 hello")
	status, _ = s.do("POST", hookPath, body, signatureHeader, signed("s3cret", body), "Authorization", "")
	require.Equal(t, 200, status, "the platform does not log in")
	require.Zero(t, s.hub.listening())

	_, _, page := b.ask("GET", "/login?back=%2Ftickets%2Fx%3Ftab%3Dsolved")
	require.Contains(t, page, `name="back" value="/tickets/x?tab=solved"`)
	for _, tt := range []struct {
		user, password string
		want           int
	}{
		{"ada", shopPassword, 303}, {"ben", "ben's", 303}, {"ben", shopPassword, 401}, {"chloe", "", 401}, {"chloe", shopPassword, 401}, {"nobody", "x", 401},
	} {
		require.Equal(t, tt.want, s.browser().login(tt.user, tt.password), tt)
	}
	require.Equal(t, 303, b.login("ben", "ben's"))
	status, _, page = b.ask("GET", "/")
	require.Equal(t, 200, status)
	require.Contains(t, page, "<span>Ben</span>")
	require.NotContains(t, page, `href="/admin"`, "Ben is not an administrator")
	status, to, _ := b.ask("POST", "/logout")
	require.Equal(t, 303, status)
	require.Equal(t, "/login", to)
	status, _, _ = b.ask("GET", "/")
	require.Equal(t, 303, status, "logged out")
	status, _, _ = b.ask("POST", "/demo/agent", "agent", "ada")
	require.Equal(t, http.StatusUnauthorized, status, "outside the demo nobody becomes another agent")
}

// TestLoginElsewhere states that the login leads to pages of this house alone.
func TestLoginElsewhere(t *testing.T) {
	s := newShop(t, staffed(t))
	_, _, page := s.browser().ask("GET", "/login?back=https%3A%2F%2Fevil.example%2F")
	require.NotContains(t, page, "evil")
	for _, back := range []string{"https://evil.example/", "//evil.example", "/\\evil.example"} {
		_, to, _ := s.browser().ask("POST", "/login", "user", "ada", "password", shopPassword, "back", back)
		require.Equal(t, "/", to)
	}
}

// TestSessionToken states that a login changes the token, and that the file has none that
// could be used.
func TestSessionToken(t *testing.T) {
	s := newShop(t, staffed(t))
	b := s.browser()
	token := func() string {
		at, _ := url.Parse(s.url)
		for _, c := range b.Jar.Cookies(at) {
			return c.Value
		}
		return ""
	}
	b.login("ben", "ben's")
	first := token()
	b.login("ada", shopPassword)
	require.NotEqual(t, first, token())
	var kept int
	require.NoError(t, s.side.QueryRow("SELECT count(*) FROM helpdesk_sessions WHERE token IN (?, ?)", first, token()).Scan(&kept))
	require.Zero(t, kept)
	require.NotContains(t, s.log.String(), token())
}

// TestSessionEnds states how sessions end: after a time, by silence, and with another password.
// What was typed meanwhile is not lost.
func TestSessionEnds(t *testing.T) {
	folder := t.TempDir()
	s := openShop(t, folder, staffed(t))
	inside := func(b *browser) bool { status, _, _ := b.ask("GET", "/"); return status == 200 }
	b := s.browser()
	b.login("ben", "ben's")
	for range 5 {
		s.later(100 * time.Minute)
		require.True(t, inside(b), "who works stays")
	}
	s.later(121 * time.Minute)
	require.False(t, inside(b), "silence")
	status, _, page := b.ask("POST", "/tickets/x/reply", "text", "A long reply <b>", "back", "/tickets/x?tab=solved")
	require.Equal(t, http.StatusUnauthorized, status)
	require.Contains(t, page, `A long reply &lt;b&gt;</textarea>`)
	require.Contains(t, page, `name="back" value="/tickets/x?tab=solved"`)

	status, _, page = b.ask("GET", "/?part=list")
	require.Equal(t, http.StatusNoContent, status, "a page that is open stays as it is")
	require.Empty(t, page)

	b.login("ben", "ben's")
	_, err := s.side.Exec("UPDATE helpdesk_sessions SET expiry = 0")
	require.NoError(t, err)
	require.False(t, inside(b), "half a day")

	b.login("ben", "ben's")
	require.True(t, inside(b))
	at := s.url
	s.close()
	s = openShop(t, folder, staffed(t), func(c *settings) { c.config.Agents[1].Password = []byte("$2a$04$another") })
	moved, err := url.Parse(s.url)
	require.NoError(t, err)
	old, err := url.Parse(at)
	require.NoError(t, err)
	b.Jar.SetCookies(moved, b.Jar.Cookies(old))
	b.shop = s
	require.False(t, inside(b), "another password")
}

// TestLoginSlowed states that wrong passwords are logged and slowed down, by address and by
// user, that who is in stays in, and that the memory for it is bounded.
func TestLoginSlowed(t *testing.T) {
	s := newShop(t, staffed(t), func(c *settings) { c.config.BehindProxy = true })
	try := func(from, user, password string) int {
		status, _ := s.do("POST", "/login", url.Values{"user": {user}, "password": {password}}.Encode(),
			"Content-Type", "application/x-www-form-urlencoded", "X-Forwarded-For", from, "Accept", "text/html", "Authorization", "")
		return status
	}
	s.later(0) // the clock stands
	for range 10 {
		require.Equal(t, 401, try("198.51.100.7", "ada", "hunter2"))
	}
	require.Equal(t, 429, try("198.51.100.7", "ada", "hunter2"))
	require.Equal(t, 429, try("198.51.100.7", "ben", "ben's"), "the right one too, from there")
	require.Equal(t, 303, try("198.51.100.8", "ben", "ben's"))
	require.Equal(t, 10, strings.Count(s.log.String(), "login failed"))
	require.Contains(t, s.log.String(), "from=198.51.100.7 user=ada")
	require.Equal(t, 401, try("198.51.100.9", "hunter3", "x"))
	require.NotContains(t, s.log.String(), "hunter", "a password in the wrong field")

	for i := range 20 {
		require.Equal(t, 401, try(fmt.Sprintf("203.0.113.%d", i), "ada", "hunter2"))
	}
	require.Equal(t, 429, try("203.0.113.99", "ada", "hunter2"), "the user, from anywhere")
	status, _ := s.do("GET", "/api/tickets", "", "X-Forwarded-For", "203.0.113.100", "Authorization", "Basic YWRhOmh1bnRlcjI=")
	require.Equal(t, 429, status, "by Basic authentication too")
	s.later(time.Minute)
	require.Equal(t, 303, try("198.51.100.7", "ada", shopPassword))
	s.later(0)
	for range 40 {
		try("203.0.113.101", "ada", "hunter2")
	}
	status, _ = s.do("GET", "/api/tickets", "", "X-Forwarded-For", "203.0.113.101")
	require.Equal(t, 200, status, "who has brought the right one before goes on")

	l := newLimiter(1, 1, s.wall)
	for i := range 10 * maxKeys {
		l.allow(fmt.Sprint(i))
	}
	require.LessOrEqual(t, len(l.young)+len(l.old), 2*maxKeys)
}

// TestDemoAgents states that in the demo two browsers can be two agents.
func TestDemoAgents(t *testing.T) {
	s := newShop(t)
	first, second := s.browser(), s.browser()
	chosen := func(b *browser) string {
		_, _, page := b.ask("GET", "/")
		_, name, _ := strings.Cut(page, "selected>")
		name, _, _ = strings.Cut(name, "<")
		return name
	}
	status, to, _ := second.ask("POST", "/demo/agent", "agent", "ben", "back", "/?tab=solved")
	require.Equal(t, 303, status)
	require.Equal(t, "/?tab=solved", to)
	require.Equal(t, "Ada", chosen(first))
	require.Equal(t, "Ben", chosen(second))
	id := s.write("15550100", "Hello")
	status, _, _ = second.ask("POST", "/tickets/"+id+"/reply", "text", "Hi")
	require.Equal(t, 303, status)
	require.Equal(t, "ben", s.newest(id).Author.ID)
	status, _, _ = second.ask("POST", "/demo/agent", "agent", "nobody")
	require.Equal(t, 422, status)
	require.Equal(t, "Ben", chosen(second))
}

// TestAPIAgents states in whose name the API does things.
func TestAPIAgents(t *testing.T) {
	s := newShop(t, staffed(t))
	body := hook("77", s.clock.Now(), "15550100 wamid.1 hello")
	s.do("POST", hookPath, body, signatureHeader, signed("s3cret", body))
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	const ben = "Basic YmVuOmJlbidz" // ben:ben's
	path := "/api/tickets/" + id + "/comments"
	status, text := s.do("POST", path, `{"text": "one"}`, "Authorization", ben)
	require.Equal(t, 201, status, text)
	require.Equal(t, "ben", s.newest(id).Author.ID, "who sends it")
	status, text = s.do("POST", path, `{"text": "two", "agent_id": "chloe"}`, "Authorization", ben)
	require.Equal(t, http.StatusForbidden, status, text)
	status, text = s.do("PATCH", "/api/tickets/"+id, `{"status": "pending", "agent_id": "chloe"}`, "Authorization", ben)
	require.Equal(t, http.StatusForbidden, status, text)
	status, text = s.do("POST", path, `{"text": "two", "agent_id": "chloe"}`)
	require.Equal(t, 201, status, text)
	require.Equal(t, "chloe", s.newest(id).Author.ID, "an administrator writes in the name of others")
}
