// Package worker is what runs in a process: it claims effects and does them, wakes timers
// when their time has come, and forgets what need not be kept. It is the only part of the
// library that waits.
//
// Make a [Worker] with [New] from a desk, the queue of its store and a transport, and
// call [Worker.Run] until the process is to stop. Call [Worker.Nudge] after a decision
// made in the same process, so that its effects go out at once. Tests and simulations
// call [Worker.Once] instead, at the instants that they choose.
//
// Any number of workers may serve one store, in one process or in many. Each effect is
// claimed on disk before it is begun, and the effects of a lane are done one after
// another in their order. Lanes never wait for one another: a customer whom the platform
// paces holds up nothing but the messages to the same customer.
//
// # Doubt
//
// A process may die, or a connection may be cut, after a message was handed over and
// before its answer was recorded. Such a message is in doubt. The worker sends it again
// where the platform delivers a repeated one once. Where the platform hands our reference
// back, the worker waits for such a report, up to Config.Wait. Elsewhere, and after that,
// Config.Doubt chooses: the message perhaps never arrives, or perhaps twice. The comment
// tells in each case.
//
// A Worker is safe for concurrent use.
package worker
