// Package schedule measures business time: whether a team is at work, when it
// next opens or closes, how much open time lies between two instants, and when
// a given amount of it will have passed.
//
// Build a [Schedule] with [New] from weekly hours in a time zone, holidays and
// exceptions. Ask [Schedule.Open], [Schedule.Add] for a deadline and
// [Schedule.Between] for the time that something took.
//
// Every answer takes the same few nanoseconds however far apart the instants
// are: a Schedule lays its hours out once as instants with running sums, the
// years around an instant when they are first asked for. Changes of the clock
// therefore neither lose nor invent a second, and a schedule that never opens
// is a value like any other.
//
// The questions on which such libraries disagree are settings; see [Policy].
// The order in which entries take precedence is that of [Config].
//
// A Schedule never changes after New; goroutines may share it. Its methods
// take instants in any location and return them in UTC. The zero [time.Time]
// stands for "never".
package schedule
