package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/ticket"
)

// draft is what an agent has typed on a ticket and not sent: the fields of its form as they
// were posted, and the files that are to go along.
type draft struct {
	Values url.Values `json:"values,omitzero"`
	Files  []kept     `json:"files,omitzero"`
	// Sent is the key of the form whose answer went out last: what comes late from that form is
	// not typed anew.
	Sent string `json:"sent,omitzero"`
}

// Text returns the words.
func (d draft) Text() string { return d.Values.Get("text") }

// maxDraft bounds a draft, in bytes.
const maxDraft = 256 << 10

// draft returns what an agent has typed on a ticket.
func (s *server) draft(ctx context.Context, agent string, id ticket.ID) (d draft, err error) {
	text, found, err := value[string](ctx, s.side, "SELECT document FROM helpdesk_drafts WHERE agent = ? AND ticket = ?", agent, string(id))
	if err == nil && found {
		err = json.Unmarshal([]byte(text), &d)
	}
	if err != nil {
		return draft{}, fmt.Errorf("draft: %w", err)
	}
	return d, nil
}

func (s *server) saveDraft(ctx context.Context, agent string, id ticket.ID, d draft) error {
	text, err := json.Marshal(d)
	if err != nil {
		panic(err) // of texts
	}
	_, err = s.side.ExecContext(ctx, "INSERT OR REPLACE INTO helpdesk_drafts (agent, ticket, document, at) VALUES (?, ?, ?, ?)",
		agent, string(id), string(text), s.clock.Now().UnixMilli())
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	return nil
}

// keepDraft keeps what a form of the ticket's page has in it, whatever the form is for. A
// form without the field of the text is another one, and changes nothing.
func (s *server) keepDraft(r *http.Request, files []kept) (draft, error) {
	agent, id := s.agentOf(r).ID, idOf(r)
	d, err := s.draft(r.Context(), agent, id)
	if err != nil || !r.PostForm.Has("text") {
		return d, err
	}
	if key := r.PostForm.Get("idempotency_key"); key != "" && key == d.Sent {
		return d, nil
	}
	values, size := url.Values{}, 0
	for name, list := range r.PostForm {
		if name == "back" || name == "idempotency_key" || name == "remove_file" {
			continue
		}
		for _, v := range list {
			size += len(v)
		}
		values[name] = list
	}
	if size > maxDraft {
		return d, s.refuse(http.StatusRequestEntityTooLarge, "text", "trouble.too_long", maxText)
	}
	if _, err := s.store.Ticket(r.Context(), id); err != nil {
		return d, err
	}
	d.Values, d.Sent = values, ""
	var surplus error
	if d.Files = together(d.Files, files, r.PostForm["remove_file"]); len(d.Files) > maxFiles {
		d.Files, surplus = d.Files[:maxFiles], s.refuse(http.StatusUnprocessableEntity, "files", "trouble.file_count", maxFiles)
	}
	return d, cmp.Or(s.saveDraft(r.Context(), agent, id, d), surplus)
}

// together returns the files of a draft and those that were added, each content once, without
// those that were taken out.
func together(have, added []kept, removed []string) (list []kept) {
	for _, k := range slices.Concat(have, added) {
		if !slices.Contains(removed, k.Digest) && !slices.ContainsFunc(list, func(o kept) bool { return o.Digest == k.Digest }) {
			list = append(list, k)
		}
	}
	return list
}

// forget forgets what was sent. The fields of the ticket were saved with it. Words that stood
// beside a template were not sent, and stay.
func (s *server) forget(r *http.Request, a answer) error {
	rest := draft{Sent: r.PostForm.Get("idempotency_key")}
	if a.Template.Name != "" {
		rest.Values = url.Values{"text": r.PostForm["text"]}
	}
	return s.saveDraft(r.Context(), s.agentOf(r).ID, idOf(r), rest)
}

// saved forgets the fields of the ticket, which were saved, and keeps the words.
func (s *server) saved(r *http.Request, d draft) error {
	for name := range d.Values {
		if shownField(name) {
			delete(d.Values, name)
		}
	}
	return s.saveDraft(r.Context(), s.agentOf(r).ID, idOf(r), d)
}

// typed takes what is typed while it is typed. It answers nothing.
func (s *server) typed(w http.ResponseWriter, r *http.Request) {
	files, err := s.readTicketForm(w, r)
	if err == nil {
		_, err = s.keepDraft(r, files)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// maxForm bounds a form with files, in bytes: it is what WhatsApp takes of films, and room
// for words.
const maxForm = 17 << 20

// readTicketForm reads a form, with files or without. What was read before a failure stays
// in r.PostForm: words stand in front of files. Files are kept as they come.
func (s *server) readTicketForm(w http.ResponseWriter, r *http.Request) ([]kept, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
		if err := r.ParseForm(); err != nil {
			return nil, s.unreadable(err, maxRequest)
		}
		return nil, nil
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	r.PostForm, r.Form = url.Values{}, url.Values{}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, s.unreadable(err, maxForm)
	}
	u := upload{server: s, r: r}
	if err := u.read(parts); err != nil {
		return u.files, err
	}
	return u.files, u.refusal
}

// unreadable returns why a form cannot be read.
func (s *server) unreadable(err error, most int) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return s.refuse(http.StatusRequestEntityTooLarge, "", "trouble.too_much", most>>20)
	}
	return s.refuse(http.StatusBadRequest, "", "trouble.unreadable")
}
