package wechat

import (
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// ErrSignature says that a request was not signed with the account's token.
var ErrSignature = errors.New("wechat: signature")

// Verifier checks who made a request. Goroutines may share it. Make one for each
// account with [NewVerifier]; the zero Verifier refuses everything.
type Verifier struct{ token string }

// NewVerifier returns the verifier of the token that was entered beside the
// address of the server. An empty token is an error: everybody knows it.
func NewVerifier(token string) (*Verifier, error) {
	if token == "" {
		return nil, errors.New("wechat: verifier: the token is empty")
	}
	return &Verifier{token}, nil
}

// Verify checks the query of a request, in a time that tells nothing. The
// signature covers no body; that of an encrypted one is checked by [Cipher.Open].
// The error matches [ErrSignature]. Source: WeChat, access guide, read 2026-11.
func (v *Verifier) Verify(query url.Values) error {
	return check(query, "signature", v.token)
}

// Handshake answers the request by which WeChat confirms the address of a server:
// send the echo back as the body of a 200. The error matches [ErrSignature].
// Source: WeChat, access guide, read 2026-11.
func (v *Verifier) Handshake(query url.Values) (echo string, err error) {
	if err := v.Verify(query); err != nil {
		return "", err
	}
	return query.Get("echostr"), nil
}

// check compares a signature in a query with that of the token, the query's own
// parts and more.
func check(query url.Values, name, token string, more ...string) error {
	got, err := hex.DecodeString(query.Get(name))
	switch {
	case len(got) == 0 || err != nil:
		return fmt.Errorf("%w: %s is missing or not hexadecimal", ErrSignature, name)
	case token == "":
		return fmt.Errorf("%w: no token to check it with", ErrSignature)
	}
	parts := append([]string{token, query.Get("timestamp"), query.Get("nonce")}, more...)
	slices.Sort(parts)
	want := sha1.Sum([]byte(strings.Join(parts, "")))
	if subtle.ConstantTimeCompare(got, want[:]) != 1 {
		return fmt.Errorf("%w: %s belongs to another token or another request", ErrSignature, name)
	}
	return nil
}
