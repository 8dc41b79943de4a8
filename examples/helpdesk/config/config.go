// Package config reads the helpdesk's file of settings: who works here, for which accounts,
// when, and by which rules it begins.
//
// The file is TOML, see helpdesk.toml beside this folder. An unknown key is an error, and each
// error names the file and the line.
package config

import (
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
)

// Config is what a file of settings says. It holds no credentials: these come from the
// environment. A Config never changes after it was read; goroutines may share it.
type Config struct {
	Accounts  []Account // in the order of the file, as all lists here
	Groups    []socialticket.Group
	Agents    []Agent // one at least, and an administrator among them
	Schedules map[string]schedule.Config
	Rules     []string // files with exports of Zendesk's rules, for the first start
	Languages []string // of the pages; the first is for those who ask for none of them. Nil: all that there are
	Hosts     []string // names by which browsers and platforms reach this server, beside localhost
	// BehindProxy tells that all requests come by way of a proxy on this machine, which says
	// in X-Forwarded-For who sent them, and speaks TLS with browsers.
	BehindProxy bool
	Sessions    session.Policy
	Redaction   redact.Config
	Warn        time.Duration // how long before a reply window ends a ticket tells so

	lines lines
}

// Account is a business account that the helpdesk answers for.
type Account struct {
	channel.Account
	Name  string   // as agents know it
	Group string   // of its new tickets; "": none
	Tags  []string // of its new tickets

	key string // in the file
}

// Agent is a person who works with the helpdesk.
type Agent struct {
	socialticket.Agent
	Admin    bool           // may change the rules
	Password []byte         // the hash of bcrypt; nil: cannot log in by one
	Zone     *time.Location // for those whose browser tells none; nil: UTC
}

// Default is the Config without a file: three agents; Ada is the administrator.
func Default() Config {
	agent := func(id, name string, admin bool) Agent {
		return Agent{Agent: socialticket.Agent{ID: id, Name: name, Groups: []string{"support"}}, Admin: admin}
	}
	return Config{
		Groups: []socialticket.Group{{ID: "support", Name: "Support"}},
		Agents: []Agent{agent("ada", "Ada", true), agent("ben", "Ben", false), agent("chloe", "Chloe", false)},
		Warn:   defaultWarn,
	}
}

const defaultWarn = 4 * time.Hour

// Admins returns the ids of the administrators.
func (c Config) Admins() []string {
	var ids []string
	for _, a := range c.Agents {
		if a.Admin {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// Agent returns the agent of an id; found reports whether it is there.
func (c Config) Agent(id string) (a Agent, found bool) {
	i := slices.IndexFunc(c.Agents, func(a Agent) bool { return a.ID == id })
	if i < 0 {
		return Agent{}, false
	}
	return c.Agents[i], true
}

// Settings returns c as a desk wants it, without what the administrator decides on the page.
// The error is that of a schedule which cannot be.
func (c Config) Settings() (socialticket.Settings, error) {
	s := socialticket.Settings{Groups: c.Groups, Sessions: c.Sessions, Warn: c.Warn}
	for _, a := range c.Agents {
		s.Agents = append(s.Agents, a.Agent)
	}
	for _, a := range c.Accounts {
		if a.Group != "" || len(a.Tags) > 0 {
			s.Defaults = append(s.Defaults, socialticket.Defaults{Account: a.Account, Group: a.Group, Tags: a.Tags})
		}
	}
	for id, hours := range c.Schedules {
		made, err := schedule.New(hours)
		if err != nil {
			return s, fmt.Errorf("schedule %s: %w", id, err)
		}
		if s.Schedules == nil {
			s.Schedules = map[string]*schedule.Schedule{}
		}
		s.Schedules[id] = made
	}
	return s, nil
}

// Errorf returns an error about a key of the file, such as "agents.ada.groups", with the file
// and the line where it stands.
func (c Config) Errorf(key, format string, args ...any) error {
	return c.lines.errorf(key, format, args...)
}
