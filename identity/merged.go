package identity

import (
	"cmp"
	"time"
)

// maxMerges is how many merges a person remembers.
const maxMerges = 32

// Merged is one merge that a person was part of. The one that was merged has Into, and the
// winner has From.
type Merged struct {
	Into   string    `json:"into,omitzero"`
	From   string    `json:"from,omitzero"`
	At     time.Time `json:"at"`
	By     string    `json:"by,omitzero"`
	Reason string    `json:"reason,omitzero"`

	// PartedAt and PartedBy tell when the two were parted again, and by which actor. Zero:
	// they are merged.
	PartedAt time.Time `json:"parted_at,omitzero"`
	PartedBy string    `json:"parted_by,omitzero"`
}

// Won returns p with the merge of another person into it noted, made at an instant by an
// actor for a reason. Nothing else of p changes.
func (p Person) Won(from, by, reason string, at time.Time) Person {
	return p.clone().noted(Merged{From: from, At: at.UTC(), By: by, Reason: reason})
}

// Left returns p with the parting of another person from it noted.
func (p Person) Left(from, by string, at time.Time) Person {
	return p.clone().partedFrom("", from, by, at)
}

// noted returns p, whose slices are its own, with one merge more.
func (p Person) noted(m Merged) Person {
	p.Merges = append(p.Merges, m)
	if more := len(p.Merges) - maxMerges; more > 0 {
		p.Merges = p.Merges[more:]
	}
	return p
}

// partedFrom returns p, whose slices are its own, with its newest merge with another person
// ended. One that is forgotten is noted by its end alone.
func (p Person) partedFrom(into, from, by string, at time.Time) Person {
	for i := len(p.Merges) - 1; i >= 0; i-- {
		m := &p.Merges[i]
		if m.Into == into && m.From == from && m.PartedAt.IsZero() {
			m.PartedAt, m.PartedBy = at.UTC(), by
			return p
		}
	}
	since := cmp.Or(p.MergedAt, at.UTC())
	return p.noted(Merged{Into: into, From: from, At: since, By: p.MergedBy, Reason: p.Reason, PartedAt: at.UTC(), PartedBy: by})
}
