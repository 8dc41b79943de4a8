package simulate_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
)

// stories is how many random stories each law is put to: go test ./simulate -stories 5000.
var stories = flag.Uint64("stories", 60, "how many random stories each law is put to")

// TestLaws puts the laws to random stories. The story that breaks one is shrunk and shown,
// with its seed.
func TestLaws(t *testing.T) {
	for seed := range *stories {
		steps := randomStory(seed)
		r := tell(t, seed, steps, broken{})
		for _, l := range laws() {
			if err := l.check(r); err != nil {
				short := shrink(t, seed, steps, broken{}, l)
				t.Fatalf("seed %d: invariant %d, %s: %v\nthe story:\n%s", seed, l.invariant, l.name, err, strings.Join(short, "\n"))
			}
		}
	}
}

// TestLawsBreak breaks each law: a host that gets it wrong is found, and the story that shows
// it is short.
func TestLawsBreak(t *testing.T) {
	found := map[int]bool{}
	for _, b := range brokenOnes() {
		t.Run(b.what, func(t *testing.T) {
			for _, l := range laws() {
				if l.invariant != b.invariant {
					continue
				}
				for seed := range *stories {
					steps := randomStory(seed)
					if l.check(tell(t, seed, steps, b)) == nil {
						continue
					}
					found[l.invariant] = true
					short := shrink(t, seed, steps, b, l)
					t.Logf("seed %d: %v\n%s", seed, l.check(tell(t, seed, short, b)), strings.Join(short, "\n"))
					require.LessOrEqual(t, len(short), 8, "the story is not short:\n%s", strings.Join(short, "\n"))
					return
				}
			}
			t.Errorf("invariant %d holds in each story though %s", b.invariant, b.what)
		})
	}
	for _, l := range laws() {
		require.True(t, found[l.invariant], "nothing breaks invariant %d", l.invariant)
	}
}

// TestInvariants lists where each of the invariants is tested, beside the stories of
// [TestLaws]: the tests that are closer to what keeps it. A test that is gone fails it.
func TestInvariants(t *testing.T) {
	world := map[int]bool{}
	for _, l := range laws() {
		world[l.invariant] = true
	}
	table := []struct {
		invariant int
		sentence  string
		tests     []string // the folder, a colon, the test
	}{
		{1, "a closed ticket's fields and words never change", []string{".:TestDeskClosed", ".:TestDeskChaos", "ticket:TestLaws"}},
		{2, "an event is applied once, in whatever order", []string{".:TestDeskReplay", ".:TestDeskChaos"}},
		{3, "a window never ends earlier", []string{".:TestDeskChaos", "channel:TestWindowOrder", "channel:TestWindowJoinOrder"}},
		{4, "a reply outside the window is never sent and never lost", []string{".:TestDeskChaos", ".:TestFaultsNoAnswer"}},
		{5, "the same commands make the same commits", []string{".:TestDeskReplay", ".:TestDeskChaos"}},
		{6, "a trigger fires at most once per update", []string{"rules:TestTriggersOnce"}},
		{7, "an automation fires at the first instant", []string{".:TestAutomaticLaw", "rules:TestDueFirst"}},
		{8, "for a schedule, time added is time measured", []string{"schedule:FuzzLaws"}},
		{9, "merging loses nothing, and undoing restores", []string{".:TestLawMergeUndo", ".:TestTicketsLaws"}},
		{10, "no stored text holds a card number", []string{".:TestDeskMasksEvery", "channel/redact:FuzzText"}},
		{11, "parsing never panics and drops no batch", []string{"whatsapp:FuzzRead", "whatsapp:FuzzReadSibling"}},
		{12, "no two customers' words ever meet", []string{".:TestDeskCross", ".:TestFaultsForeignMessage"}},
		{13, "an effect is done once or is told to be in doubt", []string{"worker:TestWorkers"}},
	}
	for i, row := range table {
		require.Equal(t, i+1, row.invariant)
		require.NotEmpty(t, row.tests, row.sentence)
		for _, name := range row.tests {
			folder, test, _ := strings.Cut(name, ":")
			if !declares(t, folder, test) {
				t.Errorf("invariant %d, %s: package %s has no test %s", row.invariant, row.sentence, folder, test)
			}
		}
		below := row.invariant == 8 || row.invariant == 11
		require.NotEqual(t, below, world[row.invariant], "invariant %d: either in a world or below it", row.invariant)
	}
}

// declares reports whether a test of a package has a name.
func declares(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(datatest.Root(t), filepath.FromSlash(folder), "*_test.go"))
	require.NoError(t, err)
	is := regexp.MustCompile(`(?m)^func ` + name + `\(`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if is.Match(text) {
			return true
		}
	}
	return false
}

// shrink returns a short story that breaks a law still: it leaves out halves, quarters and
// single steps as long as the law stays broken.
func shrink(t testing.TB, seed uint64, steps []string, b broken, l law) []string {
	t.Helper()
	for size := len(steps) / 2; size > 0; {
		shorter := false
		for from := 0; from+size <= len(steps); {
			rest := append(append([]string{}, steps[:from]...), steps[from+size:]...)
			if l.check(tell(t, seed, rest, b)) == nil {
				from += size
				continue
			}
			steps, shorter = rest, true
		}
		if !shorter || size > 1 {
			size /= 2
		}
	}
	return steps
}
