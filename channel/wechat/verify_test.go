package wechat_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1" //nolint:gosec // WeChat's choice
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
	token = "secret"
	app   = "wx1"
)

// sign returns a query signed under a name, as the rule says: the parts sorted,
// joined and hashed.
func sign(name string, more ...string) url.Values {
	parts := append([]string{token, "1773050400", "nonce"}, more...)
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, ""))) //nolint:gosec // WeChat's choice
	return url.Values{"timestamp": {"1773050400"}, "nonce": {"nonce"}, name: {hex.EncodeToString(sum[:])}, "echostr": {"echo"}}
}

func TestVerifier(t *testing.T) {
	v, err := wechat.NewVerifier(token)
	require.NoError(t, err)
	require.NoError(t, v.Verify(sign("signature")))
	echo, err := v.Handshake(sign("signature"))
	require.NoError(t, err)
	require.Equal(t, "echo", echo)
	for _, name := range []string{"timestamp", "nonce", "signature"} {
		changed := sign("signature")
		changed.Set(name, changed.Get(name)+"0")
		require.ErrorIs(t, v.Verify(changed), wechat.ErrSignature, "changed %s", name)
	}
	_, err = v.Handshake(url.Values{"echostr": {"echo"}})
	require.ErrorIs(t, err, wechat.ErrSignature)
	require.ErrorIs(t, new(wechat.Verifier).Verify(sign("signature")), wechat.ErrSignature)
	_, err = wechat.NewVerifier("")
	require.Error(t, err)
}

func FuzzVerify(f *testing.F) {
	f.Add("1773050400", "nonce", sign("signature").Get("signature"))
	f.Add("", "", "")
	v, err := wechat.NewVerifier(token)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, timestamp, nonce, signature string) {
		parts := []string{token, timestamp, nonce}
		slices.Sort(parts)
		sum := sha1.Sum([]byte(strings.Join(parts, ""))) //nolint:gosec // WeChat's choice
		want := strings.EqualFold(signature, hex.EncodeToString(sum[:]))
		got := v.Verify(url.Values{"timestamp": {timestamp}, "nonce": {nonce}, "signature": {signature}}) == nil
		if got != want {
			t.Errorf("accepted %v, want %v", got, want)
		}
	})
}

// key is 32 bytes; encoded is its form of 43 characters.
func key() (raw []byte, encoded string) {
	raw = []byte("0123456789abcdef0123456789abcdef")
	return raw, strings.TrimSuffix(base64.StdEncoding.EncodeToString(raw), "=")
}

// seal encrypts a body as WeChat does.
func seal(t *testing.T, body, id string) string {
	t.Helper()
	text := append([]byte("sixteen random b"), binary.BigEndian.AppendUint32(nil, uint32(len(body)))...)
	text = append(append(text, body...), id...)
	fill := 32 - len(text)%32
	for range fill {
		text = append(text, byte(fill))
	}
	raw, _ := key()
	block, err := aes.NewCipher(raw)
	require.NoError(t, err)
	cipher.NewCBCEncrypter(block, raw[:aes.BlockSize]).CryptBlocks(text, text)
	return base64.StdEncoding.EncodeToString(text)
}

func TestCipher(t *testing.T) {
	_, encoded := key()
	c, err := wechat.NewCipher(token, encoded, app)
	require.NoError(t, err)
	plain := string(push("text", "<Content>hi</Content>"))
	for _, body := range []string{plain, "", strings.Repeat("x", 32*3-20-len(app))} {
		sealed := seal(t, body, app)
		opened, err := c.Open(sign("msg_signature", sealed), []byte("<xml><Encrypt>"+sealed+"</Encrypt></xml>"))
		require.NoError(t, err)
		require.Equal(t, body, string(opened))
	}
	sealed := seal(t, plain, "another app")
	_, err = c.Open(sign("msg_signature", sealed), []byte("<xml><Encrypt>"+sealed+"</Encrypt></xml>"))
	require.ErrorIs(t, err, wechat.ErrCipher)
	_, err = c.Open(sign("msg_signature", "other"), []byte("<xml><Encrypt>"+sealed+"</Encrypt></xml>"))
	require.ErrorIs(t, err, wechat.ErrSignature)
	short := base64.StdEncoding.EncodeToString(make([]byte, 31))
	_, err = c.Open(sign("msg_signature", short), []byte("<xml><Encrypt>"+short+"</Encrypt></xml>"))
	require.ErrorIs(t, err, wechat.ErrCipher)
	for _, bad := range []string{"", "short", encoded + "="} {
		_, err := wechat.NewCipher(token, bad, app)
		require.Error(t, err, "key %q", bad)
	}
}

// FuzzCipher opens anything that is signed: what is broken is an error.
func FuzzCipher(f *testing.F) {
	_, encoded := key()
	c, err := wechat.NewCipher(token, encoded, app)
	require.NoError(f, err)
	f.Add(make([]byte, 64))
	f.Fuzz(func(t *testing.T, text []byte) {
		sealed := base64.StdEncoding.EncodeToString(text)
		if body, err := c.Open(sign("msg_signature", sealed), []byte("<xml><Encrypt>"+sealed+"</Encrypt></xml>")); err == nil && len(body) > len(text) {
			t.Errorf("%d bytes out of %d", len(body), len(text))
		}
	})
}
