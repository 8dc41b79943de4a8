package ticket

import "fmt"

// maxMerges is how many pointers are followed at most.
const maxMerges = 10_000

// Resolve follows the pointers of merged tickets from the ticket of an id and returns the
// one at the end, which was not merged. The host's lookup returns a ticket, or the zero
// Ticket where there is none: Resolve does so too. An error of lookup ends the search and is
// wrapped. The error matches [ErrCircle] if the pointers have no end, or more than 10,000
// tickets before it; a desk makes neither.
func Resolve(id ID, lookup func(ID) (Ticket, error)) (Ticket, error) {
	at := id
	var seen map[ID]bool // made at the first pointer: most tickets have none
	for !seen[at] && len(seen) <= maxMerges {
		t, err := lookup(at)
		if err != nil {
			return Ticket{}, fmt.Errorf("ticket: look %q up: %w", at, err)
		}
		if t.MergedInto == "" {
			return t, nil
		}
		if seen == nil {
			seen = map[ID]bool{}
		}
		seen[at], at = true, t.MergedInto
	}
	return Ticket{}, fmt.Errorf("ticket: resolve %q, at %q after %d pointers: %w", id, at, len(seen), ErrCircle)
}
