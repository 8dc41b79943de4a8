package x

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/hubsig"
)

// signatureHeader is the HTTP header that carries the signature of a webhook.
const signatureHeader = "X-Twitter-Webhooks-Signature"

// verify checks the signature of a body exactly as it was received. Source:
// https://docs.x.com/x-api/webhooks/introduction (read 2026-11).
func (p *Platform) verify(r platform.Request) error {
	if p.cfg.Unsigned {
		return nil
	}
	if wrong := p.key.Base64(hubsig.Prefix, r.Header.Get(signatureHeader), r.Body); wrong != "" {
		return fmt.Errorf("x: %w: header %s: %s", platform.ErrSignature, signatureHeader, wrong)
	}
	return nil
}

// Greet implements [platform.Greeter]: it answers the challenge by which X confirms the
// address for webhooks, at first and every day, and waits ten seconds for.
//
// Anybody can send a challenge, and the answer is a signature. So a challenge that could
// be the body of a webhook gets none. Source:
// https://docs.x.com/x-api/webhooks/introduction (read 2026-11).
func (p *Platform) Greet(r platform.Request) (platform.Reply, error) {
	token, wrong := r.Query.Get("crc_token"), ""
	switch {
	case p.key == nil:
		wrong = "the secret to answer with is missing"
	case token == "":
		wrong = "crc_token is missing"
	case strings.ContainsAny(token, `{"`):
		wrong = "crc_token could be the body of a webhook"
	}
	if wrong != "" {
		return platform.Reply{}, fmt.Errorf("x: %w: %s", platform.ErrHandshake, wrong)
	}
	sum := p.key.Sum([]byte(token))
	return platform.Reply{
		Type: "application/json",
		Body: []byte(`{"response_token":"` + hubsig.Prefix + base64.StdEncoding.EncodeToString(sum[:]) + `"}`),
	}, nil
}
