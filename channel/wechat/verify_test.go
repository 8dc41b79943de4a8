package wechat_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/wechat"
)

const (
	token = "fictional-token"
	key   = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ" // 43 characters
	app   = "wx0000000000000001"
)

// sign returns the query of a request, signed as name with the token and more.
func sign(name, token string, more ...string) url.Values {
	query := url.Values{"timestamp": {"1773050400"}, "nonce": {"n-1"}, "echostr": {"42"}}
	parts := append([]string{token, "1773050400", "n-1"}, more...)
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	query.Set(name, hex.EncodeToString(sum[:]))
	return query
}

// seal encrypts a body as WeChat does, for an app.
func seal(body, app string) string {
	text := []byte("sixteen random b")
	text = binary.BigEndian.AppendUint32(text, uint32(len(body)))
	text = append(append(text, body...), app...)
	fill := 32 - len(text)%32
	text = append(text, strings.Repeat(string(rune(fill)), fill)...)
	raw, _ := base64.StdEncoding.DecodeString(key + "=")
	block, _ := aes.NewCipher(raw)
	cipher.NewCBCEncrypter(block, raw[:16]).CryptBlocks(text, text)
	return base64.StdEncoding.EncodeToString(text)
}

func TestHandshake(t *testing.T) {
	v, err := wechat.NewVerifier(token)
	require.NoError(t, err)
	echo, err := v.Handshake(sign("signature", token))
	require.NoError(t, err)
	require.Equal(t, "42", echo)

	changed := sign("signature", token)
	changed.Set("nonce", "n-2")
	for _, query := range []url.Values{{}, sign("signature", "other"), changed, {"signature": {"zz"}}} {
		echo, err := v.Handshake(query)
		require.ErrorIs(t, err, wechat.ErrSignature)
		require.Empty(t, echo)
	}
	require.ErrorIs(t, (&wechat.Verifier{}).Verify(sign("signature", "")), wechat.ErrSignature)
	_, err = wechat.NewVerifier("")
	require.Error(t, err)
}

func TestCipher(t *testing.T) {
	c, err := wechat.NewCipher(token, key, app)
	require.NoError(t, err)
	body := push("text", "<Content>hi</Content><MsgId>7</MsgId>")
	encrypted := seal(body, app)
	wrapped := "<xml><ToUserName>gh_shop</ToUserName><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>"

	plain, err := c.Open(sign("msg_signature", token, encrypted), []byte(wrapped))
	require.NoError(t, err)
	require.Equal(t, body, string(plain))
	plain, err = c.Open(sign("msg_signature", token, encrypted), []byte(`{"ToUserName":"gh_shop","Encrypt":"`+encrypted+`"}`))
	require.NoError(t, err)
	require.Equal(t, body, string(plain))

	_, err = c.Open(sign("msg_signature", "other", encrypted), []byte(wrapped))
	require.ErrorIs(t, err, wechat.ErrSignature)
	_, err = c.Open(sign("signature", token, encrypted), []byte(wrapped))
	require.ErrorIs(t, err, wechat.ErrSignature)
	for _, bad := range []string{"", "!", "AAAA", encrypted[:44], seal(body, "another"), base64.StdEncoding.EncodeToString(make([]byte, 64))} {
		_, err = c.Open(sign("msg_signature", token, bad), []byte("<xml><Encrypt>"+bad+"</Encrypt></xml>"))
		require.ErrorIs(t, err, wechat.ErrCipher, bad)
	}
	_, err = c.Open(url.Values{}, nil)
	require.ErrorIs(t, err, wechat.ErrCipher)
}

func TestNewCipherRefuses(t *testing.T) {
	for _, k := range []string{"", key[:42], key + "a", strings.Repeat("!", 43)} {
		_, err := wechat.NewCipher(token, k, app)
		require.ErrorContains(t, err, "the key is not 43 characters of base64")
	}
	_, err := wechat.NewCipher("", key, app)
	require.ErrorContains(t, err, "the token is empty")
}

func FuzzVerify(f *testing.F) {
	f.Add(token, "x")
	f.Fuzz(func(t *testing.T, token, signature string) {
		v, err := wechat.NewVerifier(token)
		if token == "" {
			require.Error(t, err)
			return
		}
		right := sign("signature", token)
		require.NoError(t, v.Verify(right))
		guess := url.Values{"timestamp": right["timestamp"], "nonce": right["nonce"], "signature": {signature}}
		require.Equal(t, strings.EqualFold(signature, right.Get("signature")), v.Verify(guess) == nil)
	})
}

// FuzzCipher: whoever knows the token may send anything, and Open returns what was
// sealed or an error.
func FuzzCipher(f *testing.F) {
	c, err := wechat.NewCipher(token, key, app)
	require.NoError(f, err)
	f.Add("hi", []byte("any"))
	f.Fuzz(func(t *testing.T, body string, garbage []byte) {
		encrypted := seal(body, app)
		plain, err := c.Open(sign("msg_signature", token, encrypted), []byte(`<xml><Encrypt>`+encrypted+`</Encrypt></xml>`))
		require.NoError(t, err)
		require.Equal(t, body, string(plain))
		bad := base64.StdEncoding.EncodeToString(garbage)
		_, err = c.Open(sign("msg_signature", token, bad), []byte(`<xml><Encrypt>`+bad+`</Encrypt></xml>`))
		require.Error(t, err)
	})
}
