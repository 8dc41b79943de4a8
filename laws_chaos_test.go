package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestDeskChaos does everything that can be done to a desk in random order, with
// late, repeated and reordered events. The ledger checks every commit; here stand
// the laws that hold after each step and at the end.
func TestDeskChaos(t *testing.T) {
	did := map[string]int{}
	for seed := range uint64(80) {
		first := chaos(t, seed)
		if diff := cmp.Diff(first, chaos(t, seed)); diff != "" {
			t.Fatalf("seed %d: a replay differs (-first +replay):\n%s", seed, diff)
		}
		countSilence(t, first, did)
	}
	for _, what := range []string{"session inactive", "session ended", "change pending", "change solved", "comment ", "send whatsapp", "by end_user"} {
		require.NotZero(t, did[what], "%s: %v", what, did)
	}
}

// chaos runs one random script and returns its commits as JSON.
func chaos(t *testing.T, seed uint64) []string {
	t.Helper()
	w := newWorld(t, seed)
	for range 120 {
		w.step++
		w.at(w.clock.now.Add(w.pause()))
		w.act()
		w.checkQueue()
	}
	w.settle()
	return w.ledger.commits
}

// world is a desk, what was done to it, and the dice.
type world struct {
	*testing.T
	*office
	ledger *ledger
	seed   uint64
	latest time.Time // that the clock has shown
	step   int
	dice   *rand.Rand

	tickets []ticket.ID
	seen    []channel.Event    // that were applied or parked
	replies []channel.Outbound // that were to be sent
	ids     []string           // the platform's, of messages by users and by the business
	numbers []string           // the users' handles
	surveys []ticket.Comment   // that were asked
}

func newWorld(t *testing.T, seed uint64) *world {
	w := &world{T: t, seed: seed, dice: rand.New(rand.NewPCG(seed, 7)), numbers: []string{"15550100", "15550101", "15550102"}}
	store := &memory.Store{}
	w.ledger = &ledger{Store: store, world: w, closed: map[ticket.ID]bool{}, waiting: map[string]bool{}, at: map[ticket.ID][2]int{}, asked: map[string]bool{}, told: map[string]bool{}}
	set, err := rules.CompileAutomations(rules.Standard(), chaosRules())
	require.NoError(t, err)
	w.office = newOffice(t, func(c *socialticket.Config, s *socialticket.Settings) {
		c.Store, s.Automations = w.ledger, set
		s.SolvedIsOver = seed%3 == 1
		s.IgnoreEchoes = seed%7 == 1
		s.Warn = []time.Duration{0, time.Hour, 48 * time.Hour}[seed%5%3]
		s.Lifecycle.Initial = []ticket.Status{"", ticket.Pending}[seed%2]
		s.Lifecycle.Answered = []ticket.Status{"", ticket.Pending}[seed%4/2]
		if seed%8 > 3 {
			s.Automatic = []socialticket.Automatic{{Automatic: session.Automatic{Greeting: "Hello, 4111111111111111", OutOfOffice: "Back at {{opening}}", RequestEmail: "Your e-mail?"}}}
			s.Schedules = map[string]*schedule.Schedule{"": weekdays(t)}
			s.Survey = asks()
			s.Survey.OnEnd, s.Survey.PerTicket = []ticket.ActorKind{ticket.Agent}, seed%16 > 11
		}
		s.Sessions = chaosSessions(seed)
	})
	w.store = store
	return w
}

// chaosRules are automations that hold late, at once, after each other, and one
// that cannot be carried out for tickets without assignee.
func chaosRules() []rules.Rule {
	rule := func(id, field, value string, all ...rules.Condition) rules.Rule {
		return rules.Rule{ID: id, When: rules.Conditions{All: all}, Do: []rules.Action{{Field: field, Value: rules.Value{value}}}}
	}
	is := func(field, operator, value string) rules.Condition {
		return rules.Condition{Field: field, Op: rules.Op(operator), Value: rules.Value{value}}
	}
	return append([]rules.Rule{
		rule("after", "current_tags", "late", is("priority", "is", "high"), is("current_tags", "not_includes", "late"), is("requester_updated_at", "greater_than", "2")),
		rule("raise", "priority", "high", is("priority", "is", "low"), is("requester_updated_at", "greater_than", "5")),
		rule("greet", "current_tags", "fresh", is("current_tags", "not_includes", "fresh"), is("OPEN", "less_than", "1")),
		rule("stuck", "status", "solved", is("status", "is", "pending"), is("PENDING", "greater_than", "30")),
		rule("hour", "status", "closed", is("status", "is", "solved"), is("via_id", "is", "74"), is("SOLVED", "greater_than", "20")),
	}, rules.StandardAutomations()...)
}

func (w *world) fail(format string, args ...any) {
	w.Helper()
	w.Fatalf("seed %d, step %d: %s", w.seed, w.step, fmt.Sprintf(format, args...))
}

func (w *world) at(now time.Time) {
	w.clock.Set(now)
	if now.After(w.latest) {
		w.latest = now
	}
}

// pause is how long nothing happens: mostly minutes, now and then days, and at
// times the clock is set back.
func (w *world) pause() time.Duration {
	switch w.dice.IntN(12) {
	case 0:
		return time.Duration(w.dice.IntN(60)) * time.Hour
	case 1:
		return -time.Duration(w.dice.IntN(300)) * time.Second
	case 2, 3, 4:
		return 0
	}
	return time.Duration(w.dice.IntN(7200)) * time.Second
}

// pick returns one of list, the zero value if it is empty.
func pick[T any](w *world, list []T) (v T) {
	if len(list) > 0 {
		v = list[w.dice.IntN(len(list))]
	}
	return v
}

// act does one thing.
func (w *world) act() {
	ctx, id := context.Background(), pick(w, w.tickets)
	switch w.dice.IntN(21) {
	case 0, 1, 2, 3, 4, 5:
		w.hand(w.event())
	case 6, 7:
		w.hand(w.status())
	case 8:
		w.again()
	case 9, 10:
		w.reply(id)
	case 11, 12:
		change := pick(w, []ticket.Change{
			{Field: ticket.FieldStatus, Value: "solved"}, {Field: ticket.FieldStatus, Value: "open"}, {Field: ticket.FieldStatus, Value: "pending"},
			{Field: ticket.FieldStatus, Value: "hold"}, {Field: ticket.FieldPriority, Value: "low"}, {Field: ticket.FieldPriority, Value: "high"},
			{Field: ticket.FieldTags, Value: "x"}, {Field: ticket.FieldAssignee, Value: ""}, {Field: ticket.FieldAssignee, Value: "ada"},
			{Field: ticket.FieldRouting, Value: "email"}, {Field: ticket.FieldRouting, Value: "messaging"},
		})
		r, _ := w.Update(ctx, socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{change}}) // it may be refused
		w.note(r)
	case 13:
		w.wake(id)
	case 14:
		w.redact(id)
	case 15:
		w.byHand(id)
	case 16:
		w.resend(id)
	case 17:
		w.serve()
	case 18, 19:
		w.merge()
	case 20:
		w.rate()
	}
}

// note keeps what the desk itself said.
func (w *world) note(r socialticket.Receipt) {
	w.replies = append(w.replies, messages(r)...)
	w.surveys = append(w.surveys, surveysOf(r)...)
}

// all returns every ticket there is.
func (w *world) all() []ticket.ID {
	var ids []ticket.ID
	for t, err := range w.store.Tickets(context.Background()) {
		require.NoError(w, err)
		ids = append(ids, t.ID)
	}
	return ids
}

// event returns something that a user does, sent some time ago or a little ahead.
func (w *world) event() channel.Event {
	id := fmt.Sprint("e", w.step)
	sent := w.clock.now.Add(-time.Duration(w.dice.IntN(9)*w.dice.IntN(9)*w.dice.IntN(3600)) * time.Second).Add(time.Minute)
	e := says(pick(w, w.numbers), id, "hello, 4111111111111111", sent)
	e.Received = w.clock.now
	e.Account = pick(w, []channel.Account{business(), business(), {Kind: channel.LINE, ID: "L"}, {Kind: channel.WeChat, ID: "W"}})
	switch w.dice.IntN(14) {
	case 0:
		e.Message, e.Opens = channel.Message{Type: channel.Reaction, Text: "+", Target: pick(w, w.ids)}, channel.OpenReaction
	case 1:
		e.Type, e.Opens, e.Message.Target, e.Message.ID = channel.EventEdit, "", pick(w, w.ids), ""
	case 2:
		e.Type, e.Opens, e.Message = channel.EventRevoke, "", channel.Message{Target: pick(w, w.ids)}
	case 3:
		e.Type, e.Opens, e.Echo = channel.EventEcho, "", true
	case 4:
		e.Type, e.Opens, e.Message = pick(w, []channel.EventType{channel.EventOpen, channel.EventLeave, channel.EventRead}), channel.OpenFollow, channel.Message{}
		if e.Type != channel.EventOpen {
			e.Opens = ""
		}
	case 5:
		next := fmt.Sprint(15550200 + w.step)
		e.Type, e.Opens, e.Message, e.Profile.Handles = channel.EventHandle, "", channel.Message{}, []string{next}
		w.numbers = append(w.numbers, next)
	case 6:
		e.Message.Group = "group"
	case 7:
		e.Sent = time.Time{}
	}
	if w.dice.IntN(20) == 0 {
		e.Control = pick(w, []channel.Control{channel.ControlElsewhere, channel.ControlOurs})
	}
	if e.Account.Kind == channel.LINE && e.Opens != "" {
		e.ReplyToken = "token-" + id
	}
	w.ids = append(w.ids, e.Message.ID)
	return e
}

// status returns a report about a message that was sent, or about none.
func (w *world) status() channel.Event {
	o := pick(w, w.replies)
	if o.ID == "" {
		o = channel.Outbound{ID: "none.0.1", To: channel.Address{Account: business(), Handle: "1"}}
	}
	at := w.clock.now.Add(-time.Duration(w.dice.IntN(7200)) * time.Second)
	switch w.dice.IntN(4) {
	case 0:
		return channel.Accepted{MessageID: "out-" + o.ID, At: at}.Event(o)
	case 1:
		return channel.Refused(o, channel.Error{Code: "131026", Class: channel.ClassUser}, at)
	}
	e := channel.Event{ID: fmt.Sprint("s", w.step), Type: channel.EventStatus, Account: o.To.Account, From: o.To.Handle, Sent: at}
	e.Status = channel.Status{MessageID: "out-" + o.ID, State: pick(w, []channel.DeliveryState{"sent", "delivered", "read", "played", "failed", "strange", "queued", "in_doubt"})}
	if e.Status.State == channel.StateFailed {
		e.Status.Errors = []channel.Error{{Code: "131047", Class: channel.ClassTemplate}}
	}
	if w.dice.IntN(4) == 0 {
		e.Status.Reference = o.ID
	}
	return e
}

func (w *world) hand(e channel.Event) {
	r, err := w.Receive(context.Background(), e)
	if err != nil {
		w.fail("receive %+v: %v", e, err)
	}
	if r.Outcome == socialticket.Applied || r.Outcome == socialticket.Parked {
		w.seen = append(w.seen, e)
	}
	if r.Created {
		w.tickets = append(w.tickets, r.Ticket.ID)
	}
	w.note(r)
}

// again hands an event in that is in already: nothing may change.
func (w *world) again() {
	if len(w.seen) == 0 {
		return
	}
	before := len(w.ledger.commits)
	r, err := w.Receive(context.Background(), pick(w, w.seen))
	if err != nil || len(w.ledger.commits) != before {
		w.fail("a repeated event: %s, %v", r.Outcome, err)
	}
}

// reply writes to the requester: what is allowed goes to the outbox, what is not
// never does.
func (w *world) reply(id ticket.ID) {
	by := pick(w, []ticket.Actor{agent(), {Kind: ticket.Bot, ID: "b"}})
	key := pick(w, []string{"", fmt.Sprint("r", w.dice.IntN(40))})
	r, err := w.Reply(context.Background(), socialticket.Reply{Ticket: id, By: by, Text: "hi", IdempotencyKey: key, Note: w.dice.IntN(8) == 0})
	if err != nil || r.Outcome != socialticket.Applied {
		return
	}
	queued := r.Comment.Delivery.State == channel.StateQueued
	if note := !r.Comment.Public; !note && queued != r.Decision.Allowed || queued != (len(r.Commit.Effects) == 1) {
		w.fail("reply %+v, decision %+v, effects %v", r.Comment.Delivery, r.Decision, r.Commit.Effects)
	}
	w.replies = append(w.replies, messages(r)...)
}

// resend sends something again that failed, or tries to.
func (w *world) resend(id ticket.ID) {
	thread, err := w.store.Comments(context.Background(), id, socialticket.Page{})
	if err != nil || len(thread) == 0 {
		return
	}
	c := pick(w, thread)
	r, err := w.Resend(context.Background(), socialticket.Resend{Ticket: id, Comment: c.ID, By: agent()})
	if err == nil && c.Delivery.State != channel.StateFailed && c.Delivery.State != channel.StateDoubt {
		w.fail("sent again though it is %s", c.Delivery.State)
	}
	w.replies = append(w.replies, messages(r)...)
}

func (w *world) redact(id ticket.ID) {
	thread, err := w.store.Comments(context.Background(), id, socialticket.Page{})
	if err != nil || len(thread) == 0 {
		return
	}
	_, err = w.Redact(context.Background(), socialticket.Redaction{Ticket: id, Comment: pick(w, thread).ID, Part: "hello", By: agent()})
	require.NoError(w, err)
}

// byHand does what agents do besides writing: a session is ended, a ticket muted or
// snoozed. It may be refused.
func (w *world) byHand(id ticket.ID) {
	ctx := context.Background()
	change := ticket.Change{Field: ticket.FieldMuted, Value: pick(w, []string{"true", ""})}
	switch w.dice.IntN(3) {
	case 0:
		by := agent()
		if w.dice.IntN(2) == 0 && id != "" {
			by = ticket.Actor{Kind: ticket.EndUser, ID: w.ticket(w, id).Requester}
		}
		r, _ := w.EndSession(ctx, socialticket.EndSession{Ticket: id, By: by})
		w.note(r)
		return
	case 1:
		until := w.clock.now.Add(time.Duration(w.dice.IntN(40)) * time.Hour)
		change = ticket.Change{Field: ticket.FieldSnoozed, Value: until.Format(time.RFC3339Nano)}
	}
	_, _ = w.Update(ctx, socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{change}})
}

// wake wakes a ticket: the next wake is later, and a second one changes nothing.
func (w *world) wake(id ticket.ID) socialticket.Receipt {
	r, err := w.Wake(context.Background(), id)
	if id == "" {
		return r
	}
	require.NoError(w, err)
	for _, next := range r.Commit.Timers {
		if !next.At.IsZero() && !next.At.After(w.clock.now) {
			w.fail("woken at %v, next timer %+v", w.clock.now, next)
		}
	}
	again, err := w.Wake(context.Background(), id)
	if err != nil || again.Outcome != socialticket.Unchanged {
		text, _ := json.Marshal(again.Commit)
		w.fail("woken twice: %s, %v, %s", again.Outcome, err, text)
	}
	return r
}

// settle lets time pass until nothing is due any more. No ticket changes an
// instant before its wake, every one does at its wake, and there is an end.
func (w *world) settle() {
	ctx := context.Background()
	w.at(w.latest) // the clock may have been set back
	for range 40 * (len(w.all()) + 1) {
		w.step++
		due, next, err := w.store.Due(ctx, w.clock.now, 1)
		require.NoError(w, err)
		if len(due) == 0 && next.IsZero() {
			w.silent()
			return
		}
		if len(due) > 0 {
			r, err := w.Desk.Wake(ctx, due[0])
			if err != nil || r.Outcome != socialticket.Applied {
				w.fail("due and not woken: %s, %v", r.Outcome, err)
			}
			continue
		}
		w.at(next.Add(-1))
		for _, id := range w.all() {
			if r, err := w.Wake(ctx, id); err != nil || r.Outcome != socialticket.Unchanged {
				w.fail("an instant before %v: %s, %v", next, r.Outcome, err)
			}
		}
		w.at(next)
	}
	w.fail("never settles")
}

// silent checks that nothing waits for time any more.
func (w *world) silent() {
	w.at(w.clock.now.Add(1000 * 24 * time.Hour))
	for _, id := range w.all() {
		r, err := w.Wake(context.Background(), id)
		if err != nil || r.Outcome != socialticket.Unchanged {
			w.fail("without a timer: %s, %v", r.Outcome, err)
		}
		head, err := w.store.Load(context.Background(), socialticket.Ref{Ticket: id})
		require.NoError(w, err)
		s, tk := head.Conversation.Session, head.Ticket
		owed := w.settings.Sessions.Release.After > 0 && tk.Assignee != "" && s.AnsweredAt.IsZero() // the agent owes an answer
		if s.State == session.Active && s.Ticket == id && tk.Status != ticket.Closed && !owed {
			w.fail("session %+v of a ticket that is %s", s, tk.Status)
		}
	}
}
