package identity

import "errors"

// The errors that hosts branch on, with errors.Is.
var (
	// ErrCircle tells that links between persons lead back to where they began, or
	// would do so. Persons in a circle have no winner.
	ErrCircle = errors.New("identity: the links between persons form a circle")
	// ErrMerged tells that a person is merged into another already.
	ErrMerged = errors.New("identity: the person is merged already")
	// ErrNotMerged tells that a person is not merged, so that there is no link to clear.
	ErrNotMerged = errors.New("identity: the person is not merged")
)
