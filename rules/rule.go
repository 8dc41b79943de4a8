package rules

// Condition tests one field of a subject, or is a group of conditions.
type Condition struct {
	Field string `json:"field,omitzero"` // the name of a [Field]: "status"
	Op    Op     `json:"operator,omitzero"`
	Value Value  `json:"value,omitzero"` // what it is compared with; nil where Op needs nothing
	// Exact tells large letters from small ones in a Text or Mixed field. False: either size.
	Exact bool `json:"case_sensitive,omitzero"`

	// All and Any make a group: every one of All, and one of Any if there are some.
	// Field, Op and Value are then empty.
	All []Condition `json:"all,omitzero"`
	Any []Condition `json:"any,omitzero"`
}

// Conditions hold if every one of All holds, and one of Any if there are some. The zero
// Conditions always hold.
type Conditions struct {
	All []Condition `json:"all,omitzero"`
	Any []Condition `json:"any,omitzero"`
}

// Action does one thing, as its field says: sets a field of the ticket, adds a comment,
// or asks for an effect on the world.
type Action struct {
	Field string `json:"field"`
	Value Value  `json:"value,omitzero"`
}

// Rule is what triggers, automations, macros and views have in common. A macro has no
// conditions, a view no actions.
type Rule struct {
	ID          string     `json:"id"`
	Title       string     `json:"title,omitzero"`
	Description string     `json:"description,omitzero"`
	Category    string     `json:"category_id,omitzero"` // of triggers: they go category by category
	Position    int        `json:"position,omitzero"`    // within the category; ties go by place in the list
	Inactive    bool       `json:"inactive,omitzero"`
	When        Conditions `json:"conditions,omitzero"`
	Do          []Action   `json:"actions,omitzero"`
}

// Value is what a rule compares with or sets: texts, ids, numbers, booleans ("true",
// "false") and instants (RFC 3339), as they are written. Several are alternatives, or the
// parts of an action. Nil, and one empty text, are nothing: nobody, no group.
type Value []string

// One returns the only text of v, "" if it is nothing or several.
func (v Value) One() string {
	if len(v) == 1 {
		return v[0]
	}
	return ""
}

// IsZero reports whether v is nothing.
func (v Value) IsZero() bool { return len(v) == 0 || len(v) == 1 && v[0] == "" }
