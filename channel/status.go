package channel

import (
	"cmp"
	"time"
)

// DeliveryState says how far a message got. Its text is the stored one.
type DeliveryState string

// The delivery states in their order. A later state includes the earlier ones:
// a message that was read was delivered, whether or not anybody said so. Failed
// stands below delivered, for what reached the user did not fail.
const (
	StateQueued    DeliveryState = "queued"    // to be sent
	StateDoubt     DeliveryState = "in_doubt"  // it was given to the platform, whose answer is not known
	StateAccepted  DeliveryState = "accepted"  // the platform took it
	StateSent      DeliveryState = "sent"      // the platform sent it on
	StateFailed    DeliveryState = "failed"    // it did not arrive
	StateDelivered DeliveryState = "delivered" // on the user's device
	StateRead      DeliveryState = "read"
	StatePlayed    DeliveryState = "played" // a voice message, listened to
)

// rank orders the states; an unknown state is below all of them.
func (s DeliveryState) rank() int {
	switch s {
	case StateQueued:
		return 1
	case StateDoubt:
		return 2
	case StateAccepted:
		return 4
	case StateSent:
		return 5
	case StateFailed:
		return 6
	case StateDelivered:
		return 7
	case StateRead:
		return 8
	case StatePlayed:
		return 9
	}
	return 0
}

// rankGaveUp is the rank of a failure that is not the platform's word: whatever the
// platform says of the message counts more.
const rankGaveUp = 3

// rank orders what a delivery tells.
func (d Delivery) rank() int {
	if d.State == StateFailed && d.Error.Code == CodeGaveUp {
		return rankGaveUp
	}
	return d.State.rank()
}

// Arrived reports whether s says that the message reached the user.
func (s DeliveryState) Arrived() bool { return s.rank() > StateFailed.rank() }

// Status is one report of what became of a message that the business sent.
type Status struct {
	MessageID string        `json:"message_id,omitzero"` // the platform's id of the message
	Reference string        `json:"reference,omitzero"`  // the [Outbound.ID], where the platform hands it back
	State     DeliveryState `json:"state,omitzero"`
	Errors    []Error       `json:"errors,omitzero"`
	Price     Price         `json:"price,omitzero"`
	// Doubt tells that the message may have been taken before: it may arrive twice.
	Doubt bool `json:"doubt,omitzero"`
}

// Price tells how a platform charges a message. It never decides whether one
// may be sent.
type Price struct {
	Model    string    `json:"model,omitzero"`    // "PMP", "CBP"
	Category string    `json:"category,omitzero"` // "service", "marketing", "referral_conversion"
	Type     string    `json:"type,omitzero"`     // "regular", "free_customer_service", "free_entry_point"
	Billable bool      `json:"billable,omitzero"`
	Until    time.Time `json:"until,omitzero"` // end of the price window, where one was told
}

// Delivery is what is known of a message's way, all reports taken together.
// The zero Delivery belongs to a message that was never to be sent.
type Delivery struct {
	State DeliveryState `json:"state,omitzero"`
	At    time.Time     `json:"at,omitzero"` // earliest report of State
	// SentAt is the earliest report that the message had left: that it was taken,
	// sent or more.
	SentAt    time.Time `json:"sent_at,omitzero"`
	MessageID string    `json:"message_id,omitzero"` // the platform's
	// Error is the newest reported failure; of a message in doubt, that nothing more
	// is awaited. It stays when the message is later reported to have arrived: see
	// Contradicted.
	Error   Error     `json:"error,omitzero"`
	ErrorAt time.Time `json:"error_at,omitzero"`
	// Doubt tells that the message may have arrived twice.
	Doubt bool `json:"doubt,omitzero"`
}

// Contradicted reports that a message was said to have failed and to have
// arrived. Platforms do that; State then says that it arrived.
func (d Delivery) Contradicted() bool { return d.State.Arrived() && d.Error != Error{} }

// Failure returns why the message did not arrive, the zero Error if it did or if
// nobody said that it failed.
func (d Delivery) Failure() Error {
	if d.State != StateFailed {
		return Error{}
	}
	return d.Error
}

// Apply returns d with one more report, made at the given instant of the
// platform's clock. Reports may come in any order and any number of times: the
// result is the same. States that this version does not know change nothing.
func (d Delivery) Apply(s Status, at time.Time) Delivery {
	if s.State.rank() == 0 {
		return d
	}
	at = at.UTC()
	report := Delivery{State: s.State}
	if s.State == StateFailed {
		report.Error = firstError(s.Errors)
	}
	switch c := cmp.Compare(report.rank(), d.rank()); {
	case c > 0:
		if d.Error.Code == CodeGaveUp || d.Error.Code == CodeDoubt { // the platform had it after all
			d.Error, d.ErrorAt = Error{}, time.Time{}
		}
		d.State, d.At = s.State, at
	case c == 0 && at.Before(d.At):
		d.At = at
	}
	if left := s.State.rank() >= StateAccepted.rank() && s.State != StateFailed; left && (d.SentAt.IsZero() || at.Before(d.SentAt)) {
		d.SentAt = at
	}
	d.MessageID, d.Doubt = max(d.MessageID, s.MessageID), d.Doubt || s.Doubt
	if s.State == StateDoubt && d.State == StateDoubt && len(s.Errors) > 0 {
		d = d.fail(s.Errors[0], at)
	}
	if s.State == StateFailed && (report.Error.Code != CodeGaveUp || d.State == StateFailed) {
		d = d.fail(report.Error, at)
	}
	return d
}

// Fold returns the delivery of a message that went out in several parts: as far as
// the part that is least far, and failed if one failed. The message's id is that of
// the first part. No parts make the zero Delivery.
func Fold(parts ...Delivery) Delivery {
	if len(parts) == 0 {
		return Delivery{}
	}
	whole := parts[0]
	for _, p := range parts[1:] {
		switch {
		case whole.State == StateFailed && p.State == StateFailed:
			whole = whole.fail(p.Error, p.ErrorAt)
		case whole.State == StateFailed:
		case p.State == StateFailed || p.State.rank() < whole.State.rank():
			whole.State, whole.At, whole.Error, whole.ErrorAt = p.State, p.At, p.Error, p.ErrorAt
		case p.State == whole.State && p.At.After(whole.At):
			whole.At = p.At
		}
		whole.Doubt = whole.Doubt || p.Doubt
		if !p.SentAt.IsZero() && (whole.SentAt.IsZero() || p.SentAt.Before(whole.SentAt)) {
			whole.SentAt = p.SentAt
		}
	}
	return whole
}

// fail keeps the failure that has a reason; of two that have, the newer; at one
// instant, the larger text.
func (d Delivery) fail(e Error, at time.Time) Delivery {
	if e == (Error{}) {
		return d
	}
	if compareFailures(e, at, d.Error, d.ErrorAt) > 0 {
		d.Error, d.ErrorAt = e, at
	}
	return d
}

// compareFailures orders failures by how much they tell, then by their instants, then by
// their texts.
func compareFailures(a Error, at time.Time, b Error, bt time.Time) int {
	return cmp.Or(reasoned(a)-reasoned(b), at.Compare(bt), cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Title, b.Title), cmp.Compare(a.Detail, b.Detail))
}

// reasoned orders failures by how much they tell: 0 for what is not the platform's word,
// 1 for its word without a reason, 2 with one.
func reasoned(e Error) int {
	switch {
	case e == Error{} || e.Code == CodeGaveUp || e.Code == CodeDoubt:
		return 0
	case e.Code == CodeNoReason:
		return 1
	}
	return 2
}

func firstError(errs []Error) Error {
	if len(errs) == 0 || errs[0] == (Error{}) {
		return Error{Code: CodeNoReason, Title: "The platform gave no reason"}
	}
	return errs[0]
}
