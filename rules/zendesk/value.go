package zendesk

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/rules"
)

// text returns a text, a number or a boolean as a text; "" for null and what is absent, and
// the JSON of anything else.
func text(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return string(raw)
		}
		return s
	case raw[0] == '[' || raw[0] == '{':
		var b bytes.Buffer
		if json.Compact(&b, raw) != nil {
			return string(raw)
		}
		return b.String()
	}
	return string(raw)
}

// value returns what a rule compares with or sets. Lists in a list are kept as JSON.
func value(raw json.RawMessage) rules.Value {
	if list, is := elements(raw); is {
		v := rules.Value{}
		for _, one := range list {
			v = append(v, text(one))
		}
		return v
	}
	if o, is := parse(raw); is {
		to := o.get("id", "webhook_id", "target_id", "user_id", "group_id", "recipient")
		if to == nil {
			return rules.Value{text(raw)}
		}
		v := rules.Value{text(to)}
		for _, name := range []string{"subject", "body", "message", "payload", "value"} {
			if part := o.get(name); part != nil {
				v = append(v, text(part))
			}
		}
		return v
	}
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	return rules.Value{text(raw)}
}

// valueText returns a value as JSON.
func valueText(v rules.Value) json.RawMessage {
	switch len(v) {
	case 0:
		return json.RawMessage("null")
	case 1:
		return encode(v[0])
	}
	return encode([]string(v))
}

// number returns a whole number that may be written as a text, 0 if it is none.
func number(raw json.RawMessage) int {
	n, err := strconv.ParseFloat(strings.TrimSpace(text(raw)), 64)
	if err != nil || n < -1e9 || n > 1e9 {
		return 0
	}
	return int(n)
}

// refused reports whether a value says no.
func refused(raw json.RawMessage) bool {
	switch strings.ToLower(strings.TrimSpace(text(raw))) {
	case "false", "0", "no", "inactive":
		return true
	}
	return false
}

// id returns an id as JSON: as a number where Zendesk has numbers.
func id(text string) json.RawMessage {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(n, 10) == text {
		return json.RawMessage(text)
	}
	return encode(text)
}

// field returns the name of a field as the tables have it: without the suffix that older
// accounts wrote ("assignee_id#all_agents"), in the letters of the table.
func field(name string) string {
	name, _, _ = strings.Cut(strings.TrimSpace(name), "#")
	switch strings.ToUpper(name) {
	case "NEW", "OPEN", "PENDING", "HOLD", "SOLVED", "CLOSED":
		return strings.ToUpper(name)
	}
	if strings.Contains(name, "custom_fields") {
		return name // keys may have capitals
	}
	return strings.ToLower(name)
}

// operator returns an operator as the tables have it.
func operator(name string) rules.Op {
	name = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(name), " ", "_"))
	switch name {
	case "changed_to":
		return rules.ChangedTo
	case "changed_from":
		return rules.ChangedFrom
	case "not_changed_to":
		return rules.NotChangedTo
	case "not_changed_from":
		return rules.NotChangedFrom
	}
	return rules.Op(name)
}
