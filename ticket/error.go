package ticket

import (
	"errors"
	"fmt"
)

// The errors that hosts branch on, with errors.Is.
var (
	// ErrClosed tells that the ticket is closed and never changes again.
	ErrClosed = errors.New("ticket: closed")
	// ErrTransition tells that a status may not follow the present one.
	ErrTransition = errors.New("ticket: no such transition")
	// ErrNeedsAssignee tells that a ticket cannot be solved without assignee.
	ErrNeedsAssignee = errors.New("ticket: solving needs an assignee")
	// ErrCircle tells that the pointers of merged tickets lead back to where they began, or
	// would do so.
	ErrCircle = errors.New("ticket: the pointers of merged tickets form a circle")
	// ErrValue tells that a field does not take the value.
	ErrValue = errors.New("ticket: value refused")
)

// TransitionError tells which step was refused and to whom. It matches
// [ErrTransition].
type TransitionError struct {
	From, To Status
	By       ActorKind
}

func (e *TransitionError) Error() string {
	return fmt.Sprintf("ticket: %s cannot move it from %s to %s", e.By, e.From, e.To)
}

// Is makes e match [ErrTransition].
func (e *TransitionError) Is(target error) bool { return target == ErrTransition }

// ValueError tells which field refused which value. It matches [ErrValue].
type ValueError struct {
	Field  FieldName
	Value  string
	Reason string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("ticket: %s %q: %s", e.Field, e.Value, e.Reason)
}

// Is makes e match [ErrValue].
func (e *ValueError) Is(target error) bool { return target == ErrValue }
