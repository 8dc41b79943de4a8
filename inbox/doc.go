// Package inbox answers which tickets people see: those of a view, for the person who
// looks, in the order of the view, page by page; those of the notifier; and those that they
// search for.
//
// Build an [Inbox] with [New]. Ask
//   - [Inbox.View] for a [List]: [List.Rows] yields its tickets and [List.Count] counts them.
//     The views are those of [socialticket.Settings].
//   - [Inbox.Notifier] for the tabs that an agent sees beside everything else, and
//     [Inbox.Live] for what changes in them.
//   - [Inbox.Tickets] and [Inbox.Users] for what a [Query] finds; [ParseQuery] makes one of
//     what is typed into a search box.
//
// [Thread] shows a ticket with what was merged into it as one thread.
//
// An Inbox never changes after New; goroutines may share it, and its lists.
package inbox
