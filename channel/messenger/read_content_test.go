package messenger_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadUnreadable holds that what the user did is the user's message even if it is not
// what the platform documents, with its raw form and its words.
func TestReadUnreadable(t *testing.T) {
	tests := []struct {
		name, parts string
		want        channel.Message
	}{
		{"null", `"message":null`, channel.Message{Payload: `null`}},
		{"a text in its place", `"message":"Help!"`, channel.Message{Text: "Help!", Payload: `"Help!"`}},
		{"a list in its place", `"message":["Help!"]`, channel.Message{Payload: `["Help!"]`}},
		{"a text of another type", `"message":{"mid":"m","text":["Help!"]}`, channel.Message{ID: "m", Payload: `{"mid":"m","text":["Help!"]}`}},
		{"attachments of another type", `"message":{"mid":"m","attachments":"x"}`, channel.Message{ID: "m", Payload: `{"mid":"m","attachments":"x"}`}},
		{"an image without an address", `"message":{"mid":"m","attachments":[{"type":"image","payload":null}]}`, channel.Message{
			ID: "m", Subtype: "image", Payload: `{"mid":"m","attachments":[{"type":"image","payload":null}]}`, Attachments: []channel.Attachment{{Type: channel.Unsupported}},
		}},
		{"a tap that says nothing", `"postback":{"mid":"m"}`, channel.Message{ID: "m", Subtype: "postback", Payload: `{"mid":"m"}`}},
		{"a tap that is null", `"postback":null`, channel.Message{Subtype: "postback", Payload: `null`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			events := parse(t, item(tt.parts))
			require.Len(t, events, 1)
			e := events[0]
			require.Equal(t, []any{channel.EventMessage, channel.OpenMessage, "7"}, []any{e.Type, e.Opens, e.From})
			tt.want.Type = channel.Unsupported
			if diff := cmp.Diff(tt.want, e.Message); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
		})
	}
	both := parse(t, item(`"message":null,"postback":{"title":"Start"},"read":null`)) // as some write what is not there
	require.Len(t, both, 1)
	require.Equal(t, channel.Button, both[0].Message.Type)
}

// TestReadAttachments holds the type of a message of several attachments, and that none of
// their payloads is lost.
func TestReadAttachments(t *testing.T) {
	const list = `[{"type":"image","payload":null},{"type":"video","payload":{"url":"v"}}]`
	m := parse(t, item(`"message":{"attachments":`+list+`}`))[0].Message
	require.Equal(t, []any{channel.Video, 2, ""}, []any{m.Type, len(m.Attachments), m.Payload})
	const cards = `[{"type":"template","payload":{"text":"one"}},{"type":"template","payload":{"text":"two"}}]`
	m = parse(t, item(`"message":{"attachments":`+cards+`}`))[0].Message
	require.Equal(t, []any{channel.Interactive, "one", cards}, []any{m.Type, m.Text, m.Payload})
}

// TestReadNew holds that kinds and fields which this version does not know keep their
// words, and that who wrote them is answered.
func TestReadNew(t *testing.T) {
	changed := func(field, parts string) string {
		return `{"object":"page","entry":[{"id":"4","time":1773050400,"changes":[{"field":"` + field + `","value":{` + parts + `}}]}]}`
	}
	const kind, field = "entry[0].messaging[0]: a kind that this version does not know", "entry[0].changes[0]: a field that this version does not know"
	base := channel.Event{ID: "made", Account: channel.Account{Kind: channel.Messenger, ID: "4"}, From: "7", Sent: sent}
	tests := []struct {
		name, body string
		typ        channel.EventType
		opens      channel.Opener
		notice     channel.Notice
		message    channel.Message
	}{
		{"words of the user", item(`"hologram":{"text":"Hi","attachments":[{"type":"image","payload":{"url":"u"}}]}`), channel.EventMessage, channel.OpenMessage,
			channel.Notice{Field: "hologram", Detail: kind}, channel.Message{Type: channel.Image, Text: "Hi", Attachments: []channel.Attachment{{Type: channel.Image, URL: "u"}}}},
		{"words of another name", item(`"hologram":{"title":"Hi","payload":"P"}`), channel.EventUnknown, "",
			channel.Notice{Field: "hologram", Detail: kind}, channel.Message{Text: "Hi", Payload: "P"}},
		{"a reaction that is a text", item(`"reaction":"love"`), channel.EventUnknown, "", channel.Notice{Field: "reaction", Detail: kind}, channel.Message{Text: "love"}},
		{"a mention", changed("mention", `"sender_id":"7","item":"post","verb":"add","message":"@page is closed"`), channel.EventMessage, "",
			channel.Notice{Field: "mention", Detail: field}, channel.Message{Type: channel.Text, Subtype: "post", Text: "@page is closed"}},
		{"a review", changed("ratings", `"reviewer_id":"7","item":"rating","verb":"add","review_text":"Slow"`), channel.EventMessage, "",
			channel.Notice{Field: "ratings", Detail: field}, channel.Message{Type: channel.Text, Subtype: "rating", Text: "Slow"}},
		{"a review that was removed", changed("ratings", `"reviewer_id":"7","verb":"remove","review_text":"Slow"`), channel.EventUnknown, "",
			channel.Notice{Field: "ratings", Detail: field}, channel.Message{Text: "Slow"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := base
			want.Type, want.Opens, want.Notice, want.Message = tt.typ, tt.opens, tt.notice, tt.message
			same(t, []channel.Event{want}, parse(t, tt.body))
		})
	}
	own := strings.Replace(item(`"hologram":{"mid":"m","text":"Hi"}`), `{"sender":{"id":"7"},"recipient":{"id":"4"}`, `{"sender":{"id":"4"},"recipient":{"id":"7"}`, 1)
	require.Equal(t, channel.EventEcho, parse(t, own)[0].Type)
	byPage := parse(t, changed("mention", `"sender_id":"4","message":"us"`))[0]
	require.Equal(t, []any{channel.EventUnknown, "us"}, []any{byPage.Type, byPage.Message.Text})
}

// TestReadFiles holds what is shown with a post or a comment of a visitor.
func TestReadFiles(t *testing.T) {
	image := func(url string) channel.Attachment { return channel.Attachment{Type: channel.Image, URL: url} }
	tests := []struct {
		name, parts string
		typ         channel.MessageType
		want        []channel.Attachment
	}{
		{"photos", `"item":"status","message":"broken","photos":["a","b"]`, channel.Text, []channel.Attachment{image("a"), image("b")}},
		{"photos alone", `"item":"status","photos":["a","b"]`, channel.Image, []channel.Attachment{image("a"), image("b")}},
		{"photos of an album", `"item":"album","photos":["a"]`, channel.Image, []channel.Attachment{image("a")}},
		{"a photo by its link", `"item":"photo","link":"a","photo_id":"5"`, channel.Image, []channel.Attachment{{Type: channel.Image, URL: "a", ID: "5"}}},
		{"a photo named three times", `"item":"photo","link":"a","photo":"a","photos":["a","b"]`, channel.Image, []channel.Attachment{image("a"), image("b")}},
		{"a photo without an address", `"item":"photo","photo_id":5`, channel.Image, []channel.Attachment{{Type: channel.Image, ID: "5"}}},
		{"a video by its link", `"item":"video","link":"v","video_id":"6"`, channel.Video, []channel.Attachment{{Type: channel.Video, URL: "v", ID: "6"}}},
		{"a comment with a video", `"item":"comment","comment_id":"c","video":"v"`, channel.Video, []channel.Attachment{{Type: channel.Video, URL: "v"}}},
		{"a comment with a photo", `"item":"comment","comment_id":"c","message":"see","photo":"a"`, channel.Text, []channel.Attachment{image("a")}},
		{"a link", `"item":"share","message":"see","link":"https://x.example"`, channel.Text, []channel.Attachment{{Type: "share", URL: "https://x.example"}}},
		{"nothing that can be shown", `"item":"comment","comment_id":"c"`, channel.Unsupported, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := parse(t, `{"object":"page","entry":[{"id":"4","changes":[{"field":"feed","value":{"verb":"add","post_id":"4_8","from":{"id":"7"},`+tt.parts+`}}]}]}`)[0]
			require.Equal(t, []any{channel.EventMessage, channel.OpenComment, tt.typ}, []any{e.Type, e.Opens, e.Message.Type})
			require.Equal(t, tt.typ == channel.Unsupported, e.Message.Payload != "")
			if diff := cmp.Diff(tt.want, e.Message.Attachments); diff != "" {
				t.Errorf("attachments differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadAdForProduct holds that an advertisement does not hide its product.
func TestReadAdForProduct(t *testing.T) {
	events := parse(t, item(`"message":{"mid":"m","text":"?","referral":{"ad_id":"AD7","product":{"id":"SKU-9"}}}`))
	require.Len(t, events, 2)
	require.Equal(t, channel.Referral{Source: "ad", ID: "AD7"}, events[0].Message.Referral)
	require.Equal(t, []channel.Item{{Product: "SKU-9"}}, events[0].Message.Items)
}

// TestReadReacted holds that a reaction to a post is news that tells which one it was, and
// that a comment on an advertisement names it.
func TestReadReacted(t *testing.T) {
	e := parse(t, `{"object":"page","entry":[{"id":"4","changes":[{"field":"feed","value":{"item":"reaction","verb":"add","reaction_type":"love","post_id":"4_8","from":{"id":"7"}}}]}]}`)[0]
	require.Equal(t, channel.EventAccount, e.Type)
	require.Equal(t, channel.Notice{Field: "feed", Name: "add reaction", Subject: "4_8", Detail: "love"}, e.Notice)
	e = parse(t, `{"object":"instagram","entry":[{"id":"4","changes":[{"field":"comments","value":{"id":"c","text":"?","from":{"id":"7"},"media":{"id":"m-1","ad_title":"Blue week"}}}]}]}`)[0]
	require.Equal(t, channel.Referral{Source: "post", ID: "m-1", Title: "Blue week"}, e.Message.Referral)
}
