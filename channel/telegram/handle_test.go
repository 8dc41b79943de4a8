package telegram_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

const (
	forum = `"chat":{"id":-100,"type":"supergroup","title":"Help","is_forum":true}`
	ada   = `"from":{"id":7,"first_name":"Ada"}`
)

// place is where an event happened, and what it is about.
type place struct {
	Type                             channel.EventType
	Echo                             bool
	From, Name, User                 string
	Group, ID, Target, ReplyTo, Text string
}

func placeOf(e channel.Event) place {
	m := e.Message
	return place{e.Type, e.Echo, e.From, e.Profile.Name, strings.Join(e.Profile.Handles, " "), m.Group, m.ID, m.Target, m.ReplyTo, m.Text}
}

// TestReadPlace holds that the number of a message never stands without its chat,
// and that a topic is a place of its own.
func TestReadPlace(t *testing.T) {
	tests := []struct {
		name, body string
		want       place
	}{
		{"private", `{"message":{"message_id":41,` + ada + `,"chat":{"id":7,"type":"private"},"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", ID: "7:41", Text: "x"}},
		{"edited in a supergroup", `{"edited_message":{"message_id":41,` + ada + `,"chat":{"id":-100,"type":"supergroup"},"text":"y"}}`,
			place{Type: channel.EventEdit, From: "7", Name: "Ada", Group: "-100", ID: "-100:41", Target: "-100:41", Text: "y"}},
		{"business", `{"business_message":{"message_id":41,"business_connection_id":"bc",` + ada + `,"chat":{"id":7,"type":"private"},"text":"x","reply_to_message":{"message_id":40,"chat":{"id":7}}}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", ID: "7:41", ReplyTo: "7:40", Text: "x"}},
		{"deleted in a business chat", `{"deleted_business_messages":{"business_connection_id":"bc","chat":{"id":7,"type":"private"},"message_ids":[41]}}`,
			place{Type: channel.EventRevoke, From: "7", Target: "7:41"}},
		{"quotes another chat", `{"message":{"message_id":41,` + ada + `,"chat":{"id":7,"type":"private"},"text":"x","external_reply":{"chat":{"id":-5},"message_id":9}}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", ID: "7:41", ReplyTo: "-5:9", Text: "x"}},
		{"quotes what the bot cannot see", `{"message":{"message_id":41,` + ada + `,"chat":{"id":7,"type":"private"},"text":"x","external_reply":{"origin":{}}}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", ID: "7:41", Text: "x"}},
		{"reaction", `{"message_reaction":{"message_id":41,"user":{"id":7,"first_name":"Ada"},"chat":{"id":7,"type":"private"},"new_reaction":[{"emoji":"👍"}]}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Target: "7:41", Text: "👍"}},
		{"tap in a group", `{"callback_query":{"id":"99",` + ada + `,"data":"d","message":{"message_id":41,"chat":{"id":-100,"type":"group"}}}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100", ID: "99", ReplyTo: "-100:41"}},
		{"tap on a message sent inline", `{"callback_query":{"id":"99",` + ada + `,"data":"d","inline_message_id":"in"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", ID: "99", ReplyTo: "in"}},

		{"topic", `{"message":{"message_id":41,` + ada + `,` + forum + `,"message_thread_id":5,"is_topic_message":true,"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100#5", ID: "-100:41", Text: "x"}},
		{"topic, not marked", `{"message":{"message_id":41,` + ada + `,` + forum + `,"message_thread_id":5,"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100#5", ID: "-100:41", Text: "x"}},
		{"topic, as an answer to the note that made it", `{"message":{"message_id":41,` + ada + `,` + forum + `,"message_thread_id":5,"is_topic_message":true,"reply_to_message":{"message_id":5,"chat":{"id":-100},"forum_topic_created":{}},"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100#5", ID: "-100:41", Text: "x"}},
		{"topic, as an answer", `{"message":{"message_id":41,` + ada + `,` + forum + `,"message_thread_id":5,"is_topic_message":true,"reply_to_message":{"message_id":30,"chat":{"id":-100}},"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100#5", ID: "-100:41", ReplyTo: "-100:30", Text: "x"}},
		{"General", `{"message":{"message_id":41,` + ada + `,` + forum + `,"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100", ID: "-100:41", Text: "x"}},
		{"an answer in General has a thread", `{"message":{"message_id":41,` + ada + `,` + forum + `,"message_thread_id":30,"reply_to_message":{"message_id":30,"chat":{"id":-100}},"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100", ID: "-100:41", ReplyTo: "-100:30", Text: "x"}},
		{"a thread of a group without topics", `{"message":{"message_id":41,` + ada + `,"chat":{"id":-100,"type":"supergroup"},"message_thread_id":30,"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100", ID: "-100:41", Text: "x"}},
		{"tap in a topic", `{"callback_query":{"id":"99",` + ada + `,"data":"d","message":{"message_id":41,` + forum + `,"message_thread_id":5,"is_topic_message":true}}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-100#5", ID: "99", ReplyTo: "-100:41"}},
		{"topic of the private chat", `{"message":{"message_id":41,` + ada + `,"chat":{"id":7,"type":"private"},"message_thread_id":5,"is_topic_message":true,"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7#5", Name: "Ada", User: "7", ID: "7:41", Text: "x"}},
		{"topic of the private chat, as an answer to the note that made it", `{"message":{"message_id":41,` + ada + `,"chat":{"id":7,"type":"private"},"message_thread_id":5,"is_topic_message":true,"reply_to_message":{"message_id":5,"chat":{"id":7}},"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7#5", Name: "Ada", User: "7", ID: "7:41", Text: "x"}},
		{"topic of the private chat, edited", `{"edited_message":{"message_id":41,` + ada + `,"chat":{"id":7,"type":"private"},"message_thread_id":5,"is_topic_message":true,"text":"y"}}`,
			place{Type: channel.EventEdit, From: "7#5", Name: "Ada", User: "7", ID: "7:41", Target: "7:41", Text: "y"}},
		{"tap in a topic of the private chat", `{"callback_query":{"id":"99",` + ada + `,"data":"d","message":{"message_id":41,"chat":{"id":7,"type":"private"},"message_thread_id":5,"is_topic_message":true}}}`,
			place{Type: channel.EventMessage, From: "7#5", Name: "Ada", User: "7", ID: "99", ReplyTo: "7:41"}},
		{"a thread of the private chat that is not a topic", `{"message":{"message_id":41,` + ada + `,"chat":{"id":7,"type":"private"},"message_thread_id":5,"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", ID: "7:41", Text: "x"}},
		{"to a channel", `{"message":{"message_id":41,` + ada + `,"chat":{"id":-300,"type":"supergroup","is_direct_messages":true},"direct_messages_topic":{"topic_id":88,"user":{"id":7}},"text":"x"}}`,
			place{Type: channel.EventMessage, From: "7", Name: "Ada", Group: "-300#dm88", ID: "-300:41", Text: "x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events := parse(t, tt.body)
			require.Len(t, events, 1)
			if diff := cmp.Diff(tt.want, placeOf(events[0])); diff != "" {
				t.Errorf("place differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadStaff holds what is not a customer's: the words are kept, and none of it
// opens a way to answer.
func TestReadStaff(t *testing.T) {
	const group = `"chat":{"id":-100,"type":"supergroup","title":"Help"}`
	const asGroup = `"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":-100,"type":"supergroup","title":"Help"}`
	const owner = `"business_connection_id":"bc","from":{"id":8,"first_name":"Shop"},"chat":{"id":7,"type":"private","first_name":"Ada"}`
	const post = `"from":{"id":777000,"first_name":"Telegram"},"sender_chat":{"id":-200,"type":"channel","title":"News"},"is_automatic_forward":true`
	tests := []struct {
		name, body string
		want       place
	}{
		{"anonymous administrator", `{"message":{"message_id":41,` + asGroup + `,` + group + `,"author_signature":"boss","text":"x"}}`,
			place{Type: channel.EventEcho, Echo: true, From: "-100", Group: "-100", ID: "-100:41", Text: "x"}},
		{"anonymous administrator, of older updates", `{"message":{"message_id":41,"from":{"id":1087968824},` + group + `,"text":"x"}}`,
			place{Type: channel.EventEcho, Echo: true, From: "-100", Group: "-100", ID: "-100:41", Text: "x"}},
		{"anonymous administrator in a topic", `{"message":{"message_id":41,` + asGroup + `,` + forum + `,"message_thread_id":5,"is_topic_message":true,"text":"x"}}`,
			place{Type: channel.EventEcho, Echo: true, From: "-100#5", Group: "-100#5", ID: "-100:41", Text: "x"}},
		{"anonymous administrator corrects", `{"edited_message":{"message_id":41,` + asGroup + `,` + group + `,"text":"y"}}`,
			place{Type: channel.EventEdit, Echo: true, From: "-100", Group: "-100", ID: "-100:41", Target: "-100:41", Text: "y"}},
		{"anonymous administrator reacts", `{"message_reaction":{"message_id":41,"actor_chat":{"id":-100,"type":"supergroup","title":"Help"},` + group + `,"new_reaction":[{"emoji":"👍"}]}}`,
			place{Type: channel.EventEcho, Echo: true, From: "-100", Group: "-100", Target: "-100:41", Text: "👍"}},
		{"owner of the business", `{"business_message":{"message_id":41,` + owner + `,"text":"40"}}`,
			place{Type: channel.EventEcho, Echo: true, From: "7", Name: "Ada", ID: "7:41", Text: "40"}},
		{"owner of the business corrects", `{"edited_business_message":{"message_id":41,` + owner + `,"text":"50"}}`,
			place{Type: channel.EventEdit, Echo: true, From: "7", Name: "Ada", ID: "7:41", Target: "7:41", Text: "50"}},
		{"channel answers its direct messages", `{"message":{"message_id":41,"from":{"id":8},"sender_chat":{"id":-200,"type":"channel","title":"News"},"chat":{"id":-300,"type":"supergroup","is_direct_messages":true},"direct_messages_topic":{"topic_id":88,"user":{"id":7,"first_name":"Ada"}},"text":"x"}}`,
			place{Type: channel.EventEcho, Echo: true, From: "7", Name: "Ada", Group: "-300#dm88", ID: "-300:41", Text: "x"}},
		{"copy of a channel's post", `{"message":{"message_id":41,` + post + `,` + group + `,"text":"x"}}`,
			place{Type: channel.EventHistory, From: "-200", Name: "News", Group: "-100", ID: "-100:41", Text: "x"}},
		{"copy of a channel's post, corrected", `{"edited_message":{"message_id":41,` + post + `,` + group + `,"text":"y"}}`,
			place{Type: channel.EventHistory, From: "-200", Name: "News", Group: "-100", ID: "-100:41", Target: "-100:41", Text: "y"}},
		{"channel's post", `{"channel_post":{"message_id":41,"sender_chat":{"id":-200,"title":"News"},"chat":{"id":-200,"type":"channel","title":"News"},"text":"x"}}`,
			place{Type: channel.EventHistory, From: "-200", Name: "News", Group: "-200", ID: "-200:41", Text: "x"}},
		{"channel's post, corrected", `{"edited_channel_post":{"message_id":41,"chat":{"id":-200,"type":"channel","title":"News"},"text":"y"}}`,
			place{Type: channel.EventHistory, From: "-200", Name: "News", Group: "-200", ID: "-200:41", Target: "-200:41", Text: "y"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events := parse(t, tt.body)
			require.Len(t, events, 1)
			require.Empty(t, events[0].Opens)
			if diff := cmp.Diff(tt.want, placeOf(events[0])); diff != "" {
				t.Errorf("place differs (-want +got):\n%s", diff)
			}
		})
	}
	owned := parse(t, `{"business_message":{"message_id":41,`+owner+`,"text":"40"}}`)[0]
	require.Equal(t, channel.Notice{Subject: "8", Detail: "Shop"}, owned.Notice)
	// A member who writes as a channel of his own is a member.
	as := parse(t, `{"message":{"message_id":41,"from":{"id":136817688},"sender_chat":{"id":-400,"type":"channel","title":"Ada's"},`+group+`,"text":"x"}}`)[0]
	require.Equal(t, []any{channel.EventMessage, channel.OpenMessage, "-400", "Ada's"}, []any{as.Type, as.Opens, as.From, as.Profile.Name})
}

// TestCallPlace holds that a message goes back to where its place came from.
func TestCallPlace(t *testing.T) {
	to := func(handle string) channel.Address { return channel.Address{Account: mira.Account, Handle: handle} }
	photo := channel.Attachment{Type: channel.Image, ID: "p1"}
	tests := []struct {
		name string
		o    channel.Outbound
		want string
	}{
		{"quotes", channel.Outbound{To: to("7"), Text: "Hi", ReplyTo: "7:41"},
			`{"chat_id":7,"text":"Hi","reply_parameters":{"message_id":41,"allow_sending_without_reply":true}}`},
		{"does not quote another chat", channel.Outbound{To: to("7"), Text: "Hi", ReplyTo: "-100:41"}, `{"chat_id":7,"text":"Hi"}`},
		{"quotes in a chat with a name", channel.Outbound{To: to("@help"), Text: "Hi", ReplyTo: "-100:41"},
			`{"chat_id":"@help","text":"Hi","reply_parameters":{"message_id":41,"allow_sending_without_reply":true}}`},
		{"into a topic", channel.Outbound{To: to("-100#5"), Text: "Hi", ReplyTo: "-100:41"},
			`{"chat_id":-100,"message_thread_id":5,"text":"Hi","reply_parameters":{"message_id":41,"allow_sending_without_reply":true}}`},
		{"a photo into a topic", channel.Outbound{To: to("-100#5"), Attachments: []channel.Attachment{photo}}, `{"chat_id":-100,"message_thread_id":5,"photo":"p1"}`},
		{"into a topic of the private chat", channel.Outbound{To: to("7#5"), Text: "Hi", ReplyTo: "7:41"},
			`{"chat_id":7,"message_thread_id":5,"text":"Hi","reply_parameters":{"message_id":41,"allow_sending_without_reply":true}}`},
		{"into a channel's direct messages", channel.Outbound{To: to("-300#dm88"), Text: "Hi"}, `{"chat_id":-300,"direct_messages_topic_id":88,"text":"Hi"}`},
		{"reacts", channel.Outbound{To: to("7"), Type: channel.Reaction, Target: "7:41"}, `{"chat_id":7,"message_id":41,"reaction":[]}`},
		{"reacts in a topic", channel.Outbound{To: to("-100#5"), Type: channel.Reaction, Target: "-100:41"}, `{"chat_id":-100,"message_id":41,"reaction":[]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := unsigned(t).Call(tt.o)
			require.NoError(t, err)
			require.JSONEq(t, tt.want, string(got.Body))
		})
	}
}

// TestAnswerPlace holds that what was sent has the id under which it is written
// about, and that the platform takes that id back.
func TestAnswerPlace(t *testing.T) {
	for body, want := range map[string]string{
		`{"ok":true,"result":{"message_id":301,"chat":{"id":-100,"type":"supergroup"}}}`:                         "-100:301",
		`{"ok":true,"result":[{"message_id":12,"chat":{"id":7}},{"message_id":13,"chat":{"id":7}}]}`:             "7:12",
		`{"ok":true,"result":{"message_id":301,"business_connection_id":"bc","chat":{"id":7,"type":"private"}}}`: "7:301",
	} {
		got, err := answer(t, 200, body)
		require.NoError(t, err)
		require.Equal(t, want, got.MessageID)
	}
	accepted, err := answer(t, 200, `{"ok":true,"result":{"message_id":301,"chat":{"id":-100}}}`)
	require.NoError(t, err)
	edit := parse(t, `{"edited_message":{"message_id":301,`+ada+`,"chat":{"id":7,"type":"private"},"text":"y"}}`)[0]
	require.NotEqual(t, accepted.MessageID, edit.Message.Target)
	reply, err := unsigned(t).Call(channel.Outbound{To: channel.Address{Account: mira.Account, Handle: "-100"}, Text: "Hi", ReplyTo: accepted.MessageID})
	require.NoError(t, err)
	var body struct {
		Quote struct {
			ID int64 `json:"message_id"`
		} `json:"reply_parameters"`
	}
	require.NoError(t, json.Unmarshal(reply.Body, &body))
	require.Equal(t, int64(301), body.Quote.ID)
}
