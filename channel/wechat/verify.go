package wechat

import (
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// The names of signatures in a query: of a plain push, which covers no body, and of an
// encrypted one.
const (
	plainSignature = "signature"
	bodySignature  = "msg_signature"
)

// Greet implements [platform.Greeter]: the echo of the query, which WeCom encrypts.
// Source: https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html
// (read 2026-11), and https://github.com/silenceper/wechat, whose package kf shows
// WeCom's (read 2026-11-27).
func (p *Platform) Greet(r platform.Request) (platform.Reply, error) {
	echo := r.Query.Get("echostr")
	wrong := ""
	switch {
	case p.cfg.Secret == "":
		wrong = "the token to check it with is missing"
	case echo == "":
		wrong = "query echostr: it is missing"
	case p.cfg.Kind == channel.WeCom && p.cipher == nil:
		wrong = "the EncodingAESKey to open it with is missing"
	case p.cfg.Kind == channel.WeCom:
		wrong = check(r.Query, bodySignature, p.cfg.Secret, echo)
	default:
		wrong = check(r.Query, plainSignature, p.cfg.Secret)
	}
	if wrong == "" && p.cfg.Kind == channel.WeCom {
		var plain []byte
		if plain, wrong = p.cipher.open(echo); wrong == "" {
			echo = string(plain)
		}
	}
	if wrong != "" {
		return platform.Reply{}, fmt.Errorf("wechat: %w: %s", platform.ErrHandshake, wrong)
	}
	return platform.Reply{Type: "text/plain", Body: []byte(echo)}, nil
}

// verify checks who sent a push and returns what it holds, opened if it is encrypted.
// Source: https://developers.weixin.qq.com/doc/oplatform/en/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
// (read 2026-11).
func (p *Platform) verify(r platform.Request) ([]byte, error) {
	if p.cipher == nil {
		if p.cfg.Unsigned {
			return r.Body, nil
		}
		if wrong := check(r.Query, plainSignature, p.cfg.Secret); wrong != "" {
			return nil, fmt.Errorf("wechat: %w: %s", platform.ErrSignature, wrong)
		}
		return r.Body, nil
	}
	encrypted := ""
	root, err := decode(r.Body)
	if err == nil {
		encrypted = root.str("Encrypt")
	}
	if !p.cfg.Unsigned {
		wrong := check(r.Query, bodySignature, p.cfg.Secret, encrypted)
		if wrong != "" && (err == nil || r.Query.Get(bodySignature) == "") {
			return nil, fmt.Errorf("wechat: %w: %s", platform.ErrSignature, wrong)
		}
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("wechat: %w: %w", platform.ErrBody, err)
	case encrypted == "" && p.cfg.Unsigned: // somebody else has opened it
		return r.Body, nil
	case encrypted == "":
		return nil, fmt.Errorf("wechat: %w: it is not encrypted", platform.ErrBody)
	}
	body, wrong := p.cipher.open(encrypted)
	if wrong != "" {
		return nil, fmt.Errorf("wechat: %w: %s", platform.ErrBody, wrong)
	}
	return body, nil
}

// check compares a signature in a query with that of the token, the query's own parts
// and more, in a time that tells nothing. It returns what is wrong, "" if nothing is.
func check(query url.Values, name, token string, more ...string) string {
	got, err := hex.DecodeString(query.Get(name))
	if len(got) == 0 || err != nil {
		return "query " + name + ": it is missing or not hexadecimal"
	}
	want := signature(token, query.Get("timestamp"), query.Get("nonce"), more...)
	if subtle.ConstantTimeCompare(got, want[:]) != 1 {
		return "query " + name + ": it belongs to another token or another request"
	}
	return ""
}

// signature returns the digest of the parts in the order of their texts.
func signature(token, timestamp, nonce string, more ...string) [sha1.Size]byte {
	parts := append([]string{token, timestamp, nonce}, more...)
	slices.Sort(parts)
	return sha1.Sum([]byte(strings.Join(parts, "")))
}
