package main

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// personPage is the page of one person.
type personPage struct {
	frame
	Requester personView
}

// showPerson answers with the page of a person. One that was merged is shown as part of
// whom it was merged into.
func (s *server) showPerson(w http.ResponseWriter, r *http.Request, status int, f frame) {
	v, err := s.person(r.Context(), r.PathValue("id"), f.Now)
	if err == nil && v.ID != r.PathValue("id") && r.Method == http.MethodGet {
		http.Redirect(w, r, "/people/"+url.PathEscape(v.ID), http.StatusSeeOther)
		return
	}
	if err == nil {
		v.Tickets, v.Older, err = s.ticketsOf(r, v, 25)
	}
	if err == nil {
		v.Perhaps, err = s.perhaps(r.Context(), v.Contacts)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.show(w, r, status, "person", personPage{frame: f, Requester: v})
}

// personFields are what the form of a person has, in the order in which it shows them.
func personFields() []identity.FieldName {
	return []identity.FieldName{
		identity.FieldFullName, identity.FieldEmail, identity.FieldPhone, identity.FieldLocale, identity.FieldZone,
		identity.FieldOrganization, identity.FieldExternalID, identity.FieldSetTags,
	}
}

// personField is one value of a person in the form.
type personField struct {
	Name  identity.FieldName
	Key   string // of its label
	Label string // of a custom field, in place of the key
	Shown string // what the record has, and the form shows
	Value string // what stands in the form: what was typed, if it was refused
	Told  string // what the channels, or those who were merged, tell where the record has nothing
	Type  string // as HTML names it
}

// Fields returns the form of a person.
func (p personPage) Fields() []personField {
	var list []personField
	add := func(f personField) {
		f.Shown = p.Requester.Record.Get(f.Name)
		if f.Value = f.Shown; p.Typed.Has(string(f.Name)) {
			f.Value = p.Typed.Get(string(f.Name))
		}
		if f.Shown == "" && f.Name != identity.FieldSetTags {
			f.Told = p.Requester.Person.Get(f.Name)
		}
		list = append(list, f)
	}
	for _, name := range personFields() {
		f := personField{Name: name, Key: "people.field." + string(name), Type: "text"}
		switch {
		case name == identity.FieldEmail:
			f.Type = "email"
		case name == identity.FieldPhone:
			f.Type = "tel"
		case name == identity.FieldZone || name == identity.FieldSetTags:
			f.Key = "people.form." + string(name)
		}
		add(f)
	}
	for _, custom := range p.Requester.Person.Fields {
		add(personField{Name: identity.CustomField + identity.FieldName(custom.ID), Label: strings.ReplaceAll(custom.ID, "_", " "), Type: "text"})
	}
	return list
}

// Custom says whether a field is one of the business's own.
func (f personField) Custom() bool { return f.Label != "" }

// formPerson changes what agents know of a person. A field that is as it was shown stays as
// it is; one that a colleague has changed meanwhile is not changed.
func (s *server) formPerson(r *http.Request) (string, error) {
	var u socialticket.UpdatePerson
	for name := range r.PostForm {
		shown, is := strings.CutPrefix(name, "shown_")
		field := identity.FieldName(shown)
		custom := strings.HasPrefix(shown, string(identity.CustomField))
		if !is || !custom && !slices.Contains(personFields(), field) {
			continue
		}
		was, typed := r.PostForm.Get(name), strings.TrimSpace(r.PostForm.Get(shown))
		if typed == strings.TrimSpace(was) {
			continue
		}
		u.If = append(u.If, identity.Change{Field: field, Value: was})
		u.Changes = append(u.Changes, identity.Change{Field: field, Value: typed})
	}
	slices.SortFunc(u.If, byField)
	slices.SortFunc(u.Changes, byField)
	if note := strings.TrimSpace(r.PostFormValue("notes")); note != "" {
		u.Changes = append(u.Changes, identity.Change{Field: identity.FieldNotes, Value: note})
	}
	return s.changePerson(r, u)
}

func byField(a, b identity.Change) int { return cmp.Compare(a.Field, b.Field) }

// formHandle adds an e-mail or phone to a person, takes one away, or says that it is theirs.
func (s *server) formHandle(r *http.Request) (string, error) {
	field := identity.FieldName(r.PostFormValue("do"))
	known := []identity.FieldName{identity.FieldAddEmail, identity.FieldAddPhone, identity.FieldAddSite, identity.FieldRemoveHandle, identity.FieldVerify}
	if !slices.Contains(known, field) {
		return "", httpError{http.StatusUnprocessableEntity, "what is to be done is not understood"}
	}
	c := identity.Change{Field: field, Value: strings.TrimSpace(r.PostFormValue("value")), Label: strings.TrimSpace(r.PostFormValue("label"))}
	if c.Value == "" {
		return "", fieldError{"value", httpError{http.StatusUnprocessableEntity, s.wordsOf(r).T("people.empty")}}
	}
	return s.changePerson(r, socialticket.UpdatePerson{Changes: []identity.Change{c}})
}

// changePerson carries a change of a person out, and tells a refusal in words.
func (s *server) changePerson(r *http.Request, u socialticket.UpdatePerson) (string, error) {
	w, to := s.wordsOf(r), "/people/"+url.PathEscape(r.PathValue("id"))
	if len(u.Changes) == 0 {
		return to, nil
	}
	for _, c := range u.Changes {
		if len(c.Value)+len(c.Label) > maxNote {
			return "", fieldError{string(c.Field), httpError{http.StatusUnprocessableEntity, w.T("people.long", maxNote)}}
		}
	}
	u.Person, u.By, u.IdempotencyKey = r.PathValue("id"), agent(s.agentOf(r).ID), r.PostFormValue("idempotency_key")
	if err := checkKey(u.IdempotencyKey); err != nil {
		return "", err
	}
	_, err := s.do(r.Context(), u)
	refusal, ok := errors.AsType[*socialticket.Error](err)
	if !ok {
		return to, err
	}
	label := w.Or("people", "field", refusal.Field)
	switch {
	case errors.Is(err, socialticket.ErrStale):
		v, failed := s.person(r.Context(), u.Person, s.clock.Now())
		if failed != nil {
			return "", failed
		}
		is := v.Record.Get(identity.FieldName(refusal.Field))
		if is == "" {
			is = w.T("value.nothing")
		}
		return "", fieldError{refusal.Field, httpError{http.StatusConflict, w.T("people.stale", label, is)}}
	case errors.Is(err, identity.ErrField) && refusal.Field == string(identity.FieldZone):
		return "", fieldError{refusal.Field, httpError{http.StatusUnprocessableEntity, w.T("people.zone")}}
	case errors.Is(err, identity.ErrField):
		return "", fieldError{refusal.Field, httpError{http.StatusUnprocessableEntity, w.T("people.refused", label)}}
	}
	return "", err
}

// maxNote bounds one value of a person, in bytes.
const maxNote = 2000
