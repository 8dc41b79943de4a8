package whatsapp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// identity is what an event tells of its user.
type identity struct {
	Type    channel.EventType
	From    string
	Profile channel.Profile
}

func identityOf(e channel.Event) identity { return identity{e.Type, e.From, e.Profile} }

// TestReadContacts holds that the sender is who the item says, and that a contact
// is the sender's only if one of its names is.
func TestReadContacts(t *testing.T) {
	wrote := func(from, contacts string) string {
		return change("messages", `"contacts":[`+contacts+`],"messages":[{`+from+`"id":"m","timestamp":"1772960400","type":"text","text":{"body":"hi"}}]`)
	}
	const bea = `{"wa_id":"447700900022","profile":{"name":"Bea"}}`
	profile := func(name, phone string, handles ...string) channel.Profile {
		return channel.Profile{Name: name, Phone: phone, Handles: handles}
	}
	tests := []struct {
		name, from, contacts string
		who                  string
		want                 channel.Profile
	}{
		{"her own", `"from":"447700900022",`, bea, "447700900022", profile("Bea", "447700900022")},
		{"another's", `"from":"447700900011",`, bea, "447700900011", profile("", "447700900011")},
		{"another's, with an id", `"from":"447700900011",`, `{"wa_id":"447700900022","user_id":"GB.B2","profile":{"name":"Bea"}}`, "447700900011", profile("", "447700900011")},
		{"another's, known by id only", `"from":"447700900011",`, `{"user_id":"GB.B2","profile":{"name":"Bea"}}`, "447700900011", profile("", "447700900011")},
		{"several", `"from":"447700900011",`, bea + `,{"wa_id":"447700900011","profile":{"name":"Al"}}`, "447700900011", profile("Al", "447700900011")},
		{"several of others", `"from":"447700900011",`, bea + `,{"wa_id":"447700900033","profile":{"name":"Cy"}}`, "447700900011", profile("", "447700900011")},
		{"by number and id", `"from":"447700900022","from_user_id":"GB.B2",`, `{"wa_id":"447700900022","user_id":"GB.B2","profile":{"name":"Bea"}}`, "447700900022", profile("Bea", "447700900022", "GB.B2")},
		{"the id is that of another", `"from":"447700900022","from_user_id":"GB.B2",`, `{"wa_id":"447700900022","user_id":"GB.C3","profile":{"name":"Cy"}}`, "447700900022", profile("", "447700900022", "GB.B2")},
		{"the number is that of another", `"from":"447700900042","from_user_id":"GB.A1",`, `{"wa_id":"447700900041","user_id":"GB.A1","profile":{"name":"Al"}}`, "447700900042", profile("", "447700900042", "GB.A1")},
		{"an id in from", `"from":"GB.A1",`, `{"wa_id":"447700900011","user_id":"GB.A1","profile":{"name":"Al"}}`, "GB.A1", profile("Al", "447700900011", "447700900011")},
		{"an id in from, another's contact", `"from":"GB.A1",`, bea, "GB.A1", profile("", "")},
		{"an id in from, of a parent business", `"from":"GB.ENT.A1",`, ``, "GB.ENT.A1", profile("", "")},
		{"an id in from, as in the contact", `"from":"GB.A1",`, `{"wa_id":"GB.A1","profile":{"name":"Al"}}`, "GB.A1", profile("Al", "")},
		{"a user name in from", `"from":"@al7",`, ``, "@al7", profile("", "")},
		{"by id alone", `"from_user_id":"GB.A1",`, `{"user_id":"GB.A1","profile":{"name":"Al"}}`, "GB.A1", profile("Al", "")},
		{"by id alone, another's contact", `"from_user_id":"GB.A1",`, bea, "GB.A1", profile("", "")},
		{"not named", ``, bea, "447700900022", profile("Bea", "447700900022")},
		{"Brazil, the ninth digit", `"from":"554188887777",`, `{"wa_id":"5541988887777","profile":{"name":"Ana"}}`, "554188887777", profile("Ana", "5541988887777", "5541988887777")},
		{"Brazil, without it", `"from":"5541988887777",`, `{"wa_id":"554188887777","profile":{"name":"Ana"}}`, "5541988887777", profile("Ana", "554188887777", "554188887777")},
		{"Brazil, a landline", `"from":"554133334444",`, `{"wa_id":"5541933334444","profile":{"name":"Ana"}}`, "554133334444", profile("", "554133334444")},
		{"Mexico", `"from":"5215512345678",`, `{"wa_id":"525512345678","profile":{"name":"Ana"}}`, "5215512345678", profile("Ana", "525512345678", "525512345678")},
		{"Argentina", `"from":"541112345678",`, `{"wa_id":"5491112345678","profile":{"name":"Ana"}}`, "541112345678", profile("Ana", "5491112345678", "5491112345678")},
		{"Argentina, among several", `"from":"541112345678",`, bea + `,{"wa_id":"5491112345678","profile":{"name":"Ana"}}`, "541112345678", profile("Ana", "5491112345678", "5491112345678")},
		{"another number of Mexico", `"from":"5215512345678",`, `{"wa_id":"525512345679","profile":{"name":"Ana"}}`, "5215512345678", profile("", "5215512345678")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := identity{channel.EventMessage, tt.who, tt.want}
			if diff := cmp.Diff(want, identityOf(parse(t, wrote(tt.from, tt.contacts))[0])); diff != "" {
				t.Errorf("user differs (-want +got):\n%s", diff)
			}
		})
	}
	// The same holds for what became of a message, and for what staff wrote.
	status := parse(t, change("messages", `"contacts":[`+bea+`],"statuses":[{"id":"m","status":"read","recipient_id":"447700900011"}]`))[0]
	require.Equal(t, profile("", "447700900011"), status.Profile)
	echo := parse(t, change("smb_message_echoes", `"contacts":[`+bea+`],"message_echoes":[{"to":"447700900011","id":"m","type":"text","text":{"body":"hi"}}]`))[0]
	require.Equal(t, profile("", "447700900011"), echo.Profile)
}

// TestReadSystem holds which notes by the platform change how a user is called.
func TestReadSystem(t *testing.T) {
	note := func(from, system string) string {
		return message(`{` + from + `"id":"m","timestamp":"1772960400","type":"system","system":{` + system + `}}`)
	}
	old := channel.Profile{Phone: "447700900041"}
	tests := []struct {
		name, from, system string
		want               identity
	}{
		{"a device was linked", `"from":"447700900041",`, `"type":"user_linked_device","wa_id":"447700900099"`, identity{channel.EventAccount, "447700900041", old}},
		{"the keys changed", `"from":"447700900041",`, `"type":"customer_identity_changed","wa_id":"447700900041"`, identity{channel.EventAccount, "447700900041", old}},
		{"the keys changed, with another number", `"from":"447700900041",`, `"type":"customer_identity_changed","wa_id":"447700900099","customer":"447700900041"`, identity{channel.EventAccount, "447700900041", old}},
		{"what is not known", `"from":"447700900041",`, `"type":"user_waved","wa_id":"447700900099","new_wa_id":"447700900098","user_id":"GB.Z9"`, identity{channel.EventAccount, "447700900041", old}},
		{"a new number", `"from":"447700900041",`, `"type":"user_changed_number","wa_id":"447700900042"`,
			identity{channel.EventHandle, "447700900041", channel.Profile{Phone: "447700900042", Handles: []string{"447700900042"}}}},
		{"a new number and id", ``, `"type":"user_changed_number","previous_user_id":"GB.A1","user_id":"GB.B2","wa_id":"447700900042"`,
			identity{channel.EventHandle, "GB.A1", channel.Profile{Phone: "447700900042", Handles: []string{"447700900042", "GB.B2"}}}},
		{"a new number, by the new one", `"from":"447700900042",`, `"type":"user_changed_number","previous_user_id":"GB.A1","user_id":"GB.B2","wa_id":"447700900042"`,
			identity{channel.EventHandle, "GB.A1", channel.Profile{Phone: "447700900042", Handles: []string{"447700900042", "GB.B2"}}}},
		{"a new number that is hidden", `"from":"447700900041",`, `"type":"user_changed_number","previous_user_id":"GB.A1","user_id":"GB.B2"`,
			identity{channel.EventHandle, "447700900041", channel.Profile{Handles: []string{"GB.B2"}}}},
		{"a new number, of older versions", `"from":"447700900041",`, `"type":"customer_changed_number","new_wa_id":"447700900042"`,
			identity{channel.EventHandle, "447700900041", channel.Profile{Phone: "447700900042", Handles: []string{"447700900042"}}}},
		{"a new number, without a type", `"from":"447700900041",`, `"new_wa_id":"447700900042"`,
			identity{channel.EventHandle, "447700900041", channel.Profile{Phone: "447700900042", Handles: []string{"447700900042"}}}},
		{"a new id", `"from":"447700900041",`, `"type":"user_changed_user_id","previous_user_id":"GB.A1","user_id":"GB.B2"`,
			identity{channel.EventHandle, "447700900041", channel.Profile{Phone: "447700900041", Handles: []string{"GB.B2"}}}},
		{"the number that was known", `"from":"447700900041",`, `"type":"user_changed_number","wa_id":"447700900041"`,
			identity{channel.EventAccount, "447700900041", channel.Profile{Phone: "447700900041", Handles: []string{"447700900041"}}}},
		{"nothing", `"from":"447700900041",`, `"type":"user_changed_number"`, identity{channel.EventAccount, "447700900041", channel.Profile{}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := parse(t, note(tt.from, tt.system))[0]
			if diff := cmp.Diff(tt.want, identityOf(e)); diff != "" {
				t.Errorf("user differs (-want +got):\n%s", diff)
			}
			require.Equal(t, channel.System, e.Message.Type)
			require.Empty(t, e.Opens)
			require.Equal(t, e.Message.Subtype, e.Notice.Name)
		})
	}
	named := parse(t, change("user_id_update", `"contacts":[{"wa_id":"447700900041","user_id":"GB.B2","profile":{"name":"Al"}}],
		"user_id_update":[{"wa_id":"447700900041","user_id":{"previous":"GB.A1","current":"GB.B2"}}]`))[0]
	require.Equal(t, identity{channel.EventHandle, "447700900041", channel.Profile{Name: "Al", Phone: "447700900041", Handles: []string{"GB.B2"}}}, identityOf(named))
}
