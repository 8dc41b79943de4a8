package whatsapp

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/socialticket/socialticket/internal/hubsig"
)

// SignatureHeader is the HTTP header that carries the signature of a webhook.
const SignatureHeader = hubsig.Header

// ErrSignature says that a body was not signed with the app's secret.
var ErrSignature = errors.New("whatsapp: signature")

// ErrHandshake says that somebody else than the platform asked to confirm the
// address for webhooks, or with another token.
var ErrHandshake = errors.New("whatsapp: handshake")

// Verifier checks who signed a webhook. Goroutines may share it. Make one for
// each app with [NewVerifier]; the zero Verifier refuses everything.
type Verifier struct{ key *hubsig.Key }

// NewVerifier returns the verifier of an app's secret. An empty secret is an
// error: everybody knows it.
func NewVerifier(secret string) (*Verifier, error) {
	if secret == "" {
		return nil, errors.New("whatsapp: verifier: the app secret is empty")
	}
	return &Verifier{hubsig.NewKey(secret)}, nil
}

// Verify checks the value of the header [SignatureHeader] against a body exactly
// as it was received. The error matches [ErrSignature]. It allocates nothing
// when the signature is right. Source: Meta, create webhook endpoint, read
// 2026-09.
func (v *Verifier) Verify(header string, body []byte) error {
	if wrong := v.key.Hex(hubsig.Prefix, header, body); wrong != "" {
		return fmt.Errorf("%w: header %s: %s", ErrSignature, SignatureHeader, wrong)
	}
	return nil
}

// Handshake answers the request by which the platform confirms the address for
// webhooks: q are its query values and token is the one that was entered there.
// Send the challenge back as the body of a 200. The error matches
// [ErrHandshake]; answer it with 403. Source: Meta, create webhook endpoint, read
// 2026-09.
func Handshake(q url.Values, token string) (challenge string, err error) {
	challenge, wrong := hubsig.Handshake(q, token)
	if wrong != "" {
		return "", fmt.Errorf("%w: %s", ErrHandshake, wrong)
	}
	return challenge, nil
}
