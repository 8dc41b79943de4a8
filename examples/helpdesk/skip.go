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

// skip takes the form by which somebody lets time pass.
func (d *demo) skip(r *http.Request) (string, error) {
	hours, err := strconv.Atoi(r.PostFormValue("hours"))
	if err != nil || hours < 1 || hours > maxSkip {
		return "", httpError{http.StatusUnprocessableEntity, fmt.Sprintf("hours: want a number from 1 to %d", maxSkip)}
	}
	if err := d.pass(context.WithoutCancel(r.Context()), time.Duration(hours)*time.Hour); err != nil {
		return "", err
	}
	return back(r), nil
}

// pass lets time pass at once. It stops at every instant at which a ticket wants
// attention, so that what is due then happens then, as it would have.
func (d *demo) pass(ctx context.Context, length time.Duration) error {
	d.skipping.Lock()
	defer d.skipping.Unlock()
	if err := d.settle(ctx); err != nil {
		return err
	}
	clk := d.server.clock
	end := clk.Now().Add(length)
	for clk.Now().Before(end) {
		_, failed := d.server.runner.Once(ctx, clk.Now())
		_, next, err := d.server.store.Due(ctx, clk.Now(), 1)
		switch {
		case err != nil:
			return err
		case failed != nil, next.IsZero(), next.After(end):
			next = end // who could not be woken is woken later
		}
		if err := clk.advance(next); err != nil {
			return err
		}
	}
	_, _ = d.server.runner.Once(ctx, clk.Now())
	d.server.log.Info("time has passed", "by", length, "now", clk.Now())
	return nil
}

// settle waits a moment for the outbox to be empty: what was written before the skip
// goes out before it.
func (d *demo) settle(ctx context.Context) error {
	const looks = 40
	for range looks {
		waiting, err := d.server.store.Outbox(ctx, 1)
		if err != nil || len(waiting) == 0 {
			return err
		}
		if err := pause(ctx, d.server.clock, time.Second/20); err != nil {
			return err
		}
	}
	return nil
}
