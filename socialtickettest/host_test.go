package socialtickettest_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/socialtickettest"
)

// ticking is a function as a clock.
type ticking func() time.Time

func (f ticking) Now() time.Time { return f() }

func TestClocks(t *testing.T) {
	clocks := map[string]func(*testing.T) socialticket.Clock{
		"the system's": func(*testing.T) socialticket.Clock { return clock.New() },
		"a mock":       func(*testing.T) socialticket.Clock { return clock.NewMock() },
		"a world": func(t *testing.T) socialticket.Clock {
			w, err := simulate.New(simulate.Config{})
			require.NoError(t, err)
			return w
		},
		"of a zone": func(*testing.T) socialticket.Clock {
			zone := time.FixedZone("UTC-7", -7*60*60)
			return ticking(func() time.Time { return clock.New().Now().In(zone) })
		},
	}
	for name, c := range clocks {
		t.Run(name, func(t *testing.T) { socialtickettest.TestClock(t, c) })
	}
}

// TestClockFails breaks each promise of a clock.
func TestClockFails(t *testing.T) {
	begin := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	unbroken := socialtickettest.ClockPromises()
	for breaks, c := range map[string]func() socialticket.Clock{
		"ClockTells ClockZone": func() socialticket.Clock {
			return ticking(func() time.Time { return begin.AddDate(9000, 0, 0) })
		},
		"ClockTells": func() socialticket.Clock { return ticking(func() time.Time { return time.Time{} }) },
		"ClockForward ClockShared": func() socialticket.Clock {
			var n atomic.Int64
			return ticking(func() time.Time { return begin.Add(-time.Duration(n.Add(1))) })
		},
		"ClockForward": func() socialticket.Clock {
			return ticking(func() time.Time { return begin.Add(rand.N(time.Hour)) })
		},
	} {
		for name := range strings.FieldsSeq(breaks) {
			require.NotEmpty(t, socialtickettest.BrokenClock(name, c()), "%s: a clock that breaks it passes", name)
			unbroken = slices.DeleteFunc(unbroken, func(s string) bool { return s == name })
		}
	}
	require.Empty(t, unbroken, "no clock fails these")
}

// office is where a host keeps its settings.
type office struct {
	reading sync.Mutex // who reads others from a file
	mu      sync.Mutex
	now     *socialticket.Settings
}

func newOffice() *office {
	return &office{now: &socialticket.Settings{Version: 1, Agents: []socialticket.Agent{{ID: "ada", Name: "Ada"}}}}
}

func (o *office) settings() *socialticket.Settings {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

// hire makes other settings with one more agent.
func (o *office) hire(version int64) {
	o.reading.Lock()
	defer o.reading.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	next := *o.now
	next.Version += version
	next.Agents = append(slices.Clone(next.Agents), socialticket.Agent{ID: "bob"})
	o.now = &next
}

func TestSettingsOfHost(t *testing.T) {
	o := newOffice()
	socialtickettest.TestSettings(t, socialtickettest.SettingsConfig{
		Settings: o.settings, Change: func(*testing.T) { o.hire(1) },
		Stall: func(*testing.T) func() {
			o.reading.Lock()
			return o.reading.Unlock
		},
	})
}

// TestSettingsOfWorld checks where a simulated desk has its settings from.
func TestSettingsOfWorld(t *testing.T) {
	w, err := simulate.New(simulate.Config{})
	require.NoError(t, err)
	socialtickettest.TestSettings(t, socialtickettest.SettingsConfig{Settings: w.Settings, Change: func(t *testing.T) {
		require.NoError(t, w.Change(func(s *socialticket.Settings) {
			s.Agents = append(slices.Clone(s.Agents), socialticket.Agent{ID: "bob"})
		}))
	}})
}

// TestSettingsFails breaks each promise of settings.
func TestSettingsFails(t *testing.T) {
	unbroken := socialtickettest.SettingsPromises()
	for name, host := range map[string]func(*office) (func() *socialticket.Settings, func()){
		"SettingsPass": func(o *office) (func() *socialticket.Settings, func()) {
			o.now.Warn = -1
			return o.settings, nil
		},
		"SettingsShared": func(o *office) (func() *socialticket.Settings, func()) {
			return func() *socialticket.Settings {
				o.hire(1)
				return o.settings()
			}, nil
		},
		"SettingsSame": func(o *office) (func() *socialticket.Settings, func()) {
			return func() *socialticket.Settings { // it compiles its rules at each question
				set, err := rules.CompileTriggers(rules.Standard(), nil)
				if err != nil {
					panic(err)
				}
				next := *o.settings()
				next.Triggers = set
				return &next
			}, nil
		},
		"SettingsAnother": func(o *office) (func() *socialticket.Settings, func()) { return o.settings, func() { o.hire(0) } },
		"SettingsKept": func(o *office) (func() *socialticket.Settings, func()) {
			return o.settings, func() { o.now.Agents[0].Name, o.now.Version = "Bob", 2 }
		},
		"SettingsPrompt": func(o *office) (func() *socialticket.Settings, func()) {
			return func() *socialticket.Settings { // it reads them at each question
				clock.New().Sleep(time.Minute)
				return o.settings()
			}, nil
		},
	} {
		settings, change := host(newOffice())
		synctest.Test(t, func(t *testing.T) { // so that patience takes no time
			require.NotEmpty(t, socialtickettest.BrokenSettings(name, settings, change), "%s: settings that break it pass", name)
			clock.New().Sleep(time.Hour) // until who waits has its answer
		})
		unbroken = slices.DeleteFunc(unbroken, func(s string) bool { return s == name })
	}
	require.Empty(t, unbroken, "no settings fail these")
}
