package session

import "time"

// Presence is how many agents are online, by the id of their department; under "" stand
// those without one. An agent of two departments counts in both. One who is invisible,
// away or signed out does not count. Nil: no agent is online, and for messaging it is not
// known.
type Presence map[string]int

// anyone reports whether an agent of any department is online.
func (p Presence) anyone() bool {
	for _, n := range p {
		if n > 0 {
			return true
		}
	}
	return false
}

// Visitor is who looks at a page with a [Widget]. The zero Visitor has asked for nothing.
type Visitor struct {
	Department string    // that was asked for; empty: any
	LoadedAt   time.Time // when the page was loaded; zero: now
	Chat       Chat
	// Bypass tells that the page opens the chat outside its hours too, by script. Agents
	// must be online all the same. Source:
	// https://support.zendesk.com/hc/en-us/articles/4408822398106, facts as of autumn 2026.
	Bypass bool

	Zone     *time.Location // nil: that of the hours
	Language string         // "fr", "pt-BR"; empty or unknown: English
}

// Chat says where the live chat of a visitor stands. Its text is the stored one. The empty
// Chat has not begun.
type Chat string

// The stages of a live chat.
const (
	ChatWaiting Chat = "waiting" // the visitor was let in, and no agent has taken the chat yet
	ChatTalking Chat = "talking" // with an agent
)
