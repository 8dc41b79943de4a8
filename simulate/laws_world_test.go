package simulate_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// randomStory returns steps of a story: three customers on two accounts, two agents, rules
// that fire, late and repeated messages, merges, and weeks that pass. Each text begins with
// whose it is and has a number of its own.
func randomStory(seed uint64) (steps []string) {
	r := rand.New(rand.NewPCG(seed, 12))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	for n := range 30 {
		who, agent := pick("ana", "ben", "ana on line"), pick("ada", "bo")
		said := fmt.Sprintf("%q", fmt.Sprintf("%s: %d %s", who, n, pick("Hello", "my card is 4111 1111 1111 1111", "thanks")))
		answer := fmt.Sprintf("%q", fmt.Sprintf("for %s: %d %s", who, n, pick("Hi", "is it 4111-1111-1111-1111?", "bye")))
		var step string
		switch r.IntN(26) {
		case 0, 1, 2, 3, 4, 5:
			step = who + " says " + said
		case 6, 7:
			step = fmt.Sprintf("%s said %s %dm ago", who, said, r.IntN(40*60))
		case 8:
			step = who + " repeats"
		case 9, 10, 11, 12, 13:
			step = agent + " replies " + who + " " + answer
		case 14:
			step = agent + " notes " + who + " " + answer
		case 15:
			step = agent + " sends " + who + " template hello"
		case 16, 17:
			step = agent + " sets " + who + " status " + pick("open", "pending", "pending", "hold", "solved", "solved")
		case 18:
			step = agent + " tags " + who + " " + pick("vip", "loop", "red")
		case 19:
			step = agent + pick(" ends ", " parts ") + who
		case 20:
			step = agent + " merges " + pick("ben", "ana on line") + " into ana"
		case 21:
			step = who + " rates " + pick("good", "bad")
		default:
			step = "pass " + pick("30s", "7m", "3h", "13h", "24h", "2d", "30d")
		}
		steps = append(steps, step)
	}
	return steps
}

// settings have triggers that wake one another and an automation.
func settings(t testing.TB) *socialticket.Settings {
	t.Helper()
	tag := func(text string) []rules.Action {
		return []rules.Action{{Field: "current_tags", Value: []string{text}}}
	}
	when := func(all ...rules.Condition) rules.Conditions { return rules.Conditions{All: all} }
	has := func(text string) rules.Condition {
		return rules.Condition{Field: "current_tags", Op: rules.Includes, Value: []string{text}}
	}
	triggers, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{
		{ID: "greet", When: when(rules.Created()), Do: tag("greeted")},
		{ID: "echo", When: when(has("loop")), Do: tag("echo")},
		{ID: "back", When: when(has("echo")), Do: []rules.Action{{Field: "remove_tags", Value: []string{"echo"}}}},
		{ID: "greeted", When: when(has("greeted")), Do: tag("seen")},
	})
	require.NoError(t, err)
	automations, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{{
		ID: "waits", Do: tag("waited"),
		When: when(rules.Condition{Field: "status", Op: rules.Is, Value: []string{"pending"}},
			rules.Condition{Field: "PENDING", Op: rules.GreaterThan, Value: []string{"2"}},
			rules.Condition{Field: "current_tags", Op: rules.NotIncludes, Value: []string{"waited"}}),
	}})
	require.NoError(t, err)
	return &socialticket.Settings{Triggers: triggers, Automations: automations}
}

var errLost = errors.New("the connection was cut")

// host is a store of a host: sometimes another process was faster, sometimes the answer is
// lost after the write.
type host struct {
	*memory.Store
	seed  uint64
	tried map[string]bool
}

// chance returns a number below 100, the same for the same words.
func chance(seed uint64, words ...string) int {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, seed, words)
	return int(h.Sum64() >> 20 % 100)
}

func (h *host) Commit(ctx context.Context, c socialticket.Commit) error {
	luck := chance(h.seed, c.Cause)
	if h.tried[c.Cause] {
		luck = 99
	}
	h.tried[c.Cause] = true
	if luck < 5 {
		return fmt.Errorf("another was faster: %w", socialticket.ErrConflict)
	}
	err := h.Store.Commit(ctx, c)
	if err == nil && luck < 8 {
		return errLost
	}
	return err
}

// sending is a message at the network's door.
type sending struct {
	at   time.Time
	o    channel.Outbound
	fate simulate.Fate
}

// broken is something that a host or its policy gets wrong. Nil functions do nothing.
type broken struct {
	invariant int
	what      string
	store     func(*host) simulate.Store
	desk      func(*socialticket.Config)
}

// record is what happened in a story.
type record struct {
	t       testing.TB
	seed    uint64
	steps   []string
	broken  broken
	world   *simulate.World
	sent    []sending
	played  map[string]bool                 // the steps that were not refused
	opened  map[channel.Address]time.Time   // when a customer sent the newest message
	inbound map[channel.Address][]time.Time // all of them
	commits []socialticket.Commit
	texts   []string // the same as JSON
	tickets []ticket.Ticket
	threads map[ticket.ID][]ticket.Comment // oldest first
}

// tell plays steps, and reads what the host has in the end.
func tell(t testing.TB, seed uint64, steps []string, b broken) *record {
	r := &record{
		t: t, seed: seed, steps: steps, broken: b, played: map[string]bool{}, opened: map[channel.Address]time.Time{},
		inbound: map[channel.Address][]time.Time{}, threads: map[ticket.ID][]ticket.Comment{},
	}
	own := &host{Store: &memory.Store{}, seed: seed, tried: map[string]bool{}}
	cfg := simulate.Config{Store: own, Settings: settings(t), Network: simulate.NetworkFunc(r.send)}
	if b.store != nil {
		cfg.Store = b.store(own)
	}
	if b.desk != nil {
		b.desk(&cfg.Desk)
	}
	var err error
	r.world, err = simulate.New(cfg)
	require.NoError(t, err)
	for _, name := range []string{"ana", "ben", "ana on line"} { // their addresses are not of the story's order
		r.world.Customer(name)
	}
	for _, step := range steps {
		r.play(step)
	}
	r.play("pass 3d") // what is under way ends
	r.read()
	return r
}

// play plays a step. What the desk refuses is left out; after a lost answer a platform
// reports once more.
func (r *record) play(step string) {
	before := r.world.Now()
	err := r.world.Play(step)
	var refused *socialticket.Error
	switch {
	case errors.Is(err, errLost):
		if who, _, says := strings.Cut(step, " sa"); says {
			require.NoError(r.t, r.world.Play(who+" repeats"))
		}
	case errors.As(err, &refused), err != nil && strings.Contains(err.Error(), "not said anything"):
		return
	default:
		require.NoError(r.t, err)
	}
	r.played[step] = true
	r.note(step, before)
}

// note keeps when a customer sent a message.
func (r *record) note(step string, at time.Time) {
	who, _, says := strings.Cut(step, " says ")
	if !says {
		late, text, is := strings.Cut(step, " said ")
		if !is {
			return
		}
		who = late
		fields := strings.Fields(text)
		ago, err := time.ParseDuration(fields[len(fields)-2])
		require.NoError(r.t, err)
		at = at.Add(-ago)
	}
	a := r.world.Customer(who)
	r.inbound[a] = append(r.inbound[a], at)
	if at.After(r.opened[a]) {
		r.opened[a] = at
	}
}

// send is the network: most messages arrive, some are reported twice or late, some are
// refused, and of some the answer is lost.
func (r *record) send(o channel.Outbound, at time.Time) simulate.Fate {
	fate := simulate.Fate{Reports: []simulate.Report{{After: time.Second, State: channel.StateDelivered}}}
	switch luck := chance(r.seed, o.Text, o.Template.Name); {
	case luck < 10:
		fate.Reports[0].Twice = true
	case luck < 20:
		fate.Reports = append(fate.Reports, simulate.Report{After: 20 * time.Hour, State: channel.StateSent})
	case luck < 25:
		fate = simulate.Fate{Err: &channel.SendError{Reason: channel.Error{Code: "131026", Class: channel.ClassNever}}}
	case luck < 30:
		fate.Err = errors.New("the answer was lost")
	case luck < 33:
		fate = simulate.Fate{Err: errors.New("it was lost")}
	case luck < 45 && !slices.ContainsFunc(r.sent, func(s sending) bool { return s.o.ID == o.ID }):
		fate = simulate.Fate{Err: &channel.SendError{Reason: channel.Error{Code: "130429", Class: channel.ClassRetry}}}
	}
	r.sent = append(r.sent, sending{at, o, fate})
	return fate
}

// read reads everything from the host's store.
func (r *record) read() {
	ctx := context.Background()
	store := r.world.Store()
	feed, is := store.(socialticket.Feed)
	require.True(r.t, is)
	for e, err := range feed.Feed(ctx, 0) {
		require.NoError(r.t, err)
		text, err := json.Marshal(e.Commit)
		require.NoError(r.t, err)
		r.commits, r.texts = append(r.commits, e.Commit), append(r.texts, string(text))
	}
	for tk, err := range store.Tickets(ctx) {
		require.NoError(r.t, err)
		r.tickets = append(r.tickets, tk)
		list, err := store.Comments(ctx, tk.ID, socialticket.Page{Limit: 1000})
		require.NoError(r.t, err)
		for i := range list {
			r.threads[tk.ID] = append(r.threads[tk.ID], list[len(list)-1-i])
		}
	}
}
