package simulate_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
	"github.com/socialticket/socialticket/simulate"
)

// guests is a world whose customers are the contacts of a case.
type guests struct {
	*simulate.World
	t      testing.TB
	names  map[string]string // the ids of the case, by those of the desk
	before map[string]identity.User
	last   socialticket.Receipt
}

// place returns the address of an identity.
func place(id string) channel.Address {
	kind, number, handle := datatest.Identity(id)
	return channel.Address{Account: counter(kind, number), Handle: handle}
}

// counter returns the account of a business number, that of the world if there is none.
func counter(kind, number string) channel.Account {
	return channel.Account{Kind: channel.Kind(cmp.Or(kind, "whatsapp")), ID: cmp.Or(number, "1066")}
}

// newGuests lets each contact write, and the platform tell its other names. It returns nil if
// that does not lead to the contacts of the case: a contact is one of an account, and its
// phone is what the platform tells.
func newGuests(t testing.TB, contacts []datatest.Contact) *guests {
	t.Helper()
	w, err := simulate.New(simulate.Config{})
	require.NoError(t, err)
	g := &guests{World: w, t: t, names: map[string]string{}, before: map[string]identity.User{}}
	ids := map[string]string{}
	for _, c := range contacts {
		if len(c.Identities) == 0 {
			return nil
		}
		var want []channel.Address
		for _, id := range c.Identities {
			want = append(want, place(id))
			g.hear(heard(channel.EventMessage, want[0], want[len(want)-1].Handle))
		}
		u := g.last.Commit.Conversation.User
		same := len(u.Addresses) == len(want) && !slices.ContainsFunc(want, func(a channel.Address) bool { return !slices.Contains(u.Addresses, a) })
		if ids[u.ID] != "" || !same || c.Phone != "" && c.Phone != u.Phone {
			return nil
		}
		ids[u.ID] = c.ID.String()
	}
	g.names = ids
	for u := range g.users() {
		g.before[u.ID] = u
	}
	return g
}

// heard returns an event from an address, of a user who has another handle beside.
func heard(kind channel.EventType, from channel.Address, beside string) channel.Event {
	e := channel.Event{Type: kind, Account: from.Account, From: from.Handle}
	if beside != from.Handle {
		e.Profile.Handles = []string{beside}
	}
	if kind == channel.EventMessage {
		e.Opens, e.Message = channel.OpenMessage, channel.Message{Type: channel.Text, Text: "Hello"}
	}
	return e
}

// hear lets an event come. Those without an id get one.
func (g *guests) hear(e channel.Event) {
	g.t.Helper()
	e.Sent = g.Now()
	e.ID = cmp.Or(e.ID, fmt.Sprint("event-", len(g.Lines())))
	if e.Type == channel.EventMessage {
		e.Message.ID = e.ID
	}
	var err error
	g.last, err = g.Receive(e)
	require.NoError(g.t, err)
	require.NoError(g.t, g.Pass(time.Second))
}

// users yields all users under the ids of the case; one that it does not have is "new".
func (g *guests) users() iter.Seq[identity.User] {
	return func(yield func(identity.User) bool) {
		people, is := g.Store().(socialticket.People)
		require.True(g.t, is)
		for c, err := range people.Contacts(g.t.Context()) {
			require.NoError(g.t, err)
			if !yield(g.own(c.User)) {
				return
			}
		}
	}
}

func (g *guests) own(u identity.User) identity.User {
	u.ID = cmp.Or(g.names[u.ID], "new")
	return u
}

// compare compares what became of the users by the last event about a handle.
func (g *guests) compare(c *datatest.Case, a channel.Account, candidates ...string) {
	g.t.Helper()
	out := stored.Users{Before: g.before}
	now := map[string]identity.User{}
	for u := range g.users() {
		now[u.ID] = u
		out.Count++
	}
	out.Now = func(id string) (identity.User, bool) { u, known := now[id]; return u, known }
	e := channel.Event{Type: channel.EventMessage, Account: a, From: candidates[0], Profile: channel.Profile{Handles: candidates[1:]}}
	head, err := g.Store().Load(g.t.Context(), socialticket.Ref{Account: a, Addresses: identity.Phones{}.Candidates(e)})
	require.NoError(g.t, err)
	if head.Conversation.Key != "" {
		out.User = g.own(head.Conversation.User)
	}
	if out.User.ID == "new" { // the desk knows a new user's other handles at once, peers in a later step
		out.User.Addresses = out.User.Addresses[:1]
	}
	for _, conflict := range head.Conversation.Conflicts {
		conflict.Owner = g.names[conflict.Owner]
		out.Conflicts = append(out.Conflicts, conflict)
	}
	out.Compare(c)
}

const noStory = "identity: no story leads to such contacts"

// handles returns those that are told.
func handles(all ...string) []string {
	return slices.DeleteFunc(all, func(h string) bool { return h == "" })
}

// matchContact lets a message come, and looks whose it is.
func matchContact(c *datatest.Case) {
	var given datatest.Contacts
	var when struct{ Message datatest.IdentityMessage }
	c.Given(&given)
	c.When(&when)
	g := newGuests(c.T, given.Contacts)
	if g == nil {
		c.NotHere(noStory)
		return
	}
	m := when.Message
	a := counter(m.Channel, m.BusinessNumber)
	all := handles(m.Phone, m.ProfileWaID, m.UserID)
	if a.Kind != channel.WhatsApp {
		g.hear(heard(channel.EventMessage, channel.Address{Account: a, Handle: all[0]}, all[len(all)-1]))
	} else {
		for _, e := range stored.Read(c.T, a, g.Now(), "messages", m.Value()) {
			g.hear(e)
		}
	}
	g.compare(c, a, all...)
}

// addIdentity lets the platform tell that a contact has another name.
func addIdentity(c *datatest.Case) {
	var given datatest.Contacts
	var when datatest.AddIdentity
	c.Given(&given)
	c.When(&when)
	g := newGuests(c.T, given.Contacts)
	i := slices.IndexFunc(given.Contacts, func(one datatest.Contact) bool { return one.ID == when.Contact })
	if g == nil || i < 0 {
		c.NotHere(noStory)
		return
	}
	from, to := place(given.Contacts[i].Identities[0]), place(when.Identity)
	if from.Account != to.Account {
		c.NotHere("identity: a platform tells of names on its own account")
		return
	}
	g.hear(heard(channel.EventHandle, from, to.Handle))
	head, err := g.Store().Load(c.T.Context(), socialticket.Ref{Account: from.Account, Addresses: []channel.Address{from}})
	require.NoError(c.T, err)
	c.Want("added", slices.Contains(head.Conversation.User.Addresses, to))
	g.compare(c, from.Account, from.Handle)
}

// identityChange lets the platform tell that a user has other names, as often as it does.
func identityChange(c *datatest.Case) {
	var given datatest.Contacts
	var when struct{ Event datatest.IdentityEvent }
	c.Given(&given)
	c.When(&when)
	g := newGuests(c.T, given.Contacts)
	if g == nil {
		c.NotHere(noStory)
		return
	}
	for range max(1, when.Event.Delivered) {
		for _, e := range stored.Read(c.T, counter("", ""), g.Now(), "messages", when.Event.Value()) {
			g.hear(e)
		}
	}
	e := when.Event
	g.compare(c, counter("", ""), handles(e.PreviousUserID, e.PreviousParentUserID, e.UserID, e.WaID)...)
}

// matchSourceID lets a message come, and looks under which handle it is filed.
func matchSourceID(c *datatest.Case) {
	var given datatest.SourceID
	var when struct{ Incoming string }
	c.Given(&given)
	c.When(&when)
	var contacts []datatest.Contact
	for i, h := range given.Stored {
		contacts = append(contacts, datatest.Contact{ID: json.Number(fmt.Sprint(i)), Identities: []string{h}})
	}
	g := newGuests(c.T, contacts)
	if g == nil {
		c.NotHere("identity: a world files two forms of one number under the first")
		return
	}
	for _, h := range given.OtherInbox {
		g.hear(heard(channel.EventMessage, channel.Address{Account: counter("", "other"), Handle: h}, h))
	}
	g.hear(heard(channel.EventMessage, place(when.Incoming), place(when.Incoming).Handle))
	c.Want("resolved", g.last.Ticket.Address.Handle)
	c.Want("matched", g.own(g.last.Commit.Conversation.User).ID != "new")
}
