package identity

import (
	"cmp"
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// Plan tells what the merge of two persons would do, before anything changes. It is a value
// that anyone may share.
type Plan struct {
	Person string `json:"person_id"` // that is merged, the loser
	Into   string `json:"into_id"`   // the winner: the end of its links
	// Refused is why the two may not be merged; it is nil if they may. See [Merging.Eligible].
	Refused error `json:"-"`
	// Why is the text of Refused.
	Why string `json:"refused,omitzero"`

	Moves  Moves   `json:"moves"`           // what comes along
	Fields []Fate  `json:"fields,omitzero"` // that one of the two has a value for, in the order of [Person]
	Lost   []Field `json:"lost,omitzero"`   // what is not seen of the loser afterwards, by field
	// Before is the winner as agents see it now, and After as they would see it.
	Before Joined `json:"before"`
	After  Joined `json:"after"`
}

// Moves is what a merge brings to the winner. Nothing is moved in the store.
type Moves struct {
	Contacts  int               `json:"contacts"`
	Tickets   int               `json:"tickets"` // negative: not counted
	Addresses []channel.Address `json:"addresses,omitzero"`
	Handles   []Handle          `json:"handles,omitzero"` // that the winner did not have: e-mails, phones and others
	Tags      []string          `json:"tags,omitzero"`    // that the winner did not have
	Notes     int               `json:"notes,omitzero"`
}

// Choice says which side gives a field its value.
type Choice string

// The choices.
const (
	FromWinner Choice = "winner" // the loser's is another, or empty
	FromLoser  Choice = "loser"  // the winner has none
	FromBoth   Choice = "both"   // they are the same
)

// Fate is what becomes of a field.
type Fate struct {
	Field  string `json:"field"` // as [Change] names it
	Winner string `json:"winner,omitzero"`
	Loser  string `json:"loser,omitzero"`
	Result string `json:"result,omitzero"`
	From   Choice `json:"from"`
	// Differs tells that both have a value, and not the same.
	Differs bool `json:"differs,omitzero"`
}

// Plan returns what the merge of one person into another would do.
func (m Merging) Plan(loser, winner Side, phones Phones) Plan {
	p := Plan{Person: loser.Record.ID, Into: winner.End.ID, Refused: m.Eligible(loser, winner, phones)}
	if p.Refused != nil {
		p.Why = p.Refused.Error()
	}
	all := slices.Concat(winner.Members, loser.Members)
	gone := Merging{}.Together(phones, loser.End, loser.Members)
	p.Before = m.Together(phones, winner.End, winner.Members)
	p.After = p.Before
	if winner.End.ID != loser.End.ID {
		p.After = m.Together(phones, winner.End, all)
	}
	p.Moves = moves(p.Before, p.After, gone, loser)
	p.Fields = fates(p.Before.Person, gone.Person, p.After.Person, phones)
	p.Lost = lost(gone.Person, p.After.Person)
	return p
}

func moves(before, after, gone Joined, loser Side) Moves {
	m := Moves{
		Contacts: len(after.Members) - len(before.Members), Tickets: loser.Tickets,
		Notes: len(after.Person.Notes) - len(before.Person.Notes), Addresses: gone.Addresses,
	}
	for _, h := range after.Person.Handles {
		if !slices.Contains(before.Person.Handles, h) {
			m.Handles = append(m.Handles, h)
		}
	}
	for _, tag := range after.Person.Tags {
		if !slices.Contains(before.Person.Tags, tag) {
			m.Tags = append(m.Tags, tag)
		}
	}
	return m
}

// fates tells of each field which side wins. Two forms of one number do not differ.
func fates(winner, loser, result Person, phones Phones) (list []Fate) {
	for _, name := range fieldNames(winner, loser) {
		f := Fate{Field: string(name), Winner: winner.Get(name), Loser: loser.Get(name), Result: result.Get(name), From: FromWinner}
		switch {
		case f.Winner == f.Loser:
			f.From = FromBoth
		case f.Winner == "" && f.Result != "":
			f.From = FromLoser
		}
		f.Differs = f.From != FromBoth && f.Winner != "" && f.Loser != "" && (name != FieldPhone || !phones.Same(f.Winner, f.Loser))
		list = append(list, f)
	}
	return list
}

// fieldNames returns the fields of one value that one of two persons has.
func fieldNames(a, b Person) (names []FieldName) {
	for _, n := range singleFields() {
		if a.Get(n) != "" || b.Get(n) != "" {
			names = append(names, n)
		}
	}
	custom := len(names)
	for _, f := range slices.Concat(a.Fields, b.Fields) {
		if n := CustomField + FieldName(f.ID); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	slices.SortFunc(names[custom:], func(x, y FieldName) int { return cmp.Compare(x, y) })
	return names
}

// lost returns what a person has that the result does not show anywhere. A value that is
// another on the winner's side is not lost, for a lookup of the loser's record tells it; a
// lossy merge hides it.
func lost(gone, result Person) (list []Field) {
	for _, tag := range gone.Tags {
		if !slices.Contains(result.Tags, tag) {
			list = append(list, Field{ID: string(FieldTags), Value: tag})
		}
	}
	for _, f := range gone.Fields {
		if _, found := fieldAt(result.Fields, f.ID); !found {
			list = append(list, Field{ID: string(CustomField) + f.ID, Value: f.Value})
		}
	}
	for _, n := range gone.Notes {
		if !slices.Contains(result.Notes, n) {
			list = append(list, Field{ID: string(FieldNotes), Value: n})
		}
	}
	if gone.ExternalID != "" && result.ExternalID == "" {
		list = append(list, Field{ID: string(FieldExternalID), Value: gone.ExternalID})
	}
	return list
}
