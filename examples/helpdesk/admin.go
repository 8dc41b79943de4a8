package main

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules/zendesk"
)

// adminFrame is what every page of the administrator has.
type adminFrame struct {
	frame
	Section string // which page it is: "rules", "schedules"
	Version int64  // of the settings: forms carry it, so that one that is old is noticed
	Saved   bool   // the form that led here was saved
	Looked  int    // how many tickets have got their timers by new settings
	Busy    bool   // this goes on
}

// RuleKinds are the kinds of rule, in the order in which they are shown.
func (adminFrame) RuleKinds() []zendesk.Kind { return ruleKinds() }

// SheetNames are the forms of settings that concern the whole house.
func (adminFrame) SheetNames() []string { return sheetNames() }

// adminRoutes are the pages of the administrator. All others get 403.
func (s *server) adminRoutes(mux *http.ServeMux) {
	get := func(path string, show pageFunc) {
		mux.HandleFunc("GET /admin"+path, s.adminOnly(s.page("admin", show)))
	}
	post := func(path string, show pageFunc, do adminFunc) {
		mux.HandleFunc("POST /admin"+path, s.adminOnly(s.adminForm(show, do)))
	}
	get("", s.showOverview)
	get("/rules/{kind}", s.showRules)
	post("/rules/{kind}", s.showRules, s.formRules)
	get("/rules/{kind}/rule", s.showRule)
	post("/rules/{kind}/rule", s.showRule, s.formRule)
	get("/rules/{kind}/try", s.showTry)
	mux.HandleFunc("GET /admin/rules/{kind}/export", s.adminOnly(s.exportRules))
	get("/import", s.showUpload)
	mux.HandleFunc("POST /admin/import", s.adminOnly(s.upload))
	get("/import/{id}", s.showImport)
	post("/import/{id}", s.showImport, s.formImport)
	get("/schedules", s.showSchedules)
	get("/schedules/{id}", s.showSchedule)
	post("/schedules/{id}", s.showSchedule, s.formSchedule)
	get("/accounts", s.showAccounts)
	get("/accounts/{account}", s.showAccount)
	post("/accounts/{account}", s.showAccount, s.formAccount)
	get("/settings/{sheet}", s.showSheet)
	post("/settings/{sheet}", s.showSheet, s.formSheet)
	get("/redaction", s.showRedaction)
	get("/history", s.showHistory)
	get("/waking", func(w http.ResponseWriter, r *http.Request, status int, f frame) {
		s.show(w, r, status, "admin-waking", s.adminFrame(r, f, "overview"))
	})
	post("/history", s.showHistory, s.formHistory)
}

// adminOnly lets administrators pass.
func (s *server) adminOnly(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.admin(s.agentOf(r).ID) {
			s.fail(w, r, httpError{http.StatusForbidden, s.wordsOf(r).T("admin.forbidden")})
			return
		}
		next(w, r)
	}
}

// adminFrame returns what every page of the administrator has.
func (s *server) adminFrame(r *http.Request, f frame, section string) adminFrame {
	a := adminFrame{frame: f, Section: section, Version: s.business.Settings().Version, Saved: r.URL.Query().Has("saved")}
	a.Looked, a.Busy = s.waking.Looked()
	return a
}

// adminFunc does what a form asks, and returns where the browser goes then. Refusals are in
// the words of the browser's language.
type adminFunc func(r *http.Request, w *words.Words) (to string, err error)

// adminForm does what a form of the administrator asks.
func (s *server) adminForm(show pageFunc, do adminFunc) http.HandlerFunc {
	return s.formOn("admin", show, func(r *http.Request) (string, error) {
		w := s.wordsOf(r)
		to, err := do(r, w)
		return to, s.adminTrouble(w, err)
	})
}

// valueError tells that what stands in a field of a form cannot be, by the key of a sentence.
type valueError struct{ field, key string }

func (e valueError) Error() string { return e.field + ": " + e.key }

// errNoVersion tells that a version of the settings is not kept.
var errNoVersion = httpError{http.StatusNotFound, "this version of the settings is not kept"}

// errNoPage tells that what an address names is not there.
var errNoPage = httpError{http.StatusNotFound, "there is no such page"}

// adminTrouble returns an error as people are told it.
func (s *server) adminTrouble(w *words.Words, err error) error {
	if bad, is := errors.AsType[valueError](err); is {
		return fieldError{bad.field, httpError{http.StatusUnprocessableEntity, w.T(bad.key)}}
	}
	if stale, is := errors.AsType[staleChoices](err); is {
		return httpError{http.StatusConflict, s.staleWords(w, stale)}
	}
	if field, is := errors.AsType[fieldError](err); is {
		return field
	}
	if refused, is := errors.AsType[refusedError](err); is {
		return httpError{http.StatusUnprocessableEntity, refusedWords(w, refused)}
	}
	return err
}

// refusedWords tells why settings cannot be.
func refusedWords(w *words.Words, refused refusedError) string {
	why := refused.Error()
	for _, prefix := range []string{"socialticket: ", "settings: ", "schedule \"\": ", "schedule: "} {
		why = strings.TrimPrefix(why, prefix)
	}
	return w.T("admin.refused", why)
}

// editOf says who sends a form of the administrator, and for which version it was made.
func (s *server) editOf(r *http.Request, what ...string) edit {
	seen, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		seen = 0
	}
	return edit{By: s.agentOf(r).ID, At: s.clock.Now(), Seen: seen, What: what}
}

// overviewView is the page that leads to the others.
type overviewView struct {
	adminFrame
	Counts   []ruleCount
	Findings findingsView
}

// ruleCount is how many rules of a kind there are.
type ruleCount struct {
	Kind        zendesk.Kind
	All, Active int
}

func (s *server) showOverview(w http.ResponseWriter, r *http.Request, status int, f frame) {
	c := s.business.Choices()
	v := overviewView{adminFrame: s.adminFrame(r, f, "overview"), Findings: s.findings(c, "", "")}
	for _, kind := range ruleKinds() {
		list, _ := c.list(kind)
		count := ruleCount{Kind: kind, All: list.Len()}
		for i := range list.Len() {
			if !list.Head(i).Inactive {
				count.Active++
			}
		}
		v.Counts = append(v.Counts, count)
	}
	s.show(w, r, status, "admin", v)
}

// redactionView shows how card numbers are masked.
type redactionView struct{ adminFrame }

func (s *server) showRedaction(w http.ResponseWriter, r *http.Request, status int, f frame) {
	s.show(w, r, status, "admin-redaction", redactionView{s.adminFrame(r, f, "redaction")})
}
