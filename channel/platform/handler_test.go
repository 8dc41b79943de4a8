package platform_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// ask asks a handler of p and returns what it answered.
func ask(t *testing.T, p platform.Platform, cfg platform.HandlerConfig, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	if cfg.Take == nil {
		cfg.Take = func(context.Context, []channel.Event) error { return nil }
	}
	h, err := platform.NewHandler(p, cfg)
	require.NoError(t, err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func post(t *testing.T, body io.Reader) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/hook?a=1", body)
}

func TestNewHandler(t *testing.T) {
	take := func(context.Context, []channel.Event) error { return nil }
	for want, make := range map[string]func() (http.Handler, error){
		"platform: handler: the platform is missing": func() (http.Handler, error) { return platform.NewHandler(nil, platform.HandlerConfig{Take: take}) },
		"platform: handler: Take is missing":         func() (http.Handler, error) { return platform.NewHandler(fake{}, platform.HandlerConfig{}) },
		"platform: handler: MaxBody -1 is negative": func() (http.Handler, error) {
			return platform.NewHandler(fake{}, platform.HandlerConfig{Take: take, MaxBody: -1})
		},
	} {
		h, err := make()
		require.EqualError(t, err, want)
		require.Nil(t, h)
	}
}

// The platform sees the webhook as it came, and the host its events in their order, with
// the context of the request.
func TestHandlerTakes(t *testing.T) {
	type key struct{}
	var seen platform.Request
	var taken []channel.Event
	var value any
	p := fake{events: func(r platform.Request) ([]channel.Event, error) {
		seen = r
		return []channel.Event{{ID: "e1"}, {ID: "e2"}}, nil
	}}
	r := post(t, strings.NewReader(`{"a":1}`))
	r.Header.Set("X-Signature", "s")
	w := ask(t, p, platform.HandlerConfig{Clock: stopped{}, Take: func(ctx context.Context, events []channel.Event) error {
		taken, value = events, ctx.Value(key{})
		return nil
	}}, r.WithContext(context.WithValue(r.Context(), key{}, "the request's")))

	require.Equal(t, http.StatusOK, w.Code)
	require.Empty(t, w.Body.String())
	require.Equal(t, "the request's", value)
	require.Equal(t, []channel.Event{{ID: "e1"}, {ID: "e2"}}, taken)
	want := platform.Request{Header: http.Header{"X-Signature": {"s"}}, Query: query(t, "a=1"), Body: []byte(`{"a":1}`), Received: now}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("request differs (-want +got):\n%s", diff)
	}
	require.Equal(t, "UTC", seen.Received.Location().String())
}

// A host that went away while it took the events gets them again.
func TestHandlerContextEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	w := ask(t, fake{}, platform.HandlerConfig{Take: func(ctx context.Context, _ []channel.Event) error {
		stop()
		return ctx.Err()
	}}, post(t, nil).WithContext(ctx))
	require.Equal(t, http.StatusInternalServerError, w.Code)
}

func TestHandlerStatus(t *testing.T) {
	fails := func(err error) platform.Platform {
		return fake{events: func(platform.Request) ([]channel.Event, error) { return nil, err }}
	}
	greets := greeter{greet: func(r platform.Request) (platform.Reply, error) {
		if r.Query.Get("token") != "right" {
			return platform.Reply{}, fmt.Errorf("fake: %w: token", platform.ErrHandshake)
		}
		return platform.Reply{Type: "text/plain", Body: []byte("1158201444")}, nil
	}}
	full := func(context.Context, []channel.Event) error { return errors.New("the disk is full: user Mira") }
	ofMethod := func(method, address string) *http.Request {
		return httptest.NewRequestWithContext(t.Context(), method, address, nil)
	}
	tests := []struct {
		name string
		p    platform.Platform
		take func(context.Context, []channel.Event) error
		r    *http.Request
		want int
		body string
	}{
		{"taken", fake{}, nil, post(t, nil), 200, ""},
		{"not taken", fake{}, full, post(t, nil), 500, "Internal Server Error\n"},
		{"signature", fails(fmt.Errorf("fake: %w: key abc", platform.ErrSignature)), nil, post(t, nil), 401, "Unauthorized\n"},
		{"body", fails(fmt.Errorf("fake: %w", platform.ErrBody)), nil, post(t, nil), 400, "Bad Request\n"},
		{"a body that breaks off", fake{}, nil, post(t, iotest.ErrReader(io.ErrUnexpectedEOF)), 400, "Bad Request\n"},
		{"too large", fake{}, nil, post(t, strings.NewReader("123456789")), 413, "Request Entity Too Large\n"},
		{"as large as may be", fake{}, nil, post(t, strings.NewReader("12345678")), 200, ""},
		{"greeting", greets, nil, ofMethod("GET", "/hook?token=right"), 200, "1158201444"},
		{"greeting of a stranger", greets, nil, ofMethod("GET", "/hook?token=wrong"), 403, "Forbidden\n"},
		{"a webhook of a greeter", greets, full, post(t, nil), 500, "Internal Server Error\n"},
		{"nobody greets", fake{}, nil, ofMethod("GET", "/hook?token=right"), 405, "Method Not Allowed\n"},
		{"HEAD", greets, nil, ofMethod("HEAD", "/hook?token=right"), 405, "Method Not Allowed\n"},
		{"PUT", greets, nil, ofMethod("PUT", "/hook"), 405, "Method Not Allowed\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := ask(t, tt.p, platform.HandlerConfig{Take: tt.take, MaxBody: 8}, tt.r)
			require.Equal(t, tt.want, w.Code)
			require.Equal(t, tt.body, w.Body.String(), "a stranger learns the status alone")
			require.Equal(t, tt.want == 405, w.Header().Get("Allow") == "POST")
			require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
			if tt.name == "greeting" {
				require.Equal(t, "text/plain", w.Header().Get("Content-Type"))
			}
		})
	}
}

// Nothing reaches the host of a webhook that is refused.
func TestHandlerRefusesFirst(t *testing.T) {
	for _, err := range []error{platform.ErrSignature, platform.ErrBody} {
		p := fake{events: func(platform.Request) ([]channel.Event, error) { return []channel.Event{{ID: "e1"}}, err }}
		w := ask(t, p, platform.HandlerConfig{Take: func(context.Context, []channel.Event) error {
			t.Errorf("%v: events were taken", err)
			return nil
		}}, post(t, nil))
		require.NotEqual(t, http.StatusOK, w.Code)
	}
}

// The greatest body is MaxBody if the host does not say.
func TestHandlerMaxBody(t *testing.T) {
	require.Equal(t, 200, ask(t, fake{}, platform.HandlerConfig{}, post(t, bytes.NewReader(make([]byte, platform.MaxBody)))).Code)
	require.Equal(t, 413, ask(t, fake{}, platform.HandlerConfig{}, post(t, bytes.NewReader(make([]byte, platform.MaxBody+1)))).Code)
}

func TestHandlerLogs(t *testing.T) {
	var log bytes.Buffer
	p := fake{events: func(platform.Request) ([]channel.Event, error) {
		return nil, fmt.Errorf("fake: %w: it is missing", platform.ErrSignature)
	}}
	ask(t, p, platform.HandlerConfig{Log: slog.New(slog.NewTextHandler(&log, nil))}, post(t, nil))
	require.Contains(t, log.String(), `level=WARN msg="webhook refused" status=401 error="fake: signature: it is missing"`)
	log.Reset()
	ask(t, fake{}, platform.HandlerConfig{Log: slog.New(slog.NewTextHandler(&log, nil))}, post(t, nil))
	require.Empty(t, log.String(), "what is taken is not logged")
}

// A reply goes with the answer to the webhook, after the events were taken. One that
// cannot go does not bring the webhook back.
func TestHandlerReplies(t *testing.T) {
	o := channel.Outbound{ID: "out-1", Text: "Welcome"}
	p := replier{reply: func(r platform.Request, o channel.Outbound) (platform.Reply, error) {
		return platform.Reply{Type: "text/xml", Body: []byte("<" + string(r.Body) + " " + o.Text + "/>")}, nil
	}}
	broken := replier{reply: func(platform.Request, channel.Outbound) (platform.Reply, error) {
		return platform.Reply{Type: "text/xml", Body: []byte("half")}, channel.Unsendable(channel.WeChat, "too long")
	}}
	wants := func(wanted bool) func(context.Context, []channel.Event) (channel.Outbound, bool) {
		return func(context.Context, []channel.Event) (channel.Outbound, bool) { return o, wanted }
	}
	tests := []struct {
		name        string
		p           platform.Platform
		reply       func(context.Context, []channel.Event) (channel.Outbound, bool)
		media, body string
		log         string
	}{
		{"wanted", p, wants(true), "text/xml", "<hook Welcome/>", ""},
		{"not wanted", p, wants(false), "", "", ""},
		{"nobody to ask", p, nil, "", "", ""},
		{"no replier", fake{}, wants(true), "", "", ""},
		{"refused", broken, wants(true), "", "", `msg="reply to a webhook refused" message=out-1 error="channel: send refused: `},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var order []string
			var log bytes.Buffer
			cfg := platform.HandlerConfig{Log: slog.New(slog.NewTextHandler(&log, nil)), Take: func(context.Context, []channel.Event) error {
				order = append(order, "take")
				return nil
			}}
			if tt.reply != nil {
				cfg.Reply = func(ctx context.Context, events []channel.Event) (channel.Outbound, bool) {
					require.Equal(t, []channel.Event{{ID: "e1"}, {ID: "e2"}}, events)
					require.NotNil(t, ctx.Done(), "the context of the request")
					order = append(order, "reply")
					return tt.reply(ctx, events)
				}
			}
			w := ask(t, tt.p, cfg, post(t, strings.NewReader("hook")))
			require.Equal(t, http.StatusOK, w.Code)
			require.Equal(t, tt.body, w.Body.String())
			if tt.media != "" {
				require.Equal(t, tt.media, w.Header().Get("Content-Type"))
			}
			require.Contains(t, log.String(), tt.log)
			want := []string{"take"}
			if _, is := tt.p.(platform.Replier); is && tt.reply != nil {
				want = append(want, "reply")
			}
			require.Equal(t, want, order)
		})
	}
	w := ask(t, p, platform.HandlerConfig{
		Reply: wants(true), Take: func(context.Context, []channel.Event) error { return errors.New("the disk is full") },
	}, post(t, nil))
	require.Equal(t, http.StatusInternalServerError, w.Code, "what is not taken is not answered")
	require.NotContains(t, w.Body.String(), "Welcome")
}
