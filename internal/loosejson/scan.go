package loosejson

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// doc is a JSON text and all its values, in the order in which they begin. A
// member of an object is two values: its key, then what it holds.
type doc struct {
	text  []byte
	nodes []node
	deep  bool // some value is nested deeper than maxDepth
	odd   bool // some key is written otherwise than as plain ASCII
}

// node is the place of one value. Its first byte tells its kind.
type node struct {
	start, end int32 // its text
	next       int32 // the node after it and all that it holds
}

// scanner fills a doc. It keeps its stack in the nodes of the containers that
// are open: their next names the container around them. So depth costs nothing.
type scanner struct {
	doc
	at    int
	open  int32 // the innermost open container, -1 for none
	depth int
}

// scan reads a whole JSON text.
func scan(text []byte) (*doc, error) {
	if len(text) > math.MaxInt32 {
		return nil, fmt.Errorf("no JSON that can be read: %d bytes, %d are allowed", len(text), math.MaxInt32)
	}
	s := scanner{doc: doc{text: text, nodes: make([]node, 0, 16+len(text)/7)}, open: -1}
	for {
		opened, ok := s.value()
		done := false
		if ok {
			done, ok = s.next(opened)
		}
		switch {
		case !ok:
			return nil, s.unexpected()
		case done:
			return &s.doc, nil
		}
	}
}

// unexpected is the error of a text that stops being JSON at s.at.
func (s *scanner) unexpected() error {
	if s.at >= len(s.text) {
		return fmt.Errorf("no JSON at byte %d: the text ends there", len(s.text))
	}
	return fmt.Errorf("no JSON at byte %d: unexpected %q", s.at, s.text[s.at])
}

// value reads a value that has no parts, or opens a container.
func (s *scanner) value() (opened, ok bool) {
	s.space()
	start, at := s.at, len(s.nodes)
	switch c := s.peek(); c {
	case '{', '[':
		s.nodes = append(s.nodes, node{start: int32(start), next: s.open})
		s.open = int32(at)
		s.depth++
		s.deep = s.deep || s.depth > maxDepth
		s.at++
		return true, true
	case '"':
		_, ok = s.quoted()
	case 't':
		ok = s.word("true")
	case 'f':
		ok = s.word("false")
	case 'n':
		ok = s.word("null")
	default:
		ok = s.number()
	}
	s.nodes = append(s.nodes, node{int32(start), int32(s.at), int32(at + 1)})
	return false, ok
}

// next goes from the end of a value, or the opening of a container, to where the
// next value begins, past the ends of containers and the key of a member.
func (s *scanner) next(opened bool) (done, ok bool) {
	for ; s.open >= 0; opened = false {
		s.space()
		bracket := s.text[s.nodes[s.open].start]
		switch c := s.peek(); {
		case c == bracket+2: // in ASCII ] is [+2 and } is {+2
			s.close()
			continue
		case !opened && c == ',':
			s.at++
		case !opened:
			return false, false
		}
		return false, bracket == '[' || s.key()
	}
	s.space()
	return true, s.at == len(s.text)
}

func (s *scanner) close() {
	s.at++
	n := &s.nodes[s.open]
	s.open, n.next, n.end = n.next, int32(len(s.nodes)), int32(s.at)
	s.depth--
}

// key reads the key of a member and its colon.
func (s *scanner) key() bool {
	s.space()
	if s.peek() != '"' {
		return false
	}
	start, at := s.at, len(s.nodes)
	plain, ok := s.quoted()
	s.odd = s.odd || !plain
	s.nodes = append(s.nodes, node{int32(start), int32(s.at), int32(at + 1)})
	s.space()
	return ok && s.skip(':')
}

// quoted reads a string. It is plain if it is written as what it says, in ASCII.
func (s *scanner) quoted() (plain, ok bool) {
	plain = true
	for s.at++; ; s.at++ {
		n, ascii := ordinary(s.text[s.at:])
		s.at += n
		plain = plain && ascii
		switch s.peek() {
		case '"':
			s.at++
			return plain, true
		case '\\':
			s.at++
			plain = false
			if !s.escape() {
				return false, false
			}
		default: // a control character or the end
			return false, false
		}
	}
}

// ordinary returns how many bytes at the beginning of text stand for themselves in
// a string, and whether they are ASCII.
func ordinary(text []byte) (n int, ascii bool) {
	var all byte
	for i, c := range text {
		if c == '"' || c == '\\' || c < ' ' {
			return i, all < utf8.RuneSelf
		}
		all |= c
	}
	return len(text), all < utf8.RuneSelf
}

// escape checks what follows a backslash and stops at its last byte.
func (s *scanner) escape() bool {
	if c := s.peek(); c != 'u' {
		return strings.IndexByte(`"\/bfnrt`, c) >= 0
	}
	for range 4 {
		s.at++
		if strings.IndexByte("0123456789abcdefABCDEF", s.peek()) < 0 {
			return false
		}
	}
	return true
}

// number reads a number: -? int frac? exp?.
func (s *scanner) number() bool {
	s.skip('-')
	if !s.skip('0') && !s.digits() {
		return false
	}
	if s.skip('.') && !s.digits() {
		return false
	}
	if s.skip('e') || s.skip('E') {
		if !s.skip('+') {
			s.skip('-')
		}
		return s.digits()
	}
	return true
}

func (s *scanner) digits() bool {
	start := s.at
	for c := s.peek(); '0' <= c && c <= '9'; c = s.peek() {
		s.at++
	}
	return s.at > start
}

func (s *scanner) word(w string) bool {
	for i := range len(w) {
		if !s.skip(w[i]) {
			return false
		}
	}
	return true
}

func (s *scanner) skip(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\n', '\t', '\r':
			s.at++
		default:
			return
		}
	}
}

// peek returns the byte at hand, 0 at the end.
func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}
