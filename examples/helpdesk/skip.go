package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// maxSkip is how far one skip may go, in hours.
const maxSkip = 24 * 31

// skip takes the form by which time is let pass. The same form sent twice is one skip.
func (d *demo) skip(r *http.Request) (string, error) {
	hours, err := strconv.Atoi(r.PostFormValue("hours"))
	if err != nil || hours < 1 || hours > maxSkip {
		return "", httpError{http.StatusUnprocessableEntity, fmt.Sprintf("hours: want a number from 1 to %d", maxSkip)}
	}
	d.skipping.Lock()
	defer d.skipping.Unlock()
	if key := r.PostFormValue("idempotency_key"); key == "" || key != d.skipped {
		if err := d.pass(context.WithoutCancel(r.Context()), time.Duration(hours)*time.Hour); err != nil {
			return "", err
		}
		d.skipped = key
	}
	return back(r), nil
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
	d.server.log.Info("time has passed", "by", length, "now", clk.Now())
	return nil
}
