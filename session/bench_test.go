package session_test

import (
	"testing"
	"time"

	"github.com/socialticket/socialticket/session"
)

// BenchmarkWidgetAt asks at night, when an opening is told.
func BenchmarkWidgetAt(b *testing.B) {
	widget, at := shop(), time.Date(2026, 3, 6, 20, 0, 0, 0, time.UTC)
	agents, visitor := session.Presence{"sales": 1}, session.Visitor{Language: "fr"}
	b.ReportAllocs()
	for b.Loop() {
		widget.At(at, agents, visitor)
	}
}

// BenchmarkWidgetAtUnchanged asks where no opening or closing changes anything, so that the
// search is given up.
func BenchmarkWidgetAtUnchanged(b *testing.B) {
	widget, at := shop(), time.Date(2026, 3, 6, 20, 0, 0, 0, time.UTC)
	widget.Departments = append(widget.Departments, session.Department{ID: "night"}) // at all hours, without agents
	b.ReportAllocs()
	for b.Loop() {
		widget.At(at, nil, session.Visitor{})
	}
}
