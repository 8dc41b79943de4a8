package socialticket

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// mint makes an id of a kind ("ticket", "user", "comment") from what it is made for: 16
// characters, the same for the same parts. With a secret they tell nothing to people who
// do not have it; without one, guessing the parts can be tried.
func (d *Desk) mint(kind string, parts ...string) string {
	var room [192]byte
	text := append(room[:0], kind...)
	for _, p := range parts {
		text = append(append(text, 0), p...)
	}
	sum := sha256.Sum256(text)
	if len(d.config.Secret) > 0 {
		sum = keyed(d.config.Secret, sum)
	}
	var id [16]byte
	base32.HexEncoding.WithPadding(base32.NoPadding).Encode(id[:], sum[:10])
	return string(id[:])
}

// keyed returns a digest that cannot be made without the secret.
func keyed(secret []byte, sum [sha256.Size]byte) [sha256.Size]byte {
	mac := hmac.New(sha256.New, secret)
	_, _ = mac.Write(sum[:]) // a hash never fails
	mac.Sum(sum[:0])
	return sum
}

// causeOf joins parts and an idempotency key to a cause. Without a key it is empty.
func causeOf(key, kind string, parts ...string) string {
	if key == "" {
		return ""
	}
	return join(kind, append(parts, key)...)
}

// join joins parts to a cause, so that different parts make different texts.
func join(kind string, parts ...string) string {
	var b strings.Builder
	size := len(kind)
	for _, p := range parts {
		size += 1 + len(p)
	}
	b.Grow(size + 8)
	b.WriteString(kind)
	for _, p := range parts {
		b.WriteByte(':')
		if strings.ContainsAny(p, `:\`) {
			p = strings.NewReplacer(`\`, `\\`, `:`, `\:`).Replace(p)
		}
		b.WriteString(p)
	}
	return b.String()
}
