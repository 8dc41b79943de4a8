package channel

import (
	"cmp"
	"slices"
	"time"
)

// Attempt is one try to send a message, and what is known of it.
type Attempt struct {
	// Number counts how often the message was to be sent: 1 for the
	// first time, 2 when a failed one is sent again. Tries that a worker repeats by
	// itself have the same number and, where the platform took them, other message
	// ids.
	Number int `json:"number"`
	Delivery
}

// Report returns the attempts with one report taken in, made at the given instant of
// the platform's clock. Number is that of the attempt that the report names; 0: it
// does not say, and the message id tells. A report belongs to the attempt of its
// message id, else to the one of its number that has no id yet. Reports may come in
// any order and any number of times.
func Report(attempts []Attempt, number int, s Status, at time.Time) []Attempt {
	i := attemptOf(attempts, number, s.MessageID)
	attempts = slices.Clone(attempts)
	if i < 0 {
		if number == 0 {
			number = 1
			if len(attempts) > 0 {
				number = attempts[len(attempts)-1].Number
			}
		}
		i = len(attempts)
		for i > 0 && attempts[i-1].Number > number {
			i--
		}
		attempts = slices.Insert(attempts, i, Attempt{Number: number})
	}
	attempts[i].Delivery = attempts[i].Apply(s, at)
	return attempts
}

// attemptOf returns the index of the attempt that a report is about, -1 if it is not
// known yet.
func attemptOf(attempts []Attempt, number int, id string) int {
	if id != "" {
		if i := slices.IndexFunc(attempts, func(a Attempt) bool { return a.MessageID == id }); i >= 0 {
			return i
		}
	}
	return slices.IndexFunc(attempts, func(a Attempt) bool {
		return a.MessageID == "" && (a.Number == number || number == 0)
	})
}

// Outcome returns the delivery of a message that was tried in these attempts: that of
// the newest number. Of several tries of that number, one that did not fail counts
// more than one that did, and what got further counts more. If the platform took two of
// them, the message may have arrived twice. No attempts make the zero Delivery.
func Outcome(attempts []Attempt) Delivery {
	var best Delivery
	newest, taken, doubt := 0, 0, false
	for _, a := range attempts {
		switch {
		case a.Number > newest:
			newest, best, taken, doubt = a.Number, a.Delivery, 0, false
		case a.Number == newest:
			best = best.or(a.Delivery)
		}
		if a.Number == newest {
			doubt = doubt || a.Doubt
			if a.MessageID != "" && a.State != StateFailed {
				taken++
			}
		}
	}
	best.Doubt = doubt || taken > 1
	return best
}

// or returns what counts of two tries of one message.
func (d Delivery) or(o Delivery) Delivery {
	failed, other := d.State == StateFailed, o.State == StateFailed
	var c int
	switch {
	case failed != other:
		c = 1
		if failed {
			c = -1
		}
	case failed:
		c = compareFailures(d.Error, d.ErrorAt, o.Error, o.ErrorAt)
	default:
		c = cmp.Compare(d.rank(), o.rank())
	}
	if cmp.Or(c, o.At.Compare(d.At), cmp.Compare(o.MessageID, d.MessageID)) < 0 {
		return o
	}
	return d
}
