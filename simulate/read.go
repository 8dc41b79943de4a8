package simulate

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// token is a word of a line, or a text in quotes.
type token struct {
	text   string
	quoted bool
}

// cursor goes through the tokens of a line.
type cursor struct{ list []token }

// read returns the tokens of a line.
func read(line string) (*cursor, error) {
	c := &cursor{}
	for rest := strings.TrimSpace(line); rest != ""; rest = strings.TrimSpace(rest) {
		if rest[0] != '"' {
			word := rest
			if i := strings.IndexAny(rest, " \t\""); i >= 0 {
				word = rest[:i]
			}
			c.list, rest = append(c.list, token{text: word}), rest[len(word):]
			continue
		}
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return nil, wrong("a text does not end, or has what Go cannot read in quotes")
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, wrong("the text %s: %v", quoted, err)
		}
		c.list, rest = append(c.list, token{text: text, quoted: true}), rest[len(quoted):]
	}
	return c, nil
}

// peek returns the next word without going on, "" if the next is not a word.
func (c *cursor) peek() string {
	if len(c.list) == 0 || c.list[0].quoted {
		return ""
	}
	return c.list[0].text
}

// word takes the next word, "" if the next is not a word.
func (c *cursor) word() string {
	word := c.peek()
	if word != "" {
		c.list = c.list[1:]
	}
	return word
}

// name takes the name of a customer or agent: "ana", or "ana on line".
func (c *cursor) name() string {
	name := c.word()
	if name != "" && len(c.list) > 1 && c.peek() == "on" && !c.list[1].quoted {
		name += " on " + c.list[1].text
		c.list = c.list[2:]
	}
	return name
}

// text takes the next text in quotes, and whether there is one.
func (c *cursor) text() (string, bool) {
	if len(c.list) == 0 || !c.list[0].quoted {
		return "", false
	}
	text := c.list[0].text
	c.list = c.list[1:]
	return text, true
}

// rest takes all that is left, with a space between.
func (c *cursor) rest() string {
	var all []string
	for _, t := range c.list {
		all = append(all, t.text)
	}
	c.list = nil
	return strings.Join(all, " ")
}

// done returns an error if something is left.
func (c *cursor) done() error {
	if len(c.list) > 0 {
		return wrong("it does not end before %q", c.rest())
	}
	return nil
}

// cutAt takes "at …" from the end, and returns the instant's text, "" if it is missing.
func (c *cursor) cutAt() string {
	for n := 1; n <= 2; n++ {
		i := len(c.list) - 1 - n
		if i <= 0 || c.list[i] != (token{text: "at"}) || slices.ContainsFunc(c.list[i:], func(t token) bool { return t.quoted }) {
			continue
		}
		end := &cursor{list: c.list[i+1:]}
		c.list = c.list[:i]
		return end.rest()
	}
	return ""
}

// duration reads a time that passes. A day has 24 hours.
func duration(text string) (time.Duration, error) {
	days, rest, some := strings.Cut(text, "d")
	if !some {
		days, rest = "0", text
	}
	n, err := strconv.Atoi(days)
	var d time.Duration
	if err == nil && rest != "" {
		d, err = time.ParseDuration(rest)
	}
	const day, most = 24 * time.Hour, 100 * 365
	if text == "" || err != nil || n < 0 || n > most || d < 0 || d > most*day {
		return 0, wrong(`%q is not a time that passes, as "90m" or "3d", a hundred years at most`, text)
	}
	return time.Duration(n)*day + d, nil
}

// instant reads an instant: a day and an hour, or the first time from an instant on that it
// is an hour. The seconds may be left out.
func instant(text string, from time.Time) (time.Time, error) {
	for _, layout := range []string{"2006-01-02 15:04", time.DateTime} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	for _, layout := range []string{"15:04", time.TimeOnly} {
		clock, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		at := time.Date(from.Year(), from.Month(), from.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, time.UTC)
		if at.Before(from) {
			at = at.AddDate(0, 0, 1)
		}
		return at, nil
	}
	return time.Time{}, wrong(`%q is not an instant, as "10:00" or "2026-03-03 10:00"`, text)
}
