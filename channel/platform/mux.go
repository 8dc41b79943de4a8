package platform

import (
	"context"

	"github.com/socialticket/socialticket/channel"
)

// Mux is the [channel.Transport] of several accounts: each message goes by the one of its
// account. Do not change it once it is in use.
type Mux map[channel.Account]channel.Transport

// Send implements [channel.Transport]. A message of an account without a transport is
// refused with [CodeWrongAccount].
func (m Mux) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	if t := m[o.To.Account]; t != nil {
		return t.Send(ctx, o)
	}
	return channel.Accepted{}, failure(CodeWrongAccount, "No transport is set for "+name(o.To.Account), channel.ClassFix, nil)
}

// name writes an account as people read it.
func name(a channel.Account) string { return string(a.Kind) + ":" + a.ID }
