package sqlitestore

import (
	"github.com/socialticket/socialticket/channel"
)

// lane names a lane.
type lane struct {
	account channel.Account
	name    string
}

// putEffects takes new effects in and done ones out.
func (w *writer) putEffects(r rows) error {
	if len(r.Effects)+len(r.Done) == 0 {
		return nil
	}
	touched := map[lane]struct{}{}
	for i := range r.Effects {
		e := &r.Effects[i]
		a := e.Account
		if err := w.exec(w.effect, a.Kind, a.ID, e.ID, e.Lane, e.Number, e.Kind, stamp(e.At), stamp(e.After), r.effects[i]); err != nil {
			return err
		}
		touched[lane{a, e.Lane}] = struct{}{}
	}
	for _, id := range r.Done {
		l := lane{account: r.Account}
		found, err := w.row(w.laneOf, []any{l.account.Kind, l.account.ID, id}, &l.name)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if err := w.exec(w.done, l.account.Kind, l.account.ID, id); err != nil {
			return err
		}
		touched[l] = struct{}{}
	}
	for l := range touched {
		if err := w.settle(l); err != nil {
			return err
		}
	}
	return nil
}

// settle notes which effect of a lane is the first, and from when on it may be claimed:
// not before its After, nor while an effect of the lane is in the hands of a worker.
func (w *writer) settle(l lane) error {
	var id, kind, since, after, busy string
	at := []any{l.account.Kind, l.account.ID, l.name}
	found, err := w.row(w.head, at, &id, &kind, &since, &after)
	if err != nil {
		return err
	}
	if !found {
		return w.exec(w.empty, at...)
	}
	if _, err := w.row(w.busy, at, &busy); err != nil {
		return err
	}
	return w.exec(w.place, append(at, id, kind, since, max(after, busy))...)
}
