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
// message id, else to the one of its number that has no id yet, unless that failed: then
// the platform took another try. Reports may come in any order and any number of times.
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
		return a.MessageID == "" && (a.Number == number || number == 0) && (id == "" || a.State != StateFailed)
	})
}

// Outcome returns the delivery of a message that was tried in these attempts: that of
// the newest number. Of several tries of that number, one that the platform took counts
// more than one that failed, and that more than one of which nothing is known; what got
// further counts more. If the platform took two of them, the message may have arrived
// twice. Without attempts it is the zero Delivery.
func Outcome(attempts []Attempt) Delivery {
	newest := 0
	for _, a := range attempts {
		newest = max(newest, a.Number)
	}
	var best Delivery
	taken, doubt := 0, false
	for _, a := range attempts {
		if a.Number != newest {
			continue
		}
		best, doubt = best.or(a.Delivery), doubt || a.Doubt
		if a.MessageID != "" && a.State != StateFailed {
			taken++
		}
	}
	best.Doubt = doubt || taken > 1
	return best
}

// or returns the better of two tries of one message.
func (d Delivery) or(o Delivery) Delivery {
	c := cmp.Compare(d.certainty(), o.certainty())
	if c == 0 && d.State == StateFailed {
		c = compareFailures(d.Error, d.ErrorAt, o.Error, o.ErrorAt)
	} else if c == 0 {
		c = cmp.Compare(d.rank(), o.rank())
	}
	if cmp.Or(c, o.At.Compare(d.At), cmp.Compare(o.MessageID, d.MessageID)) < 0 {
		return o
	}
	return d
}

// certainty orders tries: not made, without an answer, failed, taken.
func (d Delivery) certainty() int {
	switch d.State {
	case "":
		return 0
	case StateQueued, StateDoubt:
		return 1
	case StateFailed:
		return 2
	case StateAccepted, StateSent, StateDelivered, StateRead, StatePlayed:
	}
	return 3
}
