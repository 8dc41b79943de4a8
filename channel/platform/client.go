package platform

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/socialticket/socialticket/channel"
)

// ClientConfig says how calls are made. A token is needed; everything else may be zero.
type ClientConfig struct {
	// Account is the one that the token is for: messages of others are refused. Zero:
	// any.
	Account channel.Account
	// Token is the access token. TokenFunc, when set, is asked for one before each call
	// instead, for tokens that change.
	Token     string
	TokenFunc func(context.Context) (string, error)

	HTTP  *http.Client // nil: one with http.DefaultTransport
	Clock Clock        // nil: the system's
	// Timeout bounds each call. 0: 30 seconds.
	Timeout time.Duration
	// MaxAnswer is how much of an answer is read, in bytes. 0: 1 MB.
	MaxAnswer int64

	// Pace keeps messages back that the platform would refuse as too fast. Nil: none.
	Pace Pacer
}

// Client is the [channel.Transport] of a [Platform]: it makes one HTTP call for each
// message. It does not repeat a call, and follows redirects only where it reads a file. No
// error shows the token. Goroutines may share it.
type Client struct {
	platform Platform
	cfg      ClientConfig
	http     http.Client
}

// NewClient returns the client of a platform, or an error that says what is missing.
func NewClient(p Platform, cfg ClientConfig) (*Client, error) {
	switch {
	case p == nil:
		return nil, errors.New("platform: client: the platform is missing")
	case cfg.Token == "" && cfg.TokenFunc == nil:
		return nil, errors.New("platform: client: the access token is missing")
	case !sound(cfg.Token):
		return nil, errors.New("platform: client: the access token holds a line break, or another character that a header cannot")
	case cfg.Timeout < 0 || cfg.MaxAnswer < 0:
		return nil, errors.New("platform: client: a limit is negative")
	}
	cfg.Timeout = cmp.Or(cfg.Timeout, 30*time.Second)
	cfg.MaxAnswer = cmp.Or(cfg.MaxAnswer, 1<<20)
	if cfg.Clock == nil {
		cfg.Clock = systemClock{}
	}
	c := &Client{platform: p, cfg: cfg}
	if cfg.HTTP != nil {
		c.http = *cfg.HTTP
	}
	c.http.CheckRedirect = onlyReads(c.http.CheckRedirect)
	return c, nil
}

// onlyReads lets reads be redirected as next says, and nothing else: a message that is
// handed on may be sent twice.
func onlyReads(next func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	const most = 10
	return func(r *http.Request, via []*http.Request) error {
		switch {
		case via[0].Method != http.MethodGet:
			return http.ErrUseLastResponse
		case next != nil:
			return next(r, via)
		case len(via) >= most:
			return fmt.Errorf("platform: more than %d redirects", most)
		}
		return nil
	}
}

// Send implements [channel.Transport]. The error is a *[channel.SendError], unless ctx
// ended before the call began.
func (c *Client) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	if err := ctx.Err(); err != nil {
		return channel.Accepted{}, fmt.Errorf("platform: send: %w", err)
	}
	if mine := c.cfg.Account; mine != (channel.Account{}) && o.To.Account != mine {
		return channel.Accepted{}, failure(CodeWrongAccount, "The message is for another account than "+name(mine), channel.ClassFix, nil)
	}
	call, err := c.platform.Call(o)
	if err != nil {
		return channel.Accepted{}, err
	}
	if c.cfg.Pace == nil {
		return c.send(ctx, call)
	}
	if wait := c.cfg.Pace.Wait(o.To, c.cfg.Clock.Now()); wait > 0 {
		kept := failure(CodePaced, "Kept back so that the platform does not refuse it", channel.ClassRetry, nil)
		kept.RetryAfter = wait
		return channel.Accepted{}, kept
	}
	accepted, err := c.send(ctx, call)
	return accepted, c.cfg.Pace.Learn(o.To, err, c.cfg.Clock.Now())
}

func (c *Client) send(ctx context.Context, call Call) (channel.Accepted, error) {
	answer, err := c.Do(ctx, call)
	if err != nil {
		return channel.Accepted{}, err
	}
	return c.platform.Answer(answer)
}

// Do makes a call that is not a message, a read mark for instance, and returns the
// platform's answer whatever its status. The token is taken out of what the platform
// says. The error is a *[channel.SendError], unless ctx ended before the call began.
func (c *Client) Do(ctx context.Context, call Call) (Response, error) {
	if err := ctx.Err(); err != nil {
		return Response{}, fmt.Errorf("platform: call: %w", err)
	}
	token, err := c.token(ctx)
	if err != nil {
		return Response{}, err
	}
	ctx, stop := context.WithTimeout(ctx, c.cfg.Timeout)
	defer stop()
	r, err := call.request(ctx, token)
	if err != nil {
		return Response{}, failure(CodeUnreachable, "The address of the call is wrong", channel.ClassFix, hideIn(err, token))
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return Response{}, lost(err, token)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.cfg.MaxAnswer))
	if err != nil {
		return Response{}, lost(err, token)
	}
	for _, values := range resp.Header { // a redirect repeats the address
		for i := range values {
			values[i] = string(hide([]byte(values[i]), token))
		}
	}
	return Response{Status: resp.StatusCode, Header: resp.Header, Body: hide(body, token), At: c.cfg.Clock.Now().UTC()}, nil
}

// Stream makes a request that moves a file: its body goes out as it is read, and the
// answer of a success comes back as a body to read and to close. Any other answer is in
// the Response, as [Client.Do] returns it, and the body is nil. The token goes where a
// [TokenMark] stands in the header. Only the request's context bounds the time.
func (c *Client) Stream(r *http.Request) (io.ReadCloser, Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, Response{}, fmt.Errorf("platform: stream: %w", err)
	}
	token, err := c.token(r.Context())
	if err != nil {
		return nil, Response{}, err
	}
	fill(r.Header, token)
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, Response{}, lost(err, token)
	}
	answer := Response{Status: resp.StatusCode, Header: resp.Header, At: c.cfg.Clock.Now().UTC()}
	if resp.StatusCode/100 == 2 {
		return resp.Body, answer, nil
	}
	defer func() { _ = resp.Body.Close() }()
	text, _ := io.ReadAll(io.LimitReader(resp.Body, c.cfg.MaxAnswer)) // half an explanation is one, too
	answer.Body = hide(text, token)
	return nil, answer, nil
}

// fill puts the token into the values of a header.
func fill(h http.Header, token string) {
	for _, values := range h {
		for i := range values {
			values[i] = strings.ReplaceAll(values[i], TokenMark, token)
		}
	}
}

func (c *Client) token(ctx context.Context) (string, error) {
	if c.cfg.TokenFunc == nil {
		return c.cfg.Token, nil
	}
	token, err := c.cfg.TokenFunc(ctx)
	switch {
	case err != nil:
		return "", failure(CodeNoToken, "The access token could not be had", channel.ClassRetry, err)
	case token == "":
		return "", failure(CodeNoToken, "The access token is empty", channel.ClassFix, nil)
	case !sound(token):
		return "", failure(CodeNoToken, "The access token holds a character that a header cannot", channel.ClassFix, nil)
	}
	return token, nil
}

// sound reports whether a token can be sent: one that was read from a file often ends in a
// line break.
func sound(token string) bool { return !strings.ContainsFunc(token, unicode.IsControl) }

// request returns the HTTP request of a call, with the token where it goes.
func (call Call) request(ctx context.Context, token string) (*http.Request, error) {
	path, query, _ := strings.Cut(call.URL, "?")
	address := strings.ReplaceAll(path, TokenMark, url.PathEscape(token))
	if query != "" {
		address += "?" + strings.ReplaceAll(query, TokenMark, url.QueryEscape(token))
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(call.Body))
	if err != nil {
		return nil, err
	}
	r.Header = call.Header.Clone()
	fill(r.Header, token)
	return r, nil
}

// lost returns the failure of a call that got no answer: what refused it below, if
// something did. The address is left out, for it may hold the token.
func lost(err error, token string) error {
	if refusal, ok := errors.AsType[*channel.SendError](err); ok {
		return refusal
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return failure(CodeUnreachable, "The platform could not be reached", channel.ClassRetry, hideIn(err, token))
	}
	return noAnswer(hideIn(err, token))
}

// hide takes the token out of an answer: platforms repeat it when it is wrong.
func hide(body []byte, token string) []byte {
	for _, form := range forms(token) {
		body = bytes.ReplaceAll(body, []byte(form), []byte("…"))
	}
	return body
}

// hideIn returns err, or if its text shows the token an error without it.
func hideIn(err error, token string) error {
	text := err.Error()
	for _, form := range forms(token) {
		text = strings.ReplaceAll(text, form, "…")
	}
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}

// forms returns how a token may be written: as it is, in an address and in JSON, where
// some escape the slash.
func forms(token string) []string {
	if token == "" {
		return nil
	}
	list := []string{token, url.PathEscape(token), url.QueryEscape(token)}
	if quoted, err := json.Marshal(token); err == nil {
		inner := string(quoted[1 : len(quoted)-1])
		list = append(list, inner, strings.ReplaceAll(inner, "/", `\/`))
	}
	return list
}
