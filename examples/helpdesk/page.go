package main

import (
	"errors"
	"net/http"
)

// pageRoutes are the pages of the house. Each answers with the page whole, or with one part
// of it; forms lead back to the page, or show it again with what was wrong.
func (s *server) pageRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /live", s.live)
	mux.HandleFunc("GET /search", s.page("search", s.showSearch))
	s.ticketRoutes(mux)
	s.peopleRoutes(mux)
	s.whyRoutes(mux)
	s.adminRoutes(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, httpError{http.StatusNotFound, "there is no such page"})
	})
}

// pageFunc answers with a page in a frame.
type pageFunc func(w http.ResponseWriter, r *http.Request, status int, f frame)

// showView answers with a page, once its view is made.
func showView[V any](s *server, w http.ResponseWriter, r *http.Request, status int, page string, f frame, view func(*http.Request, frame) (V, error)) {
	v, err := view(r, f)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.show(w, r, status, page, v)
}

// page answers with a page of a part of the house.
func (s *server) page(nav string, show pageFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { show(w, r, http.StatusOK, s.frame(r, nav)) }
}

// formOn does what a form on a page asks, and sends the browser on. If it is refused the page
// is shown again, with the reason and with what was typed: nothing is lost.
func (s *server) formOn(nav string, show pageFunc, do func(*http.Request) (to string, err error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.readForm(w, r) {
			return
		}
		to, err := do(r)
		e := statusOf(err)
		switch {
		case err == nil:
			http.Redirect(w, r, to, http.StatusSeeOther)
		case e.status >= http.StatusInternalServerError || e.status == http.StatusNotFound:
			s.fail(w, r, err)
		default:
			f := s.frame(r, nav)
			f.Trouble, f.Typed = e.text, r.PostForm
			if field, ok := errors.AsType[fieldError](err); ok {
				f.TroubleField = field.field
			}
			show(w, r, e.status, f)
		}
	}
}
