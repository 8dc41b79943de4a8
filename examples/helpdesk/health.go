package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// health knows whether the database can be written to. It is asked as often as one likes, and
// tries it once a second at most.
type health struct {
	mu   sync.Mutex
	at   time.Time
	last error
}

// ballast is what is written to see whether there is room: more than a small message takes.
const ballast = 32 << 10

// healthz answers 200 if messages can be kept, else 503 and that the platform should try
// again. What exactly is wrong stands in the log.
func (s *server) healthz(w http.ResponseWriter, r *http.Request) {
	if err := s.health.check(r.Context(), s); err != nil {
		s.fail(w, r, httpError{http.StatusServiceUnavailable, "the disk is full, or the database cannot be written to"})
		return
	}
	fmt.Fprintln(w, "ok")
}

func (h *health) check(ctx context.Context, s *server) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := s.wall(); now.Sub(h.at) > time.Second || now.Before(h.at) {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		_, h.last = s.side.ExecContext(ctx, "INSERT OR REPLACE INTO helpdesk_facts (name, value) VALUES ('health', ?)",
			fmt.Sprintf("%-*d", ballast, now.Unix()))
		h.at = now
		if h.last != nil {
			s.log.Error("the database cannot be written to", "error", h.last)
		}
	}
	return h.last
}
