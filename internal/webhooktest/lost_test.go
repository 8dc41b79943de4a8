package webhooktest_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/webhooktest"
)

// TestDataNothingLost looks for everything that real webhooks say in their events.
func TestDataNothingLost(t *testing.T) {
	eachFile(t, func(t *testing.T, w webhook) { w.checkLost(t) })
}

// TestNothingLost does the same with webhooks of our own, of kinds that vendors document.
func TestNothingLost(t *testing.T) {
	eachSample(t, func(t *testing.T, w webhook, _ sample) { w.checkLost(t) })
}

// checkLost looks for each piece of the payload.
func (w webhook) checkLost(t *testing.T) {
	t.Helper()
	require.NotEmpty(t, w.events)
	lost, excused, looked := w.look(t)
	if diff := cmp.Diff([]string(nil), lost); diff != "" {
		t.Errorf("lost:\n%s", diff)
	}
	if looked == 0 && lost == nil && w.known() {
		t.Errorf("nothing of it was looked for:\n%s", strings.Join(excused, "\n"))
	}
}

// look returns the pieces that the events do not have, why others need not be there, and
// how many are. An event of an unknown kind has its Raw for programs: only what a person
// reads is looked for elsewhere.
func (w webhook) look(t *testing.T) (lost, excused []string, looked int) {
	t.Helper()
	holder, err := webhooktest.Hold(w.events)
	require.NoError(t, err)
	raw, err := webhooktest.Hold(w.raw())
	require.NoError(t, err)
	pieces := webhooktest.Pieces(w.payload)
	require.NotEmpty(t, pieces, "nothing to look for")
	for _, p := range pieces {
		why := w.exempt(p)
		switch {
		case why != "":
			excused = append(excused, p.Path+": "+why)
		case holder.Holds(p), !spoken(p) && raw.Holds(p):
			looked++
		default:
			lost = append(lost, p.String())
		}
	}
	return lost, excused, looked
}

// exempt returns why a piece need not be in the events, "" if it must be.
func (w webhook) exempt(p webhooktest.Piece) string {
	for _, rule := range exemptions()[w.group()] {
		if rule.path.MatchString(p.Path) && (rule.when == nil || rule.when(w, p)) {
			return rule.why
		}
	}
	return ""
}

// group returns which exemptions count for w.
func (w webhook) group() string {
	if w.channel == "instagram" {
		return "messenger"
	}
	return w.channel
}

// raw returns what the events of unknown kinds have of the payload as it came.
func (w webhook) raw() (list []string) {
	for _, e := range w.events {
		if e.Type != channel.EventUnknown {
			continue
		}
		text := string(e.Raw)
		if json.Unmarshal(e.Raw, &text) == nil { // of another format
			list = append(list, text)
		}
		list = append(list, string(e.Raw))
	}
	return list
}

// spoken reports whether a piece is what somebody says, whatever its kind is.
func spoken(p webhooktest.Piece) bool {
	return regexp.MustCompile(`(?i)(^|[._])(text|caption|title|subtitle|description|body|message|content|question|label)$`).MatchString(p.Path)
}

// known reports whether an event is of a known kind.
func (w webhook) known() bool {
	return slices.ContainsFunc(w.events, func(e channel.Event) bool { return e.Type != channel.EventUnknown })
}
