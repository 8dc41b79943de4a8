// Package rules decides which of the rules that a team wrote apply to a ticket,
// and when.
//
// [CompileAutomations] turns automations, in the form of Zendesk's API, into an
// [Automations]. Ask [Automations.DueAt] when the first of them will apply if
// nothing changes, and [Automations.Run] to apply what holds.
//
// A compiled set never changes; goroutines may share it. Nothing here reads a
// clock.
package rules
