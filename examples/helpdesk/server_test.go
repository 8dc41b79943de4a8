package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/sqlitestore"
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
		require.Regexp(t, `^/($|[^/\\])`, s.post("/tickets/"+id+"/status", "status", "open", "back", back), back)
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
		"/tickets/nobody": 404, "/nothing": 404, "/?view=unsolved&after=x": 400, "/tickets/" + id + "?part=nothing": 404, "/tickets/" + id + "?view=none": 404, "/static/none.css": 404,
		"/tickets/" + id + "?from=x": 400, "/tickets/" + id + "?log=x": 400,
	} {
		status, text := s.do("GET", path, "", "Accept", "text/html")
		require.Equal(t, want, status, path)
		require.NotContains(t, text, "goroutine", path)
	}
	status, text := s.do("POST", "/tickets/"+id+"/reply", "text=", "Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, 422, status)
	require.Contains(t, text, "Write something first.")
}

// TestPanic states that a panic is one failed request and no more.
func TestPanic(t *testing.T) {
	file := t.TempDir()
	st, err := sqlitestore.Open(filepath.Join(file, "helpdesk.db"))
	require.NoError(t, err)
	trouble := &flaky{Store: st, fail: func(string) error { panic("a bug") }}
	s := openShopOn(t, file, trouble)
	status, text := s.do("PATCH", "/api/tickets/x", `{"status": "open"}`)
	require.Equal(t, 404, status, text)
	status, text = s.do("POST", "/demo/message", "from=15550100&text=hi", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, 500, status)
	require.NotContains(t, text, "a bug")
	status, text = s.do("POST", "/demo/message", "from=15550100&text=hi", "Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html")
	require.Equal(t, 500, status)
	require.Contains(t, text, "That did not work", "a person gets a page")
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
