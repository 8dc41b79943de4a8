package socialticket

import "time"

// Clock tells the time. A nil Clock in a [Config] means the system's; a
// *clock.Mock of github.com/benbjohnson/clock serves in tests. Many goroutines call it at
// once. Function TestClock of package socialtickettest checks an implementation.
type Clock interface {
	// Now returns the present time. It is never the zero time, and its year is one that
	// RFC 3339 can write. Any zone will do. Of two calls, one after another, the second never
	// tells an earlier time. A machine's clock that is set back is borne: only what is
	// counted from then on is as wrong as the clock.
	Now() time.Time
}

type systemClock struct{}

// Now returns the system's time.
func (systemClock) Now() time.Time { return time.Now() }
