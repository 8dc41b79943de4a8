package redact

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// mask returns text with the hidden digits of cards replaced.
func (r Redactor) mask(text string, cards []card) string {
	token := cmp.Or(r.cfg.Replacement, Mask)
	size := len(text)
	for _, c := range cards {
		from, to := r.cfg.hidden(c.digits)
		size += (to - from) * (len(token) - 1)
	}
	var b strings.Builder
	b.Grow(size)
	done := 0
	for _, c := range cards {
		b.WriteString(text[done:c.start])
		r.writeMasked(&b, text[c.start:c.end], token, c.digits)
		done = c.end
	}
	b.WriteString(text[done:])
	if isValid([]byte(text)) { // then the masked text is, and this one is read faster
		return b.String()
	}
	return validText(b.String())
}

// writeMasked writes number, which has so many digits, with token for each hidden one.
func (r Redactor) writeMasked(b *strings.Builder, number, token string, digits int) {
	var buffer [64]byte
	masked := buffer[:0]
	from, to := r.cfg.hidden(digits)
	for n, i := 0, 0; i < len(number); {
		size := 0
		switch c := number[i]; {
		case isDigit(c):
			size = 1
		case c >= firstWide && !r.cfg.Zendesk:
			_, size = digitAt(number, i)
		}
		if size == 0 {
			masked = append(masked, number[i])
			i++
			continue
		}
		if from <= n && n < to {
			masked = append(masked, token...)
		} else {
			masked = append(masked, number[i:i+size]...)
		}
		n++
		i += size
	}
	b.Write(masked)
}

// hidden returns which digits of a number are masked: those from from until to, if any.
func (cfg Config) hidden(digits int) (from, to int) {
	return max(0, cmp.Or(cfg.ExposeFirst, 6)), digits - max(0, cmp.Or(cfg.ExposeLast, 4))
}

// validText returns text with U+FFFD for each invalid byte.
func validText(text string) string {
	if isValid([]byte(text)) {
		return text
	}
	return string([]rune(text))
}

// isValid is utf8.Valid, faster for text in which ASCII and wider characters alternate.
func isValid(text []byte) bool {
	for len(text) >= 8 {
		wide := binary.LittleEndian.Uint64(text) & topBits
		if wide == 0 {
			text = text[8:]
			continue
		}
		text = text[bits.TrailingZeros64(wide)/8:]
		if len(text) > 1 && text[0]-0xc2 < 0xe0-0xc2 && text[1]-0x80 < 0xc0-0x80 { // the most frequent
			text = text[2:]
			continue
		}
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			return false
		}
		text = text[size:]
	}
	return utf8.Valid(text)
}
