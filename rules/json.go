package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// UnmarshalJSON reads conditions. A key other than "all" and "any" is an error: what is
// not understood must not be left out.
func (c *Conditions) UnmarshalJSON(text []byte) error {
	type plain Conditions
	var read plain
	if err := strictly(text, &read); err != nil {
		return fmt.Errorf("rules: conditions: %w", err)
	}
	*c = Conditions(read)
	return nil
}

// UnmarshalJSON reads a condition or a group. A key that it does not have is an error. The
// value may be a text, a number, a boolean, null, or a list of them.
func (c *Condition) UnmarshalJSON(text []byte) error {
	type plain Condition
	var read struct {
		plain
		Value json.RawMessage `json:"value"`
	}
	if err := strictly(text, &read); err != nil {
		return fmt.Errorf("rules: condition: %w", err)
	}
	v, err := valueOf(read.Value)
	if err != nil {
		return fmt.Errorf("rules: condition %q: %w", read.Field, err)
	}
	*c = Condition(read.plain)
	c.Value = v
	return nil
}

func strictly(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// valueOf reads a value in any of its forms.
func valueOf(text json.RawMessage) (Value, error) {
	if len(text) == 0 {
		return nil, nil
	}
	var one any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&one); err != nil {
		return nil, err
	}
	list, several := one.([]any)
	if !several {
		list = []any{one}
	}
	var v Value
	for _, item := range list {
		switch x := item.(type) {
		case nil:
			if several {
				v = append(v, "")
			}
		case string:
			v = append(v, x)
		case json.Number:
			v = append(v, x.String())
		case bool:
			v = append(v, strconv.FormatBool(x))
		default:
			return nil, fmt.Errorf("value %s: texts, numbers and booleans are wanted", text)
		}
	}
	return v, nil
}
