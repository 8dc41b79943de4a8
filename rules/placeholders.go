package rules

import (
	"html"
	"strconv"
	"strings"
	"time"
)

// Placeholders are [Templates] without a template language: the name of a field of Table in
// double braces, {{current_tags}}, stands for its value, and all else for itself. Several
// values are separated by commas, an instant is RFC 3339 in UTC, and hours since or until
// one are that instant. Goroutines may share it.
type Placeholders struct{ Table *Table }

// Render implements [Templates].
func (p Placeholders) Render(text string, s *Subject, asHTML bool) (made string, missing []string) {
	var out strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{{")
		name, after, closed := strings.Cut(rest, "}}")
		if !open || !closed {
			out.WriteString(text)
			return out.String(), missing
		}
		out.WriteString(before)
		name = strings.TrimSpace(name)
		value := ""
		if f, known := p.Table.Field(name); known {
			value = f.show(s)
		}
		if value == "" {
			missing = append(missing, name)
		}
		if asHTML {
			value = html.EscapeString(value)
		}
		out.WriteString(value)
		text = after
	}
}

// show writes the value of a field for people.
func (f *Field) show(s *Subject) string {
	switch f.Kind {
	case Set:
		return strings.Join(f.Texts(s), ", ")
	case Number:
		if n, has := f.Number(s); has {
			return strconv.FormatFloat(n, 'f', -1, 64)
		}
		return ""
	case Time, Since, Until:
		if at := f.At(s); !at.IsZero() {
			return at.UTC().Format(time.RFC3339)
		}
		return ""
	case Choice, Ordered, Text, Truth, Mixed:
	}
	return f.text(s)
}
