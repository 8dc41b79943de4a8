package schedule_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/schedule"
)

// setting is a choice of a policy.
type setting func(*schedule.Config)

// choice is a setting by the policy of the cases, with words that name it in a key of
// `then` or an entry of `policy`. The first of a policy is our default.
type choice struct {
	policy string
	words  []string
	set    setting
}

// choices lists all. If the words of two occur in a text, the first is meant:
// "inclusive_minute", "unmoved".
func choices() []choice {
	policy := func(set func(*schedule.Policy)) setting { return func(c *schedule.Config) { set(&c.Policy) } }
	return []choice{
		{"boundary", []string{"stay"}, policy(func(p *schedule.Policy) { p.Boundary = schedule.Stay })},
		{"boundary", []string{"roll"}, policy(func(p *schedule.Policy) { p.Boundary = schedule.Roll })},
		{"end", []string{"exclusive"}, policy(func(p *schedule.Policy) { p.Closing = schedule.ClosingExclusive })},
		{"end", []string{"minute"}, policy(func(p *schedule.Policy) { p.Closing = schedule.ClosingMinute })},
		{"end", []string{"inclusive"}, policy(func(p *schedule.Policy) { p.Closing = schedule.ClosingInclusive })},
		{"zero", []string{"next", "previous", "move_", "moves"}, policy(func(p *schedule.Policy) { p.Zero = schedule.ZeroMove })},
		{"zero", []string{"stay", "unmoved"}, policy(func(p *schedule.Policy) { p.Zero = schedule.ZeroStay })},
		{"zero", []string{"refuse"}, policy(func(p *schedule.Policy) { p.Zero = schedule.ZeroRefuse })},
		{"reversed", []string{"negative"}, policy(func(p *schedule.Policy) { p.Reversed = schedule.ReversedNegative })},
		{"reversed", []string{"positive", "abs"}, policy(func(p *schedule.Policy) { p.Reversed = schedule.ReversedPositive })},
		{"reversed", []string{"zero"}, policy(func(p *schedule.Policy) { p.Reversed = schedule.ReversedZero })},
		{"holiday_of_spill", []string{"keep", "kept"}, spill(schedule.SpillKeep)},
		{"holiday_of_spill", []string{"cut", "holiday", "close"}, spill(schedule.SpillCut)},
	}
}

// spill sets what all holidays do to the night before, also those with a choice of
// their own.
func spill(s schedule.Spill) setting {
	return func(c *schedule.Config) {
		c.Policy.Spill, c.Holidays = s, slices.Clone(c.Holidays)
		for i := range c.Holidays {
			c.Holidays[i].Spill = s
		}
	}
}

// namedIn returns the place of the choice that a text names, -1 if none.
func namedIn(list []choice, text string) int {
	return slices.IndexFunc(list, func(c choice) bool {
		return slices.ContainsFunc(c.words, func(word string) bool { return strings.Contains(text, word) })
	})
}

// disputed returns the choices of each policy that a case names, by its name.
func disputed(c *datatest.Case) map[string][]choice {
	out := map[string][]choice{}
	for name := range c.Policy {
		for _, choice := range choices() {
			if strings.HasPrefix(name, choice.policy) {
				out[name] = append(out[name], choice)
			}
		}
	}
	return out
}

// settings returns those under one of which a key of `then` must be right: one alone,
// but for a key whose words name none, which is any other answer than the default's.
//
// A plain key is right under the choice that the case names as its source's, unless
// another key tells the answer of that choice; then it is right under our default.
func settings(c *datatest.Case, answer, key string) []setting {
	extra, _ := strings.CutPrefix(key, answer)
	if extra == "" {
		return []setting{plain(c, answer)}
	}
	var others []setting
	for _, list := range disputed(c) {
		if i := namedIn(list, extra); i >= 0 {
			return []setting{list[i].set}
		}
		for _, other := range list[1:] {
			others = append(others, other.set)
		}
	}
	if all := choices(); namedIn(all, extra) >= 0 {
		return []setting{all[namedIn(all, extra)].set}
	}
	return others
}

func plain(c *datatest.Case, answer string) setting {
	var all []setting
	for name, list := range disputed(c) {
		rest := slices.Clone(list)
		for _, key := range c.Keys() { // what another key says is not said by the plain one
			if extra, ok := strings.CutPrefix(key, answer+"_"); ok && namedIn(rest, extra) >= 0 {
				i := namedIn(rest, extra)
				rest = slices.Delete(rest, i, i+1)
			}
		}
		if len(rest) == 0 { // all are said, so it repeats the default's
			rest = list[:1]
		}
		all = append(all, rest[max(0, namedIn(rest, c.Policy[name]))].set)
	}
	return func(cfg *schedule.Config) {
		for _, set := range all {
			set(cfg)
		}
	}
}

// with is the schedule of a Config under settings.
func with(t *testing.T, cfg schedule.Config, set ...setting) *schedule.Schedule {
	t.Helper()
	for _, s := range set {
		s(&cfg)
	}
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	return s
}
