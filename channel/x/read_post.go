package x

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readPost reads a public post, in the form of API v1.1 or of v2. One that names the
// account, or answers it, is a message of its author; one of the account's own that
// answers somebody is an echo. A repost says nothing new.
func (r *reader) readPost(v loosejson.Value) {
	e := r.event(channel.EventMessage, v)
	author, links := v.Get("user"), readLinks(v)
	from := cmp.Or(author.First("id_str", "id"), v.Get("author_id").Str())
	e.ID = v.First("id_str", "id")
	e.Notice.Field = r.feed
	e.Message = channel.Message{
		ID: e.ID, Type: channel.Text, Subtype: "post", Text: postText(v), Detail: postLinks(v, links.quoted), ReplyTo: cmp.Or(links.answered, links.quoted),
		Attachments: append(postMedia(v), r.files(v)...),
	}
	if links.quoted != "" {
		e.Message.Referral = r.referral(links.quoted)
		e.Message.Referral.Text = cmp.Or(e.Message.Referral.Text, postText(v.Get("quoted_status")))
	}
	if e.Message.Text == "" && len(e.Message.Attachments) == 0 {
		e.Message = unsupported(e.Message, "", v)
	}
	asked := cmp.Or(v.First("in_reply_to_user_id_str", "in_reply_to_user_id"), r.beside.posts[links.answered].author)
	switch own := from != "" && from == r.account; {
	case links.shared != "" || strings.Contains(r.feed, "repost"):
		e.Type, e.Notice.Name, e.Notice.Subject = channel.EventAccount, "repost", links.shared
		r.person(&e, from, author)
	case own && (asked == "" || asked == from):
		e.Type, e.Notice.Name = channel.EventAccount, "post"
		r.person(&e, from, author)
	case own:
		e.Type = channel.EventEcho
		r.person(&e, asked, loosejson.Value{})
	default:
		e.Opens = channel.OpenComment
		r.person(&e, from, author)
	}
	r.keep(e)
}

// postText returns what a post says, whole: a long one stands apart, and its beginning in
// place of the text.
func postText(v loosejson.Value) string {
	return cmp.Or(
		plain(v.Get("note_tweet", "text")), plain(v.Get("extended_tweet", "full_text")), plain(v.Get("full_text")), plain(v.Get("text")),
	)
}

// postLinks returns the addresses behind the short links of a post.
func postLinks(v loosejson.Value, quoted string) string {
	return cmp.Or(
		behind(v.Get("note_tweet", "entities"), quoted), behind(v.Get("extended_tweet", "entities"), quoted), behind(v.Get("entities"), quoted),
	)
}

// postMedia reads the files of a post of API v1.1. Those of a long one stand apart.
func postMedia(v loosejson.Value) (list []channel.Attachment) {
	long := v.Get("extended_tweet")
	for _, media := range []loosejson.Value{
		long.Get("extended_entities", "media"), v.Get("extended_entities", "media"), long.Get("entities", "media"), v.Get("entities", "media"),
	} {
		for each := range media.Items() {
			list = append(list, readMedia(each))
		}
		if list != nil {
			break
		}
	}
	return list
}

// links are the posts that one names: it answers, quotes or repeats them.
type links struct{ answered, quoted, shared string }

func readLinks(v loosejson.Value) links {
	l := links{
		answered: v.First("in_reply_to_status_id_str", "in_reply_to_status_id", "in_reply_to_tweet_id"),
		quoted:   cmp.Or(v.First("quoted_status_id_str", "quoted_status_id"), v.Get("quoted_status").First("id_str", "id")),
		shared:   v.Get("retweeted_status").First("id_str", "id"),
	}
	for each := range v.Get("referenced_tweets").Items() {
		switch id := each.Get("id").Str(); each.Get("type").Str() {
		case "replied_to":
			l.answered = id
		case "quoted":
			l.quoted = id
		case "retweeted":
			l.shared = id
		}
	}
	return l
}

// referral returns a post that a message is about.
func (r *reader) referral(id string) channel.Referral {
	return channel.Referral{Source: "post", ID: id, Text: r.beside.posts[id].text}
}

// readDeletion reads that a post was deleted.
func (r *reader) readDeletion(v loosejson.Value) {
	e := r.event(channel.EventRevoke, v)
	status := v.Get("status")
	if status.Kind() != '{' {
		status = v
	}
	r.person(&e, status.First("user_id_str", "user_id", "author_id"), loosejson.Value{})
	e.Message = channel.Message{Type: "revoke", Target: status.First("id_str", "id")}
	if e.Message.Target != "" {
		e.ID = e.Message.Target + "/revoke"
	}
	if e.From == r.account {
		e.Type, e.Notice = channel.EventAccount, channel.Notice{Field: r.feed, Name: "delete", Subject: e.Message.Target}
	}
	r.keep(e)
}
