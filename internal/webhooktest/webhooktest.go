// Package webhooktest finds what the reading of a webhook lost. It reads the
// payload a second time, as plain data, and looks for each piece of it in what was
// made of it. For tests only.
//
// [Pieces] goes by the names of members alone, whatever the platform: its tests hold all
// platforms, with the folder of data and with testdata, against it and against an oracle
// of who wrote. [Lost] goes by a list of paths that a platform's own tests give.
package webhooktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Decode returns what a JSON text holds, with numbers as they are written.
func Decode(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var v any
	err := decoder.Decode(&v)
	return v, err
}

// Leaves returns the texts and numbers in a decoded value by path: names joined by
// points, elements of a list all under the list's name.
func Leaves(v any) map[string][]string {
	found := map[string][]string{}
	collect(found, "", v)
	return found
}

func collect(found map[string][]string, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			collect(found, strings.TrimPrefix(path+"."+name, "."), member)
		}
	case []any:
		for _, element := range v {
			collect(found, path, element)
		}
	case string:
		found[path] = append(found[path], v)
	case json.Number:
		found[path] = append(found[path], v.String())
	}
}

// Lost returns, sorted, the leaves of a payload that carried asks for and that
// made does not hold. Of made, which is encoded as JSON, members named raw do not
// count. Instants count as seconds and as milliseconds, numbers by value, and a
// text that is JSON, or has slashes, commas, spaces or lines, by its parts as well.
func Lost(payload, made any, carried func(path string) bool) ([]string, error) {
	text, err := json.Marshal(made)
	if err != nil {
		return nil, err
	}
	decoded, err := Decode(text)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for path, texts := range Leaves(decoded) {
		for _, s := range texts {
			if path != "raw" && !strings.HasPrefix(path, "raw.") {
				hold(have, s)
			}
		}
	}
	var lost []string
	for path, texts := range Leaves(payload) {
		for _, s := range texts {
			if carried(path) && s != "" && !have[s] && !have[canonical(s)] {
				lost = append(lost, fmt.Sprintf("%s = %q", path, s))
			}
		}
	}
	slices.Sort(lost)
	return lost, nil
}

// hold adds what a text of the result says.
func hold(have map[string]bool, s string) {
	have[s], have[canonical(s)] = true, true
	if at, err := time.Parse(time.RFC3339Nano, s); err == nil {
		have[strconv.FormatInt(at.Unix(), 10)] = true
		have[strconv.FormatInt(at.UnixMilli(), 10)] = true
	}
	for _, separator := range []string{"/", ", ", " ", "\n"} {
		for part := range strings.SplitSeq(s, separator) {
			have[part] = true
		}
	}
	if inner, err := Decode([]byte(s)); err == nil {
		for _, texts := range Leaves(inner) {
			for _, t := range texts {
				have[t] = true
			}
		}
	}
}

// canonical writes equal numbers alike and leaves texts alone.
func canonical(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}
