package main

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// visitNote is what is found out about a request while it is answered. It has none of the
// caller's words: addresses and queries may hold names, numbers and secrets.
type visitNote struct {
	route string // the pattern that took it; "": none did
	agent string
}

type noteKey struct{}

func noteOf(r *http.Request) *visitNote {
	n, _ := r.Context().Value(noteKey{}).(*visitNote)
	if n == nil {
		n = &visitNote{}
	}
	return n
}

// noteAgent notes who sends a request.
func noteAgent(r *http.Request, id string) { noteOf(r).agent = id }

// routed notes which pattern of a mux took a request. Of muxes in one another the innermost
// counts.
func routed(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if n := noteOf(r); n.route == "" && r.Pattern != "/" {
				n.route = r.Pattern
			}
		}()
		mux.ServeHTTP(w, r)
	})
}

// observed measures and logs requests: each one that changes or fails, and with -v all.
func (s *server) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := &visitNote{}
		r = r.WithContext(context.WithValue(r.Context(), noteKey{}, n))
		to := &countedAnswer{ResponseWriter: w, status: http.StatusOK}
		begun := s.wall()
		next.ServeHTTP(to, r)
		took := s.wall().Sub(begun)
		if n.route == "" {
			n.route = "other"
		}
		if n.route != liveRoute { // it lasts as long as the page is open
			s.metrics.requests.WithLabelValues(n.route, strconv.Itoa(to.status/100)+"xx").Observe(took.Seconds())
		}
		level := slog.LevelDebug
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead || n.route == hookRoute // which tells itself what came
		if to.status >= http.StatusBadRequest || !reads {
			level = slog.LevelInfo
		}
		s.log.Log(r.Context(), level, "request", "route", n.route, "status", to.status, "bytes", to.bytes,
			"took", took.Round(time.Microsecond), "agent", n.agent)
	})
}

const (
	liveRoute = "GET /live"
	hookRoute = "POST /webhook/whatsapp"
)

// countedAnswer is an answer whose status and length are known.
type countedAnswer struct {
	http.ResponseWriter
	status, bytes int
	begun         bool
}

// WriteHeader implements [http.ResponseWriter].
func (c *countedAnswer) WriteHeader(status int) {
	if !c.begun {
		c.status, c.begun = status, true
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *countedAnswer) Write(p []byte) (int, error) {
	c.begun = true
	n, err := c.ResponseWriter.Write(p)
	c.bytes += n
	return n, err
}

// Unwrap lets [http.ResponseController] reach the connection.
func (c *countedAnswer) Unwrap() http.ResponseWriter { return c.ResponseWriter }
