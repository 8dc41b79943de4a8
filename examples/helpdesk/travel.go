package main

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// maxTravel is how far one travel may go, and latest is where all of them end.
const (
	maxTravel = 31 * 24 * time.Hour
	maxAhead  = 20 * 365 * 24 * time.Hour
)

// travel takes the form by which time is let pass: by hours, or until a date and time in the
// viewer's zone. The same form sent twice is one travel.
func (d *demo) travel(r *http.Request) (string, error) {
	to := back(r)
	d.travelling.Lock()
	defer d.travelling.Unlock()
	if key := r.PostFormValue("idempotency_key"); key != "" && key == d.travelled {
		return to.String(), nil
	}
	length, err := d.length(r)
	if err != nil {
		return "", err
	}
	if err := d.pass(context.WithoutCancel(r.Context()), length); err != nil {
		return "", err
	}
	d.travelled = r.PostFormValue("idempotency_key")
	return to.String(), nil
}

// length reads how far a travel goes.
func (d *demo) length(r *http.Request) (time.Duration, error) {
	clk := d.server.clock
	length := time.Duration(0)
	if until := r.PostFormValue("until"); until != "" && r.PostFormValue("hours") == "" {
		at, err := time.ParseInLocation("2006-01-02T15:04", until, d.server.zoneOf(r, d.server.agentOf(r).ID))
		if err != nil {
			return 0, fieldError{"until", httpError{http.StatusUnprocessableEntity, "until: want a date and a time, as 2026-11-27T18:00"}}
		}
		length = clk.Until(at)
	} else {
		hours, err := strconv.ParseFloat(r.PostFormValue("hours"), 64)
		if err != nil || math.IsNaN(hours) || hours <= 0 || hours > maxTravel.Hours() {
			return 0, fieldError{"hours", httpError{http.StatusUnprocessableEntity, fmt.Sprintf("hours: want a number up to %d", int(maxTravel.Hours()))}}
		}
		length = time.Duration(hours * float64(time.Hour))
	}
	switch {
	case length <= 0:
		return 0, fieldError{"until", httpError{http.StatusUnprocessableEntity, "until: time goes forward only"}}
	case length > maxTravel || clk.Ahead()+length > maxAhead:
		return 0, fieldError{"until", httpError{http.StatusUnprocessableEntity, fmt.Sprintf("until: a travel ends within %d days", int(maxTravel.Hours()/24))}}
	}
	return length, nil
}

// pass lets time pass at once. It stops at every instant at which there is something to
// do, so that what is due then happens then, as it would have. What was written before
// goes out before.
func (d *demo) pass(ctx context.Context, length time.Duration) error {
	clk := d.server.clock
	end := clk.Now().Add(length)
	for clk.Now().Before(end) {
		next, failed := d.server.worker.Once(ctx, clk.Now())
		if failed != nil || next.IsZero() || next.After(end) {
			next = end // what failed is logged, and tried again later
		}
		if err := clk.advance(next); err != nil {
			return err
		}
	}
	_, _ = d.server.worker.Once(ctx, clk.Now()) // logged
	d.server.worker.Nudge()
	d.server.hub.tell(news{})
	d.server.log.Debug("time has passed", "by", length, "now", clk.Now())
	return nil
}
