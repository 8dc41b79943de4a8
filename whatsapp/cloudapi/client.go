package cloudapi

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
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

	Provider whatsapp.Provider // whose error codes come; "": [whatsapp.Meta]
	Ability  *channel.Ability  // what a message and a file may hold; nil: that of [channel.AbilityOf]
	BaseURL  string            // "": https://graph.facebook.com
	Version  string            // of the API; "": v25.0
	HTTP     *http.Client      // nil: one with http.DefaultTransport
	Clock    platform.Clock    // nil: the system's
	// Timeout bounds each call that carries no file; files are bounded by their
	// context alone. 0: 30 seconds.
	Timeout time.Duration
	// Pace keeps messages back that the platform would refuse as too fast: see package
	// quota. Nil: none.
	Pace platform.Pacer

	// MaxDownload is how large a user's file may be, in bytes. 0: 100 MB, which is
	// the platform's own limit.
	MaxDownload int64
}

// Client speaks for one business number.
type Client struct {
	*platform.Client
	cfg      Config
	platform *whatsapp.Platform
	files    []channel.FileRule
}

// New returns the client of cfg, or an error that says what is missing.
func New(cfg Config) (*Client, error) {
	cfg.BaseURL = strings.TrimSuffix(cmp.Or(cfg.BaseURL, "https://graph.facebook.com"), "/")
	cfg.Version = cmp.Or(cfg.Version, "v25.0")
	cfg.MaxDownload = cmp.Or(cfg.MaxDownload, 100<<20)
	cfg.Timeout = cmp.Or(cfg.Timeout, 30*time.Second)
	if cfg.Ability == nil {
		ability := channel.AbilityOf(channel.WhatsApp)
		cfg.Ability = &ability
	}
	switch {
	case cfg.Number == "":
		return nil, errors.New("cloudapi: the number is missing: want a phone_number_id")
	case cfg.MaxDownload < 0:
		return nil, errors.New("cloudapi: a limit is negative")
	}
	p, err := whatsapp.New(whatsapp.Config{
		Unsigned: true, Number: cfg.Number, Provider: cfg.Provider, Ability: cfg.Ability, BaseURL: cfg.BaseURL, Version: cfg.Version,
	})
	if err != nil {
		return nil, fmt.Errorf("cloudapi: %w", err)
	}
	c := &Client{cfg: cfg, platform: p, files: cfg.Ability.Files}
	c.Client, err = platform.NewClient(p, platform.ClientConfig{
		Account: channel.Account{Kind: channel.WhatsApp, ID: cfg.Number}, Token: cfg.Token, TokenFunc: cfg.TokenFunc,
		HTTP: guarded(cfg.HTTP, cfg.BaseURL), Clock: cfg.Clock, Timeout: cfg.Timeout, MaxAnswer: maxAnswer, Pace: cfg.Pace,
	})
	if err != nil {
		return nil, fmt.Errorf("cloudapi: %w", err)
	}
	return c, nil
}

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 1 << 20

// address returns the URL of a part of the API.
func (c *Client) address(parts ...string) string {
	var s strings.Builder
	s.WriteString(c.cfg.BaseURL + "/" + c.cfg.Version)
	for _, part := range parts {
		s.WriteString("/" + url.PathEscape(part))
	}
	return s.String()
}

// call makes a request of the API and decodes its answer into a value.
func (c *Client) call(r *http.Request, into any) error {
	r.Header.Set("Authorization", platform.Bearer)
	body, answer, err := c.Stream(r)
	if err != nil {
		return err
	}
	if body != nil {
		defer func() { _ = body.Close() }()
		if answer.Body, err = io.ReadAll(io.LimitReader(body, maxAnswer)); err != nil {
			return fmt.Errorf("%w: %w", answer.Unread(), err)
		}
	}
	return c.read(answer, into)
}

// read decodes an answer into a value, or returns the refusal that it is.
func (c *Client) read(answer platform.Response, into any) error {
	var fault struct {
		Error json.RawMessage `json:"error"`
	}
	_ = json.Unmarshal(answer.Body, &fault) // what can be read of it is enough
	if answer.Status/100 != 2 || len(fault.Error) > 0 && string(fault.Error) != "null" {
		_, err := c.platform.Answer(answer)
		return err
	}
	if json.Unmarshal(answer.Body, into) != nil {
		return answer.Unread()
	}
	return nil
}

func failed(code, title string, class channel.Class) *channel.SendError {
	return &channel.SendError{Reason: channel.Error{Code: code, Title: title, Class: class}}
}
