package main

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/examples/helpdesk/words"
)

// historyView is the list of the versions of the settings.
type historyView struct {
	adminFrame
	List []versionView
	Next string // address of older ones
}

// versionView is one version, newest first.
type versionView struct {
	Number int64
	At     time.Time
	By     string
	What   string
	Holds  bool // it is the one that holds
}

// versionsShown is how many versions a page has.
const versionsShown = 50

func (s *server) showHistory(w http.ResponseWriter, r *http.Request, status int, f frame) {
	before, err := readNumber(r.URL.Query(), "before", 1<<40, 1<<40)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := historyView{adminFrame: s.adminFrame(r, f, "history")}
	if v.List, err = s.versions(r.Context(), f.Words, int64(before)); err != nil {
		s.fail(w, r, err)
		return
	}
	if n := len(v.List); n == versionsShown {
		v.Next = with("/admin/history", url.Values{}, "before", strconv.FormatInt(v.List[n-1].Number, 10))
	} else {
		v.List = append(v.List, versionView{What: f.T("admin.did.first"), Holds: v.Version == 1})
	}
	for i := range v.List {
		v.List[i].By = f.Name(v.List[i].By)
	}
	s.show(w, r, status, "admin-history", v)
}

// versions returns the versions before one, newest first.
func (s *server) versions(ctx context.Context, w *words.Words, before int64) ([]versionView, error) {
	rows, err := s.side.QueryContext(ctx, "SELECT version, at, by, what FROM helpdesk_choices WHERE version < ? ORDER BY version DESC LIMIT ?", before, versionsShown)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	holds := s.business.Settings().Version - 1
	var list []versionView
	for rows.Next() {
		var v versionView
		var at int64
		var what string
		if err := rows.Scan(&v.Number, &at, &v.By, &what); err != nil {
			return nil, err
		}
		v.At, v.What, v.Holds = time.UnixMilli(at).UTC(), whatWords(w, what), v.Number == holds
		list = append(list, v)
	}
	return list, rows.Err()
}

// whatWords tells what was changed: a key, and what stands in its sentence. What is a key
// itself is told in words too.
func whatWords(w *words.Words, document string) string {
	var what []string
	if err := json.Unmarshal([]byte(document), &what); err != nil || len(what) == 0 {
		return ""
	}
	args := make([]any, len(what)-1)
	for i, arg := range what[1:] {
		if strings.HasPrefix(arg, "admin.") {
			arg = w.T(arg)
		}
		args[i] = arg
	}
	return w.T(what[0], args...)
}

// formHistory lets an older version hold again, as a new one.
func (s *server) formHistory(r *http.Request, w *words.Words) (string, error) {
	number, err := strconv.ParseInt(r.PostFormValue("restore"), 10, 64)
	if err != nil || number < 0 {
		return "", errNoVersion
	}
	old, err := s.business.at(r.Context(), number)
	if err != nil {
		return "", err
	}
	err = s.business.change(r.Context(), s.editOf(r, "admin.did.restore", strconv.FormatInt(number, 10)), func(c *choices) error {
		*c = old
		return nil
	})
	return "/admin/history?saved=1", err
}

// staleWords says who has saved meanwhile.
func (s *server) staleWords(w *words.Words, stale staleChoices) string {
	by, _, err := value[string](context.Background(), s.side, "SELECT by FROM helpdesk_choices WHERE version = ?", stale.now-1)
	if err != nil {
		by = ""
	}
	for _, a := range s.business.Settings().Agents {
		if a.ID == by {
			by = cmp.Or(a.Name, a.ID)
		}
	}
	return w.T("admin.stale", cmp.Or(by, "?"))
}
