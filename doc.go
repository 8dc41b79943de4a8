// Package socialticket is the ticket logic behind social-messaging support, as a
// library: which message belongs to which ticket, whether a reply may still be
// sent, what time makes due. A host owns the database, the network and the users;
// this package decides.
//
// Every decision is a pure function of (state, event, instant) and comes out as one
// [Commit], which the host's [Store] writes whole or not at all. There is no other
// way to change anything.
//
// A [Desk] takes what comes in ([Desk.Receive]), what agents write and change
// ([Desk.Reply], [Desk.Update]) and what time does ([Desk.Wake]). A [Runner] wakes
// due tickets, a [Sender] empties the outbox; [Memory] is a store for tests, and
// package socialtickettest checks one of your own.
//
// # The map
//
//	schedule    when a team is open, and business time between two instants
//	channel     what channels have in common: events, messages, reply windows
//	whatsapp    webhooks and the 24-hour rule of the WhatsApp Cloud API
//	ticket      tickets, statuses, comments, audit events, the lifecycle
//	identity    users and their addresses on channels
//	session     the live part of a conversation
//	rules       automations that act when time has passed
//
// The packages are of use alone: whoever only asks "may I still reply?" imports
// channel and whatsapp and no more.
package socialticket
