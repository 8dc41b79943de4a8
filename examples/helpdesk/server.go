package main

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	htmltemplate "html/template"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/whatsapp"
	"github.com/socialticket/socialticket/whatsapp/template"
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
	socialticket.Selector
	socialticket.Pager
	socialticket.Finder
	socialticket.People
	socialticket.Feed
	// Oldest returns when the effect was decided that has waited longest; zero: none waits.
	Oldest(ctx context.Context, kinds ...socialticket.EffectKind) (time.Time, error)
}

// pages are the templates of all pages.
var pages = sync.OnceValues(func() (*htmltemplate.Template, error) { //nolint:gochecknoglobals // they are read once and never change
	return htmltemplate.New("").Funcs(pageFuncs()).ParseFS(files, "templates/*.html")
})

// server answers the platform's webhooks, the API and the pages. It keeps nothing
// itself.
type server struct {
	settings  settings
	desk      *socialticket.Desk
	store     store
	side      *sql.DB // what is kept beside the tickets
	business  *business
	inbox     *inbox.Inbox
	inboxes   map[order]*inbox.Inbox // with the views sorted otherwise
	tallies   tallies                // of what is in the views
	firings   *firings
	waking    *waking
	hub       *hub
	sessions  *scs.SessionManager
	passwords *passwords
	asking    *limiter      // of requests, by whom they come from
	bodies    *budget       // of webhooks
	patience  time.Duration // for the body of one to come
	health    health
	metrics   *metrics
	secret    []byte // of ids and sessions, see openSecret
	clock     *travelClock
	log       *slog.Logger
	whatsapp  *whatsapp.Platform
	worker    *worker.Worker
	demo      *demo             // nil: there are credentials
	transport channel.Transport // nil: replies wait in the outbox
	book      *words.Book
	words     *words.Words // of the API
	media     *media
	templates []template.Template // that WhatsApp approved
	pages     *htmltemplate.Template
	stopping  chan struct{} // closed: open pages are let go
}

// newServer returns the server of cfg, on a store and on the side tables in the same file.
func newServer(ctx context.Context, cfg settings, st store, side *sql.DB, log *slog.Logger) (*server, error) {
	s := &server{
		settings: cfg, store: st, side: side, hub: newHub(), log: log,
		tallies: tallies{of: map[string]*tally{}}, media: newMedia(cfg.data, side, log), firings: newFirings(side), stopping: make(chan struct{}),
		bodies: newBudget(maxBodies, maxBodies/4), patience: 10 * time.Second,
	}
	err := cfg.remember(ctx, side)
	if err != nil {
		return nil, err
	}
	if s.clock, err = openClock(ctx, side); err != nil {
		return nil, err
	}
	if cfg.clock != nil {
		s.clock.Clock = cfg.clock
	}
	s.sessions = newSessions(side, s.wall, cfg.config.BehindProxy)
	s.passwords, s.asking = newPasswords(s.wall), newLimiter(200, 1000, s.wall)
	s.metrics = newMetrics(s)
	if err := s.openBusiness(ctx); err != nil {
		return nil, err
	}
	if err := s.openDesk(); err != nil {
		return nil, err
	}
	if err := s.openWords(); err != nil {
		return nil, err
	}
	if s.templates, err = readTemplates(cfg.data, cfg.demo(), s.clock.Now()); err != nil {
		return nil, err
	}
	if s.pages, err = pages(); err != nil {
		return nil, err
	}
	if err := s.connect(); err != nil {
		return nil, err
	}
	s.worker, err = s.newWorker()
	return s, err
}

// openBusiness reads what the administrator has chosen. A new helpdesk begins with the rules
// that the file of settings names, and keeps them.
func (s *server) openBusiness(ctx context.Context) error {
	base, err := s.settings.base()
	if err != nil {
		return err
	}
	imported := false
	s.business, err = openBusiness(ctx, s.side, base, func() (choices, error) {
		imported = len(s.settings.config.Rules) > 0
		return s.importChoices()
	})
	if err != nil || !imported {
		return err
	}
	return s.business.change(ctx, edit{At: s.clock.Now(), What: []string{"admin.did.file"}}, func(*choices) error { return nil })
}

// openWords reads the sentences of the pages, and those of the API, which speaks English.
func (s *server) openWords() (err error) {
	if s.book, err = words.Open(s.settings.config.Languages...); err != nil {
		return err
	}
	english, err := words.Open("en")
	if err == nil {
		s.words = english.All()[0]
	}
	return err
}

// openDesk makes what decides about tickets, and what shows them.
func (s *server) openDesk() (err error) {
	if s.secret, err = openSecret(s.settings.file()); err != nil {
		return err
	}
	if s.desk, err = s.newDesk(s.business.Settings, s.watch); err != nil {
		return err
	}
	s.waking = newWaking(s)
	s.business.changed = s.waking.start
	if s.inboxes, err = openInboxes(s.store, s.business.Settings); err != nil {
		return err
	}
	s.inbox = s.inboxes[orderOwn]
	return nil
}

// newDesk returns a desk under some settings.
func (s *server) newDesk(now func() *socialticket.Settings, watch func(context.Context, socialticket.Handled)) (*socialticket.Desk, error) {
	return socialticket.New(socialticket.Config{
		Store: s.store, Clock: s.clock, Secret: s.secret, Accounts: s.settings.accounts(), Settings: now, Watch: watch, Redact: s.settings.config.Redaction,
	})
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
	clients, err := s.settings.transport()
	if err == nil && clients != nil {
		s.transport = carrier{clients, s.media}
	}
	return err
}

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /webhook/whatsapp", s.handshake)
	mux.HandleFunc(hookRoute, s.webhook)
	mux.HandleFunc("GET /healthz", s.healthz)
	mux.Handle("GET /metrics", s.showMetrics())
	mux.Handle("GET /static/", cached(http.FileServerFS(files)))
	inside := http.NewServeMux()
	s.apiRoutes(inside)
	s.pageRoutes(inside)
	if s.demo != nil {
		s.demo.routes(inside)
	}
	if s.everyone() {
		inside.HandleFunc("POST /demo/agent", s.form(s.choose))
	}
	door := http.NewServeMux()
	s.loginRoutes(door)
	door.Handle("/", s.login(routed(inside)))
	mux.Handle("/", s.limited(s.withSession(routed(door))))
	return s.observed(s.recovered(headers(s.hostsOnly(s.sameOrigin(routed(mux))))))
}

// sameOrigin refuses forms and requests that pages of other sites send, by the headers with
// which browsers tell where a request comes from. So the forms need no tokens: those are for
// browsers that tell nothing of it, older than 2023. Programs, platforms among them, send no
// such header and are asked for a password or a signature instead.
func (s *server) sameOrigin(next http.Handler) http.Handler {
	foreign := http.NewCrossOriginProtection()
	foreign.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, httpError{http.StatusForbidden, "this request came from another site"})
	}))
	return foreign.Handler(next)
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
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// fail answers with an error: as JSON, or as a page where a form was sent.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	e := statusOf(err)
	if e.status >= http.StatusInternalServerError {
		s.log.ErrorContext(r.Context(), "request failed", "method", r.Method, "route", r.Pattern, "error", err)
	}
	if wantsPage(r) {
		s.show(w, r, e.status, "error", s.errorView(r, e))
		return
	}
	writeJSON(w, e.status, map[string]string{"error": e.text})
}

// wantsPage reports whether a request is a browser's, which is answered with a page.
func wantsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

// cached lets browsers keep the files of the pages for an hour.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, max-age=3600")
		next.ServeHTTP(w, r)
	})
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
