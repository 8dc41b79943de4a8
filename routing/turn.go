package routing

import (
	"slices"
)

// Turn is the order in which agents have their turn, by their ids: the first is next, and
// whoever got something goes to the end. A nil Turn has not begun.
type Turn []string

// Among returns the turn of just these members: those who are in it already keep their
// order, the others come after them, in the order in which they are given. So a turn that
// was lost begins with the first member.
func (t Turn) Among(members ...string) Turn {
	place := make(map[string]int, len(members))
	for i, id := range members {
		if _, twice := place[id]; !twice {
			place[id] = i
		}
	}
	next := make(Turn, 0, len(place))
	for _, list := range [][]string{t, members} {
		for _, id := range list {
			if _, left := place[id]; left {
				delete(place, id)
				next = append(next, id)
			}
		}
	}
	return next
}

// Next returns the first who is allowed, and the turn after that. If there is none, the id
// is empty and the turn stays.
func (t Turn) Next(allowed func(id string) bool) (id string, after Turn) {
	i := slices.IndexFunc(t, allowed)
	if i < 0 {
		return "", t
	}
	return t[i], t.After(t[i])
}

// After returns the turn after an agent got something: they are the last. An unknown agent
// changes nothing.
func (t Turn) After(id string) Turn {
	i := slices.Index(t, id)
	if i < 0 {
		return t
	}
	next := make(Turn, 0, len(t))
	return append(append(append(next, t[:i]...), t[i+1:]...), id)
}
