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
)

// read decodes an answer, or returns the refusal that it is.
func (c *Client) read(resp *http.Response, body []byte, into any) error {
	var refused struct {
		Error *refusal `json:"error"`
	}
	bad := json.Unmarshal(body, &refused)
	switch ok := resp.StatusCode/100 == 2; {
	case bad == nil && refused.Error != nil:
		return c.refused(resp, refused.Error.reason(resp.StatusCode))
	case !ok:
		return c.refused(resp, channel.Error{
			Code:  "http_" + strconv.Itoa(resp.StatusCode),
			Title: cmp.Or(http.StatusText(resp.StatusCode), "An answer without an explanation"),
			Class: statusClass(resp.StatusCode),
		})
	case bad == nil:
		bad = json.Unmarshal(body, into)
	}
	if bad != nil {
		return lost(fmt.Errorf("cloudapi: answer: %w", bad))
	}
	return nil
}

// refusal is an error as the Graph API writes it. Decisions go by code and
// details; titles change, subcodes are obsolete. Source: Meta, error codes, read
// 2026-09.
type refusal struct {
	Code      json.RawMessage `json:"code"` // a number; a string at some resellers
	Message   string          `json:"message"`
	Transient bool            `json:"is_transient"`
	Data      struct {
		Details string `json:"details"`
	} `json:"error_data"`
}

func (r *refusal) reason(status int) channel.Error {
	code := strings.Trim(string(r.Code), `"`)
	e := channel.Error{
		Code:   code,
		Title:  strings.TrimPrefix(r.Message, "(#"+code+") "),
		Detail: r.Data.Details,
		Class:  whatsapp.Meta.Classify(code),
	}
	busy := status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
	if e.Class == "" && (r.Transient || busy) {
		e.Class = channel.ClassRetry
	}
	return e
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
		after = whatsapp.Pause(reason.Code, 1)
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
