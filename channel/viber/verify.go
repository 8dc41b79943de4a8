package viber

import (
	"fmt"

	"github.com/socialticket/socialticket/channel/platform"
)

// signatureHeader is the HTTP header that carries the signature of a callback.
const signatureHeader = "X-Viber-Content-Signature"

// verify checks the signature of a body exactly as it was received. Source:
// https://developers.viber.com/docs/api/rest-bot-api/ (read 2026-11).
func (p *Platform) verify(r platform.Request) error {
	if p.cfg.Unsigned {
		return nil
	}
	if wrong := p.key.Hex("", r.Header.Get(signatureHeader), r.Body); wrong != "" {
		return fmt.Errorf("viber: %w: header %s: %s", platform.ErrSignature, signatureHeader, wrong)
	}
	return nil
}
