package whatsapp

import (
	"fmt"

	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/hubsig"
)

// verify checks the signature of a body exactly as it was received. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
// (read 2026-09).
func (p *Platform) verify(r platform.Request) error {
	if p.cfg.Unsigned {
		return nil
	}
	if wrong := p.key.Hex(hubsig.Prefix, r.Header.Get(hubsig.Header), r.Body); wrong != "" {
		return fmt.Errorf("whatsapp: %w: header %s: %s", platform.ErrSignature, hubsig.Header, wrong)
	}
	return nil
}

// Greet implements [platform.Greeter]: Meta sends the token of [Config.VerifyToken] and
// wants its challenge back.
func (p *Platform) Greet(r platform.Request) (platform.Reply, error) {
	challenge, wrong := hubsig.Handshake(r.Query, p.cfg.VerifyToken)
	if wrong != "" {
		return platform.Reply{}, fmt.Errorf("whatsapp: %w: %s", platform.ErrHandshake, wrong)
	}
	return platform.Reply{Type: "text/plain", Body: []byte(challenge)}, nil
}
