package messenger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// onInstagram turns a webhook of a page into one of an Instagram account.
func onInstagram(body string) string {
	return strings.Replace(body, `"object":"page"`, `"object":"instagram"`, 1)
}

// TestReadControl holds who may answer: what comes by standby is shown only, and a
// handover moves the thread.
func TestReadControl(t *testing.T) {
	standby := func(parts string) string { return strings.Replace(item(parts), `"messaging"`, `"standby"`, 1) }
	changed := func(field, parts string) string {
		return `{"object":"page","entry":[{"id":"4","changes":[{"field":"` + field + `","value":{"sender":{"id":"7"},"recipient":{"id":"4"},"timestamp":1773050400000,` + parts + `}}]}]}`
	}
	ownEcho := strings.Replace(standby(`"message":{"mid":"m","text":"Hi","is_echo":true,"app_id":12}`), `{"sender":{"id":"7"},"recipient":{"id":"4"}`, `{"sender":{"id":"4"},"recipient":{"id":"7"}`, 1)
	tests := []struct {
		name, body string
		event      channel.EventType
		control    channel.Control
		opens      channel.Opener
	}{
		{"a message for this app", item(`"message":{"mid":"m","text":"Hi"}`), channel.EventMessage, "", channel.OpenMessage},
		{"standby", standby(`"message":{"mid":"m","text":"Hi"}`), channel.EventMessage, channel.ControlElsewhere, channel.OpenMessage},
		{"standby, a tap", standby(`"postback":{"mid":"m","title":"Start"}`), channel.EventMessage, channel.ControlElsewhere, channel.OpenMessage},
		{"standby, a reaction", standby(`"reaction":{"mid":"m","action":"react","emoji":"x"}`), channel.EventMessage, channel.ControlElsewhere, channel.OpenReaction},
		{"standby, what the other app wrote", ownEcho, channel.EventEcho, channel.ControlElsewhere, ""},
		{"standby, as a change", changed("standby", `"message":{"mid":"m","text":"Hi"}`), channel.EventMessage, channel.ControlElsewhere, channel.OpenMessage},
		{"passed to this app", item(`"pass_thread_control":{"new_owner_app_id":"123","previous_owner_app_id":"12"}`), channel.EventControl, channel.ControlOurs, ""},
		{"passed to this app, as a change", changed("messaging_handover", `"pass_thread_control":{"new_owner_app_id":"123"}`), channel.EventControl, channel.ControlOurs, ""},
		{"passed to the page's inbox", item(`"pass_thread_control":{"new_owner_app_id":263902037430900}`), channel.EventControl, channel.ControlElsewhere, ""},
		{"passed to the account's inbox", item(`"pass_thread_control":{"new_owner_app_id":"1217981644879628"}`), channel.EventControl, channel.ControlElsewhere, ""},
		{"taken from this app", item(`"take_thread_control":{"previous_owner_app_id":"123","new_owner_app_id":"12"}`), channel.EventControl, channel.ControlElsewhere, ""},
		{"asked for", item(`"request_thread_control":{"requested_owner_app_id":"12"}`), channel.EventAccount, "", ""},
		{"passed, of an unknown user", `{"object":"page","entry":[{"id":"4","messaging":[{"recipient":{"id":"4"},"timestamp":1,"pass_thread_control":{}}]}]}`,
			channel.EventAccount, channel.ControlOurs, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{tt.body, onInstagram(tt.body)} {
				e := parse(t, body)[0]
				require.Equal(t, []any{tt.event, tt.control, tt.opens}, []any{e.Type, e.Control, e.Opens})
				again, err := readAt(t, []byte(body), received.Add(1000))
				require.NoError(t, err)
				require.Equal(t, e.ID, again[0].ID)
			}
		})
	}
	// An entry behind a list of standby does not belong to it.
	after := parse(t, `{"object":"page","entry":[{"id":"4","standby":[]},{"id":"4"}]}`)
	require.Empty(t, after[len(after)-1].Control)
}

// TestReadControlWindow moves a window to and fro.
func TestReadControlWindow(t *testing.T) {
	message := item(`"message":{"mid":"m1","text":"Hi"}`)
	shown := strings.Replace(item(`"message":{"mid":"m2","text":"Hi"}`), `"messaging"`, `"standby"`, 1)
	pass, take := item(`"pass_thread_control":{"new_owner_app_id":"123"}`), item(`"take_thread_control":{}`)
	window := channel.Window{}
	for i, step := range []struct {
		body    string
		allowed bool
	}{
		{message, true}, {take, false}, {pass, true}, {shown, false}, {message, true},
	} {
		body := strings.ReplaceAll(step.body, "1773050400000", fmt.Sprintf("177305040%d000", i)) // one second later each
		window = window.Open(parse(t, body)[0])
		policy, _ := channel.PolicyOf(channel.Messenger)
		require.Equal(t, step.allowed, policy.Decide(window, channel.Request{}, received).Allowed, "step %d", i)
	}
}

func TestReadRoles(t *testing.T) {
	e := parse(t, `{"object":"page","entry":[{"id":"4","messaging":[{"recipient":{"id":"4"},"timestamp":1773050400000,"app_roles":{"123":["primary_receiver"]}}]}]}`)[0]
	require.Equal(t, channel.EventAccount, e.Type)
	require.Equal(t, channel.Notice{Field: "app_roles", Subject: "123", Name: "primary_receiver"}, e.Notice)
}

// TestReadOwn holds what the account did by another way: it is towards the user, and
// marked.
func TestReadOwn(t *testing.T) {
	own := func(parts string) string {
		return strings.Replace(item(parts), `"sender":{"id":"7"},"recipient":{"id":"4"}`, `"sender":{"id":"4"},"recipient":{"id":"7"}`, 1)
	}
	type summary struct {
		Type    channel.EventType
		Echo    bool
		From    string
		Opens   channel.Opener
		Message channel.Message
		Status  channel.Status
		Notice  channel.Notice
	}
	tests := []struct {
		name, parts string
		want        summary
	}{
		{"message of the inbox", `"message":{"mid":"m","text":"Hi","is_echo":true,"app_id":263902037430900}`, summary{
			Type: channel.EventEcho, Echo: true, From: "7", Message: channel.Message{ID: "m", Type: channel.Text, Text: "Hi"},
			Notice: channel.Notice{Subject: "263902037430900"},
		}},
		{"message of this module", `"message":{"mid":"m","text":"Hi","is_echo":true,"app_id":12,"metadata":"socialticket:c9"}`, summary{
			Type: channel.EventEcho, Echo: true, From: "7", Message: channel.Message{ID: "m", Type: channel.Text, Text: "Hi"},
			Status: channel.Status{Reference: "c9"}, Notice: channel.Notice{Subject: "12", Detail: "socialticket:c9"},
		}},
		{"message of another program", `"message":{"mid":"m","text":"Hi","is_echo":true,"metadata":"c9"}`, summary{
			Type: channel.EventEcho, Echo: true, From: "7", Message: channel.Message{ID: "m", Type: channel.Text, Text: "Hi"},
			Notice: channel.Notice{Detail: "c9"},
		}},
		{"reaction", `"reaction":{"mid":"m","action":"react","emoji":"❤","reaction":"love"}`, summary{
			Type: channel.EventEcho, Echo: true, From: "7", Message: channel.Message{Type: channel.Reaction, Target: "m", Text: "❤", Subtype: "love"},
		}},
		{"reaction taken back", `"reaction":{"mid":"m","action":"unreact"}`, summary{
			Type: channel.EventEcho, Echo: true, From: "7", Message: channel.Message{Type: channel.Reaction, Target: "m", Subtype: "unreact"},
		}},
		{"correction", `"message_edit":{"mid":"m","text":"50","num_edit":1}`, summary{
			Type: channel.EventEdit, Echo: true, From: "7", Message: channel.Message{Type: channel.Text, Target: "m", Text: "50"},
		}},
		{"withdrawal", `"message":{"mid":"m","is_deleted":true,"is_echo":true}`, summary{
			Type: channel.EventRevoke, Echo: true, From: "7", Message: channel.Message{Type: "revoke", Target: "m"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, body := range []string{own(tt.parts), onInstagram(own(tt.parts))} {
				e := parse(t, body)[0]
				got := summary{e.Type, e.Echo, e.From, e.Opens, e.Message, e.Status, e.Notice}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("event differs (-want +got):\n%s", diff)
				}
			}
		})
	}
	// The user's own are not marked.
	for _, parts := range []string{`"message_edit":{"mid":"m","text":"50"}`, `"message":{"mid":"m","is_deleted":true}`, `"reaction":{"mid":"m","action":"react"}`} {
		require.False(t, parse(t, item(parts))[0].Echo, parts)
	}
}
