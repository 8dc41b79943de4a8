package messenger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// families are webhooks that grow by a part that is repeated so often.
func families() map[string]func(n int) string {
	list := func(before, part, after string) func(int) string {
		return func(n int) string { return before + strings.Repeat(part+",", n-1) + part + after }
	}
	const item = `{"sender":{"id":"7"},"recipient":{"id":"4"},"timestamp":1773050400000,`
	const page = `{"object":"page","entry":[{"id":"4","messaging":[`
	const change = `{"object":"instagram","entry":[{"id":"4","changes":[{"field":"comments","value":`
	return map[string]func(n int) string{
		"messages":      list(page, item+`"message":{"mid":"m","text":"t"}}`, `]}]}`),
		"empty items":   list(page, `{}`, `]}]}`),
		"entries":       list(`{"entry":[`, `{"id":"4","messaging":[{}]}`, `]}`),
		"values":        list(change+`[`, `{"id":"c","from":{"id":"7"},"text":"t"}`, `]}]}]}`),
		"values alone":  list(change+`[`, `[]`, `]}]}]}`),
		"deliveries":    list(page+item+`"delivery":{"mids":[`, `"m_1"`, `]}}]}]}`),
		"equal members": list(page+item, `"message":{"mid":"m"}`, `}]}]}`),
		"equal fields":  list(`{"entry":[{"id":"4",`, `"field":"feed","value":{}`, `}]}`),
		"equal lists":   list(`{"entry":[{"id":"4",`, `"messaging":[{}]`, `}]}`),
		"other members": list(page+item, `"hologram":{"text":"t"}`, `}]}]}`),
		"attachments":   list(page+item+`"message":{"attachments":[`, `{"type":"image","payload":{"url":"u"}}`, `]}}]}]}`),
		"templates":     list(page+item+`"message":{"attachments":[`, `{"type":"template","payload":{"text":"t"}}`, `]}}]}]}`),
		"products":      list(page+item+`"message":{"attachments":[{"type":"template","payload":{"product":{"elements":[`, `{"id":"1"}`, `]}}}]}}]}]}`),
		"photos":        list(`{"object":"page","entry":[{"id":"4","changes":[{"field":"feed","value":{"item":"status","verb":"add","from":{"id":"7"},"photos":[`, `"u"`, `]}}]}]}`),
		"roles":         list(page+`{"app_roles":{`, `"12":[]`, `}}]}]}`),
		"nested":        func(n int) string { return `{"entry":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}` },
		"nested items":  func(n int) string { return page + strings.Repeat(`{"a":`, n) + `1` + strings.Repeat("}", n) + `]}]}` },
		"a long account": func(n int) string {
			return strings.Replace(list(page, `{}`, `]}]}`)(n), `"id":"4"`, `"id":"`+strings.Repeat("4", 3*n)+`"`, 1)
		},
		"a long field": func(n int) string {
			return strings.Replace(list(change+`[`, `[]`, `]}]}]}`)(n), `"comments"`, `"`+strings.Repeat("c", 3*n)+`"`, 1)
		},
		"a long instant": func(n int) string {
			return strings.Replace(list(page, `{}`, `]}]}`)(n), `"id":"4"`, `"time":"`+strings.Repeat("4", 3*n)+`"`, 1)
		},
	}
}

// TestReadLinear holds that bytes and time grow with a webhook, not with its square.
func TestReadLinear(t *testing.T) {
	platformtest.Linear(t, families(), func(t *testing.T, body []byte) { _ = parse(t, string(body)) })
}

// TestReadBound holds that a webhook makes so many events at most, and that the rest is
// kept in one more.
func TestReadBound(t *testing.T) {
	const bound = 10_000
	for _, name := range []string{"messages", "entries", "values", "deliveries", "equal lists"} {
		t.Run(name, func(t *testing.T) {
			whole := parse(t, families()[name](bound))
			require.Len(t, whole, bound)
			require.NotContains(t, whole[bound-1].Notice.Detail, "the rest")
			body := families()[name](bound + 5)
			cut := parse(t, body)
			require.Len(t, cut, bound+1)
			last := cut[bound]
			require.Equal(t, []any{channel.EventUnknown, "more than 10000 events: the rest was not read"}, []any{last.Type, last.Notice.Detail})
			require.Equal(t, json.RawMessage(body), last.Raw)
			require.NotEmpty(t, last.ID)
		})
	}
}
