// Package socialticket is the ticket logic behind social-messaging support, as a
// library: which message belongs to which ticket, whether a reply may still be
// sent, what time makes due. A host owns the database, the network and the users;
// this package decides.
//
// Every decision is a pure function of (state, command, settings, instant) and comes
// out as one [Commit], which the host's [Store] writes whole or not at all. Nothing is
// changed in any other way.
//
//	desk, err := socialticket.New(socialticket.Config{Store: &memory.Store{}})
//	…
//	for _, event := range events { // that a platform's package read from a webhook
//		received, err := desk.Receive(ctx, event)
//		…
//		reply, err := desk.Reply(ctx, socialticket.Reply{
//			Ticket: received.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, Text: "It is.",
//		})
//		fmt.Println(reply.Comment.Delivery.State, reply.Decision.Reason, reply.Decision.Until)
//	}
//
// The first Example below is that program, whole.
//
// # Reading order
//
// [Desk] has a verb for each [Command]: [Desk.Receive] and [Desk.Submit] what comes in,
// [Desk.Reply], [Desk.Open], [Desk.Resend] and [Desk.UseMacro] what goes out, [Desk.Update],
// [Desk.EndSession], [Desk.Redact], [Desk.Merge] and [Desk.MergeTickets] what agents do,
// [Desk.Rate] what customers say of it, [Desk.Wake] what time does, [Desk.Route] who gets a
// ticket. All are short forms of [Desk.Do], which loads a [Head], asks [Desk.Decide] and
// commits. [Desk.Explain] and [Desk.Trace] tell why rules do what they do. Read [Commit],
// [Conversation] and [Effect] next: they are what is kept.
//
// To bring a store of your own, implement [Store] and, as far as you need them, [Queue],
// [Reader], [Pruner], [Feed], [People], [Counter], [Selector], [Pager] and [Finder]; package
// socialtickettest says whether they are right.
// Package memory is a store for tests, package worker sends what is to be sent and wakes
// what is due.
//
// # The map
//
//	schedule    when a team is open, and business time between two instants
//	channel     what channels have in common: events, messages, reply windows, abilities;
//	            channel/redact masks card numbers in text
//	whatsapp    webhooks and messages of the WhatsApp Cloud API
//	ticket      tickets, statuses, comments, audit events, the lifecycle
//	identity    users and their addresses on channels, and the persons behind them
//	session     the live part of a conversation, and whether one can begin: widgets, forms
//	routing     which agent gets a ticket: presence, skills, capacity, turn
//	rules       triggers, automations, macros and views; rules/sla measures promises,
//	            rules/zendesk reads and writes Zendesk's rules
//	inbox       what people look at: views, the notifier, search, threads
//	words       whether two texts are the same for a search
//	memory      a store that forgets with the process
//	simulate    stories on a clock that is set, random months, what-if
//	worker      claims effects, calls transports, wakes timers: the one place that waits
//
// The packages are of use alone: whoever only asks "may I still reply?" imports
// channel and no more.
package socialticket
