package redact_test

import (
	"regexp"
	"strings"

	"github.com/socialticket/socialticket/channel/redact"
)

// The rule once more, as slow and as plain as can be: with regular expressions, one step
// after the other, on a copy of the text in which the dates stand between letters.

// dateFence stands at either end of a date: more than ten letters that end in no word which
// may stand before a number.
const dateFence = "FENCEFENCEFENCE"

// noiseRune is a character that may stand between two digits of a number.
const noiseRune = `[^0-9A-Za-z_\n,()&./:;<>]`

var (
	dateRule      = regexp.MustCompile(`[ \t-\r](?:(?:0?[1-9]|1[0-2])[/-](?:[0-9]{4}|[0-9]{2})(?:[^0-9]|$))`)
	candidateRule = regexp.MustCompile(`(&#43;|\+|/|[a-zA-Z][-+.a-zA-Z0-9]{0,9}:[^ \t-\r>]+)?[0-9](?:` + noiseRune + `{0,5}[0-9]){10,30}`)
	noiseRule     = regexp.MustCompile(noiseRune + `{1,5}`)
	wordBefore    = regexp.MustCompile(`[\p{L}\p{Nd}]$`)
	excuseBefore  = regexp.MustCompile(`(?:[cC][cC]|[cC][aA][rR][dD]|[vV][iI][sS][aA]|[aA][mM][eE][xX])$`)
	wordAfter     = regexp.MustCompile(`^[\p{L}\p{Nd}]`)
	excuseAfter   = regexp.MustCompile(`^[eE][xX]`)
)

type brandRule struct {
	numbers   *regexp.Regexp
	groupings [][]int
}

// brandRules is the source's table with all its brands; the first that fits counts.
var brandRules = func() []brandRule {
	fours := [][]int{{4, 4, 4, 4}}
	var rules []brandRule
	for _, b := range []struct {
		numbers   string
		groupings [][]int
	}{
		{`4(\d{12}|\d{15}|\d{18})`, fours}, // Visa
		{`5[1-5]\d{14}|(222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|677189\d{10}`, fours},           // Mastercard
		{`6011\d{12}|6(4[4-9]|5[4-9])\d{13}|622(12[6-9]|1[3-9]\d|[2-8]\d\d|9[01]\d|92[0-5])\d{10}`, fours}, // Discover
		{`3[47]\d{13}`, [][]int{{4, 6, 5}}},                                                            // American Express
		{`(30[0-5]|36\d|38\d)\d{11}`, [][]int{{4, 6, 4}}},                                              // Diners Club
		{`35(2[89]|[3-8]\d)\d{12}`, fours},                                                             // JCB
		{`(4903|4905|4911|4936|6333|6759)(\d{12}|\d{14,15})|(564182|633110)(\d{10}|\d{12,13})`, fours}, // Switch
		{`(6334|6767)(\d{12}|\d{14,15})`, fours},                                                       // Solo
		{`5019\d{12}`, fours},                                                                          // Dankort
		{`(50|56|57|58|6\d)\d{10,17}`, [][]int{{4}, {5}}},                                              // Maestro
		{`600722\d{10}`, fours},                                                                        // Forbrugsforeningen
		{`(6304|6706|6709|6771)\d{12,15}`, fours},                                                      // Laser
		{`(6541|6556)\d{12}`, fours},                                                                   // BC Global
		{`389\d{11}`, [][]int{{4, 6, 4}}},                                                              // Carte Blanche
		{`63[7-9]\d{13}`, fours},                                                                       // Insta Payment
		{`9\d{15}`, fours},                                                                             // Korean local cards
		{`62\d{14,17}`, fours},                                                                         // Union Pay
		{`4\d{12}|4\d{15}|5[1-5]\d{14}`, fours},                                                        // Visa/Mastercard
	} {
		rules = append(rules, brandRule{regexp.MustCompile(`^(?:` + b.numbers + `)$`), b.groupings})
	}
	return rules
}()

// zendeskReference redacts text by the rule and lists what it changed.
func zendeskReference(cfg redact.Config, text string) (string, []redact.Change) {
	fenced := dateRule.ReplaceAllStringFunc(string([]rune(text)), func(date string) string {
		return date[:1] + dateFence + date[1:] + dateFence
	})
	var out strings.Builder
	var changes []redact.Change
	done := 0
	for _, m := range candidateRule.FindAllStringSubmatchIndex(fenced, -1) {
		number := fenced[m[0]:m[1]]
		if cfg.Off || m[2] >= 0 || !referenceCard(cfg, number, fenced[:m[0]], fenced[m[1]:]) {
			continue
		}
		if masked := referenceMask(cfg, number); masked != number {
			out.WriteString(fenced[done:m[0]] + masked)
			changes = append(changes, redact.Change{Before: number, After: masked})
			done = m[1]
		}
	}
	if changes == nil {
		return text, nil
	}
	out.WriteString(fenced[done:])
	return strings.ReplaceAll(out.String(), dateFence, ""), changes
}

func referenceCard(cfg redact.Config, number, before, after string) bool {
	if cfg.ParseFlanking &&
		(wordBefore.MatchString(before) && !excuseBefore.MatchString(before) ||
			wordAfter.MatchString(after) && !excuseAfter.MatchString(after)) {
		return false
	}
	digits := onlyDigits(number)
	if !checksOut(digits, 2) || cfg.ExcludeTrackingNumbers && referenceParcel(digits) {
		return false
	}
	for _, b := range brandRules {
		if b.numbers.MatchString(digits) {
			return !cfg.UseGroupings || referenceGroups(number, b.groupings)
		}
	}
	return false
}

func referenceGroups(number string, groupings [][]int) bool {
	groups := noiseRule.Split(number, -1)
	if len(groups) == 1 {
		return true
	}
	for _, sizes := range groupings {
		fits := len(groups) >= len(sizes)
		for i := 0; fits && i < len(sizes); i++ {
			fits = len(groups[i]) == sizes[i]
		}
		if fits {
			return true
		}
	}
	return false
}

// checksOut adds up the digits, every second one from the right times weight, and expects
// a multiple of ten. A double of two digits counts as their sum.
func checksOut(digits string, weight int) bool {
	sum := 0
	for i := range len(digits) {
		digit := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			digit *= weight
		}
		if weight == 2 {
			digit = digit/10 + digit%10
		}
		sum += digit
	}
	return sum%10 == 0
}

func referenceParcel(digits string) bool {
	switch len(digits) {
	case 12:
		sum := 0
		for i, weight := range []int{3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1} {
			sum += int(digits[i]-'0') * weight
		}
		return sum%11%10 == int(digits[11]-'0') || digits[0] < '6' && checksOut(digits, 2)
	case 15, 16:
		return checksOut(digits, 3)
	}
	return false
}

func referenceMask(cfg redact.Config, number string) string {
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
	n, all := 0, len(onlyDigits(number))
	for _, r := range number {
		if r < '0' || r > '9' {
			out.WriteRune(r)
			continue
		}
		if n >= max(first, 0) && n < all-max(last, 0) {
			out.WriteString(token)
		} else {
			out.WriteRune(r)
		}
		n++
	}
	return out.String()
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
