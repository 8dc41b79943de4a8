package viber

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/hubsig"
)

// Config describes a bot. Bot and Secret are needed; everything else may be zero.
type Config struct {
	// Bot is the id of the account, of the host's choice: callbacks do not name the bot.
	Bot string
	// Secret is the bot's authentication token, which signs callbacks. The access token
	// of a [platform.Client] is the same one.
	Secret string
	// Unsigned takes callbacks without a signature, because somebody else has checked
	// them. Secret may then be empty.
	Unsigned bool

	Sender  Sender
	Ability *channel.Ability // what a message may hold; nil: that of [channel.AbilityOf]
	BaseURL string           // ""; https://chatapi.viber.com
}

// Sender is who messages are from, as the user sees it.
type Sender struct {
	// Name has 28 characters at most. Viber wants one: without it every message is
	// refused.
	Name   string
	Avatar string // the address of a picture; empty: the bot's own
}

// maxName is how long the name of a sender may be, in characters. Source:
// https://creators.viber.com/docs/bots-api/resources/messaging/send-message
// (read 2026-11-27).
const maxName = 28

// Platform is Viber, as [platform.Platform] and [platform.Replier]. The access token of
// its calls goes into the header X-Viber-Auth-Token.
type Platform struct {
	cfg     Config
	key     *hubsig.Key
	ability channel.Ability
}

// New returns the platform of a bot, or an error that says what is missing or too long.
func New(cfg Config) (*Platform, error) {
	switch n := utf8.RuneCountInString(cfg.Sender.Name); {
	case cfg.Bot == "":
		return nil, errors.New("viber: the id of the bot is missing: callbacks do not name it")
	case cfg.Secret == "" && !cfg.Unsigned: // everybody knows the empty one
		return nil, errors.New("viber: the authentication token is missing")
	case n > maxName:
		return nil, fmt.Errorf("viber: the name of the sender has %d characters, %d are allowed", n, maxName)
	}
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, "https://chatapi.viber.com"), "/")
	p := &Platform{cfg: cfg, key: hubsig.NewKey(cfg.Secret), ability: channel.AbilityOf(channel.Viber)}
	if cfg.Ability != nil {
		p.ability = *cfg.Ability
	}
	return p, nil
}

// Events implements [platform.Platform]. A callback is one event.
//
// The id of a message's event is its token, that of a report on a message
// "token/kind", with a digest of the reason behind it if there is one; events without
// a token get an id from their content. Account.ID is [Config.Bot]. The Payload of a
// message is the tracking data of the business's last one, which Viber hands back.
//
// A message opens the way to answer and so does subscribing. Opening the chat allows one
// welcome message, unless the user has subscribed before: see [Platform.Reply].
func (p *Platform) Events(r platform.Request) ([]channel.Event, error) {
	if err := p.verify(r); err != nil {
		return nil, err
	}
	return read(p.cfg.Bot, r.Body, r.Received)
}
