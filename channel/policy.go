package channel

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Means is what one wants to send. Its text is the stored one.
type Means string

// The means of sending.
const (
	FreeForm Means = "free_form" // an ordinary message
	Approved Means = "template"  // a message of a form that the platform approved before
)

// Route is the way in which a policy lets a message out. Its text is the stored
// one; transports act on it.
type Route string

// The routes.
const (
	RouteDirect     Route = ""            // the ordinary call
	RouteTemplate   Route = "template"    // an approved template, a notice, a utility message
	RouteReplyToken Route = "reply_token" // the one-use token of the user's event
	RoutePush       Route = "push"        // a message at any time, against a quota
	RouteHuman      Route = "human_agent" // tagged as typed by a person
	RoutePrivate    Route = "private"     // the one private answer to a public comment
)

// Rule is one way in which a policy lets messages out.
type Rule struct {
	Means Means `json:"means"`
	Route Route `json:"route,omitzero"`

	// After lists the openers that make the rule apply; the newest counts.
	// Empty: the rule applies without the user having done anything.
	After []Opener `json:"after,omitzero"`
	// For is how long after the opener the rule applies: from the instant it was
	// sent to that instant plus For, which is outside. 0: without end.
	For time.Duration `json:"for,omitzero"`
	// Receipt counts For from the receipt of the webhook: LINE's reply tokens are good
	// for a minute from then on.
	Receipt bool `json:"receipt,omitzero"`
	// Count is how many messages one opener allows. 0: any number.
	Count int `json:"count,omitzero"`
	// Total is how many messages may go out in any span as long as For, whatever
	// the user does meanwhile. 0: any number.
	Total int `json:"total,omitzero"`
	// Human restricts the rule to messages that a person typed.
	Human bool `json:"human,omitzero"`
	// Quota tells that messages of the rule are charged or counted against a
	// plan. The policy cannot see the plan; the platform's answer tells.
	Quota bool `json:"quota,omitzero"`
}

// Policy says when a business may write to a user of a channel. It is data:
// change a built-in one or write another. The zero Policy forbids everything.
// Policies are shared freely once nobody writes to them.
type Policy struct {
	Channel Kind `json:"channel"`
	// Rules are tried in order; the first that lets a message out is the one.
	Rules []Rule `json:"rules"`
	// Source tells where the rules were read, and when.
	Source string `json:"source,omitzero"`
}

// Check returns an error that names the first rule that makes no sense.
func (p Policy) Check() error {
	for i, r := range p.Rules {
		switch {
		case r.Means == "":
			return fmt.Errorf("channel: policy %s: rule %d: no means", p.Channel, i)
		case r.For < 0:
			return fmt.Errorf("channel: policy %s: rule %d: for %v: negative", p.Channel, i, r.For)
		case r.Count < 0 || r.Count > maxSendings:
			return fmt.Errorf("channel: policy %s: rule %d: count %d: want 0 to %d", p.Channel, i, r.Count, maxSendings)
		case r.Total < 0 || r.Total > maxSendings:
			return fmt.Errorf("channel: policy %s: rule %d: total %d: want 0 to %d", p.Channel, i, r.Total, maxSendings)
		case r.Total > 0 && r.For == 0:
			return fmt.Errorf("channel: policy %s: rule %d: a total needs a time", p.Channel, i)
		case len(r.After) == 0 && r.Count > 0:
			return fmt.Errorf("channel: policy %s: rule %d: a count needs an opener", p.Channel, i)
		case slices.Contains(r.After, ""):
			return fmt.Errorf("channel: policy %s: rule %d: an opener without a name", p.Channel, i)
		}
	}
	return nil
}

// Unlimited returns a policy for a channel without a window.
func Unlimited(k Kind) Policy {
	return Policy{Channel: k, Rules: []Rule{{Means: FreeForm}, {Means: Approved, Route: RouteTemplate}}}
}

// Timed returns a policy under which ordinary messages may go out for the given
// time after each message of the user, and nothing afterwards. A length of 0
// means no window at all.
func Timed(k Kind, length time.Duration) Policy {
	if length == 0 {
		return Unlimited(k)
	}
	return Policy{Channel: k, Rules: []Rule{{Means: FreeForm, After: []Opener{OpenMessage}, For: length}}}
}

// Counts reports whether p limits how many messages may go out, so that a window
// has to be told of each with [Window.Send].
func (p Policy) Counts() bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.Count > 0 || r.Total > 0 })
}

// Without returns p with an opener that no rule counts any more, for platforms
// and hosts that disagree whether it does. A rule that has no other opener goes.
func (p Policy) Without(o Opener) Policy {
	rules := make([]Rule, 0, len(p.Rules))
	for _, r := range p.Rules {
		needs := len(r.After) > 0
		r.After = slices.DeleteFunc(slices.Clone(r.After), func(a Opener) bool { return a == o })
		if !needs || len(r.After) > 0 {
			rules = append(rules, r)
		}
	}
	p.Rules = rules
	return p
}

// MarshalJSON writes For as text: "24h0m0s".
func (r Rule) MarshalJSON() ([]byte, error) {
	return json.Marshal(ruleJSON{plainRule(r), r.For.String()})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Rule) UnmarshalJSON(text []byte) error {
	var j ruleJSON
	if err := json.Unmarshal(text, &j); err != nil {
		return fmt.Errorf("channel: rule: %w", err)
	}
	length, err := time.ParseDuration(cmp.Or(j.For, "0s"))
	if err != nil {
		return fmt.Errorf("channel: rule: for: %w", err)
	}
	*r = Rule(j.plainRule)
	r.For = length
	return nil
}

// plainRule is a Rule without its methods; ruleJSON is its stored form.
type plainRule Rule

type ruleJSON struct {
	plainRule
	For string `json:"for,omitzero"`
}
