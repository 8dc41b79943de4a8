package viber_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/webhooktest"
)

// carried matches the paths in a callback whose text the event must hold. The rest
// stands in Raw only.
var carried = regexp.MustCompile(`^(timestamp|message_token|user_id|desc|context|` +
	`(sender|user)\.(id|name|avatar|language)|` +
	`message\.(text|media|thumbnail|file_name|size|sticker_id|tracking_data)|` +
	`message\.location\.(lat|lon|address)|message\.contact\.(name|phone_number))$`)

// TestDataWebhooks reads real callbacks a second time, as plain JSON, and looks for
// everything that a desk needs in the events: nothing may be lost.
func TestDataWebhooks(t *testing.T) {
	want := map[string]channel.EventType{
		"message": channel.EventMessage, "subscribed": channel.EventOpen, "unsubscribed": channel.EventLeave, "conversation_started": channel.EventOpen,
		"delivered": channel.EventStatus, "seen": channel.EventStatus, "failed": channel.EventStatus, "webhook": channel.EventAccount,
	}
	for _, file := range datatest.Files(t, "webhooks/viber") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			events, err := read(t, body)
			require.NoError(t, err)
			require.Len(t, events, 1)
			payload, err := webhooktest.Decode(body)
			require.NoError(t, err)
			lost, err := webhooktest.Lost(payload, events, carried.MatchString)
			require.NoError(t, err)
			if diff := cmp.Diff([]string(nil), lost); diff != "" {
				t.Errorf("lost:\n%s", diff)
			}
			kind, _ := payload.(map[string]any)["event"].(string)
			if typ, known := want[kind]; known {
				require.Equal(t, typ, events[0].Type)
			} else {
				require.Equal(t, channel.EventUnknown, events[0].Type)
			}
			require.NotEmpty(t, events[0].ID)
		})
	}
}
