package socialticket_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestResolveLaw lets an automation solve what is silent, in random talks that are woken at
// any time: a customer who waits is left alone, a ticket is solved once for each silence, and
// a wake never reopens.
func TestResolveLaw(t *testing.T) {
	t.Parallel()
	solved := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 13))
		o := newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
			s.Lifecycle.SolveUnassigned = true
			s.Automations = automations(t, pull("silent", act("status", "solved"),
				cond("status", rules.LessThan, "solved"), cond("updated_at", rules.GreaterThan, "90m"), cond("waiting_since", rules.NotPresent)))
			s.Survey = asks()
		})
		var ids []ticket.ID
		for i := range 80 {
			o.clock.Add(time.Duration(r.IntN(2*3600)) * time.Second)
			if len(ids) > 0 && r.IntN(2) == 0 {
				id := ids[r.IntN(len(ids))]
				before := o.ticket(t, id)
				_, err := o.Wake(t.Context(), id)
				require.NoError(t, err)
				after := o.ticket(t, id)
				silent := o.clock.now.Sub(before.UpdatedAt) > 90*time.Minute && before.WaitingSince.IsZero() && before.Status.Compare(ticket.Solved) < 0
				require.Equal(t, silent, after.Status != before.Status, "seed %d, step %d: %+v", seed, i, before)
				if silent {
					require.Equal(t, ticket.Solved, after.Status)
					require.Equal(t, after.Episode(), after.Survey.Episode, "asked, or noted that the window is closed")
					solved++
				}
				again, err := o.Wake(t.Context(), id)
				require.NoError(t, err)
				require.Equal(t, socialticket.Unchanged, again.Outcome, "it toggles")
				continue
			}
			if len(ids) > 0 && r.IntN(2) == 0 {
				o.reply(t, ids[r.IntN(len(ids))], fmt.Sprint("answer ", i))
				continue
			}
			got := o.receive(t, says(fmt.Sprint(15550100+r.IntN(3)), fmt.Sprint("m", i), "hello", o.clock.now))
			if got.Created {
				ids = append(ids, got.Ticket.ID)
			}
		}
	}
	require.Greater(t, solved, 50)
}
