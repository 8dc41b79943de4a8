package telegram

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// link is an address behind a part of a text, counted in UTF-16 units.
type link struct {
	from, to int
	url      string
}

// linked returns a text in which the address of each link stands behind its words:
// "our terms (https://shop.example/terms)". Telegram has it beside the text. An
// address that the words are already is not repeated. Source:
// https://core.telegram.org/bots/api#messageentity (read 2026-11-27).
func linked(text string, entities loosejson.Value) string {
	if !hasLink(entities) {
		return text
	}
	units := utf16.Encode([]rune(text))
	var out strings.Builder
	last := 0
	for _, l := range links(units, entities) {
		out.WriteString(string(utf16.Decode(units[last:l.to])))
		last = l.to
		if !l.shown(units) {
			out.WriteString(" (" + l.url + ")")
		}
	}
	out.WriteString(string(utf16.Decode(units[last:])))
	return out.String()
}

// shown reports whether the words of a link are its address. Long words are not looked
// at: many links may stand behind the same ones.
func (l link) shown(units []uint16) bool {
	if l.to-l.from > len(l.url)+1 {
		return false
	}
	words := string(utf16.Decode(units[l.from:l.to]))
	return strings.TrimSuffix(words, "/") == strings.TrimSuffix(l.url, "/")
}

func hasLink(entities loosejson.Value) bool {
	for e := range entities.Items() {
		if e.Get("type").Str() == "text_link" {
			return true
		}
	}
	return false
}

// links returns the links in the order of their ends. One that is written in
// several parts, for other marks in it, is one.
func links(units []uint16, entities loosejson.Value) []link {
	var list []link
	for e := range entities.Items() {
		if url := e.Get("url").Str(); url != "" && e.Get("type").Str() == "text_link" {
			from := int(min(max(0, e.Get("offset").Whole()), int64(len(units))))
			length := int(min(max(0, e.Get("length").Whole()), int64(len(units)-from)))
			list = append(list, link{from, from + length, url})
		}
	}
	slices.SortStableFunc(list, func(a, b link) int { return cmp.Compare(a.from, b.from) })
	var joined []link
	for _, l := range list {
		if n := len(joined); n > 0 && joined[n-1].url == l.url && l.from <= joined[n-1].to {
			joined[n-1].to = max(joined[n-1].to, l.to)
		} else {
			joined = append(joined, l)
		}
	}
	ends := wordEnds(units)
	for i, l := range joined {
		joined[i].from, joined[i].to = boundary(units, l.from), boundary(units, max(l.from, ends[l.to]))
	}
	slices.SortStableFunc(joined, func(a, b link) int { return cmp.Compare(a.to, b.to) })
	return joined
}

// wordEnds returns, for each place in a text, where the words before it end: a link goes
// without the space at its end.
func wordEnds(units []uint16) []int {
	ends := make([]int, len(units)+1)
	for i, unit := range units {
		ends[i+1] = i + 1
		if unicode.IsSpace(rune(unit)) {
			ends[i+1] = ends[i]
		}
	}
	return ends
}

// boundary returns a place in units, the next one if it would divide a character.
func boundary(units []uint16, at int) int {
	if 0 < at && at < len(units) && utf16.DecodeRune(rune(units[at-1]), rune(units[at])) != unicode.ReplacementChar {
		return at + 1
	}
	return at
}
