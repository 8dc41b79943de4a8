package telegram

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Config describes a bot. Secret is needed; everything else may be zero.
type Config struct {
	// Bot is the bot's own user id, which stands before the colon of its token: the
	// account of what is sent to the bot, for webhooks do not name it. An update of a
	// business connection names the connection. Empty: the account has an empty id.
	Bot string
	// Secret is the secret token that was given to setWebhook.
	Secret string
	// Unsigned takes webhooks without a secret, because they were checked before,
	// or because they come from getUpdates. Secret may then be empty.
	Unsigned bool

	Ability *channel.Ability // what a message may hold; nil: that of [channel.AbilityOf]
	BaseURL string           // ""; https://api.telegram.org
}

// Platform is Telegram, as [platform.Platform], for the kinds [channel.Telegram] and
// [channel.TelegramBusiness]. The token of its calls goes into the path.
type Platform struct {
	cfg      Config
	digest   [sha256.Size]byte // of the secret: digests have one length, so that comparing takes one time
	ability  channel.Ability
	business channel.Ability
}

// New returns the platform of a bot, or an error that says what is missing.
func New(cfg Config) (*Platform, error) {
	if cfg.Secret == "" && !cfg.Unsigned { // everybody knows the empty one
		return nil, errors.New("telegram: the secret token is missing")
	}
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, "https://api.telegram.org"), "/")
	p := &Platform{
		cfg: cfg, digest: sha256.Sum256([]byte(cfg.Secret)),
		ability: channel.AbilityOf(channel.Telegram), business: channel.AbilityOf(channel.TelegramBusiness),
	}
	if cfg.Ability != nil {
		p.ability, p.business = *cfg.Ability, *cfg.Ability
		if p.business.Channel == channel.Telegram {
			p.business.Channel = channel.TelegramBusiness
		}
	}
	return p, nil
}

// Events implements [platform.Platform]. The body is one update, or the answer of
// getUpdates with several.
//
// The id of an event is that of its update; further events of one update have a
// number behind it. An event without an instant of its own, such as a tap on a
// button, counts as sent when received.
//
// From is the user's id, Message.Group the chat's id where that is not the user's
// own, with "#" and the topic behind it in a topic of a forum. In a topic of the private
// chat with the bot From is "user#topic", and Profile.Handles names the user. The id of
// a message is "chat:message", for Telegram counts messages within a chat; the id of a
// tap on a button is the platform's. The address of a link in a text stands behind its
// words in brackets.
//
// Messages of a business connection belong to the account of kind
// [channel.TelegramBusiness] with the connection's id; what the owner of the
// business wrote there is an echo, and so is what a group's anonymous administrator
// wrote. A channel's posts, and their copies in a group, are of type
// [channel.EventHistory]. A question to the bot in a chat where it is only a guest has a
// ReplyToken, by which it is answered once.
//
// Events beyond the first 10,000 of a webhook are kept unread in one of type
// [channel.EventUnknown].
func (p *Platform) Events(r platform.Request) ([]channel.Event, error) {
	if err := p.verify(r); err != nil {
		return nil, err
	}
	return read(r.Body, p.cfg.Bot, r.Received)
}
