// Package hubsig checks what platforms sign with a secret shared with the host:
// bodies, by HMAC-SHA256, and the handshake by which the platforms of Meta confirm
// an address for webhooks.
//
// What is wrong comes as a text and not as an error: each platform's package has
// errors of its own for it.
package hubsig

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// Header is the HTTP header that carries Meta's signature.
const Header = "X-Hub-Signature-256"

// Prefix names the algorithm in front of the signatures of Meta and X.
const Prefix = "sha256="

// Key is a secret to sign with. Goroutines may share it. Nothing is right for a nil
// Key.
type Key struct {
	signers sync.Pool // of *signer, each keyed with the secret
}

// signer is what one check works with.
type signer struct {
	mac  hash.Hash
	want [sha256.Size]byte
}

// NewKey returns the key of a secret, nil if it is empty: everybody knows that one.
func NewKey(secret string) *Key {
	if secret == "" {
		return nil
	}
	key := []byte(secret)
	k := &Key{}
	k.signers.New = func() any { return &signer{mac: hmac.New(sha256.New, key)} }
	return k
}

// Sum returns the HMAC of a text. A nil Key panics.
func (k *Key) Sum(text []byte) [sha256.Size]byte {
	s, _ := k.signers.Get().(*signer)
	defer k.signers.Put(s)
	s.sign(text)
	return s.want
}

func (s *signer) sign(text []byte) {
	s.mac.Reset()
	s.mac.Write(text)
	s.mac.Sum(s.want[:0])
}

// Hex checks a prefix and hex digits of either case, as Meta and Viber sign. It returns
// what is wrong, "" if nothing is.
func (k *Key) Hex(prefix, signature string, body []byte) string {
	const digits = 2 * sha256.Size
	code, wrong := k.code(prefix, signature, digits, " hex digits")
	if wrong != "" {
		return wrong
	}
	var sum [sha256.Size]byte
	if _, err := hex.Decode(sum[:], code[:digits]); err != nil {
		return form(prefix, digits, " hex digits")
	}
	return k.compare(&sum, body)
}

// Base64 checks a prefix and base64, as X and LINE sign. It returns what is wrong, "" if
// nothing is.
func (k *Key) Base64(prefix, signature string, body []byte) string {
	const digits = (sha256.Size + 2) / 3 * 4
	code, wrong := k.code(prefix, signature, digits, " characters of base64")
	if wrong != "" {
		return wrong
	}
	var sum [digits / 4 * 3]byte // decoding goes in steps of three bytes
	if n, err := base64.StdEncoding.Strict().Decode(sum[:], code[:digits]); err != nil || n != sha256.Size {
		return form(prefix, digits, " characters of base64")
	}
	return k.compare((*[sha256.Size]byte)(sum[:]), body)
}

// code returns the n characters of a signature, which may still be no digits.
func (k *Key) code(prefix, signature string, n int, kind string) (code [2 * sha256.Size]byte, wrong string) {
	digits, ok := strings.CutPrefix(signature, prefix)
	switch {
	case signature == "":
		wrong = "it is missing"
	case !ok || len(digits) != n:
		wrong = form(prefix, n, kind)
	case k == nil:
		wrong = "the secret to check it with is missing"
	}
	copy(code[:], digits)
	return code, wrong
}

func form(prefix string, n int, kind string) string {
	if prefix != "" {
		prefix += " and "
	}
	return "it is not " + prefix + strconv.Itoa(n) + kind
}

// compare takes the same time for every sum, and allocates nothing.
func (k *Key) compare(sum *[sha256.Size]byte, body []byte) string {
	s, _ := k.signers.Get().(*signer)
	defer k.signers.Put(s)
	s.sign(body)
	if subtle.ConstantTimeCompare(sum[:], s.want[:]) != 1 {
		return "it belongs to another secret or another body"
	}
	return ""
}

// Handshake answers the query by which Meta confirms an address for webhooks: the
// challenge to send back, or what is wrong. token is what was entered at Meta; an
// empty one matches nothing.
//
// Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
// (autumn 2026).
func Handshake(q url.Values, token string) (challenge, wrong string) {
	switch {
	case q.Get("hub.mode") != "subscribe":
		return "", "hub.mode is not subscribe"
	case token == "":
		return "", "no token to compare with"
	case subtle.ConstantTimeCompare([]byte(q.Get("hub.verify_token")), []byte(token)) != 1:
		return "", "hub.verify_token is another one"
	}
	return q.Get("hub.challenge"), ""
}
