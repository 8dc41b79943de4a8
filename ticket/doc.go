// Package ticket holds tickets and the rules of their life: the six status
// categories, custom statuses, comments with their delivery, tags, fields, and
// the audit events that tell what happened.
//
// Two doors lead in. [Lifecycle.Receive] says what a customer's message does to
// a ticket, [Lifecycle.Set] what a change by an agent or a rule does. Both return
// a changed copy; [Diff] turns before and after into audit events. What time alone
// does, [Lifecycle.DueAt] foretells and [Lifecycle.Wake] carries out.
//
// Everything here is a value. Goroutines may share values as long as nobody
// writes to the slices they hold. Nothing here reads a clock.
package ticket
