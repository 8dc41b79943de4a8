package socialticket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
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

// unanswered returns what automatic messages must leave alone of a ticket.
func unanswered(t ticket.Ticket) ticket.Ticket {
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
			if diff := cmp.Diff(unanswered(first.Ticket), unanswered(second.Ticket)); diff != "" {
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
