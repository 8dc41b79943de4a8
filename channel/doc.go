// Package channel describes what business messaging channels have in common:
// accounts and users' addresses on them, what comes in and what goes out, what
// became of it, and when an answer may still be sent.
//
// Two doors lead in. [Policy.Decide] answers "may this go out now, and until
// when?" from a [Window], which [Policy.Open] moves as users write. [Event] and
// [Outbound] are the forms that every platform's package reads into and writes
// from.
//
// Everything here is a value: goroutines may share it as long as nobody writes
// to the slices it holds. No function of this package keeps, sends or waits.
package channel
