package socialtickettest

import (
	"slices"
	"testing"
)

// Sentences returns what every promise cites, by the names of the subtests.
func Sentences() map[string]string {
	all := map[string]string{}
	for _, p := range promises() {
		all[p.name] = p.sentence
	}
	return all
}

// CheckPromises is [TestStore] for the promises of the given names. None: for all.
func CheckPromises(t *testing.T, cfg Config, names []string) {
	for _, pr := range promises() {
		if len(names) == 0 || slices.Contains(names, pr.name) {
			pr.run(t, cfg)
		}
	}
}
