package simulate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

func TestAheadOfStories(t *testing.T) {
	tests := []struct {
		name, story string
		change      func(*socialticket.Settings)
		ahead       time.Duration
		want        string
	}{
		{"a customer waits", `ana says "Where is my bike?"`, nil, 25 * time.Hour, `
			Monday 2026-03-02
			09:10:00  session inactive
			09:30:00  promise first_reply_time breach
			Tuesday 2026-03-03
			08:00:00  the reply window ends soon
			09:00:00  the reply window ends: use_template
			then nothing more`},
		{"an agent has answered, and the customer is reminded", `
			ana says "Where is my bike?"
			ada sets ana assignee_id ada
			ada replies ana "Which one?"`, nil, 24 * time.Hour, `
			Monday 2026-03-02
			09:05:00  session inactive
			09:10:00  message: Are you still with us? Write to us whenever you are back.
			09:10:00  status pending
			09:15:00  message: We have not heard from you for a while. If we hear nothing, we take the matter for done.
			09:16:00  message: We take the matter for done. Write to us, and we open it again.
			09:16:00  status solved
			Tuesday 2026-03-03
			09:00:00  the reply window ends: use_template
			then more at 2026-03-06 09:16:00`},
		{"snoozed past the window", `
			ana says "Where is my bike?"
			ada sets ana snoozed_until 2026-03-04T10:00:00Z`, nil, 72 * time.Hour, `
			Monday 2026-03-02
			09:30:00  promise first_reply_time breach
			Tuesday 2026-03-03
			08:00:00  the reply window ends soon
			09:00:00  the reply window ends: use_template
			Wednesday 2026-03-04
			10:00:00  status open
			10:00:00  snoozed_until none
			then nothing more`},
		{"an automation writes in time, and another one too late", `
			ana says "Where is my bike?"
			ada sets ana status pending
			pass 22h30m`, func(s *socialticket.Settings) {
			again := rules.Rule{
				ID: "again", When: rules.Conditions{All: []rules.Condition{rules.Status().Is(ticket.Pending), rules.Hours("PENDING").GreaterThan(30), rules.Tags().Excludes("twice")}},
				Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"twice"}}, {Field: "reply_public", Value: rules.Value{"Still there?"}}, {Field: "notification_user", Value: rules.Value{"ada", "Look", "at it"}}},
			}
			s.Automations, s.SLA = automation(t, again), nil
		}, 48 * time.Hour, `
			Tuesday 2026-03-03
			08:00:00  the reply window ends soon
			09:00:00  the reply window ends: use_template
			15:00:00  rule again fires
			15:00:00  current_tags messaging_support twice whatsapp_support by automation again
			15:00:00  message by automation again is not delivered, window_closed: Still there?
			15:00:00  asks for notify_user to ada, by rule again: at it
			then nothing more`},
		{"closed", `
			ana says "Where is my bike?"
			ada sets ana status solved
			pass 97h`, nil, 1000 * time.Hour, `
			then nothing more`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := simulate.Config{Settings: shop(t, 1, tt.change)}
			w, err := simulate.New(cfg)
			require.NoError(t, err)
			require.NoError(t, w.Play(tt.story))
			is, err := w.Ticket("ana")
			require.NoError(t, err)
			line, err := simulate.Ahead(t.Context(), &readOnly{Store: w.Store()}, cfg, is.ID, w.Now(), w.Now().Add(tt.ahead))
			require.NoError(t, err)
			want := strings.ReplaceAll(strings.TrimLeft(tt.want, "\n"), "\t", "") + "\n"
			if diff := simulate.Diff(want, line.Text(nil)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Other settings than those of the desk tell what would happen under them.
func TestAheadUnderOtherSettings(t *testing.T) {
	w, err := simulate.New(simulate.Config{Settings: shop(t, 1, nil)})
	require.NoError(t, err)
	require.NoError(t, w.Play("ana says \"Hello\"\nada sets ana status solved"))
	is, err := w.Ticket("ana")
	require.NoError(t, err)
	other := shop(t, 2, func(s *socialticket.Settings) { s.Automations = automation(t, rules.CloseWhatsApp()) })
	line, err := simulate.Ahead(t.Context(), &readOnly{Store: w.Store()}, simulate.Config{Settings: other}, is.ID, w.Now(), w.Now().Add(3*time.Hour))
	require.NoError(t, err)
	require.Equal(t, ticket.Closed, line.After.Status)
	require.Equal(t, w.Now().Add(time.Hour+1), line.After.ClosedAt)
}

// What agents know of a merged person holds ahead as well: here the rule asks for the
// winner's time zone.
func TestAheadOfMergedPersons(t *testing.T) {
	settings := shop(t, 1, func(s *socialticket.Settings) {
		s.Automations = automation(t, rules.Rule{
			ID: "paris", When: rules.Conditions{All: []rules.Condition{{Field: "requester_time_zone", Op: rules.Is, Value: rules.Value{"Europe/Paris"}}, rules.Hours("NEW").GreaterThan(1), rules.Tags().Excludes("paris")}},
			Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"paris"}}},
		})
	})
	w, err := simulate.New(simulate.Config{Settings: settings})
	require.NoError(t, err)
	require.NoError(t, w.Play("ana says \"Hello\"\nben says \"Hello\"\ncleo says \"Hello\""))
	ids := map[string]string{}
	for _, who := range []string{"ana", "ben", "cleo"} {
		head, err := w.Head(who)
		require.NoError(t, err)
		ids[who] = head.Conversation.User.ID
	}
	_, err = w.Do(socialticket.UpdatePerson{Person: ids["cleo"], By: simulate.Agent("ada"), Changes: []identity.Change{{Field: identity.FieldZone, Value: "Europe/Paris"}}})
	require.NoError(t, err)
	for _, pair := range [][2]string{{"ana", "ben"}, {"ben", "cleo"}} { // a chain
		_, err = w.Do(socialticket.Merge{Person: ids[pair[0]], Into: ids[pair[1]], By: simulate.Agent("ada")})
		require.NoError(t, err)
	}
	require.NoError(t, w.Pass(0))
	is, err := w.Ticket("ana")
	require.NoError(t, err)
	until := w.Now().Add(2 * time.Hour)
	line, err := simulate.Ahead(t.Context(), &readOnly{Store: w.Store()}, simulate.Config{Settings: settings}, is.ID, w.Now(), until)
	require.NoError(t, err)
	require.Contains(t, line.After.Tags, "paris")
	require.NoError(t, w.Until(until))
	after, err := w.Ticket("ana")
	require.NoError(t, err)
	require.Equal(t, after, line.After)
}

func TestAheadRefuses(t *testing.T) {
	w, err := simulate.New(simulate.Config{})
	require.NoError(t, err)
	_, err = simulate.Ahead(t.Context(), w.Store(), simulate.Config{}, "unknown", w.Now(), w.Now())
	require.ErrorIs(t, err, socialticket.ErrNotFound)
	_, err = simulate.Ahead(t.Context(), w.Store(), simulate.Config{}, "unknown", w.Now(), w.Now().Add(-1))
	require.ErrorIs(t, err, socialticket.ErrInvalid)
	_, err = simulate.Ahead(t.Context(), w.Store(), simulate.Config{Settings: &socialticket.Settings{Warn: -1}}, "unknown", w.Now(), w.Now())
	require.ErrorIs(t, err, socialticket.ErrInvalid)
}

// Rules that ask for the first words of a ticket find them ahead as well, on the newest
// ticket and on an earlier one of the conversation.
func TestAheadKnowsTheFirstWords(t *testing.T) {
	settings := shop(t, 1, func(s *socialticket.Settings) {
		s.Automations = automation(t, rules.Rule{
			ID: "bike", When: rules.Conditions{All: []rules.Condition{{Field: "description_includes_word", Op: rules.Includes, Value: rules.Value{"bike"}}, rules.Hours("updated_at").GreaterThan(1), rules.Tags().Excludes("bike")}},
			Do: []rules.Action{{Field: "current_tags", Value: rules.Value{"bike"}}},
		})
		s.SolvedIsOver = true
	})
	w, err := simulate.New(simulate.Config{Settings: settings})
	require.NoError(t, err)
	require.NoError(t, w.Play("ana says \"My bike!\"\nana says \"Please\""))
	first, err := w.Ticket("ana")
	require.NoError(t, err)
	ahead := func(id ticket.ID) []string {
		line, err := simulate.Ahead(t.Context(), &readOnly{Store: w.Store()}, simulate.Config{Settings: settings}, id, w.Now(), w.Now().Add(2*time.Hour))
		require.NoError(t, err)
		return line.After.Tags
	}
	require.Contains(t, ahead(first.ID), "bike")
	require.NoError(t, w.Play("ada sets ana status solved\nana says \"Hello\""))
	second, err := w.Ticket("ana")
	require.NoError(t, err)
	require.NotEqual(t, first.ID, second.ID)
	earlier, newest := ahead(first.ID), ahead(second.ID)
	require.Contains(t, earlier, "bike", "an earlier ticket")
	require.NotContains(t, newest, "bike")
	require.NoError(t, w.Pass(2*time.Hour))
	for id, want := range map[ticket.ID][]string{first.ID: earlier, second.ID: newest} {
		is, err := w.Store().Ticket(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, want, is.Tags)
	}
}
