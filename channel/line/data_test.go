package line_test

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

// carried matches the paths in an event whose text the event must hold. The rest
// stands in Raw only.
var carried = regexp.MustCompile(`^(` + strings.Join([]string{
	`replyToken`, `timestamp`, `webhookEventId`, `source\.(userId|groupId|roomId)`,
	`message\.(id|text|title|address|latitude|longitude|fileName|fileSize|duration|quoteToken|quotedMessageId|packageId|stickerId|stickerResourceType|keywords)`,
	`message\.emojis\.(productId|emojiId)`, `message\.contentProvider\.(originalContentUrl|previewImageUrl)`,
	`postback\.data`, `postback\.params\..*`, `unsend\.messageId`, `beacon\.(hwid|type|dm)`, `link\.(result|nonce)`,
	`videoPlayComplete\.trackingId`, `things\.(deviceId|type)`, `membership\.(membershipId|type)`, `delivery\.data`,
	`module\.(type|botId)`, `activated\.chatControl\.expireAt`, `(joined|left)\.members\.userId`,
}, "|") + `)$`)

// TestDataWebhooks reads real webhooks a second time, as plain JSON, and looks for
// everything that a desk needs in the events: nothing may be lost.
func TestDataWebhooks(t *testing.T) {
	for _, file := range datatest.Files(t, "webhooks/line") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			events, err := read(t, body)
			require.NoError(t, err)
			payload, err := webhooktest.Decode(body)
			require.NoError(t, err)
			root := payload.(map[string]any)
			for _, item := range root["events"].([]any) {
				var mine []channel.Event
				for len(events) > 0 && equal(t, item, events[0].Raw) {
					mine, events = append(mine, events[0]), events[1:]
				}
				require.NotEmpty(t, mine, "no event of %v", item)
				check(t, item.(map[string]any), mine)
				require.Equal(t, root["destination"], mine[0].Account.ID)
			}
			require.Empty(t, events, "events of nothing")
		})
	}
}

func equal(t *testing.T, item any, raw []byte) bool {
	decoded, err := webhooktest.Decode(raw)
	require.NoError(t, err)
	return cmp.Equal(item, decoded)
}

// check holds the events of an item against it.
func check(t *testing.T, item map[string]any, events []channel.Event) {
	t.Helper()
	lost, err := webhooktest.Lost(item, events, carried.MatchString)
	require.NoError(t, err)
	if diff := cmp.Diff([]string(nil), lost); diff != "" {
		t.Errorf("lost:\n%s", diff)
	}
	want := map[string]channel.EventType{
		"message": channel.EventMessage, "postback": channel.EventMessage, "messageEdited": channel.EventEdit, "unsend": channel.EventRevoke,
		"follow": channel.EventOpen, "join": channel.EventOpen, "unfollow": channel.EventLeave, "leave": channel.EventLeave,
		"beacon": channel.EventOpen, "accountLink": channel.EventOpen, "videoPlayComplete": channel.EventOpen, "things": channel.EventOpen,
		"membership": channel.EventOpen, "memberJoined": channel.EventAccount, "memberLeft": channel.EventAccount,
		"delivery": channel.EventStatus, "module": channel.EventAccount, "activated": channel.EventControl, "deactivated": channel.EventControl,
		"botSuspended": channel.EventAccount, "botResumed": channel.EventAccount,
	}
	kind, _ := item["type"].(string)
	for _, e := range events {
		require.NotEmpty(t, e.ID)
		require.Equal(t, received, e.Received)
		if e.From == "" && kind == "message" {
			require.Equal(t, channel.EventUnknown, e.Type)
			continue
		}
		if typ, known := want[kind]; known {
			require.Equal(t, typ, e.Type)
		} else {
			require.Equal(t, channel.EventUnknown, e.Type)
		}
		if kind == "message" {
			require.Equal(t, channel.OpenMessage, e.Opens)
			require.NotEmpty(t, e.Message.Type)
		}
	}
	if token, ok := item["replyToken"].(string); ok && events[0].From != "" {
		opened := channel.Window{}.Open(events[0]).Openings
		require.Condition(t, func() bool {
			for _, o := range opened {
				if o.By == channel.OpenToken && o.Token == token {
					return true
				}
			}
			return false
		}, "the reply token opens nothing")
	}
}
