package datatest

import "time"

// Silence are the choices of a sweep over silent tickets.
type Silence struct {
	Days     int  `json:"after_days"`
	Minutes  *int `json:"after_minutes"`
	Batch    int
	Channel  string
	Eligible string
	Message  string
	Skip     bool `json:"skip_waiting"`
	Tag      string
	Tickets  []struct {
		LastActivity time.Time `json:"last_activity"`
		LastInbound  time.Time `json:"last_inbound"`
		Status       string
		WaitingSince time.Time `json:"waiting_since"`
	}
}

// After returns after how many minutes a ticket is silent; 0: never.
func (s Silence) After() int {
	if s.Minutes != nil {
		return *s.Minutes
	}
	return s.Days * 24 * 60
}
