// Command notifier tells what an agent sees of social tickets while a morning goes by: the
// two tabs, the red dot, and the changes that a page would be pushed. It answers "how do I
// build a notifier?".
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

func main() {
	if err := play(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// office is a desk, what Ada sees of it, and a clock that is set by hand.
type office struct {
	*socialticket.Desk
	inbox *inbox.Inbox
	store *memory.Store
	now   time.Time
	place int64 // how far the page has read the feed
	out   io.Writer
}

// Now implements [socialticket.Clock].
func (o *office) Now() time.Time { return o.now }

func newOffice(out io.Writer) (*office, error) {
	o := &office{store: &memory.Store{}, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), out: out}
	settings := &socialticket.Settings{}
	present := func() *socialticket.Settings { return settings }
	var err error
	if o.Desk, err = socialticket.New(socialticket.Config{Store: o.store, Clock: o, Settings: present}); err != nil {
		return nil, err
	}
	o.inbox, err = inbox.New(inbox.Config{Reader: o.store, Settings: present})
	return o, err
}

// play tells the story.
func play(ctx context.Context, out io.Writer) error {
	o, err := newOffice(out)
	if err != nil {
		return err
	}
	ana, err := o.writes(ctx, channel.WhatsApp, "5511987654321", "Ana", "Where is my bike?")
	if err == nil {
		_, err = o.writes(ctx, channel.LINE, "U4af4980629", "Ken", "Hello")
	}
	steps := []func() error{
		func() error { return o.show(ctx) },
		func() error { return o.sets(ctx, ana, ticket.FieldAssignee, "Ada") },
		func() error { return o.show(ctx) },
		func() error { return o.sets(ctx, ana, ticket.FieldStatus, string(ticket.Pending)) },
		func() error {
			_, err := o.writes(ctx, channel.WhatsApp, "5511987654321", "Ana", "And the bell?")
			return err
		},
		func() error { return o.sets(ctx, ana, ticket.FieldRemoveTags, socialticket.TagSocial) },
		func() error { return o.show(ctx) },
	}
	for _, step := range steps {
		if err == nil {
			err = step()
		}
	}
	return err
}

// writes has a customer write, and returns the ticket.
func (o *office) writes(ctx context.Context, on channel.Kind, from, name, text string) (ticket.ID, error) {
	o.now = o.now.Add(time.Minute)
	fmt.Fprintf(o.out, "%s  %s on %s: %s\n", o.now.Format("15:04"), name, on, text)
	id := fmt.Sprint(from, o.now.Unix())
	r, err := o.Receive(ctx, channel.Event{
		ID: id, Type: channel.EventMessage, Opens: channel.OpenMessage, Sent: o.now, Account: channel.Account{Kind: on, ID: "shop"}, From: from,
		Profile: channel.Profile{Name: name}, Message: channel.Message{ID: id, Type: channel.Text, Text: text},
	})
	if err != nil {
		return "", err
	}
	return r.Ticket.ID, o.follow(ctx)
}

// sets has Ada change a field of a ticket.
func (o *office) sets(ctx context.Context, id ticket.ID, field ticket.FieldName, value string) error {
	o.now = o.now.Add(time.Minute)
	fmt.Fprintf(o.out, "%s  Ada: %s %s\n", o.now.Format("15:04"), field, value)
	_, err := o.Update(ctx, socialticket.Update{Ticket: id, By: ticket.Actor{Kind: ticket.Agent, ID: "Ada"}, Changes: []ticket.Change{{Field: field, Value: value}}})
	if err != nil {
		return err
	}
	return o.follow(ctx)
}

// follow tells what the page is pushed: a server would write each as a server-sent event
// whose id is the place, and begin there when the browser comes back.
func (o *office) follow(ctx context.Context) error {
	for c, err := range o.inbox.Live(ctx, o.store, inbox.Looker{User: "Ada"}, o.place) {
		if err != nil {
			return err
		}
		o.place = c.Place
		var parts []string
		for _, tab := range c.Left {
			parts = append(parts, "leaves "+string(tab))
		}
		for _, tab := range c.Entered {
			parts = append(parts, "enters "+string(tab))
		}
		if c.Dot != "" {
			parts = append(parts, "the dot is "+string(c.Dot))
		}
		fmt.Fprintf(o.out, "       pushed %d: %s\n", c.Place, strings.Join(append([]string{string(c.Status)}, parts...), ", "))
	}
	return nil
}

// show prints both tabs.
func (o *office) show(ctx context.Context) error {
	said := map[inbox.Said]string{inbox.StartedChat: "Started a new chat", inbox.Replied: "Replied to the conversation"}
	for _, tab := range []inbox.Tab{inbox.TabYours, inbox.TabUnassigned} {
		n, err := o.inbox.Notifier(ctx, inbox.Looker{User: "Ada"}, tab, o.now)
		if err != nil {
			return err
		}
		dot := ""
		if n.Dot {
			dot = " (red dot)"
		}
		fmt.Fprintf(o.out, "  %s%s\n", map[inbox.Tab]string{inbox.TabYours: "Assigned to you", inbox.TabUnassigned: "Unassigned"}[tab], dot)
		for _, r := range n.Rows {
			fmt.Fprintf(o.out, "    [%s] %s: %s [%s]\n", r.Status, r.Requester, said[r.Said], r.Channel)
		}
	}
	return nil
}
