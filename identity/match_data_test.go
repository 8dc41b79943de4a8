package identity_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/whatsapp"
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

// contact is a user as the cases write one.
type contact struct {
	ID         json.Number
	Identities []string
	Phone      string
}

func matchContact(c *datatest.Case) {
	var given struct{ Contacts []contact }
	var when struct{ Message message }
	c.Given(&given)
	c.When(&when)
	d := newDesk(c.T, given.Contacts)
	for _, e := range when.Message.events(c.T) {
		d.receive(e)
	}
	d.compare(c)
}

// message is a message of the cases. ProfileWaID is the number of the contact that the
// platform tells beside it.
type message struct {
	Channel        channel.Kind
	Phone          string
	UserID         string `json:"user_id"`
	ProfileWaID    string `json:"profile_wa_id"`
	BusinessNumber string `json:"business_number"`
}

// events returns what the platform's package reads from the message. Only WhatsApp has
// more than one name for a user.
func (m message) events(t *testing.T) []channel.Event {
	t.Helper()
	account := account(m.Channel, m.BusinessNumber)
	if account.Kind != channel.WhatsApp {
		require.Empty(t, m.ProfileWaID)
		all := told(m.Phone, m.UserID)
		return []channel.Event{wrote(account, all...)}
	}
	value := object{"messages": []object{filled(object{
		"id": "wamid.1", "type": "text", "text": object{"body": "hello"}, "from": m.Phone, "from_user_id": m.UserID,
	})}}
	if m.ProfileWaID != "" {
		value["contacts"] = []object{filled(object{"wa_id": m.ProfileWaID, "user_id": m.UserID})}
	}
	return read(t, account, value)
}

func addIdentity(c *datatest.Case) {
	var given struct{ Contacts []contact }
	var when struct {
		Contact  json.Number
		Identity string
	}
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
	var given struct{ Contacts []contact }
	var when struct {
		Event struct {
			Type                 string `json:"type"`
			WaID                 string `json:"wa_id,omitempty"`
			UserID               string `json:"user_id,omitempty"`
			ParentUserID         string `json:"parent_user_id,omitempty"`
			PreviousUserID       string `json:"previous_user_id,omitempty"`
			PreviousParentUserID string `json:"previous_parent_user_id,omitempty"`
			Delivered            int    `json:"delivered,omitempty"`
		}
	}
	c.Given(&given)
	c.When(&when)
	d, times := newDesk(c.T, given.Contacts), max(1, when.Event.Delivered)
	when.Event.Delivered = 0
	for range times {
		for _, e := range read(c.T, shop, object{"messages": []object{{"id": "wamid.1", "type": "system", "system": when.Event}}}) {
			require.Equal(c.T, channel.EventHandle, e.Type, e.Notice.Detail)
			d.receive(e)
		}
	}
	d.compare(c)
}

func matchSourceID(c *datatest.Case) {
	var given struct {
		Stored     []string
		OtherInbox []string `json:"stored_other_inbox"`
	}
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
	var given struct{ Contacts []contact }
	var when struct{ Incoming string }
	c.Given(&given)
	c.When(&when)
	d := newDesk(c.T, given.Contacts)
	d.receive(wrote(shop, when.Incoming))
	d.compare(c)
}

// object is a part of a webhook.
type object map[string]any

// filled returns o without the members that are empty.
func filled(o object) object {
	for k, v := range o {
		if v == "" {
			delete(o, k)
		}
	}
	return o
}

// read returns what package whatsapp reads from a webhook about an account.
func read(t *testing.T, a channel.Account, value object) []channel.Event {
	t.Helper()
	value["metadata"] = object{"phone_number_id": a.ID}
	body, err := json.Marshal(object{"entry": []object{{"id": "1", "changes": []object{{"field": "messages", "value": value}}}}})
	require.NoError(t, err)
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true})
	require.NoError(t, err)
	events, err := p.Events(platform.Request{Body: body, Received: noon})
	require.NoError(t, err)
	require.NotEmpty(t, events)
	return events
}

// told returns the names that are told.
func told(all ...string) []string {
	return slices.DeleteFunc(all, func(h string) bool { return h == "" })
}

// address reads an identity: "US.5555", or with the business number it belongs
// to, "whatsapp:+33100000001|+33612345678".
func address(id string) channel.Address {
	number, handle, ok := strings.Cut(id, "|")
	if !ok {
		return channel.Address{Account: shop, Handle: id}
	}
	kind, number, ok := strings.Cut(number, ":")
	if !ok {
		kind, number = "", kind
	}
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

func newDesk(t *testing.T, contacts []contact) *desk {
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
	c.Check("contact", func(want any) string { return datatest.Diff(idOf(want), d.user.ID) })
	c.Want("phone", d.user.Phone)
	c.Want("conflict", len(d.conflicts) > 0)
	c.Check("conflict_with", d.owners)
	c.Check("owner", d.owners)
	c.Check("identities", func(want any) string {
		return cmp.Diff(sorted(texts(want)), sorted(d.handles()))
	})
	c.Check("identities_include", func(want any) string {
		missing := slices.DeleteFunc(texts(want), func(h string) bool { return slices.Contains(d.handles(), h) })
		return cmp.Diff([]string{}, missing)
	})
	c.Check("identities_exclude", func(want any) string {
		there := slices.DeleteFunc(texts(want), func(h string) bool { return !slices.Contains(d.handles(), h) })
		return cmp.Diff([]string{}, there)
	})
	c.Check("unchanged", d.changed)
	users := len(d.before)
	if d.isNew {
		users++
	}
	c.Want("contacts", users)
}

// owners tells how the users that conflicts name differ from the one wanted.
func (d *desk) owners(want any) string {
	owners := []string{}
	for _, conflict := range d.conflicts {
		owners = append(owners, conflict.Owner)
	}
	slices.Sort(owners)
	return cmp.Diff([]string{idOf(want)}, slices.Compact(owners))
}

// changed tells what became of users that should have stayed as they were.
func (d *desk) changed(want any) (diffs string) {
	ids, _ := want.([]any)
	for _, id := range ids {
		after, known := d.index.User(idOf(id))
		if !known {
			diffs += fmt.Sprintf("user %v is unknown", id)
		}
		diffs += cmp.Diff(d.before[idOf(id)], after)
	}
	return diffs
}

func (d *desk) handles() (all []string) {
	for _, a := range d.user.Addresses {
		all = append(all, a.Handle)
	}
	return all
}

// texts returns a list of texts.
func texts(list any) []string {
	all := []string{}
	items, _ := list.([]any)
	for _, item := range items {
		all = append(all, idOf(item))
	}
	return all
}

// idOf returns an id, which may be a number, as text.
func idOf(v any) string {
	if n, ok := v.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}
