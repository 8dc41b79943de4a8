package whatsapp

import (
	"cmp"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// The value of direction of a call that the business placed.
const byBusiness = "BUSINESS_INITIATED"

// readCall reads a step of a call. A call by the user is a message of the user and opens
// the window, answered or not; one by the business that begins is an echo; every later
// step is a status with the step, or how the call ended, as state. Notice.Name is who
// placed it, in the platform's words. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/pricing,
// https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-initiated-calls
// (read 2026-11).
func (r *reader) readCall(v loosejson.Value) {
	step := v.Get("event").Str()
	e := r.add(channel.EventStatus, v)
	e.Status = channel.Status{
		MessageID: v.Get("id").Str(), State: channel.DeliveryState(cmp.Or(words(v.Get("status")), step)),
		Reference: v.Get("biz_opaque_callback_data").Str(), Errors: r.readErrors(v.Get("errors")),
	}
	e.Message = channel.Message{ID: e.Status.MessageID, Type: channel.Call, Subtype: step, Millis: callMillis(v)}
	e.ID = e.Status.MessageID + "/" + step + reason(&e.Status)
	e.Notice = channel.Notice{Field: r.feed.field, Name: v.Get("direction").Str()}
	out := e.Notice.Name == byBusiness || r.feed.business(v.Get("from").Str())
	if out {
		r.user(e, addressee(v))
	} else {
		r.user(e, sender(v))
	}
	readOrigin(e, v)
	readRecords(&e.Message, v)
	switch {
	case step == "connect" && out:
		e.Type, e.Echo = channel.EventEcho, true
	case step == "connect":
		e.Type, e.Opens = channel.EventMessage, channel.OpenCall
	}
	if e.Status.MessageID == "" || step == "" {
		e.ID = r.digest(v)
		r.bad(e, "a call without an id or an event")
	}
}

// readOrigin reads what the business put into the button or the link that a call came by,
// and from when to when the call was, as RFC 3339 with a slash between.
func readOrigin(e *channel.Event, v loosejson.Value) {
	e.Message.Payload = v.Get("cta_payload").Str()
	if link := v.Get("deeplink_payload").Str(); link != "" {
		e.Message.Referral = channel.Referral{Source: "link", Payload: link}
	}
	if start, end := v.Get("start_time").Moment(), v.Get("end_time").Moment(); !start.IsZero() {
		e.Notice.Detail = start.Format(time.RFC3339) + "/"
		if !end.IsZero() {
			e.Notice.Detail += end.Format(time.RFC3339)
		}
	}
}

// callMillis returns how long a call lasted: its duration in seconds, else the time
// between its start and its end.
func callMillis(v loosejson.Value) int64 {
	const most = 365 * 24 * 3600 // whatever a platform says, it fits
	if seconds := v.Get("duration").Whole(); seconds > 0 {
		return min(seconds, most) * 1000
	}
	start, end := v.Get("start_time").Moment(), v.Get("end_time").Moment()
	if start.IsZero() || end.Before(start) {
		return 0
	}
	return min(end.Sub(start).Milliseconds(), most*1000)
}

// readRecords reads the files that came of a call: its recording, its transcript.
func readRecords(m *channel.Message, v loosejson.Value) {
	for _, record := range v.Members() {
		for name, file := range record.Members() {
			one := channel.Message{Type: channel.MessageType(name)}
			switch one.Type {
			case channel.Audio, channel.Video, channel.Document:
				readMedia(&one, file)
				m.Attachments = append(m.Attachments, one.Attachments...)
			}
		}
	}
}
