package wechat

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Config describes an account. Secret is needed; everything else may be zero.
type Config struct {
	// Kind is the product: [channel.WeChatSubscription], [channel.WeChatMini] or
	// [channel.WeCom]; empty: [channel.WeChat], a service account. A push does not tell.
	Kind channel.Kind
	// Secret is the token that was entered beside the address of the server, which signs
	// requests. It is not the access token of a [platform.Client].
	Secret string
	// Unsigned takes pushes without a signature, because somebody else has checked them.
	// Secret may then be empty.
	Unsigned bool
	// Key is the EncodingAESKey of 43 characters that was entered beside the token. When
	// it is set, every push has to be encrypted. Empty: pushes come plain, as their
	// signature then covers the query only: anybody who saw one signed query can send
	// what they like. WeCom wants a key.
	Key string
	// App is the app id of the account, the corp id of WeCom. It is needed with a Key.
	App string

	Ability *channel.Ability // what a message may hold; nil: that of [channel.AbilityOf]
	BaseURL string           // ""; https://api.weixin.qq.com, of WeCom https://qyapi.weixin.qq.com
}

// Platform is one product of WeChat, as [platform.Platform], [platform.Greeter] and
// [platform.Replier]. The access token of its calls goes into the query.
type Platform struct {
	cfg     Config
	cipher  *crypt // nil: pushes come plain
	ability channel.Ability
}

// New returns the platform of an account, or an error that says what is missing.
func New(cfg Config) (*Platform, error) {
	cfg.Kind = cmp.Or(cfg.Kind, channel.WeChat)
	base := "https://api.weixin.qq.com"
	if cfg.Kind == channel.WeCom {
		base = "https://qyapi.weixin.qq.com"
	}
	switch products := []channel.Kind{channel.WeChat, channel.WeChatSubscription, channel.WeChatMini, channel.WeCom}; {
	case !slices.Contains(products, cfg.Kind):
		return nil, fmt.Errorf("wechat: %s is not a product of WeChat", cfg.Kind)
	case cfg.Secret == "" && !cfg.Unsigned: // everybody knows the empty one
		return nil, errors.New("wechat: the token is missing")
	case cfg.Key == "" && cfg.Kind == channel.WeCom && !cfg.Unsigned:
		return nil, errors.New("wechat: the EncodingAESKey is missing: WeCom encrypts every push")
	}
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, base), "/")
	p := &Platform{cfg: cfg, ability: channel.AbilityOf(cfg.Kind)}
	if cfg.Ability != nil {
		p.ability = *cfg.Ability
	}
	if cfg.Key == "" {
		return p, nil
	}
	var err error
	p.cipher, err = newCrypt(cfg.Key, cfg.App)
	return p, err
}

// Events implements [platform.Platform]. It reads XML, and JSON as mini programs may
// choose.
//
// The id of a message is "user/MsgId", for a MsgId is unique for a user only, that of
// an event "user/second/event", as WeChat itself tells servers to know repetitions by.
// The report on a notice names the notice by its own id, as the answer to the call does.
// Account.ID is the ToUserName.
//
// A tap on the menu, a scan or a payment is an event of type [channel.EventOpen] if it
// opens the way to answer, and else [channel.EventAccount], as is the news of a device:
// the user wrote nothing.
//
// For WeCom, Account.ID is the open_kfid. A push there only tells that there are
// messages, as an event of type [channel.EventAccount]: see [Platform.Fetch]. What was
// fetched is read too.
func (p *Platform) Events(r platform.Request) ([]channel.Event, error) {
	body, err := p.verify(r)
	if err != nil {
		return nil, err
	}
	return read(p.cfg.Kind, body, r.Received)
}
