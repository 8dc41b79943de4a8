package socialtickettest

import (
	"slices"
	"testing"

	"github.com/socialticket/socialticket"
)

// Sentences returns what every promise cites, by the names of the subtests.
func Sentences() map[string]string {
	all := map[string]string{}
	for _, p := range promises() {
		all[p.name] = p.sentence
	}
	return all
}

// HostSentences returns what the promises of clocks and settings cite, by the names of the
// subtests.
func HostSentences() map[string]string {
	all := map[string]string{}
	for _, p := range clockPromises() {
		all[p.name] = p.sentence
	}
	for _, p := range settingsPromises() {
		all[p.name] = p.sentence
	}
	return all
}

// CheckPromises is [TestStore] for the promises of the given names. None: for all.
// That a slow store does not return takes no time.
func CheckPromises(t *testing.T, cfg Config, names []string) {
	cfg.bubble = true
	for _, pr := range promises() {
		if len(names) == 0 || slices.Contains(names, pr.name) {
			pr.run(t, cfg)
		}
	}
}

// ClockPromises returns the names of what [TestClock] checks.
func ClockPromises() (names []string) {
	for _, pr := range clockPromises() {
		names = append(names, pr.name)
	}
	return names
}

// BrokenClock tells how a clock breaks a promise.
func BrokenClock(name string, c socialticket.Clock) string {
	for _, pr := range clockPromises() {
		if pr.name == name {
			return pr.broken(c)
		}
	}
	return ""
}

// SettingsPromises returns the names of what [TestSettings] checks.
func SettingsPromises() (names []string) {
	for _, pr := range settingsPromises() {
		names = append(names, pr.name)
	}
	return names
}

// BrokenSettings tells how settings break a promise.
func BrokenSettings(name string, present func() *socialticket.Settings, change func()) string {
	for _, pr := range settingsPromises() {
		if pr.name == name {
			return pr.broken(present, change)
		}
	}
	return ""
}
