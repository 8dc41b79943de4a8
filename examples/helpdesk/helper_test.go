package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/config"
	"github.com/socialticket/socialticket/examples/sqlitestore"
)

// shop is a helpdesk that a test talks to over HTTP. Its worker works only when the
// test says so.
type shop struct {
	*server
	t     *testing.T
	url   string
	log   *buffer
	close func()
	away  *atomic.Bool // it answers nobody
	cut   func()       // ends all connections
	hands *hands
}

// buffer is a log that may be read while it is written.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// openShop opens a shop in a folder, in demo mode unless change says otherwise.
func openShop(t *testing.T, folder string, change ...func(*settings)) *shop {
	t.Helper()
	st, err := sqlitestore.Open(filepath.Join(folder, "helpdesk.db"))
	require.NoError(t, err)
	return openShopOn(t, folder, st, change...)
}

func openShopOn(t *testing.T, folder string, st interface {
	store
	io.Closer
}, change ...func(*settings)) *shop {
	t.Helper()
	hands := &hands{Clock: systemClock()}
	cfg := settings{
		clock: hands,
		addr:  "127.0.0.1:0", data: folder, fresh: true, verify: demoVerify,
		config: config.Default(), admins: []string{agentID},
	}
	for _, f := range change {
		f(&cfg)
	}
	if !cfg.demo() && !cfg.noLogin {
		cfg.password = cmp.Or(cfg.password, shopPassword)
	}
	side, err := openSide(cfg.file())
	require.NoError(t, err)
	log := &buffer{}
	s, err := newServer(t.Context(), cfg, st, side, slog.New(slog.NewTextHandler(log, nil)))
	require.NoError(t, err)
	if s.demo != nil {
		s.demo.pace = 0
	}
	web := httptest.NewUnstartedServer(nil)
	web.Config = s.web()
	away, answer := &atomic.Bool{}, web.Config.Handler
	web.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if away.Load() {
			http.Error(w, "away", http.StatusServiceUnavailable)
			return
		}
		answer.ServeHTTP(w, r)
	})
	web.Start()
	closed := sync.OnceFunc(func() {
		close(s.stopping)
		web.Close()
		if s.demo != nil {
			s.demo.reports.Wait()
		}
		require.NoError(t, errors.Join(s.settle(), side.Close(), st.Close()))
	})
	t.Cleanup(closed)
	return &shop{server: s, t: t, url: web.URL, log: log, close: closed, hands: hands, away: away, cut: web.CloseClientConnections}
}

// hands are the system's clock, until a test sets them.
type hands struct {
	clock.Clock
	at atomic.Pointer[time.Time] // nil: the system's
}

// Now returns what the clock shows.
func (h *hands) Now() time.Time {
	if at := h.at.Load(); at != nil {
		return *at
	}
	return h.Clock.Now()
}

// later stops the system's clock at an instant from now: sessions and limits follow it.
func (s *shop) later(by time.Duration) {
	at := s.wall().Add(by)
	s.hands.at.Store(&at)
}

// shopPassword is with what tests log in where a helpdesk is a real one.
const shopPassword = "a shop's password"

// enter lets a request bring the password along, unless it tells itself who it is from.
func (s *shop) enter(r *http.Request) {
	_, given := r.Header["Authorization"]
	if s.server != nil && s.settings.password != "" && !given && r.Header.Get("Cookie") == "" {
		r.SetBasicAuth(agentID, s.settings.password)
	}
}

func newShop(t *testing.T, change ...func(*settings)) *shop {
	t.Helper()
	return openShop(t, t.TempDir(), change...)
}

// do sends a request and returns the status and the body of the answer.
func (s *shop) do(method, path, body string, header ...string) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	require.NoError(s.t, err)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	r.Host = r.Header.Get("Host") // "": that of the address
	s.enter(r)
	answer, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	require.NoError(s.t, err)
	return answer.StatusCode, bodyOf(s.t, answer)
}

// bodyOf reads an answer to its end.
func bodyOf(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(text)
}

// get returns the JSON at a path.
func (s *shop) get(path string, into any) {
	s.t.Helper()
	status, text := s.do("GET", path, "")
	require.Equal(s.t, http.StatusOK, status, text)
	require.NoError(s.t, json.Unmarshal([]byte(text), into), text)
}

// page returns the page at a path.
func (s *shop) page(path string) string {
	s.t.Helper()
	status, text := s.do("GET", path, "", "Accept", "text/html")
	require.Equal(s.t, http.StatusOK, status, text)
	return text
}

// post sends a form and returns where the browser goes next.
func (s *shop) post(path string, values ...string) string {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	r, err := http.NewRequestWithContext(s.t.Context(), "POST", s.url+path, strings.NewReader(form.Encode()))
	require.NoError(s.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	s.enter(r)
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(s.t, err)
	defer func() { _ = answer.Body.Close() }()
	require.Equal(s.t, http.StatusSeeOther, answer.StatusCode, path)
	return answer.Header.Get("Location")
}

// write writes as a customer on the phone and returns the ticket's id.
func (s *shop) write(from, text string) string {
	s.t.Helper()
	to := s.post("/demo/message", "name", "Kim", "from", from, "text", text)
	id, found := strings.CutPrefix(to, "/tickets/")
	require.True(s.t, found, to)
	return id
}

// send sends what is in the outbox, and waits for what the platform reports.
func (s *shop) send() {
	s.t.Helper()
	_, err := s.worker.Once(s.t.Context(), s.clock.Now())
	require.NoError(s.t, err)
	if s.demo != nil {
		s.demo.reports.Wait()
	}
}

// thread returns a ticket's comments, oldest first, as "author: text (state)".
func (s *shop) thread(id string) []string {
	s.t.Helper()
	var out []string
	for before := 1<<31 - 1; before > 0; {
		var page commentPage
		s.get("/api/tickets/"+id+"/comments?limit=200&before="+strconv.Itoa(before), &page)
		for _, c := range page.Comments {
			out = append([]string{strings.TrimSpace(fmt.Sprintf("%s: %s %s", c.Author.Kind, s.words.Content(c.Content), c.Delivery.State))}, out...)
		}
		before = page.Next
	}
	return out
}

func (s *shop) tickets(query string) listPage {
	s.t.Helper()
	var page listPage
	s.get("/api/tickets"+query, &page)
	return page
}

// hook returns a webhook with text messages, each "from id text".
func hook(account string, at time.Time, messages ...string) string {
	var list []string
	for _, m := range messages {
		parts := strings.SplitN(m, " ", 3)
		list = append(list, fmt.Sprintf(`{"from": %q, "id": %q, "timestamp": "%d", "type": "text", "text": {"body": %q}}`, parts[0], parts[1], at.Unix(), parts[2]))
	}
	return fmt.Sprintf(`{"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": {
		"messaging_product": "whatsapp", "metadata": {"display_phone_number": "15550199", "phone_number_id": %q},
		"messages": [%s]}}]}]}`, account, strings.Join(list, ", "))
}

// flaky is a store and a transport of trouble: fail is asked before each commit.
type flaky struct {
	*sqlitestore.Store
	fail func(cause string) error
}

func (f *flaky) Commit(ctx context.Context, c socialticket.Commit) error {
	if err := f.fail(c.Cause); err != nil {
		return err
	}
	return f.Store.Commit(ctx, c)
}

// accepted returns the event that the platform has taken a message.
func accepted(o channel.Outbound, message string, at time.Time) channel.Event {
	return channel.Accepted{MessageID: message, At: at}.Event(o)
}
