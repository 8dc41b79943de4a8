package ticket

import (
	"errors"
	"time"
)

// Satisfaction is what a requester said of how it went. Its text is the stored one, and
// that of rules. Empty: the requester was not asked.
// Source: https://developer.zendesk.com/documentation/ticketing/reference-guides/conditions-reference/, facts as of autumn 2026.
type Satisfaction string

// The satisfactions. [Lifecycle.Rate] takes Good and Bad.
const (
	Offered         Satisfaction = "offered" // asked, and not answered
	Good            Satisfaction = "good"
	GoodWithComment Satisfaction = "good_with_comment"
	Bad             Satisfaction = "bad"
	BadWithComment  Satisfaction = "bad_with_comment"
)

// Survey is what is known of the requester's satisfaction. It is comparable. The zero
// Survey: the requester was not asked and said nothing.
type Survey struct {
	Score Satisfaction `json:"score,omitzero"`
	// Episode is the last one for which it was decided to ask, whether that could be sent or
	// not, or which the requester rated unasked. 0: none.
	Episode int `json:"episode,omitzero"`
	// Comment is the id of the comment with the requester's words. Empty: the rating came without words.
	Comment   string    `json:"comment_id,omitzero"`
	OfferedAt time.Time `json:"offered_at,omitzero"` // the last time; zero: never
	RatedAt   time.Time `json:"rated_at,omitzero"`   // the last time; zero: never
}

// Episode returns the episode of t that goes on, counted from 1: another one begins when a
// solved ticket is reopened.
func (t Ticket) Episode() int { return t.Reopens + 1 }

// ErrRating tells that a ticket cannot be rated: it was neither solved nor was its requester
// asked.
var ErrRating = errors.New("ticket: it was not solved yet")

// Offer returns t with its requester asked in the present episode, or, if sent is false, with
// the note that this was tried. What was said in an earlier episode stays until another word
// takes its place.
func (t Ticket) Offer(sent bool, now time.Time) Ticket {
	t.Survey.Episode = t.Episode()
	if !sent {
		return t
	}
	t.Survey.OfferedAt = now.UTC()
	if t.Survey.Score == "" {
		t.Survey.Score = Offered
	}
	return t
}

// Rate returns t with what its requester says: [Good] or [Bad], and the id of the comment with
// the requester's words, which may be empty. A ticket may be rated that is solved, was solved
// and reopened, or whose requester was asked; a later word takes the place of an earlier one.
// One who rates a solved ticket is not asked any more in that episode. The status stays. The error matches [ErrClosed], [ErrRating] or [ErrValue].
// Source: https://github.com/api-evangelist/zendesk/blob/main/openapi/_original/tickets-openapi-original.yml (autumn 2026).
func (l Lifecycle) Rate(t Ticket, score Satisfaction, comment string, by Actor, now time.Time) (Ticket, error) {
	switch {
	case t.Status == Closed:
		return Ticket{}, ErrClosed
	case score != Good && score != Bad:
		return Ticket{}, &ValueError{Field: FieldSatisfaction, Value: string(score), Reason: `want "good" or "bad"`}
	case t.FirstSolvedAt.IsZero() && t.Survey.OfferedAt.IsZero():
		return Ticket{}, ErrRating
	}
	if comment != "" {
		t.Survey.Comment = comment
	}
	if t.Survey.Comment != "" {
		score += "_with_comment"
	}
	t.Survey.Score, t.Survey.RatedAt = score, now.UTC()
	if t.Status == Solved {
		t.Survey.Episode = t.Episode()
	}
	return t.touched(by, now), nil
}
