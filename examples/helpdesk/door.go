package main

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// What comes before a request is read: by which name it came, and from where.

// hostsOnly refuses requests by a name that is not ours. A page of another site could otherwise
// let its own name lead to this machine, and read and write here as if it were one of ours.
func (s *server) hostsOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.settings.answersTo(r.Host) {
			s.fail(w, r, httpError{http.StatusMisdirectedRequest, "this server does not answer to that name: start it with -host, or name it in the file of settings"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// answersTo reports whether a Host header names this server: as localhost, as one of the names
// that were given, or, where others reach it, by an address, which cannot be led elsewhere.
func (s settings) answersTo(host string) bool {
	name := strings.ToLower(host)
	if bare, _, err := net.SplitHostPort(name); err == nil {
		name = bare
	}
	name = strings.TrimSuffix(strings.Trim(name, "[]"), ".")
	if isLoopback(name) || slices.Contains(s.hosts, name) {
		return true
	}
	_, err := netip.ParseAddr(name)
	return err == nil && !s.loopback()
}

// isLoopback reports whether a name or an address is this machine's own.
func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// addressOf returns the address that a request comes from. A proxy on this machine tells it,
// if there is one.
func (s *server) addressOf(r *http.Request) netip.Addr {
	from, _ := netip.ParseAddrPort(r.RemoteAddr)
	ip := from.Addr().Unmap()
	if told := r.Header.Values("X-Forwarded-For"); s.settings.config.BehindProxy && ip.IsLoopback() && len(told) > 0 {
		list := strings.Split(told[len(told)-1], ",")
		ip, _ = netip.ParseAddr(strings.TrimSpace(list[len(list)-1])) // what the proxy added; else it is from nowhere
		ip = ip.Unmap()
	}
	return ip
}

// sourceOf names the sender of a request, for limits: a sender may have many addresses of
// version 6.
func (s *server) sourceOf(r *http.Request) string {
	ip := s.addressOf(r)
	if ip.Is6() {
		if net, err := ip.Prefix(64); err == nil {
			return net.String()
		}
	}
	return ip.String()
}

// local reports whether a request came from this machine.
func (s *server) local(r *http.Request) bool { return s.addressOf(r).IsLoopback() }

// limited refuses those who ask more often than people and programs of good will do.
// Platforms are not among them: they sign what they send.
func (s *server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.asking.allow(s.sourceOf(r)) {
			w.Header().Set("Retry-After", "5")
			s.fail(w, r, httpError{http.StatusTooManyRequests, "too many requests: wait a little"})
			return
		}
		next.ServeHTTP(w, r)
	})
}
