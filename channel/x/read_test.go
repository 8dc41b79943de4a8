package x_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/x"
)

var (
	sent     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	received = sent.Add(2 * time.Minute)
	account  = channel.Account{Kind: channel.X, ID: "40"}
)

// unsigned is the platform of webhooks that somebody else has checked.
func unsigned(t testing.TB) *x.Platform {
	t.Helper()
	p, err := x.New(x.Config{Unsigned: true})
	require.NoError(t, err)
	return p
}

func read(t testing.TB, body []byte, at time.Time) ([]channel.Event, error) {
	t.Helper()
	return unsigned(t).Events(platform.Request{Body: body, Received: at})
}

func parse(t testing.TB, body string) []channel.Event {
	t.Helper()
	events, err := read(t, []byte(body), received)
	require.NoError(t, err)
	return events
}

// same compares events but for what all have alike, and made ids.
func same(t *testing.T, want, got []channel.Event) {
	t.Helper()
	for i := range got {
		if strings.HasPrefix(got[i].ID, "made:") {
			got[i].ID = "made"
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(channel.Event{}, "Raw", "Received")); diff != "" {
		t.Errorf("events differ (-want +got):\n%s", diff)
	}
}

func TestReadAccountActivity(t *testing.T) {
	body, err := os.ReadFile("testdata/account_activity.json")
	require.NoError(t, err)
	mira := channel.Profile{Name: "Mira", Username: "mira_example", Picture: "https://cdn.example/mira.jpg"}
	at := func(seconds int) time.Time { return sent.Add(time.Duration(seconds) * time.Second) }
	same(t, []channel.Event{
		{
			ID: "9001", Type: channel.EventMessage, Account: account, From: "70", Profile: mira, Sent: sent.Add(250 * time.Millisecond), Opens: channel.OpenMessage,
			Message: channel.Message{
				ID: "9001", Type: channel.Text, Text: "Is it blue? 💙", Referral: channel.Referral{Source: "post", ID: "800", Payload: "700"},
			},
			Notice: channel.Notice{Subject: "5"},
		},
		{
			ID: "9002", Type: channel.EventMessage, Account: account, From: "70", Profile: mira, Sent: at(1), Opens: channel.OpenMessage,
			Message: channel.Message{ID: "9002", Type: channel.Video, Text: "https://t.example/1", Attachments: []channel.Attachment{
				{Type: channel.Video, ID: "880", URL: "https://cdn.example/large.mp4", MIME: "video/mp4", Preview: "https://cdn.example/880.jpg"},
			}},
		},
		{
			ID: "made", Type: channel.EventUnknown, Account: account, Sent: received,
			Notice: channel.Notice{Field: "direct_message_events", Detail: "direct_message_events[2]: not an object"},
		},
		{
			ID: "9003", Type: channel.EventEcho, Echo: true, Account: account, From: "70", Profile: mira, Sent: at(2),
			Message: channel.Message{ID: "9003", Type: channel.Text, Text: "It is."}, Notice: channel.Notice{Subject: "6"},
		},
		{
			ID: "made", Type: channel.EventRead, Account: account, From: "70", Profile: mira, Sent: at(3),
			Status: channel.Status{MessageID: "9003", State: channel.StateRead},
		},
		{
			ID: "made", Type: channel.EventAccount, Account: account, From: "70", Profile: mira, Sent: at(4),
			Notice: channel.Notice{Field: "direct_message_indicate_typing_events", Name: "typing", Subject: "40"},
		},
		{
			ID: "made", Type: channel.EventOpen, Account: account, From: "71", Sent: at(5), Opens: channel.OpenFollow,
			Profile: channel.Profile{Name: "Noor", Username: "noor_example"}, Notice: channel.Notice{Field: "follow_events", Name: "follow", Subject: "40"},
		},
	}, parse(t, string(body)))
}

func TestReadActivity(t *testing.T) {
	body, err := os.ReadFile("testdata/activity.json")
	require.NoError(t, err)
	same(t, []channel.Event{{
		ID: "9001", Type: channel.EventMessage, Account: account, From: "70", Sent: sent, Opens: channel.OpenMessage,
		Profile: channel.Profile{Name: "Mira", Username: "mira_example"},
		Message: channel.Message{ID: "9001", Type: channel.Text, Text: "Hello"},
	}}, parse(t, string(body)))
}

func TestReadActivityKinds(t *testing.T) {
	tests := []struct {
		kind, payload string
		want          channel.Event
	}{
		{
			"dm.sent", `{"id":"1","event_type":"MessageCreate","text":"Hi","sender_id":"40","dm_conversation_id":"40-70","created_at":"2026-03-09T10:00:00.000Z"}`,
			channel.Event{ID: "1", Type: channel.EventEcho, Echo: true, From: "70", Sent: sent, Message: channel.Message{ID: "1", Type: channel.Text, Text: "Hi"}},
		},
		{
			"dm.received", `{"id":"2","sender_id":"70","dm_conversation_id":"555","attachments":{"media_keys":["3_9"]}}`,
			channel.Event{ID: "2", Type: channel.EventMessage, From: "70", Sent: received, Opens: channel.OpenMessage, Message: channel.Message{
				ID: "2", Type: channel.Unsupported, Group: "conversation/555", Attachments: []channel.Attachment{{Type: channel.Unsupported, ID: "3_9"}},
			}},
		},
		{
			"dm.received", `{"id":"3","event_type":"Waved"}`,
			channel.Event{ID: "-31", Type: channel.EventUnknown, Sent: received, Notice: channel.Notice{
				Field: "dm.received", Detail: "dm.received[0]: a kind of message that this version does not know",
			}},
		},
		{
			"dm.received", `{"id":"3","event_type":"ParticipantsJoin","dm_conversation_id":"555","sender_id":"70","participant_ids":["71","72"]}`,
			channel.Event{ID: "3", Type: channel.EventAccount, From: "70", Sent: received, Message: channel.Message{Group: "conversation/555"}, Notice: channel.Notice{
				Field: "dm.received", Name: "ParticipantsJoin", Subject: "555", Detail: "71, 72",
			}},
		},
		{
			"dm.received", `{"id":"4","event_type":"Waved","sender_id":"70","text":"Hi","dm_conversation_id":"40-70"}`,
			channel.Event{ID: "4", Type: channel.EventMessage, From: "70", Sent: received, Opens: channel.OpenMessage, Message: channel.Message{
				ID: "4", Type: channel.Unsupported, Subtype: "Waved", Text: "Hi",
				Payload: `{"id":"4","event_type":"Waved","sender_id":"70","text":"Hi","dm_conversation_id":"40-70"}`,
			}},
		},
		{
			"dm.received", `{"id":"5","sender_id":"70","text":{"body":"Hi"},"dm_conversation_id":"40-70"}`,
			channel.Event{ID: "5", Type: channel.EventMessage, From: "70", Sent: received, Opens: channel.OpenMessage, Message: channel.Message{
				ID: "5", Type: channel.Unsupported, Payload: `{"id":"5","sender_id":"70","text":{"body":"Hi"},"dm_conversation_id":"40-70"}`,
			}},
		},
		{
			"dm.indicate_typing", `{"sender_id":"70","target":{"recipient_id":"40"}}`,
			channel.Event{ID: "-31", Type: channel.EventAccount, From: "70", Sent: received, Notice: channel.Notice{Field: "dm.indicate_typing", Name: "typing", Subject: "40"}},
		},
		{
			"chat.conversation_join", `{"id":"j1","sender_id":"70","conversation_id":"g5"}`,
			channel.Event{ID: "j1", Type: channel.EventAccount, From: "70", Sent: received, Message: channel.Message{Group: "conversation/g5"}, Notice: channel.Notice{
				Field: "chat.conversation_join", Name: "conversation_join", Subject: "g5",
			}},
		},
		{
			"dm.read", `{"sender_id":"70","last_read_event_id":"9","created_timestamp":"1773050400000"}`,
			channel.Event{ID: "-31", Type: channel.EventRead, From: "70", Sent: sent, Status: channel.Status{MessageID: "9", State: channel.StateRead}},
		},
		{
			"chat.received", `{"id":"e4","created_at_msec":"1773050400000","sender_id":"70","conversation_id":"70:40","encoded_event":"Cw"}`,
			channel.Event{ID: "e4", Type: channel.EventMessage, From: "70", Sent: sent, Opens: channel.OpenMessage, Message: channel.Message{
				ID: "e4", Type: channel.Unsupported, Subtype: "encrypted",
			}},
		},
		{
			"follow.unfollow", `{"source":{"data":{"id":"70","username":"mira"}},"target":{"data":{"id":"40"}}}`,
			channel.Event{ID: "-31", Type: channel.EventPreference, From: "70", Sent: received, Profile: channel.Profile{Username: "mira"}, Notice: channel.Notice{
				Field: "follow.unfollow", Name: "unfollow", Subject: "40",
			}},
		},
		{
			"post.mention.create", `{"id":"8","author_id":"70","text":"@us hi","created_at":"2026-03-09T10:00:00.000Z","referenced_tweets":[{"type":"replied_to","id":"7"}]}`,
			channel.Event{ID: "8", Type: channel.EventMessage, From: "70", Sent: sent, Opens: channel.OpenComment, Notice: channel.Notice{Field: "post.mention.create"}, Message: channel.Message{
				ID: "8", Type: channel.Text, Subtype: "post", Text: "@us hi", ReplyTo: "7",
			}},
		},
		{
			"post.delete", `{"id":"8","author_id":"70"}`,
			channel.Event{ID: "8/revoke", Type: channel.EventRevoke, From: "70", Sent: received, Message: channel.Message{Type: "revoke", Target: "8"}},
		},
		{
			"profile.update.bio", `{"before":"a","after":"b"}`,
			channel.Event{ID: "-31", Type: channel.EventAccount, Sent: received, Notice: channel.Notice{Field: "profile.update.bio", Subject: "a", Detail: "b"}},
		},
		{
			"spaces.start", `{"broadcast_id":"1"}`,
			channel.Event{ID: "-31", Type: channel.EventAccount, Sent: received, Notice: channel.Notice{Field: "spaces.start", Name: "start", Subject: "1"}},
		},
		{
			"news.new", `{"id":"5","name":"A headline"}`,
			channel.Event{ID: "-31", Type: channel.EventAccount, Sent: received, Notice: channel.Notice{Field: "news.new", Name: "new", Subject: "5", Detail: "A headline"}},
		},
		{
			"tide.turned", `{"sender_id":"70","text":"High &amp; low"}`,
			channel.Event{ID: "-31", Type: channel.EventUnknown, From: "70", Sent: received, Message: channel.Message{Text: "High & low"}, Notice: channel.Notice{
				Field: "tide.turned", Detail: "tide.turned[0]: a kind that this version does not know",
			}},
		},
	}
	for _, tt := range tests {
		tt.want.Account = account
		body := `{"event_uuid":"-31","filter":{"user_id":"40"},"event_type":"` + tt.kind + `","payload":` + tt.payload + `}`
		for _, form := range []string{body, `{"data":` + body + `}`, `{"data":[` + body + `]}`} {
			same(t, []channel.Event{tt.want}, parse(t, form))
		}
	}
}

func TestReadLists(t *testing.T) {
	const us, them = `{"id":"40"}`, `{"id":70,"name":"Mira"}`
	pair := func(list, kind, source, target string) string {
		return `{"for_user_id":"40","` + list + `":[{"type":"` + kind + `","source":` + source + `,"target":` + target + `}]}`
	}
	message := func(data string) string {
		return `{"for_user_id":"40","direct_message_events":[{"id":"1","message_create":{"sender_id":"70","message_data":` + data + `}}]}`
	}
	tests := []struct {
		name, body string
		want       channel.EventType
		from       string
		opens      channel.Opener
		message    channel.Message
	}{
		{"blocked by the user", pair("block_events", "block", them, us), channel.EventLeave, "70", "", channel.Message{}},
		{"no longer blocked", pair("unblock_events", "", them, us), channel.EventOpen, "70", channel.OpenFollow, channel.Message{}},
		{"blocked by the account", pair("block_events", "block", us, them), channel.EventAccount, "70", "", channel.Message{}},
		{"muted", pair("mute_events", "mute", them, us), channel.EventPreference, "70", "", channel.Message{}},
		{"followed by the account", pair("follow_events", "follow", us, them), channel.EventAccount, "70", "", channel.Message{}},
		{
			"long post", `{"for_user_id":"40","tweet_create_events":[{"id_str":"8","text":"…","extended_tweet":{"full_text":"all"},"user":{"id_str":"70"},"in_reply_to_status_id_str":"7"}]}`,
			channel.EventMessage, "70", channel.OpenComment, channel.Message{ID: "8", Type: channel.Text, Subtype: "post", Text: "all", ReplyTo: "7"},
		},
		{
			"answered in public", `{"for_user_id":"40","tweet_create_events":[{"id":8,"text":"yes","user":{"id":40},"in_reply_to_user_id":70}]}`,
			channel.EventEcho, "70", "", channel.Message{ID: "8", Type: channel.Text, Subtype: "post", Text: "yes"},
		},
		{
			"own post", `{"for_user_id":"40","tweet_create_events":[{"id":8,"text":"sale","user":{"id":40}}]}`,
			channel.EventAccount, "40", "", channel.Message{ID: "8", Type: channel.Text, Subtype: "post", Text: "sale"},
		},
		{"liked", `{"for_user_id":"40","favorite_events":[{"id":"f","user":{"id":70},"favorited_status":{"id_str":"8"}}]}`, channel.EventAccount, "70", "", channel.Message{}},
		{
			"post deleted", `{"for_user_id":"40","tweet_delete_events":[{"status":{"id":"8","user_id":"70"},"timestamp_ms":"1773050400000"}]}`,
			channel.EventRevoke, "70", "", channel.Message{Type: "revoke", Target: "8"},
		},
		{
			"photo that cannot be read", message(`{"text":"See &lt;this&gt;","attachment":{"type":"media","media":null}}`), channel.EventMessage, "70", channel.OpenMessage,
			channel.Message{ID: "1", Type: channel.Text, Subtype: "media", Text: "See <this>", Payload: `{"type":"media","media":null}`},
		},
		{
			"an attachment of another kind", message(`{"attachment":{"type":"scent","scent":{"name":"rose"}}}`), channel.EventMessage, "70", channel.OpenMessage,
			channel.Message{ID: "1", Type: channel.Unsupported, Subtype: "scent", Payload: `{"type":"scent","scent":{"name":"rose"}}`},
		},
		{
			"another kind of message", `{"for_user_id":"40","direct_message_events":[{"type":"note","id":"1","note":{"sender_id":"70","message_data":{"text":"Hi"}}}]}`,
			channel.EventMessage, "70", channel.OpenMessage,
			channel.Message{ID: "1", Type: channel.Unsupported, Subtype: "note", Text: "Hi", Payload: `{"type":"note","id":"1","note":{"sender_id":"70","message_data":{"text":"Hi"}}}`},
		},
		{
			"a message without its list", `{"for_user_id":"40","direct_message_events":{"id":"1","message_create":{"sender_id":"70","message_data":{"text":"Hi"}}}}`,
			channel.EventMessage, "70", channel.OpenMessage, channel.Message{ID: "1", Type: channel.Text, Text: "Hi"},
		},
		{"escaped twice", message(`{"text":"&amp;lt; &amp;amp; &copy;"}`), channel.EventMessage, "70", channel.OpenMessage, channel.Message{ID: "1", Type: channel.Text, Text: "&lt; &amp; &copy;"}},
		{
			"post without a text", `{"for_user_id":"40","tweet_create_events":[{"id":8,"user":{"id":70}}]}`,
			channel.EventMessage, "70", channel.OpenComment, channel.Message{ID: "8", Type: channel.Unsupported, Subtype: "post", Payload: `{"id":8,"user":{"id":70}}`},
		},
		{"post of an unnamed user", `{"tweet_create_events":[{"id":8,"text":"x"}]}`, channel.EventUnknown, "", "", channel.Message{ID: "8", Type: channel.Text, Subtype: "post", Text: "x"}},
		{
			"repost", `{"for_user_id":"40","tweet_create_events":[{"id":8,"text":"RT @us: sale","user":{"id":70},"retweeted_status":{"id_str":"7"}}]}`,
			channel.EventAccount, "70", "", channel.Message{ID: "8", Type: channel.Text, Subtype: "post", Text: "RT @us: sale"},
		},
		{
			"quote", `{"for_user_id":"40","tweet_create_events":[{"id":8,"text":"Still sold?","user":{"id":70},"quoted_status_id_str":"7","quoted_status":{"id":7,"text":"Lamp &amp; shade"}}]}`,
			channel.EventMessage, "70", channel.OpenComment, channel.Message{
				ID: "8", Type: channel.Text, Subtype: "post", Text: "Still sold?", ReplyTo: "7", Referral: channel.Referral{Source: "post", ID: "7", Text: "Lamp & shade"},
			},
		},
		{
			"photos of a long post", `{"for_user_id":"40","tweet_create_events":[{"id":8,"text":"…","user":{"id":70},"extended_entities":{"media":[{"id":1}]},
				"extended_tweet":{"full_text":"all","extended_entities":{"media":[{"id":1,"media_url_https":"a","ext_alt_text":"a lamp"},{"id":2,"media_url_https":"b"}]}}}]}`,
			channel.EventMessage, "70", channel.OpenComment, channel.Message{ID: "8", Type: channel.Text, Subtype: "post", Text: "all", Attachments: []channel.Attachment{
				{Type: channel.Image, ID: "1", URL: "a", Name: "a lamp"}, {Type: channel.Image, ID: "2", URL: "b"},
			}},
		},
		{"access taken back", `{"user_event":{"revoke":{"date_time":"2026-03-09T10:00:00Z","target":{"app_id":"5"}}}}`, channel.EventAccount, "", "", channel.Message{}},
		{"replayed", `{"replay_job_status":{"job_id":"1","job_state":"Complete"}}`, channel.EventAccount, "", "", channel.Message{}},
		{"nothing", `{"for_user_id":"40"}`, channel.EventUnknown, "", "", channel.Message{}},
		{
			"choice", message(`{"text":"Blue","quick_reply_response":{"type":"options","metadata":"b"}}`), channel.EventMessage, "70", channel.OpenMessage,
			channel.Message{ID: "1", Type: channel.Interactive, Subtype: "quick_reply", Text: "Blue", Payload: "b"},
		},
		{
			"photo", message(`{"attachment":{"type":"media","media":{"id_str":"9","type":"photo","media_url_https":"u"}}}`), channel.EventMessage, "70", channel.OpenMessage,
			channel.Message{ID: "1", Type: channel.Image, Attachments: []channel.Attachment{{Type: channel.Image, ID: "9", URL: "u"}}},
		},
		{
			"point", message(`{"attachment":{"type":"location","location":{"shared_coordinate":{"coordinates":{"coordinates":[16.37,48.2]}}}}}`), channel.EventMessage, "70", channel.OpenMessage,
			channel.Message{ID: "1", Type: channel.Location, Place: channel.Place{Latitude: 48.2, Longitude: 16.37}},
		},
		{
			"place", message(`{"attachment":{"type":"location","location":{"shared_place":{"place":{"full_name":"Wien","country":"Austria","centroid":["16.37","48.2"]}}}}}`), channel.EventMessage, "70", channel.OpenMessage,
			channel.Message{ID: "1", Type: channel.Location, Place: channel.Place{Latitude: 48.2, Longitude: 16.37, Name: "Wien", Address: "Austria"}},
		},
		{"empty", message(`{}`), channel.EventMessage, "70", channel.OpenMessage, channel.Message{ID: "1", Type: channel.Unsupported, Payload: `{}`}},
		{"by nobody", strings.Replace(message(`{}`), `"70"`, `null`, 1), channel.EventUnknown, "", "", channel.Message{ID: "1", Type: channel.Unsupported, Payload: `{}`}},
	}
	for _, tt := range tests {
		events := parse(t, tt.body)
		require.Len(t, events, 1, tt.name)
		e := events[0]
		if diff := cmp.Diff([]any{tt.want, tt.from, tt.opens, tt.message}, []any{e.Type, e.From, e.Opens, e.Message}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// An event has one id, however often it comes, and whenever.
func TestReadIDs(t *testing.T) {
	for _, body := range []string{
		`{"for_user_id":"40","follow_events":[{"type":"follow","source":{"id":"70"},"target":{"id":"40"}}]}`,
		`{"data":{"event_type":"follow.follow","filter":{"user_id":"40"},"payload":{"source":{"id":"70"}}}}`,
		`{"for_user_id":"40"}`,
	} {
		first := parse(t, body)
		again, err := read(t, []byte(body), received.Add(time.Hour))
		require.NoError(t, err)
		require.Equal(t, first[0].ID, again[0].ID)
	}
}

func TestReadTimes(t *testing.T) {
	for member, want := range map[string]time.Time{
		`"created_timestamp":"1773050400000"`: sent, `"created_at":"Mon Mar 09 10:00:00 +0000 2026"`: sent,
		`"created_at":"2026-03-09T12:00:00+02:00"`: sent, `"created_at":"9999-12-31T23:59:59-23:00"`: received, `"created_at":"soon"`: received,
	} {
		e := parse(t, `{"for_user_id":"40","favorite_events":[{`+member+`}]}`)[0]
		require.Equal(t, want, e.Sent, member)
	}
}

func TestReadBodies(t *testing.T) {
	for body, want := range map[string]string{`[]`: "x: body: no JSON object", `{"a"`: "x: body: no JSON at byte"} {
		_, err := read(t, []byte(body), received)
		require.ErrorIs(t, err, platform.ErrBody)
		require.ErrorContains(t, err, want)
	}
}
