package config

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Error tells what is wrong with a file of settings, and where.
type Error struct {
	File string
	Line int // 0: it is not known
	Text string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Text
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text)
}

// lines tells where the keys of a file stand. The decoder tells so of what it cannot read
// itself, yet not of what is wrong otherwise.
type lines struct {
	file string
	at   map[string]int // by key, as "agents.ada.groups"
}

var (
	header = regexp.MustCompile(`^\s*\[\s*([^\]]+?)\s*\]`)
	member = regexp.MustCompile(`^\s*([\w."' -]+?)\s*=`)
	told   = regexp.MustCompile(`^toml: line (\d+)(?: \(last key "([^"]+)"\))?: `)
)

// linesOf reads where the keys of a text stand, each in a line of its own.
func linesOf(file, text string) lines {
	l := lines{file: file, at: map[string]int{}}
	table := ""
	for i, line := range strings.Split(text, "\n") {
		key := ""
		if found := header.FindStringSubmatch(line); found != nil {
			key = bare(found[1])
			table = key + "."
		} else if found := member.FindStringSubmatch(line); found != nil {
			key = table + bare(found[1])
		} else {
			continue
		}
		for ; key != ""; key = around(key) {
			if _, twice := l.at[key]; !twice {
				l.at[key] = i + 1
			}
		}
	}
	return l
}

// around returns the table in which a key stands, "" for that of all.
func around(key string) string { return key[:max(0, strings.LastIndexByte(key, '.'))] }

// bare returns a key without its quotes.
func bare(key string) string { return strings.NewReplacer(`"`, "", `'`, "", " ", "").Replace(key) }

// line returns the line of a key, or that of the nearest table around it; 0: none is known.
func (l lines) line(key string) int {
	for key = bare(key); key != ""; key = around(key) {
		if line, found := l.at[key]; found {
			return line
		}
	}
	return 0
}

func (l lines) errorf(key, format string, args ...any) error {
	return &Error{l.file, l.line(key), key + ": " + fmt.Sprintf(format, args...)}
}

// inFile returns an error of the decoder as one of ours.
func (l lines) inFile(err error) error {
	text := err.Error()
	found := told.FindStringSubmatch(text)
	if found == nil {
		return &Error{l.file, 0, strings.TrimPrefix(text, "toml: ")}
	}
	line, _ := strconv.Atoi(found[1]) // digits
	text = strings.TrimPrefix(text, found[0])
	if found[2] != "" {
		text = found[2] + ": " + text
	}
	return &Error{l.file, line, text}
}

// byLine orders errors of one file.
func byLine(a, b error) int {
	first, _ := errors.AsType[*Error](a)
	second, _ := errors.AsType[*Error](b)
	return cmp.Compare(first.Line, second.Line)
}
