package ticket

import (
	"slices"
	"strings"
	"unicode"
)

// Tags returns the words of text as tags: in lower case, sorted, each once, nil if
// there are none. Words are separated by white space or commas.
func Tags(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	if len(words) == 0 {
		return nil
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// HasTag reports whether t has the tag, which is in lower case.
func (t Ticket) HasTag(tag string) bool {
	_, found := slices.BinarySearch(t.Tags, tag)
	return found
}

// WithTags returns t with the words of the texts added, as [Tags] reads them.
func (t Ticket) WithTags(texts ...string) Ticket {
	for _, tag := range Tags(strings.Join(texts, " ")) {
		if i, found := slices.BinarySearch(t.Tags, tag); !found {
			t.Tags = slices.Insert(slices.Clone(t.Tags), i, tag)
		}
	}
	return t
}

// WithoutTags returns t with the words of the texts removed, as [Tags] reads them.
func (t Ticket) WithoutTags(texts ...string) Ticket {
	gone := Tags(strings.Join(texts, " "))
	if slices.ContainsFunc(gone, t.HasTag) {
		t.Tags = slices.DeleteFunc(slices.Clone(t.Tags), func(tag string) bool { return slices.Contains(gone, tag) })
	}
	if len(t.Tags) == 0 {
		t.Tags = nil
	}
	return t
}
