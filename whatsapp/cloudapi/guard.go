package cloudapi

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// guarded returns a client that reaches the platform, and no other address of this
// machine or of a private network: where a file lies is told from outside. If the
// platform itself is at such an address, as in a test, everything can be reached.
//
// A name is looked up when it is dialled, so that what it leads to is checked then. A
// transport that dials in its own way, or through a proxy, is trusted with names.
func guarded(client *http.Client, baseURL string) *http.Client {
	if client == nil {
		client = &http.Client{}
	}
	base, err := url.Parse(baseURL)
	if err != nil || private(base.Hostname()) {
		return client
	}
	same := *client
	same.Transport = newGuard(client.Transport, base.Host)
	return &same
}

// guard is a transport that refuses private addresses.
type guard struct {
	home  string // the platform's host, with its port
	plain http.RoundTripper
	dials *http.Transport // checks what it dials; nil: plain does not say how it dials
}

func newGuard(next http.RoundTripper, home string) *guard {
	standard, _ := http.DefaultTransport.(*http.Transport)
	if next == nil {
		next = http.DefaultTransport
	}
	g := &guard{home: home, plain: next}
	own, is := next.(*http.Transport)
	if is && (own == standard || own.DialContext == nil && own.DialTLSContext == nil) {
		g.dials = own.Clone()
		g.dials.DialContext = (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second, Control: control}).DialContext
	}
	return g
}

// RoundTrip implements [http.RoundTripper].
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case r.URL.Host == g.home:
		return g.plain.RoundTrip(r)
	case private(r.URL.Hostname()):
		if r.Body != nil {
			_ = r.Body.Close()
		}
		return nil, outOfBounds()
	case g.dials == nil || proxied(g.dials, r):
		return g.plain.RoundTrip(r)
	}
	return g.dials.RoundTrip(r)
}

// proxied reports whether a request goes through a proxy, which looks up the name.
func proxied(t *http.Transport, r *http.Request) bool {
	if t.Proxy == nil {
		return false
	}
	proxy, err := t.Proxy(r)
	return err == nil && proxy != nil
}

// control checks an address that is about to be dialled.
func control(_, address string, _ syscall.RawConn) error {
	if host, _, err := net.SplitHostPort(address); err != nil || private(host) {
		return outOfBounds()
	}
	return nil
}

// private reports whether a host is this machine, or an address that is not on the public
// network. A name that leads to one is not known here. Source: RFC 6890, RFC 6761.
func private(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	ip = ip.Unmap().WithZone("")
	shared := netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64}), 10) // of providers' networks
	return !ip.IsGlobalUnicast() || ip.IsPrivate() || shared.Contains(ip)
}

func outOfBounds() *channel.SendError {
	return failed("private_address", "The address of the file is this machine, or on a private network", channel.ClassNever)
}
