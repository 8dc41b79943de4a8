package datatest

import (
	"encoding/json"
	"time"
)

// Runs are the instants of runs: a list, or the first and the last of some an hour apart.
type Runs []time.Time

// UnmarshalJSON reads either form.
func (r *Runs) UnmarshalJSON(text []byte) error {
	if err := json.Unmarshal(text, (*[]time.Time)(r)); err == nil {
		return nil
	}
	var span struct {
		First time.Time
		Until time.Time `json:"every_hour_until"`
	}
	if err := Decode(text, &span); err != nil {
		return err
	}
	for at := span.First; at.Before(span.Until.Add(-time.Hour / 2)); at = at.Add(time.Hour) {
		*r = append(*r, at)
	}
	*r = append(*r, span.Until)
	return nil
}

// CountAtRun is a condition that has held since an instant, and runs after it.
type CountAtRun struct {
	Since time.Time `json:"condition_true_at"`
	Runs  Runs      `json:"runs_at"`
}

// ClockCondition is a condition of the cases about an hourly clock.
type ClockCondition struct {
	Field, Operator string
	Value           any
}

// DelayRange is a rule on hours.
type DelayRange struct {
	Hours    int `json:"rule_hours"`
	Operator string
}
