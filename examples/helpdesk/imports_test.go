package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
)

// TestRulesOfFile states that a new helpdesk begins with the rules that the file of settings
// names, without those that cannot run, and does not need the files any more from then on.
func TestRulesOfFile(t *testing.T) {
	folder := t.TempDir()
	export := filepath.Join(folder, "triggers.json")
	require.NoError(t, os.WriteFile(export, []byte(`{"triggers": [
		{"id": 1, "title": "Urgent", "active": true, "position": 1,
			"conditions": {"all": [{"field": "current_tags", "operator": "includes", "value": "vip"}], "any": []},
			"actions": [{"field": "priority", "value": "urgent"}]},
		{"id": 2, "title": "By the moon", "active": true, "position": 2,
			"conditions": {"all": [{"field": "phase_of_the_moon", "operator": "is", "value": "full"}], "any": []},
			"actions": [{"field": "priority", "value": "low"}]}]}`), 0o600))
	data := filepath.Join(folder, "data")
	require.NoError(t, os.Mkdir(data, 0o700))
	titles := func(s *shop) (list []string) {
		for _, r := range s.business.Choices().Triggers {
			if !r.Inactive {
				list = append(list, r.Title)
			}
		}
		return list
	}
	s := openShop(t, data, func(c *settings) { c.config.Rules = []string{export} })
	require.Equal(t, []string{"Urgent"}, titles(s))
	require.Contains(t, s.log.String(), "phase_of_the_moon")
	require.Equal(t, len(rules.StandardAutomations()), len(s.business.Choices().Automations), "of what the files have nothing ours is kept")
	s.close()
	require.NoError(t, os.Remove(export))
	require.Equal(t, []string{"Urgent"}, titles(openShop(t, data, func(c *settings) { c.config.Rules = []string{export} })))
	require.Equal(t, []string{"Urgent"}, titles(openShop(t, data)))
}
