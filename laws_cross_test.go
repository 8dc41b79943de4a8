package socialticket_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestDeskCross states that no two customers' words ever meet: many users of several
// accounts and groups write, correct, withdraw, react and are answered at random, and name
// each other's messages. Each writes a word of its own; none stands in another's ticket.
func TestDeskCross(t *testing.T) {
	for seed := range uint64(30) {
		dice := rand.New(rand.NewPCG(seed, 12))
		o, ctx := newOffice(t), context.Background()
		accounts := []channel.Account{business(), {Kind: channel.WhatsApp, ID: "2"}, {Kind: channel.Telegram, ID: "2"}, {Kind: channel.WeChat, ID: "2"}}
		word := map[channel.Address]string{}
		owner := map[string]channel.Address{} // by ticket
		for n := range 150 {
			// The ids of messages are few, so that users name each other's.
			id := fmt.Sprint("m", dice.IntN(12))
			at := channel.Address{Account: accounts[dice.IntN(len(accounts))], Handle: fmt.Sprint("user", dice.IntN(4))}
			word[at] = fmt.Sprint("word-", strings.NewReplacer(":", "-", "/", "-").Replace(at.String()), "-end")
			o.clock.Add(time.Duration(dice.IntN(600)) * time.Second)
			e := says(at.Handle, fmt.Sprint("e", n), word[at], o.clock.now)
			e.Account, e.Message.ID = at.Account, id
			switch dice.IntN(8) {
			case 0:
				e.Type, e.Opens, e.Message = channel.EventEdit, "", channel.Message{Type: channel.Text, Text: word[at], Target: id}
			case 1:
				e.Type, e.Opens, e.Message = channel.EventRevoke, "", channel.Message{Target: id}
			case 2:
				e.Message = channel.Message{Type: channel.Reaction, Text: word[at], Target: id}
			case 3:
				e.Type, e.Opens, e.Echo = channel.EventEcho, "", true
			case 4:
				e.Type, e.Opens, e.Echo, e.Message = channel.EventEdit, "", true, channel.Message{Type: channel.Text, Text: word[at], Target: id}
			}
			r := o.receive(t, e)
			if r.Comment.ID != "" && r.Ticket.ID != "" {
				if _, known := owner[string(r.Ticket.ID)]; !known {
					owner[string(r.Ticket.ID)] = at
				}
				require.Equal(t, owner[string(r.Ticket.ID)], at, "seed %d, step %d: %s", seed, n, e.Type)
			}
			if dice.IntN(5) == 0 && r.Ticket.ID != "" {
				sent := o.reply(t, r.Ticket.ID, word[at])
				for _, m := range messages(sent) {
					require.Equal(t, at, m.To)
					o.receive(t, channel.Accepted{MessageID: fmt.Sprint("out", n), At: o.clock.now}.Event(m))
				}
			}
		}
		for tk, err := range o.store.Tickets(ctx) {
			require.NoError(t, err)
			comments := o.thread(t, tk.ID)
			text, err := json.Marshal(comments)
			require.NoError(t, err)
			for at, w := range word {
				if at != tk.Address && strings.Contains(string(text), w) {
					t.Fatalf("seed %d: the ticket of %s holds words of %s", seed, tk.Address, at)
				}
			}
			require.Equal(t, tk.Comments, len(comments))
		}
	}
}
