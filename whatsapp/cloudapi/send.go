package cloudapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
)

// Send hands o to the platform and returns its answer. The error is a
// *[channel.SendError] unless ctx ended first; one with [CodeNoAnswer] leaves open
// whether the message went, and sending it again may reach the user twice:
// the platform does not tell doubles by [channel.Outbound.ID], it only hands it
// back in statuses.
func (c *Client) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	if err := ctx.Err(); err != nil {
		return channel.Accepted{}, fmt.Errorf("cloudapi: send: %w", err)
	}
	if mine := (channel.Account{Kind: channel.WhatsApp, ID: c.cfg.Number}); o.To.Account != mine {
		return channel.Accepted{}, failed(CodeWrongNumber, "The message is for another account than "+c.cfg.Number, channel.ClassFix, nil)
	}
	body, err := whatsapp.Build(o)
	if err != nil {
		return channel.Accepted{}, unbuilt(err)
	}
	if wait := c.pace.take(o.To.Handle, c.cfg.Clock.Now()); wait > 0 {
		kept := failed(CodePaced, "Kept back so that the platform does not refuse it", channel.ClassRetry, nil)
		kept.RetryAfter = wait
		return channel.Accepted{}, kept
	}
	var a answer
	err = c.post(ctx, c.address(c.cfg.Number, "messages"), body, &a)
	if err == nil && (len(a.Messages) == 0 || a.Messages[0].ID == "") {
		err = lost(errors.New("cloudapi: answer: no message id"))
	}
	now := c.cfg.Clock.Now()
	if err = c.pace.learn(o.To.Handle, err, now); err != nil {
		return channel.Accepted{}, err
	}
	first := a.Messages[0]
	return channel.Accepted{MessageID: first.ID, At: now.UTC(), Held: first.Status == held}, nil
}

// answer is what the platform says to a message that it took.
type answer struct {
	Messages []struct {
		ID     string `json:"id"`
		Status string `json:"message_status"`
	} `json:"messages"`
}

// held is the status of a message that waits for a check of its template. Source:
// Meta, template pacing, read 2026-09.
const held = "held_for_quality_assessment"

// unbuilt returns the refusal of a message that cannot be written.
func unbuilt(err error) error {
	reason := channel.Error{Code: "131009", Title: "The message cannot be written", Class: channel.ClassNever}
	if form, ok := errors.AsType[*whatsapp.FormError](err); ok {
		reason = form.Reason()
	}
	return &channel.SendError{Reason: reason, Err: err}
}

// MarkRead tells the user that a message of theirs, and all earlier ones, were
// read. Source: Meta, mark messages as read, read 2026-09.
func (c *Client) MarkRead(ctx context.Context, messageID string) error {
	return c.mark(ctx, mark{MessageID: messageID})
}

// Typing marks a message as read and shows the user that somebody writes, until
// the answer comes or 25 seconds are over. Source: Meta, typing indicators, read
// 2026-09.
func (c *Client) Typing(ctx context.Context, messageID string) error {
	return c.mark(ctx, mark{MessageID: messageID, Typing: typing{"text"}})
}

type mark struct {
	Product   string `json:"messaging_product"`
	Status    string `json:"status"`
	MessageID string `json:"message_id"`
	Typing    typing `json:"typing_indicator,omitzero"`
}

type typing struct {
	Type string `json:"type"`
}

func (c *Client) mark(ctx context.Context, m mark) error {
	m.Product, m.Status = "whatsapp", "read"
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("cloudapi: mark read: %w", err)
	}
	var done struct {
		Success bool `json:"success"`
	}
	if err := c.post(ctx, c.address(c.cfg.Number, "messages"), body, &done); err != nil {
		return fmt.Errorf("cloudapi: mark read: %w", err)
	}
	if !done.Success {
		return errors.New("cloudapi: mark read: the platform did not say that it did")
	}
	return nil
}
