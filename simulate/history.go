package simulate

import (
	"context"
	"fmt"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// history is which states of conversations and persons the records made so far.
type history struct {
	made  lately[stateOf, int64] // the newest version
	base  map[stateOf]int64      // the version that the replay began with
	brief bool                   // what was forgotten begins anew
}

func newHistory(term time.Duration) history {
	h := history{base: map[stateOf]int64{}, brief: term > 0}
	h.made.term = 2 * term
	return h
}

// gap tells that a record's state does not follow the one before it: something was written
// before the first record, or by a command that was not recorded. Empty: it does.
func (h *history) gap(r *Record) string {
	of := stateOf{r.Account, r.Talk}
	fresh := !h.made.has(of)
	want := h.made.get(of) + 1
	if fresh {
		want = h.base[of] + 1
	}
	h.made.put(r.At, of, r.Version)
	switch {
	case r.Version == want || h.brief && (fresh || r.Version == 1):
		return ""
	case r.Version < want:
		return fmt.Sprintf("it begins anew with version %d after version %d, which the store had forgotten", r.Version, want-1)
	}
	return fmt.Sprintf("versions %d to %d were not recorded", want, r.Version-1)
}

// held reports that the store which the replay begins from holds what a record did, and else
// tells of a gap before it.
func (p *player) held(ctx context.Context, r *Record) (bool, error) {
	if p.over != nil {
		if p.now.IsZero() {
			p.now = r.At.UTC()
		}
		if r.Version == 0 {
			return r.At.Before(p.cfg.Since), nil
		}
		base, err := p.begins(ctx, stateOf{r.Account, r.Talk})
		if err != nil || r.Version <= base {
			return err == nil, err
		}
	}
	if r.Version > 0 {
		if why := p.history.gap(r); why != "" {
			p.lost = append(p.lost, Lost{At: r.At, What: "history", Talk: r.Talk, Why: why})
		}
	}
	return false, nil
}

// begins returns the version of a state that the replay begins with.
func (p *player) begins(ctx context.Context, of stateOf) (int64, error) {
	if base, known := p.history.base[of]; known {
		return base, nil
	}
	ref := socialticket.Ref{Account: of.account, Key: of.key}
	if of.account == (channel.Account{}) {
		ref = socialticket.Ref{Person: string(of.key)}
	}
	head, err := p.cfg.From.Load(ctx, ref)
	if err != nil {
		return 0, fmt.Errorf("simulate: replay: load: %w", err)
	}
	base := head.Conversation.Version
	if of.account == (channel.Account{}) {
		base = head.Record.Version
	}
	p.history.base[of] = base
	return base, nil
}
