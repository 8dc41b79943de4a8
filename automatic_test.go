package socialticket_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
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

// weekdays is nine to five in Paris, from Monday to Friday.
func weekdays(t testing.TB) *schedule.Schedule {
	t.Helper()
	week := schedule.Week{}
	for day := time.Monday; day <= time.Friday; day++ {
		week[day] = []schedule.Range{{From: 9 * time.Hour, To: 17 * time.Hour}}
	}
	s, err := schedule.New(schedule.Config{Zone: paris(), Weekly: week})
	require.NoError(t, err)
	return s
}

// paris is the zone of France, where clocks change.
func paris() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}

// allAutomatic are all automatic messages.
func allAutomatic() session.Automatic {
	return session.Automatic{Greeting: "Hello!", OutOfOffice: "We are back at {{opening}}.", RequestEmail: "Your e-mail?"}
}

// talking returns an office with automatic messages and the hours of Paris.
func talking(t testing.TB, a session.Automatic) *office {
	t.Helper()
	return newOffice(t, func(_ *socialticket.Config, s *socialticket.Settings) {
		s.Automatic = []socialticket.Automatic{{Automatic: a}}
		s.Schedules = map[string]*schedule.Schedule{"": weekdays(t), "always": schedule.Always()}
	})
}

// toldIn returns the texts that a bot of the desk says in a commit.
func toldIn(r socialticket.Receipt) []string {
	texts := []string{}
	for _, c := range by(r, socialticket.BotAutomatic) {
		texts = append(texts, c.Content.Text)
	}
	return texts
}

// TestAutomaticDay lets a customer write through a day: what goes out, and that it does not
// count as an answer.
func TestAutomaticDay(t *testing.T) {
	o := talking(t, allAutomatic())
	o.clock.Set(time.Date(2026, 3, 6, 15, 50, 0, 0, time.UTC)) // a Friday; Paris is an hour ahead
	n := 0
	write := func(d time.Duration) socialticket.Receipt {
		n++
		o.clock.Add(d)
		return o.receive(t, says("15550100", fmt.Sprint("m", n), "hello", o.clock.now))
	}
	r := write(0)
	require.Equal(t, []string{"Hello!", "Your e-mail?"}, toldIn(r))
	require.Equal(t, "m1", r.Comment.Content.ID, "the receipt is about the customer's message")
	require.Len(t, messages(r), 2)
	require.Equal(t, start().Year(), r.Ticket.WaitingSince.Year(), "the customer waits")
	require.Zero(t, r.Ticket.FirstReplyAt)
	require.Zero(t, r.Ticket.Replies)
	require.Equal(t, ticket.New, r.Ticket.Status)
	id := r.Ticket.ID

	require.Empty(t, toldIn(write(time.Minute)), "greeted and asked already")
	o.clock.Add(8 * time.Minute)
	o.reply(t, id, "It is ready.")
	require.Empty(t, toldIn(write(2*time.Minute)), "closed since a minute, but in a talk")
	require.Equal(t, []string{"We are back at 2026-03-09 09:00."}, toldIn(write(5*time.Minute)))
	require.Empty(t, toldIn(write(6*time.Hour)), "told today")
	require.Equal(t, []string{"We are back at 2026-03-09 09:00."}, toldIn(write(time.Hour)), "it is the next day in Paris")
	_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent()})
	require.NoError(t, err)
	r = write(time.Hour)
	require.NotEqual(t, id, r.Ticket.ID)
	require.Equal(t, []string{"Hello!", "Your e-mail?"}, toldIn(r), "another talk")
	require.Equal(t, []string{"We are back at 2026-03-09 09:00."}, toldIn(write(24*time.Hour)), "Sunday")
	require.Empty(t, toldIn(write(36*time.Hour)), "Monday, open")
}

// TestAutomaticEmail takes the address that the customer was asked for, and no other.
func TestAutomaticEmail(t *testing.T) {
	for text, want := range map[string]string{
		" ana@example.com\n": "ana@example.com", "it is ana@example.com": "", "Ana <ana@example.com>": "", "hello": "", "@": "",
	} {
		o := talking(t, session.Automatic{RequestEmail: "Your e-mail?"})
		require.Empty(t, o.receive(t, says("A", "m0", text, start())).Commit.Conversation.User.Email, "before it was asked for")
		r := o.receive(t, says("A", "m1", text, start()))
		require.Equal(t, want, r.Commit.Conversation.User.Email, text)
		require.Empty(t, toldIn(r))
		_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: r.Ticket.ID, By: agent()})
		require.NoError(t, err)
		require.Equal(t, want == "", len(toldIn(o.receive(t, says("A", "m2", "again", start())))) == 1, "asked again unless it is known")
	}
	o := talking(t, session.Automatic{})
	require.Empty(t, o.receive(t, says("A", "m0", "ana@example.com", start())).Commit.Conversation.User.Email, "nobody asked")
}

// TestAutomaticUndelivered does not try what cannot be delivered, and tells why.
func TestAutomaticUndelivered(t *testing.T) {
	late := says("A", "m1", "hello", start().Add(-25*time.Hour))
	late.Received = start()
	o := talking(t, allAutomatic())
	r := o.receive(t, late)
	require.Empty(t, toldIn(r))
	require.Empty(t, messages(r))
	var tells []string
	for _, e := range r.Commit.Events {
		if e.Type == ticket.EventAutomatic {
			tells = append(tells, e.To+": "+e.Reason.Code)
		}
	}
	require.Equal(t, []string{"greeting: window_closed", "request_email: window_closed"}, tells)
	require.Len(t, toldIn(o.receive(t, says("A", "m2", "hello?", start()))), 2, "it goes out once it can")

	mute := newOffice(t, func(c *socialticket.Config, s *socialticket.Settings) {
		s.Automatic = []socialticket.Automatic{{Automatic: session.Automatic{Greeting: "Hello!"}}}
		c.Ability = func(channel.Account) channel.Ability {
			return channel.Ability{Types: []channel.MessageType{channel.Image}}
		}
	})
	r = mute.receive(t, says("A", "m1", "hello", start()))
	require.Empty(t, toldIn(r))
	last := r.Commit.Events[len(r.Commit.Events)-1]
	require.Equal(t, "not_carried", last.Reason.Code, "%+v", last)
}

// TestAutomaticNever lists the conversations that get none.
func TestAutomaticNever(t *testing.T) {
	ctx, to := context.Background(), channel.Address{Account: business(), Handle: "A"}
	tests := []struct {
		name string
		do   func(t *testing.T, o *office) socialticket.Receipt
	}{
		{"the business began it", func(t *testing.T, o *office) socialticket.Receipt {
			_, err := o.Open(ctx, socialticket.Open{To: to, Reply: socialticket.Reply{By: agent(), Template: channel.TemplateCall{Name: "news"}}})
			require.NoError(t, err)
			return o.receive(t, says("A", "m1", "stop", start()))
		}},
		{"staff began it on their app", func(t *testing.T, o *office) socialticket.Receipt {
			o.receive(t, echoes("A", "s1", "Your bike is ready.", start()))
			return o.receive(t, says("A", "m1", "thanks", start()))
		}},
		{"a public comment", func(t *testing.T, o *office) socialticket.Receipt {
			e := on(channel.Messenger, says("A", "m1", "how much?", start()))
			e.Opens = channel.OpenComment
			return o.receive(t, e)
		}},
		{"another app answers", func(t *testing.T, o *office) socialticket.Receipt {
			e := says("A", "m1", "hello", start())
			e.Control = channel.ControlElsewhere
			return o.receive(t, e)
		}},
		{"muted", func(t *testing.T, o *office) socialticket.Receipt {
			saved := o.settings.Automatic
			o.settings.Automatic = nil
			id := o.receive(t, says("A", "m1", "spam", start())).Ticket.ID
			o.set(t, id, ticket.FieldMuted, "true", agent())
			o.settings.Automatic = saved
			return o.receive(t, says("A", "m2", "spam", start()))
		}},
		{"a note of the platform", func(t *testing.T, o *office) socialticket.Receipt {
			e := says("A", "m1", "A changed the number", start())
			e.Message.Type = channel.System
			return o.receive(t, e)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Empty(t, toldIn(tt.do(t, talking(t, allAutomatic()))))
		})
	}
	t.Run("until the customer begins another ticket", func(t *testing.T) {
		o := talking(t, allAutomatic())
		r := tests[0].do(t, o)
		_, err := o.EndSession(ctx, socialticket.EndSession{Ticket: r.Ticket.ID, By: agent()})
		require.NoError(t, err)
		require.NotEmpty(t, toldIn(o.receive(t, says("A", "m2", "hello", start()))))
	})
}

// TestAutomaticAccount takes the entry of the account before that of all.
func TestAutomaticAccount(t *testing.T) {
	o := talking(t, session.Automatic{Greeting: "for all"})
	o.settings.Automatic = append(o.settings.Automatic, socialticket.Automatic{Account: business(), Automatic: session.Automatic{Greeting: "ours, card 4111111111111111"}})
	r := o.receive(t, says("A", "m1", "hello", start()))
	require.Equal(t, []string{"ours, card 411111▇▇▇▇▇▇1111"}, toldIn(r))
	require.True(t, by(r, socialticket.BotAutomatic)[0].Redacted)
	require.Equal(t, []string{"for all"}, toldIn(o.receive(t, on(channel.LINE, says("A", "m1", "hello", start())))))
}

// TestAutomaticTriggers lets triggers look for comments of bots: they see the customer's
// message alone. One that puts another schedule on the ticket decides who is out of office.
func TestAutomaticTriggers(t *testing.T) {
	o := talking(t, allAutomatic())
	var err error
	o.settings.Triggers, err = rules.CompileTriggers(rules.Standard(), []rules.Rule{
		pull("bot", act("reply_public", "a bot spoke"), cond("role", rules.Is, "bot")),
		pull("urgent", act("set_schedule", "always"), cond("comment_includes_word", rules.Includes, "urgent")),
	})
	require.NoError(t, err)
	o.clock.Set(time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)) // a Sunday
	require.Len(t, toldIn(o.receive(t, says("A", "m1", "hello", o.clock.now))), 3)
	r := o.receive(t, says("B", "m2", "urgent", o.clock.now))
	require.Equal(t, []string{"Hello!", "Your e-mail?"}, toldIn(r))
	require.Len(t, r.Commit.Comments, 3)
}

// TestAutomaticEcho hands the echo of an automatic message in: it is a report, not the words
// of staff.
func TestAutomaticEcho(t *testing.T) {
	o := talking(t, session.Automatic{Greeting: "Hello!"})
	r := o.receive(t, says("A", "m1", "hello", start()))
	echo := o.receive(t, echoes("A", "out1", "Hello!", start()))
	require.Equal(t, by(r, socialticket.BotAutomatic)[0].ID, echo.Comment.ID)
	require.Equal(t, channel.StateSent, echo.Comment.Delivery.State)
	require.Len(t, o.thread(t, r.Ticket.ID), 2)
	require.Zero(t, echo.Ticket.Replies)
}

// TestAutomaticTemplates fills the placeholders of texts.
func TestAutomaticTemplates(t *testing.T) {
	o := talking(t, session.Automatic{Greeting: "Hello {{name}}, until {{opening}}!"})
	o.settings.Templates = nameFiller{}
	o.settings.Automatic[0].OpeningLayout = "Mon 15:04"
	require.Equal(t, []string{"Hello Customer A, until Tue 09:00!"}, toldIn(o.receive(t, says("A", "m1", "hello", start()))))
	o.settings.Schedules = nil
	require.Equal(t, []string{"Hello Customer B, until !"}, toldIn(o.receive(t, says("B", "m2", "hello", start()))))
}

// nameFiller fills {{name}} with the requester's.
type nameFiller struct{}

func (nameFiller) Render(text string, s *rules.Subject, _ bool) (string, []string) {
	return strings.ReplaceAll(text, "{{name}}", s.Requester.Name), nil
}

// TestAutomaticAhead lets the correction of a first message come before the message, which
// opens the window: one greeting goes out, with the message.
func TestAutomaticAhead(t *testing.T) {
	o := talking(t, session.Automatic{Greeting: "Hello!"})
	require.Empty(t, toldIn(o.receive(t, amends(channel.EventEdit, "A", "e1", "m1", "hello!", start()))))
	require.Equal(t, []string{"Hello!"}, toldIn(o.receive(t, says("A", "m1", "hello", start()))))
	require.Empty(t, toldIn(o.receive(t, says("A", "m2", "and?", start()))))
}

// TestAutomaticConcurrent hands many messages of one customer in at once: one greeting, one
// word of absence and one request go out.
func TestAutomaticConcurrent(t *testing.T) {
	o := talking(t, allAutomatic())
	o.clock.Set(time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC))
	var wg sync.WaitGroup
	var mu sync.Mutex
	var all []string
	for i := range 30 {
		wg.Go(func() {
			r, err := o.Receive(context.Background(), says("A", fmt.Sprint("m", i), "hello", o.clock.now))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			all = append(all, toldIn(r)...)
			mu.Unlock()
		})
	}
	wg.Wait()
	want := []string{"Hello!", "We are back at 2026-03-09 09:00.", "Your e-mail?"}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("automatic messages (-want +got):\n%s", diff)
	}
	require.Len(t, o.claim(t), 1, "of one lane")
}
