package quota

import (
	"cmp"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Standing is what a business account may still do: the platform takes rights
// away for violations, step by step and for some days. The zero Standing may do
// everything.
type Standing struct {
	// Disabled tells that the account is off: banned, deleted or handed back.
	Disabled   bool      `json:"disabled,omitzero"`
	DisabledAt time.Time `json:"disabled_at,omitzero"` // of the newest word on it
	Reason     string    `json:"reason,omitzero"`      // of that word
	// Restrictions holds the newest restriction of each kind and number, by kind, ties by
	// number.
	Restrictions []Restriction `json:"restrictions,omitzero"`
	// Violation is the newest violation that was told, a warning by itself.
	Violation   string    `json:"violation,omitzero"`
	ViolationAt time.Time `json:"violation_at,omitzero"`
}

// Restriction is a right that was taken away.
type Restriction struct {
	Kind   string    `json:"kind"`
	Number string    `json:"number,omitzero"` // of one business number; empty: of the account
	Remedy string    `json:"remedy,omitzero"` // what to do, in the platform's words
	At     time.Time `json:"at"`
	Until  time.Time `json:"until,omitzero"` // zero: until somebody appeals
}

// The kinds of restriction that forbid messages.
const (
	RestrictedTemplates = "RESTRICTED_BIZ_INITIATED_MESSAGING"
	RestrictedReplies   = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING"
)

// Apply returns s after an event. Only account_update changes something; the
// newest word of each kind counts, in whatever order they come. Source: Meta,
// policy enforcement; account_update, read 2026-09.
func (s Standing) Apply(e channel.Event) Standing {
	n, at := e.Notice, e.Sent.UTC()
	if e.Type != channel.EventAccount || n.Field != "account_update" {
		return s
	}
	switch n.Name {
	case "DISABLED_UPDATE":
		switch n.Subject {
		case "DISABLE", "REINSTATE":
			s = s.disable(n.Subject == "DISABLE", n.Name, at)
		}
	case "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED", "PARTNER_REMOVED":
		s = s.disable(true, n.Name, at)
	case "ACCOUNT_RECONNECTED":
		s = s.disable(false, n.Name, at)
	case "ACCOUNT_VIOLATION":
		if cmp.Or(at.Compare(s.ViolationAt), cmp.Compare(n.Detail, s.Violation)) > 0 {
			s.Violation, s.ViolationAt = n.Detail, at
		}
	case "ACCOUNT_RESTRICTION":
		s.Restrictions = restrict(s.Restrictions, Restriction{n.Subject, n.Number, n.Detail, at, n.Until.UTC()})
	}
	return s
}

// disable takes a word on whether the account is off; at one instant, off counts.
func (s Standing) disable(off bool, why string, at time.Time) Standing {
	if at.After(s.DisabledAt) || at.Equal(s.DisabledAt) && off {
		s.Disabled, s.DisabledAt, s.Reason = off, at, why
	}
	return s
}

func restrict(list []Restriction, r Restriction) []Restriction {
	i, found := slices.BinarySearchFunc(list, r, func(a, b Restriction) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Number, b.Number))
	})
	if !found {
		return slices.Insert(slices.Clone(list), i, r)
	}
	if cmp.Or(r.At.Compare(list[i].At), r.Until.Compare(list[i].Until)) > 0 {
		list = slices.Clone(list)
		list[i] = r
	}
	return list
}

// Allow reports whether the account may send by those means at now, and if not,
// why. In the first steps only templates are forbidden: replies inside the
// window still work. What was taken from one of its numbers counts for all of them here.
func (s Standing) Allow(m channel.Means, now time.Time) (reason channel.Error, ok bool) {
	if s.Disabled {
		return channel.Error{Code: "131031", Title: "The business account is off", Detail: s.Reason, Class: channel.ClassFix}, false
	}
	for _, r := range s.Restrictions {
		over := !r.Until.IsZero() && !now.Before(r.Until)
		if !over && (r.Kind == RestrictedReplies || r.Kind == RestrictedTemplates && m == channel.Approved) {
			return channel.Error{
				Code: "368", Title: "The business account is restricted until " + until(r.Until), Detail: r.Kind, Class: channel.ClassFix,
			}, false
		}
	}
	return channel.Error{}, true
}

func until(at time.Time) string {
	if at.IsZero() {
		return "it is appealed"
	}
	return at.UTC().Format(time.RFC3339)
}
