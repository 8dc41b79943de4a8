package inbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// TestLive tells what a page is told while an agent works.
func TestLive(t *testing.T) {
	s := newStreet(t)
	settings := compile(t, rules.View{Rule: rules.Rule{ID: "line", When: rules.Conditions{All: []rules.Condition{rules.Channel(channel.LINE), rules.Status().LessThan(ticket.Solved)}}}},
		rules.View{Rule: rules.Rule{ID: "late", When: rules.Conditions{All: []rules.Condition{rules.Hours("updated_at").GreaterThan(1)}}}},
		rules.View{Rule: rules.Rule{ID: "theirs", When: rules.Conditions{All: []rules.Condition{rules.Status().Is(ticket.New)}}}, For: rules.Restriction{Kind: "Group", IDs: []string{"g9"}}})
	in := open(t, s.store, settings)
	place := int64(0)
	told := func() (lines []string) {
		t.Helper()
		for c, err := range in.Live(t.Context(), s.store, inbox.Looker{User: "ada"}, place) {
			require.NoError(t, err)
			require.Greater(t, c.Place, place)
			place = c.Place
			var what []string
			for _, h := range c.Happened {
				what = append(what, strings.TrimSuffix(fmt.Sprintf("%s:%s", h.Type, h.Field), ":"))
			}
			lines = append(lines, fmt.Sprintf("%s +%v -%v +%v -%v %s", strings.Join(what, ","), c.Entered, c.Left, c.EnteredViews, c.LeftViews, c.Dot))
			text, err := json.Marshal(c)
			require.NoError(t, err)
			require.NotContains(t, string(text), "secret")
		}
		return lines
	}
	is := func(want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, told()); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
	}
	is()
	ben := s.writes(t, channel.LINE, "U1", "Ben", "a secret").Ticket
	is("create,change:status,change:requester_id,change:routing_channel,change:current_tags,change:custom_fields_social_messaging_channel_info,comment,session +[unassigned] -[] +[line] -[] on")
	is()
	s.update(t, ben.ID, set(ticket.FieldAssignee, "ada"), set(ticket.FieldSubject, "a secret"))
	s.update(t, ben.ID, set(ticket.FieldStatus, "pending"))
	is("change:status,change:assignee_id,change:subject +[yours] -[unassigned] +[] -[] off", "change:status,session +[] -[yours] +[] -[] ")
	s.update(t, ben.ID, set(ticket.FieldStatus, "solved"))
	is("change:status +[] -[] +[] -[line] ")
	other := s.writes(t, channel.LINE, "U2", "Cy", "hi").Ticket
	told()
	s.merge(t, other.Requester, ben.Requester)
	changes := slices.Collect(func(yield func(string) bool) {
		for c, err := range in.Live(t.Context(), s.store, inbox.Looker{}, place) {
			require.NoError(t, err)
			if !yield(c.Person) {
				return
			}
		}
	})
	require.Contains(t, changes, other.Requester)
}

// TestLiveLaw states that who follows the changes knows the tabs, the views and the dot,
// whatever happens and however the passes are cut, and sees each place once.
func TestLiveLaw(t *testing.T) {
	t.Parallel()
	settings := compile(t, append(rules.StandardViews(), rules.SocialViews()...)...)
	moves, together := 0, 0
	for seed := range uint64(20) {
		dice := rand.New(rand.NewPCG(seed, 3))
		s, _ := crowded(t, dice, 5)
		in := open(t, s.store, settings)
		l := inbox.Looker{User: "ada", Groups: []string{"g1"}}
		lists, dot, place := map[string]map[ticket.ID]bool{}, inbox.DotOff, int64(0)
		enter := func(list string, id ticket.ID, in bool) {
			if lists[list] == nil {
				lists[list] = map[ticket.ID]bool{}
			}
			require.NotEqual(t, lists[list][id], in, "%s of %s", id, list)
			lists[list][id] = in
			moves++
		}
		more := false
		take := func(c inbox.Change) {
			if !more {
				require.Greater(t, c.Place, place)
			} else {
				require.Equal(t, place, c.Place)
				together++
			}
			place, more = c.Place, c.More
			for i, list := range [][]inbox.Tab{c.Left, c.Entered} {
				for _, tab := range list {
					enter("tab "+string(tab), c.Ticket, i == 1)
				}
			}
			for i, list := range [][]string{c.LeftViews, c.EnteredViews} {
				for _, v := range list {
					enter(v, c.Ticket, i == 1)
				}
			}
			if c.Dot != "" {
				dot = c.Dot
			}
		}
		var ids []ticket.ID
		for tk, err := range s.store.Tickets(t.Context()) {
			require.NoError(t, err)
			ids = append(ids, tk.ID)
		}
		for range 60 {
			changes := []ticket.Change{set(ticket.FieldAssignee, []string{"ada", "bob"}[dice.IntN(2)]), set(ticket.FieldStatus, []string{"open", "pending", "solved", "closed", "hold"}[dice.IntN(5)]),
				set(ticket.FieldRemoveTags, socialticket.TagSocial), set(ticket.FieldTags, socialticket.TagSocial), set(ticket.FieldGroup, []string{"g1", "g2"}[dice.IntN(2)])}
			dice.Shuffle(len(changes), func(a, b int) { changes[a], changes[b] = changes[b], changes[a] })
			_, _ = s.Update(t.Context(), socialticket.Update{Ticket: ids[dice.IntN(len(ids))], By: ticket.Actor{Kind: ticket.Trigger, ID: "r"}, Changes: changes[:1+dice.IntN(3)]})
			if dice.IntN(3) == 0 {
				ids = append(ids, s.writes(t, channel.LINE, fmt.Sprint("U", dice.IntN(5)), "Ben", "hi").Ticket.ID)
			}
			for range 2 {
				by, one, two := ticket.Actor{Kind: ticket.Agent, ID: "ada"}, ids[dice.IntN(len(ids))], ids[dice.IntN(len(ids))]
				_, _ = s.EndSession(t.Context(), socialticket.EndSession{Ticket: one, By: by})
				_, _ = s.MergeTickets(t.Context(), socialticket.MergeTickets{Ticket: one, Into: two, By: by})
				_, _ = s.UnmergeTickets(t.Context(), socialticket.UnmergeTickets{Ticket: ids[dice.IntN(len(ids))], By: by})
			}
			left := dice.IntN(8)
			for c, err := range in.Live(t.Context(), s.store, l, place) {
				require.NoError(t, err)
				take(c)
				if left--; left <= 0 && !c.More {
					break // the browser went away: it goes on from the place
				}
			}
			if left < 0 || dice.IntN(2) == 0 {
				continue
			}
			for c, err := range in.Live(t.Context(), s.store, l, place) { // to the end
				require.NoError(t, err)
				take(c)
			}
			on, err := in.Dot(t.Context())
			require.NoError(t, err)
			require.Equal(t, on, dot == inbox.DotOn)
			for list, view := range map[string]string{"tab yours": "social-mine", "tab unassigned": "social-unassigned", "social-mine": "social-mine", "mine": "mine", "unsolved": "unsolved", "groups": "groups"} {
				shown, err := in.View(view, l, s.now)
				require.NoError(t, err)
				want := map[ticket.ID]bool{}
				for row, err := range shown.Rows(t.Context(), inbox.Page{}) {
					require.NoError(t, err)
					want[row.Ticket.ID] = true
				}
				for id, in := range lists[list] {
					if !in {
						delete(lists[list], id)
					}
				}
				require.Equal(t, fmt.Sprint(want), fmt.Sprint(lists[list]), "seed %d: %s", seed, list)
			}
		}
	}
	require.Greater(t, moves, 1000)
	require.Greater(t, together, 20)
}

// broken is a feed that fails after what it has.
type broken struct {
	of  socialticket.Feed
	err error
}

func (b broken) Feed(ctx context.Context, after int64) iter.Seq2[socialticket.Entry, error] {
	return func(yield func(socialticket.Entry, error) bool) {
		for e, err := range b.of.Feed(ctx, after) {
			if !yield(e, err) {
				return
			}
		}
		yield(socialticket.Entry{}, b.err)
	}
}

// TestLiveErrors ends with the error of the feed, and with that of the reader.
func TestLiveErrors(t *testing.T) {
	s := newStreet(t)
	s.writes(t, channel.LINE, "U1", "Ben", "hi")
	fire := errors.New("the disk is on fire")
	changes := 0
	var last error
	for c, err := range s.inbox(t).Live(t.Context(), broken{s.store, fire}, inbox.Looker{}, 0) {
		if last = err; err == nil {
			changes++
			require.NotZero(t, c.Place)
		}
	}
	require.Equal(t, 1, changes)
	require.ErrorIs(t, last, fire)
	in := open(t, &shelf{err: fire}, func() *socialticket.Settings { return &socialticket.Settings{} })
	for _, err := range in.Live(t.Context(), s.store, inbox.Looker{}, 0) {
		require.ErrorIs(t, err, fire)
		changes++
	}
	require.Equal(t, 2, changes)
}
