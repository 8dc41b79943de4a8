package messenger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadRestOf holds where the further parts of an item go.
func TestReadRestOf(t *testing.T) {
	e := parse(t, item(`"pass_thread_control":{"previous_owner_app_id":"1","new_owner_app_id":"2"}`))[0]
	require.Equal(t, []string{"2", "1"}, []string{e.Notice.Subject, e.Message.Payload})
	e = parse(t, item(`"optin":{"type":"notification_messages","notification_messages_frequency":"DAILY","notification_messages_timezone":"Europe/Berlin","user_token_status":"REFRESHED"}`))[0]
	require.Equal(t, []string{"DAILY", "Europe/Berlin REFRESHED"}, []string{e.Message.Subtype, e.Message.Detail})
	ad := parse(t, item(`"referral":{"source":"ADS","ad_id":"7","ads_context_data":{"post_id":"p","video_url":"https://cdn.example/v"}}`))
	require.Equal(t, []any{channel.OpenAd, `{"post_id":"p","video_url":"https://cdn.example/v"}`}, []any{ad[1].Opens, ad[1].Message.Payload})
	e = parse(t, item(`"postcard":{"front":{"title":"From Kiel","description":"A harbour"}}`))[0]
	require.Equal(t, []any{channel.EventUnknown, "From Kiel\nA harbour"}, []any{e.Type, e.Message.Text})
}

// TestReadPublicWhole holds the same of what is said in public.
func TestReadPublicWhole(t *testing.T) {
	change := func(field, value string) channel.Event {
		t.Helper()
		return parse(t, `{"object":"page","entry":[{"id":"4","changes":[{"field":"`+field+`","value":`+value+`}]}]}`)[0]
	}
	e := change("ratings", `{"item":"rating","verb":"add","open_graph_story_id":"og","reviewer_id":"7","review_text":"Good","recommendation_type":"positive","rating":5}`)
	require.Equal(t, []any{channel.EventMessage, "og", "Good", "positive 5"}, []any{e.Type, e.Message.ID, e.Message.Text, e.Message.Detail})
	e = change("feed", `{"item":"comment","verb":"remove","comment_id":"c","post_id":"p","parent_id":"c0","from":{"id":"7"}}`)
	require.Equal(t, []string{"c", "c0", "p"}, []string{e.Message.Target, e.Message.ReplyTo, e.Message.Referral.ID})
	e = change("comments", `{"id":"c","text":"?","from":{"id":"7"},"media":{"id":"m","ad_id":"a"}}`)
	require.Equal(t, channel.Referral{Source: "post", ID: "m", Payload: "a"}, e.Message.Referral)
	e = change("leadgen", `{"leadgen_id":"l","note":{"description":"asks for a call"}}`)
	require.Equal(t, []any{channel.EventUnknown, "asks for a call"}, []any{e.Type, e.Message.Text})
}

// TestReadBeside keeps a list of an entry that this version does not know.
func TestReadBeside(t *testing.T) {
	events := parse(t, `{"object":"page","entry":[{"id":"4","messaging":[{"sender":{"id":"7"},"recipient":{"id":"4"},"message":{"mid":"m","text":"a"}}],"moons":[{"text":"b"}]}]}`)
	require.Len(t, events, 2)
	require.Equal(t, []any{channel.EventUnknown, "b"}, []any{events[1].Type, events[1].Message.Text})
}
