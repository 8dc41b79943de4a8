package socialtickettest

import (
	"errors"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// returning are the promises about claims that end.
func returning() []promise {
	const doubt = "Then it is in doubt since its first claim of which that was not known; else it is not in doubt any more."
	return []promise{
		{"ReturnAfter", "it may be claimed again from then on", returnAfter},
		{"ReturnConflict", "The error matches ErrConflict if the effect is done, or was claimed again since.", returnConflict},
		{"ReturnFailures", "how often it was returned with a reason", returnFailures},
		{"ClaimDoubt", "InDoubt: when the first claim without a result was made", claimDoubt},
		{"ReturnDoubt", doubt, returnDoubt},
		{"ReturnNoDoubt", doubt, returnNoDoubt},
	}
}

func returnAfter(p *probe) {
	c := p.lanes("a", "a", "b")
	claimed := p.claims(noon(), "a 1", "b 1")
	r := back(claimed[0])
	r.After = noon().Add(3 * lease)
	p.giveBack(r)
	p.claims(noon())
	p.giveBack(back(claimed[1]))
	p.claims(noon(), "b 1")
	p.claims(noon().Add(lease), "b 1") // the lane of "a 1" is held all the same
	c = p.finish(c, "b 1")
	p.claims(noon().Add(3*lease - 1))
	again := p.claims(noon().Add(3*lease), "a 1")
	p.giveBack(back(again[0]))
	p.claims(noon().Add(3*lease), "a 1")
	p.finish(c, "a 1")
	p.claims(noon().Add(3*lease), "a 2")
}

func returnConflict(p *probe) {
	c := p.lanes("a", "b")
	refused := func(what string, r socialticket.Return) {
		p.Helper()
		if err := p.queue().Return(p.Context(), r); !errors.Is(err, socialticket.ErrConflict) {
			p.broken("Return of an effect that %s: error %v, want one that matches %q", what, err, socialticket.ErrConflict)
		}
	}
	old := p.claims(noon(), "a 1", "b 1")
	p.claims(noon().Add(lease), "a 1", "b 1")
	r := back(old[0])
	r.Reason, r.After = channel.Error{Code: "late"}, later()
	refused("was claimed again since", r)
	p.claims(noon().Add(lease))
	claimed := p.claims(noon().Add(2*lease), "a 1", "b 1")
	if n := claimed[0].Failures; n != 0 {
		p.broken("a Return that was refused counts as a failure: %d", n)
	}
	refused("was claimed again since", r)
	p.finish(c, "a 1")
	refused("is done", back(claimed[0]))
	p.giveBack(back(claimed[1]))
	late := p.claims(noon().Add(2*lease), "b 1")
	p.giveBack(back(late[0]))
	late = p.claims(noon().Add(2*lease), "b 1")
	refused("was returned and claimed again since", back(claimed[1]))
	p.giveBack(back(late[0]))
}

func returnFailures(p *probe) {
	p.lanes("a", "b")
	now := noon()
	want := 0
	for n, reason := range []channel.Error{{Code: "1"}, {}, {Code: "2"}, {Title: "no code"}, {}, {Class: channel.ClassRetry}} {
		now = now.Add(lease)
		c := p.claims(now, "a 1", "b 1")
		if c[0].Failures != want || c[1].Failures != 0 {
			p.broken("claim %d, after %d returns with a reason: failures %d; of another effect %d", n+1, want, c[0].Failures, c[1].Failures)
		}
		r := back(c[0])
		r.Reason = reason
		p.giveBack(r)
		if reason != (channel.Error{}) {
			want++
		}
	}
	p.claims(now.Add(lease), "a 1", "b 1") // ends without a result, which is not a failure
	if c := p.claims(now.Add(2*lease), "a 1", "b 1"); c[0].Failures != want {
		p.broken("after %d returns with a reason: failures %d", want, c[0].Failures)
	}
}

// doubt claims the effect "a 1", which is the only one, and checks since when it is in
// doubt; zero: it is not.
func (p *probe) doubt(when string, now, since time.Time) socialticket.Claimed {
	p.Helper()
	c := p.claims(now, "a 1")[0]
	if !c.Since.Equal(since) || c.InDoubt() == since.IsZero() {
		p.broken("%s: in doubt %v, since %v, want %v", when, c.InDoubt(), c.Since, since)
	}
	return c
}

func claimDoubt(p *probe) {
	p.lanes("a")
	p.doubt("at the first claim", minute(0), time.Time{})
	p.doubt("after a claim without a result", minute(1), minute(0))
	p.doubt("after two claims without a result", minute(3), minute(0))
}

func returnDoubt(p *probe) {
	p.lanes("a")
	c := p.doubt("at the first claim", minute(0), time.Time{})
	r := back(c)
	r.Doubt, r.Reason = true, channel.Error{Code: "timeout"}
	p.giveBack(r)
	c = p.doubt("after a return in doubt", minute(1), minute(0))
	r.Attempt = c.Attempt
	p.giveBack(r)
	p.doubt("after two returns in doubt", minute(2), minute(0))
	c = p.doubt("after a claim without a result too", minute(3), minute(0))
	r.Attempt, r.Reason = c.Attempt, channel.Error{}
	p.giveBack(r)
	p.doubt("after a return in doubt without a reason", minute(3), minute(0))
}

func returnNoDoubt(p *probe) {
	p.lanes("a")
	p.giveBack(back(p.doubt("at the first claim", minute(0), time.Time{})))
	p.doubt("after a return", minute(1), time.Time{})
	c := p.doubt("after a claim without a result", minute(2), minute(1))
	p.giveBack(back(c))
	p.doubt("after a return that ended the doubt", minute(3), time.Time{})
	c = p.doubt("after another claim without a result", minute(4), minute(3))
	r := back(c)
	r.Doubt = true
	p.giveBack(r)
	p.giveBack(back(p.doubt("after a return in doubt", minute(5), minute(3))))
	p.doubt("after another return that ended the doubt", minute(6), time.Time{})
}
