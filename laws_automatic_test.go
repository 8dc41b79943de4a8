package socialticket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// twin is an office in which triggers and automations run, and which may speak by itself.
func twin(t *testing.T, a []socialticket.Automatic, s session.Survey) *office {
	t.Helper()
	return newOffice(t, func(_ *socialticket.Config, set *socialticket.Settings) {
		var err error
		set.Triggers, err = rules.CompileTriggers(rules.Standard(), []rules.Rule{
			pull("hello", act("current_tags", "greeted"), cond("role", rules.Is, "bot")),
			pull("words", act("current_tags", "spoken"), cond("comment_is_public", rules.Is, "true"), cond("role", rules.Is, "end_user")),
			pull("many", act("priority", "high"), cond("reopens", rules.GreaterThan, "1")),
		})
		require.NoError(t, err)
		set.Schedules = map[string]*schedule.Schedule{"": weekdays(t)}
		set.Lifecycle.Answered = ticket.Pending
		set.Automatic, set.Survey = a, s
	})
}

// plain returns what automatic messages must leave alone of a ticket.
func plain(t ticket.Ticket) ticket.Ticket {
	t.Comments, t.Events, t.Notes, t.Survey = 0, 0, 0, ticket.Survey{}
	return t
}

// TestAutomaticLaw plays random talks on two desks, one of which speaks by itself: but for
// comments and events their tickets stay alike. No message goes out twice in its day or
// talk, breaks into a talk, or is tried in vain.
func TestAutomaticLaw(t *testing.T) {
	t.Parallel()
	zone := weekdays(t).Zone()
	seen := map[string]int{}
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 11))
		a := allAutomatic()
		a.GreetingOnce = []session.Often{"", session.OnceADay}[seed%2]
		a.OutOfOfficeOnce = []session.Often{"", session.OnceATalk}[seed/2%2]
		quiet, loud := twin(t, nil, session.Survey{}), twin(t, []socialticket.Automatic{{Automatic: a}}, session.Survey{})
		once, spoke := map[string]bool{}, map[string]time.Time{}
		var ids []ticket.ID
		for i := range 80 {
			now := quiet.clock.now.Add(time.Duration(r.IntN(5*3600)-600) * time.Second)
			if r.IntN(3) == 0 {
				now = quiet.clock.now.Add(time.Duration(r.IntN(240)) * time.Second)
			}
			quiet.clock.Set(now)
			loud.clock.Set(now)
			do := randomTalk(r, i, now, ids)
			first, errFirst := do(quiet)
			second, errSecond := do(loud)
			require.Equal(t, errFirst == nil, errSecond == nil, "seed %d: %v, %v", seed, errFirst, errSecond)
			if errFirst != nil {
				continue
			}
			if diff := cmp.Diff(plain(first.Ticket), plain(second.Ticket)); diff != "" {
				t.Fatalf("seed %d, step %d: automatic messages change the ticket (-quiet +loud):\n%s", seed, i, diff)
			}
			if first.Created {
				ids = append(ids, first.Ticket.ID)
			}
			user := second.Ticket.Requester
			for _, c := range second.Commit.Comments {
				if c.Public && c.Author.Kind == ticket.Agent && c.Delivery.State == channel.StateQueued {
					spoke[user] = now
				}
			}
			for _, c := range by(second, socialticket.BotAutomatic) {
				kind := c.Content.Text[:5]
				seen[kind]++
				often := map[string]session.Often{"Hello": a.GreetingOnce, "We ar": a.OutOfOfficeOnce}[kind]
				day := kind == "We ar" && often == "" || often == session.OnceADay
				key := fmt.Sprint(user, kind, second.Commit.Conversation.Session.ID)
				if day {
					key = fmt.Sprint(user, kind, now.In(zone).Format(time.DateOnly))
				}
				require.False(t, once[key], "seed %d, step %d: %s again", seed, i, key)
				once[key] = true
				require.Equal(t, channel.StateQueued, c.Delivery.State)
				require.False(t, kind != "Your " && !spoke[user].IsZero() && now.Sub(spoke[user]) < 5*time.Minute, "it breaks into a talk")
				require.NotEqual(t, second.Ticket.ID, second.Commit.Conversation.Begun, "the business began it")
			}
		}
	}
	require.Greater(t, seen["Hello"], 20)
	require.Greater(t, seen["We ar"], 20)
	require.Greater(t, seen["Your "], 20)
}

// randomTalk returns one thing that happens in a talk.
func randomTalk(r *rand.Rand, i int, now time.Time, ids []ticket.ID) func(*office) (socialticket.Receipt, error) {
	ctx, key := context.Background(), fmt.Sprint("k", i)
	user := fmt.Sprint(15550100 + r.IntN(3))
	id := ticket.ID("none")
	if len(ids) > 0 {
		id = ids[r.IntN(len(ids))]
	}
	value := []string{"open", "pending", "solved", "hold"}[r.IntN(4)]
	late := time.Duration(r.IntN(30*3600)) * time.Second
	switch r.IntN(12) {
	case 0:
		return func(o *office) (socialticket.Receipt, error) {
			return o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "answer", IdempotencyKey: key})
		}
	case 1:
		return func(o *office) (socialticket.Receipt, error) {
			return o.Reply(ctx, socialticket.Reply{Ticket: id, By: agent(), Text: "note", Note: true, IdempotencyKey: key})
		}
	case 2, 3:
		return func(o *office) (socialticket.Receipt, error) {
			return o.Update(ctx, socialticket.Update{Ticket: id, By: agent(), IdempotencyKey: key, Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: value}}})
		}
	case 4:
		return func(o *office) (socialticket.Receipt, error) {
			return o.EndSession(ctx, socialticket.EndSession{Ticket: id, By: agent(), IdempotencyKey: key})
		}
	case 5:
		return func(o *office) (socialticket.Receipt, error) { return o.Wake(ctx, id) }
	case 6:
		return func(o *office) (socialticket.Receipt, error) {
			to := channel.Address{Account: business(), Handle: user}
			return o.Open(ctx, socialticket.Open{To: to, Reply: socialticket.Reply{By: agent(), Template: channel.TemplateCall{Name: "news"}, IdempotencyKey: key}})
		}
	case 7:
		return func(o *office) (socialticket.Receipt, error) {
			return o.Receive(ctx, says(user, key, "late", now.Add(-late)))
		}
	}
	return func(o *office) (socialticket.Receipt, error) { return o.Receive(ctx, says(user, key, "hello", now)) }
}

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
			pull("close", act("end_session"), cond("satisfaction_score", rules.Is, "bad"), cond("role", rules.Is, "agent")),
		})
		require.NoError(t, err)
		o.settings.Automations = automations(t, rules.AskSatisfaction(3))
		var ids []ticket.ID
		var surveys []ticket.Comment
		asked := map[string]int{}
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
			if rating {
				answers++
				checkAnswer(t, before, got)
			}
			for _, c := range by(got, socialticket.BotSurvey) {
				key := fmt.Sprint(c.Ticket, " ", got.Ticket.Survey.Episode) // a trigger may have reopened it since
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
