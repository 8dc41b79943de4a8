package messenger

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// The words of a message that was written in public. The platform lets the account
// answer it once in private: see [channel.RoutePrivate].
const (
	subtypeComment = "comment"
	subtypePost    = "post"
)

// readChange reads news by field: the other form of what happens between a user and an
// account, and what is said in public. Of several values each is an event of its own.
func (r *reader) readChange(v loosejson.Value) {
	r.feed = v.Get("field").Str()
	value := v.Get("value")
	if value.Kind() != '[' {
		r.readValue(v, value)
		return
	}
	for each := range value.Items() {
		if r.full() {
			return
		}
		r.readValue(each, each)
	}
}

// readValue reads the value of a change, of which item is what is kept.
func (r *reader) readValue(item, value loosejson.Value) {
	if value.Get("sender").Kind() == '{' || value.Get("recipient").Kind() == '{' {
		r.readItem(value)
		return
	}
	e := r.readPublic(item, value)
	switch r.feed {
	case "comments", "live_comments":
		e.Message.Type, e.Message.Subtype = channel.Text, subtypeComment
		r.readSaid(e, "add", value)
	case "feed":
		r.readPost(e, value)
	default:
		r.readUnknownField(e, value)
	}
}

// readPublic begins an event of what somebody did in public, about a post. A live comment
// can be answered in private only while the broadcast lasts, which no webhook tells: the
// platform's answer will. Source:
// https://developers.facebook.com/docs/graph-api/webhooks/reference/page,
// https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/private-replies
// (read 2026-11).
func (r *reader) readPublic(item, value loosejson.Value) channel.Event {
	e, _ := r.event(channel.EventAccount, item)
	e.Sent = cmp.Or(moment(value.Get("timestamp")), moment(value.Get("created_time")), e.Sent)
	e.From = cmp.Or(value.Get("from", "id").Str(), value.First("sender_id", "reviewer_id"))
	e.Profile = channel.Profile{
		Name:     cmp.Or(value.Get("from", "name").Str(), value.First("sender_name", "reviewer_name")),
		Username: value.Get("from", "username").Str(),
	}
	post := cmp.Or(value.First("post_id", "media_id"), value.Get("media", "id").Str())
	e.Message = channel.Message{
		ID: value.First("comment_id", "id", "open_graph_story_id"), Text: value.First("text", "message", "review_text"), ReplyTo: value.Get("parent_id").Str(),
		Detail: strings.TrimSpace(value.Get("recommendation_type").Str() + " " + value.Get("rating").Str()),
	}
	if post != "" {
		e.Message.Referral = channel.Referral{
			Source: "post", ID: post, URL: value.Get("post", "permalink_url").Str(), Title: value.Get("media", "ad_title").Str(),
			Payload: value.Get("media", "ad_id").Str(),
		}
	}
	if e.Message.ReplyTo == post {
		e.Message.ReplyTo = ""
	}
	return e
}

// readPost reads what happened on a page: its visitors' posts and comments are messages,
// all else is news.
func (r *reader) readPost(e channel.Event, value loosejson.Value) {
	item, verb := value.Get("item").Str(), value.Get("verb").Str()
	m := &e.Message
	m.ID, m.Type, m.Subtype = cmp.Or(m.ID, m.Referral.ID), channel.Text, subtypePost
	readFiles(m, item, value)
	if m.Text == "" && len(m.Attachments) > 0 {
		m.Type = m.Attachments[0].Type
	}
	switch item {
	case "comment":
		m.Subtype = subtypeComment
	case "post", "status", "photo", "video", "share", "album", "link":
	default:
		verb = cmp.Or(verb, "add") + " " + item
	}
	r.readSaid(e, verb, value)
}

// readFiles reads what is shown with a post or a comment: pictures, a video, a link. The
// link of a photo or a video is that file.
func readFiles(m *channel.Message, item string, value loosejson.Value) {
	photo, video, link := value.Get("photo").Str(), value.Get("video").Str(), value.Get("link").Str()
	add := func(t channel.MessageType, url, id string) {
		if url != "" || id != "" {
			m.Attachments = append(m.Attachments, channel.Attachment{Type: t, URL: url, ID: id})
		}
	}
	linked, id := channel.MessageType("share"), value.First("photo_id", "video_id")
	switch item {
	case "photo":
		linked = channel.Image
	case "video":
		linked = channel.Video
	}
	add(channel.Image, photo, "")
	for each := range value.Get("photos").Items() {
		if url := each.Str(); url != photo {
			add(channel.Image, url, "")
		}
	}
	add(channel.Video, video, "")
	if len(m.Attachments) == 0 || link != m.Attachments[0].URL {
		add(linked, link, "")
	}
	switch {
	case len(m.Attachments) > 0:
		m.Attachments[0].ID = id
	case linked != "share":
		add(linked, "", id)
	}
}

// readSaid keeps what was said in public, changed or removed. What the account itself
// said, and what is no talk, is news. Only what has an id can be answered.
func (r *reader) readSaid(e channel.Event, verb string, value loosejson.Value) {
	m := &e.Message
	switch own := e.From == "" || e.From == e.Account.ID; {
	case !own && verb == "add":
		e.Type, e.ID = channel.EventMessage, m.ID
		if m.ID != "" {
			e.Opens = channel.OpenComment
		}
		if m.Text == "" && len(m.Attachments) == 0 {
			m.Type, m.Payload = channel.Unsupported, string(value.Text())
		}
	case !own && (verb == "edited" || verb == "edit"):
		e.Type, m.ID, m.Target = channel.EventEdit, "", m.ID
	case !own && (verb == "remove" || verb == "delete"):
		e = revoked(e)
	default:
		e.Notice.Name, e.Notice.Subject, e.Notice.Detail = verb, m.ID, value.Get("reaction_type").Str()
	}
	r.keep(e)
}

// readUnknownField keeps what came by a field that this version does not know. What a
// user wrote there is a message, which opens nothing.
func (r *reader) readUnknownField(e channel.Event, value loosejson.Value) {
	verb := value.Get("verb").Str()
	e.Type = channel.EventUnknown
	e.Message.Text = cmp.Or(e.Message.Text, value.Words())
	e.Notice.Detail = r.where.String() + ": a field that this version does not know"
	if e.From != "" && e.From != e.Account.ID && value.First("text", "message", "review_text") != "" && (verb == "" || verb == "add") {
		e.Type, e.ID, e.Message.Type, e.Message.Subtype = channel.EventMessage, e.Message.ID, channel.Text, value.Get("item").Str()
	}
	r.keep(e)
}
