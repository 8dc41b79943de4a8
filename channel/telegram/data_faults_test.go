package telegram_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

func newDesk(t *testing.T) *socialticket.Desk {
	t.Helper()
	d, err := socialticket.New(socialticket.Config{Store: &memory.Store{}})
	require.NoError(t, err)
	return d
}

// receive hands webhooks to a desk and returns the last receipt.
func receive(t *testing.T, d *socialticket.Desk, bodies ...string) (r socialticket.Receipt) {
	t.Helper()
	for _, body := range bodies {
		for _, e := range parse(t, body) {
			var err error
			r, err = d.Receive(t.Context(), e)
			require.NoError(t, err)
		}
	}
	return r
}

func fault(t *testing.T, name string) string {
	t.Helper()
	return string(datatest.Read(t, "faults/webhooks/telegram__"+name+".json"))
}

// TestDataFaults reads webhooks that were once read wrongly.
func TestDataFaults(t *testing.T) {
	const lena = "Lena Voss"
	text := func(id, text string) channel.Message { return channel.Message{ID: id, Type: channel.Text, Text: text} }
	in := func(m channel.Message, group string) channel.Message { m.Group = group; return m }
	tests := []struct {
		name       string
		event      channel.EventType
		from, user string
		want       channel.Message
		ticket     bool
	}{
		{"guest-message", channel.EventMessage, "610", lena, in(text("-100200:4", "@lampbot when do you open?"), "-100200"), true},
		{"users-shared", channel.EventMessage, "610", lena, channel.Message{
			ID: "610:6", Type: channel.Contacts, Subtype: "users_shared", People: []channel.Person{{Name: "Tom"}, {Name: "Ana"}},
		}, true},
		{"rich-message", channel.EventMessage, "610", lena, channel.Message{
			ID: "610:7", Type: channel.Text, Subtype: "rich_message", Text: "Complaint\nThe lamp does not work.",
		}, true},
		{"start-with-words", channel.EventMessage, "610", lena, text("610:8", "/start Hello, my lamp is broken"), true},
		{"channel-post", channel.EventHistory, "-100400", "Lamp news", in(text("-100400:3", "New lamps are in."), "-100400"), false},
		{"topic-message", channel.EventMessage, "610", lena, in(text("-100300:41", "Any news?"), "-100300#40"), true},
		{"audio-without-name", channel.EventMessage, "610", lena, channel.Message{ID: "610:9", Type: channel.Audio, Attachments: []channel.Attachment{
			{Type: channel.Audio, ID: "AUD1", MIME: "audio/mpeg", Name: "Lena – Noise of the lamp", Size: 900, Millis: 61000},
		}}, true},
		{"getupdates-answer", channel.EventMessage, "610", "Lena", text("610:1", "Hi"), true},
		{"business-1-user", channel.EventMessage, "610", "Lena", text("610:21", "What does the blue one cost?"), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := fault(t, tt.name)
			events := parse(t, body)
			require.Len(t, events, 1)
			e := events[0]
			require.Equal(t, []any{tt.event, tt.from, tt.user}, []any{e.Type, e.From, e.Profile.Name})
			if diff := cmp.Diff(tt.want, e.Message, cmpopts.IgnoreFields(channel.Message{}, "Payload")); diff != "" {
				t.Errorf("message differs (-want +got):\n%s", diff)
			}
			require.Equal(t, tt.ticket, receive(t, newDesk(t), body).Ticket.ID != "")
		})
	}
	shared := parse(t, fault(t, "users-shared"))[0].Message.Payload
	require.Contains(t, shared, "901")
	require.Contains(t, shared, "902")
}

// The owner of a business corrects what was answered.
func TestDataFaultsBusiness(t *testing.T) {
	d := newDesk(t)
	asked := receive(t, d, fault(t, "business-1-user"))
	answered := receive(t, d, fault(t, "business-2-owner"))
	require.Equal(t, "10 euros", answered.Comment.Content.Text)
	edited := receive(t, d, fault(t, "business-3-owner-edits"))
	require.Equal(t, answered.Comment.ID, edited.Comment.ID)
	require.Equal(t, "12 euros", edited.Comment.Content.Text)
	require.Equal(t, int64(1790000020), edited.Comment.EditedAt.Unix())
	require.Equal(t, []any{asked.Ticket.ID, ticket.Agent}, []any{edited.Ticket.ID, edited.Comment.Author.Kind})
}
