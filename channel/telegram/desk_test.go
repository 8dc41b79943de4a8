package telegram_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// said is what a user writes in a topic of the private chat with the bot; in topic 0 it
// is the chat itself.
func said(update, topic int) string {
	place := ""
	if topic != 0 {
		place = fmt.Sprintf(`"message_thread_id":%d,"is_topic_message":true,`, topic)
	}
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"date":%d,%s%s,"chat":{"id":7,"type":"private"},"text":"message %d"}}`,
		update, update, 1773050400+update, place, ada, update)
}

// answered replies on a ticket and returns the body of the call.
func answered(t *testing.T, d *socialticket.Desk, r socialticket.Receipt) string {
	t.Helper()
	require.NotEmpty(t, r.Ticket.ID)
	r, err := d.Reply(t.Context(), socialticket.Reply{Ticket: r.Ticket.ID, By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}, Text: "Yes."})
	require.NoError(t, err)
	require.Len(t, r.Commit.Effects, 1)
	call, err := unsigned(t).Call(r.Commit.Effects[0].Message)
	require.NoError(t, err)
	return string(call.Body)
}

// A user's topics are one conversation, which is answered in the topic of the newest
// message.
func TestDeskTopics(t *testing.T) {
	d := newDesk(t)
	first := receive(t, d, said(1, 0))
	require.JSONEq(t, `{"chat_id":7,"text":"Yes."}`, answered(t, d, first))
	second := receive(t, d, said(2, 5))
	require.Equal(t, first.Ticket.ID, second.Ticket.ID)
	require.Equal(t, "Ada", second.Commit.Conversation.User.Name)
	require.JSONEq(t, `{"chat_id":7,"message_thread_id":5,"text":"Yes."}`, answered(t, d, second))
	reacted := `{"update_id":3,"message_reaction":{"date":1773050403,"chat":{"id":7,"type":"private"},"message_id":2,"user":{"id":7},"new_reaction":[{"type":"emoji","emoji":"👍"}]}}`
	require.Equal(t, "👍", receive(t, d, reacted).Comment.Reactions[0].Emoji)
	require.JSONEq(t, `{"chat_id":7,"message_thread_id":5,"text":"Yes."}`, answered(t, d, second)) // a reaction names no topic
	require.JSONEq(t, `{"chat_id":7,"message_thread_id":6,"text":"Yes."}`, answered(t, d, receive(t, d, said(4, 6))))
	require.JSONEq(t, `{"chat_id":7,"text":"Yes."}`, answered(t, d, receive(t, d, said(5, 0))))
	left := receive(t, d, `{"update_id":6,"my_chat_member":{"date":1773050406,"chat":{"id":7,"type":"private"},"from":{"id":7},"new_chat_member":{"status":"kicked"}}}`)
	require.Equal(t, first.Commit.Conversation.Key, left.Commit.Conversation.Key)
}

// A user who asks where the bot is a guest is answered once, by the query.
func TestDeskGuest(t *testing.T) {
	d := newDesk(t)
	asked := receive(t, d, `{"update_id":1,"guest_message":{"message_id":4,"date":1773050400,"guest_query_id":"gq1",`+ada+`,"chat":{"id":-100,"type":"supergroup"},"text":"@bot open?"}}`)
	require.Equal(t, channel.Address{Account: mira.Account, Handle: "-100"}, asked.Commit.Conversation.Address)
	body := answered(t, d, asked)
	require.Contains(t, body, `"guest_query_id":"gq1"`)
	require.Contains(t, body, `"message_text":"Yes."`)
	require.JSONEq(t, `{"chat_id":-100,"text":"Yes."}`, answered(t, d, asked))
}
