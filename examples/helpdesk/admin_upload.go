package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules/zendesk"
)

// maxImport bounds a file of rules, in bytes.
const maxImport = 4 << 20

// uploadView is the page that takes a file of rules.
type uploadView struct {
	adminFrame
	Most int // megabytes
}

func (s *server) showUpload(w http.ResponseWriter, r *http.Request, status int, f frame) {
	s.show(w, r, status, "admin-upload", uploadView{s.adminFrame(r, f, "import"), maxImport >> 20})
}

// upload keeps a file of rules to be looked at. Nothing of it holds yet.
func (s *server) upload(w http.ResponseWriter, r *http.Request) {
	say := s.wordsOf(r)
	text, err := uploaded(w, r)
	id := ""
	if err == nil {
		id, err = s.stage(r.Context(), s.agentOf(r).ID, zendesk.Kind(r.PostFormValue("kind")), text)
	}
	if err == nil {
		http.Redirect(w, r, "/admin/import/"+id, http.StatusSeeOther)
		return
	}
	err = s.adminTrouble(say, err)
	e := statusOf(err)
	if large, is := errors.AsType[*http.MaxBytesError](err); is {
		e = httpError{http.StatusRequestEntityTooLarge, say.T("admin.bad.large", large.Limit>>20)}
	}
	if e.status >= http.StatusInternalServerError {
		s.fail(w, r, err)
		return
	}
	f := s.frame(r, "admin")
	f.Trouble, f.Typed = e.text, r.PostForm
	if field, is := errors.AsType[fieldError](err); is {
		f.TroubleField = field.field
	}
	s.showUpload(w, r, e.status, f)
}

// uploaded returns the file that was sent, or else what was pasted.
func uploaded(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxImport)
	if err := r.ParseMultipartForm(maxImport); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		if large, is := errors.AsType[*http.MaxBytesError](err); is {
			return nil, large
		}
		return nil, valueError{"file", "admin.bad.form"}
	}
	file, _, err := r.FormFile("file")
	if err != nil {
		return []byte(strings.TrimSpace(r.PostFormValue("text"))), nil
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(file)
	if len(text) == 0 {
		text = []byte(strings.TrimSpace(r.PostFormValue("text")))
	}
	return text, err
}

// staged is a file of rules that an administrator looks at.
type staged struct {
	Kind zendesk.Kind `json:"kind,omitzero"` // of rules that stand without an envelope
	Text string       `json:"text"`
}

// stage keeps a file for a day.
func (s *server) stage(ctx context.Context, by string, kind zendesk.Kind, text []byte) (id string, err error) {
	if len(text) == 0 {
		return "", valueError{"text", "admin.bad.nothing"}
	}
	in, err := readImport(text, kind)
	if err != nil {
		return "", fieldError{"text", httpError{http.StatusUnprocessableEntity, strings.TrimPrefix(err.Error(), "zendesk: ")}}
	}
	if in.Len()+len(in.Unread) == 0 {
		return "", valueError{"text", "admin.bad.empty"}
	}
	document, err := json.Marshal(staged{kind, string(text)})
	if err != nil {
		return "", err
	}
	id, now := rand.Text(), s.clock.Now()
	_, err = s.side.ExecContext(ctx, "DELETE FROM helpdesk_imports WHERE at < ?", now.Add(-24*time.Hour).UnixMilli())
	if err == nil {
		_, err = s.side.ExecContext(ctx, "INSERT INTO helpdesk_imports (id, at, by, document) VALUES (?, ?, ?, ?)", id, now.UnixMilli(), by, string(document))
	}
	return id, err
}

// stagedImport returns a file that is kept.
func (s *server) stagedImport(ctx context.Context, id string) (imported, error) {
	text, found, err := value[string](ctx, s.side, "SELECT document FROM helpdesk_imports WHERE id = ?", id)
	if err != nil {
		return imported{}, err
	}
	if !found {
		return imported{}, httpError{http.StatusNotFound, "this file is not kept any more: it was taken, or a day is over"}
	}
	var file staged
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		return imported{}, err
	}
	return readImport([]byte(file.Text), file.Kind)
}

// importView is the page on which rules of a file are looked at, and taken.
type importView struct {
	adminFrame
	ID       string
	Kinds    []importKind
	Unread   []zendesk.ReadError
	Fields   int // custom fields that the file tells of
	Findings findingsView
}

// importKind is the rules of a kind in a file.
type importKind struct {
	Kind  zendesk.Kind
	Rules []importRule
}

// importRule is a rule of a file.
type importRule struct {
	ruleLine
	Value    string // names it on the form
	Chosen   bool
	Replaces bool // one with the same id
}

func (s *server) showImport(w http.ResponseWriter, r *http.Request, status int, f frame) {
	in, err := s.stagedImport(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := importView{adminFrame: s.adminFrame(r, f, "import"), ID: r.PathValue("id"), Unread: in.Unread, Fields: len(in.Fields), Findings: s.findings(in.choices, "", "")}
	v.Findings.Plain = true
	now := s.business.Choices()
	for _, kind := range ruleKinds() {
		l, _ := in.list(kind)
		have, _ := now.list(kind)
		k := importKind{Kind: kind}
		for i := range l.Len() {
			one := importRule{ruleLine: s.ruleLine(f.Words, kind, l, i), Value: fmt.Sprintf("%s/%d", kind, i)}
			one.Problems, one.Replaces = in.compileOne(kind, l, i), rankOf(have, one.ID) >= 0
			one.Chosen = len(one.Problems) == 0
			if f.Typed != nil {
				one.Chosen = slices.Contains(f.Typed["take[]"], one.Value)
			}
			k.Rules = append(k.Rules, one)
		}
		if len(k.Rules) > 0 {
			v.Kinds = append(v.Kinds, k)
		}
	}
	s.show(w, r, status, "admin-import", v)
}

// formImport takes rules of a file, or throws it away.
func (s *server) formImport(r *http.Request, _ *words.Words) (string, error) {
	id := r.PathValue("id")
	in, err := s.stagedImport(r.Context(), id)
	if err != nil {
		return "", err
	}
	to := "/admin/import"
	if r.PostFormValue("do") != "drop" {
		chosen := in.chosen(r.PostForm["take[]"], r.PostFormValue("do") == "all")
		if len(chosen) == 0 {
			return "", valueError{"take[]", "admin.bad.chosen"}
		}
		n := 0
		for kind, places := range chosen {
			n += len(places)
			to = "/admin/rules/" + string(kind) + "?saved=1"
		}
		err = s.business.change(r.Context(), s.editOf(r, "admin.did.import", fmt.Sprint(n)), func(c *choices) error {
			c.take(in, chosen, r.PostFormValue("mode") == "replace")
			return nil
		})
	}
	if err == nil {
		_, err = s.side.ExecContext(r.Context(), "DELETE FROM helpdesk_imports WHERE id = ?", id)
	}
	return to, err
}

// chosen returns the places of the rules that are to be taken.
func (in *imported) chosen(take []string, all bool) map[zendesk.Kind][]int {
	list := map[zendesk.Kind][]int{}
	for _, kind := range ruleKinds() {
		l, _ := in.list(kind)
		for i := range l.Len() {
			if all || slices.Contains(take, fmt.Sprintf("%s/%d", kind, i)) {
				list[kind] = append(list[kind], i)
			}
		}
	}
	return list
}
