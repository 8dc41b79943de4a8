package wechat

import (
	"bytes"
	"cmp"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// newsEvent tells that WeCom has messages for the host.
const newsEvent = "kf_msg_or_event"

// readNews reads that there are messages to be fetched. The subject is the account, and
// the detail the token that the fetching wants, for ten minutes.
func (r *reader) readNews(v node) {
	r.base.Account.ID = cmp.Or(v.str("OpenKfId"), r.base.Account.ID)
	e := r.add(channel.EventAccount, "")
	e.Notice = channel.Notice{Field: newsEvent, Subject: v.str("OpenKfId"), Detail: v.str("Token")}
}

// readMessages reads the messages that were fetched from WeCom. Source:
// https://github.com/silenceper/wechat, whose package kf quotes the official page
// (read 2026-11-27).
func readMessages(list loosejson.Value, received time.Time) []channel.Event {
	var events []channel.Event
	var left [][]byte
	n := 0
	for v := range list.Items() {
		if n++; n > platform.MaxEvents {
			left = append(left, v.Text())
			continue
		}
		events = append(events, readFetched(v, received).Identified())
	}
	if len(left) > 0 {
		e := channel.Event{
			Type: channel.EventUnknown, Account: channel.Account{Kind: channel.WeCom}, Sent: received.UTC(), Received: received.UTC(),
			Notice: channel.Notice{Field: "msg_list", Detail: tooMany(n)},
			Raw:    asJSON([]byte("[" + string(bytes.Join(left, []byte(","))) + "]")),
		}
		events = append(events, e.Identified())
	}
	return events
}

// readFetched reads one message, or what happened in a chat.
func readFetched(value loosejson.Value, received time.Time) channel.Event {
	v := fromJSON("", value)
	about := v // of an event: what it tells has the names
	if v.str("msgtype") == "event" {
		about = v.get("event")
	}
	e := channel.Event{
		ID: v.str("msgid"), Raw: value.Raw(),
		Account: channel.Account{Kind: channel.WeCom, ID: cmp.Or(about.str("open_kfid"), v.str("open_kfid"))},
		From:    cmp.Or(about.str("external_userid"), v.str("external_userid")),
		Sent:    cmp.Or(v.moment("send_time"), received.UTC()), Received: received.UTC(),
	}
	if v.str("msgtype") == "event" {
		readHappening(&e, about)
		return e
	}
	readSender(&e, v)
	e.Message.ID = e.ID
	if !readKind(&e.Message, v.str("msgtype"), v) {
		e.Message = channel.Message{ID: e.ID, Type: channel.Unsupported, Subtype: v.str("msgtype"), Text: v.words(), Payload: string(value.Text())}
	}
	return e
}

// readSender reads who wrote: the user, or a person at the business in WeCom's own app.
func readSender(e *channel.Event, v node) {
	switch origin := v.str("origin"); {
	case e.From == "":
		e.Type, e.Notice = channel.EventUnknown, channel.Notice{Field: v.str("msgtype"), Detail: "a message without a user"}
	case origin == "3" || origin == "":
		e.Type, e.Opens = channel.EventMessage, channel.OpenMessage
	case origin == "5":
		e.Type, e.Echo = channel.EventEcho, true
		e.Notice = channel.Notice{Field: "servicer_userid", Subject: v.str("servicer_userid")}
	default:
		e.Type, e.Notice = channel.EventUnknown, channel.Notice{Field: v.str("msgtype"), Detail: "an origin that this version does not know: " + origin}
	}
}

// readKind reads the content of a message, and reports whether it can be read.
func readKind(m *channel.Message, kind string, message node) bool {
	v := message.get(kind)
	switch kind {
	case "text":
		m.Type, m.Text = channel.Text, v.str("content")
		if choice := v.str("menu_id"); choice != "" {
			m.Type, m.Subtype, m.Payload = channel.Interactive, kind, choice
		}
		return m.Text != ""
	case "image", "voice", "video", "file":
		m.Type = map[string]channel.MessageType{"image": channel.Image, "voice": channel.Audio, "video": channel.Video, "file": channel.Document}[kind]
		m.Attachments = []channel.Attachment{{Type: m.Type, ID: v.str("media_id")}}
		return v.str("media_id") != ""
	case "location":
		m.Type = channel.Location
		m.Place = channel.Place{Latitude: v.num("latitude"), Longitude: v.num("longitude"), Name: v.str("name"), Address: v.str("address")}
		return v.str("latitude") != "" && v.str("longitude") != ""
	case "link":
		m.Type, m.Subtype, m.Text = channel.Text, kind, join(v.str("title"), v.str("desc"), v.str("url"))
		if picture := v.str("pic_url"); picture != "" {
			m.Attachments = []channel.Attachment{{Type: channel.Image, URL: picture}}
		}
		return m.Text != ""
	case "business_card":
		m.Type, m.Subtype, m.People = channel.Contacts, kind, []channel.Person{{Name: v.str("userid")}}
		return v.str("userid") != ""
	case "miniprogram":
		m.Type, m.Subtype, m.Text, m.Payload = channel.Interactive, kind, v.str("title"), v.str("pagepath")
		m.Referral = channel.Referral{Source: "mini_program", ID: v.str("appid")}
		if picture := v.str("thumb_media_id"); picture != "" {
			m.Attachments = []channel.Attachment{{Type: channel.Image, ID: picture}}
		}
		return m.Text+m.Payload != ""
	}
	return false
}

// readHappening reads what happened in a chat. A user who came in may be welcomed with
// the token. Source: as for readMessages, and
// https://github.com/fudiwei/DotNetCore.SKIT.FlurlHttpClient.Wechat, whose samples have
// the withdrawals (read 2026-11-27).
func readHappening(e *channel.Event, v node) {
	kind := v.str("event_type")
	switch kind {
	case "enter_session":
		e.Type, e.Opens, e.ReplyToken = channel.EventOpen, channel.OpenWelcome, v.str("welcome_code")
		if scene, more := v.str("scene"), v.str("scene_param"); scene+more != "" {
			e.Message.Referral = channel.Referral{Source: "link", ID: scene, Payload: more}
		}
	case "msg_send_fail":
		e.Type = channel.EventStatus
		e.Status = channel.Status{MessageID: v.str("fail_msgid"), State: channel.StateFailed, Errors: []channel.Error{failure(v.str("fail_type"))}}
	case "user_recall_msg", "servicer_recall_msg":
		e.Type, e.Message.Target, e.Echo = channel.EventRevoke, v.str("recall_msgid"), kind == "servicer_recall_msg"
		e.Notice.Subject = v.str("servicer_userid")
	case "session_status_change":
		e.Type = channel.EventAccount
		e.Notice = channel.Notice{Field: kind, Name: v.str("change_type"), Subject: v.str("new_servicer_userid"), Detail: v.str("old_servicer_userid")}
	case "servicer_status_change":
		e.Type = channel.EventAccount
		e.Notice = channel.Notice{Field: kind, Name: v.str("status"), Subject: v.str("servicer_userid")}
	case "reject_customer_msg_switch_change":
		e.Type = channel.EventAccount
		e.Notice = channel.Notice{Field: kind, Name: v.str("reject_switch"), Subject: v.str("servicer_userid")}
	default:
		e.Type, e.Message.Text = channel.EventUnknown, v.words()
		e.Notice = channel.Notice{Field: kind, Detail: "an event that this version does not know"}
	}
	if e.From == "" && e.Type != channel.EventAccount {
		e.Type, e.Opens = channel.EventUnknown, ""
		e.Notice = channel.Notice{Field: kind, Detail: "an event about nobody"}
	}
}

// failure returns why WeCom could not deliver a message that it had taken.
func failure(code string) channel.Error {
	e := channel.Error{Code: "fail_type/" + code}
	e.Title, e.Class = "WeCom gave no reason", ""
	switch code {
	case "1", "2", "7", "8", "9":
		e.Title, e.Class = "The account is deleted, closed or not verified", channel.ClassFix
	case "4":
		e.Title, e.Class = "More than 48 hours after the user wrote", channel.ClassUser
	case "5":
		e.Title, e.Class = "The session is closed", channel.ClassUser
	case "6":
		e.Title, e.Class = "More than five messages after one of the user", channel.ClassUser
	case "10":
		e.Title, e.Class = "The user refuses messages", channel.ClassUser
	}
	return e
}
