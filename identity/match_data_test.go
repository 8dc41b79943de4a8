package identity_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/internal/datatest"
)

// matchCase is one case of the topics identity and phone-matching.
type matchCase struct {
	ID, Op string
	Given  struct {
		Contacts         []contact
		Stored           []string
		StoredOtherInbox []string `json:"stored_other_inbox"`
	}
	When struct {
		Message  message
		Event    rename
		Contact  json.Number
		Identity string
		Incoming string
	}
	Then map[string]json.RawMessage
}

type contact struct {
	ID         json.Number
	Identities []string
	Phone      string
}

type message struct {
	Phone, Name    string
	UserID         string `json:"user_id"`
	ParentUserID   string `json:"parent_user_id"`
	BusinessNumber string `json:"business_number"`
}

type rename struct {
	Type                 string
	From                 string
	WaID                 string `json:"wa_id"`
	UserID               string `json:"user_id"`
	ParentUserID         string `json:"parent_user_id"`
	PreviousUserID       string `json:"previous_user_id"`
	PreviousParentUserID string `json:"previous_parent_user_id"`
	Delivered            int
}

func TestDataIdentity(t *testing.T)      { runCases(t, "identity") }
func TestDataPhoneMatching(t *testing.T) { runCases(t, "phone-matching") }

func runCases(t *testing.T, topic string) {
	var file struct{ Cases []json.RawMessage }
	datatest.JSON(t, "cases/"+topic+".json", &file)
	require.NotEmpty(t, file.Cases)
	for _, text := range file.Cases {
		var c matchCase
		require.NoError(t, json.Unmarshal(text, &c))
		t.Run(c.ID, func(t *testing.T) {
			requireKnownKeys(t, text)
			d := newDesk(t, c)
			switch c.Op {
			case "match_contact":
				d.receive(messageEvent(c.When.Message))
			case "match_contact_phone", "match_source_id":
				d.receive(channel.Event{Type: channel.EventMessage, Account: shop, From: c.When.Incoming})
			case "add_identity":
				d.addIdentity(t, c.When.Contact.String(), address(c.When.Identity))
			case "provider_identity_change":
				for range max(1, c.When.Event.Delivered) {
					d.rename(c.When.Event)
				}
			default:
				t.Fatalf("unknown op %q", c.Op)
			}
			for key, want := range c.Then {
				d.check(t, key, want)
			}
		})
	}
}

// requireKnownKeys fails for inputs that the test would not look at.
func requireKnownKeys(t *testing.T, text []byte) {
	t.Helper()
	var c struct{ Given, When json.RawMessage }
	require.NoError(t, json.Unmarshal(text, &c))
	var known matchCase
	for _, part := range []struct {
		text []byte
		into any
	}{{c.Given, &known.Given}, {c.When, &known.When}} {
		if part.text == nil {
			continue
		}
		d := json.NewDecoder(bytes.NewReader(part.text))
		d.DisallowUnknownFields()
		require.NoError(t, d.Decode(part.into))
	}
}

// desk holds users as a host does, and what became of the last event.
type desk struct {
	index  identity.Index
	before map[string]identity.User

	match     identity.Match
	user      identity.User // after the event; the zero User if nothing is known
	isNew     bool
	added     bool
	conflicts []identity.Conflict
}

func newDesk(t *testing.T, c matchCase) *desk {
	t.Helper()
	d := &desk{before: map[string]identity.User{}}
	put := func(u identity.User) {
		require.Empty(t, d.index.Put(u))
		d.before[u.ID] = u
	}
	for _, c := range c.Given.Contacts {
		u := identity.User{ID: c.ID.String(), Phone: c.Phone}
		for _, id := range c.Identities {
			u = u.With(address(id))
		}
		put(u)
	}
	for _, h := range c.Given.Stored {
		put(identity.User{ID: "stored " + h}.With(address(h)))
	}
	for _, h := range c.Given.StoredOtherInbox {
		put(identity.User{ID: "other " + h}.With(channel.Address{Account: office, Handle: h}))
	}
	return d
}

// address reads an identity: "US.5555", or with the business number it belongs
// to, "whatsapp:+33100000001|+33612345678".
func address(id string) channel.Address {
	account, handle, ok := strings.Cut(id, "|")
	if !ok {
		return channel.Address{Account: shop, Handle: id}
	}
	return channel.Address{Account: businessNumber(strings.TrimPrefix(account, "whatsapp:")), Handle: handle}
}

func businessNumber(number string) channel.Account {
	if number == "" {
		return shop
	}
	return channel.Account{Kind: channel.WhatsApp, ID: number}
}

func messageEvent(m message) channel.Event {
	handles := handles(m.Phone, m.UserID, m.ParentUserID)
	e := channel.Event{Type: channel.EventMessage, Account: businessNumber(m.BusinessNumber), From: handles[0]}
	e.Profile = channel.Profile{Name: m.Name, Handles: handles[1:]}
	return e
}

// handles returns those that are told.
func handles(all ...string) []string {
	return slices.DeleteFunc(all, func(h string) bool { return h == "" })
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

// rename hands over one event for each former handle, as a parser does.
func (d *desk) rename(r rename) {
	for _, former := range handles(r.From, r.PreviousUserID, r.PreviousParentUserID) {
		d.receive(channel.Event{
			Type: channel.EventHandle, Account: shop, From: former,
			Profile: channel.Profile{Handles: handles(r.WaID, r.UserID, r.ParentUserID)},
		})
	}
}

func (d *desk) addIdentity(t *testing.T, id string, a channel.Address) {
	t.Helper()
	u, ok := d.index.User(id)
	require.True(t, ok)
	d.conflicts = d.index.Put(u.With(a))
	d.added = d.conflicts == nil
	d.user, _ = d.index.User(id)
}

// check compares one key of what must hold afterwards.
func (d *desk) check(t *testing.T, key string, want json.RawMessage) {
	t.Helper()
	var got any
	switch key {
	case "contact":
		got = d.contact()
	case "identities", "identities_include":
		d.checkIdentities(t, key, want)
		return
	case "unchanged":
		d.checkUnchanged(t, want)
		return
	case "phone":
		got = orNull(d.user.Phone)
	case "added":
		got = d.added
	case "conflict":
		got = len(d.conflicts) > 0
	case "conflict_with", "owner":
		got = d.otherOwner(t)
	case "resolved":
		got = d.match.Address.Handle
	case "matched":
		got = d.match.User != ""
	default:
		t.Fatalf("unknown key %q", key)
	}
	var w any
	require.NoError(t, json.Unmarshal(want, &w))
	if diff := cmp.Diff(fmt.Sprint(w), fmt.Sprint(got)); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", key, diff)
	}
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (d *desk) contact() any {
	if d.isNew {
		return "new"
	}
	return orNull(d.user.ID)
}

// otherOwner returns whom all conflicts are with.
func (d *desk) otherOwner(t *testing.T) any {
	t.Helper()
	if len(d.conflicts) == 0 {
		return nil
	}
	for _, c := range d.conflicts {
		require.Equal(t, d.conflicts[0].Owner, c.Owner, "more than one other owner")
	}
	return d.conflicts[0].Owner
}

func (d *desk) checkIdentities(t *testing.T, key string, want json.RawMessage) {
	t.Helper()
	var list []string
	require.NoError(t, json.Unmarshal(want, &list))
	slices.Sort(list)
	var got []string
	for _, a := range d.user.Addresses {
		if key == "identities" || slices.Contains(list, a.Handle) {
			got = append(got, a.Handle)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(list, got); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", key, diff)
	}
}

func (d *desk) checkUnchanged(t *testing.T, want json.RawMessage) {
	t.Helper()
	var ids []json.Number
	require.NoError(t, json.Unmarshal(want, &ids))
	for _, id := range ids {
		got, _ := d.index.User(id.String())
		if diff := cmp.Diff(d.before[id.String()], got); diff != "" {
			t.Errorf("user %s changed (-before +after):\n%s", id, diff)
		}
	}
}
