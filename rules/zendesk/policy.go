package zendesk

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// Policy is an SLA policy and the text that it was read from. Its metric_settings are kept
// and mean nothing here.
type Policy struct {
	sla.Policy
	source
}

func (p *Policy) base() *rules.Rule { return &p.Rule }

// MarshalJSON returns the text of the policy with what was changed since it was read. Targets
// are written in minutes, and in seconds beside where the text has those or the minutes are
// not whole.
func (p Policy) MarshalJSON() ([]byte, error) {
	return p.write(p.Rule, "filter", func(o *object) { writeTargets(o, p.Targets, p.raw == nil) })
}

// UnmarshalJSON reads a policy, with or without its envelope.
func (p *Policy) UnmarshalJSON(text []byte) error {
	f, err := one(text, Policies)
	if err == nil {
		*p = f.Policies[0]
	}
	return err
}

// SLA returns the policies of the file as [sla.Compile] takes them.
func (f *File) SLA() []sla.Policy {
	var list []sla.Policy
	for _, p := range f.Policies {
		list = append(list, p.Policy)
	}
	return list
}

// targets reads the promises of a policy.
func (r *reader) targets(place string, o object) (list []sla.Target) {
	raw := o.get("policy_metrics")
	all, is := elements(raw)
	if !is && text(raw) != "" {
		r.refuse(place+".policy_metrics", "a list is wanted")
	}
	for i, one := range all {
		place := fmt.Sprintf("%s.policy_metrics[%d]", place, i)
		in, is := parse(one)
		if !is {
			r.refuse(place, "a metric is an object")
			continue
		}
		within, ok := within(in)
		if !ok {
			r.refuse(place, "target: a number of minutes is wanted, or target_in_seconds")
		}
		list = append(list, sla.Target{
			Priority: ticket.Priority(strings.ToLower(text(in.get("priority")))), Metric: ticket.Metric(text(in.get("metric"))),
			Within: within, Business: text(in.get("business_hours")) == "true",
		})
	}
	return list
}

// within reads how long a target is: the seconds are the finer ones.
func within(in object) (time.Duration, bool) {
	for _, m := range []struct {
		name string
		unit time.Duration
	}{{"target_in_seconds", time.Second}, {"target", time.Minute}} {
		if raw := text(in.get(m.name)); raw != "" {
			n, err := strconv.ParseFloat(raw, 64)
			most := float64(math.MaxInt64) / float64(m.unit)
			return time.Duration(n * float64(m.unit)), err == nil && 0 < n && n < most
		}
	}
	return 0, false
}

// writeTargets changes the promises where they stand. A new policy has a filter, be it empty.
func writeTargets(o *object, is []sla.Target, fresh bool) {
	if fresh && !o.has("filter") {
		o.set("filter", json.RawMessage(`{"all":[],"any":[]}`))
	}
	was := (&reader{file: &File{}}).targets("", *o)
	if reflect.DeepEqual(was, is) && !fresh {
		return
	}
	texts, _ := elements(o.get("policy_metrics"))
	seconds := false
	for _, one := range texts {
		in, _ := parse(one)
		seconds = seconds || in.has("target_in_seconds")
	}
	o.set("policy_metrics", list(was, is, texts, func(t sla.Target) json.RawMessage {
		minutes := t.Within.Minutes()
		out := object{{"priority", encode(t.Priority)}, {"metric", encode(t.Metric)}, {"target", encode(int64(math.Ceil(minutes)))}}
		if seconds || minutes != math.Trunc(minutes) {
			out.set("target_in_seconds", encode(int64(math.Ceil(t.Within.Seconds()))))
		}
		out.set("business_hours", encode(t.Business))
		return out.text()
	}))
}
