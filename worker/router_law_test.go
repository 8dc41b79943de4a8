package worker_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// TestRouterLaw states that after any day no ticket is forgotten: once there is room for all,
// each that waits is handed out, and the queue is empty.
func TestRouterLaw(t *testing.T) {
	for seed := range uint64(25) {
		dice := rand.New(rand.NewPCG(seed, 3))
		o := newOffice(t, socialticket.Agent{ID: "ann"}, socialticket.Agent{ID: "ben"})
		var ids []ticket.ID
		for range 40 {
			if len(ids) == 0 || dice.IntN(2) == 0 {
				ids = append(ids, o.talk(t, []channel.Kind{channel.WhatsApp, channel.Telegram}[dice.IntN(2)]))
			}
			id := ids[dice.IntN(len(ids))]
			switch dice.IntN(6) {
			case 0:
				o.set(t, id, ticket.FieldStatus, []string{"pending", "open", "hold"}[dice.IntN(3)])
			case 1:
				o.set(t, id, ticket.FieldAssignee, []string{"", "ann"}[dice.IntN(2)])
			case 2:
				o.staff(socialticket.Agent{ID: "ann", Presence: []routing.Presence{routing.Online, routing.Away}[dice.IntN(2)]}, socialticket.Agent{ID: "ben"})
			case 3:
				o.clock.Add(time.Duration(dice.IntN(9)) * time.Second)
			default:
				o.once(t, o.worker)
			}
		}
		o.staff(socialticket.Agent{ID: "ann", Capacity: routing.Capacity{Messaging: 1000}})
		for range 3 {
			o.clock.Add(5 * time.Second)
			o.once(t, o.worker)
		}
		for tk, err := range o.store.Tickets(t.Context()) {
			require.NoError(t, err)
			require.False(t, routing.Waits(tk), fmt.Sprint("seed ", seed, ": ", tk.ID, " was forgotten"))
		}
		require.False(t, o.waits(t), "seed %d", seed)
	}
}
