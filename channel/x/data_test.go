package x_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/webhooktest"
)

// carried matches the paths in an item whose text an event must hold. The rest
// stands in Raw only.
var carried = regexp.MustCompile(`^(` + strings.Join([]string{
	`id`, `id_str`, `created_timestamp`, `timestamp_ms`, `sender_id`, `last_read_event_id`, `type`,
	`(source|target|user)\.(id|id_str)`, `message_create\.(sender_id|source_app_id|target\.recipient_id)`,
	`message_create\.message_data\.(text|quick_reply_response\.metadata|attachment\.media\.id_str)`,
	`message_create\.message_data\.attachment\.location\..*coordinates\.coordinates`,
	`initiated_via\.(tweet_id|welcome_message_id)`, `text`, `favorited_status\.id_str`, `status\.(id|user_id)`,
}, "|") + `)$`)

// TestDataWebhooks reads real webhooks a second time, as plain JSON, and looks for
// everything that a desk needs in the events: nothing may be lost.
func TestDataWebhooks(t *testing.T) {
	for _, file := range datatest.Files(t, "webhooks/x") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			events, err := read(t, body, received)
			require.NoError(t, err)
			payload, err := webhooktest.Decode(body)
			require.NoError(t, err)
			root, _ := payload.(map[string]any)
			for name, member := range root {
				if name == "users" || name == "apps" || strings.HasPrefix(name, "is_") || strings.Contains(name, "user_id") {
					continue
				}
				items, ok := member.([]any)
				if !ok {
					items = []any{member}
				}
				for _, item := range items {
					checkItem(t, name, item, root, events)
				}
			}
		})
	}
}

// checkItem looks for the event of an item, and for what the item says in it.
func checkItem(t *testing.T, list string, item any, root map[string]any, events []channel.Event) {
	for _, e := range events {
		raw, err := webhooktest.Decode(e.Raw)
		require.NoError(t, err)
		if !cmp.Equal(raw, item) {
			continue
		}
		lost, err := webhooktest.Lost(item, e, func(path string) bool {
			return carried.MatchString(path) && (path != "type" || strings.HasSuffix(list, "low_events"))
		})
		require.NoError(t, err)
		if diff := cmp.Diff([]string(nil), lost); diff != "" {
			t.Errorf("lost:\n%s", diff)
		}
		if account, ok := root["for_user_id"].(string); ok {
			require.Equal(t, channel.Account{Kind: channel.X, ID: account}, e.Account)
		}
		require.NotEmpty(t, e.ID)
		require.Equal(t, received, e.Received)
		checkType(t, list, item, e)
		return
	}
	t.Errorf("%s: no event of %v", list, item)
}

// checkType holds the type of an event against the list that its item is in.
func checkType(t *testing.T, list string, item any, e channel.Event) {
	data, ok := item.(map[string]any)
	if !ok {
		require.Equal(t, channel.EventUnknown, e.Type)
		return
	}
	byUser := e.Account.ID != first(webhooktest.Leaves(data), "source.id", "message_create.sender_id", "sender_id")
	want := channel.EventAccount
	switch {
	case list == "direct_message_events" && byUser:
		want = channel.EventMessage
		require.Equal(t, channel.OpenMessage, e.Opens)
	case list == "direct_message_events":
		want = channel.EventEcho
	case list == "direct_message_mark_read_events" && byUser:
		want = channel.EventRead
	case list == "follow_events" && byUser && data["type"] == "follow":
		want = channel.EventOpen
	case list == "block_events" && byUser && data["type"] == "block":
		want = channel.EventLeave
	case byUser || !strings.HasSuffix(list, "w_events") && !strings.HasSuffix(list, "block_events"):
		return // several
	}
	require.Equal(t, want, e.Type, list)
}

func first(leaves map[string][]string, paths ...string) string {
	for _, path := range paths {
		for _, s := range leaves[path] {
			return s
		}
	}
	return ""
}
