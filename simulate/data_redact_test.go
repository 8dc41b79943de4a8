package simulate_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/simulate"
)

// TestDataRedaction lets customers write, and agents answer, what cases say of card numbers:
// neither the thread nor the transcript nor what a story returns has more than they want.
func TestDataRedaction(t *testing.T) {
	var file datatest.RedactionFile
	datatest.Strict(t, "redaction/cases.json", &file)
	require.NotEmpty(t, file.Cases)
	told := 0
	for _, c := range file.Cases {
		text := stored.Input(t, c)
		if strings.TrimSpace(text) == "" || !utf8.ValidString(text) {
			continue // nobody says nothing, and a story is text
		}
		told++
		t.Run(c.ID, func(t *testing.T) {
			w, err := simulate.New(simulate.Config{Desk: socialticket.Config{Redact: stored.Redaction(t, c)}})
			require.NoError(t, err)
			play(t, w, "ana says %q\nada replies ana %q", text, text)
			tk, err := w.Ticket("ana")
			require.NoError(t, err)
			line := strings.ReplaceAll(c.Expected, "\n", " / ")
			require.Equal(t, 1, strings.Count(w.Transcript(nil), "  ana: "+line+"\n"), "%q", w.Transcript(nil))
			require.Contains(t, w.Transcript(nil), " by ada: "+line+"\n")
			for _, comment := range stored.Thread(t, w.Store(), tk.ID) {
				require.Empty(t, cmp.Diff(c.Expected, comment.Content.Text))
			}
			require.Len(t, w.Played().Sent, 1)
			require.Empty(t, cmp.Diff(c.Expected, w.Played().Sent[0].Message.Text))
			for _, d := range w.Played().Decided {
				for _, comment := range d.Receipt.Commit.Comments {
					require.Empty(t, cmp.Diff(c.Expected, comment.Content.Text))
				}
			}
		})
	}
	require.NotZero(t, told)
}
