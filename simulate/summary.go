package simulate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Summary tells what the days of a [Random] were like. Times are in whole seconds.
type Summary struct {
	Seed  uint64    `json:"seed"`
	Start time.Time `json:"start"`
	Days  []Day     `json:"days"`

	Written    int `json:"messages_written"`           // by customers
	Late       int `json:"events_late,omitzero"`       // that a platform reported late
	Duplicates int `json:"events_duplicated,omitzero"` // and twice
	Commits    int `json:"commits"`                    // decisions that changed something
	Made       int `json:"tickets_made"`               // follow-ups among them
	FollowUps  int `json:"tickets_following,omitzero"` // that go on from a closed one
	Solved     int `json:"tickets_solved"`             // how often one became solved
	Reopened   int `json:"tickets_reopened,omitzero"`  // how often a solved one was opened again
	Closed     int `json:"tickets_closed"`             // how many were closed
	Replies    int `json:"replies"`                    // by agents, whatever became of them
	Declined   int `json:"commands_declined,omitzero"` // of agents, such as on a ticket that a rule had closed
	Told       int `json:"told,omitzero"`              // effects that tell people of something, or call for something
	Failed     int `json:"messages_failed,omitzero"`   // all of Refusals
	// ClosedWindows are the tickets on which an agent wrote, or wanted to, after the
	// customer's window for replies had ended.
	ClosedWindows int     `json:"closed_windows,omitzero"`
	Refusals      []Count `json:"refusals,omitzero"` // why messages failed, the most frequent first

	// FirstReply is how long customers waited for the first reply on a ticket. Solving is the
	// same until it was first solved.
	FirstReply Spread `json:"first_reply"`
	Solving    Spread `json:"first_solved"`

	Rules   []Count `json:"rules"` // how often each fired, the most frequent first
	Surveys Surveys `json:"surveys,omitzero"`
}

// Day is one day of a [Summary], UTC.
type Day struct {
	Date     string `json:"date"` // "2026-03-02"
	Made     int    `json:"tickets_made"`
	Solved   int    `json:"tickets_solved"`
	Reopened int    `json:"tickets_reopened"`
	Failed   int    `json:"messages_failed"`
	// FirstReply is that of the tickets made on this day which were answered within a week.
	FirstReply Spread `json:"first_reply"`
}

// Surveys are what became of asking customers how it went.
type Surveys struct {
	Asked  int `json:"asked,omitzero"`
	Unsent int `json:"unsent,omitzero"` // that could not be sent
	Good   int `json:"good,omitzero"`
	Bad    int `json:"bad,omitzero"`
}

// Spread is how something is distributed: of Count, half took at most Median.
type Spread struct {
	Count  int     `json:"count"`
	Median Seconds `json:"median_seconds"`
	P90    Seconds `json:"p90_seconds"`
	P99    Seconds `json:"p99_seconds"`
	Max    Seconds `json:"max_seconds"`
}

// Seconds is a time in whole seconds.
type Seconds int64

func (s Seconds) String() string { return (time.Duration(s) * time.Second).String() }

// JSON returns the summary as indented JSON that ends with a line.
func (s *Summary) JSON() []byte {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("simulate: a summary has no JSON: %v", err)) // of our own types
	}
	return append(text, '\n')
}

// String returns the summary as text that people read.
func (s *Summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d days from %s, seed %d\n\n", len(s.Days), s.Start.Format(time.DateOnly), s.Seed)
	row := func(name string, n int, more string) {
		if n != 0 {
			b.WriteString(strings.TrimRight(fmt.Sprintf("%-28s %9d  %s", name, n, more), " ") + "\n")
		}
	}
	row("messages of customers", s.Written, "")
	row("events that came late", s.Late, "")
	row("events that came twice", s.Duplicates, "")
	row("commits", s.Commits, "")
	row("tickets made", s.Made, fmt.Sprintf("%d of them follow a closed one", s.FollowUps))
	row("solved", s.Solved, "")
	row("reopened", s.Reopened, "")
	row("closed", s.Closed, "")
	row("replies of agents", s.Replies, "")
	row("declined by the desk", s.Declined, "")
	row("people told", s.Told, "")
	row("windows that had closed", s.ClosedWindows, "")
	row("messages that failed", s.Failed, "")
	for _, c := range s.Refusals {
		row("  "+c.What, c.N, "")
	}
	if q := s.Surveys; q != (Surveys{}) {
		row("surveys", q.Asked, fmt.Sprintf("%d good, %d bad, %d could not be sent", q.Good, q.Bad, q.Unsent))
	}
	fmt.Fprintf(&b, "\n%-14s %9s %12s %12s %12s %12s\n", "", "tickets", "median", "90 %", "99 %", "longest")
	for _, sp := range []struct {
		name string
		of   Spread
	}{{"first reply", s.FirstReply}, {"first solved", s.Solving}} {
		fmt.Fprintf(&b, "%-14s %9d %12s %12s %12s %12s\n", sp.name, sp.of.Count, sp.of.Median, sp.of.P90, sp.of.P99, sp.of.Max)
	}
	if len(s.Rules) > 0 {
		b.WriteString("\nrules that fired\n")
	}
	for _, c := range s.Rules {
		fmt.Fprintf(&b, "%9d  %s\n", c.N, c.What)
	}
	return b.String()
}

// ranked returns counts, the most frequent first, ties by what it was.
func ranked(counts map[string]int) []Count {
	var list []Count
	for what, n := range counts {
		list = append(list, Count{what, n})
	}
	slices.SortFunc(list, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.What, b.What)) })
	return list
}
