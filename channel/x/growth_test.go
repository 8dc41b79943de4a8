package x_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// grown are webhooks by the size of what repeats in them.
func grown() map[string]func(n int) string {
	list := func(n int, item string) string { return item + strings.Repeat(","+item, n-1) }
	numbered := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	activity := func(kind, payload, includes string) string {
		return `{"data":{"filter":{"user_id":"40"},"event_type":"` + kind + `","payload":{` + payload + `},"includes":{` + includes + `}}}`
	}
	long := strings.Repeat
	return map[string]func(n int) string{
		"users and messages": func(n int) string {
			return `{"for_user_id":"40","direct_message_events":[` + numbered(n, `{"id":"%[1]d","message_create":{"sender_id":"u%[1]d","message_data":{"text":"x"}}},`) +
				`],"users":{` + numbered(n, `"u%d":{"name":"x"},`) + `}}`
		},
		"listed users and messages": func(n int) string {
			return `{"for_user_id":"40","direct_message_events":[` + numbered(n, `{"id":"%[1]d","message_create":{"sender_id":"u%[1]d","message_data":{"text":"x"}}},`) +
				`],"users":[` + numbered(n, `{"id":"u%d"},`) + `]}`
		},
		"a long account": func(n int) string {
			return `{"for_user_id":"` + long("4", 4*n) + `","follow_events":[` + list(n, `{}`) + `]}`
		},
		"a long list name": func(n int) string { return `{"for_user_id":"40","` + long("n", 4*n) + `":[` + list(n, `{}`) + `]}` },
		"a long user name": func(n int) string {
			return `{"users":{"7":{"name":"` + long("n", 4*n) + `"}},"direct_message_mark_read_events":[` + list(n, `{"sender_id":"7"}`) + `]}`
		},
		"a long picture": func(n int) string {
			return `{"users":{"7":{"profile_image_url":"` + long("n", 4*n) + `"}},"direct_message_mark_read_events":[` + list(n, `{"sender_id":"7"}`) + `]}`
		},
		"long revocations": func(n int) string {
			return `{` + list(n/4, `"user_event":{"revoke":{"source":{"user_id":"`+long("4", 400)+`"}}}`) + `}`
		},
		"activities": func(n int) string {
			return `{"data":[` + list(n, `{"event_type":"follow.follow","payload":{"source":{"id":"7"}}}`) + `]}`
		},
		"lists of one name": func(n int) string { return `{"for_user_id":"40",` + list(n, `"follow_events":[{}]`) + `}` },
		"one file": func(n int) string {
			return activity("post.create", `"author_id":"7","attachments":{"media_keys":[`+list(n, `"3_1"`)+`]}`, `"media":[{"media_key":"3_1","url":"`+long("u", 4*n)+`"}]`)
		},
		"many files": func(n int) string {
			return activity("post.create", `"author_id":"7","attachments":{"media_keys":[`+numbered(n, `"3_%d",`)+`]}`, `"media":[`+numbered(n, `{"media_key":"3_%d","type":"video","variants":[{}]},`)+`]`)
		},
		"posts": func(n int) string {
			return activity("dm.received", `"id":"1","sender_id":"7","text":"x","referenced_tweets":[`+list(n, `{"id":"1"}`)+`]`, `"tweets":[`+list(n, `{"id":"1","text":"x"}`)+`]`)
		},
		"members": func(n int) string {
			return activity("dm.received", `"event_type":"ParticipantsJoin","dm_conversation_id":"5","participant_ids":[`+numbered(n, `"%d",`)+`]`, ``)
		},
		"escapes": func(n int) string {
			return activity("dm.received", `"sender_id":"7","text":"`+long("&amp;&lt;", n)+`"`, ``)
		},
		"variants": func(n int) string {
			return `{"tweet_create_events":[{"user":{"id":7},"extended_entities":{"media":[{"type":"video","video_info":{"variants":[` + list(n, `{"bitrate":1}`) + `]}}]}}]}`
		},
		"nested": func(n int) string {
			return `{"follow_events":[{"source":` + long(`{"data":`, n) + `1` + long(`}`, n) + `}]}`
		},
	}
}

// TestReadLinear holds that bytes and time grow with a webhook, not with its square.
func TestReadLinear(t *testing.T) {
	platformtest.Linear(t, grown(), func(t *testing.T, body []byte) { _ = parse(t, string(body)) })
}

// TestReadBound: a webhook makes 10,000 events at most, the last one for all that is left.
func TestReadBound(t *testing.T) {
	for n, more := range map[int]int{9999: 0, 10000: 1, 25000: 15001} {
		events := parse(t, `{"for_user_id":"40","follow_events":[{"source":{"id":"70"},"n":1}`+strings.Repeat(`,{"source":{"id":"70"}}`, n-1)+`]}`)
		require.Len(t, events, min(n, 10000))
		last := events[len(events)-1]
		if more == 0 {
			require.Equal(t, channel.EventOpen, last.Type)
			continue
		}
		require.Equal(t, channel.EventUnknown, last.Type)
		require.Equal(t, fmt.Sprintf("%d more items: a webhook has 10000 events at most", more), last.Notice.Detail)
		require.JSONEq(t, `[`+strings.TrimSuffix(strings.Repeat(`{"source":{"id":"70"}},`, more), ",")+`]`, string(last.Raw))
		require.Equal(t, account, last.Account)
		require.NotEmpty(t, last.ID)
	}
}
