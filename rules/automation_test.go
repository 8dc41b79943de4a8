package rules_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

func solvedAt() time.Time { return time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC) }

func solved() ticket.Ticket {
	return ticket.Ticket{
		ID: "t1", Via: channel.WhatsApp, Status: ticket.Solved, Priority: ticket.Normal, Tags: []string{"vip"},
		Times: ticket.Times{CreatedAt: solvedAt().Add(-time.Hour), UpdatedAt: solvedAt(), StatusAt: solvedAt()},
	}
}

// closing returns an automation that closes solved tickets on more conditions.
func closing(more ...rules.Condition) rules.Rule {
	all := append([]rules.Condition{{Field: "status", Op: "is", Value: rules.Value{"solved"}}}, more...)
	return rules.Rule{
		ID: "a1", When: rules.Conditions{All: all},
		Do: []rules.Action{{Field: "status", Value: rules.Value{"closed"}}},
	}
}

func hours(field, operator, value string) rules.Condition {
	return rules.Condition{Field: field, Op: rules.Op(operator), Value: rules.Value{value}}
}

// TestAutomationsDueAt states that DueAt names the first instant at which Run
// fires: not one instant earlier, and at every later one that is asked for.
func TestAutomationsDueAt(t *testing.T) {
	never := time.Time{}
	after := func(d time.Duration) time.Time { return solvedAt().Add(d) }
	tests := []struct {
		name string
		rule rules.Rule
		now  time.Time
		want time.Time
	}{
		{"more than an hour", closing(hours("SOLVED", "greater_than", "1")), solvedAt(), after(time.Hour + 1)},
		{"passed already", closing(hours("SOLVED", "greater_than", "1")), after(5 * time.Hour), after(5 * time.Hour)},
		{"the later of two", closing(hours("SOLVED", "greater_than", "1"), hours("NEW", "greater_than", "1")), solvedAt(), never},
		{"two clocks", closing(hours("SOLVED", "greater_than", "1"), hours("updated_at", "greater_than", "3")), solvedAt(), after(3*time.Hour + 1)},
		{"a span", closing(hours("SOLVED", "greater_than", "1"), hours("updated_at", "less_than", "2")), solvedAt(), after(time.Hour + 1)},
		{"a span that is over", closing(hours("SOLVED", "less_than", "2")), after(2 * time.Hour), never},
		{"an empty span", closing(hours("SOLVED", "greater_than", "2"), hours("updated_at", "less_than", "2")), solvedAt(), never},
		{"another status's clock", closing(hours("PENDING", "greater_than", "1")), solvedAt(), never},
		{"another channel", closing(hours("via_id", "is", "72"), hours("SOLVED", "greater_than", "1")), solvedAt(), never},
		{"a tag that it has", closing(hours("current_tags", "includes", "gold vip"), hours("SOLVED", "greater_than", "1")), solvedAt(), after(time.Hour + 1)},
		{"a tag that it must not have", closing(hours("current_tags", "not_includes", "vip"), hours("SOLVED", "greater_than", "1")), solvedAt(), never},
		{"below urgent", closing(hours("priority", "less_than", "urgent"), hours("SOLVED", "greater_than", "1")), solvedAt(), after(time.Hour + 1)},
		{"nobody assigned", closing(hours("assignee_id", "is", ""), hours("SOLVED", "greater_than", "1")), solvedAt(), after(time.Hour + 1)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{tt.rule})
			require.NoError(t, err)
			due := set.DueAt(subject(tt.now))
			if diff := cmp.Diff(tt.want, due); diff != "" {
				t.Fatalf("DueAt mismatch (-want +got):\n%s", diff)
			}
			if due.IsZero() {
				return
			}
			if n := fired(set, due); n != 1 {
				t.Errorf("fired %d times at the instant", n)
			}
			if n := fired(set, due.Add(-1)); due.After(tt.now) && n != 0 {
				t.Errorf("fired %d times an instant early", n)
			}
		})
	}
}

// subject returns the solved ticket at an instant.
func subject(now time.Time) *rules.Subject {
	t := solved()
	return &rules.Subject{Ticket: &t, Now: now}
}

func fired(set *rules.Automations, now time.Time) int {
	n := 0
	set.Run(func() *rules.Subject { return subject(now) }, func(rules.Firing) { n++ })
	return n
}

// TestAutomationsRun lets a later automation make an earlier one true: both fire at
// the one instant, in their order, and none twice.
func TestAutomationsRun(t *testing.T) {
	rule := func(id, from, then string) rules.Rule {
		return rules.Rule{
			ID: id, Do: []rules.Action{{Field: "priority", Value: rules.Value{then}}},
			When: rules.Conditions{All: []rules.Condition{{Field: "priority", Op: "is", Value: rules.Value{from}}, hours("updated_at", "greater_than", "1")}},
		}
	}
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{rule("c", "urgent", "low"), rule("a", "high", "urgent"), rule("b", "normal", "high"), rule("d", "low", "normal")})
	require.NoError(t, err)
	run := func(set *rules.Automations) (fired []string) {
		tk := solved()
		set.Run(func() *rules.Subject { return &rules.Subject{Ticket: &tk, Now: solvedAt().Add(2 * time.Hour)} }, func(f rules.Firing) {
			fired = append(fired, f.Rule)
			tk.Priority = ticket.Priority(f.Deeds[0].Change.Value)
		})
		return fired
	}
	if diff := cmp.Diff([]string{"b", "a", "c", "d"}, run(set)); diff != "" {
		t.Errorf("fired (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"b"}, run(set.Without("a", "d"))); diff != "" {
		t.Errorf("fired without two (-want +got):\n%s", diff)
	}
	require.Nil(t, (*rules.Automations)(nil).Without("a"))
}

func TestCompileAutomationsRefuses(t *testing.T) {
	tests := []struct {
		name string
		rule rules.Rule
		want string
	}{
		{"no time", closing(), `rules: rule "a1": conditions.all: none of them is on hours`},
		{"more hours than a duration holds", closing(hours("SOLVED", "greater_than", "9999999")), `conditions.all[1]: SOLVED greater_than: value ["9999999"]: hours are wanted, 0 to 876000`},
		{"unknown field", closing(hours("moon", "is", "full")), `conditions.all[1]: field "moon" is not known`},
		{"unknown operator", closing(hours("via_id", "less_than", "74")), `conditions.all[1]: via_id does not take operator "less_than"`},
		{"unknown status", closing(hours("status", "is", "napping")), `conditions.all[1]: status is: value "napping" is not known`},
		{"an update", closing(hours("status", "changed", "")), `conditions.all[1]: status: operator "changed" asks for an update`},
		{"an unknown action", func() rules.Rule {
			r := closing(hours("SOLVED", "greater_than", "1"))
			r.Do = []rules.Action{{Field: "sing", Value: rules.Value{"loud"}}}
			return r
		}(), `actions[0]: sing: the action is not known`},
		{"fires for ever", func() rules.Rule {
			r := closing(hours("SOLVED", "greater_than", "1"))
			r.Do = []rules.Action{{Field: "priority", Value: rules.Value{"high"}}}
			return r
		}(), "fire for ever"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{tt.rule})
			require.ErrorContains(t, err, tt.want)
		})
	}
	inactive := closing()
	inactive.Inactive = true
	_, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{inactive})
	require.NoError(t, err, "what is not active is not compiled")
}

// TestDataCloseAfterSolved runs the recipe that closes WhatsApp tickets an hour
// after they were solved, over the cases that are about it. The other questions of the
// topic are about a peer's table of delayed rules.
func TestDataCloseAfterSolved(t *testing.T) {
	datatest.Cases(t, "delayed-automations", datatest.Ops{"close_after_solved": closeAfterSolved})
}

func closeAfterSolved(c *datatest.Case) {
	var given datatest.CloseAfterSolved
	var when struct {
		Now  time.Time
		Rule datatest.PeerRule
	}
	c.Given(&given)
	c.When(&when)
	set, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{stored.Rule(c.T, c.ID, when.Rule)})
	require.NoError(c.T, err)
	tk := ticket.Ticket{ID: "t", Via: channel.Kind(given.Channel), Status: ticket.Status(given.Status), Times: ticket.Times{StatusAt: given.SolvedAt, SolvedAt: given.SolvedAt}}
	set.Run(func() *rules.Subject { return &rules.Subject{Ticket: &tk, Now: when.Now} }, func(f rules.Firing) {
		for _, deed := range f.Deeds {
			tk, err = ticket.Lifecycle{}.Set(tk, deed.Change, ticket.Actor{Kind: ticket.Automation}, when.Now)
			require.NoError(c.T, err)
		}
	})
	c.Want("status", string(tk.Status))
}

func ExampleAutomations_DueAt() {
	set, _ := rules.CompileAutomations(rules.Standard(), rules.StandardAutomations())
	due := set.DueAt(subject(solvedAt()))
	fmt.Println(due.Sub(solvedAt()).Round(time.Second))
	// Output: 96h0m0s
}

func BenchmarkAutomationsDueAt(b *testing.B) {
	set, err := rules.CompileAutomations(rules.Standard(), append(rules.StandardAutomations(), closing(hours("via_id", "is", "74"), hours("SOLVED", "greater_than", "1"))))
	require.NoError(b, err)
	s := subject(solvedAt())
	b.ReportAllocs()
	for b.Loop() {
		if set.DueAt(s).IsZero() {
			b.Fatal("never due")
		}
	}
}
