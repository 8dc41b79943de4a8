package platform_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// bare is a platform that nothing is sent to.
type bare struct{ platform.Platform }

const token = "not-to-be-seen"

// files starts a server of files, and returns a client for it.
func files(t *testing.T, h http.HandlerFunc) (*platform.Client, string) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	c, err := platform.NewClient(bare{}, platform.ClientConfig{Token: token})
	require.NoError(t, err)
	return c, server.URL
}

func request(t *testing.T, method, address, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Authorization", platform.Bearer)
	return r
}

// TestStream checks that a file goes up and another comes down, with the token in the
// header.
func TestStream(t *testing.T) {
	c, address := files(t, func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, r.Header.Get("Authorization")+" "+string(sent))
	})
	body, answer, err := c.Stream(request(t, http.MethodPost, address, "a file"))
	require.NoError(t, err)
	text, err := io.ReadAll(body)
	require.NoError(t, err)
	require.NoError(t, body.Close())
	require.Equal(t, "Bearer "+token+" a file", string(text), "a file is not changed")
	require.Equal(t, 200, answer.Status)
	require.False(t, answer.At.IsZero())
}

// TestStreamRefused checks that a refusal comes as an answer without the token.
func TestStreamRefused(t *testing.T) {
	c, address := files(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "wrong: "+r.Header.Get("Authorization"))
	})
	body, answer, err := c.Stream(request(t, http.MethodGet, address, ""))
	require.NoError(t, err)
	require.Nil(t, body)
	require.Equal(t, []any{403, "wrong: Bearer …", "7"}, []any{answer.Status, string(answer.Body), answer.Header.Get("Retry-After")})
}

// TestStreamRedirects checks that a read is led elsewhere and a write is not.
func TestStreamRedirects(t *testing.T) {
	writes := 0
	c, address := files(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/there":
			_, _ = io.WriteString(w, "content")
		case r.URL.Path == "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		default:
			if r.Method == http.MethodPost {
				writes++
			}
			http.Redirect(w, r, "/there", http.StatusTemporaryRedirect)
		}
	})
	body, _, err := c.Stream(request(t, http.MethodGet, address+"/here", ""))
	require.NoError(t, err)
	text, err := io.ReadAll(body)
	require.NoError(t, err)
	require.NoError(t, body.Close())
	require.Equal(t, "content", string(text))

	body, answer, err := c.Stream(request(t, http.MethodPost, address+"/here", "a file"))
	require.NoError(t, err)
	require.Nil(t, body)
	require.Equal(t, []any{307, 1}, []any{answer.Status, writes})
	answer, err = c.Do(t.Context(), platform.JSON(address+"/here", []byte("{}"), "Authorization", platform.Bearer))
	require.NoError(t, err)
	require.Equal(t, []any{307, 2}, []any{answer.Status, writes})

	_, _, err = c.Stream(request(t, http.MethodGet, address+"/loop", ""))
	require.ErrorContains(t, err, "more than 10 redirects")
}

// refusing is a transport that refuses by itself.
type refusing struct{ reason *channel.SendError }

func (r refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, r.reason }

// TestStreamFails checks what comes of a stream that did not begin.
func TestStreamFails(t *testing.T) {
	never := channel.Unsendable(channel.WhatsApp, "not there")
	c, err := platform.NewClient(bare{}, platform.ClientConfig{Token: token, HTTP: &http.Client{Transport: refusing{never}}})
	require.NoError(t, err)
	_, _, err = c.Stream(request(t, http.MethodGet, "http://x.example/?secret", ""))
	require.Equal(t, never, err, "the refusal of the transport")

	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, _, err = c.Stream(request(t, http.MethodGet, "http://x.example", "").WithContext(ctx))
	require.ErrorIs(t, err, context.Canceled)

	sealed := errors.New("the vault is sealed")
	c, err = platform.NewClient(bare{}, platform.ClientConfig{TokenFunc: func(context.Context) (string, error) { return "", sealed }})
	require.NoError(t, err)
	_, _, err = c.Stream(request(t, http.MethodGet, "http://x.example", ""))
	require.ErrorIs(t, err, sealed)
}
