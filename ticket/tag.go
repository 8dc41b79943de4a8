package ticket

import (
	"slices"
	"strings"
)

// Tags returns the words of text as tags: lower case, sorted, each once. Words
// are separated by spaces, commas or line ends.
func Tags(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' || r == '\r' })
	slices.Sort(words)
	return slices.Compact(words)
}

// HasTag reports whether t has the tag.
func (t Ticket) HasTag(tag string) bool {
	_, found := slices.BinarySearch(t.Tags, tag)
	return found
}

// WithTags returns t with the tags added. Tags are taken as [Tags] writes them.
func (t Ticket) WithTags(tags ...string) Ticket {
	for _, tag := range tags {
		if i, found := slices.BinarySearch(t.Tags, tag); !found {
			t.Tags = slices.Insert(slices.Clone(t.Tags), i, tag)
		}
	}
	return t
}

// WithoutTags returns t with the tags removed.
func (t Ticket) WithoutTags(tags ...string) Ticket {
	for _, tag := range tags {
		if i, found := slices.BinarySearch(t.Tags, tag); found {
			t.Tags = slices.Delete(slices.Clone(t.Tags), i, i+1)
		}
	}
	return t
}
