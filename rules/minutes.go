package rules

import (
	"fmt"
	"strconv"
	"time"
)

// The minutes that a condition may ask for: from ten, which is how long a session stays
// active, to 999 days. Source: Chatwoot, app/models/account.rb, facts of autumn 2026.
const (
	minMinutes = 10
	maxMinutes = 999 * 24 * 60
)

// minutes takes a span that is written in minutes, "90m". It is ours: Zendesk has whole
// hours. The clock of a [Cycle] does not round it.
func (st *step) minutes(op Op, text string) string {
	n, err := strconv.Atoi(text)
	if err != nil || n < minMinutes || n > maxMinutes {
		return fmt.Sprintf("value %q: minutes are wanted, %d to %d", text+"m", minMinutes, maxMinutes)
	}
	st.op, st.span, st.fine = opHours, int64(n)*int64(time.Minute), true
	st.business = op == IsBusiness || op == LessThanBusiness || op == GreaterThanBusiness
	st.compare = op.compares()
	return ""
}
