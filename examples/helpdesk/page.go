package main

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"github.com/socialticket/socialticket/ticket"
)

func (s *server) pageRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.page)
	mux.Handle("GET /static/", http.FileServerFS(files))
	mux.HandleFunc("POST /tickets/{id}/reply", s.form(s.formReply))
	mux.HandleFunc("POST /tickets/{id}/comments/{comment}/resend", s.form(s.formResend))
	mux.HandleFunc("POST /tickets/{id}/status", s.form(s.formStatus))
	mux.HandleFunc("POST /tickets/{id}/end", s.form(s.formEnd))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, httpError{http.StatusNotFound, "there is no such page"})
	})
}

// page shows the list, the ticket that is chosen, and in demo mode the phone.
func (s *server) page(w http.ResponseWriter, r *http.Request) {
	view, err := s.view(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, http.StatusOK, "page.html", view)
}

// errorView is what the page of an error shows.
type errorView struct {
	Status int
	Text   string
}

// render writes a page whole, or nothing of it.
func (s *server) render(w http.ResponseWriter, status int, name string, v any) {
	var out bytes.Buffer
	if err := s.pages.ExecuteTemplate(&out, name, v); err != nil {
		panic(err) // of our own templates
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the caller may be gone
}

// form does what a form asks and sends the browser to the page that shows it.
func (s *server) form(h func(*http.Request) (string, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
		if err := r.ParseForm(); err != nil {
			s.fail(w, r, httpError{http.StatusBadRequest, "the form cannot be read: " + err.Error()})
			return
		}
		to, err := h(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

func (s *server) formReply(r *http.Request) (string, error) {
	a := answer{
		Text: r.PostFormValue("text"), Note: r.PostFormValue("note") != "",
		Key: r.PostFormValue("idempotency_key"), Status: r.PostFormValue("status"),
	}
	a.Template.Name = r.PostFormValue("template")
	_, err := s.reply(r.Context(), ticket.ID(r.PathValue("id")), a)
	return back(r), err
}

func (s *server) formResend(r *http.Request) (string, error) {
	a := again{Key: r.PostFormValue("idempotency_key")}
	_, err := s.resend(r.Context(), ticket.ID(r.PathValue("id")), r.PathValue("comment"), a)
	return back(r), err
}

// formStatus sets a status, priority or assignee, unless it is as the form showed it.
func (s *server) formStatus(r *http.Request) (string, error) {
	u, asIs := readUpdate(r.PostForm)
	if asIs && len(u.changes()) == 0 {
		return back(r), nil
	}
	_, err := s.update(r.Context(), ticket.ID(r.PathValue("id")), u)
	return back(r), err
}

func (s *server) formEnd(r *http.Request) (string, error) {
	return back(r), s.end(r.Context(), ticket.ID(r.PathValue("id")), r.PostFormValue("idempotency_key"))
}

// back returns where on the page the form was, never another site.
func back(r *http.Request) string {
	from, err := url.Parse(r.PostFormValue("back"))
	if err != nil || from.Path != "/" {
		return "/"
	}
	return "/?" + strings.TrimPrefix(from.RawQuery, "?")
}
