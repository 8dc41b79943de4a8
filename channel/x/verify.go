package x

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/socialticket/socialticket/internal/hubsig"
)

// SignatureHeader is the HTTP header that carries the signature of a webhook.
const SignatureHeader = "x-twitter-webhooks-signature"

// ErrSignature says that a body was not signed with the app's consumer secret.
var ErrSignature = errors.New("x: signature")

// ErrHandshake says that a request to confirm the address for webhooks is none that
// may be answered.
var ErrHandshake = errors.New("x: handshake")

// Verifier checks who signed a webhook, and answers the platform's challenges.
// Goroutines may share it. Make one for each app with [NewVerifier]; the zero
// Verifier refuses everything.
type Verifier struct{ key *hubsig.Key }

// NewVerifier returns the verifier of an app's consumer secret. An empty secret is
// an error: everybody knows it.
func NewVerifier(secret string) (*Verifier, error) {
	if secret == "" {
		return nil, errors.New("x: verifier: the consumer secret is empty")
	}
	return &Verifier{hubsig.NewKey(secret)}, nil
}

// Verify checks the value of the header [SignatureHeader] against a body exactly
// as it was received. The error matches [ErrSignature]. It allocates nothing when
// the signature is right. Source: X, webhooks, introduction, read 2026-11.
func (v *Verifier) Verify(header string, body []byte) error {
	if wrong := v.key.Base64(hubsig.Prefix, header, body); wrong != "" {
		return fmt.Errorf("%w: header %s: %s", ErrSignature, SignatureHeader, wrong)
	}
	return nil
}

// Handshake answers the challenge by which the platform confirms the address for
// webhooks, at first and every day: q are the query values of its GET request. Send
// the answer back as the body of a 200, as application/json, within ten seconds.
// The error matches [ErrHandshake]; answer it with 403.
//
// Anybody can send a challenge, and the answer is a signature. So one that could be
// the body of a webhook gets none. Source: X, webhooks, introduction, read 2026-11.
func (v *Verifier) Handshake(q url.Values) (answer []byte, err error) {
	switch token := q.Get("crc_token"); {
	case v.key == nil:
		return nil, fmt.Errorf("%w: no secret to answer with", ErrHandshake)
	case token == "":
		return nil, fmt.Errorf("%w: crc_token is missing", ErrHandshake)
	case strings.ContainsAny(token, `{"`):
		return nil, fmt.Errorf("%w: crc_token could be the body of a webhook", ErrHandshake)
	default:
		sum := v.key.Sum([]byte(token))
		return []byte(`{"response_token":"sha256=` + base64.StdEncoding.EncodeToString(sum[:]) + `"}`), nil
	}
}
