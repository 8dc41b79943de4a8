package main

import (
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules"
)

// sayer tells the pages of the administrator what rules, policies and channels are about.
type sayer struct {
	w     *words.Words
	rules words.Rules
}

// sayer returns what says it in a language.
func (s *server) sayer(w *words.Words) sayer {
	return sayer{w, w.Rules(s.ruleNames(row{}), func(t time.Time) string { return w.Full(t, time.UTC) })}
}

// Conditions tells conditions, one sentence each.
func (s sayer) Conditions(list []rules.Condition) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = words.Sentence(s.rules.Condition(c))
	}
	return out
}

// Actions tells actions, one sentence each.
func (s sayer) Actions(list []rules.Action) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = words.Sentence(s.rules.Action(a))
	}
	return out
}

// Window tells one way in which a policy lets messages out.
func (s sayer) Window(r channel.Rule) string {
	var parts []string
	add := func(key string, args ...any) { parts = append(parts, s.w.T("admin.window."+key, args...)) }
	openers := make([]string, len(r.After))
	for i, o := range r.After {
		openers[i] = s.w.Or("admin.opener", string(o))
	}
	after := strings.Join(openers, s.w.T("admin.or"))
	switch {
	case after == "":
		add("always")
	case r.For == 0:
		add("since", after)
	case r.Receipt:
		add("receipt", s.span(r.For), after)
	default:
		add("for", s.span(r.For), after)
	}
	if r.Count > 0 {
		parts = append(parts, s.w.N("admin.window.count", r.Count))
	}
	if r.Total > 0 {
		add("total", r.Total)
	}
	if r.Human {
		add("human")
	}
	if r.Quota {
		add("quota")
	}
	means := s.w.Or("admin.means", string(r.Means))
	if r.Route != channel.RouteDirect && r.Route != channel.RouteTemplate {
		means += " (" + s.w.Or("admin.route", string(r.Route)) + ")"
	}
	return s.w.T("admin.does", means, strings.ReplaceAll(strings.Join(parts, " "), " ,", ","))
}

// span tells a length of time.
func (s sayer) span(d time.Duration) string {
	if d < time.Minute {
		return channel.Span(d)
	}
	return s.w.Left(d)
}

// size tells how large a file may be.
func (s sayer) size(bytes int64) string {
	if bytes < 1<<20 {
		return s.w.T("admin.able.kb", bytes>>10)
	}
	return s.w.T("admin.able.mb", bytes>>20)
}

// Ability tells what a channel carries.
func (s sayer) Ability(a channel.Ability) []string {
	var out []string
	if a.Text.Most > 0 {
		out = append(out, s.w.T("admin.able.text", a.Text.Most))
	}
	kinds := make([]string, len(a.Types))
	for i, t := range a.Types {
		kinds[i] = s.w.Or("admin.type", string(t))
	}
	if len(kinds) > 0 {
		out = append(out, s.w.T("admin.able.types", strings.Join(kinds, ", ")))
	}
	for _, f := range a.Files {
		if f.Size > 0 {
			out = append(out, s.w.T("admin.able.file", s.w.Or("admin.type", string(f.Type)), s.size(f.Size)))
		}
	}
	for _, able := range []struct {
		key  string
		does bool
	}{{"quotes", a.Quotes}, {"topics", a.Topics}, {"edits", a.Edits}, {"voice", a.Voice}} {
		if able.does {
			out = append(out, s.w.T("admin.able."+able.key))
		}
	}
	return out
}
