package session

import (
	"slices"
	"time"
)

// Admission answers the request to start a chat.
type Admission struct {
	Allowed bool    `json:"allowed"`
	Absence Absence `json:"absence,omitzero"` // why not
	// Late tells that the hours were open when the page was loaded and have ended since.
	Late bool `json:"late,omitzero"`
	// Show is what the widget shows from now on: the wait, or what there is instead.
	Show Show `json:"show"`
}

// Admit says whether a visitor may start a chat at an instant, with the department that
// was asked for. What the page showed when it was loaded does not count: who came before
// closing is not led to a department that has closed since. Messaging lets everyone in.
// Source of the recipe: https://support.zendesk.com/hc/en-us/articles/5137169660826, facts
// as of autumn 2026.
func (w Widget) Admit(at time.Time, p Presence, v Visitor) Admission {
	sc := w.scene(p, v)
	if w.Messaging || v.Chat == ChatTalking || v.Chat == ChatWaiting && sc.anyone {
		return Admission{Allowed: true, Show: w.At(at, p, v)}
	}
	if len(sc.ready(sc.wanted, at)) > 0 {
		v.Chat = ChatWaiting
		return Admission{Allowed: true, Show: w.At(at, p, v)}
	}
	a := Admission{Show: w.At(at, p, v)}
	a.Absence, _ = sc.absence(at)
	a.Late = a.Absence == AbsenceClosed && !v.LoadedAt.IsZero() && v.LoadedAt.Before(at) &&
		slices.ContainsFunc(sc.wanted, func(s service) bool { return s.open(v.LoadedAt) })
	return a
}
