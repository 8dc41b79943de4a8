package datatest

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Want compares what the product answered with what the case expects of a key, as
// [Diff] does. Where the case expects nothing of it, nothing is compared.
func (c *Case) Want(key string, got any) {
	c.Check(key, func(want any) string { return Diff(want, got) })
}

// Check compares an expectation in a way of its own. The function gets what the case
// expects, as JSON has it, and returns how the product's answer differs, "" if it
// does not.
func (c *Case) Check(key string, differs func(want any) string) {
	want, ok := find(c.then, key)
	if !ok {
		return
	}
	c.compared = append(c.compared, key)
	diff := differs(c.meant(key, want))
	switch {
	case diff == "":
	case c.chosen == nil:
		c.fail("%s: %s", key, diff)
	default:
		c.checkOther(key, differs)
	}
}

// checkOther compares with the other answer of a disputed case, where it has one.
func (c *Case) checkOther(key string, differs func(want any) string) {
	c.differs = true
	var others []any
	if said, ok := find(c.peerSaid, key); ok {
		others = append(others, said)
	} else {
		for _, k := range leaves("", c.then) {
			if v, _ := find(c.then, k); strings.HasPrefix(k, key+"_") {
				others = append(others, v)
			}
		}
	}
	var diffs []string
	for _, other := range others {
		diff := differs(c.meant(key, other))
		if diff == "" {
			return
		}
		diffs = append(diffs, diff)
	}
	if diffs != nil {
		c.fail("%s: neither what the case wants nor its other answer: %s", key, strings.Join(diffs, "; "))
	}
}

// Mean says what the texts of an expectation mean in our words. It comes before the
// comparison.
func (c *Case) Mean(key string, ours func(word string) string) { c.meanings[key] = ours }

func (c *Case) meant(key string, want any) any {
	word, ok := want.(string)
	if ours := c.meanings[key]; ok && ours != nil {
		return ours(word)
	}
	return want
}

// Excuse says why an expectation is not compared, though others of the case are.
func (c *Case) Excuse(key, why string) {
	if c.Has(key) {
		c.excused = append(c.excused, key)
		c.notes = append(c.notes, key+" is not compared: "+why)
	}
}

// finish tells what the test overlooked.
func (c *Case) finish() {
	for part, unread := range map[string]bool{
		"given": !c.givenRead && !empty(c.given), "when": !c.whenRead && !empty(c.when),
	} {
		if unread {
			c.fail("%s was not read", part)
		}
	}
	for _, key := range c.Keys() {
		if !covers(c.compared, key) && !covers(c.excused, key) {
			c.fail("%s: an unknown key, or nothing was compared with it", key)
		}
	}
	switch {
	case len(c.compared) == 0:
		c.fail("none of the expectations was compared")
	case c.chosen != nil && !c.differs && c.chosen.Case != "":
		c.fail("the product answers as the case wants: it is not chosen otherwise (%s)", c.chosen.Why)
	case c.differs:
		c.notes = append(c.notes, "chosen otherwise: "+c.chosen.Why)
	}
}

// covers reports whether a path is one of the keys or lies under one.
func covers(keys []string, path string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return k == path || strings.HasPrefix(path, k+".") })
}

func empty(text json.RawMessage) bool {
	var v map[string]any
	return text == nil || json.Unmarshal(text, &v) == nil && len(v) == 0
}

// Diff tells how an answer differs from a value of a case, "" if it does not. An
// instant is compared as an instant and a Duration as seconds; null is an instant
// or text that there is not.
func Diff(want, got any) string {
	answer := like(want, reflect.ValueOf(got))
	if reflect.DeepEqual(want, answer) {
		return ""
	}
	return fmt.Sprintf("want %s, got %s", text(want), text(answer))
}

func text(v any) string {
	out, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(out)
}

// like returns an answer as JSON has it: just as want writes it, if it is the same.
func like(want any, got reflect.Value) any {
	if !got.IsValid() {
		return nil
	}
	switch v := got.Interface().(type) {
	case time.Time:
		return likeTime(want, v)
	case time.Duration:
		if n, ok := want.(float64); ok && math.Round(n*float64(time.Second)) == float64(v) {
			return want
		}
		return v.Seconds()
	}
	switch got.Kind() {
	case reflect.String:
		if want == nil && got.Len() == 0 {
			return nil
		}
		return got.String()
	case reflect.Bool:
		return got.Bool()
	case reflect.Slice, reflect.Array:
		return likeList(want, got)
	case reflect.Pointer, reflect.Interface:
		return like(want, got.Elem())
	default:
		if got.CanConvert(reflect.TypeFor[float64]()) {
			return got.Convert(reflect.TypeFor[float64]()).Float()
		}
		panic(fmt.Sprintf("datatest: a %s is not compared: take it apart", got.Type()))
	}
}

func likeTime(want any, at time.Time) any {
	if at.IsZero() {
		return nil
	}
	if s, ok := want.(string); ok {
		if w, err := time.Parse(time.RFC3339Nano, s); err == nil && w.Equal(at) {
			return want
		}
	}
	return at.UTC().Format(time.RFC3339Nano)
}

func likeList(want any, got reflect.Value) any {
	list, isList := want.([]any)
	if want == nil && got.Len() == 0 {
		return nil
	}
	out := []any{}
	for i := range got.Len() {
		var w any
		if isList && i < len(list) {
			w = list[i]
		}
		out = append(out, like(w, got.Index(i)))
	}
	return out
}
