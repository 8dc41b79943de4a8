package platformtest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/channel/platform"
)

// server speaks as the platform does, by a script.
type server struct {
	s   Subject
	url string

	mu       sync.Mutex
	steps    []channeltest.Step
	arrivals []channeltest.Arrival
	tokens   []string
}

// serveScript starts a scripted server that ends with the test.
func serveScript(t *testing.T, s Subject) *server {
	t.Helper()
	v := &server{s: s}
	h := httptest.NewServer(v)
	t.Cleanup(h.Close)
	v.url = h.URL
	return v
}

// Script implements [channeltest.Scripted].
func (v *server) Script(steps ...channeltest.Step) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, step := range steps {
		if step.Act == channeltest.Hold {
			return fmt.Errorf("the platform does not %s messages", step.Act)
		}
	}
	v.steps = append(v.steps, steps...)
	return nil
}

// Arrivals implements [channeltest.Scripted].
func (v *server) Arrivals() []channeltest.Arrival {
	v.mu.Lock()
	defer v.mu.Unlock()
	return append([]channeltest.Arrival(nil), v.arrivals...)
}

// arrive takes a message in and returns what to do with it and its id.
func (v *server) arrive(a Arrived, body []byte) (channeltest.Step, string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var step channeltest.Step
	if len(v.steps) > 0 {
		step, v.steps = v.steps[0], v.steps[1:]
	}
	v.tokens = append(v.tokens, a.Token)
	v.arrivals = append(v.arrivals, channeltest.Arrival{
		Reference: a.Reference, To: channel.Address{Account: v.s.To.Account, Handle: a.To}, Act: step.Act, At: start(), Body: body,
	})
	return step, strconv.Itoa(1000 + len(v.arrivals))
}

func (v *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	a := v.s.ReadCall(r, body)
	step, id := v.arrive(a, body)
	if seconds := int(step.After / time.Second); seconds > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	switch step.Act {
	case channeltest.Refuse:
		status, text := v.s.Refused(step.Error)
		if step.After > 0 {
			status = http.StatusTooManyRequests
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	case channeltest.Down:
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "<html><title>503 Service Unavailable</title></html>")
	case channeltest.Hang:
		<-r.Context().Done()
	case channeltest.Reset:
		panic(http.ErrAbortHandler) // the documented way to cut a connection
	case channeltest.Garble:
		_, _ = io.WriteString(w, `{"message`)
	case channeltest.Take, channeltest.Hold:
		_, _ = io.WriteString(w, v.s.Taken(a.To, id))
	}
}

// client returns the transport of a subject's platform to a scripted server.
func (s Subject) client(t *testing.T, v *server) *platform.Client {
	t.Helper()
	c, err := platform.NewClient(s.platform(t, v.url), platform.ClientConfig{Token: token, Clock: stopped{}})
	if err != nil {
		t.Fatalf("NewClient: %v", err)
	}
	return c
}

// stopped is a clock that shows one instant.
type stopped struct{}

func (stopped) Now() time.Time { return start() }

// testTransport runs the suite of transports.
func testTransport(t *testing.T, s Subject) {
	t.Helper()
	channeltest.TestTransport(t, func(t *testing.T) channeltest.Subject {
		t.Helper()
		v := serveScript(t, s)
		return channeltest.Subject{
			Transport: s.prepared(s.client(t, v)), Platform: v, To: s.To, Refusals: s.Refusals,
			Nameless: s.Nameless, Numberless: s.Numberless, CodeIsStatus: s.CodeIsStatus, Secret: token,
		}
	})
}

// prepared puts into each message what a call needs beside its content.
func (s Subject) prepared(next channel.Transport) channel.Transport {
	return channel.TransportFunc(func(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
		if s.Outbound != nil {
			s.Outbound(&o)
		}
		return next.Send(ctx, o)
	})
}
