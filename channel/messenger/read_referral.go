package messenger

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// The sources of a [channel.Referral] that decide something.
const (
	sourceAd      = "ad"
	sourceProduct = "product"
	sourceLink    = "link"
)

// readReferred reads that the user came to an open conversation by a link or an
// advertisement. Source:
// https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_referrals
// (read 2026-11).
func (r *reader) readReferred(v, part loosejson.Value) {
	e, _ := r.event(channel.EventOpen, v)
	e.Opens = channel.OpenReferral
	readReferral(&e.Message, part)
	r.readAd(r.keep(e), part)
}

// readAd adds to an event of a user who came by an advertisement that this allows one
// more answer, for longer. An event opens one thing only, so that this is another
// one, of the same item; its payload is what the platform tells of the advertisement, as
// JSON. Source:
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy
// (edited 2026-09-28, read 2026-11).
func (r *reader) readAd(e channel.Event, referral loosejson.Value) {
	if e.Message.Referral.Source != sourceAd || e.Opens == "" {
		return
	}
	e.ID, e.Type, e.Opens = e.ID+"/ad", channel.EventOpen, channel.OpenAd
	e.Message = channel.Message{Referral: e.Message.Referral, Payload: string(referral.Get("ads_context_data").Text())}
	r.keep(e)
}

// readReferral reads into m what brought the user. Of an advertisement for a product the
// product is an item of m.
func readReferral(m *channel.Message, v loosejson.Value) {
	ad, product := v.Get("ads_context_data"), v.Get("product", "id").Str()
	m.Referral = channel.Referral{
		Source: sourceOf(v.Get("source").Str()),
		ID:     cmp.Or(v.Get("ad_id").Str(), product, ad.Get("post_id").Str()),
		URL:    cmp.Or(v.Get("referer_uri").Str(), ad.Get("photo_url").Str(), ad.Get("video_url").Str()),
		Title:  ad.Get("ad_title").Str(), Payload: v.Get("ref").Str(),
	}
	switch {
	case v.Get("ad_id").Str() != "":
		m.Referral.Source = sourceAd
		if product != "" {
			m.Items = append(m.Items, channel.Item{Product: product})
		}
	case product != "":
		m.Referral.Source = sourceProduct
	}
}

// sourceOf returns this module's word for what brought the user.
func sourceOf(word string) string {
	word = strings.ToLower(word)
	switch {
	case word == "ads":
		return sourceAd
	case strings.Contains(word, "link") || strings.HasPrefix(word, "short"):
		return sourceLink
	}
	return word
}

// readOptin reads that the user agreed to something: with a plugin on a page, to talk,
// which opens the window; else to be notified, or no longer. Notice.Detail is the
// token that such notifications are sent with, Message.Subtype how often, and
// Message.Detail the user's time zone and the state of the token. Source:
// https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_optins
// (read 2026-11).
func (r *reader) readOptin(v, part loosejson.Value) {
	e, _ := r.event(channel.EventOpen, v)
	e.From = cmp.Or(e.From, part.Get("user_ref").Str())
	e.Message = channel.Message{Payload: part.Get("payload").Str()}
	if kind := part.Get("type").Str(); kind != "" {
		e.Type = channel.EventPreference
		e.Notice = channel.Notice{
			Field: "optin", Name: part.First("notification_messages_status", "type"),
			Subject: part.First("title", "topic", "payload"),
			Detail:  part.First("notification_messages_token", "one_time_notif_token"),
			Until:   moment(part.Get("token_expiry_timestamp")),
		}
		e.Message.Subtype = part.Get("notification_messages_frequency").Str()
		e.Message.Detail = strings.TrimSpace(part.Get("notification_messages_timezone").Str() + " " + part.Get("user_token_status").Str())
	} else {
		e.Opens = channel.OpenReferral
		e.Message.Referral = channel.Referral{
			Source: "plugin", ID: part.Get("user_ref").Str(), Payload: part.Get("ref").Str(),
		}
	}
	r.keep(e)
}
