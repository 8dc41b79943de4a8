package whatsapp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadCardsWhole keeps what a card says beside names and numbers.
func TestReadCardsWhole(t *testing.T) {
	e := parse(t, message(`{"from":"491","id":"m","type":"contacts","origin":"contact_request","contacts":[{"name":{"formatted_name":"Nora"},"birthday":"1990-02-03",
		"org":{"company":"Vale Lamps","title":"Head"},"addresses":[{"street":"Rope Walk 9","city":"Bremen","type":"WORK"}],"urls":[{"url":"https://vale.example","type":"WORK"}],
		"phones":[{"phone":"1"}]},{"vcard":"FN:Olaf\nORG:Bulbs\nNOTE:after six"}]}`))[0]
	require.Equal(t, "1990-02-03\nVale Lamps, Head\nRope Walk 9, Bremen\nhttps://vale.example\nBulbs\nafter six", e.Message.Detail)
	require.Equal(t, "contact_request", e.Message.Subtype)
	require.Equal(t, []channel.Person{{Name: "Nora", Phones: []string{"1"}}, {Name: "Olaf"}}, e.Message.People)
}

// TestReadAdWhole keeps the picture and the greeting of an advertisement.
func TestReadAdWhole(t *testing.T) {
	const ad = `{"source_type":"ad","source_id":"5","image_url":"https://cdn.example/a.jpg"}`
	e := parse(t, message(`{"from":"491","id":"m","type":"text","text":{"body":"?"},"referral":`+ad+`}`))[0]
	require.Equal(t, channel.Referral{Source: "ad", ID: "5", Payload: ad}, e.Message.Referral)
}

// TestReadNewsWhole keeps all of news: also those with a list of errors, which are no
// failures of messages.
func TestReadNewsWhole(t *testing.T) {
	const flow = `"event":"ENDPOINT_ERROR_RATE","message":"5 % fail","flow_id":"f1","errors":[{"error_type":"timeout","error_count":12}]`
	events := parse(t, change("flows", flow))
	require.Len(t, events, 1)
	e := events[0]
	require.Equal(t, channel.EventAccount, e.Type)
	require.Equal(t, []string{"ENDPOINT_ERROR_RATE", "f1", "5 % fail"}, []string{e.Notice.Name, e.Notice.Subject, e.Notice.Detail})
	require.Contains(t, e.Message.Payload, flow)
	e = parse(t, change("moon_phase", `"moon":{"title":"Full moon","more":[{"description":"Look up"}]}`))[0]
	require.Equal(t, []any{channel.EventUnknown, "Full moon\nLook up"}, []any{e.Type, e.Message.Text})
}

// TestReadBeside keeps what stands in a body beside its entries.
func TestReadBeside(t *testing.T) {
	events := parse(t, `{"object":"whatsapp_business_account","entry":[],"more":[{"text":"hello"}]}`)
	require.Len(t, events, 1)
	require.Equal(t, []any{channel.EventUnknown, "hello"}, []any{events[0].Type, events[0].Message.Text})
}

// TestReadRestOf holds where further parts of items go.
func TestReadRestOf(t *testing.T) {
	tests := []struct {
		name, body string
		want       channel.Message
		notice     string
	}{
		{"a call by a button and a link", change("calls", `"calls":[{"id":"c","from":"491","event":"connect","cta_payload":"b3","deeplink_payload":"bill-7"}]`),
			channel.Message{ID: "c", Type: channel.Call, Subtype: "connect", Payload: "b3", Referral: channel.Referral{Source: "link", Payload: "bill-7"}}, ""},
		{"a payment", change("messages", `"statuses":[{"id":"p","type":"payment","status":"captured","recipient_id":"491","payment":{"reference_id":"r7"}}]`),
			channel.Message{Type: "payment", Payload: `{"reference_id":"r7"}`}, ""},
		{"the settings of a group", change("group_settings_update", `"groups":[{"type":"group_settings_update","group_id":"G","request_id":"r",
			"profile_picture":{"mime_type":"image/jpeg","sha256":"aa"},"group_subject":{"text":"Lamps"},"group_description":{"text":"All of them","errors":[{"code":131009,"title":"Too long"}]}}]`),
			channel.Message{Group: "G", Text: "Lamps\nAll of them", Attachments: []channel.Attachment{{Type: channel.Image, MIME: "image/jpeg", SHA256: "aa"}},
				Errors: []channel.Error{{Code: "131009", Title: "Too long", Class: channel.ClassNever}}}, "r"},
		{"a group that was made", change("group_lifecycle_update", `"groups":[{"type":"group_create","group_id":"G","subject":"Lamps","request_id":"r","invite_link":"https://chat.example/1","initiated_by":"business"}]`),
			channel.Message{Group: "G", Subtype: "business"}, "Lamps, r, https://chat.example/1"},
		{"a sign-up", change("user_preferences", `"user_preferences":[{"wa_id":"491","value":"signup","signup_id":"66","detail":"by a link"}]`), channel.Message{Payload: "66"}, "by a link"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := parse(t, tt.body)[0]
			if diff := cmp.Diff(tt.want, e.Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
			require.Equal(t, tt.notice, e.Notice.Detail)
		})
	}
	e := parse(t, change("group_participants_update", `"groups":[{"type":"group_join_request_created","group_id":"G","wa_id":"491","username":"@ann"}]`))[0]
	require.Equal(t, "@ann", e.Profile.Username)
	e = parse(t, change("history", `"history":[{"threads":[{"id":"491","messages":[{"from":"491","id":"h","type":"text","text":{"body":"old"},"history_context":{"status":"READ"}}]}]}]`))[0]
	require.Equal(t, []any{channel.EventHistory, channel.StateRead}, []any{e.Type, e.Status.State})
}
