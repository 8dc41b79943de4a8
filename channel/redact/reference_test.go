package redact_test

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel/redact"
)

// The way of finding that the zero Config has, once more, as slow and as plain as can be:
// every row of blocks of digits is looked at, with regular expressions.

// plainText is a text with its blocks of digits.
type plainText struct {
	cfg    redact.Config
	text   string
	blocks [][]int // where each begins and ends
	joined []bool  // whether a gap stands between each and the next
	tokens string  // the characters of a mask
}

func newPlainText(cfg redact.Config, text string) *plainText {
	p := &plainText{cfg: cfg, text: string([]rune(text)), tokens: redact.Mask + cfg.Replacement}
	p.blocks = regexp.MustCompile(`\p{Nd}+`).FindAllStringIndex(p.text, -1)
	gap := regexp.MustCompile(`^[^\p{L}\p{Nd}+` + regexp.QuoteMeta(p.tokens) + `]{1,5}$`)
	for i := range p.blocks {
		p.joined = append(p.joined, i+1 < len(p.blocks) && gap.MatchString(p.between(i)))
	}
	return p
}

// between returns what stands between a block and the next.
func (p *plainText) between(i int) string { return p.text[p.blocks[i][1]:p.blocks[i+1][0]] }

// digits returns the digits of the blocks from i to j, as ASCII.
func (p *plainText) digits(i, j int) string {
	return asciiDigits(p.text[p.blocks[i][0]:p.blocks[j][1]])
}

func (p *plainText) size(i int) int { return len(p.digits(i, i)) }

// asciiDigits returns the digits of text, of any script, as ASCII. Scripts have theirs in
// a row that begins where one before it is not a digit, or ten before another row.
func asciiDigits(text string) string {
	var out strings.Builder
	for _, r := range text {
		if !unicode.IsDigit(r) {
			continue
		}
		first := r
		for unicode.IsDigit(first - 1) {
			first--
		}
		out.WriteByte(byte('0' + (r-first)%10))
	}
	return out.String()
}

// reference redacts text and lists what it changed.
func reference(cfg redact.Config, text string) (string, []redact.Change) {
	p := newPlainText(cfg, text)
	var found [][2]int // of blocks, the first and the last of each number
	for i := 0; i < len(p.blocks) && !cfg.Off; i++ {
		j := p.longest(i)
		if j < 0 {
			continue
		}
		if last := len(found) - 1; last >= 0 && found[last][1] >= i {
			found[last][1] = max(found[last][1], j)
		} else {
			found = append(found, [2]int{i, j})
		}
		if j > i && j-i < 5 && p.joined[j] && p.size(j+1) >= 4 && p.longest(j+1) >= 0 {
			i = j // nothing begins within one that another follows
		}
	}
	if found == nil {
		return text, nil
	}
	var out strings.Builder
	var changes []redact.Change
	done := 0
	for _, f := range found {
		start, end := p.blocks[f[0]][0], p.blocks[f[1]][1]
		number := p.text[start:end]
		masked := plainMask(cfg, number)
		out.WriteString(p.text[done:start] + masked)
		changes = append(changes, redact.Change{Before: number, After: masked})
		done = end
	}
	out.WriteString(p.text[done:])
	return out.String(), changes
}

func (p *plainText) longest(i int) int {
	for j := min(len(p.blocks)-1, i+18); j >= i; j-- {
		if p.isCard(i, j) {
			return j
		}
	}
	return -1
}

func (p *plainText) isCard(i, j int) bool {
	number := p.digits(i, j)
	if len(number) < 12 || len(number) > 19 || !checksOut(number, 2) {
		return false
	}
	var sizes []int
	for k := i; k <= j; k++ {
		sizes = append(sizes, p.size(k))
		if k < j && !p.joined[k] || i < j && p.size(k) > 11 {
			return false
		}
	}
	start, end := p.blocks[i][0], p.blocks[j][1]
	before, after := p.text[:start], p.text[end:]
	if endsInAny(before, p.tokens) || beginsWithAny(after, p.tokens) || plainMask(p.cfg, number) == number {
		return false
	}
	if p.cfg.ParseFlanking && (wordBefore.MatchString(before) && !excuseBefore.MatchString(before) || wordAfter.MatchString(after) && !excuseAfter.MatchString(after)) {
		return false
	}
	if p.cfg.ExcludeTrackingNumbers && referenceParcel(number) {
		return false
	}
	class, groupings := plainIssuer(number)
	switch {
	case class == "":
		return false
	case j > i && !p.written(i, j, sizes, class):
		return false
	case class == "rare" && !(j > i && usualSizes(sizes)) && !plainCardWord(before):
		return false
	case p.cfg.UseGroupings && j > i && !slices.ContainsFunc(groupings, func(g []int) bool { return len(sizes) >= len(g) && slices.Equal(sizes[:len(g)], g) }):
		return false
	}
	return !p.kept(i, j, number, sizes)
}

func endsInAny(text, chars string) bool {
	r, size := utf8.DecodeLastRuneInString(text)
	return size > 0 && strings.ContainsRune(chars, r)
}

func beginsWithAny(text, chars string) bool {
	r, size := utf8.DecodeRuneInString(text)
	return size > 0 && strings.ContainsRune(chars, r)
}

// plainIssuers is the table of issuers; the first that fits counts.
var plainIssuers = func() []plainIssuerRule {
	fours := [][]int{{4, 4, 4, 4}}
	var rules []plainIssuerRule
	for _, r := range []struct {
		class, numbers string
		groupings      [][]int
	}{
		{"sure", `4(\d{15}|\d{18})|(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)\d+`, fours},
		{"sure", `3[47]\d{13}`, [][]int{{4, 6, 5}}},
		{"sure", `(6011|64[4-9]|65|62)\d+`, fours},
		{"sure", `(30[0-5]|36|38|39)\d+`, [][]int{{4, 6, 4}}},
		{"sure", `(352[89]|35[3-8]|220[0-4])\d+`, fours},
		{"sure", `(5018|5019|5020|5038|5893|6304|6759|6761|6762|6763|5060|5061|6062)\d+`, [][]int{{4}, {5}}},
		{"rare", `(2131|1800)\d{11}|8[12]\d{14,17}|8600\d{12}`, fours},
	} {
		rules = append(rules, plainIssuerRule{r.class, regexp.MustCompile(`^(?:` + r.numbers + `)$`), r.groupings})
	}
	return rules
}()

type plainIssuerRule struct {
	class     string
	numbers   *regexp.Regexp
	groupings [][]int
}

// plainLengths are the lengths of the rows of plainIssuers; nil: all.
var plainLengths = [][]int{nil, nil, {16, 17, 18, 19}, {14, 16, 19}, {16, 17, 18, 19}, nil, nil}

func plainIssuer(number string) (class string, groupings [][]int) {
	for i, rule := range plainIssuers {
		if i == 0 && number[0] != '4' && len(number) != 16 { // Mastercard
			continue
		}
		if rule.numbers.MatchString(number) && (plainLengths[i] == nil || slices.Contains(plainLengths[i], len(number))) {
			return rule.class, rule.groupings
		}
	}
	for _, b := range brandRules {
		if b.numbers.MatchString(number) {
			return "likely", b.groupings
		}
	}
	return "", nil
}

func usualSizes(sizes []int) bool {
	var text strings.Builder
	for _, n := range sizes {
		text.WriteString(string(rune('a' + n)))
	}
	return plainUsual.MatchString(text.String())
}

// plainUsual are the sizes of groups as letters, of which a is none.
var plainUsual = regexp.MustCompile(`^(ee+[b-e]|egf|ege|eie|eei|iee|gge|ii|gk|kg|fff)$`)

func evenSizes(sizes []int) bool {
	for _, n := range sizes[:len(sizes)-1] {
		if n != sizes[0] {
			return false
		}
	}
	return len(sizes) > 1 && sizes[0] <= 3 && sizes[len(sizes)-1] <= sizes[0]
}

func (p *plainText) written(i, j int, sizes []int, class string) bool {
	var kinds []string
	for k := i; k < j; k++ {
		kinds = append(kinds, plainKind(p.between(k)))
	}
	same := !slices.ContainsFunc(kinds, func(kind string) bool { return kind != kinds[0] })
	hard := slices.ContainsFunc(kinds, func(kind string) bool { return !slices.Contains([]string{"blank", "dash", "line"}, kind) })
	if !same && hard {
		return false
	}
	list := slices.ContainsFunc(kinds, func(kind string) bool { return slices.Contains([]string{",", ":", ";"}, kind) })
	maskBefore, maskBehind := p.maskBefore(i), p.maskBehind(j)
	before, behind := i > 0 && p.joined[i-1], p.joined[j]
	alone := !before && !behind && !maskBefore && !maskBehind
	switch {
	case usualSizes(sizes):
		return class == "sure" || alone || !list && !slices.Contains(kinds, "line")
	case evenSizes(sizes):
		startsRow := !(before && p.size(i-1) == sizes[0]) && !maskBefore
		endsRow := p.size(j) < sizes[0] || !maskBehind && !(behind && p.size(j+1) == sizes[0])
		return !list && startsRow && endsRow
	}
	return alone && (class == "sure" || class == "likely" && sizes[0] >= 4)
}

func (p *plainText) maskBefore(i int) bool {
	t := regexp.QuoteMeta(p.tokens)
	return regexp.MustCompile(`[` + t + `][^\p{L}\p{Nd}+` + t + `]{0,5}$`).MatchString(p.text[:p.blocks[i][0]])
}

func (p *plainText) maskBehind(j int) bool {
	t := regexp.QuoteMeta(p.tokens)
	return regexp.MustCompile(`^[^\p{L}\p{Nd}+` + t + `]{0,5}[` + t + `]`).MatchString(p.text[p.blocks[j][1]:])
}

func plainKind(gap string) string {
	if strings.ContainsAny(gap, "\n\r") {
		return "line"
	}
	for _, r := range gap {
		switch {
		case r < 32, unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
		case unicode.Is(unicode.Pd, r):
			return "dash"
		default:
			return string(r)
		}
	}
	return "blank"
}

func plainMask(cfg redact.Config, number string) string {
	token, first, last := cfg.Replacement, cfg.ExposeFirst, cfg.ExposeLast
	if token == "" {
		token = "▇"
	}
	if first == 0 {
		first = 6
	}
	if last == 0 {
		last = 4
	}
	var out strings.Builder
	n, all := 0, len(asciiDigits(number))
	for _, r := range number {
		digit := unicode.IsDigit(r)
		if digit && n >= max(first, 0) && n < all-max(last, 0) {
			out.WriteString(token)
		} else {
			out.WriteRune(r)
		}
		if digit {
			n++
		}
	}
	return out.String()
}
