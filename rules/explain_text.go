package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// String returns e as text for people, a line for the rule and one for each condition.
func (e Explanation) String() string {
	var b strings.Builder
	e.write(&b, "")
	return b.String()
}

func (e *Explanation) write(b *strings.Builder, more string) {
	fmt.Fprintf(b, "%q", cmp.Or(e.Title, e.Rule))
	if e.Title != "" {
		fmt.Fprintf(b, " (%s)", e.Rule)
	}
	switch {
	case e.Ended:
		b.WriteString(" does not run: the ticket is closed")
	case e.Holds:
		b.WriteString(" holds")
	default:
		b.WriteString(" does not hold" + due(e.Due))
	}
	b.WriteString(more + "\n")
	writeList(b, "  ", e.All, e.Any)
}

// due returns when something will hold, as the end of a sentence.
func due(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return ", but will at " + at.Format(time.RFC3339Nano)
}

func writeList(b *strings.Builder, indent string, all, anyOf []Verdict) {
	for i := range all {
		all[i].write(b, indent)
	}
	if len(anyOf) > 0 {
		holds := slices.ContainsFunc(anyOf, func(v Verdict) bool { return v.Holds })
		fmt.Fprintf(b, "%s%s one of:\n", indent, mark(holds))
	}
	for i := range anyOf {
		anyOf[i].write(b, indent+"  ")
	}
}

func mark(holds bool) string {
	if holds {
		return "yes"
	}
	return "no "
}

func (v *Verdict) write(b *strings.Builder, indent string) {
	if v.Field == "" {
		fmt.Fprintf(b, "%s%s a group:\n", indent, mark(v.Holds))
		writeList(b, indent+"  ", v.All, v.Any)
		return
	}
	fmt.Fprintf(b, "%s%s %s", indent, mark(v.Holds), describe(Condition{Field: v.Field, Op: v.Op, Value: v.Value}))
	if len(v.Wanted) > 0 {
		fmt.Fprintf(b, ", that is %s", spell(v.Wanted))
	}
	fmt.Fprintf(b, ": it is %s", spell(v.Seen))
	if slices.Contains(changes(), v.Op) {
		fmt.Fprintf(b, ", it was %s", spell(v.Before))
	}
	if !v.At.IsZero() {
		fmt.Fprintf(b, " by %s", v.At.Format(time.RFC3339Nano))
	}
	if !v.Holds {
		b.WriteString(due(v.Due))
	}
	b.WriteByte('\n')
}

// describe returns a condition as text.
func describe(c Condition) string {
	if c.Field == "" {
		return "the group"
	}
	op := strings.ReplaceAll(string(cmp.Or(c.Op, Is)), "_", " ")
	switch c.Op {
	case ChangedTo:
		op = "changed to"
	case NotChangedTo:
		op = "not changed to"
	case ChangedFrom:
		op = "changed from"
	case NotChangedFrom:
		op = "not changed from"
	default:
	}
	if c.Op.terminal() {
		return c.Field + " " + op
	}
	return c.Field + " " + op + " " + spell(c.Value)
}

// longest is how many letters of a value are shown.
const longest = 60

// spell returns a value as text.
func spell(v Value) string {
	if v.IsZero() {
		return "nothing"
	}
	texts := make([]string, len(v))
	for i, text := range v {
		if letters := []rune(text); len(letters) > longest {
			text = string(letters[:longest]) + "…"
		}
		texts[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(texts, ", ")
}

// String returns c as text for people: the triggers that fired by round, then the others.
func (c Course) String() string {
	var b strings.Builder
	if c.Ended {
		b.WriteString("The ticket was closed before the update: triggers do not run.\n")
		return b.String()
	}
	fmt.Fprintf(&b, "Rounds: %d\n", c.Rounds)
	for _, o := range slices.SortedStableFunc(slices.Values(c.Triggers), func(a, b Outcome) int { return cmp.Compare(uint(a.Round-1), uint(b.Round-1)) }) {
		o.write(&b) // a round of 0 goes last
	}
	return b.String()
}

func (o *Outcome) write(b *strings.Builder) {
	if o.Round > 0 {
		fmt.Fprintf(b, "Round %d: ", o.Round)
		o.Explanation.write(b, " and fired")
		return
	}
	var more strings.Builder
	for _, loss := range o.Held {
		fmt.Fprintf(&more, "; it did in round %d, before %q fired", loss.Round, loss.To)
	}
	b.WriteString("Did not fire: ")
	o.Explanation.write(b, more.String())
}

// String returns o as text for people.
func (o Outcome) String() string {
	var b strings.Builder
	o.write(&b)
	return b.String()
}
