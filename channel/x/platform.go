package x

import (
	"cmp"
	"errors"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/hubsig"
)

// Config describes an app. Secret is needed; everything else may be zero.
type Config struct {
	// Secret is the app's consumer secret, which signs webhooks.
	Secret string
	// Unsigned takes webhooks without a signature, because somebody else has checked
	// them. Secret may then be empty.
	Unsigned bool

	Ability *channel.Ability // what a message may hold; nil: that of [channel.AbilityOf]
	BaseURL string           // ""; https://api.x.com
}

// Platform is X, as [platform.Platform] and [platform.Greeter]. The access token of its
// calls is that of the account, by OAuth 2.0 with the scopes dm.write, dm.read,
// tweet.read and users.read; an app's own token is refused. It goes into the header
// Authorization. Source: https://docs.x.com/x-api/direct-messages/manage/integrate (read
// 2026-11-27).
type Platform struct {
	cfg     Config
	key     *hubsig.Key
	ability channel.Ability
}

// New returns the platform of an app, or an error that says what is missing.
func New(cfg Config) (*Platform, error) {
	if cfg.Secret == "" && !cfg.Unsigned { // everybody knows the empty one
		return nil, errors.New("x: the consumer secret is missing")
	}
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, "https://api.x.com"), "/")
	p := &Platform{cfg: cfg, key: hubsig.NewKey(cfg.Secret), ability: channel.AbilityOf(channel.X)}
	if cfg.Ability != nil {
		p.ability = *cfg.Ability
	}
	return p, nil
}

// Events implements [platform.Platform].
//
// An event has the id of its message or post; all else has the platform's for the
// delivery, or one made from its content, so that it is the same whenever a webhook
// is repeated. A time that the webhook does not tell is that of its receipt.
//
// Account.ID is the user id of the subscribed account, From that of the other side.
// What the account wrote is an echo, also what this system sent: it has the id that
// [Platform.Answer] returned. A conversation of several is Message.Group,
// "conversation/" and its id. The app that wrote a message is Notice.Subject.
//
// A post that names, answers or quotes the account is a message of Subtype "post". What
// it answers, else quotes, is Message.ReplyTo; a post that it quotes is also its
// Referral. Reposts, likes and all that the account does in public are news of the
// account: an event of type [channel.EventAccount], with what happened in Notice.Name and
// the id of the post in Notice.Subject.
//
// Source: https://docs.x.com/x-api/account-activity/introduction,
// https://docs.x.com/x-api/activity/event-payloads (read 2026-11-27).
func (p *Platform) Events(r platform.Request) ([]channel.Event, error) {
	if err := p.verify(r); err != nil {
		return nil, err
	}
	return read(r.Body, r.Received)
}
