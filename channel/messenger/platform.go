package messenger

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/hubsig"
)

// Where calls go, by the login of the account.
const (
	facebookURL  = "https://graph.facebook.com/v25.0"
	instagramURL = "https://graph.instagram.com/v25.0"
)

// Config describes an app at Meta. Secret is needed; everything else may be zero.
type Config struct {
	// Secret is the app secret, which signs webhooks: with InstagramLogin that of the
	// Instagram app, else that of the Facebook app.
	Secret string
	// Unsigned takes webhooks without a signature, because somebody else has checked
	// them. Secret may then be empty.
	Unsigned bool
	// VerifyToken is the token that was entered at Meta beside the address for webhooks.
	// Empty: [Platform.Greet] confirms nothing.
	VerifyToken string

	// InstagramLogin tells that an Instagram account is connected by Instagram's own
	// login and not by a Facebook page: its calls go to another host.
	InstagramLogin bool
	// BaseURL is where calls go. "": https://graph.facebook.com/v25.0, or with
	// InstagramLogin https://graph.instagram.com/v25.0.
	BaseURL string
	// Ability is what a message of its Channel may hold, or of both kinds if Channel is
	// empty. Nil, and for the other kind: that of [channel.AbilityOf].
	Ability *channel.Ability
}

// Platform is Messenger and Instagram, as [platform.Platform]. The access token of its
// calls, a page's or an account's, goes into the header Authorization.
type Platform struct {
	cfg       Config
	key       *hubsig.Key
	messenger channel.Ability
	instagram channel.Ability
}

// New returns the platform of an app, or an error that says what is missing or wrong.
func New(cfg Config) (*Platform, error) {
	if cfg.Secret == "" && !cfg.Unsigned { // everybody knows the empty one
		return nil, errors.New("messenger: the app secret is missing")
	}
	if a := cfg.Ability; a != nil && a.Channel != "" && a.Channel != channel.Messenger && a.Channel != channel.Instagram {
		return nil, fmt.Errorf("messenger: an ability of %s", a.Channel)
	}
	host := facebookURL
	if cfg.InstagramLogin {
		host = instagramURL
	}
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, host), "/")
	return &Platform{
		cfg: cfg, key: hubsig.NewKey(cfg.Secret),
		messenger: cfg.ability(channel.Messenger), instagram: cfg.ability(channel.Instagram),
	}, nil
}

// ability returns what a message of a kind may hold.
func (cfg Config) ability(kind channel.Kind) channel.Ability {
	if cfg.Ability == nil || cfg.Ability.Channel != "" && cfg.Ability.Channel != kind {
		return channel.AbilityOf(kind)
	}
	a := *cfg.Ability
	a.Channel = kind
	return a
}

// Events implements [platform.Platform].
//
// An event has the id of its message or comment, with "/edit/2", "/revoke" or
// "/delivered" behind it where it only concerns that message; all else has one made from
// its content, so that it is the same whenever a webhook is repeated. An item without an
// instant counts as sent when the webhook was, else when received.
//
// Account.ID is the page's or the professional account's id, From the user's id scoped to
// it, or the user_ref that a plugin made up for an unknown user.
//
// Notice.Field says by which feed an event came where that matters: "standby" for what
// another app answers, "comments" or "feed" for what was said in public. In standby,
// Control says that another app holds the thread; an event of type [channel.EventControl]
// says that the thread was passed to this app, or taken from it.
//
// A comment opens the way to answer it once in private: its id is that of the event.
//
// Echo marks what the account did by another way: its messages and reactions, and the
// changes and withdrawals of what it wrote.
func (p *Platform) Events(r platform.Request) ([]channel.Event, error) {
	if err := p.verify(r); err != nil {
		return nil, err
	}
	return read(r.Body, r.Received)
}
