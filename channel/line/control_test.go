package line_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadControl holds who may answer: what comes in standby is shown only, and a
// module gets a chat or loses it.
func TestReadControl(t *testing.T) {
	standby := func(parts string) string {
		return strings.Replace(webhook(parts), `"mode":"active"`, `"mode":"standby"`, 1)
	}
	const message = `"type":"message","message":{"id":"501","type":"text","text":"Hi"}`
	tests := []struct {
		name, body string
		event      channel.EventType
		control    channel.Control
		opens      channel.Opener
	}{
		{"active", webhook(message), channel.EventMessage, "", channel.OpenMessage},
		{"standby", standby(message), channel.EventMessage, channel.ControlElsewhere, channel.OpenMessage},
		{"standby, a tap", standby(`"type":"postback","postback":{"data":"d"}`), channel.EventMessage, channel.ControlElsewhere, channel.OpenMessage},
		{"standby, unsent", standby(`"type":"unsend","unsend":{"messageId":"501"}`), channel.EventRevoke, channel.ControlElsewhere, ""},
		{"standby, followed", standby(`"type":"follow"`), channel.EventOpen, channel.ControlElsewhere, channel.OpenFollow},
		{"another mode", strings.Replace(webhook(message), `"mode":"active"`, `"mode":"resting"`, 1), channel.EventMessage, "", channel.OpenMessage},
		{"came to this module", webhook(`"type":"activated","chatControl":{"expireAt":1773050460000}`), channel.EventControl, channel.ControlOurs, ""},
		{"left this module", standby(`"type":"deactivated"`), channel.EventControl, channel.ControlElsewhere, ""},
		{"left this module, of no chat", strings.Replace(standby(`"type":"deactivated"`), `"source":{"type":"user","userId":"Umira"},`, "", 1),
			channel.EventAccount, channel.ControlElsewhere, ""},
		{"attached", webhook(`"type":"module","module":{"type":"attached","botId":"U1"}`), channel.EventAccount, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := parse(t, tt.body)[0]
			require.Equal(t, []any{tt.event, tt.control, tt.opens}, []any{e.Type, e.Control, e.Opens})
			require.Equal(t, e.ID, parse(t, tt.body)[0].ID)
		})
	}
	until := parse(t, webhook(`"type":"activated","chatControl":{"expireAt":1773050460000}`))[0].Notice.Until
	require.Equal(t, int64(1773050460), until.Unix())
}
