package line

import (
	"fmt"

	"github.com/socialticket/socialticket/channel/platform"
)

// signatureHeader is the HTTP header that carries the signature of a webhook.
const signatureHeader = "X-Line-Signature"

// verify checks the signature of a body exactly as it was received. Source: LINE, verify
// webhook signature, read 2026-11.
func (p *Platform) verify(r platform.Request) error {
	if p.cfg.Unsigned {
		return nil
	}
	if wrong := p.key.Base64("", r.Header.Get(signatureHeader), r.Body); wrong != "" {
		return fmt.Errorf("line: %w: header %s: %s", platform.ErrSignature, signatureHeader, wrong)
	}
	return nil
}
