package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/identity/phone"
)

// count counts how package phone reads texts that the full library reads as valid
// numbers.
type count struct{ same, none, other int }

func (c *count) add(t *testing.T, text, country, want string) {
	t.Helper()
	switch got, ok := phone.Parse(text, country); {
	case !ok:
		c.none++
	case string(got) == want:
		c.same++
	default:
		c.other++
		t.Errorf("%q in %s is %s, and by the full library %s", text, country, got, want)
	}
}

// share returns how many of a hundred texts are read alike.
func (c count) share() float64 { return 100 * float64(c.same) / float64(c.same+c.none+c.other) }

// regions returns the metadata of all countries.
func regions(t *testing.T) []*phonenumbers.PhoneMetadata {
	t.Helper()
	all, err := phonenumbers.MetadataCollection()
	require.NoError(t, err)
	var list []*phonenumbers.PhoneMetadata
	for _, m := range all.GetMetadata() {
		if m.GetId() != noCountry {
			list = append(list, m)
		}
	}
	return list
}

// ways returns the texts by which people in a country mean a number: from abroad, with
// the calling code alone, and as it is written at home.
func ways(n *phonenumbers.PhoneNumber) map[string]string {
	e164 := phonenumbers.Format(n, phonenumbers.E164)
	return map[string]string{
		"plus": phonenumbers.Format(n, phonenumbers.INTERNATIONAL), "code": e164[1:], "home": phonenumbers.Format(n, phonenumbers.NATIONAL),
	}
}

// TestAgreeOnExamples reads the library's examples of the numbers that people write
// from. All are read with plus, and nearly all without.
func TestAgreeOnExamples(t *testing.T) {
	counts := map[string]*count{"plus": {}, "code": {}, "home": {}}
	for _, m := range regions(t) {
		for _, kind := range []phonenumbers.PhoneNumberType{phonenumbers.MOBILE, phonenumbers.FIXED_LINE} {
			n := phonenumbers.GetExampleNumberForType(m.GetId(), kind)
			if n == nil || !phonenumbers.IsValidNumber(n) {
				continue
			}
			for way, text := range ways(n) {
				counts[way].add(t, text, m.GetId(), phonenumbers.Format(n, phonenumbers.E164))
			}
		}
	}
	for way, least := range map[string]float64{"plus": 100, "home": 99, "code": 98} {
		t.Logf("%s: %+v, %.2f%% alike", way, *counts[way], counts[way].share())
		require.GreaterOrEqual(t, counts[way].share(), least, way)
	}
}

// TestAgreeOnNumbers reads random valid numbers of every country, of every kind that the
// table has, in every way. It may read none, and never another number.
func TestAgreeOnNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	counts := map[string]*count{"plus": {}, "code": {}, "home": {}}
	for _, m := range regions(t) {
		states := language(had(m))
		for range 50 {
			n, err := phonenumbers.Parse(fmt.Sprintf("+%d%s", m.GetCountryCode(), random(r, states)), "ZZ")
			if err != nil || !phonenumbers.IsValidNumber(n) {
				continue
			}
			want := phonenumbers.Format(n, phonenumbers.E164)
			for way, text := range ways(n) {
				if read, err := phonenumbers.Parse(text, m.GetId()); err == nil && phonenumbers.Format(read, phonenumbers.E164) == want {
					counts[way].add(t, text, m.GetId(), want)
				} // else the text means another number to the library too
			}
		}
	}
	for way, least := range map[string]float64{"plus": 99, "home": 99, "code": 98} {
		t.Logf("%s: %+v, %.2f%% alike", way, *counts[way], counts[way].share())
		require.GreaterOrEqual(t, counts[way].share(), least, way)
	}
}

// TestAgreeOnDigits reads random digits typed in every country. Where both find a
// number, it is the same; where package phone alone finds one, it is a number that the
// country's plan has room for.
func TestAgreeOnDigits(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 2))
	var c count
	alone := 0
	for _, m := range regions(t) {
		for range 400 {
			text := digits(r, 4+r.IntN(10))
			n, err := phonenumbers.Parse(text, m.GetId())
			if err == nil && phonenumbers.IsValidNumber(n) {
				c.add(t, text, m.GetId(), phonenumbers.Format(n, phonenumbers.E164))
			} else if _, ok := phone.Parse(text, m.GetId()); ok {
				alone++
			}
		}
	}
	t.Logf("valid: %+v, %.2f%% alike; %d more texts look like a number to the table alone", c, c.share(), alone)
}

// random returns a number of a language.
func random(r *rand.Rand, s *state) string {
	var b strings.Builder
	for {
		var ways []int
		for digit, next := range s.next {
			if next != nil {
				ways = append(ways, digit)
			}
		}
		if s.lengths&1 == 1 && (len(ways) == 0 || r.IntN(2) == 0) {
			return b.String()
		}
		digit := ways[r.IntN(len(ways))]
		fmt.Fprint(&b, digit)
		s = s.next[digit]
	}
}

// digits returns n random digits.
func digits(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		fmt.Fprint(&b, r.IntN(10))
	}
	return b.String()
}
