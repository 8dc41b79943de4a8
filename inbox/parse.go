package inbox

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/identity/phone"
	"github.com/socialticket/socialticket/ticket"
)

// Misread is a part of a text that [ParseQuery] did not understand.
type Misread struct {
	At   int    `json:"at"` // where it begins, in bytes
	Text string `json:"text"`
	Why  Why    `json:"why"`
}

// Why says why a part was not understood. Its text is stable.
type Why string

// The reasons.
const (
	UnknownName  Why = "unknown_name"  // of "name:value"; it counts as words
	UnknownValue Why = "unknown_value" // it is left out
	MissingValue Why = "missing_value" // it is left out
	Repeated     Why = "repeated"      // the first one counts
	OpenQuote    Why = "open_quote"    // it goes to the end
)

// ParseQuery reads what somebody typed into a search box: words, phrases in double quotes,
// and pairs of a name and a value, "phone:+33612345678", "tag:vip", "status<solved",
// "name:\"Ana María\"". The names are phone, name, email, handle, info, id, tag, status,
// assignee, channel, account, channel_info and social, whose value is yes. A tag or status may
// come several times. A number with "+" is a phone without a name, and "#12" is an id.
// Whatever the text, there is a query; what was not understood is told in its order.
func ParseQuery(text string) (Query, []Misread) {
	p := parser{text: text}
	for p.skip(); p.at < len(text); p.skip() {
		p.part()
	}
	p.q.Text = strings.Join(p.free, " ")
	slices.SortStableFunc(p.misread, func(a, b Misread) int { return cmp.Compare(a.At, b.At) })
	return p.q, p.misread
}

type parser struct {
	text    string
	at      int
	q       Query
	free    []string
	misread []Misread
}

func (p *parser) skip() {
	for p.at < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += n
	}
}

func (p *parser) tell(from int, why Why) {
	p.misread = append(p.misread, Misread{At: from, Text: p.text[from:p.at], Why: why})
}

// part reads one word, phrase or pair.
func (p *parser) part() {
	from := p.at
	switch c := p.text[p.at]; {
	case c == '"':
		p.free = append(p.free, `"`+p.quoted()+`"`)
		return
	case c == '+' && p.q.Phone == "":
		if number := p.number(); (identity.Phones{}).E164(number) != "" {
			p.q.Phone = number
			return
		}
		p.at = from
	case c == '#' && p.q.ID == "":
		if id := p.word()[1:]; id != "" {
			p.q.ID = ticket.ID(id)
			return
		}
		p.at = from
	}
	name := p.name()
	op := p.op()
	if name == "" || op == "" {
		p.at = from
		p.words(p.word())
		return
	}
	p.pair(from, strings.ToLower(name), op)
}

// name reads the letters of a name.
func (p *parser) name() string {
	from := p.at
	for p.at < len(p.text) && (p.text[p.at]|0x20 >= 'a' && p.text[p.at]|0x20 <= 'z' || p.text[p.at] == '_') {
		p.at++
	}
	return p.text[from:p.at]
}

// op reads what stands between a name and a value.
func (p *parser) op() string {
	for _, op := range []string{":", "<=", ">=", "<", ">"} {
		if strings.HasPrefix(p.text[p.at:], op) {
			p.at += len(op)
			return op
		}
	}
	return ""
}

// word reads up to the next blank.
func (p *parser) word() string {
	from := p.at
	if n := strings.IndexFunc(p.text[p.at:], unicode.IsSpace); n >= 0 {
		p.at += n
	} else {
		p.at = len(p.text)
	}
	return p.text[from:p.at]
}

// words takes free words. A quote inside one would begin a phrase.
func (p *parser) words(text string) {
	p.free = append(p.free, strings.ReplaceAll(text, `"`, ""))
}

// quoted reads a phrase in quotes.
func (p *parser) quoted() string {
	from := p.at
	rest := p.text[from+1:]
	if n := strings.IndexByte(rest, '"'); n >= 0 {
		p.at += n + 2
		return rest[:n]
	}
	p.at = len(p.text)
	p.tell(from, OpenQuote)
	return rest
}

// number reads a phone number, with the blanks in it.
func (p *parser) number() string {
	const most = 15
	from, digits := p.at, 0
	for end := p.at; ; {
		part := p.word()
		n, _ := phone.Scan(part)
		if digits += len(n); digits > most || strings.Trim(part, "0123456789+-~./()") != "" {
			p.at = end
			return p.text[from:p.at]
		}
		end = p.at
		if p.skip(); p.at == len(p.text) || p.text[p.at] == '+' {
			p.at = end
			return p.text[from:p.at]
		}
	}
}

// value reads what stands behind a name.
func (p *parser) value(name string) string {
	switch {
	case p.at == len(p.text):
		return ""
	case p.text[p.at] == '"':
		return p.quoted()
	case name == "phone":
		if number := p.number(); number != "" {
			return number
		}
	}
	return p.word()
}
