package telegram

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
)

// SecretHeader is the HTTP header that carries the secret of a webhook.
const SecretHeader = "X-Telegram-Bot-Api-Secret-Token"

// ErrSecret says that a webhook did not carry the secret that was set for it.
var ErrSecret = errors.New("telegram: secret")

// Verifier checks who sent a webhook. Goroutines may share it. Make one for each
// bot with [NewVerifier]; the zero Verifier refuses everything.
type Verifier struct {
	digest [sha256.Size]byte // digests have one length, so that comparing takes one time
}

// NewVerifier returns the verifier of the secret token that was given to
// setWebhook. An empty secret is an error: everybody knows it.
func NewVerifier(secret string) (*Verifier, error) {
	if secret == "" {
		return nil, errors.New("telegram: verifier: the secret token is empty")
	}
	return &Verifier{sha256.Sum256([]byte(secret))}, nil
}

// Verify checks the value of the header [SecretHeader], in a time that tells
// nothing. The error matches [ErrSecret]. Telegram signs no bodies: keep the secret
// and the address to yourself. Source: Bot API, setWebhook, read 2026-11.
func (v *Verifier) Verify(header string) error {
	got := sha256.Sum256([]byte(header))
	switch {
	case header == "":
		return fmt.Errorf("%w: the header %s is missing", ErrSecret, SecretHeader)
	case subtle.ConstantTimeCompare(got[:], v.digest[:]) != 1:
		return fmt.Errorf("%w: the header %s has another one", ErrSecret, SecretHeader)
	}
	return nil
}
