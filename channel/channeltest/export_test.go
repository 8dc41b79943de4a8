package channeltest

import (
	"context"
	"errors"
	"fmt"
)

// Broken returns the names of the checks that fail on what open returns.
func Broken(ctx context.Context, open func() Subject) (names []string) {
	for _, c := range checks() {
		s := open().withDefaults()
		err := errors.Join(s.Platform.Script(c.steps(s)...), c.watch(ctx, s))
		if err != nil {
			names = append(names, c.name)
			_ = fmt.Sprint(err) // texts must not panic either
		}
	}
	return names
}
