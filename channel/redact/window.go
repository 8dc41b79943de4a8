package redact

const (
	minCard  = 12 // digits that the shortest card number has
	maxCard  = 19 // and the longest
	maxUsual = 5  // groups that one in large groups has
	maxGroup = 11 // digits that a group has at most: a longer block is a number of its own
)

// window is one block or several in a row, read as one number.
type window struct {
	at, end int // where it stands in the text
	i       int // where its first block is among those held
	groups  int // how many blocks it has

	n      int
	gaps   gaps
	digits [maxCard]byte // n of them, 0 to 9
	sizes  [maxCard]byte // how many digits each block has, as a character: '0' and so on
}

// number returns the digits read so far.
func (w *window) number() []byte { return w.digits[:w.n] }

// grouping returns the sizes of the blocks.
func (w *window) grouping() []byte { return w.sizes[:w.groups] }

// add adds b, for which w has room.
func (w *window) add(text string, b *block) {
	for at := b.at; at < b.end; w.n++ {
		value, width := text[at]-'0', 1
		if value > 9 {
			value, width = digitAt(text, at)
		}
		w.digits[w.n] = value
		at += width
	}
	w.sizes[w.groups] = '0' + byte(b.size)
	w.groups++
	w.end = b.end
}

// mayStart says quickly of most blocks held that no card number begins with the i-th.
func (f *finder) mayStart(i int) bool {
	text, b := f.text, &f.run.held[i]
	switch {
	case b.size > maxCard || b.size < minCard && !b.joined():
		return false
	case i > 0 && (b.size == 7 || b.size == 9 || b.size == 11 || b.size < 4 && b.size == f.run.held[i-1].size): // see usual and even
		return false
	}
	first, second := text[b.at], text[b.at+1]
	return !isDigit(first) || !isDigit(second) || leads(first, second)
}

// usual reports whether sizes are those in which people write card numbers: in fours, as
// the card has them, or in two or three large groups.
func usual(sizes []byte) bool {
	switch string(sizes) {
	case "465", "464", "484", "448", "844", "664", "88", "6:", ":6", "555":
		return true
	}
	last := len(sizes) - 1
	for _, size := range sizes[:last] {
		if size != '4' {
			return false
		}
	}
	return last >= 2 && sizes[last] <= '4'
}

// even reports whether sizes are one small size, as in numbers that are spelled out digit
// by digit or in pairs. The last may be smaller.
func even(sizes []byte) bool {
	last := len(sizes) - 1
	for _, size := range sizes[:last] {
		if size != sizes[0] {
			return false
		}
	}
	return last > 0 && sizes[0] <= '3' && sizes[last] <= sizes[0]
}

// written reports whether w, several blocks of the class c, is written as one number is.
func (f *finder) written(w *window, c class) bool {
	sizes := w.grouping()
	switch {
	case usual(sizes):
		return c == sure || !w.gaps.line && !w.gaps.list || f.alone(w)
	case even(sizes):
		return !w.gaps.list && f.whole(w)
	case c == sure || sizes[0] >= '4' && c == likely:
		return f.alone(w)
	}
	return false
}

// last returns the last block of w.
func (f *finder) last(w *window) *block { return &f.run.held[w.i+w.groups-1] }

// alone reports whether w is all of its run, and nothing of the run was masked.
func (f *finder) alone(w *window) bool {
	return w.i == 0 && f.last(w).kind == 0 && !f.maskBefore(w.at)
}

// whole reports whether w, even, has all blocks of its size that stand in a row, and none
// of them was masked.
func (f *finder) whole(w *window) bool {
	first, last := &f.run.held[w.i], f.last(w)
	if w.i > 0 && f.run.held[w.i-1].size == first.size || w.i == 0 && f.maskBefore(w.at) {
		return false
	}
	if last.kind == 0 || last.size < first.size {
		return true
	}
	return last.joined() && f.run.held[w.i+w.groups].size != first.size
}
