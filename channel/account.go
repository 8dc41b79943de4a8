package channel

import "strings"

// Account is one business number, page or bot on a channel. It is comparable.
type Account struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id"` // the platform's own id: a phone_number_id, a page id, a bot's user id
}

// Address is one user as one business account sees them: where a message came
// from and where an answer goes. It is comparable. The same person has another
// address on every account, and may have several on one account (a phone number
// and a scoped user id).
type Address struct {
	Account Account `json:"account"`
	Handle  string  `json:"handle"` // opaque; exactly as the platform wrote it
}

// IsZero reports whether a names nobody.
func (a Address) IsZero() bool { return a == Address{} }

// Within reports whether a is o, or a topic of the group or user o: its handle is theirs,
// followed by # and the topic.
func (a Address) Within(o Address) bool {
	return a == o || a.Account == o.Account && o.Handle != "" && strings.HasPrefix(a.Handle, o.Handle+"#")
}

// String returns "kind:account/handle", for people and for ordering, not for
// parsing.
func (a Address) String() string {
	return string(a.Account.Kind) + ":" + a.Account.ID + "/" + a.Handle
}

// Profile is what a platform told of a user. Any field may be empty.
type Profile struct {
	Name     string `json:"name,omitzero"`
	Username string `json:"username,omitzero"`
	Phone    string `json:"phone,omitzero"` // as the platform wrote it
	Locale   string `json:"locale,omitzero"`
	Picture  string `json:"picture,omitzero"` // an address, often short-lived

	// Handles are the user's further names on the same account, most specific
	// first: a scoped user id beside a phone number, a parent id.
	Handles []string `json:"handles,omitzero"`
}
