package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/template"
)

// readTemplates reads the templates that WhatsApp approved: what its Graph API answers about
// them, kept as templates.json in the folder of the data. In the demo there are some without.
func readTemplates(folder string, demo bool, now time.Time) ([]template.Template, error) {
	text, err := os.ReadFile(filepath.Join(folder, "templates.json"))
	switch {
	case errors.Is(err, os.ErrNotExist) && demo:
		return demoTemplates(), nil
	case errors.Is(err, os.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	list, err := template.Read(text, now)
	if err != nil {
		return nil, fmt.Errorf("templates.json: %w", err)
	}
	return list, nil
}

// demoTemplates are those of the demo's numbers.
func demoTemplates() []template.Template {
	made := func(name, language string, category template.Category, body string) template.Template {
		return template.Template{Name: name, Language: language, Category: category, Status: template.Approved, Body: body}
	}
	shipped := made("order_shipped", "en_US", template.Utility, "Hello {{1}}, your order {{2}} is on its way and should arrive on {{3}}.")
	shipped.Header = template.Header{Format: template.HeaderText, Text: "Good news"}
	shipped.Footer = "Vale Bikes"
	shipped.Buttons = []template.Button{{Type: "URL", Text: "Follow it", URL: "https://example.com/track/{{1}}"}}
	return []template.Template{
		made("follow_up", "en_US", template.Utility, "We have news about your question. Answer to this message to read on."),
		made("follow_up", "fr", template.Utility, "Nous avons du nouveau à propos de votre question. Répondez à ce message pour en savoir plus."),
		shipped,
	}
}

// approved returns the templates that may be used on an account now.
func (s *server) approved(a channel.Account) (list []template.Template) {
	if a.Kind != channel.WhatsApp {
		return nil
	}
	for _, t := range s.templates {
		if t.Usable(s.clock.Now()) {
			list = append(list, t)
		}
	}
	return list
}

// template returns a template of an account by its name and language; without a language the
// first of the name.
func (s *server) template(a channel.Account, name, language string) (template.Template, bool) {
	if a.Kind != channel.WhatsApp || name == "" {
		return template.Template{}, false
	}
	i := slices.IndexFunc(s.templates, func(t template.Template) bool { return t.Name == name && (language == "" || t.Language == language) })
	if i < 0 {
		return template.Template{}, false
	}
	return s.templates[i], true
}

// slot is one value that a template wants.
type slot struct {
	Field     string // its name in the form
	Component string // header, body, button
	Index     int    // of a button
	Variable  string // its number or name; "file": the header's file
	Most      int    // characters
}

// variable is a place in a template's text: {{1}}, {{first_name}}.
func variable() *regexp.Regexp { return regexp.MustCompile(`\{\{\s*(\w+)\s*\}\}`) }

// slots returns the values that a template wants, in their order.
func slots(t template.Template) (list []slot) {
	add := func(component string, index int, text string, most int) {
		seen := map[string]bool{}
		for _, m := range variable().FindAllStringSubmatch(text, -1) {
			if !seen[m[1]] {
				list = append(list, slot{fmt.Sprintf("value.%s/%s.%s%d.%s", t.Name, t.Language, component, index, m[1]), component, index, m[1], most})
			}
			seen[m[1]] = true
		}
	}
	if slices.Contains([]template.HeaderFormat{template.HeaderImage, template.HeaderVideo, template.HeaderGIF, template.HeaderDocument}, t.Header.Format) {
		list = append(list, slot{fmt.Sprintf("value.%s/%s.header0.file", t.Name, t.Language), "header", 0, "file", 2000})
	} else {
		add("header", 0, t.Header.Text, 60)
	}
	add("body", 0, t.Body, 1024)
	for i, b := range t.Buttons {
		add("button", i, b.URL, 2000)
	}
	return list
}

// readTemplate reads which template a form chose and what its values are. One that the
// helpdesk does not know goes as it is named, for the platform knows it.
func (s *server) readTemplate(form url.Values, on channel.Account) (call channel.TemplateCall, err error) {
	name, language, _ := strings.Cut(form.Get("template"), "/")
	t, known := s.template(on, name, language)
	call = channel.TemplateCall{Name: name, Language: cmp.Or(t.Language, language)}
	switch {
	case name == "":
		return call, s.refuse(http.StatusUnprocessableEntity, "template", "trouble.template")
	case !known:
		return call, nil
	}
	for _, v := range slots(t) {
		call.Values = append(call.Values, v.parameter(t, strings.TrimSpace(form.Get(v.Field))))
	}
	return call, s.checkTemplate(t, call)
}

// parameter returns what fills a slot.
func (v slot) parameter(t template.Template, text string) channel.Parameter {
	p := channel.Parameter{Component: v.Component, Index: v.Index, Text: text}
	if t.Named && v.Component != "button" {
		p.Name = v.Variable
	}
	if v.Variable == "file" {
		p.Text = ""
		if at, err := url.Parse(text); err == nil && at.Scheme == "https" && at.Host != "" {
			p.Media = channel.Attachment{URL: text}
		}
	}
	return p
}

// checkTemplate refuses what the platform would refuse, beside the field that it is about.
func (s *server) checkTemplate(t template.Template, call channel.TemplateCall) error {
	err := t.Check(call, s.clock.Now())
	problem, found := errors.AsType[*template.Error](err)
	if !found {
		return err
	}
	key := map[string]string{
		"131008": "trouble.template_value", "132000": "trouble.template_value", "132001": "trouble.template_gone", "132005": "trouble.template_long",
		"132015": "trouble.template_gone", "132016": "trouble.template_gone",
	}[problem.Code]
	field := "template"
	for _, v := range slots(t) {
		component := v.Component
		if component == "button" {
			component += " " + strconv.Itoa(v.Index)
		}
		if component == problem.Component && (problem.Variable == "" || problem.Variable == v.Variable) {
			field = v.Field
			break
		}
	}
	return s.refuse(http.StatusUnprocessableEntity, field, cmp.Or(key, "trouble.template_form"))
}

// filled returns the words of a template with its values.
func filled(t template.Template, values []channel.Parameter) string {
	fill := func(component, text string) string {
		n := 0
		seen := map[string]string{}
		return variable().ReplaceAllStringFunc(text, func(place string) string {
			name := variable().FindStringSubmatch(place)[1]
			if value, again := seen[name]; again {
				return value
			}
			position := 0
			for _, p := range values {
				if cmp.Or(p.Component, "body") != component {
					continue
				}
				if p.Name == name || p.Name == "" && position == n {
					seen[name] = p.Text
				}
				position++
			}
			n++
			return cmp.Or(seen[name], place)
		})
	}
	var parts []string
	for _, text := range []string{fill("header", t.Header.Text), fill("body", t.Body), t.Footer} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "\n\n")
}
