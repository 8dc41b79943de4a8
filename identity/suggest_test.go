package identity_test

import (
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
)

// known returns a contact who is alone, on an account of a kind.
func known(id, name string, k channel.Kind, handle string) identity.Candidate {
	u := identity.User{ID: id, Name: name, Addresses: []channel.Address{{Account: channel.Account{Kind: k, ID: "1"}, Handle: handle}}}
	return identity.Candidate{Member: identity.Member{User: u}, End: identity.Person{ID: id}}
}

func sequence(list []identity.Candidate, err error) iter.Seq2[identity.Candidate, error] {
	return func(yield func(identity.Candidate, error) bool) {
		for _, c := range list {
			if !yield(c, nil) {
				return
			}
		}
		if err != nil {
			yield(identity.Candidate{}, err)
		}
	}
}

func TestSuggest(t *testing.T) {
	ana := known("ana", "Ana  Souza", channel.WhatsApp, "5511987654321")
	ana.Record.Email, ana.Record.Organization = "Ana@Example.com", "o1"
	other := known("other form", "", channel.SMS, "+551187654321")
	mail := known("mail", "ANA souza", channel.WhatsApp, "US.1234")
	mail.Record.Handles = []identity.Handle{{Kind: identity.HandleEmail, Value: "ana@example.COM"}}
	name := known("name", "Ana Souza", channel.WhatsApp, "33612345678")
	work := known("work", "ana souza", channel.LINE, "U1")
	work.Record.Organization = "o1"
	told := known("told", "X", channel.WhatsApp, "US.5678")
	ana.Conflicts = []identity.Conflict{{Address: told.User.Addresses[0], Owner: "told"}}
	tells := known("tells", "Y", channel.WhatsApp, "491701234567")
	tells.Conflicts = []identity.Conflict{{Address: ana.User.Addresses[0], Owner: "ana"}}
	merged := known("merged", "Ana Souza", channel.WhatsApp, "5511987654321")
	merged.End.ID = "ana"
	sum := known("of the merged", "", channel.LINE, "U2")
	sum.End.ID, sum.User.Phone = "name", "+55 11 98765-4321"
	stranger := known("stranger", "Ana Souza", channel.Telegram, "99")
	short := known("short", "", channel.SMS, "12345")
	all := []identity.Candidate{ana, other, mail, name, work, told, tells, merged, sum, stranger, short}
	got, err := identity.Phones{}.Suggest([]identity.Candidate{ana, merged}, sequence(all, nil))
	require.NoError(t, err)
	reason := func(k identity.ReasonKind, v string) identity.Reason { return identity.Reason{Kind: k, Value: v} }
	want := []identity.Suggestion{
		{Person: "tells", Strength: 95, Reasons: []identity.Reason{reason(identity.SameHandle, "5511987654321")}},
		{Person: "told", Strength: 95, Reasons: []identity.Reason{reason(identity.SameHandle, "US.5678")}},
		{Person: "name", Strength: 92, Reasons: []identity.Reason{reason(identity.SamePhone, "+5511987654321"), reason(identity.SameName, "whatsapp: ana souza")}},
		{Person: "other form", Strength: 90, Reasons: []identity.Reason{reason(identity.SamePhone, "+5511987654321")}},
		{Person: "mail", Strength: 84, Reasons: []identity.Reason{reason(identity.SameEmail, "ana@example.com"), reason(identity.SameName, "whatsapp: ana souza")}},
		{Person: "work", Strength: 60, Reasons: []identity.Reason{reason(identity.SameOrganization, "o1: ana souza")}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("suggestions (-want +got):\n%s", diff)
	}

	fire := errors.New("the disk is on fire")
	got, err = identity.Phones{}.Suggest([]identity.Candidate{ana}, sequence(all[:2], fire))
	require.ErrorIs(t, err, fire)
	require.Len(t, got, 1, "what was found before")
}

func TestHandleOf(t *testing.T) {
	tests := []struct {
		on     channel.Kind
		handle string
		want   identity.HandleKind
	}{
		{channel.WhatsApp, "5511987654321", identity.HandlePhone},
		{channel.WhatsApp, "whatsapp:+5511987654321", identity.HandlePhone},
		{channel.WhatsApp, "US.1349", identity.HandleUserID},
		{channel.WhatsApp, "US.ENT.1349", identity.HandleUserID},
		{channel.SMS, "+33612345678", identity.HandlePhone},
		{channel.LINE, "U4af4980629", identity.HandleUserID},
		{channel.Messenger, "6543210987654321", identity.HandlePageID},
		{channel.Instagram, "17841400000000000", identity.HandlePageID},
		{channel.WeChat, "oGZUI0egBJY1zhBYw2KhdUfwVJJE", identity.HandleOpenID},
		{channel.X, "2244994945", identity.HandleID},
		{channel.Telegram, "5511987654321", identity.HandleID},
		{channel.Telegram, "@ana", identity.HandleName},
		{channel.Apple, "ana@example.com", identity.HandleEmail},
		{channel.Web, "f3a1", identity.HandleDevice},
	}
	for _, tt := range tests {
		a := channel.Address{Account: channel.Account{Kind: tt.on, ID: "1"}, Handle: tt.handle}
		want := identity.Handle{Kind: tt.want, Value: tt.handle, Account: a.Account, Verified: true}
		if diff := cmp.Diff(want, identity.HandleOf(a)); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", tt.on, tt.handle, diff)
		}
	}
}

func TestInfo(t *testing.T) {
	wa, line := channel.Account{Kind: channel.WhatsApp, ID: "1066"}, channel.Account{Kind: channel.LINE, ID: "77"}
	u := identity.User{ID: "u", Name: "Ana", Phone: "+5511", Locale: "pt_BR", Addresses: []channel.Address{{Account: wa, Handle: "5511"}, {Account: line, Handle: "Ana"}, {Account: wa, Handle: "US.1"}}}
	require.Equal(t, "whatsapp 1066: 5511, US.1, +5511, Ana, pt_BR\nline 77: Ana, +5511, pt_BR", identity.Info(u))
	require.Equal(t, "Ben\nwhatsapp 1066: 9", identity.Info(identity.User{Name: "Ben", Email: "Ben"}, identity.User{}, identity.User{Addresses: []channel.Address{{Account: wa, Handle: "9"}}}))
	require.Empty(t, identity.Info())
	require.Empty(t, identity.Info(identity.User{ID: "u"}))
}
