package messenger_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/webhooktest"
)

// carried matches the paths in an item whose text an event must hold. The rest
// stands in Raw only.
var carried = regexp.MustCompile(`^(` + strings.Join([]string{
	`(sender|recipient)\.(id|user_ref)`, `timestamp`, `created_time`,
	`message\.(mid|text|sticker_id|app_id|metadata|quick_reply\.payload|reply_to\.mid|reply_to\.story\.(id|url))`,
	`message\.attachments\.(url|URL|title|payload\.(url|title|sticker_id|attachment_id|coordinates\..*|template_type|text|buttons\..*|elements\..*|product\..*))`,
	`(message\.|postback\.)?referral\.(ref|ad_id|referer_uri|product\.id|ads_context_data\.ad_title)`, `prior_message\..*`,
	`postback\.(mid|title|payload)`, `message_edit\..*`, `reaction\.(mid|emoji)`, `read\.(mid|watermark)`,
	`delivery\.(mids|watermark)`, `optin\.(ref|user_ref|payload|title|.*token|token_expiry_timestamp)`,
	`pass_thread_control\.new_owner_app_id`, `request_thread_control\.requested_owner_app_id`, `[a-z]+_thread_control\.metadata`, `account_linking\..*`, `policy.enforcement\..*`, `response_feedback\..*`, `[a-z_]+\.payload`,
	`(id|text|parent_id|message|comment_id|post_id|sender_id|sender_name)`, `from\.(id|name|username)`, `media\.(id|ad_title)`,
	`(photo|photos|video|link|photo_id|video_id|reaction_type|review_text|reviewer_id|reviewer_name)`, `post\.permalink_url`,
}, "|") + `)$`)

// TestDataWebhooks reads real webhooks a second time, as plain JSON, and looks for
// everything that a desk needs in the events: nothing may be lost.
func TestDataWebhooks(t *testing.T) {
	for _, folder := range []string{"messenger", "instagram"} {
		for _, file := range datatest.Files(t, "webhooks/"+folder) {
			t.Run(folder+"/"+filepath.Base(file), func(t *testing.T) {
				body, err := os.ReadFile(file)
				require.NoError(t, err)
				events, err := read(t, body)
				require.NoError(t, err)
				payload, err := webhooktest.Decode(body)
				require.NoError(t, err)
				items := walk(payload)
				require.NotEmpty(t, items)
				for _, item := range items {
					of := slices.DeleteFunc(slices.Clone(events), func(e channel.Event) bool { return !item.is(t, e) })
					require.NotEmpty(t, of, "no event of %v", item.data)
					item.check(t, channel.Kind(folder), of)
				}
			})
		}
	}
}

// piece is one thing that a webhook reports, as plain JSON.
type piece struct {
	page  string
	whole map[string]any
	data  map[string]any // of a change its value
}

// walk finds all pieces of a body without the parser.
func walk(payload any) (found []piece) {
	for _, entry := range list(object(payload)["entry"]) {
		items := slices.Concat(list(object(entry)["messaging"]), list(object(entry)["standby"]), list(object(entry)["changes"]))
		if object(entry)["field"] != nil {
			items = append(items, entry)
		}
		for _, item := range items {
			p := piece{page: text(object(entry)["id"]), whole: object(item), data: object(item)}
			if value := object(p.data["value"]); value != nil {
				p.data = value
			}
			found = append(found, p)
		}
	}
	return found
}

// is reports whether e was made of the piece.
func (p piece) is(t *testing.T, e channel.Event) bool {
	raw, err := webhooktest.Decode(e.Raw)
	require.NoError(t, err)
	return cmp.Equal(raw, any(p.whole)) || cmp.Equal(raw, any(p.data))
}

func (p piece) check(t *testing.T, kind channel.Kind, events []channel.Event) {
	data := p.data
	for _, name := range []string{"timestamp", "created_time"} {
		if at, err := time.Parse("2006-01-02T15:04:05-0700", text(data[name])); err == nil {
			require.Equal(t, at.UTC(), events[0].Sent)
			delete(data, name)
		}
	}
	for _, member := range []string{"read", "delivery"} { // what counts is until when
		if object(data[member])["watermark"] != nil {
			delete(data, "timestamp")
		}
	}
	lost, err := webhooktest.Lost(data, events, carried.MatchString)
	require.NoError(t, err)
	if diff := cmp.Diff([]string(nil), lost); diff != "" {
		t.Errorf("lost:\n%s", diff)
	}
	for _, e := range events {
		require.Equal(t, kind, e.Account.Kind)
		require.NotEmpty(t, e.Account.ID)
		require.NotEmpty(t, e.ID)
		require.Equal(t, received, e.Received)
		if to := text(object(data["recipient"])["id"]); to == p.page && to != "" {
			require.Equal(t, to, e.Account.ID)
			if from := text(object(data["sender"])["id"]); from != "" {
				require.Equal(t, from, e.From)
			}
		}
		p.checkType(t, e)
	}
}

// checkType holds the type of an event against the member that says what happened.
func (p piece) checkType(t *testing.T, e channel.Event) {
	message := object(p.data["message"])
	want := map[string]channel.EventType{
		"postback": channel.EventMessage, "reaction": channel.EventMessage, "message_edit": channel.EventEdit,
		"read": channel.EventRead, "delivery": channel.EventStatus, "referral": channel.EventOpen,
	}
	switch {
	case message["is_echo"] == true:
		require.Equal(t, channel.EventEcho, e.Type)
	case message["is_deleted"] == true:
		require.Equal(t, channel.EventRevoke, e.Type)
	case message != nil && e.Opens != channel.OpenAd:
		require.Equal(t, []any{channel.EventMessage, channel.OpenMessage}, []any{e.Type, e.Opens})
		require.NotEmpty(t, e.Message.Type)
		checkContent(t, message, e.Message)
	}
	for member, kind := range want {
		if p.data[member] != nil && e.Opens != channel.OpenAd {
			require.Equal(t, kind, e.Type, member)
		}
	}
	if e.Type == channel.EventUnknown && len(p.data) > 0 {
		require.NotEmpty(t, e.Notice.Field)
	}
}

// checkContent looks for each kind of content.
func checkContent(t *testing.T, message map[string]any, m channel.Message) {
	for _, a := range list(message["attachments"]) {
		word := text(object(a)["type"])
		switch {
		case message["sticker_id"] != nil:
			require.Equal(t, channel.Sticker, m.Type)
		case word == "location":
			require.NotZero(t, m.Place)
		case word == "template":
			require.True(t, json.Valid([]byte(m.Payload)))
		default:
			require.NotEmpty(t, m.Attachments)
		}
	}
	if message["quick_reply"] != nil {
		require.Equal(t, channel.Interactive, m.Type)
	}
}

// TestDataErrors reads real refusals.
func TestDataErrors(t *testing.T) {
	for _, file := range datatest.Files(t, "webhooks/api-errors") {
		name := filepath.Base(file)
		if !strings.Contains(name, "-messenger-") && !strings.Contains(name, "-instagram-") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			payload, err := webhooktest.Decode(body)
			require.NoError(t, err)
			_, err = unsigned(t).Answer(platform.Response{Status: http.StatusBadRequest, Body: body, At: received})
			var refusal *channel.SendError
			require.ErrorAs(t, err, &refusal)
			leaves := webhooktest.Leaves(payload)
			code := strings.Join(append(leaves["error.code"], leaves["error.error_subcode"]...), "/")
			require.Equal(t, []string{code, leaves["error.message"][0]}, []string{refusal.Reason.Code, refusal.Reason.Title})
			require.NotEmpty(t, refusal.Reason.Class)
		})
	}
}

// fault returns the events of a fresh input.
func fault(t *testing.T, name string) []channel.Event {
	t.Helper()
	events, err := read(t, datatest.Read(t, "faults/webhooks/messenger__"+name+".json"))
	require.NoError(t, err)
	return events
}

// TestDataPhotos reads a visitor's post with two pictures.
func TestDataPhotos(t *testing.T) {
	events := fault(t, "visitor-post-photos")
	require.Len(t, events, 1)
	require.Equal(t, []any{channel.EventMessage, "Two of the lamps arrived broken"}, []any{events[0].Type, events[0].Message.Text})
	want := []channel.Attachment{{Type: channel.Image, URL: "https://example.org/p1.jpg"}, {Type: channel.Image, URL: "https://example.org/p2.jpg"}}
	if diff := cmp.Diff(want, events[0].Message.Attachments); diff != "" {
		t.Errorf("attachments differ (-want +got):\n%s", diff)
	}
}

// TestDataStaffReacts lets staff react to a message: the user waits as before.
func TestDataStaffReacts(t *testing.T) { waitsStill(t, fault(t, "user-asks"), fault(t, "page-reacts")) }

// TestStaffReacts is the same with inputs of our own, on both kinds.
func TestStaffReacts(t *testing.T) {
	asks := item(`"message":{"mid":"m1","text":"Do you ship?"}`)
	reacts := strings.Replace(item(`"reaction":{"reaction":"love","emoji":"❤","action":"react","mid":"m1"}`),
		`"sender":{"id":"7"},"recipient":{"id":"4"}`, `"sender":{"id":"4"},"recipient":{"id":"7"}`, 1)
	for _, both := range []func(string) string{func(s string) string { return s }, onInstagram} {
		waitsStill(t, parse(t, both(asks)), parse(t, both(reacts)))
	}
}

// waitsStill hands what a user asked and what the business did to a desk, which takes the
// latter for no answer.
func waitsStill(t *testing.T, asks, does []channel.Event) {
	t.Helper()
	d := desk(t)
	require.Len(t, asks, 1)
	require.Len(t, does, 1)
	asked, err := d.Receive(t.Context(), asks[0])
	require.NoError(t, err)
	require.False(t, asked.Ticket.WaitingSince.IsZero())
	r, err := d.Receive(t.Context(), does[0])
	require.NoError(t, err)
	require.Equal(t, asked.Ticket.ID, r.Ticket.ID)
	require.Equal(t, []any{asked.Ticket.Status, 0, asked.Ticket.WaitingSince}, []any{r.Ticket.Status, r.Ticket.Replies, r.Ticket.WaitingSince})
	require.True(t, r.Ticket.FirstReplyAt.IsZero())
}

func list(v any) []any { l, _ := v.([]any); return l }

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }

// text returns a text or a number as it is written.
func text(v any) string {
	for _, s := range webhooktest.Leaves(v)[""] {
		return s
	}
	return ""
}
