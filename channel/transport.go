package channel

import "context"

// Transport sends messages over a platform's network. The host's sender calls
// it, possibly from several goroutines.
type Transport interface {
	// Send hands o to the platform and returns its answer. A refusal is a
	// *[SendError]: the platform has not taken the message, but for [CodeNoAnswer].
	// After any other error it is not known. Sending one o twice may reach the user twice, unless the
	// platform knows [Outbound.ID].
	Send(ctx context.Context, o Outbound) (Accepted, error)
}

// TransportFunc is a function that serves as a [Transport].
type TransportFunc func(context.Context, Outbound) (Accepted, error)

// Send calls f.
func (f TransportFunc) Send(ctx context.Context, o Outbound) (Accepted, error) { return f(ctx, o) }
