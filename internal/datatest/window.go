package datatest

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Chat is a conversation of the cases on one channel.
type Chat struct {
	Channel  string
	Seconds  *float64      `json:"window_seconds"` // null: the channel has no window
	Inbound  []time.Time   `json:"inbound_sent_at"`
	Outbound []time.Time   `json:"outbound_sent_at"`
	Messages []ChatMessage `json:"messages"`
	Created  time.Time     `json:"ticket_created_at"` // not when the user wrote: it opens nothing
}

// ChatMessage is a message of a [Chat].
type ChatMessage struct {
	From, Kind string
	Via        string    // an advertisement changes the price, not the window
	Sent       time.Time `json:"sent_at"`
	Received   time.Time `json:"received_at"`
}

// Customer reports whether the customer wrote it.
func (m ChatMessage) Customer() bool {
	return slices.Contains([]string{"end_user", "user", "customer", "contact"}, m.From)
}

// Kind returns that of the channel, in one word.
func (c Chat) Kind() string {
	word, _, _ := strings.Cut(c.Channel, " ")
	return word
}

// Watched is a conversation about whose window people are told.
type Watched struct {
	Chat
	Status   string `json:"ticket_status"`
	Reminder *bool  `json:"reminder_on"` // absent: on
}

// Seconds returns a time of the cases.
func Seconds(n float64) time.Duration { return time.Duration(math.Round(n * float64(time.Second))) }
