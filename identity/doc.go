// Package identity answers who wrote: it finds the user behind a handle on a
// channel, keeps what platforms tell of users and what agents know of persons, and
// finds users by all forms of their phone numbers, which package phone knows.
//
// Four doors lead in. [Phones.Match] names the user that an event belongs to, the
// addresses that it adds and those that another user has; [FirstContact] and
// [User.Seen] then give the user's new state. [Phones.Canonical] and its siblings
// read and compare numbers. [Resolve] finds the [Person] whose values count for a
// user, and [Merging.Together] what agents see of all who were merged. [Merging.Plan] tells
// what a merge would do, and [Phones.Suggest] who may be one person.
//
// A user's handle counts on one business account only: a person who writes to
// another number of the business is a new user. No address ever moves from one user
// to another by itself. An agent who finds that two users are one human being
// merges their persons: [Person.MergedInto] makes a link, [Person.Parted] clears it,
// and neither moves anything. [Person.Set] makes one change of a person.
//
// Everything here is a value but [Index]: goroutines may share it as long as none of
// them writes to the slices it holds.
package identity
