package rules

// finder finds which of some words a text holds, in one pass over it: the automaton of
// Aho and Corasick over the bytes of the words, in letters of either size.
type finder struct {
	classes [256]uint8 // bytes that no word has are class 0
	width   int
	next    []uint32 // state*width + class
	hits    [][]uint32
	words   []string
}

// plain reports whether the words can be found by their bytes.
func plain(words []string) bool {
	for _, w := range words {
		for i := range len(w) {
			if w[i] >= 0x80 {
				return false
			}
		}
	}
	return true
}

// newFinder returns the finder of words in small letters.
func newFinder(words []string) *finder {
	f := &finder{width: 1, words: words}
	for _, w := range words {
		for i := range len(w) {
			if c := w[i]; f.classes[c] == 0 {
				f.classes[c] = uint8(f.width)
				if 'a' <= c && c <= 'z' {
					f.classes[c-'a'+'A'] = uint8(f.width)
				}
				f.width++
			}
		}
	}
	f.grow()
	f.link()
	return f
}

// grow makes the tree of the words.
func (f *finder) grow() {
	f.next, f.hits = make([]uint32, f.width), [][]uint32{nil}
	for number, w := range f.words {
		state := uint32(0)
		for i := range len(w) {
			at := int(state)*f.width + int(f.classes[w[i]])
			if f.next[at] == 0 {
				f.next[at] = uint32(len(f.hits))
				f.hits = append(f.hits, nil)
				f.next = append(f.next, make([]uint32, f.width)...)
			}
			state = f.next[at]
		}
		f.hits[state] = append(f.hits[state], uint32(number))
	}
}

// link lets every state go on where the longest end of it that begins a word does.
func (f *finder) link() {
	fail := make([]uint32, len(f.hits))
	var queue []uint32
	for class := range f.width {
		if to := f.next[class]; to != 0 {
			queue = append(queue, to)
		}
	}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		f.hits[state] = append(f.hits[state], f.hits[fail[state]]...)
		for class := range f.width {
			at, back := int(state)*f.width+class, f.next[int(fail[state])*f.width+class]
			if to := f.next[at]; to != 0 {
				fail[to] = back
				queue = append(queue, to)
			} else {
				f.next[at] = back
			}
		}
	}
}

// find sets the bits of the words in a text, which are not set before, and appends their
// numbers to list.
func (f *finder) find(text string, seen []uint64, list []uint32) []uint32 {
	state := uint32(0)
	for i := range len(text) {
		state = f.next[int(state)*f.width+int(f.classes[text[i]])]
		for _, word := range f.hits[state] {
			if bit := uint64(1) << (word % 64); seen[word/64]&bit == 0 {
				seen[word/64] |= bit
				list = append(list, word)
			}
		}
	}
	return list
}
