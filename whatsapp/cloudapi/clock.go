package cloudapi

import "time"

// Clock tells the time. A nil Clock in a [Config] means the system's.
type Clock interface{ Now() time.Time }

type systemClock struct{}

// Now returns the system's time.
func (systemClock) Now() time.Time { return time.Now() }
