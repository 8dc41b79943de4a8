package main

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
)

// field is one thing on a form of settings: how it is shown, and how it is read.
type field struct {
	Name    string
	Kind    string // text, area, number, check, select, head: a heading
	Word    string // the key of its label; empty: that of its name
	Of      string // what the label is about, such as the name of an agent
	Options []string
	Show    string                   // the value that holds; of a check "on"
	read    func(text string) string // takes a value; what it returns is the key of what is wrong
}

// sheet is a form of settings. Its fields read into a copy, which save puts into choices.
type sheet struct {
	Name   string
	Fields []field
	save   func(*choices)
}

func textField(name string, to *string) field {
	return field{Name: name, Kind: "text", Show: *to, read: func(t string) string { *to = strings.TrimSpace(t); return "" }}
}

func areaField(name string, to *string) field {
	f := textField(name, to)
	f.Kind = "area"
	return f
}

func checkField(name string, to *bool) field {
	f := field{Name: name, Kind: "check", read: func(t string) string { *to = t != ""; return "" }}
	if *to {
		f.Show = "on"
	}
	return f
}

func selectField[T ~string](name string, to *T, options ...T) field {
	f := field{Name: name, Kind: "select", Show: string(*to)}
	if !slices.Contains(options, *to) {
		options = append(options, *to) // of a file, or a newer program
	}
	for _, o := range options {
		f.Options = append(f.Options, string(o))
	}
	f.read = func(t string) string {
		if !slices.Contains(options, T(t)) {
			return "admin.bad.option"
		}
		*to = T(t)
		return ""
	}
	return f
}

func numberField(name string, to *int) field {
	f := field{Name: name, Kind: "number", read: func(t string) string {
		if t = strings.TrimSpace(t); t == "" {
			*to = 0
			return ""
		}
		n, err := strconv.Atoi(t)
		if err != nil || n < -1e6 || n > 1e6 {
			return "admin.bad.number"
		}
		*to = n
		return ""
	}}
	if *to != 0 {
		f.Show = strconv.Itoa(*to)
	}
	return f
}

// minutesField is a length of time in minutes; empty: none.
func minutesField(name string, to *time.Duration) field {
	f := field{Name: name, Kind: "number", read: func(t string) string {
		if t = strings.TrimSpace(strings.ReplaceAll(t, ",", ".")); t == "" {
			*to = 0
			return ""
		}
		n, err := strconv.ParseFloat(t, 64)
		if err != nil || n < 0 || n > 5e6 {
			return "admin.bad.minutes"
		}
		*to = time.Duration(n * float64(time.Minute)).Round(time.Second)
		return ""
	}}
	if *to != 0 {
		f.Show = strconv.FormatFloat(to.Minutes(), 'f', -1, 64)
	}
	return f
}

// namesField is a list of texts, separated by spaces or commas.
func namesField(name string, to *[]string) field {
	return field{Name: name, Kind: "text", Show: strings.Join(*to, " "), read: func(t string) string {
		*to = strings.FieldsFunc(t, func(r rune) bool { return r == ',' || r == ' ' })
		return ""
	}}
}

// head begins a group of fields.
func headField(name string) field { return field{Name: name, Kind: "head"} }

// read takes what was typed. The error is a valueError of the first field that cannot be.
func (sh sheet) read(typed url.Values) error {
	for _, f := range sh.Fields {
		if f.read == nil {
			continue
		}
		if key := f.read(typed.Get(f.Name)); key != "" {
			return valueError{f.Name, key}
		}
	}
	return nil
}

// saveSheet keeps what was typed into a form. If the settings cannot be so, the error names
// the field that alone makes them impossible, where one does.
func (s *server) saveSheet(r *http.Request, e edit, build func(choices, *socialticket.Settings) (sheet, error)) error {
	sh, err := build(s.business.Choices(), s.business.Settings())
	if err != nil {
		return err
	}
	if err := sh.read(r.PostForm); err != nil {
		return err
	}
	err = s.business.change(r.Context(), e, func(c *choices) error { sh.save(c); return nil })
	refused, is := err.(refusedError) //nolint:errorlint // it comes as it is
	if !is {
		return err
	}
	if name := s.blame(r.PostForm, build); name != "" {
		return fieldError{name, httpError{http.StatusUnprocessableEntity, refusedWords(s.wordsOf(r), refused)}}
	}
	return err
}

// blame returns the field with which alone the settings cannot be.
func (s *server) blame(typed url.Values, build func(choices, *socialticket.Settings) (sheet, error)) string {
	c, now := s.business.Choices(), s.business.Settings()
	first, err := build(c, now)
	if err != nil {
		return ""
	}
	for i, f := range first.Fields {
		fresh, err := build(c, now)
		if err != nil || f.read == nil || i >= len(fresh.Fields) {
			continue
		}
		fresh.Fields[i].read(typed.Get(f.Name))
		tried := c
		fresh.save(&tried)
		if _, err := tried.settings(s.business.base, 1); err != nil {
			return f.Name
		}
	}
	return ""
}

// inputView is a field as the page shows it.
type inputView struct {
	field
	ID, Label, Hint string
	Value           string
	Checked         bool
	Now             string // what holds, where it is not what was typed
	Trouble         string
	w               *words.Words
}

// OptionWord names an option. What it means that none is chosen depends on the field.
func (v inputView) OptionWord(option string) string {
	if option != "" {
		return v.w.Or("admin.option", option)
	}
	key := "admin.none." + cmp.Or(v.Word, v.Name)
	if said := v.w.T(key); said != key {
		return said
	}
	return v.w.T("admin.option.none")
}

// NowWord stands before what holds.
func (v inputView) NowWord() string { return v.w.T("admin.now") }

// groupView is fields of a form that belong together.
type groupView struct {
	Legend string // empty: the first fields, which have none
	Fields []inputView
}

// Sheet returns the fields of a form as the page shows them: with what was typed, if it was
// refused, and beside it what holds.
func (a adminFrame) Sheet(sh sheet) []groupView {
	groups := []groupView{{}}
	for _, f := range sh.Fields {
		label := a.T("admin.f." + cmp.Or(f.Word, f.Name))
		if f.Kind == "head" {
			groups = append(groups, groupView{Legend: strings.TrimSpace(label + " " + f.Of)})
			continue
		}
		last := &groups[len(groups)-1]
		last.Fields = append(last.Fields, a.field(f, label))
	}
	if len(groups[0].Fields) == 0 {
		groups = groups[1:]
	}
	return groups
}

func (a adminFrame) field(f field, label string) inputView {
	v := inputView{field: f, ID: "f-" + f.Name, Label: label, Value: f.Show, Checked: f.Show != "", w: a.Words}
	key := "admin.h." + cmp.Or(f.Word, f.Name)
	if hint := a.T(key); hint != key {
		v.Hint = hint
	}
	if a.Typed != nil {
		v.Value, v.Checked = a.Typed.Get(f.Name), a.Typed.Get(f.Name) != ""
		if v.Value != f.Show {
			v.Now = v.shown(f.Show)
		}
	}
	if a.TroubleField == f.Name {
		v.Trouble = a.Trouble
	}
	return v
}

// shown tells a value in words.
func (v inputView) shown(value string) string {
	switch {
	case v.Kind == "check" && value != "":
		return v.w.T("admin.yes")
	case v.Kind == "check":
		return v.w.T("admin.no")
	case v.Kind == "select":
		return v.OptionWord(value)
	case value == "":
		return v.w.T("admin.option.none")
	}
	return value
}
