package datatest_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
)

// topics returns the topics in the data folder, sorted by name.
func topics(t *testing.T) (all []datatest.Topic) {
	for _, file := range datatest.Files(t, "cases") {
		name, ok := strings.CutSuffix(filepath.Base(file), ".json")
		if !ok {
			continue
		}
		topic, err := datatest.Parse(datatest.Read(t, "cases/"+name+".json"))
		require.NoError(t, err, name)
		require.Equal(t, name, topic.Name)
		all = append(all, topic)
	}
	require.NotEmpty(t, all)
	return all
}

// TestDataClaimed states that each op of each topic is in the table, those that only an
// unseen folder has included.
func TestDataClaimed(t *testing.T) {
	for _, topic := range topics(t) {
		for _, c := range topic.Cases {
			if _, known := datatest.Find(topic.Name, c.Op); !known {
				t.Errorf("%s: %s: no test asks %q, and it is not listed as not built", topic.Name, c.ID, c.Op)
			}
		}
	}
	for topic, ops := range listedOps(t) {
		for _, op := range ops {
			if _, known := datatest.Find(topic, op); !known {
				t.Errorf("KEYS.md: %s: no test asks %q, and it is not listed as not built", topic, op)
			}
		}
	}
}

// listedOps returns the ops in the folder's list of keys, by topic.
func listedOps(t *testing.T) map[string][]string {
	text, err := os.ReadFile(filepath.Join(datatest.Dir(t), "cases", "KEYS.md"))
	if os.IsNotExist(err) {
		return nil
	}
	require.NoError(t, err)
	heading, item := regexp.MustCompile(`^## (\S+)$`), regexp.MustCompile(`^- \*\*(\S+)\*\*$`)
	ops, topic := map[string][]string{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if m := heading.FindStringSubmatch(line); m != nil {
			topic = m[1]
		} else if m := item.FindStringSubmatch(line); m != nil {
			ops[topic] = append(ops[topic], m[1])
		}
	}
	require.NotEmpty(t, ops)
	return ops
}

// TestClaims states that the table has each op once, with a package or a reason; and
// that such a package has a test that reads the topic.
func TestClaims(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range datatest.Claims() {
		name := c.Topic + ": " + c.Op
		require.False(t, seen[name], "%s is listed twice", name)
		seen[name] = true
		require.NotEqual(t, len(c.Asked) == 0, c.Why == "", "%s: either a package or a reason", name)
		for _, pkg := range c.Asked {
			if !reads(t, pkg, c.Topic) {
				t.Errorf("%s: no test in %s reads the topic", name, pkg)
			}
		}
	}
}

// reads reports whether a test of a package calls Cases for a topic.
func reads(t *testing.T, pkg, topic string) bool {
	files, err := filepath.Glob(filepath.Join(datatest.Root(t), filepath.FromSlash(pkg), "*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if bytes.Contains(text, []byte(`datatest.Cases(t, "`+topic+`"`)) {
			return true
		}
	}
	return false
}

// TestDataNotBuilt runs the topics of which no package asks anything, and counts what
// is not built in all.
func TestDataNotBuilt(t *testing.T) {
	total, totalNot := 0, 0
	for _, topic := range topics(t) {
		not := 0
		for _, c := range topic.Cases {
			if claim, _ := datatest.Find(topic.Name, c.Op); claim.Why != "" {
				not++
			}
		}
		total, totalNot = total+len(topic.Cases), totalNot+not
		t.Logf("%-22s %3d cases, not built: %d", topic.Name, len(topic.Cases), not)
		if not == len(topic.Cases) {
			t.Run(topic.Name, func(t *testing.T) { datatest.Cases(t, topic.Name, nil) })
		}
	}
	t.Logf("all topics: not built: %d cases of %d", totalNot, total)
}
