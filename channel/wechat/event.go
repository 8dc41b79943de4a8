package wechat

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// event reads what a user did without writing, or what happened to the account.
//
// A tap on a menu item that sends a click or scans a code, a scan, a subscription
// and a payment open ways to answer; taps that open a page, a camera or a map do
// not. Source: WeChat, receiving event pushes; customer-service messages, read
// 2026-11.
func (p *parser) event(v node) {
	name := v.str("Event")
	switch kind := strings.ToLower(name); kind {
	case "subscribe":
		p.arrival(v, kind, channel.OpenFollow)
	case "scan":
		p.arrival(v, kind, channel.OpenMenu)
	case "user_enter_tempsession":
		e := p.arrival(v, kind, channel.OpenWelcome)
		if from := v.str("SessionFrom"); from != "" {
			e.Message.Referral = channel.Referral{Source: "session", Payload: from}
		}
	case "user_pay_from_pay_cell", "merchant_order":
		e := p.arrival(v, kind, channel.OpenPayment)
		e.Notice = channel.Notice{Field: name, Subject: v.first("TransId", "OrderId"), Detail: v.first("Fee", "ProductId")}
	case "unsubscribe":
		p.add(channel.EventLeave, p.id(v, kind))
	case "click", "scancode_push", "scancode_waitmsg":
		p.tap(v, kind).Opens = channel.OpenMenu
	case "view", "view_miniprogram", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select":
		p.tap(v, kind)
	case "location":
		e := p.notice(v, kind, channel.Notice{Field: name, Detail: v.str("Precision")})
		e.Message.Place = channel.Place{Latitude: v.num("Latitude"), Longitude: v.num("Longitude")}
	case "templatesendjobfinish":
		p.status(v.first("MsgID", "MsgId"), v.str("Status"), "")
	case "subscribe_msg_popup_event", "subscribe_msg_change_event":
		p.preferences(v, kind)
	case "subscribe_msg_sent_event":
		for _, item := range v.all("List") {
			p.status(item.first("MsgID", "MsgId"), item.str("ErrorStatus"), item.str("ErrorCode"))
		}
	case "kf_create_session", "kf_close_session", "kf_switch_session":
		p.notice(v, kind, channel.Notice{Field: name, Subject: v.first("KfAccount", "ToKfAccount"), Detail: v.first("FromKfAccount", "CloseType")})
	case "masssendjobfinish", "publishjobfinish", "qualification_verify_success", "qualification_verify_fail",
		"naming_verify_success", "naming_verify_fail", "annual_renew", "verify_expired":
		p.notice(v, kind, channel.Notice{
			Field: name, Name: v.first("Status", "status"), Subject: v.first("MsgID", "MsgId", "publish_id"),
			Detail: v.str("FailReason"), Until: v.moment("ExpiredTime"),
		})
	default:
		e := p.add(channel.EventUnknown, p.id(v, kind))
		e.Notice = channel.Notice{Field: name, Detail: "an event that this version does not know"}
	}
	if len(p.events) == 0 {
		p.unknown(name, "a list of nothing")
	}
}

// id returns the id of an event, "" for one without an instant.
func (p *parser) id(v node, kind string) string {
	at := v.str("CreateTime")
	if at == "" {
		return ""
	}
	return p.base.From + "/" + at + "/" + kind
}

// arrival reads how a user came: by a code, of which the key and the ticket tell.
func (p *parser) arrival(v node, kind string, opens channel.Opener) *channel.Event {
	e := p.add(channel.EventOpen, p.id(v, kind))
	e.Opens = opens
	if key, ticket := v.str("EventKey"), v.str("Ticket"); key+ticket != "" {
		e.Message.Referral = channel.Referral{Source: "code", ID: ticket, Payload: key}
	}
	return e
}

// tap reads a tap on an item of the menu. The payload is the item's key or address.
func (p *parser) tap(v node, kind string) *channel.Event {
	e := p.add(channel.EventMessage, p.id(v, kind))
	e.Notice.Subject = v.str("MenuId")
	m := &e.Message
	m.Type, m.Subtype, m.Payload = channel.Button, kind, v.str("EventKey")
	m.Text = v.str("ScanCodeInfo", "ScanResult")
	place := v.get("SendLocationInfo")
	m.Place = channel.Place{
		Latitude: place.num("Location_X"), Longitude: place.num("Location_Y"), Name: place.str("Poiname"), Address: place.str("Label"),
	}
	for _, sum := range v.all("PicMd5Sum") { // the pictures follow as messages
		m.Attachments = append(m.Attachments, channel.Attachment{Type: channel.Image, ID: sum.text})
	}
	return e
}

func (p *parser) notice(v node, kind string, n channel.Notice) *channel.Event {
	e := p.add(channel.EventAccount, p.id(v, kind))
	e.Notice = n
	return e
}

// status reads what became of a notice to a user. Its state comes in words: success,
// or why not.
func (p *parser) status(message, state, code string) {
	e := p.add(channel.EventStatus, "")
	e.Status = channel.Status{MessageID: message, State: channel.StateDelivered}
	if state != "success" {
		e.Status.State = channel.StateFailed
		reason := channel.Error{Code: code, Title: state, Class: Classify(code)}
		if strings.Contains(state, "user") { // "failed:user block"
			reason.Class = channel.ClassUser
		}
		e.Status.Errors = []channel.Error{reason}
	}
	if message == "" {
		return
	}
	e.ID = p.own(message) + "/" + string(e.Status.State)
	if e.Status.State == channel.StateFailed && code+state != "" { // another reason is another event
		sum := sha256.Sum256([]byte(code + "\x00" + state))
		e.ID += "/" + cmp.Or(code, hex.EncodeToString(sum[:4]))
	}
}

// preferences reads which notices a user agreed to or refused, one event each.
func (p *parser) preferences(v node, kind string) {
	for i, item := range v.all("List") {
		e := p.add(channel.EventPreference, p.id(v, kind))
		if e.ID != "" {
			e.ID += "/" + strconv.Itoa(i)
		}
		e.Notice = channel.Notice{
			Field: kind, Name: item.str("SubscribeStatusString"), Subject: item.str("TemplateId"), Detail: item.str("PopupScene"),
		}
	}
}
