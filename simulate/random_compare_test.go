package simulate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
)

// Memory is flat in the days: both desks, what was read ahead and what is to be compared
// follow what goes on. Only the tickets that one desk alone has are kept.
func TestCompareForgets(t *testing.T) {
	t.Parallel()
	closing, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{rules.CloseWhatsApp()})
	require.NoError(t, err)
	other := StandardSettings()
	other.Automations = closing
	most := map[bool]int{} // of the first half of the days, of the second
	var l *lockstep
	r := Random{Seed: 2, Days: 60, TicketsPerDay: 30, Faults: RoughFaults()}
	r.Watch = func(c *socialticket.Commit) {
		late := c.At.Sub(l.world.Start) > 30*24*time.Hour
		most[late] = max(most[late], l.size())
	}
	l, err = newLockstep(t.Context(), r.withDefaults(), other, 10)
	require.NoError(t, err)
	_, c, err := l.run()
	require.NoError(t, err)
	require.Less(t, most[true], most[false]*5/4, "parts kept, in the second half of the days and in the first")
	require.Greater(t, c.Tickets, 1000)
	require.Greater(t, c.Was.Tickets, 4*len(l.was.tickets))
	require.Less(t, len(l.all.one)+len(l.all.other), c.Was.Tickets/4, "tickets that only one desk has")
}

// size returns how many parts a comparison holds of what goes on.
func (l *lockstep) size() int {
	p := &l.replay.player
	n := len(l.was.tickets) + len(p.outcome.tickets) + len(l.replay.read) + len(l.all.differ) + p.short.size() + len(p.recorded.wakes)
	n += p.recorded.asked.size() + p.recorded.answers.size() + p.recorded.carries.size() + p.history.made.size()
	return n + p.sent.size() + p.open.size() + p.stuck.size() + p.set.size() + len(p.coming.list)
}

func (l *lately[K, V]) size() int { return len(l.young) + len(l.old) }
