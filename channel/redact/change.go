package redact

import "fmt"

// Change is a card number before and after it was masked. It prints and marshals
// without Before, which must be neither stored nor logged.
type Change struct {
	Before string `json:"-"`
	After  string `json:"after"`
}

// String returns what may be shown of c.
func (c Change) String() string { return c.After }

// GoString returns what may be shown of c.
func (c Change) GoString() string { return fmt.Sprintf("redact.Change{After:%q}", c.After) }
