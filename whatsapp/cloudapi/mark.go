package cloudapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/socialticket/socialticket/channel/platform"
)

// MarkRead tells the user that a message of theirs, and all earlier ones, were
// read. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/mark-message-as-read
// (read 2026-09).
func (c *Client) MarkRead(ctx context.Context, messageID string) error {
	return c.mark(ctx, mark{MessageID: messageID})
}

// Typing marks a message as read and shows the user that somebody writes, until
// the answer comes or 25 seconds are over. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/mark-message-as-read
// (read 2026-09).
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
	answer, err := c.Do(ctx, platform.JSON(c.address(c.cfg.Number, "messages"), body, "Authorization", platform.Bearer))
	if err != nil {
		return fmt.Errorf("cloudapi: mark read: %w", err)
	}
	var done struct {
		Success bool `json:"success"`
	}
	if err := c.read(answer, &done); err != nil {
		return fmt.Errorf("cloudapi: mark read: %w", err)
	}
	if !done.Success {
		return errors.New("cloudapi: mark read: the platform did not say that it did")
	}
	return nil
}
