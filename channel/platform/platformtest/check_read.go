package platformtest

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

func readChecks() []check {
	return []check{
		{"Hello", "Events checks who sent a webhook and returns the events in it", hello},
		{"ReadTwice", "a webhook that is read twice makes the same events, with the same ids", readTwice},
		{"ReadOwn", "the events of a webhook share nothing that a caller may change", readOwn},
		{"ReadSiblings", "an item that cannot be read leaves the others as they are", siblings},
		{"ReadOdd", "an odd webhook is refused with ErrBody or read: it never panics", odd},
	}
}

// bodies returns all webhooks of a subject by name.
func (s Subject) bodies() map[string][]byte {
	all := map[string][]byte{"hello": s.Hello("Hello", "in-1", start())}
	if s.Status != nil {
		all["status"] = s.Status("out-1", "ref-1", start())
	}
	maps.Copy(all, s.Samples)
	return all
}

func hello(t *testing.T, s Subject) error {
	events, err := s.platform(t, "").Events(s.request(s.Hello("Hello", "in-1", start())))
	if err != nil || len(events) != 1 {
		return broken("%d events, error %v", len(events), err)
	}
	e := events[0]
	switch {
	case e.Type != channel.EventMessage || e.Message.Text != "Hello":
		return broken("type %q, text %q", e.Type, e.Message.Text)
	case e.Address() != s.To:
		return broken("from %s, want %s", e.Address(), s.To)
	case !e.Sent.Equal(start()) || !e.Received.Equal(start().Add(time.Second)):
		return broken("sent %v, received %v", e.Sent, e.Received)
	case e.ID == "" || e.Message.ID == "" || e.Opens == "" || len(e.Raw) == 0:
		return broken("id %q, message %q, opens %q, %d bytes raw", e.ID, e.Message.ID, e.Opens, len(e.Raw))
	}
	return nil
}

func readTwice(t *testing.T, s Subject) error {
	var errs []error
	for name, body := range s.bodies() {
		first, err := s.platform(t, "").Events(s.request(body))
		again, failed := s.platform(t, "").Events(s.request(slices.Clone(body)))
		if err = errors.Join(err, failed); err != nil {
			errs = append(errs, broken("%s: %v", name, err))
			continue
		}
		seen := map[string]bool{}
		for i, e := range first {
			if e.ID == "" || seen[e.ID] {
				errs = append(errs, broken("%s: event %d has the id %q, which is empty or taken", name, i, e.ID))
			}
			seen[e.ID] = true
		}
		if !reflect.DeepEqual(first, again) {
			errs = append(errs, broken("%s: %+v\nthen %+v", name, first, again))
		}
	}
	return errors.Join(errs...)
}

func readOwn(t *testing.T, s Subject) error {
	for name, body := range s.bodies() {
		events, err := s.platform(t, "").Events(s.request(body))
		if err != nil {
			return broken("%s: %v", name, err)
		}
		before, err := json.Marshal(events)
		if err != nil {
			return broken("%s: %v", name, err)
		}
		for i := range body {
			body[i] = 'x'
		}
		if after, _ := json.Marshal(events); string(after) != string(before) {
			return broken("%s: after the caller changed the body: %s, want %s", name, after, before)
		}
	}
	return nil
}

// siblings puts webhooks whose values are all null or of another type between good ones.
func siblings(t *testing.T, s Subject) error {
	if s.Batch == nil {
		return nil
	}
	for _, with := range []string{`null`, `7`, `{}`, `[]`, `"x"`} {
		first, last := s.Hello("first", "in-1", start()), s.Hello("last", "in-2", start())
		body := s.Batch(first, spoil(s.Hello("middle", "in-3", start()), with), last)
		events, err := s.platform(t, "").Events(s.request(body))
		var texts []string
		for _, e := range events {
			texts = append(texts, e.Message.Text)
		}
		if err != nil || !slices.Contains(texts, "first") || !slices.Contains(texts, "last") {
			return broken("with %s in the middle: texts %q, error %v", with, texts, err)
		}
	}
	return nil
}

// spoil puts something else in place of the texts and numbers of a JSON text, but for
// those of its first two levels, which say whose webhook it is.
func spoil(body []byte, with string) []byte {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return body
	}
	var walk func(v any, depth int) any
	walk = func(v any, depth int) any {
		switch v := v.(type) {
		case map[string]any:
			for name := range v {
				v[name] = walk(v[name], depth+1)
			}
		case []any:
			for i := range v {
				v[i] = walk(v[i], depth+1)
			}
		default:
			if depth > 3 {
				return json.RawMessage(with)
			}
		}
		return v
	}
	text, err := json.Marshal(walk(v, 0))
	if err != nil {
		return body
	}
	return text
}

func odd(t *testing.T, s Subject) error {
	p := s.platform(t, "")
	whole := s.Hello("Hello", "in-1", start())
	bodies := [][]byte{nil, {}, []byte("null"), []byte("[]"), []byte("{}"), []byte("<xml/>"), []byte("\xff\xfe"), []byte(`"x"`), whole[:len(whole)/2]}
	for n := range whole {
		cut := slices.Clone(whole)
		cut[n] ^= 0x15
		bodies = append(bodies, cut)
	}
	for _, body := range bodies {
		if _, err := p.Events(s.request(body)); err != nil && platform.StatusOf(err) != 400 {
			return broken("%q: %v", body, err)
		}
	}
	return nil
}
