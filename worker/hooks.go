package worker

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// Hooks are told of what a worker did, after it was recorded: for metrics and for live
// pages. A nil one is not called. They are called from many goroutines and hold up the
// lane while they run.
type Hooks struct {
	// Sent is told of a message that the platform took.
	Sent func(socialticket.Claimed, channel.Accepted)
	// Failed is told of an effect that was refused or given up, and why.
	Failed func(socialticket.Claimed, channel.Error)
	// Doubt is told of a message that is in doubt; final reports that it is not
	// sent again.
	Doubt func(c socialticket.Claimed, final bool)
	// Done is told of an effect of another kind that was done.
	Done func(socialticket.Claimed)
	// Woke is told of a timer that changed something.
	Woke func(socialticket.Timer, socialticket.Receipt)
}

func (h *Hooks) sent(c socialticket.Claimed, a channel.Accepted) {
	if h.Sent != nil {
		h.Sent(c, a)
	}
}

func (h *Hooks) failed(c socialticket.Claimed, why channel.Error) {
	if h.Failed != nil {
		h.Failed(c, why)
	}
}

func (h *Hooks) doubt(c socialticket.Claimed, final bool) {
	if h.Doubt != nil {
		h.Doubt(c, final)
	}
}

func (h *Hooks) done(c socialticket.Claimed) {
	if h.Done != nil {
		h.Done(c)
	}
}

func (h *Hooks) woke(t socialticket.Timer, r *socialticket.Receipt) {
	if h.Woke != nil {
		h.Woke(t, *r)
	}
}
