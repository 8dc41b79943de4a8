package identity

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Person is what agents know of a human being. Each contact ([User]) is a person of
// the same id, also while there is no record of it. A merged person points to its
// winner and keeps all that it has, so nothing is lost, and parting the two restores
// both. Ask [Resolve] before you use a person's values.
//
// A Person is a value that anyone may share. The zero Person is not a person.
type Person struct {
	ID string `json:"id"` // that of the contact
	// Version counts the stored states, for the store: methods leave it as it is.
	Version int64 `json:"version"`
	// Effects is how many effects the commits of the person asked for, for the desk: the
	// newest has this number.
	Effects int64 `json:"effects,omitzero"`
	// Into is the id of the person that this one was merged into, which may be
	// merged itself by now. Empty: it was not merged.
	Into string `json:"into,omitzero"`

	Name         string   `json:"name,omitzero"`
	Email        string   `json:"email,omitzero"`
	Phone        string   `json:"phone,omitzero"` // as it was typed
	Locale       string   `json:"locale,omitzero"`
	Zone         string   `json:"zone,omitzero"` // as the host's rules name it; of the IANA list, for whoever reads clocks by it
	Organization string   `json:"organization_id,omitzero"`
	Tags         []string `json:"tags,omitzero"`   // sorted, each once
	Fields       []Field  `json:"fields,omitzero"` // custom fields, sorted by id, none empty

	// ExternalID names the person in a system of the host.
	ExternalID string `json:"external_id,omitzero"`
	// Handles are what else the person can be reached by: further e-mails and phones, in the
	// order in which they became known. One that is Email or Phone too tells that this is
	// verified.
	Handles []Handle `json:"handles,omitzero"`
	Notes   []string `json:"notes,omitzero"` // what agents wrote about the person, oldest first

	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`

	// MergedAt, MergedBy and Reason tell when the person was merged, by which actor,
	// and why. They are zero unless Into is set.
	MergedAt time.Time `json:"merged_at,omitzero"`
	MergedBy string    `json:"merged_by,omitzero"`
	Reason   string    `json:"reason,omitzero"`

	// Merges are the merges that the person was part of, on either side, oldest first: the
	// newest 32.
	Merges []Merged `json:"merges,omitzero"`
}

// Field is the value of one custom field of a person.
type Field struct {
	ID    string `json:"id"`
	Value string `json:"value"`
}

// IsZero reports whether p is not a person at all: it has no id.
func (p Person) IsZero() bool { return p.ID == "" }

// MergedInto returns p with a link to winner, made at now by an actor for a reason;
// both texts may be empty. The winner does not change. The error matches
// [ErrCircle] if the two are one person, and [ErrMerged] if one of them is merged
// already: part p first, or take what [Resolve] returns for the winner. A person
// without an id is refused too.
//
// MergedInto sees two persons only. The store that takes p asks [Closes] in the same
// transaction, for two merges at once could close a circle.
func (p Person) MergedInto(winner Person, by, reason string, now time.Time) (Person, error) {
	if err := p.mayMerge(winner); err != nil {
		return Person{}, fmt.Errorf("identity: merge person %q into %q: %w", p.ID, winner.ID, err)
	}
	p = p.clone()
	p.Into, p.MergedBy, p.Reason = winner.ID, by, reason
	p.MergedAt, p.UpdatedAt = now.UTC(), now.UTC()
	return p.noted(Merged{Into: winner.ID, At: now.UTC(), By: by, Reason: reason}), nil
}

// mayMerge returns why p cannot be merged into winner, nil if it can.
func (p Person) mayMerge(winner Person) error {
	switch {
	case p.ID == "" || winner.ID == "":
		return errors.New("a person without an id")
	case p.ID == winner.ID:
		return ErrCircle
	case p.Into != "":
		return fmt.Errorf("%q points to %q: %w", p.ID, p.Into, ErrMerged)
	case winner.Into != "":
		return fmt.Errorf("%q points to %q: %w", winner.ID, winner.Into, ErrMerged)
	}
	return nil
}

// Parted returns p without its link, as it was before [Person.MergedInto] but for
// UpdatedAt and Merges. The error matches [ErrNotMerged] if the link is missing, and names the
// actor who tried.
func (p Person) Parted(by string, now time.Time) (Person, error) {
	if p.Into == "" {
		return Person{}, fmt.Errorf("identity: part person %q, by %q: %w", p.ID, by, ErrNotMerged)
	}
	p = p.clone().partedFrom(p.Into, "", by, now)
	p.Into, p.MergedBy, p.Reason = "", "", ""
	p.MergedAt, p.UpdatedAt = time.Time{}, now.UTC()
	return p, nil
}

// clone returns p with slices of its own.
func (p Person) clone() Person {
	p.Tags, p.Fields = slices.Clone(p.Tags), slices.Clone(p.Fields)
	p.Handles, p.Notes, p.Merges = slices.Clone(p.Handles), slices.Clone(p.Notes), slices.Clone(p.Merges)
	return p
}
