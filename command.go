package socialticket

import (
	"encoding/json"
	"fmt"
)

// Command is something that a desk is asked to do: [Received], [Reply], [Update],
// [UseMacro], [Redaction], [EndSession], [Wake], [Open], [Submit], [Rate], [Resend],
// [Route], [Merge], [Unmerge], [UpdatePerson], [Dismiss], [Rejoined], [MergeTickets],
// [UnmergeTickets] or [Settle].
// Hand it to [Desk.Do], or to [Desk.Decide] to see what it would do.
type Command interface {
	// Kind names the kind of command; its text is the stored one.
	Kind() string

	check() error // what is wrong with it by itself
	// cause names it among the commands of its account, by its own idempotency key or
	// else by this one. Empty: neither is given.
	cause(key string) string
	ref(d *Desk, cause string) Ref // what its decision needs
	decide(*draft) error
}

// Order is a command as an [Effect] carries it. Its JSON names the kind. The zero Order
// holds none.
type Order struct{ Command }

// IsZero reports whether o holds no command.
func (o Order) IsZero() bool { return o.Command == nil }

type orderJSON struct {
	Kind    string          `json:"kind"`
	Command json.RawMessage `json:"command"`
}

// MarshalJSON writes {"kind": …, "command": …}, or null.
func (o Order) MarshalJSON() ([]byte, error) {
	if o.Command == nil {
		return []byte("null"), nil
	}
	text, err := json.Marshal(o.Command)
	if err != nil {
		return nil, fmt.Errorf("socialticket: command %s: %w", o.Kind(), err)
	}
	return json.Marshal(orderJSON{o.Kind(), text})
}

// UnmarshalJSON reads what MarshalJSON writes. The error matches [ErrInvalid] if the kind
// is unknown.
func (o *Order) UnmarshalJSON(text []byte) error {
	var j orderJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return fmt.Errorf("socialticket: command: %w", err)
	}
	read, ok := commandReaders()[j.Kind]
	switch {
	case j.Kind == "" && j.Command == nil:
		o.Command = nil
		return nil
	case !ok:
		return invalidField("command", "kind", fmt.Sprintf("%q is unknown", j.Kind))
	}
	c, err := read(j.Command)
	if err != nil {
		return fmt.Errorf("socialticket: command %s: %w", j.Kind, err)
	}
	o.Command = c
	return nil
}

// commandReaders returns what reads the commands of each kind.
func commandReaders() map[string]func([]byte) (Command, error) {
	return map[string]func([]byte) (Command, error){
		Received{}.Kind():       readCommand[Received],
		Reply{}.Kind():          readCommand[Reply],
		Update{}.Kind():         readCommand[Update],
		UseMacro{}.Kind():       readCommand[UseMacro],
		Redaction{}.Kind():      readCommand[Redaction],
		EndSession{}.Kind():     readCommand[EndSession],
		Wake{}.Kind():           readCommand[Wake],
		Open{}.Kind():           readCommand[Open],
		Submit{}.Kind():         readCommand[Submit],
		Rate{}.Kind():           readCommand[Rate],
		Resend{}.Kind():         readCommand[Resend],
		Route{}.Kind():          readCommand[Route],
		Merge{}.Kind():          readCommand[Merge],
		Unmerge{}.Kind():        readCommand[Unmerge],
		UpdatePerson{}.Kind():   readCommand[UpdatePerson],
		Dismiss{}.Kind():        readCommand[Dismiss],
		Rejoined{}.Kind():       readCommand[Rejoined],
		MergeTickets{}.Kind():   readCommand[MergeTickets],
		UnmergeTickets{}.Kind(): readCommand[UnmergeTickets],
		Settle{}.Kind():         readCommand[Settle],
	}
}

func readCommand[C Command](text []byte) (Command, error) {
	var c C
	err := json.Unmarshal(text, &c)
	return c, err
}
