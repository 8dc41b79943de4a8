package main

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/inbox"
)

// frame is what every page has: the view of a page embeds it, and its templates say
// {{.T "key"}}, or {{$.T "key"}} inside a range.
type frame struct {
	*words.Words
	Agent  socialticket.Agent // who looks
	Admin  bool
	Agents []socialticket.Agent
	Demo   bool
	Choose bool // everyone may come in, as the agent that one likes
	Sends  bool // replies leave this machine
	Now    time.Time
	Ahead  time.Duration // of the system's clock
	Zone   *time.Location
	Here   string // path and query of this page, where its forms come back to
	Since  int64  // the hub's count when the page was made
	Key    string // names what a form of this page does, so that it is done once
	Nav    string // which part of the house it is: tickets, search, people, admin, demo
	Ticket string // the id of the ticket that is looked at; "": none
	Dot    bool   // the notifier's red dot
	// Trouble is why the form that led here was refused; the field that it is about stands
	// in TroubleField, "" if it is about all of it. Typed is what was in it.
	Trouble, TroubleField string
	Typed                 url.Values
}

// frame returns what every page has.
func (s *server) frame(r *http.Request, nav string) frame {
	looker := s.agentOf(r)
	here := url.URL{Path: r.URL.Path, RawQuery: withoutPart(r.URL.Query()).Encode()}
	if r.Method != http.MethodGet {
		here = back(r)
	}
	return frame{
		Words: s.wordsOf(r), Agent: looker, Admin: s.admin(looker.ID), Agents: s.business.Settings().Agents,
		Demo: s.demo != nil, Choose: s.everyone(), Sends: s.transport != nil,
		Now: s.clock.Now(), Ahead: s.clock.Ahead().Round(time.Minute), Zone: s.zoneOf(r, looker.ID),
		Here: here.String(), Since: s.hub.count(), Key: rand.Text(), Nav: nav,
	}
}

// Looker returns who looks, as package inbox wants it.
func (f frame) Looker() inbox.Looker { return inbox.Looker{User: f.Agent.ID, Groups: f.Agent.Groups} }

// Clock shows an instant to the viewer.
func (f frame) Clock(t time.Time) string { return f.At(t, f.Now, f.Zone) }

// Exact shows an instant whole to the viewer.
func (f frame) Exact(t time.Time) string { return f.Full(t, f.Zone) }

// Weekday shows an instant with its day of the week, also of today.
func (f frame) Weekday(t time.Time) string {
	return f.T("day."+t.In(f.Zone).Format("Mon")) + " " + f.T("time.date", t.In(f.Zone).Day(), f.T("month."+t.In(f.Zone).Format("Jan"))) + t.In(f.Zone).Format(" 15:04")
}

// Local shows an instant as the field of a form for dates and times has it.
func (f frame) Local(t time.Time) string { return t.In(f.Zone).Format("2006-01-02T15:04") }

// Phone returns the address of this page with another phone beside it.
func (f frame) Phone(id int64) string {
	here, err := url.Parse(f.Here)
	if err != nil {
		return f.Here
	}
	return with(here.Path, here.Query(), "phone", strconv.FormatInt(id, 10))
}

// Until tells how long it is until an instant.
func (f frame) Until(t time.Time) string { return f.Left(t.Sub(f.Now)) }

// Urgency says how near an instant is, as a class of the style sheet.
func (f frame) Urgency(t time.Time) string { return words.Urgency(t.Sub(f.Now)) }

// Name returns the name of an agent.
func (f frame) Name(id string) string {
	i := slices.IndexFunc(f.Agents, func(a socialticket.Agent) bool { return a.ID == id })
	if i < 0 {
		return id
	}
	return cmp.Or(f.Agents[i].Name, id)
}

// wordsOf returns the sentences in the language that the browser wants, or that was chosen.
func (s *server) wordsOf(r *http.Request) *words.Words {
	return s.book.For(cookie(r, "lang"), r.Header.Get("Accept-Language"))
}

// zoneOf returns the browser's time zone, which the page tells in a cookie; if it does not, the
// one of the agent, or UTC.
func (s *server) zoneOf(r *http.Request, agent string) *time.Location {
	if name := cookie(r, "zone"); name != "" {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone
		}
	}
	who, _ := s.settings.config.Agent(agent)
	return cmp.Or(who.Zone, time.UTC)
}

// cookie returns the value of a cookie; "": it is not there or too long.
func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil || len(c.Value) > 64 {
		return ""
	}
	text, err := url.QueryUnescape(c.Value)
	if err != nil {
		return ""
	}
	return text
}

func withoutPart(q url.Values) url.Values {
	q.Del("part")
	return q
}

// show writes a page, or, where the query names it, the one part of it that is to be
// replaced: the template "part-" and that name. A template is written whole or not at all.
func (s *server) show(w http.ResponseWriter, r *http.Request, status int, page string, view any) {
	name := "page-" + page
	part := r.URL.Query().Get("part")
	if part != "" && r.Method == http.MethodGet && page != "error" {
		name = "part-" + part
	}
	var out bytes.Buffer
	err := s.pages.ExecuteTemplate(&out, name, view)
	switch {
	case err != nil && name == "part-"+part: // a part that is not one of this page
		s.log.DebugContext(r.Context(), "this page has not that part", "page", page, "error", err)
		s.fail(w, r, httpError{http.StatusNotFound, "there is no such part of the page"})
		return
	case err != nil:
		panic(err) // of our own templates
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = out.WriteTo(w) // the caller may be gone
}

// form does what a form asks and sends the browser to the page that shows it.
func (s *server) form(h func(*http.Request) (string, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.readForm(w, r) {
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

// readForm reads the form of a request, or answers why it cannot be read.
func (s *server) readForm(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	if err := r.ParseForm(); err != nil {
		s.fail(w, r, httpError{http.StatusBadRequest, "the form cannot be read: " + err.Error()})
		return false
	}
	return true
}

// back returns the page that a form was on, never one of another site.
func back(r *http.Request) url.URL {
	return safePath(r.PostFormValue("back"))
}

// safePath returns an address of this house, "/" if it is not one.
func safePath(text string) url.URL {
	from, err := url.Parse(text)
	if err != nil || from.Host != "" || !strings.HasPrefix(from.Path, "/") || strings.HasPrefix(from.Path, "//") || strings.ContainsRune(from.Path, '\\') {
		return url.URL{Path: "/"}
	}
	return url.URL{Path: from.Path, RawQuery: from.RawQuery}
}

// Part returns the address of a part of this page.
func (f frame) Part(name string) string {
	here, err := url.Parse(f.Here)
	if err != nil {
		return f.Here
	}
	return with(here.Path, here.Query(), "part", name)
}

// with returns an address with one value of its query changed; "" takes it out.
func with(path string, q url.Values, name, value string) string {
	next := maps.Clone(q)
	next.Set(name, value)
	maps.DeleteFunc(next, func(_ string, v []string) bool { return len(v) == 0 || v[0] == "" })
	to := url.URL{Path: path, RawQuery: next.Encode()}
	return to.String()
}
