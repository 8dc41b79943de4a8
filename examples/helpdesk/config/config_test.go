package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

const sample = "../helpdesk.toml"

func languages() []string { return []string{"en", "fr"} }

// TestSample states that the sample can be used as it stands.
func TestSample(t *testing.T) {
	c, err := Read(sample, languages())
	require.NoError(t, err)
	s, err := c.Settings()
	require.NoError(t, err)
	require.NoError(t, s.Check())
	require.Equal(t, []string{"ada"}, c.Admins())
	require.Equal(t, []socialticket.Group{{ID: "support", Name: "Support"}, {ID: "workshop", Name: "Workshop"}}, c.Groups, "in the order of the file")
	require.Equal(t, "Workshop", c.Accounts[1].Name)
	require.Equal(t, channel.Account{Kind: channel.WhatsApp, ID: "100000000000002"}, c.Accounts[1].Account)
	ada, found := c.Agent("ada")
	require.True(t, found)
	require.Equal(t, "Europe/Paris", ada.Zone.String())
	office := s.Schedules["office"]
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	for at, open := range map[string]bool{
		"2026-11-30 09:00": true, "2026-11-30 13:00": false, "2026-12-25 10:00": false, "2027-12-25 10:00": false,
		"2026-12-24 11:59": true, "2026-12-24 14:00": false, "2026-11-28 10:00": false,
	} {
		instant, err := time.ParseInLocation("2006-01-02 15:04", at, paris)
		require.NoError(t, err)
		require.Equal(t, open, office.Open(instant), at)
	}
}

// TestSampleNamesAll states that the sample shows every setting, and that each one that is in a
// comment can be taken out of it.
func TestSampleNamesAll(t *testing.T) {
	text, err := os.ReadFile(sample)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "all.toml")
	all := regexp.MustCompile(`(?m)^# (\w+ = )`).ReplaceAllString(string(text), "$1")
	hash, err := bcrypt.GenerateFromPassword([]byte("x"), bcrypt.MinCost)
	require.NoError(t, err)
	all = strings.Replace(all, "$2a$12$…", string(hash), 1)
	all = strings.Replace(all, "end_inactive = false", "end_inactive = true", 1)
	require.NoError(t, os.WriteFile(file, []byte(all), 0o600))
	c, err := Read(file, languages())
	require.NoError(t, err)
	require.Equal(t, filepath.Join(filepath.Dir(file), "triggers.json"), c.Rules[0], "relative to the file")
	require.NotZero(t, c.Sessions.Release.After)
	ada, _ := c.Agent("ada")
	require.Equal(t, hash, ada.Password)
	require.Equal(t, []string{"french"}, ada.Skills)
	require.True(t, c.BehindProxy)
	for _, key := range []string{
		"accounts.shop.group", "agents.ada.password", "schedules.office.exceptions", "sessions.end_after", "sessions.release_status",
		"sessions.farewell", "redaction.replacement", "redaction.leave_tracking_numbers", "redaction.only_usual_groups",
	} {
		require.NotZero(t, linesOf(file, all).at[key], key)
	}
}

// TestErrors states that what is wrong is told with the file and the line, all of it at once
// where it can be read.
func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string // beginnings of lines, after the name of the file
	}{
		{"no TOML", "a\nb", []string{":1: "}},
		{"cut off", "warn = \"4h\"\nhosts = [", []string{":2: "}},
		{"an unknown key", "warn = \"4h\"\n\nwarm = 7\n[agents.ada]\nadmin = true\nname = \"Ada\"\nage = 7", []string{":3: warm: ", ":7: agents.ada.age: "}},
		{"an unknown table", "[agent.ada]\nadmin = true", []string{":1: agent.ada: ", ":2: agent.ada.admin: "}},
		{"a number for a time", "\nwarn = 4", []string{":2: warn: "}},
		{"a negative time", "\nwarn = \"-4h\"", []string{":2: warn: "}},
		{"a text for a flag", "[agents.ada]\nadmin = true\n[agents.ben]\n\nadmin = \"yes\"", []string{":5: agents.ben.admin: "}},
		{"a table twice", "[agents.ada]\nadmin = true\n[agents.ada]\nadmin = true", []string{":3: "}},
		{"an unknown zone", "[agents.ada]\nadmin = true\nzone = \"Mars\"", []string{":3: agents.ada.zone: "}},
		{"this machine's zone", "[agents.ada]\nadmin = true\nzone = \"Local\"", []string{":3: agents.ada.zone: "}},
		{"a password as it is", "[agents.ada]\nadmin = true\npassword = \"hunter2\"", []string{":3: agents.ada.password: "}},
		{"unknown groups", "[groups.a]\n[agents.ada]\nadmin = true\ngroups = [\"a\", \"b\"]\n[accounts.x]\nid = \"1\"\ngroup = \"c\"", []string{":4: agents.ada.groups: ", ":7: accounts.x.group: "}},
		{"an id that cannot be typed", "[agents.\"a:b\"]\nadmin = true", []string{":1: agents.a:b: "}},
		{"all agents, none admin", "[agents.ada]\n[agents.ben]", []string{":1: agents: "}},
		{"an account without an id", "[accounts.x]\nkind = \"line\"", []string{":1: accounts.x: "}},
		{"an account twice", "[accounts.x]\nid = \"1\"\n[accounts.y]\nid = \"1\"", []string{":4: accounts.y.id: "}},
		{"an unknown channel", "[accounts.x]\nid = \"1\"\nkind = \"pigeon\"", []string{":3: accounts.x.kind: "}},
		{"an unknown language", "\n\nlanguages = [\"en\", \"tlh\"]", []string{":3: languages: "}},
		{"a host with a scheme", "hosts = [\"https://a.example\", \"b.example:80\", \"\"]", []string{":1: hosts: ", ":1: hosts: ", ":1: hosts: "}},
		{"hours without an end", "[schedules.x]\nmonday = [\"09:00\"]", []string{":2: schedules.x.monday: "}},
		{"hours that overlap", "[schedules.x]\nmonday = [\"09:00-12:00\", \"11:00-13:00\"]", []string{":1: schedules.x: "}},
		{"a schedule that never opens", "[schedules.x]\nzone = \"UTC\"", []string{":1: schedules.x: "}},
		{"a holiday without a date", "[schedules.x]\nalways = true\nholidays = [\"Christmas\"]", []string{":3: schedules.x.holidays: "}},
		{"an exception without hours", "[schedules.x]\nalways = true\nexceptions = [\"12-24 noon\"]", []string{":3: schedules.x.exceptions: "}},
		{"a session of nothing", "[sessions]\nidle = \"-1m\"", []string{":1: sessions: "}},
		{"a release too early", "[sessions]\nrelease_after = \"1m\"", []string{":1: sessions: "}},
		{"shown digits that cannot be", "[redaction]\nshow_first = 99", []string{":1: redaction: "}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.toml")
			require.NoError(t, os.WriteFile(file, []byte(tt.text), 0o600))
			_, err := Read(file, languages())
			require.Error(t, err)
			got := strings.Split(err.Error(), "\n")
			require.Len(t, got, len(tt.want), err)
			for i, want := range tt.want {
				require.Truef(t, strings.HasPrefix(got[i], file+want), "%s: want %s", got[i], want)
			}
			require.NotContains(t, err.Error(), "hunter2", "an error shows no password")
		})
	}
	_, err := Read(filepath.Join(t.TempDir(), "none.toml"), languages())
	require.ErrorIs(t, err, os.ErrNotExist)
}

// TestEmpty states that an empty file is as none.
func TestEmpty(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.toml")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	c, err := Read(file, languages())
	require.NoError(t, err)
	c.lines = lines{}
	if diff := cmp.Diff(Default(), c, cmp.AllowUnexported(Config{}, lines{})); diff != "" {
		t.Errorf("an empty file mismatch (-default +got):\n%s", diff)
	}
}
