package whatsapp_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
)

// readIndex reads what the index says each sample shows.
func readIndex(t *testing.T) map[string]string {
	text, err := os.ReadFile(filepath.Join(datatest.Dir(t), "webhooks", "INDEX.md"))
	if err != nil {
		t.Logf("no index: %v", err)
		return nil
	}
	shows := map[string]string{}
	_, section, _ := strings.Cut(string(text), "## whatsapp/")
	section, _, _ = strings.Cut(section, "\n## ")
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]*) \\|").FindAllStringSubmatch(section, -1) {
		shows[row[1]] = strings.TrimSpace(row[2])
	}
	return shows
}

// checkShown looks for an event for each part of an index row: "message text,
// user id; status failed, error 131026; field account_update DISABLED_UPDATE".
func checkShown(t *testing.T, show string, events []channel.Event) {
	t.Helper()
	for part := range strings.SplitSeq(show, ";") {
		words := strings.Split(strings.TrimSpace(part), ", ")
		fits := func(e channel.Event) bool {
			for _, w := range words {
				if !showsWord(e, w) {
					return false
				}
			}
			return true
		}
		if !slices.ContainsFunc(events, fits) {
			t.Errorf("no event shows %q: %+v", part, events)
		}
	}
}

func showsWord(e channel.Event, phrase string) bool {
	kind, rest, _ := strings.Cut(phrase, " ")
	switch {
	case phrase == "reply to a message":
		return e.Message.ReplyTo != ""
	case phrase == "user id", phrase == "user id only":
		only := phrase == "user id only"
		return strings.TrimLeft(e.From, "0123456789") != "" || !only && len(e.Profile.Handles) > 0
	case strings.HasSuffix(phrase, "forwarded"):
		return e.Message.Forwarded
	case phrase == "from a product page":
		return e.Message.Referral.Source == "product"
	case strings.HasSuffix(phrase, "referral"):
		return e.Message.Referral.Source != ""
	case phrase == "group":
		return e.Message.Group != ""
	case phrase == "conversation":
		return e.Status.Price.Category != ""
	case kind == "error":
		return slices.ContainsFunc(slices.Concat(e.Message.Errors, e.Status.Errors), func(x channel.Error) bool { return x.Code == rest })
	case kind == "pricing":
		category, charged, _ := strings.Cut(rest, "/")
		return e.Status.Price.Category == category && e.Status.Price.Type == charged
	case kind == "status":
		return e.Type == channel.EventStatus && string(e.Status.State) == rest
	case kind == "field":
		return showsField(e, rest)
	case kind == "message":
		return showsMessage(e, rest)
	}
	return strings.Contains(strings.ToLower(string(e.Raw)), strings.ToLower(kind))
}

func showsField(e channel.Event, rest string) bool {
	field, name, _ := strings.Cut(rest, " ")
	switch {
	case field == "calls":
		return e.Message.Type == channel.Call
	case strings.HasSuffix(field, "message_echoes"):
		return e.Echo
	case field == "history":
		return e.Type == channel.EventHistory || e.Notice.Field == field
	}
	return e.Notice.Field == field && (name == "" || e.Notice.Name == name)
}

func showsMessage(e channel.Event, rest string) bool {
	kind, subtype, _ := strings.Cut(rest, " ")
	switch {
	case rest == "(no type)":
		return e.Type == channel.EventMessage
	case kind == "edit", kind == "revoke":
		return string(e.Type) == kind
	case kind == "request_welcome":
		return e.Opens == channel.OpenWelcome
	}
	return string(e.Message.Type) == kind && (subtype == "" || e.Message.Subtype == subtype)
}
