package datatest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Contacts are the users that a desk knows.
type Contacts struct{ Contacts []Contact }

// Contact is a user as the cases write one.
type Contact struct {
	ID         json.Number
	Identities []string
	Phone      string
}

// IdentityMessage is a message of the cases. ProfileWaID is the number of the contact that
// the platform tells beside it.
type IdentityMessage struct {
	Channel        string
	Phone          string
	UserID         string `json:"user_id"`
	ProfileWaID    string `json:"profile_wa_id"`
	BusinessNumber string `json:"business_number"`
}

// Value returns the message as WhatsApp sends it.
func (m IdentityMessage) Value() Object {
	value := Object{"messages": []Object{filled(Object{
		"id": "wamid.1", "type": "text", "text": Object{"body": "hello"}, "from": m.Phone, "from_user_id": m.UserID,
	})}}
	if m.ProfileWaID != "" {
		value["contacts"] = []Object{filled(Object{"wa_id": m.ProfileWaID, "user_id": m.UserID})}
	}
	return value
}

// filled returns o without the members that are empty.
func filled(o Object) Object {
	for k, v := range o {
		if v == "" {
			delete(o, k)
		}
	}
	return o
}

// AddIdentity gives a contact an identity.
type AddIdentity struct {
	Contact  json.Number
	Identity string
}

// IdentityEvent is the platform's word that a user has other names, delivered so often.
type IdentityEvent struct {
	Type                 string `json:"type"`
	WaID                 string `json:"wa_id,omitempty"`
	UserID               string `json:"user_id,omitempty"`
	ParentUserID         string `json:"parent_user_id,omitempty"`
	PreviousUserID       string `json:"previous_user_id,omitempty"`
	PreviousParentUserID string `json:"previous_parent_user_id,omitempty"`
	Delivered            int    `json:"delivered,omitempty"`
}

// Value returns the event as WhatsApp sends it.
func (e IdentityEvent) Value() Object {
	e.Delivered = 0
	return Object{"messages": []Object{{"id": "wamid.1", "type": "system", "system": e}}}
}

// SourceID are the handles that are stored on an account, and on another one.
type SourceID struct {
	Stored     []string
	OtherInbox []string `json:"stored_other_inbox"`
}

// Identity reads an identity: "US.5555", or with the business number it belongs to,
// "whatsapp:+33100000001|+33612345678". The number and the kind may be left out.
func Identity(id string) (kind, number, handle string) {
	number, handle, ok := strings.Cut(id, "|")
	if !ok {
		return "", "", id
	}
	if before, after, both := strings.Cut(number, ":"); both {
		return before, after, handle
	}
	return "", number, handle
}

// Texts returns a list of texts.
func Texts(list any) []string {
	all := []string{}
	items, _ := list.([]any)
	for _, item := range items {
		all = append(all, IDOf(item))
	}
	return all
}

// IDOf returns an id, which may be a number, as text.
func IDOf(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
