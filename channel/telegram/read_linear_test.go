package telegram_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// families are bodies that grow with n in one place each.
func families() map[string]func(n int) string {
	list := func(n int, item string) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	links := func(n int, text string, entity func(i int) string) string {
		entities := make([]string, n)
		for i := range entities {
			entities[i] = `{"type":"text_link",` + entity(i) + `}`
		}
		return message("message", fmt.Sprintf(`"text":%q,"entities":[%s]`, text, strings.Join(entities, ",")))
	}
	return map[string]func(n int) string{
		"updates":        func(n int) string { return `{"result":[` + list(n, message("message", `"text":"x"`)) + `]}` },
		"odd updates":    func(n int) string { return `{"result":[` + list(n, `null`) + `]}` },
		"updates in one": func(n int) string { return `{"update_id":1,` + list(n, `"note":{"from":{"id":7},"text":"x"}`) + `}` },
		"a long update id": func(n int) string {
			return `{"update_id":"` + strings.Repeat("9", 4*n) + `",` + list(n/4, `"note":{"text":"x"}`) + `}`
		},
		"texts": func(n int) string {
			return message("message", list(n, `"text":"x","entities":[{"type":"text_link","length":1,"url":"y"}]`))
		},
		"photos":           func(n int) string { return message("message", list(n, `"photo":[{"file_id":"x"}]`)) },
		"flags":            func(n int) string { return message("message", list(n, `"glows":{"a":1}`)) },
		"sizes of a photo": func(n int) string { return message("message", `"photo":[`+list(n, `{"file_id":"x","width":1}`)+`]`) },
		"links on all words": func(n int) string {
			return links(n, strings.Repeat("ab ", n), func(i int) string { return fmt.Sprintf(`"offset":0,"length":%d,"url":"y%d"`, 3*n-1, i) })
		},
		"links in the space": func(n int) string {
			return links(n, "a"+strings.Repeat(" ", n), func(i int) string { return fmt.Sprintf(`"offset":%d,"length":%d,"url":"y%d"`, i%2, n, i) })
		},
		"long links": func(n int) string {
			return links(100, strings.Repeat("ab ", 100), func(i int) string { return fmt.Sprintf(`"offset":%d,"length":2,"url":%q`, 3*i, strings.Repeat("y", n)) })
		},
		"rich blocks": func(n int) string {
			return message("message", `"rich_message":{"blocks":[`+list(n, `{"text":[{"type":"url","text":"a","url":"b"}]}`)+`]}`)
		},
		"rich nesting": func(n int) string {
			return message("message", `"rich_message":{"blocks":[`+strings.Repeat(`{"type":"url","url":"y","text":`, n)+`"x"`+strings.Repeat(`}`, n)+`]}`)
		},
		"unknown nesting": func(n int) string {
			return message("message", `"hologram":`+strings.Repeat(`{"text":"a","in":[`, n)+strings.Repeat(`]}`, n))
		},
		"reactions": func(n int) string {
			return `{"message_reaction":{"user":{"id":7},"chat":{"id":7},"message_id":1,"new_reaction":[` + list(n, `{"emoji":"👍"}`) + `]}}`
		},
		"deleted": func(n int) string {
			return `{"deleted_business_messages":{"business_connection_id":"bc","chat":{"id":7},"message_ids":[` + list(n, `5`) + `]}}`
		},
		"deleted in a chat of a long id": func(n int) string {
			return `{"deleted_business_messages":{"business_connection_id":"` + strings.Repeat("b", n) + `","chat":{"id":` + strings.Repeat("7", n) + `},"message_ids":[` + list(n, `5`) + `]}}`
		},
		"buttons": func(n int) string {
			return `{"callback_query":{"id":"1","from":{"id":7},"data":"x","message":{"reply_markup":{"inline_keyboard":[` + list(n, `[{"callback_data":"y"}]`) + `]}}}}`
		},
		"users shared": func(n int) string {
			return message("message", `"users_shared":{"users":[`+list(n, `{"user_id":1}`)+`]}`)
		},
		"vCard": func(n int) string {
			return message("message", `"contact":{"phone_number":"+1","vcard":"`+strings.Repeat(`TEL:1\nEMAIL:a@b\n`, n)+`"}`)
		},
	}
}

// TestReadLinear holds that bytes and time grow with a webhook, not with its square.
func TestReadLinear(t *testing.T) {
	platformtest.Linear(t, families(), func(t *testing.T, body []byte) { _ = parse(t, string(body)) })
}

// TestReadBound: of a webhook of far too many events the rest is kept unread, in one.
func TestReadBound(t *testing.T) {
	const n = 30_000
	for _, name := range []string{"odd updates", "updates", "updates in one", "deleted"} {
		t.Run(name, func(t *testing.T) {
			body := families()[name](n)
			events := parse(t, body)
			require.Len(t, events, 10_001)
			rest := events[10_000]
			require.Equal(t, channel.EventUnknown, rest.Type)
			require.Contains(t, rest.Notice.Detail, "10000 events")
			require.NotEmpty(t, rest.ID)
			var unread []json.RawMessage
			require.NoError(t, json.Unmarshal(rest.Raw, &unread))
			require.Len(t, unread, n-10_000)
			seen, raw := map[string]bool{}, 0
			for _, e := range events {
				raw += len(e.Raw)
				if name != "updates" && name != "odd updates" { // there each is the same one again
					require.False(t, seen[e.ID], "%s comes twice", e.ID)
				}
				seen[e.ID] = true
			}
			require.Less(t, raw, 3*len(body))
		})
	}
}
