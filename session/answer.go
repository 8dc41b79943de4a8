package session

import (
	"cmp"
	"maps"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/socialticket/socialticket/ticket"
)

// Read returns the answers to a form, by the ids of its fields, as a ticket keeps them: in
// the order of the form, without blanks around them, an empty one left out. To read them
// again gives the same. The error is a *[FormError] with all that is wrong.
func (f Form) Read(answers map[string]string) ([]ticket.Field, error) {
	f = f.orStandard()
	var list []ticket.Field
	var wrong []Problem
	for i := range f.Fields {
		field := &f.Fields[i]
		value, what := field.read(answers[field.ID])
		switch {
		case what != "":
			wrong = append(wrong, Problem{field.ID, what})
		case value != "":
			list = append(list, ticket.Field{ID: field.ID, Value: value})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(answers)) {
		if !slices.ContainsFunc(f.Fields, func(o FormField) bool { return o.ID == id }) {
			wrong = append(wrong, Problem{id, ProblemUnknown})
		}
	}
	if len(wrong) > 0 {
		return nil, &FormError{Problems: wrong}
	}
	return list, nil
}

// read returns an answer as it is kept, and what is wrong with it.
func (f *FormField) read(text string) (string, ProblemCode) {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", ProblemUnreadable
	}
	text = strings.TrimSpace(text)
	if f.kind() == AnswerCheckbox {
		return f.readCheckbox(text)
	}
	switch {
	case text == "" && f.Required:
		return "", ProblemRequired
	case text == "":
		return "", ""
	case utf8.RuneCountInString(text) > cmp.Or(f.Max, defaultMax):
		return "", ProblemTooLong
	}
	return f.readValue(text)
}

func (f *FormField) readCheckbox(text string) (string, ProblemCode) {
	switch {
	case text != "" && text != "true" && text != "false":
		return "", ProblemNoChoice
	case f.Required && text != "true":
		return "", ProblemRequired
	}
	return text, ""
}

// readValue returns an answer that is not empty as its type asks.
func (f *FormField) readValue(text string) (string, ProblemCode) {
	switch f.kind() {
	case AnswerInteger:
		n, err := strconv.ParseInt(text, 10, 64)
		return valueIf(strconv.FormatInt(n, 10), err == nil, ProblemNoNumber)
	case AnswerDecimal:
		return valueIf(text, isDecimal(text), ProblemNoNumber)
	case AnswerDate:
		_, err := time.Parse(time.DateOnly, text)
		return valueIf(text, err == nil, ProblemNoDate)
	case AnswerDropDown:
		return valueIf(text, slices.Contains(f.Choices, text), ProblemNoChoice)
	case AnswerMultiSelect:
		return f.readChoices(strings.Fields(text))
	case AnswerEmail:
		return valueIf(text, isEmail(text), ProblemNoEmail)
	case AnswerPhone:
		return valueIf(text, isPhone(text), ProblemNoPhone)
	case AnswerText, AnswerCheckbox:
	}
	return text, ""
}

// readChoices returns those that were chosen, in the order of the form, each once.
func (f *FormField) readChoices(chosen []string) (string, ProblemCode) {
	for _, c := range chosen {
		if !slices.Contains(f.Choices, c) {
			return "", ProblemNoChoice
		}
	}
	ordered := slices.DeleteFunc(slices.Clone(f.Choices), func(c string) bool { return !slices.Contains(chosen, c) })
	return strings.Join(ordered, " "), ""
}

// valueIf returns the value if it holds, else the problem.
func valueIf(value string, ok bool, what ProblemCode) (string, ProblemCode) {
	if !ok {
		return "", what
	}
	return value, ""
}

// isDecimal reports whether text is a number in plain digits: not 1e9, inf or 0x1p4.
func isDecimal(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.Trim(text, "+-.0123456789") == ""
}

// isEmail reports whether text is an address and nothing else, without a name beside it.
// Whether it exists only a message to it can tell.
func isEmail(text string) bool {
	a, err := mail.ParseAddress(text)
	_, domain, _ := strings.Cut(text, "@")
	return err == nil && a.Address == text && len(text) <= 254 && domain != "" && !strings.ContainsAny(text, " \t\r\n\"<>,;")
}

// isPhone reports whether text has 3 to 20 digits and nothing that a number does not have.
func isPhone(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-./() \u00a0\u2011", r):
			return false
		}
	}
	return digits >= 3 && digits <= 20
}
