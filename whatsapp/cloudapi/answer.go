package cloudapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
	"github.com/socialticket/socialticket/whatsapp/quota"
)

// read decodes an answer, or returns the refusal that it is.
func (c *Client) read(resp *http.Response, body []byte, into any) error {
	if err := c.refusal(resp, body); err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return lost(fmt.Errorf("cloudapi: answer: %w", err))
	}
	return nil
}

// refusal returns the refusal that an answer is, nil if it is none.
func (c *Client) refusal(resp *http.Response, body []byte) error {
	var answer struct {
		Error *graphError `json:"error"`
	}
	_ = json.Unmarshal(body, &answer) // what can be read of it is enough
	switch status := resp.StatusCode; {
	case answer.Error.code() != "":
		return c.refused(resp, answer.Error.reason(status))
	case status/100 != 2:
		return c.refused(resp, channel.Error{
			Code:  "http_" + strconv.Itoa(status),
			Title: cmp.Or(http.StatusText(status), "An answer without an explanation"),
			Class: statusClass(status),
		})
	}
	return nil
}

// graphError is an error as the Graph API writes it. Decisions go by code and
// details; titles change, subcodes are obsolete. Source: Meta, error codes, read
// 2026-09.
type graphError struct {
	Code      json.RawMessage `json:"code"` // a number; a string at some resellers
	Message   string          `json:"message"`
	Transient bool            `json:"is_transient"`
	Data      struct {
		Details string `json:"details"`
	} `json:"error_data"`
}

// code returns the code, "" if there is none.
func (e *graphError) code() string {
	if e == nil || string(e.Code) == "null" {
		return ""
	}
	return strings.Trim(string(e.Code), `"`)
}

func (e *graphError) reason(status int) channel.Error {
	code := e.code()
	reason := channel.Error{
		Code:   code,
		Title:  strings.TrimPrefix(e.Message, "(#"+code+") "),
		Detail: e.Data.Details,
		Class:  whatsapp.Meta.Classify(code),
	}
	busy := status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
	if reason.Class == "" && (e.Transient || busy) {
		reason.Class = channel.ClassRetry
	}
	return reason
}

// statusClass returns what an HTTP status says by itself.
func statusClass(status int) channel.Class {
	switch {
	case status >= 500, status == http.StatusTooManyRequests, status == http.StatusRequestTimeout:
		return channel.ClassRetry
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusNotFound:
		return channel.ClassFix
	case status == http.StatusRequestEntityTooLarge:
		return channel.ClassNever
	}
	return ""
}

// refused adds how long the platform asks to wait: by the answer, else by its
// documentation.
func (c *Client) refused(resp *http.Response, reason channel.Error) error {
	after := retryAfter(resp.Header.Get("Retry-After"), c.cfg.Clock.Now())
	if after == 0 && reason.Class == channel.ClassRetry {
		after = quota.Pause(reason.Code, 1)
	}
	return &channel.SendError{Reason: reason, RetryAfter: after}
}

// retryAfter reads the header: seconds or an instant. 0: neither, or in the past.
func retryAfter(header string, now time.Time) time.Duration {
	const most = 365 * 24 * time.Hour
	if seconds, err := strconv.ParseInt(header, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), int64(most/time.Second))) * time.Second
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), most)
}
