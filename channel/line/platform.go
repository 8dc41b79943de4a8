package line

import (
	"cmp"
	"errors"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/hubsig"
)

// Config describes a channel of the Messaging API. Secret is needed; everything else may
// be zero.
type Config struct {
	// Secret is the channel secret, which signs webhooks.
	Secret string
	// Unsigned takes webhooks without a signature, because somebody else has checked
	// them. Secret may then be empty.
	Unsigned bool

	Ability *channel.Ability // what a message may hold; nil: that of [channel.AbilityOf]
	BaseURL string           // ""; https://api.line.me
}

// Platform is LINE, as [platform.Platform]. The access token of its calls goes into the
// header Authorization.
type Platform struct {
	cfg     Config
	key     *hubsig.Key
	ability channel.Ability
}

// New returns the platform of a channel, or an error that says what is missing.
func New(cfg Config) (*Platform, error) {
	if cfg.Secret == "" && !cfg.Unsigned { // everybody knows the empty one
		return nil, errors.New("line: the channel secret is missing")
	}
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, "https://api.line.me"), "/")
	p := &Platform{cfg: cfg, key: hubsig.NewKey(cfg.Secret), ability: channel.AbilityOf(channel.LINE)}
	if cfg.Ability != nil {
		p.ability = *cfg.Ability
	}
	return p, nil
}

// Events implements [platform.Platform].
//
// The id of an event is its webhookEventId, for older webhooks that of the message
// or one made from the content. Account.ID is the destination. From is the user's
// id, and Message.Group the group or room; where LINE hides the user, the group
// stands for its members. Where another module answers, Control says so and
// Notice.Name of a message is "standby"; an event of type [channel.EventControl] says
// that the chat came to this module, or left it.
//
// Every event with a reply token opens the way to use it once, within a minute.
func (p *Platform) Events(r platform.Request) ([]channel.Event, error) {
	if err := p.verify(r); err != nil {
		return nil, err
	}
	return read(r.Body, r.Received)
}
