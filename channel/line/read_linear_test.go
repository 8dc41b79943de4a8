package line_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// families are webhooks that grow by a part that is repeated so often.
func families() map[string]func(n int) string {
	list := func(before, part, after string) func(int) string {
		return func(n int) string { return before + strings.Repeat(part+",", n-1) + part + after }
	}
	const events, user = `{"destination":"U","events":[`, `"source":{"userId":"u","groupId":"g"},"timestamp":1773050400000,`
	item := func(parts string) string { return events + `{` + user + parts }
	long := func(was, letter string, webhook func(int) string) func(int) string {
		return func(n int) string {
			return strings.Replace(webhook(n), `"`+was+`"`, `"`+strings.Repeat(letter, 3*n)+`"`, 1)
		}
	}
	members := list(item(`"webhookEventId":"e","type":"memberJoined","joined":{"members":[`), `{"userId":"m"}`, `]}}]}`)
	return map[string]func(n int) string{
		"messages":           list(events, `{`+user+`"type":"message","message":{"id":"1","type":"text","text":"t"}}`, `]}`),
		"empty items":        list(events, `{}`, `]}`),
		"members":            members,
		"members, long id":   long("e", "e", members),
		"members, long user": long("u", "u", members),
		"a long group":       long("g", "g", members),
		"a long account":     long("U", "U", list(events, `{}`, `]}`)),
		"emojis": func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, `{"productId":"p","emojiId":"%d"},`, i)
			}
			return item(`"type":"message","message":{"id":"1","type":"text","text":"t","emojis":[`) + b.String() + `0]}}]}`
		},
		"keywords":      list(item(`"type":"message","message":{"id":"1","type":"sticker","keywords":[`), `"happy"`, `]}}]}`),
		"parameters":    list(item(`"type":"postback","postback":{"data":"d","params":{`), `"date":"2026-03-10"`, `}}}]}`),
		"equal members": list(item(`"type":"message",`), `"message":{"id":"1","type":"text","text":"t"}`, `}]}`),
		"nested":        func(n int) string { return `{"events":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}` },
	}
}

// TestReadLinear holds that bytes and time grow with a webhook, not with its square.
func TestReadLinear(t *testing.T) {
	platformtest.Linear(t, families(), func(t *testing.T, body []byte) { _ = parse(t, string(body)) })
}

// TestReadBound holds that a webhook makes so many events at most, and that the rest is
// kept in one more.
func TestReadBound(t *testing.T) {
	for _, name := range []string{"messages", "empty items", "members"} {
		require.Len(t, parse(t, families()[name](platform.MaxEvents)), platform.MaxEvents, name)
		body := families()[name](platform.MaxEvents + 5)
		events := parse(t, body)
		require.Len(t, events, platform.MaxEvents+1, name)
		last := events[platform.MaxEvents]
		require.Equal(t, channel.EventUnknown, last.Type)
		require.Contains(t, last.Notice.Detail, "more than 10000 events")
		require.JSONEq(t, body, string(last.Raw))
	}
}
