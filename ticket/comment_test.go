package ticket_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// TestReact states that of the marks of one actor the latest counts, in any order.
func TestReact(t *testing.T) {
	at := func(s int64) time.Time { return time.Unix(s, 0).UTC() }
	a, b := ticket.Actor{Kind: ticket.EndUser, ID: "a"}, ticket.Actor{Kind: ticket.Agent, ID: "b"}
	marks := []ticket.Reaction{{By: a, Emoji: "+", At: at(1)}, {By: b, Emoji: "!", At: at(2)}, {By: a, Emoji: "-", At: at(3)}}
	want := []ticket.Reaction{marks[1], marks[2]}
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		var c ticket.Comment
		for _, i := range order {
			c, _ = c.React(marks[i])
			if again, changed := c.React(marks[i]); changed || !cmp.Equal(c, again) {
				t.Errorf("order %v: a repeated mark changes the comment", order)
			}
		}
		if diff := cmp.Diff(want, c.Reactions); diff != "" {
			t.Errorf("order %v (-want +got):\n%s", order, diff)
		}
	}
}

func TestMessageIDs(t *testing.T) {
	c := ticket.Comment{Content: channel.Message{ID: "a"}, Parts: []ticket.Part{
		{Attempts: []channel.Attempt{{Delivery: channel.Delivery{MessageID: "a"}}, {Delivery: channel.Delivery{}}}},
		{Attempts: []channel.Attempt{{Delivery: channel.Delivery{MessageID: "b"}}}},
	}}
	if diff := cmp.Diff([]string{"a", "b"}, c.MessageIDs()); diff != "" {
		t.Errorf("ids (-want +got):\n%s", diff)
	}
	if ids := (ticket.Comment{}).MessageIDs(); ids != nil {
		t.Errorf("ids of nothing: %q", ids)
	}
}
