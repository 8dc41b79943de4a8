package platformtest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

func doorChecks() []check {
	return []check{
		{"Signature", "a webhook that was not signed with the secret is refused with ErrSignature", signature},
		{"Secret", "New refuses an empty secret, which everybody knows", empty},
		{"Greeting", "Greet confirms the address to the platform alone", greeting},
		{"Handler", "the handler answers 401, 403, 400, 405 and 413, and 200 only when the host has taken the events", serve},
	}
}

func signature(t *testing.T, s Subject) error {
	p := s.platform(t, "")
	body := s.Hello("Hello", "in-1", start())
	bare := platform.Request{Header: http.Header{}, Query: url.Values{}, Body: body, Received: start()}
	other := bare
	other.Header, other.Query = http.Header{}, url.Values{}
	s.Sign("another secret", &other)
	wrong := map[string]platform.Request{"no signature": bare, "another secret": other}
	if !s.Loose {
		changed := s.request(body)
		changed.Body = bytes.Replace(body, []byte("Hello"), []byte("Hullo"), 1)
		wrong["another body"] = changed
	}
	for name, r := range wrong {
		if events, err := p.Events(r); !errors.Is(err, platform.ErrSignature) || events != nil {
			return broken("%s: %d events, error %v", name, len(events), err)
		}
	}
	return nil
}

func empty(_ *testing.T, s Subject) error {
	if p, err := s.New("", ""); err == nil {
		return broken("got %T", p)
	}
	return nil
}

func greeting(t *testing.T, s Subject) error {
	g, is := s.platform(t, "").(platform.Greeter)
	if is != (s.Greeting != nil) {
		return broken("a Greeter: %v, greets: %v", is, s.Greeting != nil)
	}
	if !is {
		return nil
	}
	q, want := s.Greeting(secret)
	reply, err := g.Greet(platform.Request{Query: q, Received: start()})
	if err != nil || string(reply.Body) != want {
		return broken("got %q, error %v, want %q", reply.Body, err, want)
	}
	for name := range q {
		less := url.Values{}
		for other, values := range q {
			if other != name {
				less[other] = values
			}
		}
		if reply, err := g.Greet(platform.Request{Query: less, Received: start()}); err == nil && string(reply.Body) == want {
			return broken("it is confirmed without %s", name)
		} else if err != nil && !errors.Is(err, platform.ErrHandshake) {
			return broken("without %s: %v", name, err)
		}
	}
	return nil
}

// serve asks a handler for each status.
func serve(t *testing.T, s Subject) error {
	var taken []channel.Event
	var failure error
	const most = 1 << 16
	h, err := platform.NewHandler(s.platform(t, ""), platform.HandlerConfig{MaxBody: most, Take: func(_ context.Context, events []channel.Event) error {
		taken = append(taken, events...)
		return failure
	}})
	if err != nil {
		return err
	}
	ask := func(method string, r platform.Request) int {
		taken = nil
		w := httptest.NewRecorder()
		q := httptest.NewRequestWithContext(t.Context(), method, "/hook?"+r.Query.Encode(), bytes.NewReader(r.Body))
		q.Header = r.Header.Clone()
		h.ServeHTTP(w, q)
		return w.Code
	}
	right := s.request(s.Hello("Hello", "in-1", start()))
	bare := platform.Request{Header: http.Header{}, Query: url.Values{}, Body: right.Body}
	asks := []struct {
		name   string
		method string
		r      platform.Request
		fails  error
		want   int
		events int
	}{
		{"a webhook", "POST", right, nil, 200, 1},
		{"a host that cannot take it", "POST", right, errors.New("the disk is full"), 500, 1},
		{"no signature", "POST", bare, nil, 401, 0},
		{"a long body", "POST", s.request([]byte(strings.Repeat(" ", most+1))), nil, 413, 0},
		{"a body of another kind", "POST", s.request([]byte("\xff")), nil, 400, 0},
		{"another method", "DELETE", right, nil, 405, 0},
	}
	for _, a := range asks {
		failure = a.fails
		if got := ask(a.method, a.r); got != a.want || len(taken) != a.events {
			return broken("%s: status %d, want %d; %d events taken, want %d", a.name, got, a.want, len(taken), a.events)
		}
	}
	want := 405
	if s.Greeting != nil {
		want = 403
	}
	if got := ask("GET", bare); got != want {
		return broken("a GET without a greeting: status %d, want %d", got, want)
	}
	return nil
}
