package platformtest

import (
	"fmt"
	"testing"
)

// Broken returns the names of the checks that fail on a subject.
func Broken(t *testing.T, s Subject) (names []string) {
	t.Helper()
	for _, c := range checks() {
		if err := c.run(t, s); err != nil {
			names = append(names, c.name)
			_ = fmt.Sprint(err) // texts must not panic either
		}
	}
	return names
}

// Names returns the names of all checks.
func Names() (names []string) {
	for _, c := range checks() {
		names = append(names, c.name)
	}
	return names
}
