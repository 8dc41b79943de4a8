package socialtickettest_test

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/socialtickettest"
)

// TestSentences states that every promise cites the documentation as it stands.
func TestSentences(t *testing.T) {
	var source strings.Builder
	for _, name := range []string{"store", "commit", "conversation", "effect", "queue", "reader", "people", "pager", "finder", "selector", "clock", "settings", "desk"} {
		content, err := os.ReadFile("../" + name + ".go")
		require.NoError(t, err)
		source.Write(content)
	}
	plain := regexp.MustCompile(`(\s|//|[][])+`).ReplaceAllString(source.String(), " ")
	plain = regexp.MustCompile(` ([,.;:)])`).ReplaceAllString(plain, "$1")
	sentences := socialtickettest.Sentences()
	maps.Copy(sentences, socialtickettest.HostSentences())
	for name, sentence := range sentences {
		if !strings.Contains(plain, sentence) {
			t.Errorf("%s cites what is not there: %s", name, sentence)
		}
	}
}
