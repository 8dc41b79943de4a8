package main

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// web returns what serves: slow and idle connections are ended, and their number is bounded.
func (s *server) web() *http.Server {
	guests := &guests{most: maxConnections, since: map[net.Conn]visit{}, now: s.wall}
	return &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second, // the body too
		WriteTimeout:      time.Minute,
		IdleTimeout:       30 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ConnState:         guests.note,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// ended returns an error of Serve, but that it was ended.
func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// maxConnections is how many connections may be open at once.
const maxConnections = 512

// guests are the connections that are open. When there are too many, the one that has waited
// longest without a request makes room: who only holds connections cannot keep others out.
type guests struct {
	most int
	now  clockFunc

	mu    sync.Mutex
	since map[net.Conn]visit
}

type visit struct {
	at    time.Time
	state http.ConnState
}

// note implements the hook ConnState of [http.Server].
func (g *guests) note(c net.Conn, state http.ConnState) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if state == http.StateClosed || state == http.StateHijacked {
		delete(g.since, c)
		return
	}
	g.since[c] = visit{g.now(), state}
	if state != http.StateNew || len(g.since) <= g.most {
		return
	}
	leaves := c // all others are at work
	for other, v := range g.since {
		if v.state != http.StateActive && (v.at.Before(g.since[leaves].at) || leaves == c && other != c) {
			leaves = other
		}
	}
	delete(g.since, leaves)
	_ = leaves.Close()
}
