// Package rules decides which of the rules that a team wrote apply to a ticket, and when:
// triggers on updates, automations on time, macros by hand, views to look at.
//
// Three tables are the engine. A [Table] has the fields that conditions may test, one row a
// field; [Kind] has the operators that the values of a field take; actions are what deeds
// are made of. A host adds rows of its own with [Table.With].
//
//	triggers, err := rules.CompileTriggers(rules.Standard(), list)
//
// A rule that cannot run is left out and told in the error, with the place and the reason;
// the others run. What was compiled never changes, and goroutines may share it. It looks at
// a [Subject], which a desk makes of a ticket, and which a helpdesk with tickets of its own
// may fill in. Nothing here reads a clock or calls back into a host: what a rule does comes
// out as values.
package rules
