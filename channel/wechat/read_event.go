package wechat

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// readEvent reads what a user did without writing, or what happened to the account.
//
// A tap on a menu item that sends a click or scans a code, a scan, a subscription
// and a payment open ways to answer; taps that open a page, a camera or a map do
// not. Source:
// https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html
// and https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html
// (read 2026-11).
func (r *reader) readEvent(v node) {
	name := v.str("Event")
	switch kind := strings.ToLower(name); kind {
	case "subscribe":
		r.readArrival(v, kind, channel.OpenFollow)
	case "scan":
		r.readArrival(v, kind, channel.OpenMenu)
	case "user_enter_tempsession":
		e := r.readArrival(v, kind, channel.OpenWelcome)
		if from := v.str("SessionFrom"); from != "" {
			e.Message.Referral = channel.Referral{Source: "session", Payload: from}
		}
	case "user_pay_from_pay_cell", "merchant_order":
		e := r.readArrival(v, kind, channel.OpenPayment)
		e.Notice = channel.Notice{Field: name, Subject: v.first("TransId", "OrderId"), Detail: v.first("Fee", "ProductId"), Name: v.str("OrderStatus")}
	case "unsubscribe":
		r.add(channel.EventLeave, r.id(v, kind))
	case "click", "scancode_push", "scancode_waitmsg":
		r.readClick(v, kind)
	case "view", "view_miniprogram", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select":
		r.readTap(v, kind)
	case "location":
		e := r.notice(v, kind, channel.Notice{Field: name, Detail: v.str("Precision")})
		e.Message.Place = channel.Place{Latitude: v.num("Latitude"), Longitude: v.num("Longitude")}
	case "templatesendjobfinish":
		r.readReport(r.add(channel.EventStatus, ""), v.first("MsgID", "MsgId"), v.str("Status"), "")
	case "subscribe_msg_popup_event", "subscribe_msg_change_event":
		r.readPreferences(v, kind)
	case "subscribe_msg_sent_event":
		r.each(v, kind, func(_ int, v node) {
			e := r.addPart(channel.EventStatus, "", asJSON(v.raw))
			e.Notice = channel.Notice{Field: kind, Subject: v.str("TemplateId")}
			r.readReport(e, v.first("MsgID", "MsgId"), v.str("ErrorStatus"), v.str("ErrorCode"))
		})
	case "kf_create_session", "kf_close_session", "kf_switch_session":
		r.notice(v, kind, channel.Notice{Field: name, Subject: v.first("KfAccount", "ToKfAccount"), Detail: v.first("FromKfAccount", "CloseType")})
	case "masssendjobfinish", "publishjobfinish", "qualification_verify_success", "qualification_verify_fail",
		"naming_verify_success", "naming_verify_fail", "annual_renew", "verify_expired":
		published := v.get("PublishEventInfo")
		e := r.notice(v, kind, channel.Notice{
			Field: name, Name: cmp.Or(v.first("Status", "status"), published.str("publish_status")),
			Subject: cmp.Or(v.first("MsgID", "MsgId", "publish_id"), published.str("publish_id")),
			Detail:  v.str("FailReason"), Until: v.moment("ExpiredTime"),
		})
		e.Message.Payload = string(r.body) // the counts and the articles
	default:
		r.unknown(v, name, "an event that this version does not know")
		r.events[len(r.events)-1].ID = r.id(v, kind)
	}
}

func (r *reader) notice(v node, kind string, n channel.Notice) *channel.Event {
	e := r.add(channel.EventAccount, r.id(v, kind))
	e.Notice = n
	return e
}

// readArrival reads how a user came: by a code, of which the key and the ticket tell.
func (r *reader) readArrival(v node, kind string, opens channel.Opener) *channel.Event {
	e := r.add(channel.EventOpen, r.id(v, kind))
	e.Opens = opens
	if key, ticket := v.str("EventKey"), v.str("Ticket"); key+ticket != "" {
		e.Message.Referral = channel.Referral{Source: "code", ID: ticket, Payload: key}
	}
	return e
}

// readClick reads a tap on an item of the menu that may be answered. The payload is the
// item's key; the text is that of a code that was scanned.
func (r *reader) readClick(v node, kind string) {
	e := r.add(channel.EventOpen, r.id(v, kind))
	e.Opens = channel.OpenMenu
	e.Notice.Subject = v.str("MenuId")
	e.Message = channel.Message{Type: channel.Button, Subtype: kind, Payload: v.str("EventKey"), Text: v.str("ScanCodeInfo", "ScanResult")}
}

// readTap reads a tap on an item of the menu that nobody can answer: the user sees a page,
// or sends pictures or a place, which come as messages. The subject is the item's key or
// address, its name that of the menu. Of pictures the digests are told, which are the
// detail.
func (r *reader) readTap(v node, kind string) {
	var digests []string
	for _, sum := range v.all("PicMd5Sum") {
		digests = append(digests, sum.text)
	}
	e := r.notice(v, kind, channel.Notice{
		Field: v.str("Event"), Name: v.str("MenuId"), Subject: v.str("EventKey"), Detail: strings.Join(digests, ", "),
	})
	place := v.get("SendLocationInfo")
	e.Message.Place = channel.Place{
		Latitude: place.num("Location_X"), Longitude: place.num("Location_Y"), Name: place.str("Poiname"), Address: place.str("Label"),
	}
}

// readDevice reads the news of a device that belongs to a user: the payload is what it
// sent. The form is that of samples; WeChat's own pages on devices were not found
// (2026-11-27).
func (r *reader) readDevice(kind string, v node) {
	id, device, event := r.own(v.first("MsgId", "MsgID")), v.str("DeviceID"), v.str("Event")
	if id == "" {
		id = r.id(v, kind)
		if id != "" {
			id += "/" + device + "/" + event
		}
	}
	e := r.add(channel.EventAccount, id)
	e.Notice = channel.Notice{Field: kind, Name: event, Subject: device, Detail: v.str("DeviceType")}
	e.Message.Payload = v.str("Content")
}
