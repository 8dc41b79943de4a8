package socialticket

import "time"

// Clock tells the time. A nil Clock in a [Config] means the system's; a
// *clock.Mock of github.com/benbjohnson/clock serves in tests.
type Clock interface{ Now() time.Time }

type systemClock struct{}

// Now returns the system's time.
func (systemClock) Now() time.Time { return time.Now() }
