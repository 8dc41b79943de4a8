package rules

import (
	"strconv"
	"time"

	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// talkFields tell of the session and of the reply window. Their names are ours, for those
// of Zendesk's editor are not published:
//
//   - session_state is "active", "inactive" or "ended"; nothing before the first message.
//   - session_ended_reason tells who ended the session: "agent", "rule" (a trigger or an
//     automation), "end_user", "bot", or "inactivity", which is the system; nothing while it
//     goes on. Both may be compared with what they were before an update.
//   - reply_window_open is "true" while an ordinary message may go out.
//   - until_reply_window_end counts the hours that are left for one; it has no value where
//     none may go out, or the window has no end.
//
// Source: Zendesk, "Messaging session ended reason", facts of autumn 2026.
func talkFields() []Field {
	return []Field{
		{Name: "session_state", Kind: Choice, Values: []string{string(session.Active), string(session.Inactive), string(session.Ended)},
			Text: func(s *Subject) string { return string(s.Session.State) }, Was: func(s *Subject) string { return string(s.SessionBefore.State) }},
		{Name: "session_ended_reason", Kind: Choice, Values: endings(), Alias: none("__NULL__"), rare: true,
			Text: func(s *Subject) string { return endedBy(&s.Session) }, Was: func(s *Subject) string { return endedBy(&s.SessionBefore) }},
		{Name: "reply_window_open", Kind: Truth, Values: []string{"true", "false"},
			Text: func(s *Subject) string { return strconv.FormatBool(open(s)) },
			Next: func(s *Subject, from time.Time) time.Time {
				if until := s.Reply.Until; until.After(from) {
					return until
				}
				return time.Time{}
			}},
		{Name: "until_reply_window_end", Kind: Until, At: func(s *Subject) time.Time {
			if !s.Reply.Allowed {
				return time.Time{}
			}
			return s.Reply.Until
		}},
	}
}

func open(s *Subject) bool {
	return s.Reply.Allowed && (s.Reply.Until.IsZero() || s.Now.Before(s.Reply.Until))
}

// endings returns who may have ended a session, as rules name them.
func endings() []string { return []string{"agent", "inactivity", "rule", "end_user", "bot"} }

// endedBy returns who ended a session, "" if it was not ended.
func endedBy(s *session.Session) string {
	if s.State != session.Ended {
		return ""
	}
	switch s.EndedBy.Kind {
	case ticket.Trigger, ticket.Automation:
		return "rule"
	case ticket.System:
		return "inactivity"
	case ticket.Agent, ticket.EndUser, ticket.Bot:
	}
	return string(s.EndedBy.Kind)
}
