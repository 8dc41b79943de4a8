package zendesk

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/socialticket/socialticket/rules"
)

// Trigger is a trigger and the text that it was read from.
type Trigger struct {
	rules.Rule
	source
}

// Automation is an automation and the text that it was read from.
type Automation struct {
	rules.Rule
	source
}

// Macro is a macro and the text that it was read from.
type Macro struct {
	rules.Macro
	source
}

// View is a view and the text that it was read from.
type View struct {
	rules.View
	source
}

// source is the text that a rule was read from.
type source struct {
	raw json.RawMessage // nil: it was made by hand
	key string          // in what an app requires
}

func (s source) name() string { return s.key }

// Raw returns the text that the rule was read from, nil if it was made by hand. It must not
// be changed.
func (s source) Raw() json.RawMessage { return s.raw }

// Member returns a member of that text as it stands there, nil if it is absent.
func (s source) Member(name string) json.RawMessage {
	o, _ := parse(s.raw)
	return o.get(name)
}

// item is a rule of any kind.
type item interface {
	json.Marshaler
	base() *rules.Rule
	name() string
}

func (t *Trigger) base() *rules.Rule    { return &t.Rule }
func (a *Automation) base() *rules.Rule { return &a.Rule }
func (m *Macro) base() *rules.Rule      { return &m.Rule }
func (v *View) base() *rules.Rule       { return &v.Rule }

// items returns the rules of a kind.
func (f *File) items(k Kind) (list []item) {
	switch k {
	case Triggers:
		for i := range f.Triggers {
			list = append(list, &f.Triggers[i])
		}
	case Automations:
		for i := range f.Automations {
			list = append(list, &f.Automations[i])
		}
	case Macros:
		for i := range f.Macros {
			list = append(list, &f.Macros[i])
		}
	case Views:
		for i := range f.Views {
			list = append(list, &f.Views[i])
		}
	case Policies:
		for i := range f.Policies {
			list = append(list, &f.Policies[i])
		}
	}
	return list
}

// MarshalJSON returns the text of the trigger with what was changed since it was read.
func (t Trigger) MarshalJSON() ([]byte, error) { return t.write(t.Rule, "conditions", nil) }

// MarshalJSON returns the text of the automation with what was changed since it was read.
func (a Automation) MarshalJSON() ([]byte, error) { return a.write(a.Rule, "conditions", nil) }

// MarshalJSON returns the text of the macro with what was changed since it was read.
func (m Macro) MarshalJSON() ([]byte, error) {
	return m.write(m.Rule, "conditions", func(o *object) {
		if was := restriction(*o); !reflect.DeepEqual(was, m.For) {
			o.set("restriction", restrictionText(m.For))
		}
	})
}

// MarshalJSON returns the text of the view with what was changed since it was read.
func (v View) MarshalJSON() ([]byte, error) {
	return v.write(v.Rule, "conditions", func(o *object) { writeView(o, v.View) })
}

// one reads a rule that stands alone.
func one(text []byte, k Kind) (*File, error) {
	f, err := Read(text, k)
	if err == nil && len(f.items(k)) != 1 {
		err = fmt.Errorf("zendesk: one rule of the %s is wanted", k)
	}
	return f, err
}

// UnmarshalJSON reads a trigger, with or without its envelope.
func (t *Trigger) UnmarshalJSON(text []byte) error {
	f, err := one(text, Triggers)
	if err == nil {
		*t = f.Triggers[0]
	}
	return err
}

// UnmarshalJSON reads an automation, with or without its envelope.
func (a *Automation) UnmarshalJSON(text []byte) error {
	f, err := one(text, Automations)
	if err == nil {
		*a = f.Automations[0]
	}
	return err
}

// UnmarshalJSON reads a macro, with or without its envelope.
func (m *Macro) UnmarshalJSON(text []byte) error {
	f, err := one(text, Macros)
	if err == nil {
		*m = f.Macros[0]
	}
	return err
}

// UnmarshalJSON reads a view, with or without its envelope.
func (v *View) UnmarshalJSON(text []byte) error {
	f, err := one(text, Views)
	if err == nil {
		*v = f.Views[0]
	}
	return err
}
