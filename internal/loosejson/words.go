package loosejson

import "strings"

// maxNesting is how deep words are looked for.
const maxNesting = 64

// Words returns what a person can read in a value of an unknown form, on lines: the texts
// that stand anywhere in it under a name for such.
func (v Value) Words() string {
	var lines []string
	v.addWords(&lines, 0)
	return strings.Join(lines, "\n")
}

func (v Value) addWords(lines *[]string, depth int) {
	if depth == maxNesting {
		return
	}
	for item := range v.Items() {
		item.addWords(lines, depth+1)
	}
	for name, member := range v.Members() {
		if member.Kind() != '"' {
			member.addWords(lines, depth+1)
		} else if s := member.Str(); isWords(name) && strings.TrimSpace(s) != "" {
			*lines = append(*lines, s)
		}
	}
}

// isWords reports whether a text of that name is for people to read: the last word of the
// name says so.
func isWords(name string) bool {
	switch strings.ToLower(name[strings.LastIndexByte(name, '_')+1:]) {
	case "text", "caption", "title", "subtitle", "headline", "description", "desc", "question", "body", "message", "content", "label":
		return true
	}
	return false
}
