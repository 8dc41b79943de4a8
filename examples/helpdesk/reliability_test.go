package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/examples/helpdesk/config"
	"github.com/socialticket/socialticket/examples/sqlitestore"
)

// The rows H1 to H8 are what went wrong with helpdesks of this kind when they were run in
// earnest. H6, a list that reads the whole table, is a test of the lists.

// TestH1Mode states that the file remembers what it is for: a variable that is missing in
// production never opens real data in a demo, nor the other way round.
func TestH1Mode(t *testing.T) {
	open := func(folder string, env func(string) string, args ...string) error {
		cfg, err := readSettings(append(args, "-data", folder, "-addr", "127.0.0.1:0"), env, io.Discard)
		require.NoError(t, err)
		h, err := openAll(t.Context(), cfg, cfg.logger(io.Discard))
		if err != nil {
			return err
		}
		return h.close()
	}
	shop, demo, old := t.TempDir(), t.TempDir(), t.TempDir()
	require.NoError(t, open(shop, real))
	require.NoError(t, open(shop, real))
	for _, args := range [][]string{nil, {"-demo"}} {
		require.ErrorContains(t, open(shop, nothing, args...), "holds the data of a production")
	}
	require.ErrorContains(t, open(shop, real, "-demo"), "holds the data of a production")
	require.NoError(t, open(shop, real), "it is not harmed by that")

	require.NoError(t, open(demo, nothing))
	require.NoError(t, open(demo, nothing), "again, without being asked")
	require.ErrorContains(t, open(demo, real), "holds the data of a demo")
	require.NoError(t, open(demo, real, "-demo"))

	st, err := sqlitestore.Open(filepath.Join(old, "helpdesk.db"))
	require.NoError(t, err)
	require.NoError(t, st.Close())
	require.ErrorContains(t, open(old, nothing), "say -demo", "a file that does not tell")
	require.NoError(t, open(old, nothing, "-demo"))
}

// TestH2OneFile states that after a clean stop one file holds everything, and that all
// descriptors are given back.
func TestH2OneFile(t *testing.T) {
	folder := t.TempDir()
	first := openShop(t, folder)
	first.close() // what a process opens once is open now
	before := descriptors(t)
	s := openShop(t, folder)
	id := s.write("15550100", "Hello")
	for n := range 40 {
		s.reply(id, strconv.Itoa(n))
	}
	s.page("/tickets/" + id)
	all := s.everything(id)
	http.DefaultClient.CloseIdleConnections()
	s.close()
	require.Eventually(t, func() bool { return descriptors(t) <= before }, 5*time.Second, 10*time.Millisecond, "descriptors")
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(folder, "helpdesk.db"), filepath.Join(folder, "helpdesk.db.secret")}, names)

	text, err := os.ReadFile(names[0])
	require.NoError(t, err)
	other := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(other, "helpdesk.db"), text, 0o600))
	require.Equal(t, all, openShop(t, other).everything(id), "the copy")
}

// descriptors returns how many files and connections are open; 0 where the system does not tell.
func descriptors(t *testing.T) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	list, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(list)
}

// raw sends the beginning of a webhook and returns the connection.
func (s *shop) raw(text string) net.Conn {
	s.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = c.Close() })
	require.NoError(s.t, c.SetDeadline(systemClock().Now().Add(20*time.Second)))
	_, err = io.WriteString(c, text)
	require.NoError(s.t, err)
	return c
}

func hookHead(from, signature string, length int) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: %s\r\nX-Hub-Signature-256: %s\r\nContent-Length: %d\r\n\r\n", hookPath, from, signature, length)
}

// statusOn returns the status of the answer on a connection.
func statusOn(t *testing.T, c net.Conn) int {
	t.Helper()
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	require.NoError(t, err)
	return answer.StatusCode
}

// TestH3Bodies states that what is held of webhooks is bounded before a byte of a body is read:
// who has no signature is refused by the header alone, and who has a wrong one takes no more
// than a share of the room.
func TestH3Bodies(t *testing.T) {
	s := newShop(t, withSecret, func(c *settings) { c.config.BehindProxy = true })
	for range 250 {
		require.Equal(t, http.StatusUnauthorized, statusOn(t, s.raw(hookHead("198.51.100.7", "", maxWebhook))), "no body was sent")
	}
	wrong := signed("other", "")
	for range maxBodies / 4 / maxWebhook {
		s.raw(hookHead("198.51.100.7", wrong, maxWebhook)) // never sends the rest
	}
	held := func() int64 { s.bodies.mu.Lock(); defer s.bodies.mu.Unlock(); return maxBodies - s.bodies.left }
	require.Eventually(t, func() bool { return held() == maxBodies/4 }, 10*time.Second, time.Millisecond)
	require.Equal(t, http.StatusServiceUnavailable, statusOn(t, s.raw(hookHead("198.51.100.7", wrong, maxWebhook))), "its share is taken")
	require.Equal(t, http.StatusServiceUnavailable, statusOn(t, s.raw("POST "+hookPath+" HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.7\r\n"+
		"X-Hub-Signature-256: "+wrong+"\r\nTransfer-Encoding: chunked\r\n\r\n")), "a body without a length counts as a long one")
	body := hook("77", s.clock.Now(), "15550100 wamid.1 hello")
	status, text := s.do("POST", hookPath, body, signatureHeader, signed("s3cret", body), "X-Forwarded-For", "203.0.113.9")
	require.Equal(t, 200, status, "the platform is served meanwhile: %s", text)
	require.Equal(t, http.StatusRequestEntityTooLarge, statusOn(t, s.raw(hookHead("203.0.113.9", wrong, 10<<20))), "10 MB, by its header")
}

// TestH3SlowBody states that a body that does not come is not waited for, and its room given back.
func TestH3SlowBody(t *testing.T) {
	s := newShop(t, withSecret)
	s.patience = 20 * time.Millisecond
	require.Equal(t, http.StatusBadRequest, statusOn(t, s.raw(hookHead("", signed("s3cret", ""), maxWebhook)+"{")))
	require.Eventually(t, func() bool { s.bodies.mu.Lock(); defer s.bodies.mu.Unlock(); return s.bodies.left == maxBodies }, 10*time.Second, time.Millisecond)
}

// TestH3Budget states that room that was taken is given back.
func TestH3Budget(t *testing.T) {
	b := newBudget(10, 6)
	first, ok := b.take("a", 6)
	require.True(t, ok)
	_, ok = b.take("a", 1)
	require.False(t, ok, "more than a share")
	_, ok = b.take("b", 5)
	require.False(t, ok, "more than all")
	second, ok := b.take("b", 4)
	require.True(t, ok)
	first()
	second()
	require.Empty(t, b.held)
	require.Equal(t, int64(10), b.left)
}

// TestH3Connections states that connections that only wait make room for those that ask, and
// that the server ends slow ones.
func TestH3Connections(t *testing.T) {
	s := newShop(t)
	for range maxConnections + 100 {
		s.raw("")
	}
	status, _ := s.do("POST", hookPath, hook("77", s.clock.Now(), "15550100 wamid.1 hello"))
	require.Equal(t, 200, status)
	web := s.web()
	for name, limit := range map[string]time.Duration{"header": web.ReadHeaderTimeout, "body": web.ReadTimeout, "answer": web.WriteTimeout, "idle": web.IdleTimeout} {
		require.True(t, 0 < limit && limit <= time.Minute, "%s: %v", name, limit)
	}
}

// TestH3Guests states who makes room: who has waited longest, never who is at work.
func TestH3Guests(t *testing.T) {
	at := time.Unix(0, 0)
	g := &guests{most: 3, since: map[net.Conn]visit{}, now: func() time.Time { at = at.Add(time.Second); return at }}
	conns := map[string]net.Conn{}
	for _, name := range []string{"working", "idle", "new", "next", "last"} {
		conns[name], _ = net.Pipe()
	}
	g.note(conns["working"], http.StateNew)
	g.note(conns["working"], http.StateActive)
	g.note(conns["idle"], http.StateNew)
	g.note(conns["new"], http.StateNew)
	g.note(conns["idle"], http.StateIdle)
	g.note(conns["next"], http.StateNew)
	require.NotContains(t, g.since, conns["new"], "it has waited longest")
	g.note(conns["next"], http.StateActive)
	g.note(conns["idle"], http.StateActive)
	g.note(conns["last"], http.StateNew)
	require.NotContains(t, g.since, conns["last"], "all others are at work")
	_, err := conns["last"].Write([]byte("x"))
	require.ErrorIs(t, err, io.ErrClosedPipe)
	g.note(conns["working"], http.StateClosed)
	require.Len(t, g.since, 2)
}

// TestH4Host states that only names of this server are answered: a site that lets its own name
// lead here reads and writes nothing, though its browser says that all is of one origin.
func TestH4Host(t *testing.T) {
	s := newShop(t, func(c *settings) { c.hosts = []string{"desk.example"} })
	id := s.write("15550100", "Hello")
	for _, host := range []string{"evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1", "desk.example.", "DESK.example:443", "localhost:1", "[::1]:80", "127.0.0.1"} {
		want := http.StatusMisdirectedRequest
		if strings.Contains(strings.ToLower(host), "desk.example") || !strings.Contains(host, "evil") && host != "192.0.2.1" {
			want = http.StatusOK
		}
		for _, path := range []string{"/", "/api/tickets", "/healthz", "/metrics", "/static/page.js"} {
			status, text := s.do("GET", path, "", "Host", host, "Origin", "http://"+host, "Accept", "text/html")
			require.Equal(t, want, status, "%s %s", host, path)
			if want != http.StatusOK {
				require.NotContains(t, text, "Hello")
			}
		}
	}
	status, _ := s.do("POST", "/api/tickets/"+id+"/comments", `{"text": "hi"}`, "Host", "evil.example", "Origin", "http://evil.example")
	require.Equal(t, http.StatusMisdirectedRequest, status)
	require.Equal(t, []string{"end_user: Hello"}, s.thread(id))

	public := settings{addr: ":8080"}
	require.True(t, public.answersTo("192.0.2.1:8080"), "an address cannot be led elsewhere")
	require.False(t, public.answersTo("evil.example"))
	require.False(t, settings{addr: "localhost:8080"}.answersTo("192.0.2.1"))
}

// TestH5Password states that a real helpdesk does not start without a password, unless that is
// asked for. How failed logins are slowed is a test of the login.
func TestH5Password(t *testing.T) {
	secret := func(name string) string { return map[string]string{"WHATSAPP_APP_SECRET": "s"}[name] }
	_, err := readSettings(nil, secret, io.Discard)
	require.ErrorContains(t, err, "-no-login")
	cfg, err := readSettings([]string{"-no-login"}, secret, io.Discard)
	require.NoError(t, err)
	require.True(t, cfg.noLogin)
	_, err = readSettings(nil, real, io.Discard)
	require.NoError(t, err)
	with := config.Default()
	with.Agents[1].Password = []byte("a hash")
	require.True(t, settings{config: with}.hasPassword(), "one of the file will do")
}

// TestH7FullDisk states that /healthz says so when nothing can be written, and when it can again.
func TestH7FullDisk(t *testing.T) {
	s := newShop(t)
	s.later(0)
	status, text := s.do("GET", "/healthz", "")
	require.Equal(t, 200, status, text)
	s.side.SetMaxOpenConns(1)
	var pages int
	_, err := s.side.Exec("DELETE FROM helpdesk_facts WHERE name = 'health'; VACUUM")
	require.NoError(t, err)
	require.NoError(t, s.side.QueryRow("PRAGMA page_count").Scan(&pages))
	_, err = s.side.Exec("PRAGMA max_page_count = " + strconv.Itoa(pages))
	require.NoError(t, err)
	status, _ = s.do("GET", "/healthz", "")
	require.Equal(t, 200, status, "it is tried once a second at most")
	s.later(time.Minute)
	status, text = s.do("GET", "/healthz", "")
	require.Equal(t, http.StatusServiceUnavailable, status, text)
	require.Contains(t, text, "the disk is full")
	require.Contains(t, s.log.String(), "database or disk is full")
	_, err = s.side.Exec("PRAGMA max_page_count = 1000000")
	require.NoError(t, err)
	s.later(time.Minute)
	status, text = s.do("GET", "/healthz", "")
	require.Equal(t, 200, status, text)
}

// TestH8Bounds states that time cannot be skipped until the clock overflows, and that names of
// customers are of a length that can be shown.
func TestH8Bounds(t *testing.T) {
	s := newShop(t)
	require.NoError(t, s.clock.advance(s.clock.Now().Add(maxAhead-48*time.Hour)))
	ahead := s.clock.Ahead()
	status, text := s.do("POST", "/demo/skip", "hours=744", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, http.StatusUnprocessableEntity, status, text)
	for _, far := range []time.Duration{100 * time.Hour, 1<<63 - 1} {
		require.ErrorContains(t, s.clock.advance(s.clock.Now().Add(far)), "any further")
	}
	require.Equal(t, ahead, s.clock.Ahead())

	s = newShop(t)
	long := strings.Repeat("é", 1<<20) // 2 MB
	body := strings.Replace(hook("77", s.clock.Now(), "15550100 wamid.1 hello"), `"messages":`,
		`"contacts": [{"wa_id": "15550100", "profile": {"name": "`+long+`"}}], "messages":`, 1)
	status, text = s.do("POST", hookPath, body)
	require.Equal(t, 200, status, text)
	row := s.tickets("").Tickets[0]
	require.Equal(t, strings.Repeat("é", maxName)+"…", row.Customer)
	require.Less(t, len(s.page("/tickets/"+string(row.Ticket.ID))), 100_000)
}

// TestH8Modes states that what is kept is for its owner alone, what an earlier version left open
// too.
func TestH8Modes(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	args := []string{"-data", folder, "-addr", "127.0.0.1:0"}
	_, stop := started(t, "demo mode", args...)
	modes := func() {
		t.Helper()
		names, err := filepath.Glob(filepath.Join(folder, "*"))
		require.NoError(t, err)
		for _, name := range append(names, folder) {
			info, err := os.Stat(name)
			require.NoError(t, err)
			require.Zero(t, info.Mode().Perm()&0o077, "%s: %v", name, info.Mode())
		}
	}
	modes()
	require.NoError(t, stop())
	require.NoError(t, os.Chmod(filepath.Join(folder, "helpdesk.db"), 0o644))
	_, stop = started(t, "demo mode", args...)
	modes()
	require.NoError(t, stop())
}
