package stored

import (
	"testing"

	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/internal/datatest"
)

// Input returns the text of a case before redaction.
func Input(t testing.TB, c datatest.RedactionCase) string {
	t.Helper()
	text, err := c.Text()
	return must(t, text, err)
}

// Options returns those of a case.
func Options(t testing.TB, c datatest.RedactionCase) (o datatest.RedactionOptions) {
	t.Helper()
	must(t, o, datatest.Decode(c.Options, &o))
	return o
}

// Redaction returns the settings under which a case was written.
func Redaction(t testing.TB, c datatest.RedactionCase) redact.Config {
	t.Helper()
	o := Options(t, c)
	return redact.Config{
		Zendesk: true, Replacement: o.ReplacementToken, ExposeFirst: exposeCount(o.ExposeFirst), ExposeLast: exposeCount(o.ExposeLast),
		UseGroupings: o.UseGroupings, ExcludeTrackingNumbers: o.ExcludeTrackingNumbers, ParseFlanking: o.ParseFlanking,
	}
}

// exposeCount turns a count of the files into one of ours, in which zero is the default.
func exposeCount(n *int) int {
	switch {
	case n == nil:
		return 0
	case *n <= 0:
		return redact.ExposeNone
	}
	return *n
}
