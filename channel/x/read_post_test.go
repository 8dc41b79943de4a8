package x_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
)

// TestReadActivities holds posts, likes and revocations in the form of API v2.
func TestReadActivities(t *testing.T) {
	mira := channel.Profile{Name: "Mira & Co", Username: "mira_example"}
	news := func(id, from string, n channel.Notice) channel.Event {
		return channel.Event{ID: id, Type: channel.EventAccount, Account: account, From: from, Sent: received, Notice: n}
	}
	post := func(e channel.Event, text string) channel.Event {
		e.Message = channel.Message{ID: e.ID, Type: channel.Text, Subtype: "post", Text: text}
		return e
	}
	liked := news("l1", "70", channel.Notice{Field: "like.create", Name: "favorite", Subject: "14"})
	liked.Sent, liked.Profile = sent, channel.Profile{Name: "Mira", Username: "mira_example"}
	revoked := news("u8", "", channel.Notice{Field: "oauth.revoke", Name: "revoke", Subject: "5"})
	revoked.Account.ID, revoked.Sent = "41", sent

	same(t, []channel.Event{
		{
			ID: "11", Type: channel.EventMessage, Account: account, From: "70", Profile: mira, Sent: sent, Opens: channel.OpenComment,
			Notice: channel.Notice{Field: "post.mention.create"},
			Message: channel.Message{ID: "11", Type: channel.Text, Subtype: "post", Text: "@us it came like this & it blinks. Order L-1", Attachments: []channel.Attachment{
				{Type: channel.Image, ID: "3_1", URL: "https://cdn.example/1.jpg", Name: "a broken lamp"},
				{Type: channel.Video, ID: "7_2", URL: "https://cdn.example/large.mp4", MIME: "video/mp4", Preview: "https://cdn.example/2.jpg", Millis: 1500},
				{Type: channel.Unsupported, ID: "3_9"},
			}},
		},
		{
			ID: "12", Type: channel.EventMessage, Account: account, From: "70", Sent: received, Opens: channel.OpenComment,
			Notice: channel.Notice{Field: "post.reply.create"},
			Message: channel.Message{
				ID: "12", Type: channel.Text, Subtype: "post", Text: "Is this one sold?", ReplyTo: "9",
				Referral: channel.Referral{Source: "post", ID: "8", Text: "New <lamps>"},
			},
		},
		{
			ID: "13", Type: channel.EventEcho, Echo: true, Account: account, From: "70", Sent: received, Notice: channel.Notice{Field: "post.create"},
			Message: channel.Message{ID: "13", Type: channel.Text, Subtype: "post", Text: "It is.", ReplyTo: "12"},
		},
		post(news("14", "40", channel.Notice{Field: "post.create", Name: "post"}), "Sale!"),
		post(news("15", "70", channel.Notice{Field: "post.repost.create", Name: "repost", Subject: "14"}), "RT @us: Sale!"),
		liked,
		news("l2", "70", channel.Notice{Field: "like.create", Name: "favorite", Subject: "11"}),
		revoked,
	}, parse(t, string(samples(t)["activities.json"])))
}

// The older API tells whose access an app lost in the event alone.
func TestReadRevocation(t *testing.T) {
	e := parse(t, `{"user_event":{"revoke":{"date_time":"2026-03-09T10:00:00Z","target":{"app_id":"5"},"source":{"user_id":"40"}}}}`)[0]
	require.Equal(t, account, e.Account)
	require.Equal(t, sent, e.Sent)
	require.Equal(t, channel.Notice{Field: "user_event", Name: "revoke", Subject: "5"}, e.Notice)
}

// Who liked is only told if the webhook leaves no choice.
func TestReadLikeOfSeveral(t *testing.T) {
	for users, want := range map[string]string{
		``:                                   "",
		`{"id":"40"}`:                        "",
		`{"id":"70"}`:                        "70",
		`{"id":"40"},{"id":"70"}`:            "70",
		`{"id":"70"},{"id":"71"}`:            "",
		`{"id":"40"},{"id":"70"},{"id":"7"}`: "",
	} {
		e := parse(t, `{"data":{"filter":{"user_id":"40"},"event_type":"like.create","payload":{"id":"1","liked_tweet_id":"8","liked_tweet_author_id":"40"},"includes":{"users":[`+users+`]}}}`)[0]
		require.Equal(t, want, e.From, users)
	}
}

// TestDataFaults reads what was once read wrongly.
func TestDataFaults(t *testing.T) {
	business := channel.Account{Kind: channel.X, ID: "900"}
	iva := channel.Profile{Name: "Iva", Username: "iva"}
	at := func(text string) time.Time {
		instant, err := time.Parse(time.RFC3339, text)
		require.NoError(t, err)
		return instant
	}
	post := func(id, text string) channel.Message {
		return channel.Message{ID: id, Type: channel.Text, Subtype: "post", Text: text}
	}
	photo, quote := post("5003", "@lamps it arrived like this https://t.co/abc"), post("5010", "Is this one still sold? https://t.co/q")
	photo.Attachments = []channel.Attachment{{Type: channel.Image, ID: "3_700", URL: "https://example.org/photo700.jpg"}}
	quote.ReplyTo, quote.Referral = "4902", channel.Referral{Source: "post", ID: "4902"}
	mention := channel.Notice{Field: "post.mention.create"}
	for name, want := range map[string]channel.Event{
		"mention-photo-v2": {ID: "5003", Type: channel.EventMessage, From: "33", Profile: iva, Sent: at("2026-09-01T10:10:00Z"), Opens: channel.OpenComment, Notice: mention, Message: photo},
		"long-mention-v2": {
			ID: "5004", Type: channel.EventMessage, From: "33", Profile: iva, Sent: at("2026-09-01T10:15:00Z"), Opens: channel.OpenComment, Notice: mention,
			Message: post("5004", "@lamps my lamp flickers every evening at eight and then goes dark. Order number L-2291."),
		},
		"quote-v2": {
			ID: "5010", Type: channel.EventMessage, From: "33", Sent: at("2026-09-01T12:00:00Z"), Opens: channel.OpenComment,
			Notice: channel.Notice{Field: "post.quote.create"}, Message: quote,
		},
		"repost-v2": {
			ID: "5001", Type: channel.EventAccount, From: "33", Sent: at("2026-09-01T10:00:00Z"),
			Notice: channel.Notice{Field: "post.repost.create", Name: "repost", Subject: "4900"}, Message: post("5001", "RT @lamps: New lamps today"),
		},
		"dm-escaped": {
			ID: "6001", Type: channel.EventMessage, From: "33", Sent: time.UnixMilli(1790000000000).UTC(), Opens: channel.OpenMessage,
			Message: channel.Message{ID: "6001", Type: channel.Text, Text: "Salt & Pepper set, price < 20?"},
		},
		"oauth-revoke": {
			ID: "77oauth.revoke", Type: channel.EventAccount, Sent: at("2026-09-01T11:00:00Z"), Notice: channel.Notice{Field: "oauth.revoke", Name: "revoke", Subject: "4455"},
		},
		"like-v2": {
			ID: "like1", Type: channel.EventAccount, From: "33", Profile: iva, Sent: time.UnixMilli(1788340000000).UTC(),
			Notice: channel.Notice{Field: "like.create", Name: "favorite", Subject: "4900"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := parse(t, string(datatest.Read(t, "faults/webhooks/x__"+name+".json")))
			require.Len(t, got, 1)
			want.Account, want.Received, want.Raw = business, received, got[0].Raw
			if diff := cmp.Diff(want, got[0]); diff != "" {
				t.Errorf("event differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadLongLinks keeps the addresses behind short links, but not those of files and of
// what is quoted.
func TestReadLongLinks(t *testing.T) {
	const entities = `"entities":{"urls":[{"url":"https://t.co/a","expanded_url":"https://vale.example/a"},{"url":"https://t.co/q","expanded_url":"https://x.com/lamps/status/77"},` +
		`{"url":"https://t.co/p","expanded_url":"https://x.com/iva/status/1/photo/1","media_key":"3_1"},{"url":"https://vale.example/b","expanded_url":"https://vale.example/b"}]}`
	post := parse(t, `{"for_user_id":"900","tweet_create_events":[{"id_str":"1","text":"see https://t.co/a","user":{"id_str":"33"},"quoted_status_id_str":"77",`+entities+`}]}`)[0]
	require.Equal(t, []string{"see https://t.co/a", "https://vale.example/a"}, []string{post.Message.Text, post.Message.Detail})
	dm := parse(t, `{"for_user_id":"900","direct_message_events":[{"type":"message_create","id":"2","message_create":{"sender_id":"33","message_data":{"text":"https://t.co/m",`+
		`"entities":{"urls":[{"url":"https://t.co/m","expanded_url":"https://twitter.com/messages/media/2"}]}}}}]}`)[0]
	require.Empty(t, dm.Message.Detail)
}
