package simulate

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// Record is one command that a desk was asked to carry out. It says what people wrote, so
// it is to be kept as the store is.
type Record struct {
	At       time.Time          `json:"at"`                // when it was decided
	Settings int64              `json:"settings,omitzero"` // the version that it was decided under
	Order    socialticket.Order `json:"order"`
	Key      string             `json:"key,omitzero"` // see [socialticket.Handled]

	Outcome socialticket.Outcome `json:"outcome,omitzero"`
	Refused string               `json:"refused,omitzero"` // the error, if it was refused
	// Account, Talk and Version name the state that the command made: of a conversation, or
	// with the zero Account of a person. Zero: it wrote nothing of one.
	Account channel.Account  `json:"account,omitzero"`
	Talk    socialticket.Key `json:"talk,omitzero"`
	Version int64            `json:"version,omitzero"`
	// Effects are the ids of the effects that it asked for, of its account.
	Effects []string `json:"effects,omitzero"`
	// Current tells that it was about the conversation's newest ticket.
	Current bool `json:"current,omitzero"`
}

// Recorder keeps the commands of desks as lines of JSON, a [Record] each. Its Watch is a
// [socialticket.Config.Watch]. It is safe for concurrent use, and several desks of one
// store may share it or have one each: [Replay] brings their records into order.
type Recorder struct {
	mu  sync.Mutex
	to  *json.Encoder
	err error
}

// NewRecorder returns a recorder that writes to w, a line at a time. What it writes has no
// card numbers.
func NewRecorder(w io.Writer) *Recorder { return &Recorder{to: json.NewEncoder(w)} }

// Watch keeps a command.
func (r *Recorder) Watch(_ context.Context, h socialticket.Handled) {
	line := RecordOf(h)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.to.Encode(line); err != nil {
		r.err = errors.Join(r.err, fmt.Errorf("simulate: record: %w", err))
	}
}

// Err returns what could not be written, joined; nil: all was.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// RecordOf returns the record of a command that a desk has told of.
func RecordOf(h socialticket.Handled) Record {
	c := &h.Receipt.Commit
	line := Record{At: h.At, Settings: h.Settings, Order: socialticket.Order{Command: h.Command}, Key: h.Key, Outcome: h.Receipt.Outcome}
	if h.Err != nil {
		line.Refused = h.Err.Error()
	}
	if c.Key != "" {
		line.Account, line.Talk, line.Version = c.Account, c.Key, c.Expect+1
		for i := range c.Effects {
			line.Effects = append(line.Effects, c.Effects[i].ID)
		}
		line.Current = c.Conversation.Ticket != "" && ticketOf(h.Command) == c.Conversation.Ticket
	}
	return line
}

// ReadRecords reads what a [Recorder] wrote, in the order of the lines.
func ReadRecords(from io.Reader) ([]Record, error) {
	var list []Record
	for d := json.NewDecoder(from); ; {
		var line Record
		switch err := d.Decode(&line); {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return list, fmt.Errorf("simulate: record %d: %w", len(list)+1, err)
		}
		list = append(list, line)
	}
}

// stateOf names the state that a record made.
type stateOf struct {
	account channel.Account
	key     socialticket.Key
}

// inOrder returns records by their instants, and those of one conversation or person by
// the versions that they made, whatever the clocks and the writers did. Where a version was
// made twice, for the store had forgotten the first, the instants alone count.
func inOrder(records []Record) []Record {
	list := slices.Clone(records)
	slices.SortStableFunc(list, func(a, b Record) int { return a.At.Compare(b.At) })
	places := map[stateOf][]int{}
	for i := range list {
		if list[i].Version > 0 {
			of := stateOf{list[i].Account, list[i].Talk}
			places[of] = append(places[of], i)
		}
	}
	for _, at := range places {
		own := make([]Record, len(at))
		for k, i := range at {
			own[k] = list[i]
		}
		slices.SortStableFunc(own, func(a, b Record) int { return cmp.Compare(a.Version, b.Version) })
		if len(slices.CompactFunc(slices.Clone(own), func(a, b Record) bool { return a.Version == b.Version })) < len(own) {
			continue
		}
		for k, i := range at {
			list[i] = own[k]
		}
	}
	return list
}

// Lost is something that could not be replayed.
type Lost struct {
	At   time.Time        `json:"at"`
	What string           `json:"what"` // the kind of command, or what else it was
	Talk socialticket.Key `json:"talk,omitzero"`
	Why  string           `json:"why"`
}

func (l Lost) String() string {
	return fmt.Sprintf("%s %s %s: %s", l.At.UTC().Format("2006-01-02 15:04:05"), l.What, l.Talk, l.Why)
}
