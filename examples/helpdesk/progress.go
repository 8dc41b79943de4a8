package main

import (
	"context"
	"iter"
	"log/slog"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// progress logs how far long work has come. Short work logs nothing.
type progress struct {
	log  *slog.Logger
	now  clockFunc
	what string
	all  int // of how many; 0: it is not known
	done int
	told time.Time // when it was last
}

const progressEvery = 2 * time.Second

func (s *server) progress(what string, all int) *progress {
	return &progress{log: s.log, now: s.wall, what: what, all: all, told: s.wall()}
}

// step notes that one more is done.
func (p *progress) step() {
	p.done++
	now := p.now()
	if now.Sub(p.told) < progressEvery {
		return
	}
	p.told = now
	args := []any{"what", p.what, "done", p.done}
	if p.all > 0 {
		args = append(args, "of", p.all)
	}
	p.log.Info("at work", args...)
}

// counting is a store that tells of each ticket that is read from it in a row.
type counting struct {
	store
	step func()
}

// Tickets implements [socialticket.Reader].
func (c counting) Tickets(ctx context.Context) iter.Seq2[ticket.Ticket, error] {
	return stepping(c.store.Tickets(ctx), c.step)
}

// Select implements [socialticket.Selector].
func (c counting) Select(ctx context.Context, tree rules.Tree) iter.Seq2[ticket.Ticket, error] {
	return stepping(c.store.Select(ctx, tree), c.step)
}

func stepping(list iter.Seq2[ticket.Ticket, error], step func()) iter.Seq2[ticket.Ticket, error] {
	return func(yield func(ticket.Ticket, error) bool) {
		for t, err := range list {
			step()
			if !yield(t, err) {
				return
			}
		}
	}
}
