package datatest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// Topic is a file of cases.
type Topic struct {
	Name  string
	Cases []*Case
}

// Case is one case: what was, what happens, and what must hold then. A test reads
// [Case.Given] and [Case.When], asks the product, and compares each answer with
// [Case.Want]. A Case is used once, by one goroutine.
type Case struct {
	T *testing.T // of the case's subtest; nil under [Judge]

	ID, Op, Title string
	Agreement     string            // "undisputed", "policy" or "divergent"
	Policy        map[string]string // the choice that the source made, by policy

	schedules             map[string]json.RawMessage
	given, when           json.RawMessage
	givenRead, whenRead   bool
	then, peerSaid        map[string]any
	meanings              map[string]func(string) string
	chosen                *Choice // the product documents another choice
	differs               bool    // from what the case wants, as chosen says
	compared, excused     []string
	problems, notes       []string
	notBuilt, notAskedFor string
}

type topicFile struct {
	Schema    string                     `json:"schema"`
	Topic     string                     `json:"topic"`
	Split     string                     `json:"split"`
	Count     *int                       `json:"count"`
	Schedules map[string]json.RawMessage `json:"schedules"`
	Cases     []caseFile                 `json:"cases"`
}

type caseFile struct {
	ID         string          `json:"id"`
	Op         string          `json:"op"`
	Title      string          `json:"title"`
	Given      json.RawMessage `json:"given"`
	When       json.RawMessage `json:"when"`
	Then       map[string]any  `json:"then"`
	Policy     map[string]any  `json:"policy"`
	Agreement  string          `json:"agreement"`
	Divergence string          `json:"divergence"`
	PeerSaid   map[string]any  `json:"peer_said"`
	Note       string          `json:"note"`
	Source     json.RawMessage `json:"source"`
}

// Parse reads a file of cases. A key that the form does not have is an error.
func Parse(text []byte) (Topic, error) {
	var f topicFile
	if err := Decode(text, &f); err != nil {
		return Topic{}, err
	}
	switch {
	case f.Schema != "cases/1":
		return Topic{}, fmt.Errorf("schema %q: want cases/1", f.Schema)
	case len(f.Cases) == 0:
		return Topic{}, fmt.Errorf("topic %s: it has no case", f.Topic)
	case f.Count != nil && *f.Count != len(f.Cases):
		return Topic{}, fmt.Errorf("topic %s: it counts %d cases and has %d", f.Topic, *f.Count, len(f.Cases))
	}
	topic := Topic{Name: f.Topic}
	for _, raw := range f.Cases {
		topic.Cases = append(topic.Cases, raw.toCase(f.Schedules))
	}
	return topic, nil
}

func (f caseFile) toCase(schedules map[string]json.RawMessage) *Case {
	c := &Case{
		ID: f.ID, Op: f.Op, Title: f.Title, Agreement: f.Agreement, Policy: map[string]string{}, schedules: schedules,
		given: f.Given, when: f.When, then: f.Then, peerSaid: f.PeerSaid, meanings: map[string]func(string) string{},
	}
	for name, choice := range f.Policy {
		c.Policy[name] = fmt.Sprint(choice)
	}
	return c
}

// Decode reads JSON into a value. A key that the value does not have is an error.
func Decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("more than one value")
	}
	return nil
}

// Given reads the state before into a struct. A key that it has no field for fails
// the case.
func (c *Case) Given(into any) {
	c.givenRead = true
	c.read("given", c.given, into)
}

// When reads what happens into a struct, as Given does.
func (c *Case) When(into any) {
	c.whenRead = true
	c.read("when", c.when, into)
}

func (c *Case) read(part string, text json.RawMessage, into any) {
	if text == nil {
		return
	}
	if err := Decode(text, into); err != nil {
		c.fail("%s: %v", part, err)
	}
}

// Schedule returns a schedule that the topic's file names, nil if there is none.
func (c *Case) Schedule(name string) json.RawMessage { return c.schedules[name] }

// Keys returns what the case expects something of, sorted; the members of an object
// are "object.member".
func (c *Case) Keys() []string { return leaves("", c.then) }

// Has reports whether the case expects something of a key.
func (c *Case) Has(key string) bool {
	_, ok := find(c.then, key)
	return ok
}

// NotBuilt says that the product cannot answer the case yet, and why. The test then
// returns; the case is counted as not built.
func (c *Case) NotBuilt(why string) { c.notBuilt = why }

// NotHere says that the case asks what the test's package does not answer, and who
// does. The test then returns; the case is counted as not asked.
func (c *Case) NotHere(who string) { c.notAskedFor = who }

func (c *Case) fail(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// leaves returns the paths of all values in an object that are no objects
// themselves.
func leaves(prefix string, object map[string]any) (paths []string) {
	for key, v := range object {
		if inner, ok := v.(map[string]any); ok && len(inner) > 0 {
			paths = append(paths, leaves(prefix+key+".", inner)...)
		} else {
			paths = append(paths, prefix+key)
		}
	}
	slices.Sort(paths)
	return paths
}

// find returns the value at a path.
func find(object map[string]any, path string) (any, bool) {
	if v, ok := object[path]; ok {
		return v, true
	}
	key, rest, more := strings.Cut(path, ".")
	inner, ok := object[key].(map[string]any)
	if !more || !ok {
		return nil, false
	}
	return find(inner, rest)
}
