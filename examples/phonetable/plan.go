package main

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// The shortest and the longest international number, calling code included.
const (
	minDigits = 7
	maxDigits = 15
)

// minOpen is that of package phone: a shorter number may be without its area.
const minOpen = 9

// areaOf returns, as source, how a country completes a number that is written without
// its area, "" if it has several areas or none.
func areaOf(m *phonenumbers.PhoneMetadata) string {
	code, ok := strings.CutSuffix(m.GetNationalPrefixTransformRule(), "$1")
	if !ok || code == "" || !strings.Contains(m.GetNationalPrefixForParsing(), ")$") {
		return ""
	}
	local := language(firstGroup(m.GetNationalPrefixForParsing()))
	return fmt.Sprintf("area{code: %q, numbers: %q}", code, written(cells("", []numbers{{local, local, local.lengths}})))
}

// firstGroup returns what the first group of an expression matches.
func firstGroup(expression string) string {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		panic(fmt.Errorf("the prefix %q: %w", expression, err))
	}
	var group string
	var find func(*syntax.Regexp)
	find = func(re *syntax.Regexp) {
		if re.Op == syntax.OpCapture && re.Cap == 1 {
			group = re.Sub[0].String()
		}
		for _, sub := range re.Sub {
			find(sub)
		}
	}
	find(tree)
	return group
}

// planOf returns the plan of a calling code, as source, "" if nobody has its numbers.
// Countries that share a code share the plan.
func planOf(shared []*phonenumbers.PhoneMetadata) string {
	var trunks, abroad []string
	var of []numbers
	var fixed lengths
	general := true // whether "00" begins a number of another country, if nothing else does
	for _, m := range shared {
		trunks = append(trunks, prefixes(m.GetNationalPrefixForParsing())...)
		abroad = append(abroad, prefixes(m.GetInternationalPrefix())...)
		if s := language(m.GetGeneralDesc().GetNationalNumberPattern()).next[0]; s != nil && s.next[0] != nil {
			general = false // a number of its own begins with "00"
		}
		digits := len(fmt.Sprint(m.GetCountryCode()))
		limit := (lengths(1)<<(maxDigits+1) - lengths(1)<<minDigits) >> digits
		of = append(of, numbers{language(m.GetGeneralDesc().GetNationalNumberPattern()), language(had(m)), limit})
		if s := language(pattern(m.GetFixedLine())); s != nil {
			fixed |= s.lengths & limit
		}
	}
	list := written(cells("", of))
	if list == "" {
		return ""
	}
	abroad = slices.DeleteFunc(abroad, func(p string) bool { return len(p) > 4 }) // carriers have longer ones
	if general && !slices.ContainsFunc(abroad, func(p string) bool { return strings.HasPrefix(p, "00") }) {
		abroad = append(abroad, "00")
	}
	slices.Sort(abroad)
	slices.Sort(trunks)
	source := "plan{"
	if trunks = slices.Compact(trunks); len(trunks) > 0 {
		source += fmt.Sprintf("trunk: %q, ", ranges(trunks))
	}
	source += fmt.Sprintf("abroad: %q, ", ranges(slices.Compact(abroad)))
	if len(trunks) > 0 && !fixed.single() && !slices.ContainsFunc(shared, mayOmitTrunk) {
		source += "open: true, "
	}
	return source + fmt.Sprintf("numbers: %q}", list)
}

// mayOmitTrunk reports whether people of a country write numbers so short that they may
// be without an area, and without a trunk prefix.
func mayOmitTrunk(m *phonenumbers.PhoneMetadata) bool {
	for _, kind := range []phonenumbers.PhoneNumberType{phonenumbers.FIXED_LINE, phonenumbers.MOBILE} {
		n := phonenumbers.GetExampleNumberForType(m.GetId(), kind)
		if n == nil {
			continue
		}
		national := phonenumbers.GetNationalSignificantNumber(n)
		written := phonenumbers.NormalizeDigitsOnly(phonenumbers.Format(n, phonenumbers.NATIONAL))
		if written == national && (kind == phonenumbers.FIXED_LINE || len(national) < minOpen) {
			return true
		}
	}
	return false
}

// had returns a pattern of the numbers that people and firms have. Numbers that cost
// more, that exist inside the country only or that reach a pager are left out.
func had(m *phonenumbers.PhoneMetadata) string {
	var all []string
	for _, kind := range []*phonenumbers.PhoneNumberDesc{m.GetFixedLine(), m.GetMobile(), m.GetVoip(), m.GetPersonalNumber(), m.GetTollFree()} {
		if p := pattern(kind); p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, "|")
}

// pattern returns that of a kind of numbers, "" if the country has none of them.
func pattern(kind *phonenumbers.PhoneNumberDesc) string {
	if p := kind.GetNationalNumberPattern(); p != "NA" {
		return p
	}
	return ""
}

// prefixes returns the digits that an expression for prefixes matches, without its
// groups: they hold the codes of carriers, or whole numbers.
func prefixes(expression string) []string {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		panic(fmt.Errorf("the prefix %q: %w", expression, err))
	}
	return slices.DeleteFunc(spelled(tree), func(p string) bool { return p == "" })
}

// spelled returns all texts that an expression without repetition matches.
func spelled(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		var all []string
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				all = append(all, string(r))
			}
		}
		return all
	case syntax.OpConcat:
		all := []string{""}
		for _, sub := range re.Sub {
			all = joined(all, spelled(sub))
		}
		return all
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			all = append(all, spelled(sub)...)
		}
		return all
	case syntax.OpQuest:
		return append([]string{""}, spelled(re.Sub[0])...)
	case syntax.OpCapture:
		return nil
	case syntax.OpEmptyMatch, syntax.OpEndText:
		return []string{""}
	case syntax.OpNoMatch, syntax.OpAnyCharNotNL, syntax.OpAnyChar, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary, syntax.OpStar, syntax.OpPlus, syntax.OpRepeat: // no prefix has one
	}
	panic(fmt.Errorf("the prefix %q: an operator that is not known, %v", re, re.Op))
}

// joined returns each of the heads before each of the tails.
func joined(heads, tails []string) []string {
	var all []string
	for _, head := range heads {
		for _, tail := range tails {
			all = append(all, head+tail)
		}
	}
	return all
}
