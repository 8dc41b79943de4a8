package routing_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/ticket"
)

// world makes teams and works at random.
type world struct{ *rand.Rand }

func newWorld(seed uint64) world { return world{rand.New(rand.NewPCG(seed, 1))} }

func one[T any](w world, list ...T) T { return list[w.IntN(len(list))] }

// some returns some of a list, in its order.
func some(w world, list ...string) (kept []string) {
	for _, s := range list {
		if w.IntN(2) == 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

func (w world) team() routing.Team {
	team := routing.Team{Method: one(w, routing.RoundRobin, routing.LeastBusy, "")}
	for i := range w.IntN(7) {
		team.Agents = append(team.Agents, routing.Agent{
			ID: fmt.Sprint("agent", i), Groups: some(w, "sales", "billing"), Skills: some(w, "french", "tax"),
			Presence: one(w, "", routing.Online, routing.Online, routing.Away, routing.Reassigning, routing.TransfersOnly, routing.Offline),
			Capacity: routing.Capacity{Messaging: w.IntN(5) - 1, Email: w.IntN(5) - 1},
			Load:     routing.Load{Messaging: w.IntN(3), Email: w.IntN(3)},
		})
	}
	return team
}

func (w world) work(t routing.Team) routing.Work {
	work := routing.Work{
		Class: one(w, ticket.RouteMessaging, ticket.RouteMessaging, ticket.RouteEmail, "", "fax"), Group: one(w, "", "", "sales", "billing", "none"),
		Skills: some(w, "french", "tax"),
	}
	for _, a := range t.Agents {
		if w.IntN(4) == 0 {
			work.Passed = append(work.Passed, a.ID)
		}
		if w.IntN(4) == 0 {
			work.Prefer = a.ID
		}
	}
	return work
}

// can says, in other words than the product, whether an agent may get a work.
func can(a routing.Agent, w routing.Work) bool {
	var limit, load int
	switch w.Class {
	case ticket.RouteMessaging:
		limit, load = a.Capacity.Messaging, a.Load.Messaging
	case ticket.RouteEmail:
		limit, load = a.Capacity.Email, a.Load.Email
	default:
		return false
	}
	has := map[string]bool{}
	for _, s := range a.Skills {
		has[s] = true
	}
	skilled := true
	for _, s := range w.Skills {
		skilled = skilled && has[s]
	}
	room := limit == 0 || limit > load
	inGroup := w.Group == "" || fmt.Sprint(a.Groups) != fmt.Sprint(slices.DeleteFunc(slices.Clone(a.Groups), func(g string) bool { return g == w.Group }))
	return room && skilled && inGroup && (a.Presence == "" || a.Presence == routing.Online)
}

func text(t testing.TB, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

// holds checks what every choice has to keep.
func holds(t testing.TB, team routing.Team, work routing.Work) routing.Choice {
	t.Helper()
	given := text(t, []any{team, work})
	c := team.Pick(work)
	require.Equal(t, c, team.Pick(work), "the same question, another answer")
	require.Equal(t, given, text(t, []any{team, work}), "Pick changed what it was given")

	able, missed := map[string]routing.Agent{}, 0
	for _, a := range team.Agents {
		if can(a, work) {
			able[a.ID] = a
		} else {
			missed++
		}
	}
	require.Equal(t, missed, c.Missed.Absent+c.Missed.OtherGroup+c.Missed.Unskilled+c.Missed.Full, "who was missed: %s", given)
	for id, why := range team.Reasons(work) {
		require.Equal(t, able[id].ID == "", why != "", "reason %q of %s: %s", why, id, given)
	}
	if c.Agent == "" {
		require.Empty(t, able, "somebody can take it: %s", given)
		return c
	}
	require.Contains(t, able, c.Agent, "the one who was picked cannot take it: %s", given)
	rank := func(id string) int {
		return map[bool]int{true: 2, false: map[bool]int{true: 0, false: 1}[id == work.Prefer]}[slices.Contains(work.Passed, id)]
	}
	share := func(a routing.Agent) float64 {
		if limit := a.Capacity.Of(work.Class); limit > 0 {
			return float64(a.Load.Of(work.Class)) / float64(limit)
		}
		return 0
	}
	for id, a := range able {
		require.GreaterOrEqual(t, rank(id), rank(c.Agent), given)
		if rank(id) == rank(c.Agent) && team.Method == routing.LeastBusy {
			require.LessOrEqual(t, share(able[c.Agent]), share(a), given)
		}
	}
	return c
}

// TestPickLaw states, over random teams and works: who is picked can take the work, somebody
// is picked if somebody can, nobody comes before the ones who should, and nothing is changed.
func TestPickLaw(t *testing.T) {
	w := newWorld(7)
	for range 5000 {
		team := w.team()
		holds(t, team, w.work(team))
	}
}

// TestCapacityLaw states that no sequence of works brings an agent over their capacity, and
// that it ends only when nobody has room.
func TestCapacityLaw(t *testing.T) {
	w := newWorld(11)
	for range 300 {
		team := w.team()
		before := map[string]routing.Load{}
		for _, a := range team.Agents {
			before[a.ID] = a.Load
		}
		for range 40 {
			work := w.work(team)
			if c := holds(t, team, work); c.Agent != "" {
				team = team.With(c.Agent, work)
			}
		}
		for _, a := range team.Agents {
			for _, r := range []ticket.Routing{ticket.RouteMessaging, ticket.RouteEmail} {
				if limit := a.Capacity.Of(r); limit != 0 {
					require.LessOrEqual(t, a.Load.Of(r), max(limit, before[a.ID].Of(r), 0), "%s of %s", r, a.ID)
				}
			}
		}
	}
}

// TestRoundRobinLaw states that whoever can take everything gets as much as the others who
// can, or one more or less, and that the team agrees with its turn.
func TestRoundRobinLaw(t *testing.T) {
	w := newWorld(13)
	for range 200 {
		team := routing.Team{}
		for i := range 2 + w.IntN(5) {
			team.Agents = append(team.Agents, routing.Agent{ID: fmt.Sprint(i), Presence: one(w, routing.Online, routing.Online, routing.Away)})
		}
		turn, got := team.Turn(), map[string]int{}
		for range w.IntN(60) {
			c := team.Pick(chat())
			able := func(id string) bool {
				return slices.ContainsFunc(team.Agents, func(a routing.Agent) bool { return a.ID == id && can(a, chat()) })
			}
			var next string
			next, turn = turn.Next(able)
			require.Equal(t, next, c.Agent)
			if c.Agent == "" {
				break
			}
			team = team.With(c.Agent, chat())
			require.Equal(t, turn, team.Turn())
			got[c.Agent]++
		}
		var counts []int
		for _, a := range team.Agents {
			if a.Presence.Takes() {
				counts = append(counts, got[a.ID])
			}
		}
		if len(counts) > 0 {
			require.LessOrEqual(t, slices.Max(counts)-slices.Min(counts), 1, "%v", got)
		}
	}
}

// FuzzTurn states that a turn loses and doubles nobody.
func FuzzTurn(f *testing.F) {
	f.Add("abc", "cbad", "b")
	f.Add("", "aab", "x")
	f.Fuzz(func(t *testing.T, before, members, picked string) {
		ids := func(s string) (list []string) {
			for _, r := range s {
				list = append(list, string(r))
			}
			return list
		}
		turn := routing.Turn(ids(before)).Among(ids(members)...)
		want := slices.Compact(slices.Sorted(slices.Values(ids(members))))
		if diff := cmp.Diff(want, slices.Sorted(slices.Values(turn.After(picked)))); diff != "" {
			t.Errorf("%v among %q (-want +got):\n%s", before, members, diff)
		}
		require.Equal(t, turn, turn.Among(ids(members)...), "among the same again")
	})
}

// FuzzPick holds what TestPickLaw does for worlds of any seed.
func FuzzPick(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		w := newWorld(seed)
		team := w.team()
		holds(t, team, w.work(team))
	})
}
