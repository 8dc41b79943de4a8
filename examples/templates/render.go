package templates

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/osteele/liquid/expressions"
	"github.com/osteele/liquid/parser"
	"github.com/osteele/liquid/render"
	"github.com/osteele/liquid/tags"

	"github.com/socialticket/socialticket/rules"
)

// The bounds of one text. Zendesk's own for a rule is 65 KB.
const (
	maxSource = 64 << 10 // bytes of the text
	maxOutput = 64 << 10 // bytes of what it becomes; more is cut off
	maxWork   = 2 << 20  // bytes that it moves, and a few for each step
)

// Render implements [rules.Templates]. A text that cannot be read or does too much is not
// lost: its plain placeholders are filled, its tags are left out, and missing tells why in a
// last line that begins with "liquid:".
func (l *Liquid) Render(text string, s *rules.Subject, html bool) (made string, missing []string) {
	if !strings.Contains(text, "{{") && !strings.Contains(text, "{%") {
		return text, nil
	}
	values := l.values(text, s)
	r := &run{left: maxWork, html: html}
	out, err := r.do(text, values)
	if err == nil {
		return out, r.missing
	}
	p := &run{left: maxWork, html: html}
	return p.plain(text, values), append(p.missing, "liquid: "+err.Error())
}

// Check returns why a text cannot be read, nil if it can: for those who load rules.
func Check(text string) error {
	r := &run{left: maxWork}
	_, err := r.parse(text)
	return err
}

// run is the filling of one text.
type run struct {
	cfg     render.Config
	left    int // of the work
	html    bool
	said    []expressions.Expression
	names   []string
	missing []string
}

// work takes a share of what is left.
func (r *run) work(n int) error {
	if r.left -= n + 16; r.left < 0 {
		return fmt.Errorf("the text does too much")
	}
	return nil
}

// do fills a text with values. Whatever the library panics of becomes an error.
func (r *run) do(text string, values map[string]any) (made string, err error) {
	defer recovered(&err)
	root, err := r.parse(text)
	if err != nil {
		return "", err
	}
	var out output
	if problem := render.Render(root, &out, values, r.cfg); problem != nil {
		return "", problem
	}
	return out.String(), nil
}

// output is a text that grows up to a bound.
type output struct{ strings.Builder }

// Write implements [io.Writer].
func (o *output) Write(p []byte) (int, error) {
	if o.Len()+len(p) > maxOutput {
		return 0, fmt.Errorf("the text becomes longer than %d bytes", maxOutput)
	}
	return o.Builder.Write(p)
}

// recovered makes an error of a panic.
func recovered(err *error) {
	if problem := recover(); problem != nil {
		text, _, _ := strings.Cut(fmt.Sprint(problem), "\n") // without a stack
		*err = fmt.Errorf("%.200s", text)
	}
}

// parse reads a text, and puts the steps that count work and tell of what is missing into
// it.
func (r *run) parse(text string) (root render.Node, err error) {
	defer recovered(&err)
	if len(text) > maxSource {
		return nil, fmt.Errorf("the text is longer than %d bytes", maxSource)
	}
	r.cfg = render.NewConfig()
	tags.AddStandardTags(r.cfg)
	r.cfg.AddTag("include", func(string) (func(io.Writer, render.Context) error, error) {
		return nil, fmt.Errorf("include is not allowed")
	})
	r.addFilters()
	r.cfg.AddTag("socialticket_step", r.step)
	root, problem := r.cfg.Compile(text, parser.SourceLoc{})
	if problem != nil {
		return nil, problem
	}
	if err := r.watch(root); err != nil {
		return nil, err
	}
	return root, nil
}

// plain fills the placeholders that are mere names, and leaves tags out.
func (r *run) plain(text string, values map[string]any) string {
	var out output
	rest := text
	for _, m := range regexp.MustCompile(`\{\{-?\s*([\w.-]*)[^{}]*?-?\}\}|\{%[^{}]*%\}`).FindAllStringSubmatchIndex(text, -1) {
		out.take(rest[:m[0]-(len(text)-len(rest))])
		rest = text[m[1]:]
		if m[2] < 0 {
			continue
		}
		var value any = values
		name := text[m[2]:m[3]]
		for part := range strings.SplitSeq(name, ".") {
			value = property(value, part)
		}
		out.take(r.shown(name, value))
	}
	out.take(rest)
	return out.String()
}

// take appends as much of a text as there is room for.
func (o *output) take(text string) {
	o.WriteString(strings.ToValidUTF8(text[:min(len(text), maxOutput-o.Len())], ""))
}

// property returns a value of an object, nil if it has none.
func property(value any, name string) any {
	switch v := value.(type) {
	case map[string]any:
		return v[name]
	case object:
		return v[name]
	}
	return nil
}

// tell notes a value that is missing, once.
func (r *run) tell(name string) {
	if !slices.Contains(r.missing, name) {
		r.missing = append(r.missing, name)
	}
}
