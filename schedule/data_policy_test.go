package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// setting is a choice of a policy.
type setting func(*schedule.Config)

func defaults(*schedule.Config) {}

func spill(s schedule.Spill) setting {
	return func(c *schedule.Config) {
		c.Policy.Spill, c.Holidays = s, slices.Clone(c.Holidays)
		for i := range c.Holidays {
			c.Holidays[i].Spill = s
		}
	}
}

// choices are the settings by the policy of the cases, each with words that
// name it in a key of `then` or an entry of `policy`. Of two settings whose
// words occur the first is meant: "inclusive_minute", "unmoved".
func choices() []choice {
	policy := func(set func(*schedule.Policy)) setting { return func(c *schedule.Config) { set(&c.Policy) } }
	return []choice{
		{"boundary", []string{"roll"}, policy(func(p *schedule.Policy) { p.Boundary = schedule.Roll })},
		{"end", []string{"minute"}, policy(func(p *schedule.Policy) { p.Closing = schedule.ClosingMinute })},
		{"end", []string{"inclusive"}, policy(func(p *schedule.Policy) { p.Closing = schedule.ClosingInclusive })},
		{"zero", []string{"stay", "unmoved"}, policy(func(p *schedule.Policy) { p.Zero = schedule.ZeroStay })},
		{"zero", []string{"refuse"}, policy(func(p *schedule.Policy) { p.Zero = schedule.ZeroRefuse })},
		{"", []string{"next", "previous", "move", "exclusive", "negative"}, nil}, // the defaults, or not ours
		{"reversed", []string{"positive", "abs"}, policy(func(p *schedule.Policy) { p.Reversed = schedule.ReversedPositive })},
		{"reversed", []string{"reversed", "zero"}, policy(func(p *schedule.Policy) { p.Reversed = schedule.ReversedZero })},
		{"holiday_of_spill", []string{"keep", "kept"}, spill(schedule.SpillKeep)},
		{"holiday_of_spill", []string{"spill", "cut", "holiday", "closed"}, spill(schedule.SpillCut)},
	}
}

type choice struct {
	policy string
	words  []string
	set    setting
}

// meant is the setting that words name, nil if none.
func meant(words string) setting {
	for _, c := range choices() {
		if slices.ContainsFunc(c.words, func(word string) bool { return strings.Contains(words, word) }) {
			return c.set
		}
	}
	return nil
}

// settings are those under one of which a key of `then` must be right. A plain
// key is the answer of the defaults, or of the choice that the case names as
// its source's. Further words in a key name a setting; if we do not know them,
// it is the other answer of the case's policy.
func (c dataCase) settings(words string) []setting {
	if set := meant(words); set != nil {
		return []setting{set}
	}
	out := []setting{defaults}
	for policy, text := range c.Policy {
		if words == "" {
			if set := meant(fmt.Sprint(text)); set != nil {
				out = append(out, set)
			}
			continue
		}
		for _, other := range choices() {
			if other.policy == policy {
				out = append(out, other.set)
			}
		}
	}
	return out
}

// with is the schedule of a Config under a setting.
func with(t *testing.T, cfg schedule.Config, set setting) *schedule.Schedule {
	t.Helper()
	set(&cfg)
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	return s
}
