package x

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// relation reads that one user follows, blocks or mutes another, or no longer. Who
// blocked the account left it. Who no longer follows it can still be written to, so
// that this and muting are only preferences; what the account did is news of its
// own.
func (p *parser) relation(v loosejson.Value) {
	source, target := inner(v.Get("source")), inner(v.Get("target"))
	from, to := source.First("id_str", "id"), target.First("id_str", "id")
	what := p.verb(v)
	e := p.event(channel.EventPreference, v)
	e.Notice = channel.Notice{Field: p.feed, Name: what, Subject: to}
	if from == p.account {
		e.Type = channel.EventAccount
		p.person(&e, to, target)
		p.keep(e)
		return
	}
	p.person(&e, from, source)
	switch what {
	case "follow", "unblock":
		e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
	case "block":
		e.Type = channel.EventLeave
	}
	p.keep(e)
}

// verb returns what happened: what the item says, else the name of its feed, as in
// "follow_events" and "follow.unfollow".
func (p *parser) verb(v loosejson.Value) string {
	if s := v.Get("type").Str(); s != "" {
		return s
	}
	if _, what, ok := strings.Cut(p.feed, "."); ok {
		return what
	}
	return strings.TrimSuffix(p.feed, "_events")
}

// post reads a public post, in the form of API v1.1 or of v2. One that names the
// account, or answers it, is a message of its author; one of the account's own that
// answers somebody is an echo.
func (p *parser) post(v loosejson.Value) {
	e := p.event(channel.EventMessage, v)
	author := v.Get("user")
	from := author.First("id_str", "id")
	if from == "" {
		from = v.Get("author_id").Str()
	}
	e.ID = v.First("id_str", "id")
	e.Notice.Field = p.feed
	e.Message = channel.Message{
		ID: e.ID, Type: channel.Text, Subtype: "post", ReplyTo: repliedTo(v),
		Text: v.Get("extended_tweet").First("full_text"),
	}
	if e.Message.Text == "" {
		e.Message.Text = v.First("full_text", "text")
	}
	for each := range v.Get("extended_entities", "media").Items() {
		e.Message.Attachments = append(e.Message.Attachments, media(each))
	}
	asked := v.First("in_reply_to_user_id_str", "in_reply_to_user_id")
	switch own := from == p.account; {
	case v.Get("retweeted_status").Kind() == '{' || own && (asked == "" || asked == from):
		e.Type, e.Notice.Name = channel.EventAccount, "post"
		p.person(&e, from, author)
	case own:
		e.Type = channel.EventEcho
		p.person(&e, asked, loosejson.Value{})
	default:
		e.Opens = channel.OpenComment
		p.person(&e, from, author)
	}
	p.keep(e)
}

func repliedTo(v loosejson.Value) string {
	for each := range v.Get("referenced_tweets").Items() {
		if each.Get("type").Str() == "replied_to" {
			return each.Get("id").Str()
		}
	}
	return v.First("in_reply_to_status_id_str", "in_reply_to_status_id")
}

// deletion reads that a post was deleted.
func (p *parser) deletion(v loosejson.Value) {
	e := p.event(channel.EventRevoke, v)
	status := v.Get("status")
	if status.Kind() != '{' {
		status = v
	}
	e.From = status.First("user_id", "author_id")
	e.Message = channel.Message{Type: "revoke", Target: status.First("id_str", "id")}
	if e.Message.Target != "" {
		e.ID = e.Message.Target + "/revoke"
	}
	if e.From == p.account {
		e.Type, e.Notice = channel.EventAccount, channel.Notice{Field: p.feed, Name: "delete", Subject: e.Message.Target}
	}
	p.keep(e)
}

// like reads that somebody liked a post.
func (p *parser) like(v loosejson.Value) {
	e := p.event(channel.EventAccount, v)
	status := v.Get("favorited_status")
	e.ID = v.Get("id").Str()
	e.Notice = channel.Notice{Field: p.feed, Name: "favorite", Subject: status.First("id_str", "id")}
	p.person(&e, v.Get("user").First("id_str", "id"), v.Get("user"))
	p.keep(e)
}

// news reads what is no talk, and all that this version does not know.
func (p *parser) news(v loosejson.Value) {
	what := v
	if revoked := v.Get("revoke"); revoked.Kind() == '{' {
		what = revoked
	}
	e := p.event(channel.EventAccount, what)
	if p.whole.Kind() == 0 {
		e.Raw = v.Raw()
	}
	e.From = v.First("sender_id")
	e.Notice = channel.Notice{
		Field: p.feed, Name: v.First("job_state", "type"), Detail: v.First("job_state_description", "after"),
		Subject: what.Get("target").First("app_id", "recipient_id"),
	}
	switch family, _, _ := strings.Cut(p.feed, "."); family {
	case "user_event", "oauth":
		e.Notice.Name = "revoke"
	case "replay_job_status":
		e.Notice.Subject = v.Get("job_id").Str()
	case "profile":
	default:
		e.Type, e.Notice.Detail = channel.EventUnknown, p.where("a kind that this version does not know")
	}
	p.keep(e)
}
