package main

import (
	"fmt"
	"math/bits"
	"regexp/syntax"
	"slices"
)

// A state stands in the middle of a number, after some of its digits.
type state struct {
	next    [10]*state // by the next digit; nil: no number goes on like that
	lengths lengths    // of what may still come
	// uniform tells that any digits may follow: the lengths are all there is to say.
	uniform bool
}

// lengths is a set of lengths: bit n stands for n digits.
type lengths uint32

// after returns the lengths of whole numbers, n digits of which are read.
func (l lengths) after(n int) lengths { return l << n }

// single reports whether there is one length at most.
func (l lengths) single() bool { return bits.OnesCount32(uint32(l)) <= 1 }

// language returns the state before the first digit of the numbers that match a
// pattern, nil for an empty pattern. The metadata's patterns match whole numbers and
// hold digits only, each a bounded number of times, so the states form no circle.
func language(pattern string) *state {
	if pattern == "" {
		return nil
	}
	tree, err := syntax.Parse("(?:"+pattern+")", syntax.Perl)
	if err != nil {
		panic(fmt.Errorf("the pattern %q: %w", pattern, err))
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		panic(fmt.Errorf("the pattern %q: %w", pattern, err))
	}
	m := machine{program, map[string]*state{}}
	return m.state([]uint32{uint32(program.Start)})
}

// machine makes the states of a program, each once.
type machine struct {
	program *syntax.Prog
	states  map[string]*state
}

// state returns the state in which the program stands at any of some instructions.
func (m machine) state(from []uint32) *state {
	at, done := m.reach(from)
	if len(at) == 0 && !done {
		return nil
	}
	key := fmt.Sprint(at, done)
	if s := m.states[key]; s != nil {
		return s
	}
	s := &state{uniform: true}
	m.states[key] = s
	for digit := range s.next {
		s.next[digit] = m.state(m.step(at, rune('0'+digit)))
		if s.next[digit] != nil {
			s.lengths |= s.next[digit].lengths.after(1)
		}
	}
	for _, next := range s.next {
		if s.lengths != 0 && (next == nil || !next.uniform || next.lengths.after(1) != s.lengths) {
			s.uniform = false
		}
	}
	if done {
		s.lengths |= 1
	}
	return s
}

// reach returns the instructions that read a digit and can be reached without one,
// sorted, and whether the number may end here.
func (m machine) reach(from []uint32) (at []uint32, done bool) {
	seen := map[uint32]bool{}
	for len(from) > 0 {
		pc := from[len(from)-1]
		from = from[:len(from)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch in := m.program.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			from = append(from, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
			from = append(from, in.Out)
		case syntax.InstMatch:
			done = true
		case syntax.InstFail:
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			at = append(at, pc)
		}
	}
	slices.Sort(at)
	return at, done
}

// step returns the instructions after those that read a digit.
func (m machine) step(at []uint32, digit rune) (next []uint32) {
	for _, pc := range at {
		if in := m.program.Inst[pc]; in.MatchRune(digit) {
			next = append(next, in.Out)
		}
	}
	return next
}
