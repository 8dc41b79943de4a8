// Package phone reads the phone numbers that people type, and knows in which forms one
// number is written.
//
// [Parse] gives the international form of a text, right or none: a text that may mean
// two numbers is not a number. [Number.Standard] gives the form under which all forms
// of a number are filed, for some countries have put digits into numbers that exist, and
// platforms use the old form and the new one.
//
// A small table holds the calling codes, trunk prefixes, beginnings and lengths of all
// countries' numbers. It tells what a number may look like, and not whether somebody has
// it: use a full library, such as github.com/nyaruka/phonenumbers, where that matters.
//
// Everything here is a pure function or a value that anyone may share.
package phone

//go:generate go run ../../examples/phonetable -o table.go
