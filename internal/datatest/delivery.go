package datatest

import (
	"slices"
	"strings"
	"time"
)

// The words for a delivery that are a peer's alone.
const (
	Wired   = "wired"   // the platform took the message
	Errored = "errored" // it did not go, and is tried again
)

// DeliveryWord returns our word for a peer's word for a delivery.
func DeliveryWord(word string) string {
	switch word {
	case "", "pending", "initialized":
		return "queued"
	case Wired:
		return "accepted"
	}
	return word
}

// Said is what a peer tells of a message, or how one stood.
type Said struct {
	Status string
	Error  any // a text, or an object with a code and a title
	At     time.Time
}

// Value returns the status as WhatsApp sends it about a message.
func (s Said) Value(message, reference, user string) Object {
	status := Object{"id": message, "status": DeliveryWord(s.Status), "timestamp": Stamp(s.At), "recipient_id": user}
	if reference != "" {
		status["biz_opaque_callback_data"] = reference
	}
	switch e := s.Error.(type) {
	case string:
		status["errors"] = []Object{{"title": e}}
	case map[string]any:
		status["errors"] = []any{e}
	}
	return Object{"statuses": []Object{status}}
}

// InstantOf returns the instant of "first update", the word itself if it is another.
func InstantOf(word string, instants []time.Time) string {
	ordinal, isUpdate := strings.CutSuffix(word, " update")
	i := slices.Index([]string{"first", "second", "third", "fourth", "fifth"}, ordinal)
	if ordinal == "last" {
		i = len(instants) - 1
	}
	if !isUpdate || i < 0 || i >= len(instants) {
		return word
	}
	return instants[i].Format(time.RFC3339Nano)
}

// StatusUpdate is a message that stands somewhere: one that is known or "unknown", out or in.
type StatusUpdate struct {
	Said
	Direction, Message string
}

// StatusSequence are reports that come one after another.
type StatusSequence struct {
	Updates []string
	At      []time.Time
}

// Reports returns what comes, with the instants that are given.
func (s StatusSequence) Reports() (list []Said) {
	for i, word := range s.Updates {
		one := Said{Status: word}
		if i < len(s.At) {
			one.At = s.At[i]
		}
		list = append(list, one)
	}
	return list
}

// RetryDelay is how often a message could not be sent before.
type RetryDelay struct {
	Before int `json:"errors_before"`
}
