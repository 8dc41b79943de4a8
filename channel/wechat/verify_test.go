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

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/wechat"
)

const (
	token = "fictional-token"
	key   = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ" // 43 characters
	app   = "wx0000000000000001"
)

// sign returns the query of a request, signed as name with the token and more.
func sign(name, token string, more ...string) url.Values {
	query := url.Values{"timestamp": {"1773050400"}, "nonce": {"n-1"}}
	parts := append([]string{token, "1773050400", "n-1"}, more...)
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	query.Set(name, hex.EncodeToString(sum[:]))
	return query
}

func block() cipher.Block {
	raw, _ := base64.StdEncoding.DecodeString(key + "=")
	block, _ := aes.NewCipher(raw)
	return block
}

func iv() []byte {
	raw, _ := base64.StdEncoding.DecodeString(key + "=")
	return raw[:16]
}

// seal encrypts a body as WeChat does, for an app.
func seal(body, app string) string {
	text := []byte("sixteen random b")
	text = binary.BigEndian.AppendUint32(text, uint32(len(body)))
	text = append(append(text, body...), app...)
	fill := 32 - len(text)%32
	text = append(text, strings.Repeat(string(rune(fill)), fill)...)
	cipher.NewCBCEncrypter(block(), iv()).CryptBlocks(text, text)
	return base64.StdEncoding.EncodeToString(text)
}

// sealed returns the request of an encrypted push.
func sealed(token, body string) platform.Request {
	encrypted := seal(body, app)
	return platform.Request{
		Query: sign("msg_signature", token, encrypted), Received: received,
		Body: []byte("<xml><ToUserName>gh_shop</ToUserName><Encrypt><![CDATA[" + encrypted + "]]></Encrypt></xml>"),
	}
}

// secure is the platform of an account in encrypted mode.
func secure(t testing.TB, kind channel.Kind) *wechat.Platform {
	t.Helper()
	p, err := wechat.New(wechat.Config{Kind: kind, Secret: token, Key: key, App: app})
	require.NoError(t, err)
	return p
}

func TestGreet(t *testing.T) {
	p, err := wechat.New(wechat.Config{Secret: token})
	require.NoError(t, err)
	ask := func(p *wechat.Platform, query url.Values, echo string) (platform.Reply, error) {
		if echo != "" {
			query.Set("echostr", echo)
		}
		return p.Greet(platform.Request{Query: query})
	}
	for _, p := range []*wechat.Platform{p, secure(t, channel.WeChatMini)} {
		reply, err := ask(p, sign("signature", token), "42")
		require.NoError(t, err)
		require.Equal(t, platform.Reply{Type: "text/plain", Body: []byte("42")}, reply)
	}
	changed := sign("signature", token)
	changed.Set("nonce", "n-2")
	for _, query := range []url.Values{{}, sign("signature", "other"), changed, {"signature": {"zz"}}} {
		reply, err := ask(p, query, "42")
		require.ErrorIs(t, err, platform.ErrHandshake)
		require.Empty(t, reply)
	}
	_, err = ask(p, sign("signature", token), "")
	require.ErrorContains(t, err, "query echostr: it is missing")

	// WeCom encrypts the echo.
	echo := seal("42", app)
	reply, err := ask(secure(t, channel.WeCom), sign("msg_signature", token, echo), echo)
	require.NoError(t, err)
	require.Equal(t, "42", string(reply.Body))
	for _, query := range []url.Values{sign("signature", token), sign("msg_signature", "other", echo), sign("msg_signature", token)} {
		_, err := ask(secure(t, channel.WeCom), query, echo)
		require.ErrorIs(t, err, platform.ErrHandshake)
	}
	_, err = ask(secure(t, channel.WeCom), sign("msg_signature", token, "!"), "!")
	require.ErrorContains(t, err, "encrypted: 0 bytes of base64")
	bare, err := wechat.New(wechat.Config{Kind: channel.WeCom, Secret: token, Unsigned: true})
	require.NoError(t, err)
	_, err = ask(bare, sign("msg_signature", token, echo), echo)
	require.ErrorContains(t, err, "the EncodingAESKey to open it with is missing")
	_, err = ask(unsigned(t, ""), sign("signature", ""), "42")
	require.ErrorIs(t, err, platform.ErrHandshake)
}

func TestEventsEncrypted(t *testing.T) {
	p := secure(t, "")
	body := push("text", "<Content>hi</Content><MsgId>7</MsgId>")
	events, err := p.Events(sealed(token, body))
	require.NoError(t, err)
	require.Equal(t, "hi", events[0].Message.Text)

	encrypted := seal(body, app)
	right := sign("msg_signature", token, encrypted)
	events, err = p.Events(platform.Request{Query: right, Body: []byte(`{"ToUserName":"gh_shop","Encrypt":"` + encrypted + `"}`)})
	require.NoError(t, err)
	require.Equal(t, "hi", events[0].Message.Text)

	wrong := func(query url.Values, body string, want error) {
		t.Helper()
		events, err := p.Events(platform.Request{Query: query, Body: []byte(body)})
		require.ErrorIs(t, err, want)
		require.Empty(t, events)
	}
	wrapped := "<xml><Encrypt>" + encrypted + "</Encrypt></xml>"
	wrong(sign("msg_signature", "other", encrypted), wrapped, platform.ErrSignature)
	wrong(sign("signature", token, encrypted), wrapped, platform.ErrSignature)
	wrong(right, body, platform.ErrSignature)                    // a plain push with the signature of another
	wrong(sign("signature", token), body, platform.ErrSignature) // a plain push
	wrong(sign("msg_signature", token), body, platform.ErrBody)
	wrong(url.Values{}, "", platform.ErrSignature)
	wrong(right, "", platform.ErrBody)
	for _, bad := range []string{"!", "AAAA", encrypted[:44], seal(body, "another"), base64.StdEncoding.EncodeToString(make([]byte, 64))} {
		wrong(sign("msg_signature", token, bad), "<xml><Encrypt>"+bad+"</Encrypt></xml>", platform.ErrBody)
	}
	long := []byte("sixteen random b\xff\xff\xff\xffbody" + strings.Repeat("\x08", 8))
	cipher.NewCBCEncrypter(block(), iv()).CryptBlocks(long, long)
	bad := base64.StdEncoding.EncodeToString(long)
	wrong(sign("msg_signature", token, bad), "<xml><Encrypt>"+bad+"</Encrypt></xml>", platform.ErrBody)

	// What somebody else has checked may have been opened, too.
	open, err := wechat.New(wechat.Config{Unsigned: true, Key: key, App: app})
	require.NoError(t, err)
	for _, body := range []string{wrapped, body} {
		events, err := open.Events(platform.Request{Body: []byte(body)})
		require.NoError(t, err)
		require.Equal(t, "hi", events[0].Message.Text)
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		cfg  wechat.Config
		want string
	}{
		{wechat.Config{}, "the token is missing"},
		{wechat.Config{Kind: channel.LINE, Secret: token}, "line is not a product of WeChat"},
		{wechat.Config{Kind: channel.WeCom, Secret: token}, "the EncodingAESKey is missing"},
		{wechat.Config{Secret: token, Key: key}, "the app id is missing"},
		{wechat.Config{Secret: token, App: app, Key: key[:42]}, "the EncodingAESKey is not 43 characters of base64"},
		{wechat.Config{Secret: token, App: app, Key: key + "a"}, "the EncodingAESKey is not 43 characters of base64"},
		{wechat.Config{Secret: token, App: app, Key: strings.Repeat("!", 43)}, "the EncodingAESKey is not 43 characters of base64"},
	}
	for _, tt := range tests {
		_, err := wechat.New(tt.cfg)
		require.ErrorContains(t, err, tt.want)
	}
}
