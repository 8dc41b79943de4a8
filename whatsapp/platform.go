package whatsapp

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/hubsig"
)

// Config describes an app on the Cloud API. Secret is needed; everything else may be zero.
type Config struct {
	// Secret is the app secret, which signs webhooks.
	Secret string
	// VerifyToken is what was entered at Meta to confirm the address of the webhooks.
	// Empty: [Platform.Greet] refuses.
	VerifyToken string
	// Unsigned takes webhooks without a signature, because somebody else has checked
	// them. Secret may then be empty.
	Unsigned bool

	// Number is the phone_number_id that calls go from, which is [channel.Account.ID] in
	// webhooks: messages of other accounts are refused. Empty: each message's own.
	Number string
	// Provider is who carries the messages, for their error codes. Empty: [Meta].
	Provider Provider

	Ability *channel.Ability // what a message may hold; nil: that of [channel.AbilityOf]
	BaseURL string           // "": https://graph.facebook.com
	Version string           // of the API; "": v25.0
}

// Platform is WhatsApp, as [platform.Platform] and [platform.Greeter]. The access token
// of its calls goes into the header Authorization.
type Platform struct {
	cfg     Config
	key     *hubsig.Key
	ability channel.Ability
}

// New returns the platform of an app, or an error that says what is missing.
func New(cfg Config) (*Platform, error) {
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, "https://graph.facebook.com"), "/")
	cfg.Version = cmp.Or(cfg.Version, "v25.0")
	base, err := url.Parse(cfg.BaseURL)
	switch {
	case cfg.Secret == "" && !cfg.Unsigned: // everybody knows the empty one
		return nil, errors.New("whatsapp: the app secret is missing")
	case strings.ContainsAny(cfg.Number, "/?#"):
		return nil, fmt.Errorf("whatsapp: number %q: want a phone_number_id", cfg.Number)
	case err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return nil, fmt.Errorf("whatsapp: base URL %q: want an address like https://graph.facebook.com", cfg.BaseURL)
	}
	p := &Platform{cfg: cfg, key: hubsig.NewKey(cfg.Secret), ability: channel.AbilityOf(channel.WhatsApp)}
	if cfg.Ability != nil {
		p.ability = *cfg.Ability
	}
	return p, nil
}

// Events implements [platform.Platform].
//
// A message has its own id, a status "id/state" and a call "id/event" (with the reason
// behind it if it failed, and the participant in a group, where each one reads by
// himself), and all else a digest of its content. An item without an instant counts as
// sent when received.
//
// Account.ID is the phone_number_id, for news of a whole business account the account's
// id. From is the user's number, or the user id where the platform hides the number;
// Profile.Handles has the other names. They are those of the item, and of the contact
// beside it that has one of them; a contact of another user says nothing about this one.
//
// A message of a type that this version does not know is still the user's: its Type is
// the platform's word and its Payload the content as JSON. One of a known type that
// cannot be read is of type [channel.Unsupported], with the known type as Subtype and all
// of it as Payload.
//
// Echo marks what staff did on the phone app: their messages and reactions, and the
// changes and withdrawals of what they wrote. A webhook makes 10,000 events at most;
// what is more stands in one of type [channel.EventUnknown] at the end.
func (p *Platform) Events(r platform.Request) ([]channel.Event, error) {
	if err := p.verify(r); err != nil {
		return nil, err
	}
	return read(r.Body, r.Received, p.cfg.Provider)
}
