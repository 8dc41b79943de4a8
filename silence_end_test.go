package socialticket_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// TestSilenceWakes states that wakes beside those that were asked for change nothing: agents
// and customers write at random, and both desks end the same to the byte.
func TestSilenceWakes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		var dumps []string
		for _, eager := range []bool{false, true} {
			dice, extra := rand.New(rand.NewPCG(seed, 21)), rand.New(rand.NewPCG(seed, 22))
			o := withSessions(t, chaosSessions(seed))
			ids := []ticket.ID{o.served(t)}
			for i := range 25 {
				id := ids[len(ids)-1]
				for left := time.Duration(dice.IntN(12*60)) * time.Second; left > 0; {
					part := left
					if eager {
						part = min(left, time.Duration(extra.IntN(120)+1)*time.Second)
					}
					o.pass(t, id, part)
					left -= part
					if eager {
						_, err := o.Wake(context.Background(), id)
						require.NoError(t, err)
					}
				}
				switch dice.IntN(4) {
				case 0:
					ids = append(ids, o.receive(t, says("15550100", fmt.Sprint("n", i), "well", o.clock.now)).Ticket.ID)
				case 1:
					_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: id, By: agent(), IdempotencyKey: fmt.Sprint(i)})
					require.NoError(t, err)
				default:
					_, err := o.Reply(context.Background(), socialticket.Reply{Ticket: id, By: agent(), Text: "so", IdempotencyKey: fmt.Sprint(i), Changes: []ticket.Change{{Field: ticket.FieldAssignee, Value: "ada"}}})
					require.NoError(t, err)
				}
			}
			slices.Sort(ids)
			var dump strings.Builder
			for _, id := range slices.Compact(ids) {
				dump.WriteString(o.dump(t, id) + fmt.Sprintf("%+v", o.session(t, id)))
			}
			dumps = append(dumps, dump.String())
		}
		if diff := cmp.Diff(dumps[0], dumps[1]); diff != "" {
			t.Fatalf("seed %d: wakes between changed something (-asked for +more):\n%s", seed, diff)
		}
	}
}

// TestSilenceEnds ends sessions by silence: triggers see why, the ticket leaves its queue,
// and the next message begins another. A user who waits is left alone.
func TestSilenceEnds(t *testing.T) {
	t.Parallel()
	why := pull("why", act("current_tags", "inactive"), cond("session_ended_reason", rules.ChangedTo, "inactivity"))
	release := session.Release{After: 5 * time.Minute, Status: "hold"}
	tests := []struct {
		name string
		p    session.Policy
		want []string
	}{
		{"when inactive", session.Policy{EndInactive: true}, []string{"10m0s open ended why"}},
		{"at the release", session.Policy{EndInactive: true, Release: release}, []string{"5m0s hold ended why"}},
		{"after a longer silence", session.Policy{EndAfter: time.Hour}, []string{"10m0s open inactive", "1h0m0s open ended why"}},
		{"after the release and a longer silence", session.Policy{EndAfter: time.Hour, Release: release}, []string{"5m0s hold inactive", "1h0m0s hold ended why"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := withSessions(t, tt.p, why)
			id := o.served(t)
			got := o.pass(t, id, 48*time.Hour)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("what happened (-want +got):\n%s", diff)
			}
			require.Equal(t, ticket.Routing(""), o.ticket(t, id).Routing)
			require.Equal(t, ticket.System, o.session(t, id).EndedBy.Kind)
			require.NotEqual(t, id, o.receive(t, says("15550100", "m2", "again", o.clock.now)).Ticket.ID)

			waits := withSessions(t, tt.p, why)
			id = waits.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
			waits.pass(t, id, 48*time.Hour)
			require.Equal(t, session.Inactive, waits.session(t, id).State)
		})
	}
}

// TestStatusSilences makes a session inactive by the ticket's status, and active by the next
// message alone.
func TestStatusSilences(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"pending", "hold", "solved"} {
		o := withSessions(t, session.Policy{FreeInactive: true})
		id := o.served(t)
		r := o.set(t, id, ticket.FieldStatus, status, agent())
		require.Equal(t, session.Inactive, r.Commit.Conversation.Session.State, status)
		require.True(t, r.Ticket.Released, status)
		r = o.set(t, id, ticket.FieldStatus, "open", agent())
		require.Equal(t, session.Inactive, r.Commit.Conversation.Session.State, status)
		require.True(t, r.Ticket.Released, status)
		r = o.receive(t, says("15550100", "m2", "and?", o.clock.now))
		require.Equal(t, session.Active, r.Commit.Conversation.Session.State, status)
		require.False(t, r.Ticket.Released, status)
	}
}

// TestRewakeSessions switches the release on and off while customers are silent.
func TestRewakeSessions(t *testing.T) {
	t.Parallel()
	o, ctx := withSessions(t, session.Policy{}), context.Background()
	id := o.served(t)
	require.Equal(t, start().Add(10*time.Minute), o.talkTimer(t, id))
	change := func(p session.Policy) {
		next := *o.settings
		next.Version++
		next.Sessions = p
		o.settings = &next
		_, err := o.Rewake(ctx, o.store)
		require.NoError(t, err)
	}
	o.clock.Add(time.Minute)
	change(reminding())
	require.Equal(t, start().Add(5*time.Minute), o.talkTimer(t, id))
	late := reminding()
	late.Release.Since = o.clock.now
	change(late)
	require.Equal(t, start().Add(10*time.Minute), o.talkTimer(t, id), "what began before is left alone")
	o.pass(t, id, time.Hour)
	require.False(t, o.ticket(t, id).Released)
	change(session.Policy{FreeInactive: true})
	require.True(t, o.ticket(t, id).Released)
}
