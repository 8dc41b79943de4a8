package socialticket_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// twoTickets lets one customer have two open tickets: the first session was ended. The
// second was written five minutes after the first. Replies to the first still go out.
func (o *office) twoTickets(t testing.TB) (older, newer ticket.ID) {
	t.Helper()
	o.rearrange(func(s *socialticket.Settings) { s.Sessions.WriteEnded = true })
	older = o.receive(t, says("A", "m1", "the first matter", o.clock.now)).Ticket.ID
	_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: older, By: agent()})
	require.NoError(t, err)
	o.clock.Add(5 * time.Minute)
	newer = o.receive(t, says("A", "m2", "the second matter", o.clock.now)).Ticket.ID
	require.NotEqual(t, older, newer)
	return older, newer
}

func (o *office) mergeTickets(t testing.TB, source, into ticket.ID) socialticket.Receipt {
	t.Helper()
	r, err := o.MergeTickets(context.Background(), socialticket.MergeTickets{Ticket: source, Into: into, By: agent()})
	require.NoError(t, err)
	return r
}

func (o *office) unmerge(t testing.TB, source ticket.ID) socialticket.Receipt {
	t.Helper()
	r, err := o.UnmergeTickets(context.Background(), socialticket.UnmergeTickets{Ticket: source, By: agent()})
	require.NoError(t, err)
	return r
}

// head returns what the desk has of a ticket and its conversation.
func (o *office) head(t testing.TB, id ticket.ID) socialticket.Head {
	t.Helper()
	head, err := o.store.Load(context.Background(), socialticket.Ref{Ticket: id})
	require.NoError(t, err)
	return head
}

// TestMergeTickets merges a ticket that takes the requester's messages into an older one.
func TestMergeTickets(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	o.set(t, newer, ticket.FieldTags, "vip", agent())
	o.set(t, newer, ticket.FieldSubject, "Delivery", agent())
	o.set(t, newer, ticket.CustomField+"1", "blue", agent())
	before := o.head(t, older).Ticket
	o.clock.Add(time.Minute)

	r := o.mergeTickets(t, newer, older)
	source, target := r.Ticket, r.Commit.Others[0]
	require.Equal(t, []ticket.Ticket{source, target}, r.Commit.Tickets())
	require.Equal(t, source, o.head(t, newer).Ticket)
	require.Equal(t, target, o.head(t, older).Ticket)
	require.Equal(t, ticket.Closed, source.Status)
	require.Equal(t, older, source.MergedInto)
	require.Equal(t, o.clock.now, source.ClosedAt)
	require.Equal(t, 1, source.Comments, "no comment on the source unless it is asked for")

	require.Equal(t, []ticket.ID{newer}, target.Merged)
	require.Equal(t, ticket.New, target.Status)
	require.True(t, target.HasTag("vip"))
	require.Empty(t, target.Field("1"), "fields stay with their ticket")
	require.Equal(t, before.WaitingSince, target.WaitingSince, "the target had waited for longer")
	require.Equal(t, o.clock.now, target.UpdatedAt)
	note := o.thread(t, older)[0]
	require.Equal(t, r.Comment, note)
	require.False(t, note.Public)
	require.Equal(t, "Ticket "+string(newer)+" (Delivery) with one comment was merged into this one.", note.Content.Text)
	require.Empty(t, messages(r))

	head := o.head(t, older)
	require.Equal(t, older, head.Conversation.Ticket)
	require.Equal(t, session.Active, head.Conversation.Session.State)
	require.Equal(t, older, head.Conversation.Session.Ticket)
	next := o.receive(t, says("A", "m3", "and more", o.clock.now))
	require.Equal(t, older, next.Ticket.ID)
	require.False(t, next.Created)
}

// TestMergeTicketsTalk: the older ticket, whose session was ended, takes the talk over, and
// what the agent answers on it goes out; after the undo it is kept back as before. An end of
// the talk since goes back with it.
func TestMergeTicketsTalk(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	older, newer := o.twoTickets(t)
	o.rearrange(func(s *socialticket.Settings) { s.Sessions.WriteEnded = false })
	state := func(text string) channel.DeliveryState { return o.reply(t, older, text).Comment.Delivery.State }
	require.Equal(t, channel.StateFailed, state("before"))
	before := o.head(t, older).Ticket
	o.mergeTickets(t, newer, older)
	require.Equal(t, channel.StateQueued, state("while it is merged"))
	parted := o.unmerge(t, newer)
	require.Equal(t, ticket.RouteMessaging, parted.Ticket.Routing)
	require.Equal(t, before.SessionEndedAt, parted.Commit.Others[0].SessionEndedAt)
	require.Equal(t, before.Routing, parted.Commit.Others[0].Routing)
	require.Equal(t, channel.StateFailed, state("after the undo"))

	o.mergeTickets(t, newer, older)
	_, err := o.EndSession(ctx, socialticket.EndSession{Ticket: older, By: agent()})
	require.NoError(t, err)
	parted = o.unmerge(t, newer)
	require.Equal(t, o.clock.now, parted.Ticket.SessionEndedAt)
	require.Equal(t, before.SessionEndedAt, parted.Commit.Others[0].SessionEndedAt)
	require.Equal(t, newer, o.head(t, newer).Conversation.Session.Ticket)
}

// TestMergeTicketsBegun merges a ticket that the business began, which has no session yet,
// into the oldest of three: the next message begins one there, and answers go out.
func TestMergeTicketsBegun(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	oldest, middle := o.twoTickets(t)
	o.rearrange(func(s *socialticket.Settings) { s.Sessions.WriteEnded = false })
	_, err := o.EndSession(ctx, socialticket.EndSession{Ticket: middle, By: agent()})
	require.NoError(t, err)
	begun, err := o.Open(ctx, socialticket.Open{To: o.head(t, middle).Conversation.Address, Reply: socialticket.Reply{By: agent(), Text: "And one thing more."}})
	require.NoError(t, err)
	require.True(t, begun.Created)
	o.mergeTickets(t, begun.Ticket.ID, oldest)
	next := o.receive(t, says("A", "m3", "Yes?", o.clock.now))
	require.Equal(t, oldest, next.Ticket.ID)
	require.True(t, next.Ticket.SessionEndedAt.IsZero())
	require.Equal(t, channel.StateQueued, o.reply(t, oldest, "It is ready.").Comment.Delivery.State)
}

// TestMergeTicketsRouted: a ticket that waits for an agent after a merge or its undo asks to
// be routed.
func TestMergeTicketsRouted(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	o.set(t, newer, ticket.FieldRouting, "messaging", agent())
	o.set(t, older, ticket.FieldRouting, "messaging", agent())
	o.rearrange(func(s *socialticket.Settings) {
		s.Routing.Method, s.Lifecycle.SolveUnassigned = routing.RoundRobin, true
	})
	o.set(t, newer, ticket.FieldStatus, "solved", agent())
	require.Equal(t, []ticket.ID{newer}, routes(o.mergeTickets(t, older, newer)), "the target reopens")
	require.Equal(t, []ticket.ID{older}, routes(o.unmerge(t, older)))
}

// TestMergeTicketsOlder merges an older ticket into the one that takes the messages: the
// requester has waited since the older message.
func TestMergeTicketsOlder(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	waits := o.head(t, older).Ticket.WaitingSince
	talk := o.head(t, newer).Conversation
	target := o.mergeTickets(t, older, newer).Commit.Others[0]
	require.Equal(t, waits, target.WaitingSince)
	after := o.head(t, newer).Conversation
	require.Equal(t, talk.Session, after.Session)
	require.Equal(t, newer, after.Ticket)
	require.Equal(t, newer, o.receive(t, says("A", "m3", "more", o.clock.now)).Ticket.ID)
}

// TestMergeTicketsStatus says what becomes of a target that waits for nothing, while the
// requester of the source does or does not wait.
func TestMergeTicketsStatus(t *testing.T) {
	for _, tt := range []struct {
		name                 string
		source, target, want string
		answered             bool
	}{
		{"solved and waiting", "open", "solved", "open", false},
		{"pending and waiting", "open", "pending", "open", false},
		{"on hold and waiting", "open", "hold", "open", false},
		{"solved and answered", "open", "solved", "solved", true},
		{"solved both", "solved", "solved", "solved", false},
		{"open and solved", "solved", "open", "open", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			older, newer := o.twoTickets(t)
			if tt.answered {
				o.reply(t, older, "It is on its way.")
			}
			o.set(t, older, ticket.FieldStatus, tt.source, agent())
			o.set(t, newer, ticket.FieldStatus, tt.target, agent())
			before := o.head(t, newer).Ticket
			target := o.mergeTickets(t, older, newer).Commit.Others[0]
			require.Equal(t, tt.want, string(target.Status))
			require.Equal(t, tt.want == "solved", !o.timer(t, newer).IsZero(), "the system closes solved tickets")
			o.clock.Add(time.Minute)
			after := o.unmerge(t, older).Commit.Others[0]
			if diff := cmp.Diff(before, after, aside()); diff != "" {
				t.Errorf("the target after undo (-before +after):\n%s", diff)
			}
		})
	}
}

// TestMergeTicketsMuted: what the requester writes reopens no muted ticket, and so does no
// merge.
func TestMergeTicketsMuted(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	o.set(t, older, ticket.FieldMuted, "true", agent())
	target := o.mergeTickets(t, newer, older).Commit.Others[0]
	require.Equal(t, ticket.Solved, target.Status)
	require.True(t, target.WaitingSince.IsZero())
}

// TestMergeTicketsTold tells the requester, on both tickets. Neither is an answer.
func TestMergeTicketsTold(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	older, newer := o.twoTickets(t)
	m := socialticket.MergeTickets{
		Ticket: newer, Into: older, By: agent(), Text: "We answer both here. 4111111111111111", Public: true, Closing: "Goes on elsewhere.", ClosingPublic: true,
	}
	r, err := o.MergeTickets(ctx, m)
	require.NoError(t, err)
	sent := messages(r)
	require.Len(t, sent, 2)
	require.Equal(t, "Goes on elsewhere.", sent[0].Text)
	require.Contains(t, sent[1].Text, "We answer both here.")
	require.NotContains(t, sent[1].Text, "4111111111111111")
	require.True(t, o.thread(t, older)[0].Redacted)
	require.Equal(t, 2, r.Ticket.Comments)
	require.Zero(t, r.Commit.Others[0].Replies)
	require.False(t, r.Commit.Others[0].WaitingSince.IsZero())
	// What becomes of the last word of the source is recorded.
	o.receive(t, channel.Accepted{MessageID: "out", At: o.clock.now}.Event(sent[0]))
	require.Equal(t, channel.StateAccepted, o.thread(t, newer)[0].Delivery.State)

	o = newOffice(t)
	older, newer = o.twoTickets(t)
	o.clock.Add(25 * time.Hour)
	m.Ticket, m.Into = newer, older
	r, err = o.MergeTickets(ctx, m)
	require.NoError(t, err)
	require.Empty(t, messages(r), "the window is closed")
	require.Equal(t, channel.StateFailed, r.Comment.Delivery.State)
	require.Equal(t, channel.ReasonClosed, r.Decision.Reason)
}

// TestMergeTicketsEnded: a merge does not bring an ended session back. The next message
// begins another ticket, as it would have without the merge, which goes on from no merged
// one.
func TestMergeTicketsEnded(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	_, err := o.EndSession(context.Background(), socialticket.EndSession{Ticket: newer, By: agent()})
	require.NoError(t, err)
	o.mergeTickets(t, newer, older)
	next := o.receive(t, says("A", "m3", "something else", o.clock.now))
	require.True(t, next.Created)
	require.Empty(t, next.Ticket.FollowUpOf)

	o = newOffice(t)
	older, newer = o.twoTickets(t)
	o.mergeTickets(t, newer, older)
	o.set(t, older, ticket.FieldStatus, "closed", ticket.Actor{Kind: ticket.Automation, ID: "close"})
	next = o.receive(t, says("A", "m3", "once more", o.clock.now))
	require.Equal(t, older, next.Ticket.FollowUpOf, "a follow-up names the target")
}

// TestMergeTicketsAbout: what is about a message of the source goes to that message.
func TestMergeTicketsAbout(t *testing.T) {
	o := newOffice(t)
	older, newer := o.twoTickets(t)
	answer := o.reply(t, newer, "It is on its way.")
	o.mergeTickets(t, newer, older)
	kept := o.head(t, older).Ticket
	about := func(id string, typ channel.EventType, m channel.Message) socialticket.Receipt {
		e := says("A", id, "", o.clock.now)
		e.Type, e.Opens, e.Message = typ, "", m
		return o.receive(t, e)
	}
	require.Equal(t, newer, about("r", channel.EventMessage, channel.Message{Type: channel.Reaction, Text: "+", Target: "m2"}).Ticket.ID)
	require.Equal(t, newer, about("e", channel.EventEdit, channel.Message{Type: channel.Text, Text: "corrected", Target: "m2"}).Ticket.ID)
	require.Equal(t, newer, o.receive(t, channel.Accepted{MessageID: "out", At: o.clock.now}.Event(messages(answer)[0])).Ticket.ID)
	thread := o.thread(t, newer)
	require.Equal(t, channel.StateAccepted, thread[0].Delivery.State)
	require.Equal(t, "+", thread[1].Reactions[0].Emoji)
	require.Equal(t, "the second matter", thread[1].Content.Text, "the words of a closed ticket stay, its log has the new ones")
	require.Equal(t, newer, about("w", channel.EventRevoke, channel.Message{Target: "m2"}).Ticket.ID)
	require.Empty(t, o.thread(t, newer)[1].Content.Text)
	require.Equal(t, kept, o.head(t, older).Ticket)
	require.Equal(t, older, o.head(t, older).Conversation.Ticket)
}

// TestMergeTicketsAgain: a merge handed in twice is one merge, without a key too.
func TestMergeTicketsAgain(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	older, newer := o.twoTickets(t)
	m := socialticket.MergeTickets{Ticket: older, Into: newer, By: agent(), IdempotencyKey: "k"}
	first, err := o.MergeTickets(ctx, m)
	require.NoError(t, err)
	again, err := o.MergeTickets(ctx, m)
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, again.Outcome)
	require.Equal(t, first.Ticket, again.Ticket)
	require.Equal(t, 2, o.head(t, newer).Ticket.Comments)
	u := socialticket.UnmergeTickets{Ticket: older, By: agent(), IdempotencyKey: "k"}
	_, err = o.UnmergeTickets(ctx, u)
	require.NoError(t, err)
	again, err = o.UnmergeTickets(ctx, u)
	require.NoError(t, err)
	require.Equal(t, socialticket.Duplicate, again.Outcome)
	require.Empty(t, again.Ticket.MergedInto)
}

// TestMergeTicketsNoTriggers: a merge and its undo move a matter; they are no update.
func TestMergeTicketsNoTriggers(t *testing.T) {
	o := withTriggers(t, pull("any", act("current_tags", "pulled"), cond("status", "less_than", "closed"), cond("current_tags", "not_includes", "pulled")),
		pull("closed", act("current_tags", "gone"), cond("status", "is", "closed")))
	older, newer := o.twoTickets(t)
	for _, id := range []ticket.ID{older, newer} {
		o.set(t, id, ticket.FieldRemoveTags, "pulled", ticket.Actor{Kind: ticket.System})
	}
	require.Empty(t, pulled(o.mergeTickets(t, older, newer)))
	require.Empty(t, pulled(o.unmerge(t, older)))
	require.NotEmpty(t, pulled(o.set(t, older, ticket.FieldPriority, "low", agent())))
}

// aside leaves out what a merge and its undo may leave behind: the log, the note, and who
// updated last.
func aside() cmp.Option {
	return cmp.Options{
		cmpopts.IgnoreFields(ticket.Ticket{}, "Events", "Comments", "Notes"),
		cmpopts.IgnoreFields(ticket.Times{}, "UpdatedAt", "AssigneeAt"),
		cmpopts.EquateEmpty(),
	}
}

// BenchmarkDeskMergeTickets merges a ticket and parts it again: the length of the threads
// does not matter.
func BenchmarkDeskMergeTickets(b *testing.B) {
	for _, messages := range []int{1, 10_000} {
		b.Run(fmt.Sprint(messages, " messages"), func(b *testing.B) {
			o, ctx := newOffice(b), context.Background()
			older, newer := o.twoTickets(b)
			for i := range messages - 1 {
				o.receive(b, says("A", fmt.Sprint("more ", i), "hello", o.clock.now))
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := o.MergeTickets(ctx, socialticket.MergeTickets{Ticket: newer, Into: older, By: agent()}); err != nil {
					b.Fatal(err)
				}
				if _, err := o.UnmergeTickets(ctx, socialticket.UnmergeTickets{Ticket: newer, By: agent()}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
