package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// check returns all that cannot be.
func (c Config) check(languages []string) (wrong []error) {
	no := func(key, format string, args ...any) { wrong = append(wrong, c.Errorf(key, format, args...)) }
	if c.Warn < 0 {
		no("warn", "a negative time")
	}
	for _, l := range c.Languages {
		if !slices.Contains(languages, l) {
			no("languages", "the pages are not in %q, but in %s", l, strings.Join(languages, ", "))
		}
	}
	for _, h := range c.Hosts {
		if !isHost(h) {
			no("hosts", "%q is not the name of a host: it is in small letters, without a port or a scheme", h)
		}
	}
	c.checkAccounts(no)
	c.checkAgents(no)
	for _, id := range slices.Sorted(maps.Keys(c.Schedules)) {
		if _, err := schedule.New(c.Schedules[id]); err != nil {
			no("schedules."+id, "%v", err)
		} else if err := c.Schedules[id].Check(); err != nil {
			no("schedules."+id, "%v", err)
		}
	}
	if err := c.Sessions.Check(ticket.Statuses{}); err != nil {
		no("sessions", "%v", err)
	}
	if most := max(c.Redaction.ExposeFirst, c.Redaction.ExposeLast); most > 12 {
		no("redaction", "%d readable digits are nearly the whole number", most)
	}
	if _, err := redact.New(c.Redaction); err != nil {
		no("redaction", "%v", err)
	}
	return wrong
}

func (c Config) checkAccounts(no func(key, format string, args ...any)) {
	seen := map[channel.Account]bool{}
	for _, a := range c.Accounts {
		key := "accounts." + a.key
		_, known := channel.PolicyOf(a.Kind)
		switch {
		case a.ID == "":
			no(key, "an id is missing")
		case seen[a.Account]:
			no(key+".id", "another account has this id already")
		case !known:
			no(key+".kind", "%q is not a channel that is known", a.Kind)
		}
		seen[a.Account] = true
		if a.Group != "" && !c.hasGroup(a.Group) {
			no(key+".group", "there is no group %q", a.Group)
		}
	}
}

func (c Config) checkAgents(no func(key, format string, args ...any)) {
	for _, a := range c.Agents {
		for _, g := range a.Groups {
			if !c.hasGroup(g) {
				no("agents."+a.ID+".groups", "there is no group %q", g)
			}
		}
		if strings.ContainsAny(a.ID, ": \t") || len(a.ID) > 64 {
			no("agents."+a.ID, "an id has no blanks and colons, and 64 bytes at most")
		}
	}
	if len(c.Admins()) == 0 {
		no("agents", "one agent at least must be admin")
	}
}

func (c Config) hasGroup(id string) bool {
	return slices.ContainsFunc(c.Groups, func(g socialticket.Group) bool { return g.ID == id })
}
