package messenger

import (
	"fmt"

	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/hubsig"
)

// verify checks the signature of a body exactly as it was received. Source:
// https://developers.facebook.com/docs/messenger-platform/webhooks (read 2026-11).
func (p *Platform) verify(r platform.Request) error {
	if p.cfg.Unsigned {
		return nil
	}
	if wrong := p.key.Hex(hubsig.Prefix, r.Header.Get(hubsig.Header), r.Body); wrong != "" {
		return fmt.Errorf("messenger: %w: header %s: %s", platform.ErrSignature, hubsig.Header, wrong)
	}
	return nil
}

// Greet implements [platform.Greeter]: the address is confirmed to who knows
// [Config.VerifyToken].
func (p *Platform) Greet(r platform.Request) (platform.Reply, error) {
	challenge, wrong := hubsig.Handshake(r.Query, p.cfg.VerifyToken)
	if wrong != "" {
		return platform.Reply{}, fmt.Errorf("messenger: %w: %s", platform.ErrHandshake, wrong)
	}
	return platform.Reply{Type: "text/plain", Body: []byte(challenge)}, nil
}
