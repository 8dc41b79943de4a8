package line_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadRestOf holds where the further parts of an event go.
func TestReadRestOf(t *testing.T) {
	one := func(parts string) channel.Event {
		t.Helper()
		return parse(t, fmt.Sprintf(`{"destination":"b","events":[{"mode":"active","source":{"userId":"U1"},%s}]}`, parts))[0]
	}
	e := one(`"type":"message","message":{"id":"1","type":"text","text":"@All","markAsReadToken":"mr","mention":{"mentionees":[{"type":"all"}]}}`)
	require.Equal(t, []string{"mr", `{"mentionees":[{"type":"all"}]}`}, []string{e.Notice.Subject, e.Message.Payload})
	e = one(`"type":"message","message":{"id":"1","type":"image","contentProvider":{"type":"line"},"imageSet":{"id":"s","index":1,"total":2}}`)
	require.Equal(t, `{"id":"s","index":1,"total":2}`, e.Message.Payload)
	e = one(`"type":"things","things":{"deviceId":"t","type":"scenarioResult","result":{"scenarioId":"sc"}}`)
	require.Equal(t, `{"scenarioId":"sc"}`, e.Message.Payload)
	e = one(`"type":"module","module":{"type":"attached","botId":"U2","scopes":["message:send"]}`)
	require.Equal(t, `["message:send"]`, e.Notice.Detail)
	e = one(`"type":"moonRise","moonRise":{"title":"Full moon"}`)
	require.Equal(t, []any{channel.EventUnknown, "Full moon"}, []any{e.Type, e.Message.Text})
}
