package whatsapp_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadOldFiles holds that files of old messages, which come outside their threads, are
// history: of the user's side or of the business's, whose number is never a user.
func TestReadOldFiles(t *testing.T) {
	tests := []struct{ name, parts, side, from string }{
		{"of the user", `"from":"491"`, "user", "491"},
		{"of the business", `"from":"4930555010"`, "business", ""},
		{"of the business, otherwise written", `"from":"+49 30 555010"`, "business", ""},
		{"of the business, to a user", `"from":"4930555010","to":"491"`, "business", "491"},
		{"of nobody", `"x":1`, "user", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := parse(t, change("history", `"contacts":[{"wa_id":"499"}],"messages":[{`+tt.parts+`,"id":"m","type":"image","image":{"id":"7"}}]`))[0]
			require.Equal(t, []any{channel.EventHistory, tt.side, tt.from, "", "7"},
				[]any{e.Type, e.Notice.Name, e.From, string(e.Opens), e.Message.Attachments[0].ID})
		})
	}
}
