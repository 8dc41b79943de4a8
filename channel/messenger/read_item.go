package messenger

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// feedStandby is the feed of what happens in threads that another app holds. Source:
// https://developers.facebook.com/docs/messenger-platform/handover-protocol
// (read 2026-11-27).
const feedStandby = "standby"

// readItem reads what happened between a user and an account. The member that says what
// happened also says its kind. A message or a tap is the user's even if it is not what the
// platform documents.
func (r *reader) readItem(v loosejson.Value) {
	found := false
	for _, kind := range [...]string{
		"message", "message_edit", "postback", "messaging_feedback", "reaction", "referral", "optin", "read", "delivery",
	} {
		if part := v.Get(kind); part.Kind() == '{' {
			r.readKind(kind, v, part)
			found = true
		}
	}
	switch {
	case found:
	case stands(v.Get("message")):
		r.readMessage(v, v.Get("message"))
	case stands(v.Get("postback")):
		r.readPostback(v, v.Get("postback"))
	default:
		r.readNews(v, unknownKind(v))
	}
}

func (r *reader) readKind(kind string, v, part loosejson.Value) {
	switch kind {
	case "message":
		r.readMessage(v, part)
	case "message_edit":
		r.readEdit(v, part)
	case "postback":
		r.readPostback(v, part)
	case "messaging_feedback":
		r.readFeedback(v, part)
	case "reaction":
		r.readReaction(v, part)
	case "referral":
		r.readReferred(v, part)
	case "optin":
		r.readOptin(v, part)
	case "read":
		r.readRead(v, part)
	case "delivery":
		r.readDelivery(v, part)
	}
}

// stands reports whether v was written at all, be it as null.
func stands(v loosejson.Value) bool { return len(v.Text()) > 0 }

// unknownKind returns the first member of an item that does not say between whom and when
// it happened.
func unknownKind(v loosejson.Value) string {
	for name := range v.Members() {
		switch name {
		case "sender", "recipient", "timestamp", "prior_message", "hop_context":
		default:
			return name
		}
	}
	return ""
}

// event begins an event for v, between those whom v names. It tells whether the account
// is who acted.
func (r *reader) event(t channel.EventType, v loosejson.Value) (e channel.Event, own bool) {
	account, user, own := r.parties(v)
	e = channel.Event{
		Type: t, Account: channel.Account{Kind: r.kind, ID: account}, From: user, Received: r.received,
		Sent: cmp.Or(moment(v.Get("timestamp")), r.at), Raw: v.Raw(),
	}
	if r.feed != "messaging" {
		e.Notice.Field = r.feed
	}
	if r.feed == feedStandby {
		e.Control = channel.ControlElsewhere
	}
	return e, own
}

// parties tells the account from the user. The entry's id is the account's; where it
// names neither of the two, what is written to belongs to the account, unless it is an
// echo.
func (r *reader) parties(v loosejson.Value) (account, user string, own bool) {
	from, to := party(v.Get("sender")), party(v.Get("recipient"))
	own = v.Get("message", "is_echo").Yes()
	switch {
	case from != "" && from == r.page:
		return from, to, true
	case to != "" && to == r.page:
		return to, from, own
	case own:
		return cmp.Or(from, r.page), to, true
	}
	return cmp.Or(to, r.page), from, false
}

// party returns the id of a sender or recipient.
func party(v loosejson.Value) string { return cmp.Or(v.Get("id").Str(), v.Get("user_ref").Str()) }
