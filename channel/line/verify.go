package line

import (
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/socialticket/socialticket/internal/hubsig"
)

// SignatureHeader is the HTTP header that carries the signature of a webhook.
const SignatureHeader = "X-Line-Signature"

// ErrSignature says that a body was not signed with the channel's secret.
var ErrSignature = errors.New("line: signature")

// Verifier checks who signed a webhook. Goroutines may share it. Make one for each
// channel with [NewVerifier]; the zero Verifier refuses everything.
type Verifier struct{ key *hubsig.Key }

// NewVerifier returns the verifier of a channel's secret. An empty secret is an
// error: everybody knows it.
func NewVerifier(secret string) (*Verifier, error) {
	if secret == "" {
		return nil, errors.New("line: verifier: the channel secret is empty")
	}
	return &Verifier{hubsig.NewKey(secret)}, nil
}

// Verify checks the value of the header [SignatureHeader] against a body exactly
// as it was received, in a time that tells nothing. The error matches
// [ErrSignature]. Source: LINE, verify webhook signature, read 2026-11.
func (v *Verifier) Verify(header string, body []byte) error {
	got, err := base64.StdEncoding.Strict().DecodeString(header)
	switch {
	case header == "":
		return fmt.Errorf("%w: the header %s is missing", ErrSignature, SignatureHeader)
	case err != nil:
		return fmt.Errorf("%w: the header is not base64", ErrSignature)
	case v.key == nil:
		return fmt.Errorf("%w: no secret to check it with", ErrSignature)
	}
	if sum := v.key.Sum(body); !hmac.Equal(got, sum[:]) {
		return fmt.Errorf("%w: it belongs to another secret or another body", ErrSignature)
	}
	return nil
}
