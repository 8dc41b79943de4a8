package identity_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
)

// TestDataIdentity asks which user a message belongs to, and what becomes of users when
// the platform renames them. The words of WhatsApp are put into a webhook and read by
// its package.
func TestDataIdentity(t *testing.T) {
	datatest.Cases(t, "identity", datatest.Ops{
		"match_contact":            matchContact,
		"add_identity":             addIdentity,
		"provider_identity_change": identityChange,
	})
}

// TestDataPhoneMatching asks under which stored number a message is filed.
func TestDataPhoneMatching(t *testing.T) {
	datatest.Cases(t, "phone-matching", datatest.Ops{
		"match_source_id":     matchSourceID,
		"match_contact_phone": matchContactPhone,
	})
}

func matchContact(c *datatest.Case) {
	var given datatest.Contacts
	var when struct{ Message datatest.IdentityMessage }
	c.Given(&given)
	c.When(&when)
	d := newDesk(c.T, given.Contacts)
	for _, e := range eventsOf(c.T, when.Message) {
		d.receive(e)
	}
	d.compare(c)
}

// eventsOf returns what the platform's package reads from the message. Only WhatsApp has
// more than one name for a user.
func eventsOf(t *testing.T, m datatest.IdentityMessage) []channel.Event {
	t.Helper()
	account := account(channel.Kind(m.Channel), m.BusinessNumber)
	if account.Kind != channel.WhatsApp {
		require.Empty(t, m.ProfileWaID)
		all := told(m.Phone, m.UserID)
		return []channel.Event{wrote(account, all...)}
	}
	return stored.Read(t, account, noon, "messages", m.Value())
}

func addIdentity(c *datatest.Case) {
	var given datatest.Contacts
	var when datatest.AddIdentity
	c.Given(&given)
	c.When(&when)
	d := newDesk(c.T, given.Contacts)
	u, ok := d.index.User(when.Contact.String())
	require.True(c.T, ok)
	d.conflicts = d.index.Put(u.With(address(when.Identity)))
	d.user, _ = d.index.User(u.ID)
	c.Want("added", slices.Contains(d.user.Addresses, address(when.Identity)))
	d.compare(c)
}

// identityChange hands in the platform's system message as it is, as often as it was
// delivered.
func identityChange(c *datatest.Case) {
	var given datatest.Contacts
	var when struct{ Event datatest.IdentityEvent }
	c.Given(&given)
	c.When(&when)
	d := newDesk(c.T, given.Contacts)
	for range max(1, when.Event.Delivered) {
		for _, e := range stored.Read(c.T, shop, noon, "messages", when.Event.Value()) {
			require.Equal(c.T, channel.EventHandle, e.Type, e.Notice.Detail)
			d.receive(e)
		}
	}
	d.compare(c)
}

func matchSourceID(c *datatest.Case) {
	var given datatest.SourceID
	var when struct{ Incoming string }
	c.Given(&given)
	c.When(&when)
	d := newDesk(c.T, nil)
	for _, h := range given.Stored {
		d.put(c.T, identity.User{ID: "stored " + h}.With(address(h)))
	}
	for _, h := range given.OtherInbox {
		d.put(c.T, identity.User{ID: "other " + h}.With(channel.Address{Account: office, Handle: h}))
	}
	d.receive(wrote(shop, when.Incoming))
	c.Want("resolved", d.match.Address.Handle)
	c.Want("matched", d.match.User != "")
}

func matchContactPhone(c *datatest.Case) {
	var given datatest.Contacts
	var when struct{ Incoming string }
	c.Given(&given)
	c.When(&when)
	d := newDesk(c.T, given.Contacts)
	d.receive(wrote(shop, when.Incoming))
	d.compare(c)
}

// told returns the names that are told.
func told(all ...string) []string {
	return slices.DeleteFunc(all, func(h string) bool { return h == "" })
}

// address reads an identity.
func address(id string) channel.Address {
	kind, number, handle := datatest.Identity(id)
	return channel.Address{Account: account(channel.Kind(kind), number), Handle: handle}
}

// account returns that of a business number, the shop's if there is none.
func account(kind channel.Kind, number string) channel.Account {
	a := shop
	if kind != "" {
		a.Kind = kind
	}
	if number != "" {
		a.ID = number
	}
	return a
}

// desk holds users as a host does, and what became of the last event.
type desk struct {
	index  identity.Index
	before map[string]identity.User

	match     identity.Match
	user      identity.User // after the event; the zero User if nothing is known
	isNew     bool
	conflicts []identity.Conflict
}

func newDesk(t *testing.T, contacts []datatest.Contact) *desk {
	t.Helper()
	d := &desk{before: map[string]identity.User{}}
	for _, c := range contacts {
		u := identity.User{ID: c.ID.String(), Phone: c.Phone}
		for _, id := range c.Identities {
			u = u.With(address(id))
		}
		d.put(t, u)
	}
	return d
}

func (d *desk) put(t *testing.T, u identity.User) {
	t.Helper()
	require.Empty(t, d.index.Put(u))
	d.before[u.ID] = u
}

// receive does what a host does with an event.
func (d *desk) receive(e channel.Event) {
	d.match = identity.Phones{}.Match(e, d.index.Owner)
	d.conflicts = append(d.conflicts, d.match.Conflicts...)
	u, known := d.index.User(d.match.User)
	switch {
	case known:
		u, _ = u.Seen(e, d.match, noon)
	case e.Type != channel.EventHandle:
		u, d.isNew = identity.FirstContact(e, "new", noon), true
	default:
		return
	}
	d.user = u
	d.index.Put(u)
}

// compare compares what all these cases may expect of users.
func (d *desk) compare(c *datatest.Case) {
	users := len(d.before)
	if d.isNew {
		users++
	}
	stored.Users{User: d.user, Conflicts: d.conflicts, Count: users, Before: d.before, Now: d.index.User}.Compare(c)
}
