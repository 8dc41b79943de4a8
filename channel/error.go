package channel

import "time"

// Class says what can be done about a failure. Its text is the stored one.
type Class string

// The classes of failure. The empty class is unknown: not to be repeated by
// itself, for nobody can say that a repetition helps.
const (
	ClassRetry    Class = "retry"    // wait, then send the same again
	ClassTemplate Class = "template" // the window is closed: an approved template, or wait for the user
	ClassUser     Class = "user"     // only after the user wrote or agreed again
	ClassFix      Class = "fix"      // after somebody changed the configuration, the account or the template
	ClassNever    Class = "never"    // the same message will always be refused
)

// Error is a reason for which a message did not go or could not be shown: a
// platform's, or one of this module's. It is comparable.
type Error struct {
	Code   string `json:"code,omitzero"` // "131047", "10/2018278", "window_closed"
	Title  string `json:"title,omitzero"`
	Detail string `json:"detail,omitzero"`
	Class  Class  `json:"class,omitzero"`
}

// String returns "code: title", or the one of them that is there.
func (e Error) String() string {
	if e.Code == "" || e.Title == "" {
		return e.Code + e.Title
	}
	return e.Code + ": " + e.Title
}

// SendError is a refused or failed send. A [Transport] returns one (errors.As
// finds it), so that the desk knows what to do next; any other error counts as
// ClassRetry, because nobody knows whether the message went.
type SendError struct {
	Reason     Error
	RetryAfter time.Duration // how long the platform asked to wait; 0: it did not say
	Err        error         // the cause below, if there is one
}

// The codes of failures that are this module's word or that the platform did not
// explain.
const (
	// CodeNoReason is the code of a failure for which the platform gave no reason.
	CodeNoReason = "unknown"
	// CodeGaveUp is the code of a message that was given up after tries that the
	// platform did not answer. What the platform says of it later counts more.
	CodeGaveUp = "gave_up"
	// CodeNoAnswer is the code of a call that no answer came back from. Whether the
	// platform took the message is not known: a worker takes it for one in doubt.
	CodeNoAnswer = "no_answer"
	// CodeDoubt is the code of a message of which it is not known whether the
	// platform took it, and that is not sent again.
	CodeDoubt = "in_doubt"
)

// CodeUnsendable is the code of a refusal that needed no platform: see
// [Unsendable].
const CodeUnsendable = "unsendable"

// Unsendable returns the refusal of a message that breaks a platform's limit, as
// the same message would always be refused. What says which limit, and by how
// much.
func Unsendable(platform Kind, what string) *SendError {
	return &SendError{Reason: Error{Code: CodeUnsendable, Title: string(platform) + ": " + what, Class: ClassNever}}
}

func (e *SendError) Error() string {
	text := "channel: send refused: " + e.Reason.String()
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Err }
