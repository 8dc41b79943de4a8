package messenger

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// The words of a message that was written in public. The platform lets the account
// answer it once in private: see [channel.RoutePrivate].
const (
	subtypeComment = "comment"
	subtypePost    = "post"
)

// change reads news by field: the other form of what happens between a user and
// an account, and what is said in public.
func (p *parser) change(v loosejson.Value) {
	p.feed = v.Get("field").Str()
	value := v.Get("value")
	if value.Kind() != '[' {
		p.changed(v, value)
		return
	}
	for each := range value.Items() {
		p.changed(v, each)
	}
}

func (p *parser) changed(change, value loosejson.Value) {
	if value.Get("sender").Kind() == '{' || value.Get("recipient").Kind() == '{' {
		p.item(value)
		return
	}
	e := p.public(change, value)
	switch p.feed {
	case "comments", "live_comments":
		e.Message.Type, e.Message.Subtype = channel.Text, subtypeComment
		p.said(e, "add")
	case "feed":
		p.post(e, value)
	default:
		e.Type = channel.EventUnknown
		e.Notice.Detail = p.where.String() + ": a field that this version does not know"
		p.keep(e)
	}
}

// public begins an event of what somebody did in public, about a post. A live
// comment can be answered in private only while the broadcast lasts, which nothing
// tells: the platform's answer will. Source: Meta, Instagram Messaging, private
// replies; Graph API, page feed, read 2026-11.
func (p *parser) public(change, value loosejson.Value) channel.Event {
	e, _ := p.event(channel.EventAccount, change)
	e.Sent = cmp.Or(moment(value.Get("timestamp")), moment(value.Get("created_time")), e.Sent)
	e.From = cmp.Or(value.Get("from", "id").Str(), value.Get("sender_id").Str())
	e.Profile = channel.Profile{
		Name:     cmp.Or(value.Get("from", "name").Str(), value.Get("sender_name").Str()),
		Username: value.Get("from", "username").Str(),
	}
	post := cmp.Or(value.First("post_id", "media_id"), value.Get("media", "id").Str())
	e.Message = channel.Message{
		ID: value.First("comment_id", "id"), Text: value.First("text", "message"), ReplyTo: value.Get("parent_id").Str(),
	}
	if post != "" {
		e.Message.Referral = channel.Referral{Source: "post", ID: post, URL: value.Get("post", "permalink_url").Str()}
	}
	if e.Message.ReplyTo == post {
		e.Message.ReplyTo = ""
	}
	return e
}

// post reads what happened on a page: its visitors' posts and comments are
// messages, all else is news.
func (p *parser) post(e channel.Event, value loosejson.Value) {
	m := &e.Message
	m.ID, m.Type, m.Subtype = cmp.Or(m.ID, m.Referral.ID), channel.Text, subtypePost
	for _, name := range []string{"photo", "video", "link"} {
		if url := value.Get(name).Str(); url != "" {
			m.Attachments = append(m.Attachments, channel.Attachment{Type: publicType(name), URL: url})
		}
	}
	if m.Text == "" && len(m.Attachments) > 0 {
		m.Type = m.Attachments[0].Type
	}
	item, verb := value.Get("item").Str(), value.Get("verb").Str()
	switch item {
	case "comment":
		m.Subtype = subtypeComment
	case "post", "status", "photo", "video", "share":
	default:
		verb = cmp.Or(verb, "add") + " " + item
	}
	p.said(e, verb)
}

func publicType(name string) channel.MessageType {
	switch name {
	case "photo":
		return channel.Image
	case "video":
		return channel.Video
	}
	return "share"
}

// said keeps what was said in public, changed or removed. What the account itself
// said, and what is no talk, is news.
func (p *parser) said(e channel.Event, verb string) {
	switch own := e.From == "" || e.From == e.Account.ID; {
	case !own && verb == "add":
		e.Type, e.ID, e.Opens = channel.EventMessage, e.Message.ID, channel.OpenComment
	case !own && (verb == "edited" || verb == "edit"):
		e.Type, e.Message.ID, e.Message.Target = channel.EventEdit, "", e.Message.ID
	case !own && (verb == "remove" || verb == "delete"):
		e = revoked(e)
	default:
		e.Notice.Name, e.Notice.Subject = verb, e.Message.ID
	}
	p.keep(e)
}
