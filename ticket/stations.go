package ticket

import "slices"

// WithStations returns t with its agent and its group among those that it was given to.
// [Lifecycle.Create] and [Lifecycle.Set] do so by themselves; who fills in a group or an
// assignee by hand calls it.
func (t Ticket) WithStations() Ticket {
	t.AgentStations = station(t.AgentStations, t.Assignee)
	t.GroupStations = station(t.GroupStations, t.Group)
	return t
}

// station returns a list with one more id, unless it has it.
func station(list []string, id string) []string {
	if id == "" || slices.Contains(list, id) {
		return list
	}
	return append(slices.Clip(list), id)
}

// Private reports whether a ticket has comments and all of them are internal.
func (t Ticket) Private() bool { return t.Comments > 0 && t.Notes == t.Comments }
