// Package inbox answers which tickets people see: those of a view, for the person who
// looks, in the order of the view, page by page.
//
// Build an [Inbox] with [New] and ask [Inbox.View] for a [List]; [List.Rows] yields its
// tickets and [List.Count] counts them. The views are those of [socialticket.Settings].
// [Thread] shows a ticket with what was merged into it as one thread.
//
// An Inbox never changes after New; goroutines may share it, and its lists.
package inbox
