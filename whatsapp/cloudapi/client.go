package cloudapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Config describes one business number on the Cloud API. Number and a token are
// needed; everything else may be zero.
type Config struct {
	// Number is the phone_number_id, which is [channel.Account.ID] in webhooks.
	Number string
	// Token is the access token. TokenFunc, when set, is asked for one before each
	// call instead, for tokens that change.
	Token     string
	TokenFunc func(context.Context) (string, error)

	BaseURL string       // "": https://graph.facebook.com
	Version string       // of the API; "": v25.0
	HTTP    *http.Client // nil: one with http.DefaultTransport
	Clock   Clock        // nil: the system's
	// Timeout bounds each call that carries no file; files are bounded by their
	// context alone. 0: 30 seconds.
	Timeout time.Duration

	// Paced keeps back what the platform would refuse because one user got too much
	// in a short time: see quota.Pace. The count is this client's own.
	Paced bool
	// Rate is how many messages may go out in a second. 0: any number; the platform
	// allows 80, in and out together, until it raises that to 1,000. Source: Meta,
	// throughput, read 2026-09.
	Rate int

	// MaxDownload is how large a user's file may be, in bytes. 0: 100 MB, which is
	// the platform's own limit.
	MaxDownload int64
}

// Client speaks for one business number.
type Client struct {
	cfg  Config
	http http.Client
	pace pacer
}

// New returns the client of cfg, or an error that says what is missing.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	base, err := url.Parse(cfg.BaseURL)
	switch {
	case cfg.Number == "" || strings.ContainsAny(cfg.Number, "/?#"):
		return nil, fmt.Errorf("cloudapi: number %q: want a phone_number_id", cfg.Number)
	case cfg.Token == "" && cfg.TokenFunc == nil:
		return nil, errors.New("cloudapi: no access token")
	case err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return nil, fmt.Errorf("cloudapi: base URL %q: want an address like https://graph.facebook.com", cfg.BaseURL)
	case cfg.Timeout < 0 || cfg.Rate < 0 || cfg.MaxDownload < 0:
		return nil, errors.New("cloudapi: a limit is negative")
	}
	c := &Client{cfg: cfg, http: *cfg.HTTP}
	c.pace = pacer{pairs: cfg.Paced, rate: cfg.Rate}
	c.http.CheckRedirect = onlyReads(cfg.HTTP.CheckRedirect)
	return c, nil
}

func (cfg Config) withDefaults() Config {
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, "https://graph.facebook.com"), "/")
	cfg.Version = cmp.Or(cfg.Version, "v25.0")
	cfg.Timeout = cmp.Or(cfg.Timeout, 30*time.Second)
	cfg.MaxDownload = cmp.Or(cfg.MaxDownload, 100<<20)
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{}
	}
	if cfg.Clock == nil {
		cfg.Clock = systemClock{}
	}
	return cfg
}

// onlyReads lets reads be redirected as next says, and nothing else: a message
// that is handed on may be sent twice.
func onlyReads(next func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	const most = 10
	return func(r *http.Request, via []*http.Request) error {
		switch {
		case via[0].Method != http.MethodGet:
			return http.ErrUseLastResponse
		case next != nil:
			return next(r, via)
		case len(via) >= most:
			return fmt.Errorf("cloudapi: more than %d redirects", most)
		}
		return nil
	}
}

// address returns the URL of a part of the API.
func (c *Client) address(parts ...string) string {
	var s strings.Builder
	s.WriteString(c.cfg.BaseURL + "/" + c.cfg.Version)
	for _, part := range parts {
		s.WriteString("/" + url.PathEscape(part))
	}
	return s.String()
}
