package template

import (
	"cmp"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// MarketingMessages is the category of preference that users can refuse today.
const MarketingMessages = "marketing_messages"

// Preferences are what one user agreed to or refused from one business, by
// category. The zero Preferences refuse nothing.
type Preferences []Preference

// Preference is the newest word on one category.
type Preference struct {
	Category string    `json:"category"`
	Stopped  bool      `json:"stopped,omitzero"`
	At       time.Time `json:"at"` // by the platform's clock
}

// Apply returns p after an event. Only one of type [channel.EventPreference]
// changes something, and a status that failed because the user had refused
// marketing (131050). The newest word counts in whatever order they come; at one
// instant, the refusal. Source: Meta, user_preferences; error codes, read
// 2026-09.
func (p Preferences) Apply(e channel.Event) Preferences {
	if e.Type == channel.EventStatus {
		refused := func(x channel.Error) bool { return x.Code == "131050" }
		if !slices.ContainsFunc(e.Status.Errors, refused) {
			return p
		}
		return p.with(Preference{MarketingMessages, true, e.Sent.UTC()})
	}
	n := e.Notice
	switch {
	case e.Type != channel.EventPreference:
		return p
	case n.Name == "signup": // by a link of the business
		n.Name = "resume"
	case n.Name != "stop" && n.Name != "resume":
		return p
	}
	return p.with(Preference{n.Subject, n.Name == "stop", e.Sent.UTC()})
}

func (p Preferences) with(word Preference) Preferences {
	i, found := slices.BinarySearchFunc(p, word, func(a, b Preference) int { return cmp.Compare(a.Category, b.Category) })
	switch {
	case !found:
		return slices.Insert(slices.Clone(p), i, word)
	case word.At.After(p[i].At) || word.At.Equal(p[i].At) && word.Stopped:
		p = slices.Clone(p)
		p[i] = word
	}
	return p
}

// Allow reports whether a template of that category may go to the user. Only
// marketing can be refused. Until the user resumes, the platform refuses it with
// 131050.
func (p Preferences) Allow(c Category) bool {
	return c != Marketing || !slices.ContainsFunc(p, func(w Preference) bool { return w.Category == MarketingMessages && w.Stopped })
}
