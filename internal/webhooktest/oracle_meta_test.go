package webhooktest_test

import (
	"slices"
	"strings"
)

// whatsappWrote goes by the list that an item stands in and by its type.
func whatsappWrote(v value) (o outcome) {
	for _, entry := range v.list("entry") {
		for _, change := range entry.list("changes") {
			if change.text("field") != "history" {
				o = o.or(whatsappChange(change.get("value")))
			}
		}
	}
	return o
}

func whatsappChange(v value) (o outcome) {
	about := []string{"system", "reaction", "revoke", "request_welcome"} // not words
	for _, m := range v.list("messages") {
		by := m.text("from") + m.text("from_user_id") + m.text("group_id")
		known := by != "" || len(v.list("contacts")) == 1
		o = o.or(when(known && !slices.Contains(about, m.text("type")), userWrote))
	}
	for _, m := range v.list("message_echoes") {
		o = o.or(when(!slices.Contains(about, m.text("type")) && m.text("group_id") == "", staffWrote))
	}
	for _, c := range v.list("calls") {
		if c.text("event") == "connect" {
			o = o.or(callerOf(v, c))
		}
	}
	return o
}

// callerOf tells which side placed a call.
func callerOf(v, c value) outcome {
	own := strings.TrimPrefix(v.text("metadata.display_phone_number"), "+")
	if c.text("direction") == "BUSINESS_INITIATED" || own != "" && c.text("from") == own {
		return staffWrote
	}
	return userWrote
}

// metaWrote tells who wrote to a page or an Instagram account, privately or in public.
func metaWrote(v value) (o outcome) {
	for _, entry := range v.list("entry") {
		page := entry.text("id")
		for _, item := range slices.Concat(entry.list("messaging"), entry.list("standby")) {
			o = o.or(metaItem(page, item))
		}
		changes := entry.list("changes")
		if entry.text("field") != "" {
			changes = append(changes, entry)
		}
		for _, change := range changes {
			value := change.get("value")
			if value.has("sender") || value.has("recipient") {
				o = o.or(metaItem(page, value))
				continue
			}
			o = o.or(when(metaPublic(page, change.text("field"), value), userWrote))
		}
	}
	return o
}

func metaItem(page string, v value) outcome {
	message := v.get("message")
	own := message.yes("is_echo") || v.text("sender.id") != "" && v.text("sender.id") == page
	user := v.text("sender.id") + v.text("sender.user_ref")
	switch {
	case message.yes("is_deleted"):
		return nobodyWrote
	case (v.has("message") || v.has("message_edit")) && own:
		return staffWrote
	case user == "" || own:
		return nobodyWrote
	}
	return when(v.has("message") || v.has("message_edit") || v.has("postback") || v.has("messaging_feedback"), userWrote)
}

// metaPublic reports whether somebody else than the account said something in public.
func metaPublic(page, field string, v value) bool {
	by := v.text("from.id") + v.text("sender_id") + v.text("reviewer_id")
	verb := strings.Replace(v.text("verb"), "edited", "add", 1)
	if by == "" || by == page || verb != "" && verb != "add" {
		return false
	}
	switch field {
	case "comments", "live_comments":
		return true
	case "feed":
		return verb == "add" && slices.Contains([]string{"comment", "post", "status", "photo", "video", "share", "album", "link"}, v.text("item"))
	}
	return v.text("message")+v.text("review_text")+v.text("text") != ""
}

// xWrote goes by the account that the webhook is for. What is told by the newer API has
// that in its filter.
func xWrote(v value) (o outcome) {
	me := v.text("for_user_id")
	for _, m := range v.list("direct_message_events") {
		o = o.or(xSide(me, m.text("message_create.sender_id"), true))
	}
	for _, post := range v.list("tweet_create_events") {
		o = o.or(xPost(me, post, post.text("user.id_str"), post.text("in_reply_to_user_id_str")))
	}
	data := v.get("data")
	me, payload := data.text("filter.user_id"), data.get("payload")
	switch kind := data.text("event_type"); {
	case kind == "dm.received", kind == "dm.sent", kind == "chat.received", kind == "chat.sent":
		o = o.or(xSide(me, payload.text("sender_id"), !strings.HasPrefix(payload.text("event_type"), "Participants")))
	case strings.HasPrefix(kind, "post.") && strings.HasSuffix(kind, "create") && !strings.Contains(kind, "repost"):
		answered := ""
		for _, post := range data.list("includes.tweets") {
			answered = post.text("author_id")
		}
		o = o.or(xPost(me, payload, payload.text("author_id"), answered))
	}
	return o
}

func xSide(me, by string, says bool) outcome {
	switch {
	case by == "" || !says:
		return nobodyWrote
	case by == me:
		return staffWrote
	}
	return userWrote
}

// xPost: a repost says nothing, and the account's own posts are for everybody but when they
// answer somebody.
func xPost(me string, post value, by, answered string) outcome {
	shared := slices.ContainsFunc(post.list("referenced_tweets"), func(r value) bool { return r.text("type") == "retweeted" })
	if by == "" || shared || post.has("retweeted_status") || by == me && (answered == "" || answered == me) {
		return nobodyWrote
	}
	return xSide(me, by, true)
}
