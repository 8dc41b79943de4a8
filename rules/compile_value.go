package rules

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// texts takes the alternatives of a value.
func (st *step) texts(v Value) string {
	if len(v) == 0 {
		v = Value{""}
	}
	for _, text := range v {
		if read := st.field.named(text); read != nil {
			st.name(read)
			continue
		}
		values, known := st.field.stands(text)
		if !known {
			return fmt.Sprintf("value %q is not known", text)
		}
		st.values = append(st.values, values...)
	}
	return ""
}

func (st *step) name(read func(*Subject) string) {
	st.more().names = append(st.more().names, read)
}

// order takes the values that stand on the right side of one.
func (st *step) order(op Op, v Value) string {
	values, known := st.field.stands(v.One())
	if !known || len(values) != 1 {
		return fmt.Sprintf("value %q is not known", v)
	}
	st.op = opIs
	for i, other := range append([]string{""}, st.field.Values...) {
		if op.compares().compares(float64(i - st.field.rank(values[0]))) {
			st.values = append(st.values, other)
		}
	}
	return ""
}

func (st *step) number(op Op, v Value) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(v.One()), 64)
	if err != nil || math.IsNaN(n) {
		return fmt.Sprintf("value %q: a number is wanted", v)
	}
	st.op, st.compare, st.more().num = opNumber, op.compares(), n
	return ""
}

// maxHours bounds the hours of a condition: more than 292 years are no [time.Duration].
const maxHours = 100 * 365 * 24

func (st *step) hours(op Op, v Value) string {
	if text, minutes := strings.CutSuffix(strings.TrimSpace(v.One()), "m"); minutes {
		return st.minutes(op, text)
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(v.One()), 64)
	if err != nil || n < 0 || n > maxHours {
		return fmt.Sprintf("value %q: hours are wanted, 0 to %d", v, maxHours)
	}
	st.op, st.span = opHours, int64(math.Floor(n))*int64(time.Hour) // 1.5 is read as 1, as Zendesk does
	st.business = op == IsBusiness || op == LessThanBusiness || op == GreaterThanBusiness
	st.compare = op.compares()
	return ""
}

func (st *step) instant(op Op, v Value) string {
	text := strings.TrimSpace(v.One())
	if op == WithinPreviousDays || op == WithinNextDays || op == DaysBefore {
		days, err := strconv.Atoi(text)
		if err != nil || days < 0 || days > maxHours/24 {
			return fmt.Sprintf("value %q: days are wanted", v)
		}
		st.op, st.compare, st.span = opDays, op.compares(), int64(days)*24*int64(time.Hour)
		return ""
	}
	if at, is := instant(text); is {
		st.op, st.compare, st.span = opInstant, op.compares(), at.UnixNano()
		return ""
	}
	return fmt.Sprintf("value %q: an instant is wanted, like 2026-03-01 or 2026-03-01T09:00:00Z", v)
}

func (st *step) words(op Op, v Value) string {
	text := strings.ToLower(strings.Join(v, " "))
	st.op = opWords
	switch op {
	case Is, IncludesString: // as Zendesk reads "is" of a text: it holds that
		st.op, st.values = opWords, []string{text}
	case StartsWith, EndsWith:
		st.op, st.compare, st.values = opEdge, op.compares(), []string{text}
	default:
		st.values = strings.Fields(text)
	}
	if len(st.values) == 0 || st.values[0] == "" {
		return "a word is wanted"
	}
	return ""
}
