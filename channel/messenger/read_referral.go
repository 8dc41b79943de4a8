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

// referral reads that the user came to an open conversation by a link or an
// advertisement. Source: Meta, messaging_referrals, read 2026-11.
func (p *parser) referral(v, part loosejson.Value) {
	e, _ := p.event(channel.EventOpen, v)
	e.Opens, e.Message.Referral = channel.OpenReferral, readReferral(part)
	p.ad(p.keep(e))
}

// ad adds to an event of a user who came by an advertisement that this allows one
// more answer, for longer. An event opens one thing only, so that this is another
// one, of the same item. Source: Meta, Messenger Platform, policy (edited
// 2026-09-28).
func (p *parser) ad(e channel.Event) {
	if e.Message.Referral.Source != sourceAd || e.Opens == "" {
		return
	}
	e.ID, e.Type, e.Opens = e.ID+"/ad", channel.EventOpen, channel.OpenAd
	e.Message = channel.Message{Referral: e.Message.Referral}
	p.keep(e)
}

func readReferral(v loosejson.Value) channel.Referral {
	ad, product := v.Get("ads_context_data"), v.Get("product", "id").Str()
	r := channel.Referral{
		Source: source(v.Get("source").Str()),
		ID:     cmp.Or(v.Get("ad_id").Str(), product, ad.Get("post_id").Str()),
		URL:    cmp.Or(v.Get("referer_uri").Str(), ad.Get("photo_url").Str(), ad.Get("video_url").Str()),
		Title:  ad.Get("ad_title").Str(), Payload: v.Get("ref").Str(),
	}
	switch {
	case v.Get("ad_id").Str() != "":
		r.Source = sourceAd
	case product != "":
		r.Source = sourceProduct
	}
	return r
}

// source returns this module's word for what brought the user.
func source(word string) string {
	word = strings.ToLower(word)
	switch {
	case word == "ads":
		return sourceAd
	case strings.Contains(word, "link") || strings.HasPrefix(word, "short"):
		return sourceLink
	}
	return word
}

// optin reads that the user agreed to something: with a plugin on a page, to talk,
// which opens the window; else to be notified, or no longer. Notice.Detail is the
// token that such notifications are sent with. Source: Meta, messaging_optins, read
// 2026-11.
func (p *parser) optin(v, part loosejson.Value) {
	e, _ := p.event(channel.EventOpen, v)
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
	} else {
		e.Opens = channel.OpenReferral
		e.Message.Referral = channel.Referral{
			Source: "plugin", ID: part.Get("user_ref").Str(), Payload: part.Get("ref").Str(),
		}
	}
	p.keep(e)
}
