// Command helpdesk is a small helpdesk for WhatsApp on package socialticket: it
// takes the webhook, keeps everything in one SQLite file, and serves pages for
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
// See -h for the flags, the file of settings, and the environment that makes it a real one.
//
// The API answers in JSON. Outside the demo it asks for the id and the password of an
// agent, by Basic authentication:
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
// same key is carried out once. GET /healthz tells whether the helpdesk can write, GET
// /metrics what it has done.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // for machines without a list of time zones

	"github.com/socialticket/socialticket/channel"
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

// run serves until ctx ends. It says at once that it has begun, and listens before it makes
// or opens a file: if the address is taken nothing is left behind.
func run(ctx context.Context, args []string, env func(string) string, out io.Writer) error {
	cfg, err := readSettings(args, env, out)
	if err != nil {
		return err
	}
	if cfg.hash {
		return printHash(os.Stdin, os.Stdout)
	}
	log := cfg.logger(out)
	log.Info("starting", "data", cfg.data, "mode", cfg.mode())
	listener, err := cfg.listen(log)
	if err != nil {
		return err
	}
	h, err := openAll(ctx, cfg, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	return errors.Join(h.server.serve(ctx, listener), h.server.settle(), h.close())
}

// listen listens at the address. If that is the usual one and it is taken, another port is.
func (s settings) listen(log *slog.Logger) (net.Listener, error) {
	listener, err := net.Listen("tcp", s.addr)
	if err == nil || s.addr != defaultAddr || s.addrGiven {
		return listener, err
	}
	log.Warn("the usual port is taken, so it is another one", "error", err)
	return net.Listen("tcp", "localhost:0")
}

// serve answers, and works in the background, until ctx ends.
func (s *server) serve(ctx context.Context, listener net.Listener) error {
	s.welcome(listener.Addr())
	web := s.web()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	wait := s.work(ctx)
	stopped := make(chan struct{})
	context.AfterFunc(ctx, func() {
		defer close(stopped)
		s.log.Info("stopping")
		close(s.stopping)
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = web.Shutdown(grace) // what is still under way then is cut off
	})
	err := ended(web.Serve(listener))
	cancel()
	<-stopped
	err = errors.Join(err, wait())
	s.media.fetching.Wait()
	return err
}

// work wakes tickets and sends replies until ctx ends. It returns what waits for the
// end of that: a call that has begun is finished, and its answer recorded.
func (s *server) work(ctx context.Context) (wait func() error) {
	if s.demo != nil {
		if err := s.demo.begin(ctx); err != nil {
			s.log.Error("demo: not resumed", "error", err)
		}
	}
	if err := s.waking.resume(ctx); err != nil {
		s.log.Error("timers are not all set by the new rules", "error", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.keep(ctx, "worker", s.worker.Run) }()
	go func() { _ = s.keepEvery(ctx, learnEvery, "index of words", s.learn) }()
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
	s.log.Info("listening", "page", "http://"+at.String(), "data", s.settings.data)
	tcp, _ := at.(*net.TCPAddr)
	switch {
	case s.demo != nil:
		s.log.Warn("demo mode: a simulated phone is on the page, replies go to it, and webhooks need no signature if they come from this machine",
			"webhook", "http://"+at.String()+"/webhook/whatsapp", "verify_token", s.settings.verify)
	case s.transport == nil:
		s.log.Warn("replies stay in the outbox until WHATSAPP_TOKEN is set")
	}
	for _, a := range s.settings.config.Accounts {
		if s.demo == nil && a.Kind != channel.WhatsApp {
			s.log.Warn("this helpdesk has a webhook and a sender for WhatsApp only: nothing comes from this account, and nothing goes out by it", "kind", a.Kind, "account", a.ID)
		}
	}
	if s.everyone() && tcp != nil && !tcp.IP.IsLoopback() {
		s.log.Warn("all who reach this machine can read and answer: set HELPDESK_PASSWORD")
	}
}
