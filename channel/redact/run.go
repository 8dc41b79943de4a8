package redact

import "math/bits"

// block is digits in a row, text[at:end].
type block struct {
	at, end int
	index   int // how many digits the text has before it
	size    int // how many it has
	plus    int // how many stand between a plus sign and it, maxPhone at most; -1: it has none before
	kind    rune
}

// joined reports whether another block stands behind b, with a gap of b.kind between.
func (b *block) joined() bool { return b.kind != 0 && b.kind != maskGap }

// run is blocks with gaps between them, of which a part is held: that in hand, the one
// before, and those with which a number can go on.
type run struct {
	held [32]block
	n    int // how many are held
	i    int // which is in hand
}

// begin reads the run whose first digit is at i, or the first part of it.
func (f *finder) begin(i int) {
	r := &f.run
	r.n, r.i = 0, 0
	f.hold(i, &block{index: f.index, plus: -1})
	f.fill()
}

// hold reads the block at i, which stands behind last.
func (f *finder) hold(i int, last *block) {
	b := &f.run.held[f.run.n]
	f.run.n++
	size, end := f.digitsAt(i)
	b.at, b.end, b.size, b.index = i, end, size, last.index+last.size
	switch {
	case endsInPlus(f.text[:i]):
		b.plus = 0
	case last.plus >= 0:
		b.plus = min(last.plus+last.size, maxPhone)
	default:
		b.plus = -1
	}
	f.next, b.kind = f.gap(end)
}

// fill reads on as far as there is room.
func (f *finder) fill() {
	r := &f.run
	for r.n < len(r.held) && f.next >= 0 {
		f.hold(f.next, &r.held[r.n-1])
	}
}

// advance takes the next block in hand. It reports false if no number can begin there.
func (f *finder) advance() bool {
	r := &f.run
	r.i++
	if r.n-r.i <= maxCard && f.next >= 0 {
		r.n = copy(r.held[:], r.held[r.i-1:r.n])
		r.i = 1
		f.fill()
	}
	return f.enough()
}

// enough reports whether the run has the digits of a number, from the block in hand on.
func (f *finder) enough() bool {
	r := &f.run
	last := &r.held[r.n-1]
	return f.next >= 0 || r.i < r.n && last.index+last.size-r.held[r.i].index >= minCard
}

// digitsAt is skipDigits, faster for ASCII digits.
func (f *finder) digitsAt(i int) (size, end int) {
	for end = i; len(f.text)-end > 8; end += 8 {
		rest := []byte(f.text[end : end+9]) // not copied, as nothing writes to it
		others := nonDigits(rest)
		if others == 0 {
			continue
		}
		n := bits.TrailingZeros64(others) / 8
		if end += n; rest[n] < firstWide {
			return end - i, end
		}
		break
	}
	size, last := skipDigits(f.text, end)
	return end - i + size, last
}

// skipDigits returns how many digits stand at i, and where they end.
func skipDigits(text string, i int) (size, end int) {
	for end = i; end < len(text); {
		width := 1
		if c := text[end]; !isDigit(c) {
			if c < firstWide {
				break
			}
			if _, width = digitAt(text, end); width == 0 {
				break
			}
		}
		size++
		end += width
	}
	return size, end
}
