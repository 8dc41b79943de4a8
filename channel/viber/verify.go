package viber

import (
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/socialticket/socialticket/internal/hubsig"
)

// SignatureHeader is the HTTP header that carries the signature of a callback.
const SignatureHeader = "X-Viber-Content-Signature"

// ErrSignature says that a body was not signed with the bot's token.
var ErrSignature = errors.New("viber: signature")

// Verifier checks who signed a callback. Goroutines may share it. Make one for each
// bot with [NewVerifier]; the zero Verifier refuses everything.
type Verifier struct{ key *hubsig.Key }

// NewVerifier returns the verifier of a bot's authentication token. An empty token
// is an error: everybody knows it.
func NewVerifier(token string) (*Verifier, error) {
	if token == "" {
		return nil, errors.New("viber: verifier: the authentication token is empty")
	}
	return &Verifier{hubsig.NewKey(token)}, nil
}

// Verify checks the value of the header [SignatureHeader] against a body exactly
// as it was received, in a time that tells nothing. The error matches
// [ErrSignature]. Source: Viber, REST bot API, callbacks, read 2026-11.
func (v *Verifier) Verify(header string, body []byte) error {
	got, err := hex.DecodeString(header)
	switch {
	case header == "":
		return fmt.Errorf("%w: the header %s is missing", ErrSignature, SignatureHeader)
	case err != nil:
		return fmt.Errorf("%w: the header is not hexadecimal", ErrSignature)
	case v.key == nil:
		return fmt.Errorf("%w: no token to check it with", ErrSignature)
	}
	if sum := v.key.Sum(body); !hmac.Equal(got, sum[:]) {
		return fmt.Errorf("%w: it belongs to another token or another body", ErrSignature)
	}
	return nil
}
