package identity

import (
	"cmp"
	"fmt"
)

// maxLinks is how many links are followed at most. A desk that merges the same
// persons again and again makes chains, but not such ones.
const maxLinks = 10_000

// Resolve follows the links from the person of an id and returns the winner: the
// person at the end, which was not merged. The host's lookup returns the record of a
// person, and the zero Person where there is none: that person is the bare contact of
// the id, with the id and nothing else. An error of lookup ends the search and is
// wrapped. The error matches [ErrCircle] if the links have no end, or more than
// 10,000 links before it. An empty id gives the zero Person.
func Resolve(id string, lookup func(id string) (Person, error)) (Person, error) {
	return follow(id, "", lookup)
}

// Closes reports whether a link from one person to another would close a circle: they
// are the same, or the links that begin at into lead to from. The errors are those of
// [Resolve]; ErrCircle means that there is a circle already, without from.
func Closes(from, into string, lookup func(id string) (Person, error)) (bool, error) {
	end, err := follow(into, from, lookup)
	return err == nil && from != "" && end.ID == from, err
}

// follow walks along the links from the person of an id, until one has no link or has
// the id stop. That one's record is not looked up.
func follow(id, stop string, lookup func(id string) (Person, error)) (Person, error) {
	at := id
	var seen map[string]bool // made at the first link: most persons have none
	for at != "" && at != stop {
		if seen[at] || len(seen) > maxLinks {
			return Person{}, fmt.Errorf("identity: resolve person %q, at %q after %d links: %w", id, at, len(seen), ErrCircle)
		}
		p, err := lookup(at)
		if err != nil {
			return Person{}, fmt.Errorf("identity: look person %q up: %w", at, err)
		}
		if p.Into == "" {
			p.ID = cmp.Or(p.ID, at)
			return p, nil
		}
		if seen == nil {
			seen = map[string]bool{}
		}
		seen[at], at = true, p.Into
	}
	return Person{ID: at}, nil
}
