package telegram

import (
	"strings"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// maxNesting is how deep words are looked for. Telegram nests at most 16 levels. Source:
// https://core.telegram.org/bots/api#rich-message-limits (read 2026-11-27).
const maxNesting = 64

// words returns the texts in a value of an unknown form, a line each: what stands
// anywhere in it under a name that Telegram has for what people read. The members about a
// message, such as its chat and its sender, are left out.
func words(v loosejson.Value) string {
	var lines []string
	collect(&lines, v, 0)
	return strings.Join(lines, "\n")
}

func collect(lines *[]string, v loosejson.Value, depth int) {
	if depth > maxNesting {
		return
	}
	for item := range v.Items() {
		collect(lines, item, depth+1)
	}
	for name, member := range v.Members() {
		switch text := member.Kind() == '"'; {
		case text && isWords(name):
			if s := member.Str(); strings.TrimSpace(s) != "" {
				*lines = append(*lines, s)
			}
		case !text && !isEnvelope(name):
			collect(lines, member, depth+1)
		}
	}
}

// isWords reports whether a text of that name is for people to read.
func isWords(name string) bool {
	switch name {
	case "text", "caption", "title", "question", "description", "explanation", "emoji", "prize_description", "label":
		return true
	}
	return false
}
