package wechat

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
)

// ErrCipher says that an encrypted body cannot be opened, or belongs to another
// account.
var ErrCipher = errors.New("wechat: cipher")

// Cipher opens the bodies of an account in encrypted mode. Goroutines may share
// it. Make one with [NewCipher].
type Cipher struct {
	token, app string
	block      cipher.Block
	iv         []byte
}

// The forms of the encrypted mode: the length of an encoded key, the unit that a
// text is filled up to, and what stands before it: random bytes and its length.
const (
	encodedKey = 43
	unit       = 32
	prefix     = 16 + 4
)

// NewCipher returns the cipher of an account: its token, the EncodingAESKey of 43
// characters that was entered beside it, and the account's app id.
func NewCipher(token, key, app string) (*Cipher, error) {
	raw, err := base64.StdEncoding.DecodeString(key + "=")
	if err != nil || len(key) != encodedKey {
		return nil, fmt.Errorf("wechat: cipher: the key is not %d characters of base64", encodedKey)
	}
	if token == "" {
		return nil, errors.New("wechat: cipher: the token is empty")
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("wechat: cipher: %w", err)
	}
	return &Cipher{token: token, app: app, block: block, iv: raw[:aes.BlockSize]}, nil
}

// Open checks the msg_signature in the query of a request and returns what its body
// holds, for [Parse]. The error matches [ErrSignature] or [ErrCipher]. Source:
// WeChat, message encryption and decryption, read 2026-11.
func (c *Cipher) Open(query url.Values, body []byte) ([]byte, error) {
	root, err := decode(body)
	if err != nil {
		return nil, fmt.Errorf("%w: body: %w", ErrCipher, err)
	}
	encrypted := root.str("Encrypt")
	if err := check(query, "msg_signature", c.token, encrypted); err != nil {
		return nil, err
	}
	text, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil || len(text) == 0 || len(text)%unit != 0 {
		return nil, fmt.Errorf("%w: %d bytes of base64, want a multiple of %d", ErrCipher, len(text), unit)
	}
	cipher.NewCBCDecrypter(c.block, c.iv).CryptBlocks(text, text)
	return c.unpack(text)
}

// unpack takes the body out of an opened text: random bytes, the length of the
// body, the body, the app id, and as many bytes as fill the last unit.
func (c *Cipher) unpack(text []byte) ([]byte, error) {
	fill := int(text[len(text)-1])
	if fill < 1 || fill > unit || len(text) < prefix+fill {
		return nil, fmt.Errorf("%w: filled up with %d bytes", ErrCipher, fill)
	}
	length := binary.BigEndian.Uint32(text[prefix-4:])
	text = text[prefix : len(text)-fill]
	if uint64(length) > uint64(len(text)) {
		return nil, fmt.Errorf("%w: a body of %d bytes in %d", ErrCipher, length, len(text))
	}
	if app := string(text[length:]); app != c.app {
		return nil, fmt.Errorf("%w: it belongs to the app %q", ErrCipher, app)
	}
	return text[:length:length], nil
}
