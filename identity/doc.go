// Package identity answers who wrote: it finds the user behind a handle on a
// channel, keeps what platforms tell of users, and knows in which forms one
// phone number is written.
//
// Two doors lead in. [Phones.Match] names the user that an event belongs to, the
// addresses that it adds and those that are somebody else's; [FirstContact] and
// [User.Seen] then give the user's new state. [Phones.Canonical] and its
// siblings read and compare numbers.
//
// A user's handle counts on one business account only: who writes to another
// number of the business is a new user until somebody joins the two. No address
// ever moves from one user to another by itself.
//
// Everything here is a value but [Index]: goroutines may share it as long as
// nobody writes to the slices it holds.
package identity
