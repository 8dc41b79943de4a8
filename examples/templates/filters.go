package templates

import (
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/osteele/liquid/filters"
)

// addFilters adds the filters that texts may use. Those that make texts are our own: they
// count their work before they do it.
func (r *run) addFilters() {
	filters.AddStandardFilters(chosen{r})
	for name, change := range map[string]func(string) string{
		"capitalize": capitalize, "downcase": strings.ToLower, "upcase": strings.ToUpper, "strip": strings.TrimSpace,
		"lstrip":         func(s string) string { return strings.TrimLeftFunc(s, unicode.IsSpace) },
		"rstrip":         func(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) },
		"strip_newlines": strings.NewReplacer("\r", "", "\n", "").Replace,
		"newline_to_br":  strings.NewReplacer("\n", "<br />\n").Replace,
		"strip_html":     stripHTML, "escape": html.EscapeString, "url_encode": url.QueryEscape,
	} {
		r.cfg.AddFilter(name, func(s string) (string, error) { return change(s), r.work(8 * len(s)) })
	}
	r.cfg.AddFilter("append", func(s, end string) (string, error) { return r.replaced(s+end, "", "", 0) })
	r.cfg.AddFilter("prepend", func(s, begin string) (string, error) { return r.replaced(begin+s, "", "", 0) })
	r.cfg.AddFilter("replace", func(s, old, by string) (string, error) { return r.replaced(s, old, by, -1) })
	r.cfg.AddFilter("replace_first", func(s, old, by string) (string, error) { return r.replaced(s, old, by, 1) })
	r.cfg.AddFilter("remove", func(s, old string) (string, error) { return r.replaced(s, old, "", -1) })
	r.cfg.AddFilter("join", r.join)
	r.cfg.AddFilter("split", func(s, by string) ([]string, error) {
		if err := r.work(20 * len(s)); err != nil {
			return nil, err
		}
		return strings.Split(s, by), nil
	})
	r.cfg.AddFilter("truncate", func(s string, length func(int) int) (string, error) {
		if n := max(length(50), 3); utf8.RuneCountInString(s) > n {
			s = string([]rune(s)[:n-3]) + "..."
		}
		return s, r.work(8 * len(s))
	})
	r.cfg.AddFilter("date", date)
}

// chosen takes those of the library's filters whose work is small whatever they are given.
type chosen struct{ run *run }

// AddFilter implements [filters.FilterDictionary].
func (c chosen) AddFilter(name string, f any) {
	if slices.Contains([]string{"default", "first", "last", "size", "abs", "ceil", "floor", "round", "plus", "minus", "times", "divided_by", "modulo"}, name) {
		c.run.cfg.AddFilter(name, f)
	}
}

// replaced returns s with another text in place of an old one, so often; -1: everywhere.
func (r *run) replaced(s, old, by string, times int) (string, error) {
	found := strings.Count(s, old)
	if times >= 0 {
		found = min(found, times)
	}
	if err := r.work(len(s) + found*len(by)); err != nil {
		return "", err
	}
	return strings.Replace(s, old, by, times), nil
}

func (r *run) join(list []any, by func(string) string) (string, error) {
	texts := make([]string, len(list))
	size := 0
	for i, v := range list {
		texts[i] = fmt.Sprint(v)
		size += len(texts[i]) + len(by(" "))
	}
	if err := r.work(size); err != nil {
		return "", err
	}
	return strings.Join(texts, by(" ")), nil
}

func capitalize(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// stripHTML takes tags out.
func stripHTML(s string) string {
	var out strings.Builder
	for s != "" {
		before, rest, found := strings.Cut(s, "<")
		out.WriteString(before)
		if !found {
			break
		}
		if _, after, closed := strings.Cut(rest, ">"); closed {
			s = after
		} else {
			out.WriteString("<" + rest)
			break
		}
	}
	return out.String()
}

// date writes a day or an instant as Ruby's strftime does, for the usual letters.
func date(text, form string) string {
	var at time.Time
	for _, layout := range []string{time.RFC3339, dayForm, "2006-01-02", timeForm} {
		if t, err := time.Parse(layout, text); err == nil {
			at = t
			break
		}
	}
	if at.IsZero() {
		return text
	}
	return strings.NewReplacer(
		"%Y", at.Format("2006"), "%y", at.Format("06"), "%m", at.Format("01"), "%d", at.Format("02"), "%e", at.Format("_2"),
		"%H", at.Format("15"), "%I", at.Format("03"), "%M", at.Format("04"), "%S", at.Format("05"), "%p", at.Format("PM"),
		"%B", at.Format("January"), "%b", at.Format("Jan"), "%A", at.Format("Monday"), "%a", at.Format("Mon"),
		"%F", at.Format(time.DateOnly), "%T", at.Format(time.TimeOnly), "%Z", at.Format("MST"), "%z", at.Format("-0700"), "%%", "%",
	).Replace(form)
}
