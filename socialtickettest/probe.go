package socialtickettest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/socialticket/socialticket"
)

// probe looks at one store for one promise.
type probe struct {
	*testing.T
	cfg      Config
	store    socialticket.Store
	sentence string
}

// twin returns a probe of another store, which is new.
func (p *probe) twin() *probe {
	return &probe{T: p.T, cfg: p.cfg, store: p.cfg.New(p.T), sentence: p.sentence}
}

// broken tells that the promise was not kept.
func (p *probe) broken(format string, args ...any) {
	p.Helper()
	p.Errorf("broken promise: %q\n%s", p.sentence, fmt.Sprintf(format, args...))
}

// same checks that two values are equal, by their JSON.
func (p *probe) same(what string, want, got any) {
	p.Helper()
	if w, g := text(want), text(got); w != g {
		p.broken("%s: %s", what, difference(w, g))
	}
}

// difference returns the lines in which two texts differ, from the first to the
// last, shortened.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	same := 0
	for same < min(len(w), len(g)) && w[same] == g[same] {
		same++
	}
	w, g = w[same:], g[same:]
	for len(w) > 0 && len(g) > 0 && w[len(w)-1] == g[len(g)-1] {
		w, g = w[:len(w)-1], g[:len(g)-1]
	}
	const most = 8
	return fmt.Sprintf("from line %d on\nwant:\n%s\ngot:\n%s", same+1,
		strings.Join(w[:min(most, len(w))], "\n"), strings.Join(g[:min(most, len(g))], "\n"))
}

// text returns v as JSON, in which equal values are equal and a person can see
// what differs.
func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Sprintf("%T without a JSON: %v", v, err)
	}
	return string(raw)
}

// list returns a list whose JSON is the same for nil and empty.
func list[T any](s []T) []T { return append([]T{}, s...) }

// commit writes all of cs, which nothing forbids.
func (p *probe) commit(cs ...socialticket.Commit) {
	p.Helper()
	for _, c := range cs {
		if err := p.store.Commit(p.Context(), c); err != nil {
			p.broken("Commit of cause %q, expecting version %d: %v", c.Cause, c.Expect, err)
			p.FailNow()
		}
	}
}

// refused checks that c is refused with an error that matches want.
func (p *probe) refused(what string, c socialticket.Commit, want error) {
	p.Helper()
	if err := p.store.Commit(p.Context(), c); !errors.Is(err, want) {
		p.broken("Commit %s: error %v, want one that matches %q", what, err, want)
	}
}

func (p *probe) load(ref socialticket.Ref) socialticket.Head {
	p.Helper()
	head, err := p.store.Load(p.Context(), ref)
	if err != nil {
		p.broken("Load(%+v): %v", ref, err)
		p.FailNow()
	}
	return head
}

// leads checks which conversation a reference leads to.
func (p *probe) leads(ref socialticket.Ref, to socialticket.Commit) {
	p.Helper()
	c := p.load(ref).Conversation
	if c.Account != to.Account || c.Key != to.Key {
		p.broken("Load(%+v) leads to conversation %q of account %v, want %q of account %v", ref, c.Key, c.Account, to.Key, to.Account)
	}
}
