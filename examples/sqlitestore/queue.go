package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// Claim implements [socialticket.Queue].
//
// An effect that this program cannot read, perhaps of a newer one, is left alone for the
// lease. It is told as an error where there is nothing else to claim.
func (s *Store) Claim(ctx context.Context, c socialticket.Claim) ([]socialticket.Claimed, time.Time, error) {
	var got claims
	err := s.do(ctx, func(w *writer) (err error) {
		got, err = w.claims(c)
		return err
	})
	if err == nil && len(got.list) == 0 {
		err = got.unreadable
	}
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("sqlitestore: claim: %w", err)
	}
	return got.list, got.next, nil
}

// claims is what a claim got.
type claims struct {
	list       []socialticket.Claimed
	next       time.Time
	unreadable error
}

func (w *writer) claims(c socialticket.Claim) (got claims, err error) {
	// The clock may have been set back: what was ready may not be any more.
	for _, s := range []*sql.Stmt{w.wake, w.unwake} {
		if err := w.exec(s, stamp(c.Now)); err != nil {
			return got, err
		}
	}
	limit := max(0, c.Limit)
	heads, err := w.heads(c.Kinds, limit+1)
	if err != nil {
		return got, err
	}
	for _, h := range heads[:min(len(heads), limit)] {
		e, err := w.take(h, c)
		if bad, is := errors.AsType[unreadable](err); is {
			got.unreadable = bad
			continue
		}
		if err != nil {
			return got, err
		}
		got.list = append(got.list, e)
	}
	if len(heads) > limit {
		return got, nil // the caller asks again
	}
	var next string
	if _, err := w.row(w.free, nil, &next); err != nil {
		return got, err
	}
	got.next, err = instant(next)
	return got, err
}

// first is the first effect of a lane.
type first struct {
	at      string
	account channel.Account
	id      string
}

func (f first) compare(o first) int {
	return cmp.Or(cmp.Compare(f.at, o.at),
		cmp.Compare(f.account.Kind, o.account.Kind), cmp.Compare(f.account.ID, o.account.ID), cmp.Compare(f.id, o.id))
}

// heads returns the first effects of the lanes that are ready, at most limit, in their
// order.
func (w *writer) heads(kinds []socialticket.EffectKind, limit int) ([]first, error) {
	if len(kinds) == 0 {
		return firsts(w.ready.QueryContext(context.Background(), limit))
	}
	var all []first
	for _, kind := range slices.Compact(slices.Sorted(slices.Values(kinds))) {
		list, err := firsts(w.readyKind.QueryContext(context.Background(), kind, limit))
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortFunc(all, first.compare)
	return all[:min(len(all), limit)], nil
}

func firsts(rows *sql.Rows, err error) ([]first, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []first
	for rows.Next() {
		var f first
		if err := rows.Scan(&f.at, &f.account.Kind, &f.account.ID, &f.id); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

// unreadable tells that an effect is not what this program knows.
type unreadable struct{ error }

// take claims one effect.
func (w *writer) take(f first, c socialticket.Claim) (socialticket.Claimed, error) {
	e := socialticket.Claimed{Until: c.Now.Add(c.Lease).UTC()}
	l := lane{account: f.account}
	var after, since string
	var body []byte
	args := []any{stamp(c.Now), stamp(e.Until), f.account.Kind, f.account.ID, f.id}
	if found, err := w.row(w.claim, args, &l.name, &after, &e.Attempt, &e.Failures, &since, &body); err != nil || !found {
		return e, cmp.Or(err, fmt.Errorf("effect %s of a lane is missing", f.id))
	}
	if err := w.settle(l); err != nil {
		return e, err
	}
	err := decode(body, &e.Effect)
	if err != nil {
		return e, unreadable{fmt.Errorf("effect %s: %w", f.id, err)}
	}
	if e.After, err = instant(after); err != nil {
		return e, err
	}
	e.Since, err = instant(since)
	return e, err
}

// Return implements [socialticket.Queue].
func (s *Store) Return(ctx context.Context, r socialticket.Return) error {
	if err := s.do(ctx, func(w *writer) error { return w.giveUp(r) }); err != nil {
		return fmt.Errorf("sqlitestore: return: %w", err)
	}
	return nil
}

func (w *writer) giveUp(r socialticket.Return) error {
	l := lane{account: r.Account}
	var claimed, since string
	found, err := w.row(w.inHand, []any{r.Account.Kind, r.Account.ID, r.ID, r.Attempt}, &l.name, &claimed, &since)
	if err != nil {
		return err
	}
	if !found {
		return clean{conflict("effect %s is done, or was claimed again", r.ID)}
	}
	switch {
	case !r.Doubt:
		since = ""
	case since == "":
		since = claimed
	}
	failures := 0
	if r.Reason != (channel.Error{}) {
		failures = 1
	}
	if err := w.exec(w.giveBack, stamp(r.After), failures, since, r.Account.Kind, r.Account.ID, r.ID); err != nil {
		return err
	}
	return w.settle(l)
}
