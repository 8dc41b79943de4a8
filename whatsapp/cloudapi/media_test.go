package cloudapi_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
)

var _ channel.MediaFetcher = (*cloudapi.Client)(nil)

func sum(content []byte) []byte {
	digest := sha256.Sum256(content)
	return digest[:]
}

// zeros is a file of n bytes.
func zeros(n int64) io.Reader { return io.LimitReader(zero{}, n) }

type zero struct{}

func (zero) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestUpload(t *testing.T) {
	for _, size := range []int64{0, 9} { // not told, told
		g, cfg := graph(t)
		a := channel.Attachment{Type: channel.Audio, MIME: "Audio/OGG;codecs=opus", Name: "a \"b\"\r\nc.ogg", Size: size, URL: "https://example.com/a.ogg"}
		got, err := client(t, cfg).Upload(t.Context(), a, strings.NewReader("some song"))
		require.NoError(t, err)
		want := a
		want.ID, want.URL, want.Size, want.SHA256 = "media.1", "", 9, hex.EncodeToString(sum([]byte("some song")))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("attachment mismatch (-want +got):\n%s", diff)
		}
		kind, content, found := g.Media("media.1")
		require.True(t, found)
		require.Equal(t, "audio/ogg; codecs=opus", kind)
		require.Equal(t, "some song", string(content))

		o := hello() // the id can be sent
		o.Type, o.Text, o.Attachments = channel.Audio, "", []channel.Attachment{got}
		_, err = client(t, cfg).Send(t.Context(), o)
		require.NoError(t, err)
		require.Contains(t, string(g.Arrivals()[0].Body), `"media.1"`)
	}
}

func TestUploadRefuses(t *testing.T) {
	const still, moving = 100 << 10, 500 << 10
	webp := func(flags byte) io.Reader {
		return io.MultiReader(strings.NewReader("RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00"+string(rune(flags))), zeros(still))
	}
	image := channel.Attachment{Type: channel.Image, MIME: "image/png"}
	sticker := channel.Attachment{Type: channel.Sticker, MIME: "image/webp"}
	sized := func(a channel.Attachment, n int64) channel.Attachment {
		a.Size = n
		return a
	}
	tests := []struct {
		name string
		a    channel.Attachment
		file io.Reader
		want string // "": taken
	}{
		{"a type that is no file", channel.Attachment{Type: channel.Text, MIME: "text/plain"}, zeros(1), "no type of file"},
		{"no type", channel.Attachment{MIME: "text/plain"}, zeros(1), "attachment: this is no type of file"},
		{"no MIME type", channel.Attachment{Type: channel.Image}, zeros(1), "not allowed"},
		{"another MIME type", channel.Attachment{Type: channel.Image, MIME: "image/gif"}, zeros(1), "not allowed"},
		{"a line break in the MIME type", channel.Attachment{Type: channel.Image, MIME: "image/png\r\nX: y"}, zeros(1), "not allowed"},
		{"told too large", sized(image, 5<<20+1), strings.NewReader("unread"), "5242881 bytes, 5242880 are allowed"},
		{"too large", image, zeros(5<<20 + 1), "more than 5242880 bytes"},
		{"as large as allowed", image, zeros(5 << 20), ""},
		{"empty", image, zeros(0), "it is empty"},
		{"longer than told", sized(image, 10), zeros(11), "not the 10 bytes"},
		{"shorter than told", sized(image, 10), zeros(9), "not the 10 bytes"},
		{"a large sticker", sticker, zeros(still + 1), "more than 102400 bytes"},
		{"a large sticker with a header", sticker, webp(0), "more than 102400 bytes"},
		{"a large sticker that moves", sticker, webp(2), ""},
		{"a sticker that is told too large to move", sized(sticker, moving+1), webp(2), "512001 bytes, 512000 are allowed"},
		{"a small sticker", sticker, zeros(still), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, cfg := graph(t)
			got, err := client(t, cfg).Upload(t.Context(), tt.a, tt.file)
			if tt.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "cloudapi: upload: ")
			require.ErrorContains(t, err, tt.want)
			require.Zero(t, got)
			refused, ok := errors.AsType[*channel.SendError](err)
			require.True(t, ok)
			require.Equal(t, channel.ClassNever, refused.Reason.Class)
			require.Equal(t, channel.CodeUnsendable, refused.Reason.Code)
			_, _, found := g.Media("media.1")
			require.False(t, found, "nothing was kept")
		})
	}
}

func TestUploadFails(t *testing.T) {
	a := channel.Attachment{Type: channel.Image, MIME: "image/png"}
	_, cfg := graph(t)
	torn := errors.New("the disk is gone")
	_, err := client(t, cfg).Upload(t.Context(), a, io.MultiReader(zeros(1<<20), iotest.ErrReader(torn)))
	require.ErrorIs(t, err, torn)

	_, err = client(t, answering(http.StatusOK, nil, `{"id":"1"}`)).Upload(t.Context(), a, zeros(10))
	require.ErrorContains(t, err, "before it had the whole file")

	cfg = serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{}`)
	}))
	_, err = client(t, cfg).Upload(t.Context(), a, zeros(10))
	require.ErrorContains(t, err, "no id")

	_, cfg = graph(t)
	cfg.Token = "another"
	_, err = client(t, cfg).Upload(t.Context(), a, zeros(10))
	require.ErrorContains(t, err, "190")

	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err = client(t, cfg).Upload(ctx, a, zeros(10))
	require.ErrorIs(t, err, context.Canceled)
}

// TestMemory checks that files pass through, in both directions.
func TestMemory(t *testing.T) {
	const size, most = 64 << 20, 8 << 20
	digest := sha256.New()
	_, err := io.Copy(digest, zeros(size))
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(nil)
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch _, _ = io.Copy(io.Discard, r.Body); r.URL.Path {
		case "/file":
			_, _ = io.Copy(w, zeros(size))
		default:
			_, _ = io.WriteString(w, `{"id":"7","url":"`+server.URL+`/file","sha256":"`+hex.EncodeToString(digest.Sum(nil))+`"}`)
		}
	})
	server.Start()
	t.Cleanup(server.Close)
	c := client(t, cloudapi.Config{Number: number, Token: token, BaseURL: server.URL})

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	a, err := c.Upload(t.Context(), channel.Attachment{Type: channel.Document, MIME: "application/pdf"}, zeros(size))
	require.NoError(t, err)
	require.EqualValues(t, size, a.Size)
	body, _, err := c.Open(t.Context(), a)
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, body)
	require.NoError(t, err)
	require.NoError(t, body.Close())
	require.EqualValues(t, size, n)
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(most))
}

func TestOpen(t *testing.T) {
	g, cfg := graph(t)
	content := []byte("a picture")
	kept := g.Keep("image/png", content)
	for name, a := range map[string]channel.Attachment{
		"by id":                 {ID: kept.ID},
		"with what it was told": {Type: channel.Image, ID: kept.ID, MIME: "image/png", Name: "p.png", Size: 9, SHA256: base64.StdEncoding.EncodeToString(sum(content))},
		"with an old address":   {ID: kept.ID, URL: "http://127.0.0.1:1/gone"},
	} {
		t.Run(name, func(t *testing.T) {
			body, got, err := client(t, cfg).Open(t.Context(), a)
			require.NoError(t, err)
			require.NoError(t, iotest.TestReader(body, content))
			require.NoError(t, body.Close())
			require.Equal(t, channel.Attachment{Type: a.Type, Name: a.Name, ID: kept.ID, URL: got.URL, MIME: "image/png", Size: 9, SHA256: kept.SHA256}, got)
			require.Contains(t, got.URL, cfg.BaseURL)
		})
	}
}

// told is a platform that says one thing of a file and gives another.
func told(t *testing.T, about, content string) cloudapi.Config {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/file" {
			_, _ = io.WriteString(w, content)
			return
		}
		_, _ = io.WriteString(w, strings.ReplaceAll(about, "HOST", server.URL))
	})
	server.Start()
	t.Cleanup(server.Close)
	return cloudapi.Config{Number: number, Token: token, BaseURL: server.URL}
}

func TestOpenChecks(t *testing.T) {
	digest := base64.StdEncoding.EncodeToString(sum([]byte("content")))
	tests := []struct {
		name, about string
		most        int64
		want        string // "": all is well
	}{
		{"nothing told", `{"url":"HOST/file"}`, 0, ""},
		{"as told", `{"url":"HOST/file","file_size":7,"sha256":"` + digest + `"}`, 0, ""},
		{"a digest that nobody can read", `{"url":"HOST/file","sha256":"?"}`, 0, ""},
		{"another size", `{"url":"HOST/file","file_size":8}`, 0, "7 bytes, 8 were told"},
		{"another digest", `{"url":"HOST/file","sha256":"` + strings.Repeat("0", 64) + `"}`, 0, "digest"},
		{"another digest in base64", `{"url":"HOST/file","sha256":"` + base64.StdEncoding.EncodeToString(make([]byte, 32)) + `"}`, 0, "digest"},
		{"too large", `{"url":"HOST/file"}`, 6, "more than 6 bytes"},
		{"as large as allowed", `{"url":"HOST/file"}`, 7, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := told(t, tt.about, "content")
			cfg.MaxDownload = tt.most
			body, _, err := client(t, cfg).Open(t.Context(), channel.Attachment{ID: "1"})
			require.NoError(t, err)
			defer func() { require.NoError(t, body.Close()) }()
			got, err := io.ReadAll(body)
			if tt.want == "" {
				require.NoError(t, err)
				require.Equal(t, "content", string(got))
				return
			}
			require.ErrorIs(t, err, cloudapi.ErrMedia)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestOpenFails(t *testing.T) {
	_, cfg := graph(t)
	_, _, err := client(t, cfg).Open(t.Context(), channel.Attachment{ID: "unknown"})
	require.ErrorContains(t, err, "cloudapi: open media: ")
	refused, ok := errors.AsType[*channel.SendError](err)
	require.True(t, ok)
	require.Equal(t, channel.ClassNever, refused.Reason.Class)

	_, _, err = client(t, cfg).Open(t.Context(), channel.Attachment{})
	require.ErrorContains(t, err, "no_address")
	_, _, err = client(t, told(t, `{"url":"HOST/other","file_size":200000000}`, "")).Open(t.Context(), channel.Attachment{ID: "1"})
	require.ErrorIs(t, err, cloudapi.ErrMedia, "told to be larger than allowed")
	_, _, err = client(t, answering(http.StatusNotFound, nil, "gone")).Open(t.Context(), channel.Attachment{URL: "https://lookaside.fbsbx.com/1"})
	require.ErrorContains(t, err, "http_404")
}

// TestOpenExpired checks an address that is older than five minutes.
func TestOpenExpired(t *testing.T) {
	c := newClock()
	g := &channeltest.Graph{Platform: channeltest.Platform{Now: c.Now}}
	cfg := serve(t, g)
	body, a, err := client(t, cfg).Open(t.Context(), g.Keep("image/png", []byte("x")))
	require.NoError(t, err)
	require.NoError(t, body.Close())
	c.pass(5 * time.Minute)
	_, _, err = client(t, cfg).Open(t.Context(), channel.Attachment{URL: a.URL})
	require.ErrorContains(t, err, "http_404")
	body, _, err = client(t, cfg).Open(t.Context(), a)
	require.NoError(t, err, "the id gives a fresh one")
	require.NoError(t, body.Close())
}

// TestOpenToken checks who gets to see the token.
func TestOpenToken(t *testing.T) {
	for address, want := range map[string]bool{
		"https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1": true,
		"https://graph.facebook.com/file":                                  true,
		"https://scontent.xx.fbcdn.net/1":                                  true,
		"https://mmg.whatsapp.net/1":                                       true,
		"http://lookaside.fbsbx.com/1":                                     false,
		"https://fbsbx.com.example.com/1":                                  false,
		"https://notfbsbx.com/1":                                           false,
		"https://example.com/?https://graph.facebook.com":                  false,
	} {
		shown := false
		cfg := answering(0, nil, "")
		cfg.HTTP.Transport = network(func(r *http.Request) (*http.Response, error) {
			shown = strings.Contains(r.Header.Get("Authorization"), token)
			return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(nil)), Request: r}, nil
		})
		body, _, err := client(t, cfg).Open(t.Context(), channel.Attachment{URL: address})
		require.NoError(t, err)
		require.NoError(t, body.Close())
		require.Equal(t, want, shown, address)
	}
}

// TestOpenEnds checks that the end of the context ends reading, and that no error
// shows the address, which is a key to the file.
func TestOpenEnds(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "begun")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	ctx, stop := context.WithCancel(t.Context())
	c := client(t, cloudapi.Config{Number: number, Token: token, BaseURL: server.URL})
	body, _, err := c.Open(ctx, channel.Attachment{URL: server.URL + "/?secret=1"})
	require.NoError(t, err)
	got := make([]byte, 5)
	_, err = io.ReadFull(body, got)
	require.NoError(t, err)
	stop()
	_, err = body.Read(got)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, body.Close())

	_, _, err = c.Open(ctx, channel.Attachment{URL: server.URL + "/?secret=1"})
	require.ErrorIs(t, err, context.Canceled)
	require.NotContains(t, err.Error(), "secret")
}

// TestRedirects checks that files may be fetched elsewhere, and that a loop ends.
func TestRedirects(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/file", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		default:
			_, _ = io.WriteString(w, "content")
		}
	}))
	t.Cleanup(server.Close)
	cfg := cloudapi.Config{Number: number, Token: token, BaseURL: server.URL}
	body, _, err := client(t, cfg).Open(t.Context(), channel.Attachment{URL: server.URL + "/moved"})
	require.NoError(t, err)
	require.NoError(t, iotest.TestReader(body, []byte("content")))
	require.NoError(t, body.Close())
	_, _, err = client(t, cfg).Open(t.Context(), channel.Attachment{URL: server.URL + "/loop"})
	require.ErrorContains(t, err, "redirects")

	own := errors.New("stay here")
	cfg.HTTP = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return own }}
	_, _, err = client(t, cfg).Open(t.Context(), channel.Attachment{URL: server.URL + "/moved"})
	require.ErrorIs(t, err, own)
}
