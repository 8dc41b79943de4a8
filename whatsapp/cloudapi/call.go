package cloudapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"github.com/socialticket/socialticket/channel"
)

// The codes of failures that are not the platform's answer.
const (
	CodeUnreachable = "unreachable"        // no connection: the message did not go
	CodeNoAnswer    = channel.CodeNoAnswer // nothing that can be read came back: unknown whether the message went
	CodeNoToken     = "no_token"           // Config.TokenFunc gave none
	CodeWrongNumber = "wrong_number"
	CodePaced       = "paced" // kept back by Config.Paced or Config.Rate
)

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 1 << 20

// post sends JSON and decodes the answer into a value, within the time for a
// call without a file.
func (c *Client) post(ctx context.Context, address string, body []byte, into any) error {
	ctx, stop := context.WithTimeout(ctx, c.cfg.Timeout)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("cloudapi: request: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	return c.call(r, into)
}

// call makes a request of the API and decodes its answer.
func (c *Client) call(r *http.Request, into any) error {
	resp, token, err := c.do(r, true)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return lost(err)
	}
	return c.read(resp, hide(body, token), into)
}

// do makes a request, with the token if it is for the platform. The token comes
// back so that it can be hidden.
func (c *Client) do(r *http.Request, ours bool) (resp *http.Response, token string, err error) {
	if err := r.Context().Err(); err != nil {
		return nil, "", fmt.Errorf("cloudapi: %w", err)
	}
	if ours {
		if token, err = c.token(r.Context()); err != nil {
			return nil, "", err
		}
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err = c.http.Do(r)
	if err != nil {
		return nil, "", lost(err)
	}
	return resp, token, nil
}

func (c *Client) token(ctx context.Context) (string, error) {
	if c.cfg.TokenFunc == nil {
		return c.cfg.Token, nil
	}
	token, err := c.cfg.TokenFunc(ctx)
	switch {
	case err != nil:
		return "", failed(CodeNoToken, "No access token could be had", channel.ClassRetry, err)
	case token == "":
		return "", failed(CodeNoToken, "The access token is empty", channel.ClassFix, nil)
	}
	return token, nil
}

// lost returns the failure of a request that got no answer. The address is left
// out: that of a file is a key to it.
func lost(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return failed(CodeUnreachable, "The platform could not be reached", channel.ClassRetry, err)
	}
	return failed(CodeNoAnswer, "No answer came: unknown whether it went", channel.ClassRetry, err)
}

func failed(code, title string, class channel.Class, err error) *channel.SendError {
	return &channel.SendError{Reason: channel.Error{Code: code, Title: title, Class: class}, Err: err}
}

// hide takes the token out of an answer: the platform repeats it when it is
// wrong.
func hide(body []byte, token string) []byte {
	if token == "" {
		return body
	}
	return bytes.ReplaceAll(body, []byte(token), []byte("…"))
}
