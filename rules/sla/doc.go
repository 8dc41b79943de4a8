// Package sla measures what a business has promised its customers: a first reply within an
// hour, the next one within two, a solution within a day of business hours.
//
// Compile policies with [Compile]. [Policies.Step] moves the clocks of a ticket after each
// decision on it and when time has passed, and tells what happened as audit events. [At]
// tells how each promise stands at an instant, and [NextBreach] when the first one breaks if
// nothing happens. [Explain] shows from the events how a figure came about, and [Measure]
// computes a ticket's metrics from its events alone.
//
// A [Policies] never changes; goroutines may share it. All functions are pure: the clocks are
// part of the [ticket.Ticket], so that they are stored and changed with it.
package sla
