package main

import (
	"html"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/ticket"
)

// receives hands events to the desk, as of the account and the customer of a test.
func (s *shop) receives(events ...channel.Event) {
	s.t.Helper()
	for i, e := range events {
		e.Account = channel.Account{Kind: channel.WhatsApp, ID: "100000000000001"}
		e.Received = s.clock.Now()
		if e.Sent.IsZero() {
			e.Sent = e.Received.Add(time.Duration(i) * time.Second)
		}
		if e.From == "" {
			e.From = "15550100"
		}
		_, err := s.desk.Receive(s.t.Context(), e)
		require.NoError(s.t, err)
	}
}

// TestMarks states that the page tells in words what happened to a message after it was
// sent.
func TestMarks(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	first := s.newest(id).Content.ID
	text := func(id, words string) channel.Message {
		return channel.Message{ID: id, Type: channel.Text, Text: words}
	}
	s.receives(
		channel.Event{ID: "m2", Type: channel.EventMessage, Message: text("m2", "Is it redy?")},
		channel.Event{ID: "m3", Type: channel.EventMessage, Message: text("m3", "Never mind")},
		channel.Event{ID: "e1", Type: channel.EventEdit, Message: channel.Message{Type: channel.Text, Text: "Is it ready?", Target: "m2"}},
		channel.Event{ID: "e2", Type: channel.EventRevoke, Message: channel.Message{Target: "m3"}},
		channel.Event{ID: "e3", Type: channel.EventMessage, Message: channel.Message{ID: "r1", Type: channel.Reaction, Text: "👍", Target: first}},
	)
	page := s.page("/tickets/" + id)
	require.Contains(t, page, "Is it ready?")
	require.NotContains(t, page, "redy")
	require.Contains(t, page, " · edited")
	require.Contains(t, page, "Taken back by its author")
	require.NotContains(t, page, "Never mind")
	require.Contains(t, page, `<p class="marks"><span>👍 <bdi>Kim</bdi></span></p>`)
	require.Contains(t, page, "Kim reacted with 👍.")
	require.Len(t, s.thread(id), 3, "a reaction is no comment")
	s.receives(channel.Event{ID: "e4", Type: channel.EventMessage, Sent: s.clock.Now().Add(time.Minute), Message: channel.Message{ID: "r2", Type: channel.Reaction, Target: first}})
	require.NotContains(t, s.page("/tickets/"+id), `<p class="marks">`, "it was taken back")
}

// TestGroup states that the members of a group are told apart.
func TestGroup(t *testing.T) {
	s := newShop(t)
	s.receives(
		channel.Event{ID: "g1", Type: channel.EventMessage, From: "15550101", Profile: channel.Profile{Name: "Ann"}, Message: channel.Message{ID: "g1", Type: channel.Text, Text: "We are lost", Group: "group-1"}},
		channel.Event{ID: "g2", Type: channel.EventMessage, From: "15550102", Message: channel.Message{ID: "g2", Type: channel.Text, Text: "So am I", Group: "group-1"}},
	)
	page := s.page("/tickets/" + string(s.tickets("").Tickets[0].Ticket.ID))
	require.Contains(t, page, `<p class="author"><bdi>Ann</bdi></p>`)
	require.Contains(t, page, `<p class="author"><bdi>15550102</bdi></p>`)
}

// TestDoubt states that a message in doubt is told as that, and can be sent again once
// nothing more is awaited.
func TestDoubt(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	s.reply(id, "Hi")
	effect := s.newest(id).ID + ".0.1"
	doubt := channel.Status{Reference: effect, State: channel.StateDoubt}
	s.receives(channel.Event{ID: "d1", Type: channel.EventStatus, Status: doubt})
	page := s.page("/tickets/" + id)
	require.Contains(t, page, "perhaps sent: the channel’s answer is missing. Its report of the message is awaited.")
	require.NotContains(t, page, "Send again")

	doubt.Errors = []channel.Error{{Code: channel.CodeDoubt, Class: channel.ClassFix}}
	s.receives(channel.Event{ID: "d2", Type: channel.EventStatus, Status: doubt})
	page = s.page("/tickets/" + id)
	require.Contains(t, page, "perhaps sent: it is not known whether the channel has it. It is not sent again by itself.")
	require.Contains(t, page, "Send again")
	require.NotContains(t, page, "Ask an administrator")
	var all eventPage
	s.get("/api/tickets/"+id+"/events", &all)
	require.Equal(t, "A reply changed: perhaps sent. It is not known whether the channel took the message, so it was not sent again.", all.Events[0].Text)

	s.post("/tickets/" + id + "/comments/" + s.newest(id).ID + "/resend")
	s.send()
	require.Equal(t, "agent: Hi read", s.thread(id)[1])
}

// TestDataPage states what an agent reads on the page of odd webhooks.
func TestDataPage(t *testing.T) {
	for name, want := range map[string][]string{
		"group-two-members":       {"Mara Quill", "Ben Otto", "When does the tour start?"},
		"flow-answer":             {"<bdi>defect</bdi></dt><dd dir=\"auto\">cracked foot", "<bdi>order</bdi></dt><dd dir=\"auto\">L-2291"},
		"order-with-words":        {"Please wrap it as a gift", "LAMP-1"},
		"unsupported-with-reason": {"poll creation", "Polls are not supported."},
		"list-reply-description":  {"Afternoon", "Tue 2 Sept, 14:00 to 16:00"},
		"image-without-content":   {"The channel cannot show this here (Picture)"},
	} {
		t.Run(name, func(t *testing.T) {
			body := datatest.Read(t, "faults/webhooks/whatsapp__"+name+".json")
			s := newShop(t)
			status, text := s.do("POST", hookPath, string(body))
			require.Equal(t, 200, status, text)
			list := s.tickets("").Tickets
			require.Len(t, list, 1)
			page := html.UnescapeString(s.page("/tickets/" + string(list[0].Ticket.ID)))
			for _, words := range want {
				require.Contains(t, page, words)
			}
			require.NotContains(t, page, "This message cannot be sent")
		})
	}
}

// TestSkipInOrder states that a skip does what is due in its order: what was written
// before it goes out before, and each ticket is closed at its own instant.
func TestSkipInOrder(t *testing.T) {
	s := newShop(t)
	early := s.write("15550100", "Hello")
	s.post("/tickets/"+early+"/status", "status", "solved")
	s.post("/demo/skip", "hours", "5")
	late := s.write("15550101", "Hello")
	s.reply(late, "Bye")
	s.post("/tickets/"+late+"/status", "status", "solved")
	s.post("/demo/skip", "hours", "120")
	s.demo.reports.Wait()
	require.Equal(t, "agent: Bye read", s.thread(late)[1], "not too late")
	closed := func(id string) ticket.Ticket {
		one, err := s.store.Ticket(t.Context(), ticket.ID(id))
		require.NoError(t, err)
		require.Equal(t, ticket.Closed, one.Status)
		after := one.ClosedAt.Sub(one.SolvedAt) - 96*time.Hour
		require.True(t, after >= 0 && after < 10*time.Second, "closed %v after the four days", after)
		return one
	}
	require.True(t, closed(early).ClosedAt.Before(closed(late).ClosedAt))
}

// TestDemoTells states that the demo hands our id back, as the platform does, so that a
// report leads to its message though the answer was lost.
func TestDemoTells(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	s.reply(id, "Hi")
	out, _, err := s.store.Claim(t.Context(), socialticket.Claim{Now: s.clock.Now(), Lease: time.Minute, Limit: 1, Kinds: []socialticket.EffectKind{socialticket.EffectMessage}})
	require.NoError(t, err)
	require.Len(t, out, 1)
	_, err = s.demo.Send(t.Context(), out[0].Message) // and the program dies before it records the answer
	require.NoError(t, err)
	s.demo.reports.Wait()
	require.Equal(t, "agent: Hi read", s.thread(id)[1])
	require.True(t, strings.HasPrefix(s.newest(id).Delivery.MessageID, demoMessage))
	s.post("/demo/skip", "hours", "1")
	require.Equal(t, []string{"mine: Hello", "shop: Hi"}, s.screen("/tickets/"+id), "it is not sent again")
}
