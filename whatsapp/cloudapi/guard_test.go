package cloudapi_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
)

// far is a client of a platform on the public network, which answers each request by next.
func far(t *testing.T, next func(*http.Request) (*http.Response, error)) *cloudapi.Client {
	t.Helper()
	return client(t, cloudapi.Config{Number: number, Token: token, HTTP: &http.Client{Transport: network(next)}})
}

func says(r *http.Request, status int, header http.Header, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: header, Request: r, Body: io.NopCloser(strings.NewReader(body))}
}

// refusedAddress wants an attachment to be refused for its address.
func refusedAddress(t *testing.T, c *cloudapi.Client, address string) {
	t.Helper()
	_, _, err := c.Open(t.Context(), channel.Attachment{URL: address})
	refusal, ok := errors.AsType[*channel.SendError](err)
	require.True(t, ok, "%s: %v", address, err)
	require.Equal(t, "private_address", refusal.Reason.Code, address)
	require.Equal(t, channel.ClassNever, refusal.Reason.Class)
	require.NotContains(t, err.Error(), "://", "an address is a key to the file")
}

// TestOpenPrivate checks that an address inside is refused before anything is asked.
func TestOpenPrivate(t *testing.T) {
	asked := 0
	c := far(t, func(r *http.Request) (*http.Response, error) {
		asked++
		return says(r, 200, nil, "content"), nil
	})
	for _, address := range []string{
		"http://127.0.0.1/x", "http://127.9.9.9:8080/x", "http://localhost/x", "http://LocalHost.:80/x", "https://metadata.localhost/x",
		"http://10.0.0.1/x", "http://172.16.3.4/x", "http://192.168.1.1/x", "http://169.254.169.254/latest", "http://100.64.0.1/x",
		"http://0.0.0.0/x", "http://[::1]/x", "http://[::ffff:10.0.0.1]/x", "http://[fe80::1]/x", "http://[fd00::1]/x", "http://[::]/x", "http://224.0.0.1/x",
	} {
		refusedAddress(t, c, address)
	}
	require.Zero(t, asked)
	for _, address := range []string{"https://93.184.215.14/x", "https://lookaside.fbsbx.com/x", "http://[2606:4700::1111]/x", "https://localhost.example/x"} {
		body, _, err := c.Open(t.Context(), channel.Attachment{URL: address})
		require.NoError(t, err, address)
		require.NoError(t, body.Close())
	}
	require.Equal(t, 4, asked)
}

// TestOpenRedirectedInside checks that a public address does not lead inside.
func TestOpenRedirectedInside(t *testing.T) {
	c := far(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Hostname() != "lookaside.fbsbx.com" {
			t.Errorf("%s was asked", r.URL.Host)
		}
		return says(r, 302, http.Header{"Location": {"http://169.254.169.254/latest"}}, ""), nil
	})
	refusedAddress(t, c, "https://lookaside.fbsbx.com/x")
}

// resolves has each name lead to 127.0.0.1 until the test ends.
func resolves(t *testing.T) {
	t.Helper()
	before := net.DefaultResolver
	t.Cleanup(func() { net.DefaultResolver = before })
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go answerNames(theirs)
		return ours, nil
	}}
}

// answerNames answers queries as a name server does over TCP: each text has its length
// before it. Source: RFC 1035, 4.
func answerNames(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	for {
		head := make([]byte, 2)
		if _, err := io.ReadFull(conn, head); err != nil {
			return
		}
		query := make([]byte, binary.BigEndian.Uint16(head))
		if _, err := io.ReadFull(conn, query); err != nil {
			return
		}
		end := 12 + bytes.IndexByte(query[12:], 0) + 5 // the name, its type and class
		answer := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, query[12:end]...)
		if query[end-3] == 1 { // an IPv4 address is wanted
			answer[7] = 1
			answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1)
		}
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return
		}
	}
}

// TestOpenNameInside checks that a name is refused for the address that it leads to, by
// the standard transport and by one that only changes other things.
func TestOpenNameInside(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "inside") }))
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	require.NoError(t, err)
	resolves(t)
	address := "http://files.example:" + port + "/x"
	for name, own := range map[string]*http.Client{"none": nil, "empty": {}, "own": {Transport: &http.Transport{MaxIdleConns: 1}}} {
		t.Run(name, func(t *testing.T) {
			refusedAddress(t, client(t, cloudapi.Config{Number: number, Token: token, HTTP: own}), address)
		})
	}
	inside := client(t, cloudapi.Config{Number: number, Token: token, BaseURL: server.URL})
	body, _, err := inside.Open(t.Context(), channel.Attachment{URL: address})
	require.NoError(t, err, "the platform itself is inside")
	require.NoError(t, body.Close())
}

// TestOpenOwnDialer checks that a transport which dials in its own way is trusted with
// names.
func TestOpenOwnDialer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "content") }))
	t.Cleanup(server.Close)
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}
	c := client(t, cloudapi.Config{Number: number, Token: token, HTTP: &http.Client{Transport: &http.Transport{DialContext: dial}}})
	body, _, err := c.Open(t.Context(), channel.Attachment{URL: "http://files.example/x"})
	require.NoError(t, err)
	text, err := io.ReadAll(body)
	require.NoError(t, err)
	require.NoError(t, body.Close())
	require.Equal(t, "content", string(text))
	refusedAddress(t, c, "http://127.0.0.1/x")
}
