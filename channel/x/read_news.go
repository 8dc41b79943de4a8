package x

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readRelation reads that one user follows, blocks or mutes another, or no longer. Who
// blocked the account left it. Who no longer follows it can still be written to, so
// that this and muting are only preferences; what the account did is news of its
// own.
func (r *reader) readRelation(v loosejson.Value) {
	source, target := inner(v.Get("source")), inner(v.Get("target"))
	from, to := source.First("id_str", "id"), target.First("id_str", "id")
	what := cmp.Or(v.Get("type").Str(), r.verb())
	e := r.event(channel.EventPreference, v)
	e.Notice = channel.Notice{Field: r.feed, Name: what, Subject: to}
	if from == r.account {
		e.Type = channel.EventAccount
		r.person(&e, to, target)
		r.keep(e)
		return
	}
	r.person(&e, from, source)
	switch what {
	case "follow", "unblock":
		e.Type, e.Opens = channel.EventOpen, channel.OpenFollow
	case "block":
		e.Type = channel.EventLeave
	}
	r.keep(e)
}

// verb returns what happened by the name of the feed, as in "follow_events" and
// "follow.unfollow".
func (r *reader) verb() string {
	if _, what, ok := strings.Cut(r.feed, "."); ok {
		return what
	}
	return strings.TrimSuffix(r.feed, "_events")
}

// readLike reads that somebody liked a post. The newer API does not say who: it is the
// account, unless the post is the account's own, and then the other user that the webhook
// tells of.
func (r *reader) readLike(v loosejson.Value) {
	e := r.event(channel.EventAccount, v)
	e.ID = v.Get("id").Str()
	e.Notice = channel.Notice{
		Field: r.feed, Name: "favorite",
		Subject: cmp.Or(v.Get("favorited_status").First("id_str", "id"), v.Get("liked_tweet_id").Str()),
		Detail:  postText(v.Get("favorited_status")),
	}
	if what := r.verb(); strings.HasPrefix(r.feed, "like.") && what != "create" {
		e.Notice.Name = what
	}
	from, user := v.Get("user").First("id_str", "id"), v.Get("user")
	if author := v.Get("liked_tweet_author_id").Str(); from == "" && author != "" {
		if from = author; author == r.account {
			from = r.stranger()
		}
	}
	r.person(&e, from, user)
	r.keep(e)
}

// readNews reads what is no talk, and all that this version does not know.
func (r *reader) readNews(v loosejson.Value) {
	family, _, _ := strings.Cut(r.feed, ".")
	if revoked := v.Get("revoke"); revoked.Kind() == '{' || r.feed == "oauth.revoke" {
		r.readAccess(v, revoked)
		return
	}
	if family == "chat" {
		r.readMembers(v, r.verb(), v.Get("conversation_id").Str(), v.Get("participant_ids"))
		return
	}
	e := r.event(channel.EventAccount, v)
	e.Notice = channel.Notice{Field: r.feed, Name: v.First("job_state", "type")}
	switch family {
	case "replay_job_status":
		e.Notice.Subject, e.Notice.Detail = v.Get("job_id").Str(), v.Get("job_state_description").Str()
	case "profile":
		e.Notice.Subject, e.Notice.Detail = plain(v.Get("before")), plain(v.Get("after"))
	case "spaces":
		e.Notice.Name, e.Notice.Subject = r.verb(), v.Get("broadcast_id").Str()
	case "news":
		e.Notice.Name, e.Notice.Subject, e.Notice.Detail = r.verb(), v.Get("id").Str(), v.Get("name").Str()
	default:
		e.Type, e.Notice.Detail = channel.EventUnknown, r.where("a kind that this version does not know")
		e.Notice.Subject = v.Get("target").First("app_id", "recipient_id")
		e.Message.Text = unescaped(v.Words())
		if from := v.First("sender_id", "author_id"); from != r.account {
			r.person(&e, from, loosejson.Value{})
		}
	}
	r.keep(e)
}

// readAccess reads that a user took back the access of the app. The webhook names the
// account in the event alone. Source:
// https://docs.x.com/x-api/account-activity/introduction (read 2026-11),
// https://docs.x.com/x-api/activity/event-payloads (read 2026-11-27).
func (r *reader) readAccess(v, revoked loosejson.Value) {
	if revoked.Kind() != '{' {
		revoked = v
	}
	r.account = cmp.Or(r.account, short(cmp.Or(revoked.Get("source", "user_id").Str(), revoked.Get("user_id").Str())))
	e := r.event(channel.EventAccount, v)
	e.Sent = cmp.Or(e.Sent, sentAt(revoked))
	e.Notice = channel.Notice{Field: r.feed, Name: "revoke", Subject: cmp.Or(revoked.Get("target", "app_id").Str(), revoked.Get("app_id").Str())}
	r.keep(e)
}
