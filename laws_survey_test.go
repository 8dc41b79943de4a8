package socialticket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestSurveyLaw lets tickets be solved, reopened, ended, written to, woken and rated in any
// order, while rules ask as well: at most one survey goes out in an episode, a note in its
// place counts, and no answer moves a ticket or is answered.
func TestSurveyLaw(t *testing.T) {
	t.Parallel()
	sent, answers := 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 12))
		s := asks()
		s.OnSolved, s.PerTicket = seed%4 != 1, seed%3 == 1
		s.OnEnd = []ticket.ActorKind{ticket.Agent, ticket.System, ticket.Trigger}[:seed%4]
		if seed%5 == 2 {
			s.Template = channel.TemplateCall{Name: "survey"}
		}
		o := twin(t, []socialticket.Automatic{{Automatic: allAutomatic()}}, s)
		var err error
		o.settings.Triggers, err = rules.CompileTriggers(rules.Standard(), []rules.Rule{
			pull("ask", act("notification_messaging_csat", "x"), cond("status", rules.Is, "solved")),
			pull("loop", act("status", "open"), cond("satisfaction_score", rules.ChangedTo, "offered")),
			pull("again", act("status", "solved"), cond("satisfaction_score", rules.ChangedTo, "offered"), cond("status", rules.Is, "open"), cond("reopens", rules.GreaterThan, "0")),
			pull("close", act("end_session"), cond("satisfaction_score", rules.Is, "bad"), cond("role", rules.Is, "agent")),
		})
		require.NoError(t, err)
		o.settings.Automations = automations(t, rules.AskSatisfaction(3))
		var ids []ticket.ID
		var surveys []ticket.Comment
		asked, effects, reopens := map[string]int{}, map[string]bool{}, map[ticket.ID]int{}
		for i := range 100 {
			o.clock.Add(time.Duration(r.IntN(4*3600)) * time.Second)
			do := randomTalk(r, i, o.clock.now, ids)
			rating := len(surveys) > 0 && r.IntN(3) == 0
			var before ticket.Ticket
			if rating {
				survey := surveys[r.IntN(len(surveys))]
				before, do = o.ticket(t, survey.Ticket), randomAnswer(r, i, survey)
			}
			got, err := do(o)
			if err != nil || got.Outcome != socialticket.Applied {
				continue
			}
			if got.Created {
				ids = append(ids, got.Ticket.ID)
			}
			for _, e := range got.Commit.Effects {
				require.False(t, effects[e.ID], "effect %s twice", e.ID)
				effects[e.ID] = true
			}
			if rating {
				answers++
				checkAnswer(t, before, got)
			}
			for _, c := range by(got, socialticket.BotSurvey) {
				key := fmt.Sprint(c.Ticket, " ", episodeOf(reopens[c.Ticket], got, c.ID))
				if s.PerTicket {
					key = string(c.Ticket)
				}
				asked[key]++
				require.Equal(t, 1, asked[key], "seed %d, step %d: asked again: %s", seed, i, key)
				if c.Public {
					require.Equal(t, channel.StateQueued, c.Delivery.State)
					surveys, sent = append(surveys, c), sent+1
				}
			}
			reopens[got.Ticket.ID] = got.Ticket.Reopens
		}
		for _, id := range ids {
			tk := o.ticket(t, id)
			require.LessOrEqual(t, tk.Survey.Episode, tk.Episode())
			thread := o.thread(t, id)
			n := len(slices.DeleteFunc(thread, func(c ticket.Comment) bool { return c.Author.ID != socialticket.BotSurvey }))
			require.LessOrEqual(t, n, tk.Episode(), "seed %d: surveys and notes of %s", seed, id)
		}
	}
	require.Greater(t, sent, 100)
	require.Greater(t, answers, 100)
}

// episodeOf returns the episode in which a comment was added, by the log: triggers may reopen
// a ticket before it or after it.
func episodeOf(reopens int, r socialticket.Receipt, comment string) int {
	for _, e := range r.Commit.Events {
		switch {
		case e.Field == ticket.FieldStatus && e.From == "solved" && (e.To == "open" || e.To == "pending"):
			reopens++
		case e.Type == ticket.EventComment && e.Comment == comment:
			return reopens + 1
		}
	}
	return 0
}

// randomAnswer returns an answer to a survey: a tap, or words on a page.
func randomAnswer(r *rand.Rand, i int, survey ticket.Comment) func(*office) (socialticket.Receipt, error) {
	choice := r.IntN(2)
	score, key := []ticket.Satisfaction{ticket.Good, ticket.Bad}[choice], fmt.Sprint("a", i)
	return func(o *office) (socialticket.Receipt, error) {
		head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: survey.Ticket})
		if err != nil {
			return socialticket.Receipt{}, err
		}
		if len(survey.Content.Question.Choices) > 0 && i%2 == 0 {
			return o.Receive(context.Background(), taps(head.Conversation.Address.Handle, key, survey, choice, o.clock.now))
		}
		comment := []string{"", "because"}[i/2%2]
		return o.Rate(context.Background(), socialticket.Rate{Token: o.SurveyToken(survey.Ticket), Score: score, Comment: comment, IdempotencyKey: key})
	}
}

// checkAnswer checks that an answer moves nothing, and is not answered.
func checkAnswer(t *testing.T, before ticket.Ticket, got socialticket.Receipt) {
	t.Helper()
	require.False(t, got.Created)
	require.Empty(t, by(got, socialticket.BotAutomatic))
	require.Empty(t, by(got, socialticket.BotSurvey))
	if got.Ticket.ID != before.ID {
		t.Fatalf("an answer for %s went to %q", before.ID, got.Ticket.ID)
	}
	require.Equal(t, before.Status, got.Ticket.Status)
	require.Equal(t, before.WaitingSince, got.Ticket.WaitingSince)
	require.Equal(t, before.Reopens, got.Ticket.Reopens)
}

// rate answers a survey, or rates a ticket: it may be refused.
func (w *world) rate() {
	id, ctx := pick(w, w.tickets), context.Background()
	survey := pick(w, w.surveys)
	if w.dice.IntN(2) == 0 || survey.ID == "" {
		_, _ = w.Rate(ctx, socialticket.Rate{Token: w.SurveyToken(id), Score: ticket.Good, Comment: pick(w, []string{"", "card 4111111111111111"})})
		return
	}
	e := taps(pick(w, w.numbers), fmt.Sprint("e", w.step), survey, w.dice.IntN(2), w.clock.now)
	for t, err := range w.store.Tickets(ctx) {
		require.NoError(w, err)
		if t.ID == survey.Ticket {
			e.Account = t.Address.Account
			e.From = pick(w, []string{e.From, t.Address.Handle})
		}
	}
	w.ids = append(w.ids, e.Message.ID)
	w.hand(e)
}
