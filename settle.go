package socialticket

import (
	"context"

	"github.com/socialticket/socialticket/channel"
)

// Settle tells that an effect was done, or given up. Messages are told by the platform's
// answer instead, see [Received].
type Settle struct {
	Account channel.Account `json:"account"`
	Key     Key             `json:"key"` // as the effect has it: that of a person has no account
	Effect  string          `json:"effect_id"`
}

// Settle takes an effect that was done, or given up, out of the queue. Twice is as once.
// The error matches [ErrInvalid] or [ErrNotFound].
func (d *Desk) Settle(ctx context.Context, e Effect) (Receipt, error) {
	return d.Do(ctx, Settle{Account: e.Account, Key: e.Key, Effect: e.ID})
}

// Kind implements [Command].
func (Settle) Kind() string { return "settle" }

func (s Settle) check() error {
	if s.Key == "" || s.Effect == "" {
		return invalidField("settle", "effect", "key and effect are needed")
	}
	return nil
}

func (s Settle) cause(string) string { return join("settle", s.Effect) }
func (s Settle) ref(*Desk, string) Ref {
	if s.Account == (channel.Account{}) {
		return Ref{Person: string(s.Key)}
	}
	return Ref{Account: s.Account, Key: s.Key}
}

func (s Settle) decide(dr *draft) error {
	if s.Account == (channel.Account{}) && !dr.head.Record.IsZero() {
		dr.person, dr.settled = &dr.head.Record, []string{s.Effect}
		return nil
	}
	if dr.conv.Key == "" {
		return notFound("conversation", string(s.Key))
	}
	dr.settled, dr.changed = append(dr.settled, s.Effect), true
	return nil
}
