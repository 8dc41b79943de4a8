// Command helpdesk is a small helpdesk for WhatsApp on package socialticket: it
// takes the webhook, keeps everything in one SQLite file, and serves a page for
// agents and a JSON API.
//
//	go run ./examples/helpdesk
//
// and open http://localhost:8080. Without credentials it starts in demo mode, with a
// simulated phone on the page. There a real webhook may be posted unsigned from the
// same machine:
//
//	curl -d @webhook.json localhost:8080/webhook/whatsapp
//
// See -help for the environment that makes it a real one.
//
// The API answers in JSON:
//
//	GET   /api/tickets?status=open&limit=25&after=…   after: the next of an answer
//	GET   /api/tickets/{id}                           with its newest comments and events
//	PATCH /api/tickets/{id}                           {"status": "solved", "if": {"status": "open"}}
//	GET   /api/tickets/{id}/comments?before=…&limit=50
//	POST  /api/tickets/{id}/comments                  {"text": "…", "note": false}
//	POST  /api/tickets/{id}/comments/{id}/resend      {}, for a comment that was not delivered
//	GET   /api/tickets/{id}/events?before=…&limit=50
//
// POST and PATCH take the header Idempotency-Key: a request that is sent again with the
// same key is carried out once.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/socialticket/socialticket/examples/sqlitestore"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Getenv, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "helpdesk:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, env func(string) string, out io.Writer) error {
	cfg, err := readSettings(args, env, out)
	if err != nil {
		return err
	}
	st, err := sqlitestore.Open(cfg.db)
	if err != nil {
		return err
	}
	ids, err := openSecret(cfg.db)
	if err != nil {
		return errors.Join(err, st.Close())
	}
	clk, err := openClock(cfg.db)
	if err != nil {
		return errors.Join(err, st.Close())
	}
	s, err := newServer(cfg, st, clk, ids, slog.New(slog.NewTextHandler(out, nil)))
	if err == nil {
		err = s.serve(ctx)
	}
	return errors.Join(err, clk.Close(), st.Close())
}

// serve listens, and works in the background, until ctx ends.
func (s *server) serve(ctx context.Context) error {
	listener, err := net.Listen("tcp", s.settings.addr)
	if err != nil {
		return err
	}
	s.welcome(listener.Addr())
	web := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	wait := s.work(ctx)
	stopped := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(stopped)
		s.log.Info("stopping")
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = web.Shutdown(grace) // what is still under way then is cut off
	})
	err = web.Serve(listener)
	cancel()
	<-stopped
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, wait())
}

// work wakes tickets and sends replies until ctx ends. It returns what waits for the
// end of that: a call that has begun is finished, and its answer recorded.
func (s *server) work(ctx context.Context) (wait func() error) {
	if s.demo != nil {
		if err := s.demo.resume(ctx); err != nil {
			s.log.Error("demo: not resumed", "error", err)
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- s.keep(ctx, "worker", s.worker.Run) }()
	return func() error {
		err := <-ended
		if s.demo != nil {
			s.demo.stop()
		}
		return err
	}
}

// welcome says what a newcomer needs to know.
func (s *server) welcome(at net.Addr) {
	s.log.Info("listening", "page", "http://"+at.String(), "data", s.settings.db)
	tcp, _ := at.(*net.TCPAddr)
	switch {
	case s.demo != nil:
		s.log.Warn("demo mode: a simulated phone is on the page, replies go to it, and webhooks need no signature if they come from this machine",
			"webhook", "http://"+at.String()+"/webhook/whatsapp", "verify_token", s.settings.verify)
	case s.transport == nil:
		s.log.Warn("replies stay in the outbox until WHATSAPP_TOKEN is set")
	}
	if s.settings.password == "" && tcp != nil && !tcp.IP.IsLoopback() {
		s.log.Warn("all who reach this machine can read and answer: set HELPDESK_PASSWORD")
	}
}
