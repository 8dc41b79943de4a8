package redact

// finder goes through a text once, from block to block of digits, and takes at each block
// the longest number that may be a card's.
type finder struct {
	text    string
	cfg     *Config
	index   int // how many digits stand before the run
	run     run
	next    int    // where the block begins that follows those held; -1: the run ends
	window  window // of the number looked at
	address addressAt
}

// findCards appends the numbers in text that are to be masked to cards.
func (r Redactor) findCards(text string, cards []card) []card {
	f := finder{text: text, cfg: &r.cfg}
	for i := 0; ; {
		i = nextDigit(text, i)
		if len(text)-i < minCard {
			return cards
		}
		f.begin(i)
		if f.enough() {
			cards = f.ofRun(cards)
		}
		last := &f.run.held[f.run.n-1]
		i, f.index = last.end, last.index+last.size
	}
}

// ofRun appends the numbers of the run to cards.
func (f *finder) ofRun(cards []card) []card {
	for known := 0; ; {
		if f.run.held[f.run.i].at >= known && f.mayStart(f.run.i) {
			if c := f.longest(f.run.i); c.digits > 0 {
				cards = addCard(cards, c)
				known = f.behind(c)
			}
		}
		if !f.advance() {
			return cards
		}
	}
}

// behind returns where the card number begins that stands behind c in the same run, or 0
// if none does; c begins at the block in hand, and both are in large groups. The blocks
// within c then begin no number: it would be of digits of both.
func (f *finder) behind(c card) int {
	i := f.run.i
	for i < f.run.n && f.run.held[i].at < c.end {
		i++
	}
	groups := i - f.run.i
	if i == f.run.n || groups == 1 || groups > maxUsual || f.run.held[i].size < 4 {
		return 0
	}
	known := f.address // that of an earlier place may be asked for again
	if f.mayStart(i) && f.longest(i).digits > 0 {
		return f.run.held[i].at
	}
	f.address = known
	return 0
}

// longest returns the longest card number that begins with the i-th block held. It has no
// digits if there is none.
func (f *finder) longest(i int) (best card) {
	held := f.run.held[:f.run.n]
	first, w := &held[i], &f.window
	w.i, w.at, w.groups, w.n, w.gaps = i, first.at, 0, 0, gaps{}
	for k := range held[i:] {
		b := &held[i+k]
		if w.n+b.size > maxCard || k > 0 && b.size > maxGroup {
			break
		}
		w.add(f.text, b)
		if w.n >= minCard && f.isCard(w) {
			best = card{start: w.at, end: w.end, digits: w.n, index: first.index}
		}
		w.gaps.add(b.kind)
		if b.size > maxGroup || !b.joined() || !w.gaps.alike() {
			break
		}
	}
	return best
}

// isCard reports whether w is a card number that has something to hide.
func (f *finder) isCard(w *window) bool {
	c, g := issuerOf(w.number())
	if c == notCard || !luhn(w.number()) || w.groups > 1 && !f.written(w, c) {
		return false
	}
	from, to := f.cfg.hidden(w.n)
	return from < to && !f.touchesMask(w.at, w.end) &&
		(c != rare || w.groups > 1 && usual(w.grouping()) || speaksOfCard(f.text[:w.at])) &&
		(!f.cfg.UseGroupings || g.fit(w.grouping())) &&
		(!f.cfg.ExcludeTrackingNumbers || !isTrackingNumber(w.number())) &&
		(!f.cfg.ParseFlanking || !flanked(f.text[:w.at], f.text[w.end:])) &&
		!f.kept(w)
}

// addCard appends c. Where it overlaps the last one, the two become one, so that what
// either hides stays hidden.
func addCard(cards []card, c card) []card {
	if len(cards) == 0 {
		return append(cards, c)
	}
	last := &cards[len(cards)-1]
	if c.start >= last.end {
		return append(cards, c)
	}
	last.digits = max(last.digits, c.index+c.digits-last.index)
	last.end = max(last.end, c.end)
	return cards
}
