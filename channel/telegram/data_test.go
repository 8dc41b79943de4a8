package telegram_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/webhooktest"
)

// carried matches the paths in an update, after its kind, whose text an event must
// hold. The rest stands in Raw only.
var carried = regexp.MustCompile(`^(` + strings.Join([]string{
	`id`, `date`, `edit_date`, `text`, `caption`, `data`, `query`, `business_connection_id`,
	`(from|user|sender_chat|voter_chat)\.(id|username|language_code)`,
	`(video|video_note|animation|audio|voice|document|sticker)\.(file_id|mime_type|file_size|file_name|emoji|set_name)`, `rich_message\..*\.file_id`,
	`location\.(latitude|longitude)`, `venue\.(title|address)`, `contact\.phone_number`, `guest_query_id`,
	`(poll|dice|game|story|invoice|giveaway|checklist|paid_media|successful_payment|users_shared|chat_shared|passport_data)\..*`,
	`web_app_data\.(data|button_text)`,
	`new_reaction\.(emoji|custom_emoji_id)`, `new_chat_member\.status`, `(poll_id|option_ids|option_persistent_ids)`,
	`(migrate_to_chat_id|migrate_from_chat_id|new_chat_title)`, `pinned_message\..*`, `left_chat_member\..*`, `new_chat_members\..*`,
}, "|") + `)$`)

// TestDataWebhooks reads real updates, and such as were once read wrongly, a second time,
// as plain JSON, and looks for everything that a desk needs in the events: nothing may be
// lost.
func TestDataWebhooks(t *testing.T) {
	files := datatest.Files(t, "webhooks/telegram")
	for _, file := range datatest.Files(t, "faults/webhooks") {
		if strings.HasPrefix(filepath.Base(file), "telegram__") {
			files = append(files, file)
		}
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			payload, err := webhooktest.Decode(body)
			require.NoError(t, err)
			events, updates := parse(t, string(body)), []any{payload}
			if list, ok := payload.(map[string]any)["result"].([]any); ok {
				updates = list
			}
			for _, update := range updates {
				events = checkUpdate(t, update.(map[string]any), events)
			}
			require.Empty(t, events, "events of nothing")
		})
	}
}

// checkUpdate holds the events of an update against it, and returns the others.
func checkUpdate(t *testing.T, update map[string]any, events []channel.Event) []channel.Event {
	t.Helper()
	id := update["update_id"].(json.Number).String()
	n := 0
	for n < len(events) && (events[n].ID == id || strings.HasPrefix(events[n].ID, id+"/")) {
		n++
	}
	require.NotZero(t, n, "no event of update %s", id)
	mine := events[:n]
	for kind, item := range update {
		if kind == "update_id" {
			continue
		}
		item := item.(map[string]any)
		lost, err := webhooktest.Lost(item, mine, func(path string) bool {
			return carried.MatchString(path) && !superseded(path, item, mine[0])
		})
		require.NoError(t, err)
		if diff := cmp.Diff([]string(nil), lost); diff != "" {
			t.Errorf("lost:\n%s", diff)
		}
		checkKind(t, kind, item, mine)
		checkIDs(t, item, mine)
		checkText(t, item, mine[0])
	}
	return events[n:]
}

// superseded reports whether something else in the item counts in place of what
// stands at a path.
func superseded(path string, item map[string]any, e channel.Event) bool {
	switch path {
	case "date":
		return item["edit_date"] != nil
	case "audio.performer", "audio.title":
		return webhooktest.Leaves(item)["audio.file_name"] != nil
	case "text", "caption": // read by checkText
		return item["entities"] != nil || item["caption_entities"] != nil
	case "document.file_name", "document.file_size", "document.mime_type", "document.file_id":
		return item["animation"] != nil
	case "from.username", "from.language_code", "user.username", "user.language_code": // of who moved a group, or owns a business
		return e.Type == channel.EventHandle || e.From == ""
	}
	return false
}

// checkKind holds the type of the events against the kind of the update.
func checkKind(t *testing.T, kind string, item map[string]any, events []channel.Event) {
	for _, e := range events {
		require.Equal(t, received, e.Received)
		require.False(t, e.Sent.IsZero())
		business := strings.Contains(kind, "business") || item["business_connection_id"] != nil
		require.Equal(t, business, e.Account.Kind == channel.TelegramBusiness)
		if chat, ok := item["chat"].(map[string]any); ok && chat["type"] != "private" && e.Type != channel.EventAccount {
			group, _, _ := strings.Cut(e.Message.Group, "#")
			require.Equal(t, chat["id"].(json.Number).String(), group)
		}
		switch kind {
		case "message", "business_message", "guest_message":
			require.NotEqual(t, channel.EventUnknown, e.Type)
			require.NotEmpty(t, e.From)
			checkPhoto(t, item, e)
		case "edited_message", "edited_business_message":
			require.Contains(t, []channel.EventType{channel.EventEdit, channel.EventEcho}, e.Type)
			require.NotEmpty(t, e.Message.Target)
		case "callback_query":
			require.Equal(t, channel.Button, e.Message.Type)
			require.Equal(t, channel.OpenMessage, e.Opens)
		case "message_reaction":
			require.Equal(t, channel.Reaction, e.Message.Type)
		case "deleted_business_messages":
			require.Equal(t, channel.EventRevoke, e.Type)
		}
	}
}

// checkIDs looks for the numbers of messages, which count within a chat, with that
// chat before them.
func checkIDs(t *testing.T, item map[string]any, events []channel.Event) {
	in := func(v any) string { return webhooktest.Leaves(v)["chat.id"][0] + ":" }
	if n, ok := item["message_id"].(json.Number); ok {
		m := events[0].Message
		require.Contains(t, []string{m.ID, m.Target}, in(item)+n.String())
	}
	if list, ok := item["message_ids"].([]any); ok {
		require.Len(t, events, len(list))
		for i, n := range list {
			require.Equal(t, in(item)+n.(json.Number).String(), events[i].Message.Target)
		}
	}
	for _, name := range []string{"reply_to_message", "message"} {
		if to, ok := item[name].(map[string]any); ok {
			if cmp.Equal(to["message_id"], item["message_thread_id"]) && item["is_topic_message"] == true {
				require.Empty(t, events[0].Message.ReplyTo, "it quotes the note that made the topic")
				continue
			}
			require.Equal(t, in(to)+to["message_id"].(json.Number).String(), events[0].Message.ReplyTo)
		}
	}
}

// checkText looks for a text with marks: all of it, and the address of each link
// behind the words.
func checkText(t *testing.T, item map[string]any, e channel.Event) {
	text := e.Message.Text
	leaves := webhooktest.Leaves(item)
	for _, url := range slices.Concat(leaves["entities.url"], leaves["caption_entities.url"]) {
		require.Contains(t, text, url)
		text = strings.Replace(text, " ("+url+")", "", 1)
	}
	for _, name := range []string{"text", "caption"} {
		if whole, ok := item[name].(string); ok {
			require.Equal(t, whole, text)
		}
	}
	for path, texts := range webhooktest.Leaves(item["rich_message"]) {
		for _, part := range texts {
			if path == "text" || strings.HasSuffix(path, ".text") || strings.HasSuffix(path, ".url") {
				require.Contains(t, text, part)
			}
		}
	}
}

// checkPhoto looks for one of the sizes of a photo.
func checkPhoto(t *testing.T, item map[string]any, e channel.Event) {
	sizes, ok := item["photo"].([]any)
	if !ok {
		return
	}
	require.NotEmpty(t, e.Message.Attachments)
	require.Contains(t, webhooktest.Leaves(sizes)["file_id"], e.Message.Attachments[0].ID)
}

// TestDataErrors reads real refusals.
func TestDataErrors(t *testing.T) {
	for _, file := range datatest.Files(t, "webhooks/api-errors") {
		if !strings.Contains(filepath.Base(file), "-telegram-") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			payload, err := webhooktest.Decode(body)
			require.NoError(t, err)
			_, err = answer(t, 0, string(body))
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			leaves := webhooktest.Leaves(payload)
			require.Equal(t, leaves["error_code"][0], refusal.Reason.Code)
			require.Equal(t, leaves["description"][0], refusal.Reason.Title)
			require.NotEmpty(t, refusal.Reason.Class)
			if wait := leaves["parameters.retry_after"]; wait != nil {
				require.Equal(t, wait[0]+"s", strings.TrimSuffix(refusal.RetryAfter.String(), "0ms"))
			}
		})
	}
}
