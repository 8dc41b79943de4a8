package config

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// document is the file as it stands. What has an id is a table of that name, so that an id
// stands there once.
type document struct {
	Warn        *span
	Languages   []string
	Hosts       []string
	BehindProxy bool `toml:"behind_proxy"`
	Rules       []string
	Accounts    map[string]struct {
		Kind  channel.Kind
		ID    string
		Name  string
		Group string
		Tags  []string
	}
	Groups map[string]struct{ Name string }
	Agents map[string]struct {
		Name     string
		Groups   []string
		Admin    bool
		Password hash
		Zone     zone
		Skills   []string
	}
	Schedules map[string]hours
	Sessions  struct {
		Idle          span
		EndInactive   bool          `toml:"end_inactive"`
		EndAfter      span          `toml:"end_after"`
		EndWaiting    bool          `toml:"end_waiting"`
		ReleaseAfter  span          `toml:"release_after"`
		ReleaseStatus ticket.Status `toml:"release_status"`
		CustomersMay  bool          `toml:"customers_may_end"`
		Farewell      string
		WriteEnded    bool `toml:"write_after_end"`
	}
	Redaction struct {
		Off         bool
		Replacement string
		ShowFirst   *int `toml:"show_first"`
		ShowLast    *int `toml:"show_last"`
		Groupings   bool `toml:"only_usual_groups"`
		Parcels     bool `toml:"leave_tracking_numbers"`
	}
}

// Read reads a file of settings. Languages are those that the pages have. The error joins all
// that is wrong, each with its line.
func Read(file string, languages []string) (Config, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Config{}, fmt.Errorf("settings: %w", err)
	}
	var d document
	where := linesOf(file, string(text))
	meta, err := toml.Decode(string(text), &d)
	if err != nil {
		return Config{}, where.inFile(err)
	}
	c := d.config(meta, where)
	var wrong []error
	for _, key := range meta.Undecoded() {
		wrong = append(wrong, where.errorf(key.String(), "this key is not known"))
	}
	wrong = append(wrong, c.check(languages)...)
	slices.SortStableFunc(wrong, byLine)
	return c, errors.Join(wrong...)
}

// inOrder returns the ids of the tables in a table, in the order of the file.
func inOrder(meta toml.MetaData, table string) []string {
	var ids []string
	for _, key := range meta.Keys() {
		if len(key) > 1 && key[0] == table && !slices.Contains(ids, key[1]) {
			ids = append(ids, key[1])
		}
	}
	return ids
}

func (d *document) config(meta toml.MetaData, where lines) Config {
	c := Config{
		Languages: d.Languages, Hosts: d.Hosts, BehindProxy: d.BehindProxy,
		Sessions: d.sessions(), Redaction: d.redaction(), Warn: defaultWarn, lines: where,
	}
	if d.Warn != nil {
		c.Warn = d.Warn.Duration
	}
	for _, name := range d.Rules {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(where.file), name)
		}
		c.Rules = append(c.Rules, name)
	}
	for _, key := range inOrder(meta, "accounts") {
		a := d.Accounts[key]
		c.Accounts = append(c.Accounts, Account{channel.Account{Kind: cmp.Or(a.Kind, channel.WhatsApp), ID: a.ID}, cmp.Or(a.Name, key), a.Group, a.Tags, key})
	}
	for _, id := range inOrder(meta, "groups") {
		c.Groups = append(c.Groups, socialticket.Group{ID: id, Name: cmp.Or(d.Groups[id].Name, id)})
	}
	for _, id := range inOrder(meta, "agents") {
		a := d.Agents[id]
		c.Agents = append(c.Agents, Agent{
			Agent: socialticket.Agent{ID: id, Name: cmp.Or(a.Name, id), Groups: a.Groups, Skills: a.Skills},
			Admin: a.Admin, Password: a.Password, Zone: a.Zone.Location,
		})
	}
	for id, h := range d.Schedules {
		if c.Schedules == nil {
			c.Schedules = map[string]schedule.Config{}
		}
		c.Schedules[id] = h.config()
	}
	if c.Agents == nil {
		c.Agents = Default().Agents
	}
	if c.Groups == nil {
		c.Groups = Default().Groups
	}
	return c
}

func (d *document) sessions() session.Policy {
	s := d.Sessions
	return session.Policy{
		Idle: s.Idle.Duration, EndInactive: s.EndInactive, EndAfter: s.EndAfter.Duration, EndWaiting: s.EndWaiting,
		Release:  session.Release{After: s.ReleaseAfter.Duration, Status: string(s.ReleaseStatus)},
		UsersMay: s.CustomersMay, Farewell: s.Farewell, WriteEnded: s.WriteEnded,
	}
}

func (d *document) redaction() redact.Config {
	shown := func(n *int) int {
		switch {
		case n == nil:
			return 0 // as usual
		case *n == 0:
			return redact.ExposeNone
		}
		return *n
	}
	r := d.Redaction
	return redact.Config{
		Off: r.Off, Replacement: r.Replacement, ExposeFirst: shown(r.ShowFirst), ExposeLast: shown(r.ShowLast),
		UseGroupings: r.Groupings, ExcludeTrackingNumbers: r.Parcels,
	}
}

// isHost reports whether a name is that of a host, without port, scheme and path.
func isHost(name string) bool {
	return name != "" && !strings.ContainsAny(name, "/:@ ") && name == strings.ToLower(name)
}
