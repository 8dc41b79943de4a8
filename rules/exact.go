package rules

import "strings"

// exact takes the words of a condition in which the size of letters counts.
func (st *step) exact(op Op, v Value) {
	st.op, st.compare = opExact, op.compares()
	text := strings.Join(v, " ")
	st.values = []string{text}
	switch op {
	case Is, IncludesString:
		st.compare = equal
	case Includes, IncludesWords:
		st.compare, st.values = equal, strings.Fields(text)
	}
}

// spelt reports whether a text holds what an exact step asks for.
func (st *step) spelt(text string) bool {
	for _, v := range st.values {
		switch {
		case st.compare == beginning && strings.HasPrefix(text, v),
			st.compare == ending && strings.HasSuffix(text, v),
			st.compare == equal && strings.Contains(text, v):
			return true
		}
	}
	return false
}
