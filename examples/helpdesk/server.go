package main

import (
	"crypto/subtle"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/whatsapp"
	"github.com/socialticket/socialticket/worker"
)

//go:embed templates static
var files embed.FS

// store is everything that the helpdesk keeps.
type store interface {
	socialticket.Store
	socialticket.Reader
	socialticket.Queue
	socialticket.Pruner
}

// server answers the platform's webhooks, the API and the page. It keeps nothing
// itself.
type server struct {
	settings  settings
	desk      *socialticket.Desk
	store     store
	clock     *travelClock
	log       *slog.Logger
	whatsapp  *whatsapp.Platform
	worker    *worker.Worker
	demo      *demo             // nil: there are credentials
	transport channel.Transport // nil: replies wait in the outbox
	words     words
	pages     *template.Template
}

// newServer returns the server of cfg. The ids that it gives are made with a secret.
func newServer(cfg settings, st store, clk *travelClock, ids []byte, log *slog.Logger) (*server, error) {
	if !cfg.demo() && clk.Ahead() > 0 {
		return nil, fmt.Errorf("%s was used in demo mode, and its clock is %v ahead: take another -db", cfg.db, clk.Ahead().Round(time.Second))
	}
	automations, err := rules.CompileAutomations(rules.Standard(), rules.StandardAutomations())
	if err != nil {
		return nil, err
	}
	business := &socialticket.Settings{Version: 1, Automations: automations} // a new version: another number
	desk, err := socialticket.New(socialticket.Config{
		Store: st, Clock: clk, Secret: ids, Accounts: cfg.accounts(),
		Settings: func() *socialticket.Settings { return business },
	})
	if err != nil {
		return nil, err
	}
	s := &server{settings: cfg, desk: desk, store: st, clock: clk, log: log, words: english()}
	if s.pages, err = template.New("").Funcs(pageFuncs()).ParseFS(files, "templates/*.html"); err != nil {
		return nil, err
	}
	if err := s.connect(); err != nil {
		return nil, err
	}
	s.worker, err = s.newWorker()
	return s, err
}

// connect makes what talks to the platform, or plays it.
func (s *server) connect() (err error) {
	demo := s.settings.demo()
	s.whatsapp, err = whatsapp.New(whatsapp.Config{Secret: s.settings.secret, VerifyToken: s.settings.verify, Unsigned: demo})
	if err != nil {
		return err
	}
	if demo {
		s.demo = newDemo(s)
		s.transport = s.demo
		return nil
	}
	s.transport, err = s.settings.transport()
	return err
}

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /webhook/whatsapp", s.handshake)
	mux.HandleFunc("POST /webhook/whatsapp", s.webhook)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	inside := http.NewServeMux()
	s.apiRoutes(inside)
	s.pageRoutes(inside)
	if s.demo != nil {
		inside.HandleFunc("POST /demo/message", s.form(s.demo.message))
		inside.HandleFunc("POST /demo/skip", s.form(s.demo.skip))
	}
	mux.Handle("/", s.login(inside))
	foreign := http.NewCrossOriginProtection()
	foreign.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, httpError{http.StatusForbidden, "this request came from another site"})
	}))
	return s.recovered(headers(foreign.Handler(mux)))
}

// recovered answers 500 when a handler panics.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := guarded(func() error { next.ServeHTTP(w, r); return nil })
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// headers tells browsers to run and embed nothing that is not ours.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// login asks for the password, if there is one.
func (s *server) login(next http.Handler) http.Handler {
	if s.settings.password == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if user != agentID || subtle.ConstantTimeCompare([]byte(password), []byte(s.settings.password)) != 1 {
			w.Header().Set("WWW-Authenticate", `Basic realm="helpdesk", charset="UTF-8"`)
			s.fail(w, r, httpError{http.StatusUnauthorized, "user or password is wrong"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// fail answers with an error: as JSON, or as a page where a form was sent.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	e := statusOf(err)
	if e.status >= http.StatusInternalServerError {
		s.log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		s.render(w, e.status, "error.html", errorView{Status: e.status, Text: e.text})
		return
	}
	writeJSON(w, e.status, map[string]string{"error": e.text})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // of our own types
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n')) // the caller may be gone
}
