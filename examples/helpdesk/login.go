package main

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/socialticket/socialticket"
)

// agentOf returns who sends a request. Where everyone may come in that is the first agent,
// until another one is chosen.
func (s *server) agentOf(r *http.Request) socialticket.Agent {
	agents := s.business.Settings().Agents
	id := s.entered(r)
	if user, ok := r.Context().Value(userKey{}).(string); ok {
		id = user
	}
	if id == "" && s.everyone() {
		return agents[0]
	}
	i := slices.IndexFunc(agents, func(a socialticket.Agent) bool { return a.ID == id })
	if i < 0 {
		return socialticket.Agent{}
	}
	return agents[i]
}

// everyone reports whether everyone may come in: to the demo, or if it was asked for.
func (s *server) everyone() bool {
	return s.settings.noLogin || s.demo != nil && s.settings.password == ""
}

// admin reports whether an agent may change the rules.
func (s *server) admin(agent string) bool { return slices.Contains(s.settings.admins, agent) }

// userKey is under which login notes whose password a request has brought along.
type userKey struct{}

// login lets in who is logged in, or brings the password along.
func (s *server) login(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, basic := r.BasicAuth()
		if basic && !s.everyone() {
			if err := s.knows(r, user, password); err != nil {
				w.Header().Set("WWW-Authenticate", `Basic realm="helpdesk", charset="UTF-8"`)
				s.fail(w, r, err)
				return
			}
			r = r.WithContext(context.WithValue(r.Context(), userKey{}, user))
		}
		who := s.agentOf(r)
		if who.ID == "" {
			s.turnAway(w, r)
			return
		}
		s.touch(r)
		noteAgent(r, who.ID)
		if !basic && !s.everyone() { // who hears the news hears them no longer than the session lasts
			ctx, stop := context.WithDeadline(r.Context(), s.sessions.Deadline(r.Context()))
			defer stop()
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// turnAway asks who is not logged in to do so. What was typed into a form is shown again, so
// that it is not lost when a session has ended meanwhile.
func (s *server) turnAway(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodGet && r.URL.Query().Has("part"):
		w.WriteHeader(http.StatusNoContent) // the page stays as it is, with what is being typed
	case !wantsPage(r):
		w.Header().Set("WWW-Authenticate", `Basic realm="helpdesk", charset="UTF-8"`)
		s.fail(w, r, httpError{http.StatusUnauthorized, "user or password is wrong"})
	case r.Method == http.MethodGet:
		http.Redirect(w, r, "/login?back="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
	case s.readForm(w, r):
		f := s.frame(r, "login")
		f.Trouble = f.T("login.ended")
		s.show(w, r, http.StatusUnauthorized, "login", loginView{f, r.PostFormValue("text")})
	}
}

// loginView is the page on which one logs in.
type loginView struct {
	frame
	Lost string // what was written while the session ended
}

// loginRoutes are open to those who are not logged in.
func (s *server) loginRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		f := s.frame(r, "login")
		f.Here = s.goesTo(r)
		s.show(w, r, http.StatusOK, "login", loginView{frame: f})
	})
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if !s.readForm(w, r) {
			return
		}
		user := cmp.Or(r.PostFormValue("user"), s.settings.admins[0])
		err := s.knows(r, user, r.PostFormValue("password"))
		if err == nil {
			s.enter(w, r, user)
			return
		}
		f := s.frame(r, "login")
		f.Typed = url.Values{"user": {user}}
		f.Trouble = f.T("login.wrong")
		e := statusOf(err)
		if e.status == http.StatusTooManyRequests {
			f.Trouble = f.T("login.slow")
		}
		s.show(w, r, e.status, "login", loginView{frame: f})
	})
	mux.HandleFunc("POST /logout", s.form(func(r *http.Request) (string, error) {
		return "/login", s.sessions.Destroy(r.Context())
	}))
}

// goesTo returns the page that was asked for before the login.
func (s *server) goesTo(r *http.Request) string {
	to := safePath(r.URL.Query().Get("back"))
	return to.String()
}

// choose takes the form by which one becomes another agent, where everyone may come in.
func (s *server) choose(r *http.Request) (string, error) {
	id := r.PostFormValue("agent")
	if !slices.ContainsFunc(s.business.Settings().Agents, func(a socialticket.Agent) bool { return a.ID == id }) {
		return "", httpError{http.StatusUnprocessableEntity, "there is no such agent"}
	}
	if err := s.sessions.RenewToken(r.Context()); err != nil {
		return "", err
	}
	s.sessions.Put(r.Context(), sessionAgent, id)
	to := back(r)
	return to.String(), nil
}
