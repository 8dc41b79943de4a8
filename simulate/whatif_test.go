package simulate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// recordedStory plays a story under the shop's settings and returns its records, the world
// and the outcome.
func recordedStory(t *testing.T, story string, change func(*socialticket.Settings)) ([]simulate.Record, *simulate.World, *simulate.Outcome) {
	t.Helper()
	var log strings.Builder
	recorder := simulate.NewRecorder(&log)
	w, err := simulate.New(simulate.Config{Settings: shop(t, 1, change), Desk: socialticket.Config{Watch: recorder.Watch}})
	require.NoError(t, err)
	require.NoError(t, w.Play(story))
	require.NoError(t, recorder.Err())
	records, err := simulate.ReadRecords(strings.NewReader(log.String()))
	require.NoError(t, err)
	feed, is := w.Store().(socialticket.Feed)
	require.True(t, is)
	was, err := simulate.OutcomeOf(t.Context(), feed, 0)
	require.NoError(t, err)
	return records, w, was
}

// wouldBe replays records under other settings, as far as the world has come.
func wouldBe(t *testing.T, records []simulate.Record, until time.Time, change func(*socialticket.Settings)) simulate.Replayed {
	t.Helper()
	played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{Settings: same(t, change), Until: until})
	require.NoError(t, err)
	return played
}

// fields returns the differences without their tickets.
func fields(c simulate.Comparison) []simulate.Difference {
	var list []simulate.Difference
	for _, d := range c.Differences {
		d.Ticket = ""
		list = append(list, d)
	}
	return list
}

const longTalk = `
	ana says "Where is my bike?"
	pass 10m
	ada sets ana assignee_id ada
	ada replies ana "On its way."
	ada sets ana status pending
	pass 30h
	ada replies ana "Did it come?"
	ada sets ana status solved
	pass 480h
`

func TestWhatIf(t *testing.T) {
	tests := []struct {
		name   string
		story  string
		change func(*socialticket.Settings)
		want   []simulate.Difference
	}{
		{"nothing changes", longTalk, func(*socialticket.Settings) {}, nil},
		{"no automations: the ticket is closed by its life alone, and nobody is nudged", longTalk, func(s *socialticket.Settings) { s.Automations = nil }, []simulate.Difference{
			{Field: "status", Was: "closed", Would: "solved"},
			{Field: "current_tags", Was: "messaging_support nudged whatsapp_support", Would: "messaging_support whatsapp_support"},
			{Field: "closed_at", Was: "2026-03-07T15:10:00.000000001Z"},
			{Field: "fired automation close-solved", Was: "1"},
			{Field: "fired automation nudge", Was: "1"},
			{Field: "sent automation nudge", Was: "1"},
		}},
		{"a promise of five minutes would have been broken", longTalk, func(s *socialticket.Settings) { s.SLA = promised(t, 5*time.Minute) }, []simulate.Difference{
			{Field: "broken first_reply_time", Would: "1"},
		}},
		{"a trigger more", longTalk, func(s *socialticket.Settings) {
			s.Triggers = trigger(t, rules.Rule{ID: "bike", When: rules.Conditions{All: []rules.Condition{rules.Created()}}, Do: []rules.Action{{Field: "priority", Value: rules.Value{"high"}}}})
		}, []simulate.Difference{
			{Field: "priority", Would: "high"},
			{Field: "fired trigger bike", Would: "1"},
		}},
		{"without a release nobody is reminded, and the ticket is not solved by it", `
			ana says "Where is my bike?"
			ada sets ana assignee_id ada
			ada replies ana "Which one?"
			pass 2h
		`, func(s *socialticket.Settings) { s.Sessions = session.Policy{} }, []simulate.Difference{
			{Field: "status", Was: "solved", Would: "open"},
			{Field: "solved_at", Was: "2026-03-02T09:16:00Z"},
			{Field: "sent system session_policy", Was: "3"},
		}},
		{"a message to a solved ticket begins another, which gets the reply", `
			ana says "Where is my bike?"
			ada sets ana status solved
			pass 1h
			ana says "Still not here"
			bob replies ana "It is."
			pass 1m
		`, func(s *socialticket.Settings) { s.SolvedIsOver = true }, []simulate.Difference{
			{Field: "status", Was: "open", Would: "solved"},
			{Field: "first_reply_at", Was: "2026-03-02T10:00:00Z"},
			{Field: "sent agent bob", Was: "1"},
			{Field: "ticket", Would: "begun"},
		}},
		{"snoozed all the same", `
			ana says "Where is my bike?"
			ada sets ana snoozed_until 2026-03-04T09:00:00Z
			pass 72h
		`, func(s *socialticket.Settings) { s.Warn = 0 }, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			records, w, was := recordedStory(t, tt.story, nil)
			played := wouldBe(t, records, w.Now(), tt.change)
			require.Empty(t, played.Lost)
			if diff := cmp.Diff(tt.want, fields(simulate.Compare(was, played.Outcome))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A reply that the desk held back may go out under another policy of the channel, and one
// that went out may be held back.
func TestWhatIfThePolicyWereAnother(t *testing.T) {
	records, w, was := recordedStory(t, `
		ana says "Where is my bike?"
		pass 25h
		ada replies ana "On its way."
		pass 1h
		expect ana delivery failed
	`, nil)
	longer, _ := channel.PolicyOf(channel.WhatsApp)
	longer.Rules = append([]channel.Rule(nil), longer.Rules...)
	for i := range longer.Rules {
		if longer.Rules[i].For > 0 {
			longer.Rules[i].For = 48 * time.Hour
		}
	}
	played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{
		Settings: same(t, nil), Until: w.Now(),
		Desk: socialticket.Config{Policy: func(channel.Account) channel.Policy { return longer }},
	})
	require.NoError(t, err)
	want := []simulate.Difference{
		{Field: "status", Was: "new", Would: "open"},
		{Field: "first_reply_at", Would: "2026-03-03T10:00:00Z"},
		{Field: "sent agent ada", Would: "1"},
		{Field: "held agent ada", Was: "1"},
	}
	if diff := cmp.Diff(want, fields(simulate.Compare(was, played.Outcome))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	list, err := played.Store.Comments(t.Context(), was.Results()[0].Ticket.ID, socialticket.Page{Limit: 1})
	require.NoError(t, err)
	require.Equal(t, channel.StateDelivered, list[0].Delivery.State, "the network answers for it")
}

// What cannot be done under other settings is told.
func TestWhatIsLost(t *testing.T) {
	records, w, _ := recordedStory(t, `
		ana says "Where is my bike?"
		ada sets ana status solved
		pass 2h
		ada sets ana priority high
		pass 1h
	`, nil)
	played := wouldBe(t, records, w.Now(), func(s *socialticket.Settings) {
		s.Automations = automation(t, rules.CloseWhatsApp())
	})
	require.Len(t, played.Lost, 1)
	require.Equal(t, "update", played.Lost[0].What)
	require.Contains(t, played.Lost[0].Why, "closed")

	without := wouldBe(t, records[1:], w.Now(), nil)
	require.NotEmpty(t, without.Lost)
	require.Equal(t, "history", without.Lost[0].What, "%v", without.Lost)
	require.Contains(t, without.Lost[0].Why, "versions 1 to 1")
}

// Rules that were changed meanwhile are those of the record's version.
func TestReplayTakesTheSettingsOfTheTime(t *testing.T) {
	var log strings.Builder
	recorder := simulate.NewRecorder(&log)
	w, err := simulate.New(simulate.Config{Settings: shop(t, 1, nil), Desk: socialticket.Config{Watch: recorder.Watch}})
	require.NoError(t, err)
	high := rules.Rule{ID: "high", When: rules.Conditions{All: []rules.Condition{rules.Created()}}, Do: []rules.Action{{Field: "priority", Value: rules.Value{"high"}}}}
	require.NoError(t, w.Play("ana says \"One\"\npass 1h"))
	require.NoError(t, w.Change(func(s *socialticket.Settings) { s.Triggers = trigger(t, high) }))
	require.NoError(t, w.Play("ben says \"Two\"\npass 1h"))
	records, err := simulate.ReadRecords(strings.NewReader(log.String()))
	require.NoError(t, err)
	played, err := simulate.Replay(t.Context(), records, simulate.ReplayConfig{
		Until: w.Now(),
		Settings: func(version int64) *socialticket.Settings {
			return shop(t, version, func(s *socialticket.Settings) {
				if version == 2 {
					s.Triggers = trigger(t, high)
				}
			})
		},
	})
	require.NoError(t, err)
	results := played.Outcome.Results()
	require.Len(t, results, 2)
	require.Equal(t, []ticket.Priority{"", ticket.High}, []ticket.Priority{results[0].Ticket.Priority, results[1].Ticket.Priority})
}

// The text of a comparison tells the sums, the tickets and what was lost, or the first of
// them.
func TestComparisonText(t *testing.T) {
	records, w, was := recordedStory(t, `
		ana says "Where is my bike?"
		ada sets ana status solved
		ben says "Hello"
		pass 2h
		ada sets ana priority high
		ada sets ben priority low
		pass 1h
	`, nil)
	played := wouldBe(t, records, w.Now(), func(s *socialticket.Settings) { s.Automations = automation(t, rules.CloseWhatsApp()) })
	c := simulate.Compare(was, played.Outcome)
	require.False(t, c.IsZero())
	require.True(t, simulate.Compare(was, was).IsZero())
	c.Lost = played.Lost
	anas, err := w.Ticket("ana")
	require.NoError(t, err)
	id := string(anas.ID)
	want := `                                            was       would be
tickets                                       2              2
answered by a person                          0              0
first answer after                           0s             0s
closed                                        0              1
closed after                                 0s         1h0m0s
reopened                                      0              0
messages that went out                        0              0
messages that did not                         0              0
promises broken                               1              1
fired automation close-whatsapp               0              1

1 of 2 tickets would differ
ticket ` + id + `
  status: solved -> closed
  priority: high -> none
  closed_at: none -> 2026-03-02T10:00:00.000000001Z
  fired automation close-whatsapp: none -> 1
1 commands could not be replayed
  2026-03-02 11:00:00 update ` + string(played.Lost[0].Talk) + `: socialticket: ticket "` + id + `": closed
`
	if diff := simulate.Diff(want, c.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	require.Equal(t, c.String(), c.Text(1))
	require.NotContains(t, c.Text(0), id)
}
