package memory

import (
	"cmp"
	"slices"
	"strings"
)

// roll is texts with the users that have them, in order. What is new stands behind it until
// there is much of it; what was changed since stays, so it finds more than there is.
type roll struct {
	sorted, fresh []mention
	taken         int // how many changes are in
}

// mention is a text that a user has.
type mention struct{ text, user string }

func (m mention) compare(o mention) int {
	return cmp.Or(strings.Compare(m.text, o.text), strings.Compare(m.user, o.user))
}

func (r *roll) add(text, user string) { r.fresh = append(r.fresh, mention{text, user}) }

// settle takes in what is new, if it is much.
func (r *roll) settle() {
	if len(r.fresh) < 256+len(r.sorted)/64 {
		return
	}
	slices.SortFunc(r.fresh, mention.compare)
	r.sorted = mergedMentions(r.sorted, r.fresh)
	r.fresh = nil
}

// mergedMentions returns two sorted lists as one, with each mention once.
func mergedMentions(a, b []mention) []mention {
	all := make([]mention, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		from := &a
		if len(a) == 0 || len(b) > 0 && b[0].compare(a[0]) < 0 {
			from = &b
		}
		if m := (*from)[0]; len(all) == 0 || all[len(all)-1] != m {
			all = append(all, m)
		}
		*from = (*from)[1:]
	}
	return all
}

// find calls do with the users that have a text which begins with one.
func (r *roll) find(begin string, do func(user string)) {
	at, _ := slices.BinarySearchFunc(r.sorted, begin, func(m mention, text string) int { return strings.Compare(m.text, text) })
	for ; at < len(r.sorted) && strings.HasPrefix(r.sorted[at].text, begin); at++ {
		do(r.sorted[at].user)
	}
	for _, m := range r.fresh {
		if strings.HasPrefix(m.text, begin) {
			do(m.user)
		}
	}
}
