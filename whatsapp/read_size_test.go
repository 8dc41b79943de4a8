package whatsapp_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// items writes n of them with commas between.
func items(n int, item func(i int) string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = item(i)
	}
	return strings.Join(all, ",")
}

// growing are webhooks that grow with n in every place that a reader could go over again
// for each item.
func growing() map[string]func(n int) string {
	same := func(item string) func(int) string { return func(int) string { return item } }
	hi := func(i int) string {
		return fmt.Sprintf(`{"from":"49%d","id":"m%d","type":"text","text":{"body":"hi"}}`, i, i)
	}
	long := func(n int) string { return strings.Repeat("7", 40*n) }
	return map[string]func(n int) string{
		"messages": func(n int) string { return message(items(n, hi)) },
		"restrictions": func(n int) string {
			return change("account_update", `"restriction_info":[`+items(n, same(`{"restriction_type":"A"}`))+`]`)
		},
		"members": func(n int) string {
			return change("group_participants_update", `"groups":[{"group_id":"g","added_participants":[`+items(n, func(i int) string { return fmt.Sprintf(`{"wa_id":"49%d"}`, i) })+
				`],"errors":[`+items(n, same(`{"code":1}`))+`]}]`)
		},
		"a long account": func(n int) string {
			return `{"entry":[{"id":"` + long(n) + `","changes":[{"field":"x","value":{"messages":[` + items(n, same(`7`)) + `]}}]}]}`
		},
		"a long field": func(n int) string { return change(long(n), `"messages":[`+items(n, same(`7`))+`]`) },
		"a long number": func(n int) string {
			return `{"entry":[{"id":"2","changes":[{"field":"calls","value":{"metadata":{"display_phone_number":"` + long(n) + `"},"calls":[` +
				items(n, same(`{"id":"c","from":"491","event":"connect"}`)) + `]}}]}]}`
		},
		"a long contact": func(n int) string {
			return change("messages", `"contacts":[{"wa_id":"`+long(n)+`"}],"messages":[`+items(n, hi)+`]`)
		},
		"contacts of one number": func(n int) string {
			return change("messages", `"contacts":[`+items(n, func(i int) string { return fmt.Sprintf(`{"wa_id":"491","user_id":"DE.%d"}`, i) })+
				`],"messages":[`+items(n, func(i int) string {
				return fmt.Sprintf(`{"from":"491","from_user_id":"XX.%d","id":"m%d","type":"text","text":{"body":"hi"}}`, i, i)
			})+`]`)
		},
		"a thread of many members": func(n int) string {
			return change("history", `"history":[{"threads":[{"messages":[`+items(n, hi)+`],`+items(n, func(i int) string { return fmt.Sprintf(`"x%d":1`, i) })+`,"id":"491"}]}]`)
		},
		"threads": func(n int) string {
			return change("history", `"history":[{"threads":[`+items(n, func(i int) string { return `{"id":"491","messages":[` + hi(i) + `]}` })+`]}]`)
		},
		"vCards": func(n int) string {
			return message(`{"from":"491","id":"m","type":"contacts","contacts":[{"vcard":"` + strings.Repeat(`BEGIN:VCARD\nFN:A\nTEL:1\nEND:VCARD\n`, n) + `"}]}`)
		},
		"a long vCard": func(n int) string {
			return message(`{"from":"491","id":"m","type":"contacts","contacts":[{"vcard":"BEGIN:VCARD\nFN:A` + strings.Repeat(`\n B`, n) + strings.Repeat(`\nTEL:1`, n) + `"}]}`)
		},
		"an order": func(n int) string {
			return message(`{"from":"491","id":"m","type":"order","order":{"product_items":[` + items(n, same(`{"quantity":1}`)) + `]}}`)
		},
		"errors": func(n int) string {
			return change("messages", `"statuses":[{"id":"m","status":"failed","recipient_id":"491","errors":[`+items(n, same(`{"code":131047}`))+`]}]`)
		},
		"a note": func(n int) string {
			return message(`{"id":"m","type":"system","system":{"type":"user_changed_user_id","user_id":"FR.2","body":"` + strings.Repeat("FR.2 ", n) + `"}}`)
		},
		"an answer of many forms": func(n int) string {
			return message(`{"from":"491","id":"m","type":"interactive","interactive":{` + items(n, func(i int) string { return fmt.Sprintf(`"x%d":{}`, i) }) + `}}`)
		},
		"an unknown message": func(n int) string {
			return message(`{"from":"491","id":"m","type":"x",` + items(n, func(i int) string { return fmt.Sprintf(`"x%d":{}`, i) }) + `}`)
		},
		"records": func(n int) string {
			return change("calls", `"calls":[{"id":"c","from":"491","event":"e",`+items(n, func(i int) string { return fmt.Sprintf(`"r%d":{"audio":{}}`, i) })+`}]`)
		},
		"members apart": func(n int) string {
			return change("messages", `"messages":[`+hi(0)+`],`+items(n, func(i int) string { return fmt.Sprintf(`"x%d":[1]`, i) }))
		},
		"changes": func(n int) string {
			return `{"entry":[{"id":"2","changes":[` + items(n, same(`{"field":"x"}`)) + `]}]}`
		},
		"entries": func(n int) string { return `{"entry":[` + items(n, same(`7`)) + `]}` },
		"nested":  func(n int) string { return `{"entry":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}` },
	}
}

// TestReadLinear holds that bytes and time grow with a webhook, not with its square.
func TestReadLinear(t *testing.T) {
	platformtest.Linear(t, growing(), func(t *testing.T, body []byte) {
		_, err := read(t, body, received())
		require.NoError(t, err)
	})
}

// TestReadMost states that a webhook makes a bounded number of events, and that what is
// more is kept in one.
func TestReadMost(t *testing.T) {
	body := message(items(12_345, func(i int) string {
		return `{"from":"491","id":"` + strconv.Itoa(i) + `","type":"text","text":{"body":"hi"}}`
	}))
	events, err := read(t, []byte(body), received())
	require.NoError(t, err)
	require.Len(t, events, 10_001)
	require.Equal(t, []any{"9999", channel.EventMessage}, []any{events[9999].ID, events[9999].Type})
	rest := events[10_000]
	require.Equal(t, []any{channel.EventUnknown, "body: 2345 events more than the 10000 that one webhook makes"}, []any{rest.Type, rest.Notice.Detail})
	require.JSONEq(t, body, string(rest.Raw))
	require.NotEmpty(t, rest.ID)
	again, err := read(t, []byte(body), received())
	require.NoError(t, err)
	require.Equal(t, rest.ID, again[10_000].ID)

	many := change("account_update", `"restriction_info":[`+items(20_000, func(int) string { return `{}` })+`]`)
	events, err = read(t, []byte(many), received())
	require.NoError(t, err)
	require.Len(t, events, 10_001)
}
