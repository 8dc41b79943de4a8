package whatsapp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestReadUnreadable holds that whoever wrote is answered, whatever could be read: a known
// type with content of another form is a message that cannot be shown, with all of it.
func TestReadUnreadable(t *testing.T) {
	for _, parts := range []string{
		`"type":"text","text":{}`, `"type":"text","text":null`, `"type":"text"`, `"type":"image","image":null`, `"type":"image","image":[]`,
		`"type":"contacts","contacts":{"name":{}}`, `"type":"interactive"`, `"type":"reaction","reaction":{"emoji":"x"}`, `"type":"order","order":7`,
		`"type":"location","location":"here"`, `"type":"button","button":[1]`, `"type":"sticker"`, `"type":"video","video":false`,
	} {
		t.Run(parts, func(t *testing.T) {
			item := `{"from":"491","id":"m","timestamp":"1772960400",` + parts + `}`
			e := parse(t, message(item))[0]
			require.Equal(t, []any{channel.EventMessage, channel.OpenMessage, "491"}, []any{e.Type, e.Opens, e.From})
			require.Equal(t, []any{channel.Unsupported, item}, []any{e.Message.Type, e.Message.Payload})
			require.Contains(t, parts, `"type":"`+e.Message.Subtype+`"`)
			echo := parse(t, change("smb_message_echoes", `"message_echoes":[{"to":"491","id":"m",`+parts+`}]`))[0]
			require.Equal(t, []any{channel.EventEcho, channel.Unsupported}, []any{echo.Type, echo.Message.Type})
		})
	}
}

// TestReadWords holds that the words of a type which is not known are kept wherever they
// stand.
func TestReadWords(t *testing.T) {
	tests := []struct{ name, parts, text, payload string }{
		{"by the type's name", `"type":"poll","poll":{"question":"When?"}`, "", `{"question":"When?"}`},
		{"elsewhere", `"type":"poll","poll_creation":{"question":"When?"}`, "", "the item"},
		{"in both", `"type":"poll","poll":{"a":1},"options":["Now","Later"]`, "", "the item"},
		{"as a text", `"type":"text_v2","text":{"body":"Hello"}`, "Hello", "the item"},
		{"as a bare text", `"type":"text_v2","text":"Hello"`, "Hello", "the item"},
		{"nothing", `"type":"wave"`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			item := `{"from":"491","id":"m",` + tt.parts + `}`
			if tt.payload == "the item" {
				tt.payload = item
			}
			e := parse(t, message(item))[0]
			require.Equal(t, []any{channel.EventMessage, channel.OpenMessage, tt.text, tt.payload}, []any{e.Type, e.Opens, e.Message.Text, e.Message.Payload})
		})
	}
	poll := parse(t, message(`{"from":"491","id":"m","type":"unsupported","unsupported":{"type":"poll","question":"When?"},"errors":[{"code":131051}]}`))[0].Message
	require.Equal(t, []any{channel.Unsupported, "poll", `{"type":"poll","question":"When?"}`}, []any{poll.Type, poll.Subtype, poll.Payload})
}

// TestReadChanged holds edits and withdrawals that tell only a part.
func TestReadChanged(t *testing.T) {
	said := parse(t, message(`{"from":"491","id":"m","type":"edit","edit":{"message":{"type":"text","text":{"body":"new"}}}}`))[0]
	require.Equal(t, []any{channel.EventMessage, "new", ""}, []any{said.Type, said.Message.Text, string(said.Opens)}, "an edit of nothing is said")
	odd := parse(t, message(`{"from":"491","id":"m","type":"edit","edit":{"original_message_id":"o","message":{"type":"image","image":null}}}`))[0]
	require.Equal(t, []any{channel.EventEdit, channel.Unsupported, "o", `{"type":"image","image":null}`},
		[]any{odd.Type, odd.Message.Type, odd.Message.Target, odd.Message.Payload})
	back := parse(t, message(`{"from":"491","id":"m","type":"revoke","revoke":{}}`))[0]
	require.Equal(t, channel.EventUnknown, back.Type)
	require.Contains(t, back.Notice.Detail, "a withdrawal without a message")
}

// TestReadCards holds what is read of contact cards.
func TestReadCards(t *testing.T) {
	const full = `BEGIN:VCARD\r\nVERSION:3.0\r\nN:Quill;Mara;;Dr.;\r\nFN:Mara Quill\r\nitem1.TEL;waid=447700900123:+44 7700 900123\r\nitem1.X-ABLabel:Mobile\r\nEMAIL;TYPE=INTERNET:mara@\r\n example.org\r\nEND:VCARD`
	mara := channel.Person{Name: "Mara Quill", Phones: []string{"+44 7700 900123"}, Emails: []string{"mara@example.org"}}
	tests := []struct {
		name, card string
		want       []channel.Person
	}{
		{"a vCard alone", `{"vcard":"` + full + `"}`, []channel.Person{mara}},
		{"its parts count more", `{"name":{"formatted_name":"M. Quill"},"phones":[{"phone":"+44 1"}],"vcard":"` + full + `"}`,
			[]channel.Person{{Name: "M. Quill", Phones: []string{"+44 1"}, Emails: mara.Emails}}},
		{"only the parts of the name", `{"vcard":"BEGIN:VCARD\nN:Otto;Ben;;Mr.;jr.\nEND:VCARD"}`, []channel.Person{{Name: "Mr. Ben Otto jr."}}},
		{"of version 4", `{"vcard":"BEGIN:VCARD\nFN:A\\, B\nTEL;VALUE=uri:tel:+1555\nEMAIL:mailto:a@b.example\nEND:VCARD"}`,
			[]channel.Person{{Name: "A, B", Phones: []string{"+1555"}, Emails: []string{"a@b.example"}}}},
		{"of version 2.1", `{"vcard":"BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=\n=AB\nEND:VCARD"}`, []channel.Person{{Name: "Zoë"}}},
		{"a company", `{"vcard":"BEGIN:VCARD\nORG:Example Ltd;\nTEL:1\nEND:VCARD"}`, []channel.Person{{Name: "Example Ltd", Phones: []string{"1"}}}},
		{"two in one", `{"vcard":"BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD"}`, []channel.Person{{Name: "A"}, {Name: "B"}}},
		{"cut short", `{"vcard":"BEGIN:VCARD\nFN:A\nTEL"}`, []channel.Person{{Name: "A", Phones: nil}}},
		{"no vCard", `{"vcard":"hello"}`, []channel.Person{{}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := parse(t, message(`{"from":"491","id":"m","type":"contacts","contacts":[`+tt.card+`]}`))[0]
			if diff := cmp.Diff(tt.want, e.Message.People); diff != "" {
				t.Errorf("people differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadGroup holds who joined, left or could not.
func TestReadGroup(t *testing.T) {
	events := parse(t, change("group_participants_update", `"contacts":[{"wa_id":"492","profile":{"name":"Ben Otto"}}],"groups":[{"group_id":"g","type":"group_participants_remove","errors":[{"code":131201,"title":"Partly"}],
		"removed_participants":[{"wa_id":"491","user_id":"DE.1"},null,{"input":"492"}],
		"failed_participants":[{"input":"493","errors":[{"code":131204,"title":"Not removed"}]}]}]`))
	type member struct {
		From, Name, Code string
		Handles          []string
	}
	var got []member
	ids := map[string]bool{}
	for _, e := range events {
		require.Equal(t, []any{channel.EventAccount, "g", "group_participants_remove"}, []any{e.Type, e.Message.Group, e.Notice.Name})
		got = append(got, member{e.From, e.Profile.Name, e.Message.Errors[0].Code, e.Profile.Handles})
		ids[e.ID] = true
	}
	want := []member{{"491", "", "131201", []string{"DE.1"}}, {"492", "Ben Otto", "131201", nil}, {"493", "", "131204", nil}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("members differ (-want +got):\n%s", diff)
	}
	require.Len(t, ids, 3)

	hidden := parse(t, message(`{"id":"m","group_id":"g","type":"text","text":{"body":"hi"}}`))[0]
	require.Equal(t, []any{channel.EventMessage, "g"}, []any{hidden.Type, hidden.From}, "a group that hides its member speaks itself")
}

// TestReadCall holds the length and the files of a call.
func TestReadCall(t *testing.T) {
	for parts, want := range map[string]int64{
		`"duration":290`: 290_000, `"duration":"12"`: 12_000, `"start_time":"1772960400","end_time":"1772960401"`: 1000, ``: 0, `"duration":-5`: 0,
		`"start_time":"1772960400","end_time":"1772960300"`: 0, `"duration":9223372036854775807`: 365 * 24 * 3600 * 1000, `"end_time":"1772960400"`: 0,
	} {
		if parts != "" {
			parts = "," + parts
		}
		e := parse(t, change("calls", `"calls":[{"id":"c","from":"491","event":"terminate"`+parts+`}]`))[0]
		require.Equal(t, want, e.Message.Millis, parts)
	}
	e := parse(t, change("calls", `"calls":[{"id":"c","from":"491","event":"call_recording_available","call_recording":{"audio":{"id":"1","mime_type":"audio/ogg"}},"call_transcript":{"document":{"id":"2"}}}]`))[0]
	want := []channel.Attachment{{Type: channel.Audio, ID: "1", MIME: "audio/ogg"}, {Type: channel.Document, ID: "2"}}
	if diff := cmp.Diff(want, e.Message.Attachments); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

// TestReadRestrictions holds that each restriction is an event, with its number and what
// helps.
func TestReadRestrictions(t *testing.T) {
	events := parse(t, change("account_update", `"phone_number":"4930","event":"ACCOUNT_RESTRICTION","reason":"spam","restriction_info":[
		{"restriction_type":"A","expiration":1772970000,"remediation":"Write less."},{"restriction_type":"B"}]`))
	require.Len(t, events, 2)
	want := []channel.Notice{
		{Field: "account_update", Name: "ACCOUNT_RESTRICTION", Subject: "A", Number: "4930", Detail: "Write less.", Until: at(1772970000)},
		{Field: "account_update", Name: "ACCOUNT_RESTRICTION", Subject: "B", Number: "4930", Detail: "spam"},
	}
	if diff := cmp.Diff(want, []channel.Notice{events[0].Notice, events[1].Notice}); diff != "" {
		t.Errorf("notices differ (-want +got):\n%s", diff)
	}
	require.NotEqual(t, events[0].ID, events[1].ID)
	require.Equal(t, at(1772960500), events[1].Sent)
}

// TestReadNewID holds that the words of a note tell the old id where nothing else does.
func TestReadNewID(t *testing.T) {
	note := func(body, rest string) channel.Event {
		return parse(t, change("messages", rest+`"messages":[{"id":"m","type":"system","system":{"type":"user_changed_user_id","user_id":"FR.222","body":"`+body+`"}}]`))[0]
	}
	tests := []struct {
		name, body, rest, from string
		want                   channel.EventType
	}{
		{"in the words", "Noa changed from FR.111 to FR.222.", "", "FR.111", channel.EventHandle},
		{"in quotes", "Noa changed: 'FR.ENT.1' (now FR.222)", "", "FR.ENT.1", channel.EventHandle},
		{"beside the contact of the new one", "from FR.111 to FR.222", `"contacts":[{"user_id":"FR.222"}],`, "FR.111", channel.EventHandle},
		{"nowhere", "Noa has a new id", "", "", channel.EventAccount},
	}
	for _, tt := range tests {
		e := note(tt.body, tt.rest)
		require.Equal(t, []any{tt.want, tt.from}, []any{e.Type, e.From}, tt.name)
	}
}
