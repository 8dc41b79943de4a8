package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/sqlitestore"
	"github.com/socialticket/socialticket/ticket"
)

func TestCrossOrigin(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for _, path := range []string{"/tickets/" + id + "/reply", "/tickets/" + id + "/status", "/demo/message", "/demo/skip", "/api/tickets/" + id + "/comments", hookPath} {
		for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://example.com"}, {"Origin", "null"}} {
			status, text := s.do("POST", path, `{"text": "hi"}`, header...)
			require.Equal(t, http.StatusForbidden, status, "%s %v", path, header)
			require.Contains(t, text, `{"error":"`)
		}
	}
	require.Equal(t, []string{"end_user: Hello"}, s.thread(id))
	status, _ := s.do("POST", "/api/tickets/"+id+"/comments", `{"text": "hi"}`, "Sec-Fetch-Site", "same-origin")
	require.Equal(t, http.StatusCreated, status)
}

func TestEscaping(t *testing.T) {
	s := newShop(t)
	const evil = `<script>alert("1")</script>`
	to := s.post("/demo/message", "name", evil, "from", "15550100", "text", evil)
	s.post(strings.Replace(to, "/?ticket=", "/tickets/", 1)+"/reply", "text", evil)
	page := s.page(to)
	require.NotContains(t, page, "<script>alert")
	require.Greater(t, strings.Count(page, "&lt;script&gt;alert"), 5, "name and text are shown as text")
}

func TestHeaders(t *testing.T) {
	s := newShop(t)
	for _, path := range []string{"/", "/api/tickets", "/nothing", "/static/page.js"} {
		answer, err := http.Get(s.url + path)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Contains(t, answer.Header.Get("Content-Security-Policy"), "default-src 'none'", path)
		require.Equal(t, "nosniff", answer.Header.Get("X-Content-Type-Options"), path)
	}
}

// TestBack states that a form never sends the browser to another site.
func TestBack(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for _, back := range []string{"https://example.com/", "//example.com/", "/static/", "javascript:alert(1)", "\\\\example.com", "/\\example.com", "%zz"} {
		require.Regexp(t, `^/(\?[^/\\]*)?$`, s.post("/tickets/"+id+"/status", "status", "open", "back", back), back)
	}
}

// TestDoubleSubmit states that a form that is sent twice is one reply.
func TestDoubleSubmit(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for range 2 {
		s.post("/tickets/"+id+"/reply", "text", "Hi", "idempotency_key", "once")
	}
	require.Equal(t, []string{"end_user: Hello", "agent: Hi queued"}, s.thread(id))
}

func TestPageErrors(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for path, want := range map[string]int{
		"/?ticket=nobody": 404, "/nothing": 404, "/?after=x": 400, "/?ticket=" + id + "&before=x": 400, "/static/none.css": 404,
	} {
		status, text := s.do("GET", path, "", "Accept", "text/html")
		require.Equal(t, want, status, path)
		require.NotContains(t, text, "goroutine", path)
	}
	status, text := s.do("POST", "/tickets/"+id+"/reply", "text=", "Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, 422, status)
	require.Contains(t, text, "text is empty")
}

func TestLogin(t *testing.T) {
	s := newShop(t, func(c *settings) { c.password = "pass" })
	for _, path := range []string{"/", "/api/tickets", "/static/style.css"} {
		status, _ := s.do("GET", path, "")
		require.Equal(t, http.StatusUnauthorized, status, path)
		status, _ = s.do("GET", path, "", "Authorization", "Basic YWdlbnQ6cGFzcw==") // agent:pass
		require.Equal(t, http.StatusOK, status, path)
	}
	status, _ := s.do("POST", hookPath, hook("77", s.clock.Now(), "15550100 wamid.1 hello"))
	require.Equal(t, http.StatusOK, status, "the platform does not log in")
}

// TestPanic states that a panic is one failed request and no more.
func TestPanic(t *testing.T) {
	file := filepath.Join(t.TempDir(), "helpdesk.db")
	st, err := sqlitestore.Open(file)
	require.NoError(t, err)
	trouble := &flaky{Store: st, fail: func(string) error { panic("a bug") }}
	s := openShopOn(t, file, trouble)
	status, text := s.do("PATCH", "/api/tickets/x", `{"status": "open"}`)
	require.Equal(t, 404, status, text)
	status, text = s.do("POST", "/demo/message", "from=15550100&text=hi", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, 500, status)
	require.NotContains(t, text, "a bug")
	require.Contains(t, s.log.String(), "a bug")
	trouble.fail = func(string) error { return nil }
	s.write("15550100", "hi")

	send := contained{channel.TransportFunc(func(context.Context, channel.Outbound) (channel.Accepted, error) { panic("another bug") }), s.server.log}
	_, err = send.Send(t.Context(), channel.Outbound{})
	require.ErrorIs(t, err, errPanic)
	_, refused := errors.AsType[*channel.SendError](err)
	require.False(t, refused, "it is not known whether the message went")
	require.NotContains(t, err.Error(), "another bug", "what is stored has no stack")
	require.Contains(t, s.log.String(), "another bug")
}

// TestKeep states that work which fails or panics starts again, until it is to end.
func TestKeep(t *testing.T) {
	s := newShop(t)
	ctx, stop := context.WithCancel(t.Context())
	times := 0
	err := s.keepEvery(ctx, 0, "work", func(context.Context) error {
		switch times++; times {
		case 1:
			return io.ErrUnexpectedEOF
		case 2:
			panic("a bug")
		}
		stop()
		return io.ErrNoProgress
	})
	require.ErrorIs(t, err, io.ErrNoProgress, "how it ended at last")
	require.Equal(t, 3, times)
	require.Contains(t, s.log.String(), "a bug")
}

func TestReadSettings(t *testing.T) {
	tests := []struct {
		name string
		args []string
		env  map[string]string
		want settings
		err  string
	}{
		{name: "nothing", want: settings{addr: "localhost:8080", db: "helpdesk.db", verify: "demo"}},
		{name: "flags", args: []string{"-addr", ":1", "-db", "x"}, want: settings{addr: ":1", db: "x", verify: "demo"}},
		{
			name: "credentials",
			env:  map[string]string{"WHATSAPP_APP_SECRET": "s", "WHATSAPP_TOKEN": "t", "WHATSAPP_VERIFY_TOKEN": "v", "WHATSAPP_PHONE_NUMBER_ID": "1, 2", "HELPDESK_PASSWORD": "p"},
			want: settings{addr: "localhost:8080", db: "helpdesk.db", secret: "s", token: "t", verify: "v", numbers: []string{"1", "2"}, password: "p"},
		},
		{name: "a token without a secret", env: map[string]string{"WHATSAPP_TOKEN": "t"}, err: "WHATSAPP_APP_SECRET"},
		{name: "a token without a number", env: map[string]string{"WHATSAPP_TOKEN": "t", "WHATSAPP_APP_SECRET": "s"}, err: "WHATSAPP_PHONE_NUMBER_ID"},
		{name: "an argument", args: []string{"x"}, err: `"x"`},
		{name: "an unknown flag", args: []string{"-port", "1"}, err: "port"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readSettings(tt.args, func(k string) string { return tt.env[k] }, io.Discard)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(settings{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("readSettings(%v) mismatch (-want +got):\n%s", tt.args, diff)
			}
		})
	}
}

// TestWords states that nothing that is stored shows as nothing.
func TestWords(t *testing.T) {
	for _, typ := range []ticket.EventType{
		ticket.EventCreate, ticket.EventChange, ticket.EventComment, ticket.EventEdit, ticket.EventRevoke, ticket.EventRedact,
		ticket.EventSend, ticket.EventDelivery, ticket.EventSession, ticket.EventWindow, ticket.EventRule, ticket.EventReact,
		ticket.EventIdentity, ticket.EventMerge, ticket.EventSLA, "of_tomorrow",
	} {
		require.NotEmpty(t, english().event(ticket.Event{Type: typ}), typ)
	}
	for _, m := range []channel.Message{
		{Type: channel.Image}, {Type: channel.Reaction}, {Type: channel.Location}, {Type: channel.Contacts}, {Type: "of_tomorrow"},
		{Type: channel.Order, Items: []channel.Item{{Product: "bell", Quantity: 2}}},
		{Type: channel.Document, Attachments: []channel.Attachment{{Name: "invoice.pdf"}}},
	} {
		require.NotEmpty(t, contentWords(m), m.Type)
	}
	require.Equal(t, "[document] invoice.pdf: yours", contentWords(channel.Message{Type: channel.Document, Text: "yours", Attachments: []channel.Attachment{{Name: "invoice.pdf"}}}))
}

// TestStop runs the program itself and ends it.
func TestStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out := &buffer{}
	ended := make(chan error, 1)
	file := filepath.Join(t.TempDir(), "helpdesk.db")
	go func() {
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-db", file}, func(string) string { return "" }, out)
	}()
	require.Eventually(t, func() bool { return strings.Contains(out.String(), "demo mode") }, 10*time.Second, time.Millisecond)
	stop()
	require.NoError(t, <-ended)
	require.Error(t, run(t.Context(), []string{"-db", filepath.Join(file, "none")}, func(string) string { return "" }, io.Discard))
	require.Error(t, run(t.Context(), []string{"-db", file, "-addr", "nowhere:-1"}, func(string) string { return "" }, io.Discard))
}

// TestListOrder states that a place in the list is one, whatever the instants.
func TestListOrder(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	p := place{at, "b"}
	got, err := readPlace(p.String())
	require.NoError(t, err)
	require.Equal(t, p, got)
	for id, want := range map[ticket.ID]bool{"a": false, "b": false, "c": true} {
		require.Equal(t, want, p.before(ticket.Ticket{ID: id, Times: ticket.Times{UpdatedAt: at}}), id)
	}
	require.True(t, p.before(ticket.Ticket{ID: "a", Times: ticket.Times{UpdatedAt: at.Add(-1)}}))
	require.False(t, p.before(ticket.Ticket{ID: "c", Times: ticket.Times{UpdatedAt: at.Add(1)}}))
}

// TestClockOfDemo states that a real helpdesk does not start on data of a demo whose
// time was skipped.
func TestClockOfDemo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a name?with#signs.db")
	s := openShop(t, file)
	s.post("/demo/skip", "hours", "1")
	s.close()
	_, err := os.Stat(file)
	require.NoError(t, err)
	env := map[string]string{"WHATSAPP_APP_SECRET": "s"}
	err = run(t.Context(), []string{"-db", file}, func(k string) string { return env[k] }, io.Discard)
	require.ErrorContains(t, err, "1h0m0")
}
