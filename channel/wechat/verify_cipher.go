package wechat

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// crypt opens and seals the bodies of an account in encrypted mode. Source:
// https://developers.weixin.qq.com/doc/oplatform/en/Third-party_Platforms/2.0/api/Before_Develop/Technical_Plan.html
// (read 2026-11).
type crypt struct {
	app   string
	key   []byte
	block cipher.Block
}

// The forms of the encrypted mode: the length of an encoded key, the unit that a
// text is filled up to, the random bytes before it and those with its length.
const (
	encodedKey = 43
	unit       = 32
	salt       = 16
	prefix     = salt + 4
)

// newCrypt returns what opens the bodies of an app by its EncodingAESKey.
func newCrypt(key, app string) (*crypt, error) {
	raw, err := base64.StdEncoding.DecodeString(key + "=")
	switch {
	case err != nil || len(key) != encodedKey:
		return nil, fmt.Errorf("wechat: the EncodingAESKey is not %d characters of base64", encodedKey)
	case app == "":
		return nil, errors.New("wechat: the app id is missing: the EncodingAESKey needs it")
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("wechat: the EncodingAESKey: %w", err)
	}
	return &crypt{app: app, key: raw, block: block}, nil
}

// open returns what was sealed, or what is wrong.
func (c *crypt) open(encrypted string) (body []byte, wrong string) {
	text, err := base64.StdEncoding.DecodeString(encrypted)
	if err != nil || len(text) == 0 || len(text)%unit != 0 {
		return nil, fmt.Sprintf("encrypted: %d bytes of base64, a multiple of %d is wanted", len(text), unit)
	}
	cipher.NewCBCDecrypter(c.block, c.key[:aes.BlockSize]).CryptBlocks(text, text)
	return c.unpack(text)
}

// unpack takes the body out of an opened text: random bytes, the length of the
// body, the body, the app id, and as many bytes as fill the last unit.
func (c *crypt) unpack(text []byte) (body []byte, wrong string) {
	fill := int(text[len(text)-1])
	if fill < 1 || fill > unit || len(text) < prefix+fill {
		return nil, fmt.Sprintf("encrypted: filled up with %d bytes", fill)
	}
	length := binary.BigEndian.Uint32(text[salt:])
	text = text[prefix : len(text)-fill]
	if uint64(length) > uint64(len(text)) {
		return nil, fmt.Sprintf("encrypted: a body of %d bytes in %d", length, len(text))
	}
	if app := string(text[length:]); app != c.app {
		return nil, fmt.Sprintf("encrypted: it belongs to the app %q", app)
	}
	return text[:length:length], ""
}

// seal encrypts a body. Its random bytes are a keyed digest of the body and a nonce: two
// bodies have different ones, and the same body is sealed alike.
func (c *crypt) seal(body []byte, nonce string) string {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(nonce + "\x00"))
	mac.Write(body)
	text := mac.Sum(nil)[:salt:salt]
	text = binary.BigEndian.AppendUint32(text, uint32(len(body))) //nolint:gosec // a reply is short
	text = append(append(text, body...), c.app...)
	fill := unit - len(text)%unit
	text = append(text, bytes.Repeat([]byte{byte(fill)}, fill)...)
	cipher.NewCBCEncrypter(c.block, c.key[:aes.BlockSize]).CryptBlocks(text, text)
	return base64.StdEncoding.EncodeToString(text)
}
