package whatsapp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadStaff holds what staff do on the phone app: it is towards the user, and
// marked.
func TestReadStaff(t *testing.T) {
	tests := []struct {
		name, parts string
		event       channel.EventType
		want        channel.Message
	}{
		{"message", `"type":"text","text":{"body":"40"}`, channel.EventEcho, channel.Message{ID: "m", Type: channel.Text, Text: "40"}},
		{"reaction", `"type":"reaction","reaction":{"message_id":"o","emoji":"👍"}`, channel.EventEcho, channel.Message{ID: "m", Type: channel.Reaction, Target: "o", Text: "👍"}},
		{"reaction taken back", `"type":"reaction","reaction":{"message_id":"o"}`, channel.EventEcho, channel.Message{ID: "m", Type: channel.Reaction, Target: "o"}},
		{"correction", `"type":"edit","edit":{"original_message_id":"o","message":{"type":"text","text":{"body":"50"}}}`, channel.EventEdit, channel.Message{ID: "m", Type: channel.Text, Target: "o", Text: "50"}},
		{"correction of a caption", `"type":"edit","edit":{"original_message_id":"o","message":{"type":"audio","audio":{"id":"a","voice":true}}}`, channel.EventEdit,
			channel.Message{ID: "m", Type: channel.Audio, Subtype: "voice", Target: "o", Attachments: []channel.Attachment{{Type: channel.Audio, ID: "a", Voice: true}}}},
		{"withdrawal", `"type":"revoke","revoke":{"original_message_id":"o"}`, channel.EventRevoke, channel.Message{ID: "m", Type: "revoke", Target: "o"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := parse(t, change("smb_message_echoes", `"message_echoes":[{"from":"4930555010","to":"491","id":"m",`+tt.parts+`}]`))[0]
			require.Equal(t, []any{tt.event, true, "491", channel.Opener("")}, []any{e.Type, e.Echo, e.From, e.Opens})
			if diff := cmp.Diff(tt.want, e.Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
			own := parse(t, message(`{"from":"491","id":"m",`+tt.parts+`}`))[0]
			require.False(t, own.Echo, "the user's own")
		})
	}
	call := parse(t, change("calls", `"calls":[{"id":"c","from":"4930555010","to":"491","event":"connect","direction":"BUSINESS_INITIATED"}]`))[0]
	require.Equal(t, []any{channel.EventEcho, true, "491"}, []any{call.Type, call.Echo, call.From})
}

// TestReadReasons holds that a failure told with another reason is another event, and
// that all of them lead to the reason.
func TestReadReasons(t *testing.T) {
	failed := func(rest string) channel.Event {
		return parse(t, change("messages", `"statuses":[{"id":"m","status":"failed","timestamp":"1772960400","recipient_id":"491"`+rest+`}]`))[0]
	}
	tests := []struct{ name, rest, id string }{
		{"no errors", ``, "m/failed"},
		{"empty errors", `,"errors":[]`, "m/failed"},
		{"an error of nothing", `,"errors":[{}]`, "m/failed"},
		{"a code", `,"errors":[{"code":131047,"title":"Re-engagement message"}]`, "m/failed/131047"},
		{"the code in other words", `,"errors":[{"code":"131047","title":"Message failed"}]`, "m/failed/131047"},
		{"another code", `,"errors":[{"code":131026}]`, "m/failed/131026"},
		{"two codes", `,"errors":[{"code":131026},{"code":131047}]`, "m/failed/131026/131047"},
		{"in a group", `,"errors":[{"code":131026}],"recipient_type":"group","recipient_participant_id":"49"`, "m/failed/131026/49"},
	}
	for _, tt := range tests {
		require.Equal(t, tt.id, failed(tt.rest).ID, tt.name)
	}
	words, other := failed(`,"errors":[{"title":"a"}]`), failed(`,"errors":[{"title":"b"}]`)
	require.NotEqual(t, words.ID, other.ID)
	require.NotEqual(t, failed(``).ID, words.ID)

	why := failed(`,"errors":[{"code":131047}]`).Status
	bare := failed(``).Status
	for _, order := range [][]channel.Status{{bare, why}, {why, bare}} {
		d := channel.Delivery{}
		for _, s := range order {
			d = d.Apply(s, at(1772960400))
		}
		require.Equal(t, "131047", d.Error.Code)
	}
	ended := parse(t, change("calls", `"calls":[{"id":"c","from":"491","event":"terminate","status":"FAILED","errors":[{"code":138021}]}]`))[0]
	require.Equal(t, "c/terminate/138021", ended.ID)
}
