package socialticket_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// ingestionCase is one case of the topic "ingestion".
type ingestionCase struct {
	ID, Op, Title string
	Given         struct {
		Conversations int
		LastStatus    ticket.Status `json:"last_status"`
		Single        *bool         `json:"single_conversation"`
		LockHeld      bool          `json:"lock_held"`
		Seen          []seenMessage
		OutboundAfter bool `json:"outbound_after"`
	}
	When struct {
		Events  []ingested
		Acquire []string
		Message seenMessage
	}
	Then map[string]any
}

type ingested struct {
	ID, From, Type, Text, Name, Address, Emoji string
	SentAt                                     time.Time `json:"sent_at"`
	Lat, Lng                                   float64
}

type seenMessage struct{ Channel, From, ID, Text string }

// chosenOtherwise lists the cases of disputed policies for which we chose the
// other answer, with the reason.
func chosenOtherwise() map[string]string {
	return map[string]string{}
}

func TestDataIngestion(t *testing.T) {
	var file struct{ Cases []ingestionCase }
	datatest.JSON(t, "cases/ingestion.json", &file)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			if why, ok := chosenOtherwise()[c.ID]; ok {
				t.Skip(why)
			}
			switch c.Op {
			case "ingest":
				c.ingest(t)
			case "dedup":
				c.dedup(t)
			case "dedup_lock":
				c.lock(t)
			default:
				t.Fatalf("unknown op %q", c.Op)
			}
		})
	}
}

// event returns what a parser makes of a platform's message.
func (in ingested) event() channel.Event {
	e := says(in.From, in.ID, in.Text, in.SentAt)
	e.Profile.Name = in.Name
	m := &e.Message
	m.Type = channel.MessageType(in.Type)
	if m.Type == channel.Location {
		m.Text, m.Place = "", channel.Place{Latitude: in.Lat, Longitude: in.Lng, Name: in.Name, Address: in.Address}
	}
	if m.Type == channel.Reaction {
		e.Opens, m.Text, m.Target = channel.OpenReaction, in.Text+in.Emoji, "earlier"
	}
	return e
}

func (c ingestionCase) ingest(t *testing.T) {
	o := newOffice(t, func(cfg *socialticket.Config) { cfg.SolvedIsOver = c.Given.Single != nil && !*c.Given.Single })
	o.clock.Set(time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC))
	var last ticket.ID
	for i := range c.Given.Conversations {
		earlier := says(c.When.Events[0].From, fmt.Sprint("earlier", i), "earlier", o.clock.Now())
		last = o.receive(t, earlier).Ticket.ID
		if c.Given.LastStatus != "" {
			o.set(t, last, ticket.FieldStatus, string(c.Given.LastStatus), agent())
		}
	}
	o.clock.Set(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
	var receipts []socialticket.Receipt
	for _, in := range c.When.Events {
		receipts = append(receipts, o.receive(t, in.event()))
	}
	if c.Given.LockHeld { // another worker has it: it is the one that wrote it
		receipts = append(receipts[:0], o.receive(t, c.When.Events[0].event()))
	}
	c.check(t, o, receipts, last)
}

// check compares what the store holds with what the case wants. A key that it does
// not know is told; a case of which it knows none fails.
func (c ingestionCase) check(t *testing.T, o office, receipts []socialticket.Receipt, last ticket.ID) {
	ctx, checked := context.Background(), 0
	var tickets []ticket.Ticket
	users := map[string]bool{}
	for tk, err := range o.store.Tickets(ctx) {
		require.NoError(t, err)
		tickets = append(tickets, tk)
		users[tk.Requester] = true
	}
	added := 0
	var comment ticket.Comment
	for _, r := range receipts {
		if r.Outcome == socialticket.Applied && r.Comment.ID != "" {
			added, comment = added+1, r.Comment
		}
	}
	first := c.When.Events[0]
	head, err := o.store.Load(ctx, socialticket.Ref{Addresses: []channel.Address{{Account: business(), Handle: first.From}}})
	require.NoError(t, err)
	for key, want := range c.Then {
		var got any
		switch key {
		case "contacts":
			got = float64(len(users))
		case "conversations":
			got = float64(len(tickets))
		case "messages":
			got = float64(added)
		case "contact_name":
			got = head.Conversation.User.Name
		case "message_sent_at":
			got = comment.SentAt.Format(time.RFC3339)
		case "last_status":
			got = string(head.Ticket.Status)
		case "appended_to":
			got = map[bool]string{true: "last", false: "new"}[head.Ticket.ID == last]
		case "placeholder":
			got = comment.ID != "" && comment.Content.Type == channel.Unsupported
		case "window_opened":
			got = !head.Conversation.Window.LastOpened().Sent.IsZero()
		case "text":
			got = comment.Content.Text
		case "attachment_title":
			p := comment.Content.Place
			got = strings.Join(slices.DeleteFunc([]string{p.Name, p.Address}, func(s string) bool { return s == "" }), ", ")
		default:
			t.Logf("key %q is not one that this test knows", key)
			continue
		}
		checked++
		if got != want {
			t.Errorf("%s: %v, want %v", key, got, want)
		}
	}
	require.NotZero(t, checked, "nothing of the case could be checked")
}

// dedup asks whether a message is one that was seen. Where a channel gives no ids,
// the sender, the second and the text make one.
func (c ingestionCase) dedup(t *testing.T) {
	o := newOffice(t)
	event := func(m seenMessage, sent time.Time) channel.Event {
		e := says(m.From, m.ID, m.Text, sent)
		e.Account = channel.Account{Kind: channel.Kind(m.Channel), ID: m.Channel}
		return e
	}
	for _, m := range c.Given.Seen {
		o.receive(t, event(m, start()))
	}
	sent := start()
	if c.Given.OutboundAfter { // an answer lies between the two, so they were not sent at once
		sent = sent.Add(time.Minute)
	}
	got := o.receive(t, event(c.When.Message, sent)).Outcome == socialticket.Duplicate
	if got != c.Then["duplicate"] {
		t.Errorf("duplicate %v, want %v", got, c.Then["duplicate"])
	}
}

// lock asks which of several workers that have an event gets it in.
func (c ingestionCase) lock(t *testing.T) {
	o, granted := newOffice(t), []any{}
	for _, id := range c.When.Acquire {
		granted = append(granted, o.receive(t, says("15550100", id, "x", start())).Outcome == socialticket.Applied)
	}
	require.Equal(t, c.Then["granted"], granted)
}

// TestDataLateReply runs the cases about a reply written after the window.
func TestDataLateReply(t *testing.T) {
	var file struct {
		Cases []struct {
			ID, Op string
			Given  struct {
				Channel  channel.Kind
				Window   float64 `json:"window_seconds"`
				Messages []struct {
					From   string
					SentAt time.Time `json:"sent_at"`
				}
			}
			When struct {
				ReplyAt time.Time `json:"reply_at"`
				Kind    string
			}
			Then map[string]any
		}
	}
	datatest.JSON(t, "cases/reply-window.json", &file)
	for _, c := range file.Cases {
		if c.Op != "late_reply" {
			continue // package whatsapp runs the questions that need no desk
		}
		t.Run(c.ID, func(t *testing.T) {
			o, ctx := newOffice(t), context.Background()
			var id ticket.ID
			for i, m := range c.Given.Messages {
				o.clock.Set(m.SentAt)
				require.Equal(t, "end_user", m.From)
				id = o.receive(t, says("15550100", fmt.Sprint("m", i), "hello", m.SentAt)).Ticket.ID
			}
			o.clock.Set(c.When.ReplyAt)
			reply := socialticket.Reply{Ticket: id, By: agent(), Text: "an answer"}
			if c.When.Kind == "template" {
				reply.Template = channel.TemplateCall{Name: "reminder", Language: "en"}
			}
			r, err := o.Reply(ctx, reply)
			require.NoError(t, err)
			thread, err := o.store.Comments(ctx, id, socialticket.Page{})
			require.NoError(t, err)
			events, err := o.store.Events(ctx, id, socialticket.Page{})
			require.NoError(t, err)
			failed := slices.ContainsFunc(events, func(e ticket.Event) bool {
				return e.Type == ticket.EventDelivery && e.To == string(channel.StateFailed) && e.Reason.Code != ""
			})
			checked := 0
			for key, want := range c.Then {
				var got any
				switch key {
				case "comment_added":
					got = thread[0].ID == r.Comment.ID
				case "sent_to_channel":
					got = len(r.Commit.Outbox) == 1
				case "delivered":
					got = r.Decision.Allowed
				case "failure_logged", "error_logged", "event_logged", "failure_in_events":
					got = failed
				default:
					t.Logf("key %q is not one that this test knows", key)
					continue
				}
				checked++
				if got != want {
					t.Errorf("%s: %v, want %v", key, got, want)
				}
			}
			require.NotZero(t, checked, "nothing of the case could be checked")
		})
	}
}
