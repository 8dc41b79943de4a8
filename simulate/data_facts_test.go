package simulate_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestDataFacts lets a trigger look at what the host of a desk knows of a ticket.
func TestDataFacts(t *testing.T) {
	datatest.Cases(t, "rule-conditions", datatest.Ops{"match": matchFacts, "match_change": matchFacts})
}

// matchFacts lets an agent change a ticket, and looks whether a trigger on facts of the host
// fires. One that cannot run does not.
func matchFacts(c *datatest.Case) {
	var told datatest.Match
	var when datatest.MatchWhen
	c.Given(&told)
	c.When(&when)
	facts := stored.FactsOf(told)
	table := stored.HostTable(c.T, func(*rules.Subject) stored.Facts { return facts }, facts.Names()...)
	set, err := stored.OnFacts(table, when.Conditions)
	if err != nil {
		c.T.Log("refused:", err)
	}
	w := lasting(c.T, &socialticket.Settings{}, when.Now)
	play(c.T, w, "ana says %q", "Hello")
	require.NoError(c.T, w.Change(func(s *socialticket.Settings) { s.Triggers = set }))
	play(c.T, w, "ada sets ana priority high")
	tk, err := w.Ticket("ana")
	require.NoError(c.T, err)
	fired := slices.ContainsFunc(entries(c.T, w, "ana", ticket.EventRule), func(e ticket.Event) bool { return e.By.ID == "1" })
	require.Equal(c.T, fired, tk.HasTag("seen"))
	c.Want("match", fired)
}
