package loosejson

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// Str returns a string's content, a number or a boolean as it is written, and ""
// for everything else.
func (v Value) Str() string { return string(v.said()) }

// said is what Str returns, where possible in the memory of the text.
func (v Value) said() []byte {
	switch text := v.Text(); v.Kind() {
	case '"':
		return unquote(text)
	case '0', 't':
		return text
	}
	return nil
}

// Num returns a number, also one that is written as a string; else 0.
func (v Value) Num() float64 {
	f, err := strconv.ParseFloat(string(v.said()), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) { // "NaN" and "Inf" have no JSON form
		return 0
	}
	return f
}

// Whole returns a whole number, also one that is written as a string or with a
// fraction; else 0.
func (v Value) Whole() int64 {
	said := v.said()
	if len(said) == 0 {
		return 0 // the most frequent case by far, and an error costs memory
	}
	if n, err := strconv.ParseInt(string(said), 10, 64); err == nil {
		return n
	}
	if f := v.Num(); -1<<53 < f && f < 1<<53 {
		return int64(f)
	}
	return 0
}

// Yes reports whether v is true, or the string "true".
func (v Value) Yes() bool { return string(v.said()) == "true" }

// maxMillis is the year 10000, which no JSON form of a time can show.
const maxMillis = 253402300800000

// Moment returns an instant that is written as Unix seconds or milliseconds, in
// UTC; the zero time if v is none. What would lie after the year 5000 as seconds is
// taken as milliseconds.
func (v Value) Moment() time.Time {
	switch n := v.Whole(); {
	case n <= 0 || n >= maxMillis:
		return time.Time{}
	case n > maxMillis/1000/2:
		return time.UnixMilli(n).UTC()
	default:
		return time.Unix(n, 0).UTC()
	}
}

// maxDepth is how deep a text may be nested to be handed on as JSON. Package
// encoding/json stops at 10,000 when a host stores what holds it.
const maxDepth = 1000

// Raw returns a copy of v's text for a host to keep. A text that is nested too deep
// for encoding/json comes as a JSON string.
func (v Value) Raw() json.RawMessage {
	text := v.Text()
	if v.d != nil && v.d.deep && depth(text) > maxDepth {
		return Quote(text)
	}
	return bytes.Clone(text)
}

// Quote returns a text of another format as a JSON string.
func Quote(text []byte) json.RawMessage {
	quoted, err := json.Marshal(string(text))
	if err != nil {
		return nil // cannot be: every string has a JSON form
	}
	return quoted
}

// depth returns how deep a JSON text is nested.
func depth(text []byte) int {
	now, deepest, inString := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}
