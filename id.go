package socialticket

import (
	"crypto/sha256"
	"encoding/base32"
)

// Mint makes an id of a kind ("ticket", "user", "comment", "session") from what it
// is made for. It must return the same for the same arguments, so that a decision
// taken again mints alike, and different ids for different ones. Many goroutines
// call it at once.
type Mint func(kind string, parts ...string) string

// hashID is the [Mint] of a Desk that was given none: 16 characters that say
// nothing about the parts.
func hashID(kind string, parts ...string) string {
	size := len(kind)
	for _, p := range parts {
		size += 1 + len(p)
	}
	text := append(make([]byte, 0, size), kind...)
	for _, p := range parts {
		text = append(append(text, 0), p...)
	}
	sum := sha256.Sum256(text)
	return base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:10])
}
