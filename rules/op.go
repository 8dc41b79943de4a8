package rules

// Op is an operator of a condition. The texts are those of Zendesk's rules, and of other
// helpdesks where Zendesk has none.
type Op string

// The operators. Which ones a field takes depends on its [Kind].
const (
	Is    Op = "is" // of several values, one of them
	IsNot Op = "is_not"

	LessThan         Op = "less_than"
	LessThanEqual    Op = "less_than_equal"
	GreaterThan      Op = "greater_than"
	GreaterThanEqual Op = "greater_than_equal"

	Includes    Op = "includes"     // one of the values, of a text one of the words
	NotIncludes Op = "not_includes" // none of them
	Present     Op = "present"
	NotPresent  Op = "not_present"

	IncludesWords     Op = "includes_words" // as Includes
	NotIncludesWords  Op = "not_includes_words"
	IncludesString    Op = "includes_string" // the whole text of the value
	NotIncludesString Op = "not_includes_string"
	StartsWith        Op = "starts_with"
	EndsWith          Op = "ends_with"

	// The operators of an update: against the value before it. A new ticket had nothing.
	Changed        Op = "changed"
	NotChanged     Op = "not_changed"
	ChangedTo      Op = "value"
	NotChangedTo   Op = "not_value" // also if it did not change
	ChangedFrom    Op = "value_previous"
	NotChangedFrom Op = "not_value_previous" // also if it did not change

	// The operators of hours in the business hours of the ticket's schedule.
	IsBusiness          Op = "is_business_hours"
	LessThanBusiness    Op = "less_than_business_hours"
	GreaterThanBusiness Op = "greater_than_business_hours"

	WithinPreviousDays Op = "within_previous_n_days"
	WithinNextDays     Op = "within_next_n_days"
	DaysBefore         Op = "days_before" // more than so many days before now

	IncludesAll Op = "includes_all" // each of the values
)

// Kind says what values a field has, and so which operators it takes.
type Kind uint8

// The kinds of field.
const (
	Choice  Kind = iota // one of some texts or ids, or nothing: a group, a channel
	Ordered             // a Choice whose values have an order: status, priority
	Set                 // several texts: tags
	Text                // words
	Number
	Truth // "true" or "false"
	Time  // an instant
	Since // the hours since an instant
	Until // the hours until an instant
	Mixed // a value whose kind shows when it is read: an attribute of a host
)

// ops returns the operators of a kind; changed ones come with a field that may change.
func (k Kind) ops() []Op {
	switch k {
	case Choice:
		return []Op{Is, IsNot, Includes, NotIncludes, Present, NotPresent}
	case Ordered:
		return []Op{Is, IsNot, Includes, NotIncludes, Present, NotPresent, LessThan, LessThanEqual, GreaterThan, GreaterThanEqual}
	case Set:
		return []Op{Is, IsNot, Includes, NotIncludes, IncludesAll, Present, NotPresent}
	case Text:
		return []Op{Is, IsNot, Includes, NotIncludes, IncludesAll, IncludesWords, NotIncludesWords, IncludesString, NotIncludesString, StartsWith, EndsWith, Present, NotPresent}
	case Number:
		return []Op{Is, IsNot, LessThan, LessThanEqual, GreaterThan, GreaterThanEqual, Present, NotPresent}
	case Truth:
		return []Op{Is, IsNot}
	case Time:
		return []Op{Is, IsNot, LessThan, LessThanEqual, GreaterThan, GreaterThanEqual, WithinPreviousDays, WithinNextDays, DaysBefore, Present, NotPresent}
	case Since, Until:
		return []Op{Is, LessThan, GreaterThan, IsBusiness, LessThanBusiness, GreaterThanBusiness, Present, NotPresent}
	case Mixed:
		return []Op{Is, IsNot, Includes, NotIncludes, IncludesAll, StartsWith, EndsWith, LessThan, LessThanEqual, GreaterThan, GreaterThanEqual, DaysBefore, Present, NotPresent}
	}
	return nil
}

// changes returns the operators of fields that are compared with what they were.
func changes() []Op {
	return []Op{Changed, NotChanged, ChangedTo, NotChangedTo, ChangedFrom, NotChangedFrom}
}

// terminal reports whether an operator takes no value.
func (o Op) terminal() bool {
	return o == Present || o == NotPresent || o == Changed || o == NotChanged
}

// compares returns what an operator compares; most of them only look for what is equal.
func (o Op) compares() comparison {
	switch o {
	case LessThan, LessThanBusiness:
		return less
	case LessThanEqual:
		return lessEqual
	case GreaterThan, GreaterThanBusiness:
		return greater
	case GreaterThanEqual:
		return greaterEqual
	case WithinPreviousDays:
		return within
	case WithinNextDays:
		return ahead
	case DaysBefore:
		return before
	case StartsWith:
		return beginning
	case EndsWith:
		return ending
	}
	return equal
}

// positive returns the operator that o is the negation of, and whether it is one.
func (o Op) positive() (Op, bool) {
	switch o {
	case IsNot:
		return Is, true
	case NotIncludes:
		return Includes, true
	case NotIncludesWords:
		return IncludesWords, true
	case NotIncludesString:
		return IncludesString, true
	case NotPresent:
		return Present, true
	case NotChanged:
		return Changed, true
	case NotChangedTo:
		return ChangedTo, true
	case NotChangedFrom:
		return ChangedFrom, true
	}
	return o, false
}
