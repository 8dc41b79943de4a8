package template

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
)

// Error tells one thing that is wrong with the use of a template.
type Error struct {
	Template  string // "order_shipped/de"
	Component string // "header", "body", "button 1"; empty: the template as a whole
	Variable  string // "2" or "first_name"; empty: not about one variable
	Problem   string
	// Code is the error with which the platform would refuse it. Its class says
	// what to do.
	Code string
}

func (e *Error) Error() string {
	s := "template: " + e.Template
	if e.Component != "" {
		s += ": " + e.Component
	}
	if e.Variable != "" {
		s += ": variable " + e.Variable
	}
	return s + ": " + e.Problem
}

// Reason returns the error as a reason for which a message did not go.
func (e *Error) Reason() channel.Error {
	return channel.Error{Code: e.Code, Title: e.Problem, Detail: e.Error(), Class: classOf(e.Code)}
}

// classOf returns what can be done about a refusal of that code: a paused template comes
// back by itself, and one that is not approved is for somebody to mend.
func classOf(code string) channel.Class {
	switch code {
	case codePaused:
		return channel.ClassRetry
	case codeMissing:
		return channel.ClassFix
	}
	return channel.ClassNever
}

// The codes with which the platform refuses a template. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
// (read 2026-09).
const (
	codeEmpty    = "131008" // a value is missing
	codeCount    = "132000" // another number of values
	codeMissing  = "132001" // it does not exist, or is not approved
	codeLong     = "132005" // too long with its values
	codeFormat   = "132012" // a value of another form
	codePaused   = "132015"
	codeDisabled = "132016"
)

// Check tells what is wrong with sending t at now, filled as in call: every
// [Error] there is, joined, or nil. It finds before the send what the
// platform would refuse after it. Source: Meta, template components; error
// codes 132000, 132001, 132012, 132015, 132016; messages reference, read 2026-09.
func (t Template) Check(call channel.TemplateCall, now time.Time) error {
	c := checker{template: t, call: call}
	c.whole(now)
	c.header()
	c.text("body", t.Body, c.values("body"), c.bodyLimit())
	for i, b := range t.Buttons {
		c.button(i, b)
	}
	c.strangers()
	return errors.Join(c.problems...)
}

type checker struct {
	template Template
	call     channel.TemplateCall
	problems []error
}

func (c *checker) add(code, component, variable, format string, args ...any) {
	c.problems = append(c.problems, &Error{
		Template:  c.template.Name + "/" + c.template.Language,
		Component: component, Variable: variable, Problem: fmt.Sprintf(format, args...), Code: code,
	})
}

// whole checks that it is this template, and that it may be used.
func (c *checker) whole(now time.Time) {
	t := c.template
	if c.call.Name != t.Name || c.call.Language != t.Language {
		c.add(codeMissing, "", "", "called as %s/%s", c.call.Name, c.call.Language)
	}
	if t.Usable(now) {
		return
	}
	code := "132001"
	if t.Status == Paused {
		code = "132015"
	} else if t.Status == Disabled {
		code = "132016"
	}
	c.add(code, "", "", "its status is %s", cmp.Or(t.Status, "unknown"))
}

// values returns what fills a component, in the order given.
func (c *checker) values(component string) []channel.Parameter {
	var list []channel.Parameter
	for _, p := range c.call.Values {
		if cmp.Or(p.Component, "body") == component {
			list = append(list, p)
		}
	}
	return list
}

// bodyLimit is how long a value in the body may be.
func (c *checker) bodyLimit() int {
	t := c.template
	if t.Header.Format == HeaderNone && t.Footer == "" && len(t.Buttons) == 0 && len(t.Others) == 0 {
		return 32768
	}
	return 1024
}

func (c *checker) header() {
	values := c.values("header")
	kind := mediaOf(c.template.Header.Format)
	switch format := c.template.Header.Format; {
	case format == HeaderNone || format == HeaderText:
		c.text("header", c.template.Header.Text, values, 60)
	case len(values) != 1:
		c.add(codeFormat, "header", "", "it wants one %s, %d values are given", strings.ToLower(string(format)), len(values))
	case format == HeaderLocation && values[0].Place == channel.Place{}:
		c.add(codeFormat, "header", "", "it wants a location")
	case kind != "" && values[0].Media.ID == "" && values[0].Media.URL == "":
		c.add(codeFormat, "header", "", "it wants the id or the address of one %s", kind)
	case kind != "" && values[0].Media.Type != "" && values[0].Media.Type != kind:
		c.add(codeFormat, "header", "", "it wants one %s, the value is one %s", kind, values[0].Media.Type)
	}
}

// mediaOf returns the type of attachment that a header wants, "" for none.
func mediaOf(f HeaderFormat) channel.MessageType {
	switch f {
	case HeaderImage:
		return channel.Image
	case HeaderVideo, HeaderGIF:
		return channel.Video
	case HeaderDocument:
		return channel.Document
	case HeaderNone, HeaderText, HeaderLocation:
	}
	return ""
}

// text checks the values for the variables of one text.
func (c *checker) text(component, text string, values []channel.Parameter, limit int) {
	names := variables(text)
	if len(values) != len(names) {
		c.add(codeCount, component, "", "it has %d variables, %d values are given", len(names), len(values))
	}
	given := map[string]bool{}
	for i, p := range values {
		name := cmp.Or(p.Name, strconv.Itoa(i+1))
		switch {
		case c.template.Named != (p.Name != ""):
			c.add(codeFormat, component, name, "%s", map[bool]string{true: "the value has no name", false: "variables have no names here"}[c.template.Named])
		case given[name]:
			c.add(codeFormat, component, name, "it is given twice")
		case c.template.Named && !slices.Contains(names, name):
			c.add(codeFormat, component, name, "there is no such variable")
		}
		given[name] = true
		c.value(component, name, p.Text, limit)
	}
	for _, name := range names {
		if c.template.Named && !given[name] {
			c.add(codeFormat, component, name, "no value is given")
		}
	}
}

// value checks what one variable is filled with.
func (c *checker) value(component, name, text string, limit int) {
	switch n := utf8.RuneCountInString(text); {
	case strings.TrimSpace(text) == "":
		c.add(codeEmpty, component, name, "the value is empty")
	case n > limit:
		c.add(codeLong, component, name, "the value has %d characters, %d are allowed", n, limit)
	case strings.ContainsAny(text, "\n\r\t") || strings.Contains(text, "     "):
		c.add(codeFormat, component, name, "the value has a line break, a tab or more than four spaces in a row")
	}
}

// button checks what one button is filled with: the variable end of an address,
// a code, or what a reply and a form hand back.
func (c *checker) button(i int, b Button) {
	var values []channel.Parameter
	for _, p := range c.values("button") {
		if p.Index == i {
			values = append(values, p)
		}
	}
	want := len(variables(b.URL))
	optional := b.Type == buttonReply || b.Type == buttonFlow
	if b.Type == buttonCode || b.Type == buttonOTP {
		want = 1
	}
	component := "button " + strconv.Itoa(i)
	known := optional || want > 0 || b.Type == buttonURL || b.Type == buttonPhone
	switch {
	case !known || optional && len(values) <= 1:
	case len(values) != want:
		c.add(codeCount, component, "", "it has %d variables, %d values are given", want, len(values))
	}
	for _, p := range values {
		switch n := utf8.RuneCountInString(p.Text); {
		case b.kind() != "" && cmp.Or(p.Kind, "url") != b.kind():
			c.add(codeFormat, component, "", "it is a %s, the value is for a %s", b.kind(), cmp.Or(p.Kind, "url"))
		case p.Text == "":
			c.add(codeEmpty, component, "", "the value is empty")
		case (b.Type == buttonCode || b.Type == buttonOTP) && n > 15:
			c.add(codeFormat, component, "", "the code has %d characters, 15 are allowed", n)
		}
	}
}

// strangers finds values for what the template does not have.
func (c *checker) strangers() {
	for _, p := range c.call.Values {
		switch component := cmp.Or(p.Component, "body"); {
		case component == "header" || component == "body":
		case component == "button" && p.Index >= 0 && p.Index < len(c.template.Buttons):
		case component == "button":
			c.add(codeFormat, "button "+strconv.Itoa(p.Index), "", "there is no such button")
		case !slices.Contains(c.template.Others, strings.ToUpper(component)):
			c.add(codeFormat, component, "", "there is no such component")
		}
	}
}

// variables returns the names of the variables in a text, {{1}} or {{name}}, each
// once, in the order of their first use.
func variables(text string) []string {
	var names []string
	seen := map[string]bool{}
	for {
		_, rest, found := strings.Cut(text, "{{")
		name, after, closed := strings.Cut(rest, "}}")
		if !found || !closed {
			return names
		}
		if name = strings.TrimSpace(name); name != "" && !seen[name] {
			names, seen[name] = append(names, name), true
		}
		text = after
	}
}
