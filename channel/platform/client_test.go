package platform_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// secret is a token that looks different in a path, in a query and in JSON.
const secret = `abc/d+e f"g&h`

// serve starts a server that lives as long as the test.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func client(t *testing.T, p platform.Platform, cfg platform.ClientConfig) *platform.Client {
	t.Helper()
	if cfg.TokenFunc == nil && cfg.Token == "" {
		cfg.Token = secret
	}
	cfg.Clock = stopped{}
	c, err := platform.NewClient(p, cfg)
	require.NoError(t, err)
	return c
}

// calls is a fake whose calls go to an address.
func calls(address string, header ...string) fake {
	return fake{call: func(channel.Outbound) (platform.Call, error) {
		return platform.JSON(address, []byte(`{"text":"Hi {token}"}`), header...), nil
	}}
}

func TestNewClient(t *testing.T) {
	for want, make := range map[string]func() (*platform.Client, error){
		"the platform is missing":     func() (*platform.Client, error) { return platform.NewClient(nil, platform.ClientConfig{Token: "a"}) },
		"the access token is missing": func() (*platform.Client, error) { return platform.NewClient(fake{}, platform.ClientConfig{}) },
		"a limit is negative": func() (*platform.Client, error) {
			return platform.NewClient(fake{}, platform.ClientConfig{Token: "a", Timeout: -1})
		},
		"the access token holds a line break, or another character that a header cannot": func() (*platform.Client, error) {
			return platform.NewClient(fake{}, platform.ClientConfig{Token: "a\n"})
		},
	} {
		c, err := make()
		require.EqualError(t, err, "platform: client: "+want)
		require.Nil(t, c)
	}
	_, err := platform.NewClient(fake{}, platform.ClientConfig{Token: "a", MaxAnswer: -1})
	require.EqualError(t, err, "platform: client: a limit is negative")
}

// The token goes where its mark stands, as that place wants it, and nowhere else.
func TestClientToken(t *testing.T) {
	var seen http.Request
	var body string
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		seen, body = *r, string(text)
	})
	tests := []struct {
		name, url string
		header    []string
		path      string
		query     string
		value     string
	}{
		{"header", "/send?a=1", []string{"Authorization", platform.Bearer}, "/send", "a=1", "Bearer " + secret},
		{"path", "/bot{token}/send", nil, "/botabc%2Fd+e%20f%22g&h/send", "", ""},
		{"query", "/send?access_token={token}&b=2", nil, "/send", "access_token=abc%2Fd%2Be+f%22g%26h&b=2", ""},
		{"nowhere", "/send", nil, "/send", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call, err := calls(address+tt.url, tt.header...).Call(channel.Outbound{})
			require.NoError(t, err)
			_, err = client(t, fake{}, platform.ClientConfig{}).Do(t.Context(), call)
			require.NoError(t, err)
			require.Equal(t, http.MethodPost, seen.Method)
			require.Equal(t, tt.path, seen.URL.EscapedPath())
			require.Equal(t, tt.query, seen.URL.RawQuery)
			require.Equal(t, tt.value, seen.Header.Get("Authorization"))
			require.Equal(t, "application/json", seen.Header.Get("Content-Type"))
			require.JSONEq(t, `{"text":"Hi {token}"}`, body, "what a customer writes is no mark")
			require.Equal(t, strings.Count(tt.value, secret), strings.Count(call.Header.Get("Authorization"), platform.TokenMark), "the call is left as it was")
		})
	}
	u, err := url.Parse(address + tests[1].path)
	require.NoError(t, err)
	require.Equal(t, "/bot"+secret+"/send", u.Path)
	require.Equal(t, secret, query(t, tests[2].query).Get("access_token"))
}

// A token that changes is asked for before each call.
func TestClientTokenFunc(t *testing.T) {
	var seen []string
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) { seen = append(seen, r.Header.Get("Authorization")) })
	type key struct{}
	ctx := context.WithValue(t.Context(), key{}, "mine")
	asked := 0
	c := client(t, calls(address, "Authorization", platform.Bearer), platform.ClientConfig{Token: "old", TokenFunc: func(ctx context.Context) (string, error) {
		require.Equal(t, "mine", ctx.Value(key{}))
		asked++
		return []string{"", "one", "two"}[asked], nil
	}})
	for range 2 {
		_, err := c.Send(ctx, channel.Outbound{})
		require.NoError(t, err)
	}
	require.Equal(t, []string{"Bearer one", "Bearer two"}, seen)

	failure := errors.New("the vault is sealed")
	for token, want := range map[string]channel.Error{
		"error": {Code: platform.CodeNoToken, Title: "The access token could not be had", Class: channel.ClassRetry},
		"":      {Code: platform.CodeNoToken, Title: "The access token is empty", Class: channel.ClassFix},
		"a\n":   {Code: platform.CodeNoToken, Title: "The access token holds a character that a header cannot", Class: channel.ClassFix},
	} {
		c := client(t, calls(address), platform.ClientConfig{TokenFunc: func(context.Context) (string, error) {
			if token == "error" {
				return "half", failure
			}
			return token, nil
		}})
		_, err := c.Send(t.Context(), channel.Outbound{})
		require.Equal(t, want, refusal(t, err).Reason)
		require.Equal(t, token == "error", errors.Is(err, failure))
	}
	require.Len(t, seen, 2, "without a token no call is made")
}

// shows returns what of an error or an answer shows the token, in any form.
func shows(t *testing.T, texts ...any) string {
	t.Helper()
	quoted, err := json.Marshal(secret)
	require.NoError(t, err)
	inner := string(quoted[1 : len(quoted)-1])
	for _, text := range texts {
		written, err := json.Marshal(text)
		require.NoError(t, err)
		var plain any
		require.NoError(t, json.Unmarshal(written, &plain))
		for _, form := range []string{secret, url.PathEscape(secret), url.QueryEscape(secret), inner, strings.ReplaceAll(inner, "/", `\/`)} {
			again, err := json.Marshal(form)
			require.NoError(t, err)
			if bytes.Contains(written, again[1:len(again)-1]) {
				return form + " in " + string(written)
			}
		}
	}
	return ""
}

// The platform may repeat the token in its words, and an error names the address.
func TestClientHidesToken(t *testing.T) {
	quoted, err := json.Marshal(secret)
	require.NoError(t, err)
	bodies := []string{
		secret, "Malformed " + url.PathEscape(secret) + " or " + url.QueryEscape(secret), `{"message":` + string(quoted) + `}`,
		`{"message":` + strings.ReplaceAll(string(quoted), "/", `\/`) + `}`, secret + secret,
	}
	for _, body := range bodies {
		address := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example"+r.URL.String())
			w.Header().Set("X-Echo", r.Header.Get("Authorization"))
			w.WriteHeader(http.StatusFound)
			_, _ = io.WriteString(w, body)
		})
		p := calls(address+"/bot{token}/send?t={token}", "Authorization", platform.Bearer)
		p.answer = func(r platform.Response) (channel.Accepted, error) {
			return channel.Accepted{}, r.Refused(channel.Error{Title: string(r.Body), Detail: r.Header.Get("Location") + r.Header.Get("X-Echo")})
		}
		c := client(t, p, platform.ClientConfig{})
		_, err := c.Send(t.Context(), channel.Outbound{})
		reason := refusal(t, err).Reason
		require.Empty(t, shows(t, err.Error(), reason.Title, reason.Detail))
		require.Contains(t, reason.Title, "…")
		require.Contains(t, reason.Detail, "https://elsewhere.example/bot…/send?t=…Bearer …")

		call, err := p.Call(channel.Outbound{})
		require.NoError(t, err)
		answer, err := c.Do(t.Context(), call)
		require.NoError(t, err)
		require.Empty(t, shows(t, string(answer.Body), answer.Header))
	}
}

// An error of the connection names neither the token nor an address that holds it.
func TestClientErrors(t *testing.T) {
	closed := httptest.NewServer(nil)
	closed.Close()
	cut := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	tests := []struct {
		name, address string
		http          *http.Client
		code          string
		class         channel.Class
	}{
		{"refused connection", closed.URL, nil, platform.CodeUnreachable, channel.ClassRetry},
		{"cut connection", cut, nil, channel.CodeNoAnswer, channel.ClassRetry},
		{"no address", "http://[::1", nil, platform.CodeUnreachable, channel.ClassFix},
		{"an error that shows it", "http://platform.invalid", &http.Client{Transport: talkative{}}, channel.CodeNoAnswer, channel.ClassRetry},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := client(t, calls(tt.address+"/bot{token}/send?t={token}"), platform.ClientConfig{HTTP: tt.http})
			accepted, err := c.Send(t.Context(), channel.Outbound{})
			require.Zero(t, accepted)
			reason := refusal(t, err).Reason
			require.Equal(t, []any{tt.code, tt.class}, []any{reason.Code, reason.Class})
			require.Empty(t, shows(t, err.Error(), reason))
		})
	}
}

// talkative is a transport whose errors tell too much.
type talkative struct{}

func (talkative) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, errors.New("cannot reach bot" + url.PathEscape(secret) + " with " + r.URL.Query().Get("t"))
}

// A message is never sent on to another address.
func TestClientRedirect(t *testing.T) {
	var elsewhere atomic.Int32
	second := serve(t, func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		first := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, second, status) })
		follows := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}
		for _, h := range []*http.Client{nil, follows} {
			p := calls(first, "Authorization", platform.Bearer)
			p.answer = func(r platform.Response) (channel.Accepted, error) {
				return channel.Accepted{}, r.Refused(channel.Error{})
			}
			_, err := client(t, p, platform.ClientConfig{HTTP: h}).Send(t.Context(), channel.Outbound{})
			require.Equal(t, channel.ClassFix, refusal(t, err).Reason.Class, "%d", status)
		}
		require.Nil(t, follows.Transport)
		require.NotErrorIs(t, follows.CheckRedirect(nil, nil), http.ErrUseLastResponse, "the host's client is left as it was")
	}
	require.Zero(t, elsewhere.Load())
}

// An answer is read as far as MaxAnswer, 1 MB if the host does not say.
func TestClientAnswer(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-A", "1")
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write(bytes.Repeat([]byte("a"), 2<<20))
	})
	for most, want := range map[int64]int{0: 1 << 20, 5: 5} {
		var got platform.Response
		p := calls(address)
		p.answer = func(r platform.Response) (channel.Accepted, error) {
			got = r
			return channel.Accepted{MessageID: "m", At: r.At}, nil
		}
		accepted, err := client(t, p, platform.ClientConfig{MaxAnswer: most}).Send(t.Context(), channel.Outbound{})
		require.NoError(t, err)
		require.Equal(t, channel.Accepted{MessageID: "m", At: now}, accepted)
		require.Equal(t, []any{http.StatusTeapot, "1", want}, []any{got.Status, got.Header.Get("X-A"), len(got.Body)})
		require.Equal(t, now, got.At)
	}
}

// The platform is not called for another account, without a call, and when ctx has ended.
func TestClientWithoutACall(t *testing.T) {
	var called atomic.Int32
	address := serve(t, func(http.ResponseWriter, *http.Request) { called.Add(1) })
	c := client(t, calls(address), platform.ClientConfig{Account: account})
	for _, a := range []channel.Account{{}, {Kind: channel.LINE, ID: "other"}, {Kind: channel.X, ID: "Ubot"}} {
		_, err := c.Send(t.Context(), channel.Outbound{To: channel.Address{Account: a, Handle: "Umira"}})
		want := channel.Error{Code: platform.CodeWrongAccount, Title: "The message is for another account than line:Ubot", Class: channel.ClassFix}
		require.Equal(t, want, refusal(t, err).Reason)
	}

	unsendable := channel.Unsendable(channel.LINE, "too long")
	p := fake{call: func(channel.Outbound) (platform.Call, error) { return platform.Call{}, unsendable }}
	_, err := client(t, p, platform.ClientConfig{}).Send(t.Context(), channel.Outbound{})
	require.Equal(t, unsendable, err)

	ended, stop := context.WithCancel(t.Context())
	stop()
	accepted, err := c.Send(ended, channel.Outbound{To: mira})
	require.Zero(t, accepted)
	require.ErrorIs(t, err, context.Canceled)
	_, is := errors.AsType[*channel.SendError](err)
	require.False(t, is, "the platform refused nothing")
	_, err = c.Do(ended, platform.JSON(address, nil))
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, called.Load())

	_, err = c.Send(t.Context(), channel.Outbound{To: mira})
	require.NoError(t, err)
	require.EqualValues(t, 1, called.Load())
}

// Of a call that had begun when ctx or the time ended it is not known whether it arrived.
func TestClientEnds(t *testing.T) {
	arrived := make(chan struct{}, 2)
	address := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a server sees the end of a call only behind its body
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		<-arrived
		stop()
	}()
	_, err := client(t, calls(address), platform.ClientConfig{}).Send(ctx, channel.Outbound{})
	require.Equal(t, channel.CodeNoAnswer, refusal(t, err).Reason.Code)
	require.ErrorIs(t, err, context.Canceled)

	_, err = client(t, calls(address), platform.ClientConfig{Timeout: time.Millisecond}).Send(t.Context(), channel.Outbound{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Equal(t, channel.ClassRetry, refusal(t, err).Reason.Class)
}

// pacer is a Pacer made of functions.
type pacer struct {
	wait  func(channel.Address, time.Time) time.Duration
	learn func(channel.Address, error, time.Time) error
}

func (p pacer) Wait(to channel.Address, at time.Time) time.Duration { return p.wait(to, at) }

func (p pacer) Learn(to channel.Address, err error, at time.Time) error { return p.learn(to, err, at) }

// A message that is kept back makes no call; what the pacer learns is what the caller gets.
func TestClientPace(t *testing.T) {
	var told []string
	address := serve(t, func(http.ResponseWriter, *http.Request) { told = append(told, "call") })
	refused := &channel.SendError{Reason: channel.Error{Code: "7", Class: channel.ClassRetry}}
	slower := &channel.SendError{Reason: channel.Error{Code: "7", Class: channel.ClassRetry}, RetryAfter: time.Minute}
	tests := []struct {
		name    string
		wait    time.Duration
		answer  error
		learned error
		want    error
		steps   []string
	}{
		{"at once", 0, nil, nil, nil, []string{"wait", "call", "learn"}},
		{
			"kept back", 3 * time.Second, nil, nil,
			&channel.SendError{
				Reason:     channel.Error{Code: platform.CodePaced, Title: "Kept back so that the platform does not refuse it", Class: channel.ClassRetry},
				RetryAfter: 3 * time.Second,
			},
			[]string{"wait"},
		},
		{"refused", 0, refused, refused, refused, []string{"wait", "call", "learn"}},
		{"refused, and to wait longer", 0, refused, slower, slower, []string{"wait", "call", "learn"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			told = nil
			p := calls(address)
			p.answer = func(platform.Response) (channel.Accepted, error) { return channel.Accepted{}, tt.answer }
			c := client(t, p, platform.ClientConfig{Pace: pacer{
				wait: func(to channel.Address, at time.Time) time.Duration {
					require.Equal(t, mira, to)
					require.True(t, now.Equal(at))
					told = append(told, "wait")
					return tt.wait
				},
				learn: func(to channel.Address, err error, at time.Time) error {
					require.Equal(t, mira, to)
					require.True(t, now.Equal(at))
					require.Equal(t, tt.answer, err)
					told = append(told, "learn")
					return tt.learned
				},
			}})
			_, err := c.Send(t.Context(), channel.Outbound{To: mira})
			require.Equal(t, tt.want, err)
			if diff := cmp.Diff(tt.steps, told); diff != "" {
				t.Errorf("steps differ (-want +got):\n%s", diff)
			}
		})
	}
}

// What cannot be called is not counted.
func TestClientPaceCountsCalls(t *testing.T) {
	p := fake{call: func(channel.Outbound) (platform.Call, error) {
		return platform.Call{}, channel.Unsendable(channel.LINE, "too long")
	}}
	c := client(t, p, platform.ClientConfig{Pace: pacer{wait: func(channel.Address, time.Time) time.Duration {
		t.Error("the pacer was asked")
		return 0
	}}})
	_, err := c.Send(t.Context(), channel.Outbound{To: mira})
	require.Error(t, err)
}
