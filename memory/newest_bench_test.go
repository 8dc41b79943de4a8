package memory

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// hall returns a million social tickets of 200 agents in a store, of which one in hundred has
// no assignee. Old ones are updated last as often as new ones if shuffled; if not, tickets
// are updated for a day. Few are new or open.
func hall(now time.Time, shuffled bool) *Store {
	r := rand.New(rand.NewPCG(5, 5))
	s := &Store{}
	const tickets = 1_000_000
	list := make([]record, tickets)
	for i := range list {
		at := now.Add(time.Duration(i-tickets)*time.Second + time.Duration(r.IntN(24))*time.Hour)
		if shuffled {
			at = now.Add(-time.Duration(r.Int64N(int64(tickets * time.Second))))
		}
		t := ticket.Ticket{
			ID: ticket.ID(rune('a' + i)), Status: ticket.Closed, Assignee: string(rune('a' + r.IntN(200))), Tags: []string{socialticket.TagSocial, "whatsapp_support"},
			Times: ticket.Times{CreatedAt: at, UpdatedAt: at, StatusAt: at},
		}
		switch r.IntN(100) {
		case 0:
			t.Assignee, t.Status = "", ticket.New
		case 1:
			t.Status = ticket.Open
		}
		s.columns.put(&list[i], &t)
		list[i].ticket = t
	}
	return s
}

// BenchmarkSelectPage finds the first 20 of a million tickets for the two tabs of a notifier
// and for views on a few and on all of them: of a million whose updates follow their
// beginnings, and of one in which they do not.
func BenchmarkSelectPage(b *testing.B) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	social := rules.SocialViews()
	list := append(social, rules.View{Rule: rules.Rule{ID: "all"}},
		rules.View{Rule: rules.Rule{ID: "closed", When: rules.Conditions{All: []rules.Condition{rules.Status().Is(ticket.Closed), rules.Assignee().Is("current_user")}}}},
		rules.View{Rule: rules.Rule{ID: "nothing", When: rules.Conditions{All: []rules.Condition{rules.Tags().Includes("unheard_of")}}}})
	views, err := rules.CompileViews(rules.Standard(), list)
	require.NoError(b, err)
	for name, shuffled := range map[string]bool{"in turn": false, "shuffled": true} {
		s := hall(now, shuffled)
		for _, view := range list {
			tree, _ := views.Tree(view.ID, &rules.Subject{User: "c", Now: now})
			b.Run(name+"/"+view.ID, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					page, err := s.SelectPage(b.Context(), socialticket.Selection{Tree: tree, Limit: 20})
					if err != nil || len(page) != 20 && view.ID != "nothing" {
						b.Fatal(len(page), err)
					}
				}
			})
		}
	}
}
