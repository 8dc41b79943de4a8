package whatsapp_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
)

// fault reads one of the webhooks that were read wrongly once.
func fault(t *testing.T, name string) []channel.Event {
	t.Helper()
	return parse(t, string(datatest.Read(t, "faults/webhooks/whatsapp__"+name+".json")))
}

// TestDataFaults holds what each webhook that was read wrongly once has to say.
func TestDataFaults(t *testing.T) {
	type message = channel.Message
	tests := []struct {
		name string
		want []channel.Event // without ids, accounts, instants and profiles
	}{
		{"history-media-user", []channel.Event{{
			Type: channel.EventHistory, From: "447700900123", Notice: channel.Notice{Field: "history", Name: "user"},
			Message: message{ID: "wamid.OLD1", Type: channel.Video, Attachments: []channel.Attachment{{Type: channel.Video, ID: "9001", MIME: "video/mp4", SHA256: "aa"}}},
		}}},
		{"history-media-business", []channel.Event{{
			Type: channel.EventHistory, Notice: channel.Notice{Field: "history", Name: "business"},
			Message: message{ID: "wamid.OLD2", Type: channel.Document, Attachments: []channel.Attachment{
				{Type: channel.Document, ID: "9002", MIME: "application/pdf", Name: "price-list.pdf", SHA256: "bb"},
			}},
		}}},
		{"message-without-content", []channel.Event{
			{Type: channel.EventMessage, Opens: channel.OpenMessage, From: "447700900123", Message: message{
				ID: "wamid.N1", Type: channel.Unsupported, Subtype: "interactive", ReplyTo: "wamid.Q1",
				Payload: `{"context":{"from":"4420700900","id":"wamid.Q1"},"from":"447700900123","id":"wamid.N1","timestamp":"1790000001","type":"interactive"}`,
			}},
			{Type: channel.EventAccount, Notice: channel.Notice{Field: "messages", Name: "error", Subject: "131000", Detail: "could not be turned into a webhook"},
				Message: message{Errors: []channel.Error{{
					Code: "131000", Title: "Something went wrong", Detail: "could not be turned into a webhook", Class: channel.ClassRetry,
				}}}},
		}},
		{"image-without-content", []channel.Event{{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "447700900123", Message: message{
				ID: "wamid.N2", Type: channel.Unsupported, Subtype: "image",
				Payload: `{"from":"447700900123","id":"wamid.N2","timestamp":"1790000002","type":"image","image":null}`,
			},
		}}},
		{"contact-vcard-only", []channel.Event{{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "GB.200300400", Message: message{
				ID: "wamid.V1", Type: channel.Contacts, Subtype: "contact_request/other",
				People: []channel.Person{{Name: "Mara Quill", Phones: []string{"+447700900123"}, Emails: []string{"mara@example.org"}}},
			},
		}}},
		{"call-transcript", []channel.Event{{
			Type: channel.EventStatus, From: "447700900123", Notice: channel.Notice{Field: "calls"},
			Status: channel.Status{MessageID: "wacid.T1", State: "call_transcription_available"},
			Message: message{ID: "wacid.T1", Type: channel.Call, Subtype: "call_transcription_available", Attachments: []channel.Attachment{
				{Type: channel.Document, ID: "88001", URL: "https://example.org/t/88001", MIME: "application/json", SHA256: "ee"},
			}},
		}}},
		{"call-ended", []channel.Event{{
			Type: channel.EventStatus, From: "447700900123", Notice: channel.Notice{Field: "calls", Name: "USER_INITIATED", Detail: "2026-09-21T14:30:00Z/2026-09-21T14:34:50Z"},
			Status:  channel.Status{MessageID: "wacid.C9", State: "COMPLETED"},
			Message: message{ID: "wacid.C9", Type: channel.Call, Subtype: "terminate", Millis: 290_000},
		}}},
		{"group-participants-added", []channel.Event{
			{Type: channel.EventAccount, From: "447700900123", Message: message{Group: "G-77"}, Notice: channel.Notice{
				Field: "group_participants_update", Name: "group_participants_add", Subject: "G-77", Detail: "invite_link"}},
			{Type: channel.EventAccount, From: "447700900456", Message: message{Group: "G-77"}, Notice: channel.Notice{
				Field: "group_participants_update", Name: "group_participants_add", Subject: "G-77", Detail: "invite_link"}},
		}},
		{"group-participant-not-removed", []channel.Event{{
			Type: channel.EventAccount, From: "447700900456", Notice: channel.Notice{
				Field: "group_participants_update", Name: "group_participants_remove", Subject: "G-77", Detail: "R10"},
			Message: message{Group: "G-77", Errors: []channel.Error{{Code: "131204", Title: "Not removed", Detail: "is an admin", Class: channel.ClassNever}}},
		}}},
		{"unsupported-with-reason", []channel.Event{{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "447700900123", Message: message{
				ID: "wamid.U1", Type: channel.Unsupported, Subtype: "poll_creation",
				Errors: []channel.Error{{Code: "131051", Title: "Message type unknown", Detail: "Polls are not supported.", Class: channel.ClassNever}},
			},
		}}},
		{"restriction-of-a-number", []channel.Event{{
			Type: channel.EventAccount, Notice: channel.Notice{
				Field: "account_update", Name: "ACCOUNT_RESTRICTION", Subject: "RESTRICTED_USER_INITIATED_CALLING", Number: "4420700900",
				Detail: "Answer calls in time.", Until: at(1790600000),
			},
		}}},
		{"ad-and-product", []channel.Event{{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "447700900123", Message: message{
				ID: "wamid.P1", Type: channel.Text, Text: "Still there?", ReplyTo: "wamid.P0",
				Referral: channel.Referral{Source: "ad", ID: "AD7", URL: "https://example.org/ad", Title: "Autumn sale", Product: "SKU-9", Catalog: "C1"},
			},
		}}},
		{"list-reply-description", []channel.Event{{
			Type: channel.EventMessage, Opens: channel.OpenMessage, From: "447700900123", Message: message{
				ID: "wamid.L1", Type: channel.Interactive, Subtype: "list_reply", Text: "Afternoon", Detail: "Tue 2 Sept, 14:00 to 16:00", Payload: "slot3",
			},
		}}},
		{"preference-signup", []channel.Event{{
			Type: channel.EventPreference, From: "447700900123", Notice: channel.Notice{
				Field: "user_preferences", Name: "signup", Subject: "marketing_messages", Detail: "signed up by a link"},
			Message: message{Payload: "66"},
		}}},
		{"bsuid-3-changed", []channel.Event{{
			Type: channel.EventHandle, From: "FR.111", Notice: channel.Notice{
				Field: "messages", Name: "user_changed_user_id", Detail: "User Noa changed from FR.111 to FR.222"},
			Message: message{ID: "wamid.B3", Type: channel.System, Subtype: "user_changed_user_id", Text: "User Noa changed from FR.111 to FR.222"},
		}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fault(t, tt.name)
			for i := range got {
				e := got[i]
				require.NotEmpty(t, e.ID)
				var compact bytes.Buffer
				if json.Compact(&compact, []byte(e.Message.Payload)) == nil {
					e.Message.Payload = compact.String()
				}
				got[i] = channel.Event{Type: e.Type, Opens: e.Opens, From: e.From, Message: e.Message, Status: e.Status, Notice: e.Notice}
			}
			if diff := gocmp.Diff(tt.want, got); diff != "" {
				t.Errorf("events differ (-want +got):\n%s", diff)
			}
		})
	}
	changed := fault(t, "bsuid-3-changed")[0]
	require.Equal(t, []string{"FR.222", "FR.ENT.9"}, changed.Profile.Handles)
	joined := fault(t, "group-participants-added")
	require.Equal(t, []string{"GB.200300400"}, joined[0].Profile.Handles)
	require.NotEqual(t, joined[0].ID, joined[1].ID)
}

// desk is a desk over a fresh store, which takes webhooks.
type desk struct {
	*socialticket.Desk
	t     *testing.T
	store *memory.Store
}

func newDesk(t *testing.T) desk {
	t.Helper()
	store := &memory.Store{}
	d, err := socialticket.New(socialticket.Config{Store: store})
	require.NoError(t, err)
	return desk{d, t, store}
}

// takes hands webhooks in, and returns the last receipt.
func (d desk) takes(names ...string) (r socialticket.Receipt) {
	d.t.Helper()
	for _, name := range names {
		for _, e := range fault(d.t, name) {
			e.Received = e.Sent
			var err error
			r, err = d.Receive(d.t.Context(), e)
			require.NoError(d.t, err, name)
		}
	}
	return r
}

// thread returns the comments of a ticket, oldest first.
func (d desk) thread(id ticket.ID) []ticket.Comment {
	d.t.Helper()
	all, err := d.store.Comments(d.t.Context(), id, socialticket.Page{})
	require.NoError(d.t, err)
	slices.SortFunc(all, func(a, b ticket.Comment) int { return cmp.Compare(a.Number, b.Number) })
	return all
}

// TestDataFaultsAtDesk holds what becomes of them at a desk.
func TestDataFaultsAtDesk(t *testing.T) {
	t.Run("history makes no ticket", func(t *testing.T) {
		require.Empty(t, newDesk(t).takes("history-media-user").Ticket.ID)
		require.Empty(t, newDesk(t).takes("history-media-business").Ticket.ID)
	})
	t.Run("what staff change and take back", func(t *testing.T) {
		d := newDesk(t)
		d.takes("echo-0-user", "echo-1-text")
		id := d.takes("echo-2-edit").Ticket.ID
		thread := d.thread(id)
		require.Len(t, thread, 2)
		require.Equal(t, "It costs 12.", thread[1].Content.Text)
		require.False(t, thread[1].EditedAt.IsZero())
		d.takes("echo-3-revoke")
		thread = d.thread(id)
		require.Len(t, thread, 2)
		require.Empty(t, thread[1].Content.Text)
		require.False(t, thread[1].RevokedAt.IsZero())
	})
	t.Run("a reaction of staff is no answer", func(t *testing.T) {
		d := newDesk(t)
		before := d.takes("echo-0-user").Ticket
		after := d.takes("echo-4-reaction").Ticket
		require.Equal(t, []any{before.ID, ticket.New, 0, true, before.WaitingSince}, []any{after.ID, after.Status, after.Replies, after.FirstReplyAt.IsZero(), after.WaitingSince})
	})
	t.Run("what cannot be read is on a ticket", func(t *testing.T) {
		for _, name := range []string{"message-without-content", "image-without-content"} {
			d := newDesk(t)
			events := fault(t, name)
			events[0].Received = events[0].Sent
			r, err := d.Receive(t.Context(), events[0])
			require.NoError(t, err)
			require.Equal(t, channel.Unsupported, d.thread(r.Ticket.ID)[0].Content.Type)
		}
	})
	t.Run("a new id is the same user", func(t *testing.T) {
		d := newDesk(t)
		first := d.takes("bsuid-1-only").Ticket
		last := d.takes("bsuid-3-changed", "bsuid-4-new").Ticket
		require.Equal(t, first.ID, last.ID)
		require.Equal(t, first.Requester, last.Requester)
	})
	t.Run("members of a group have names", func(t *testing.T) {
		d := newDesk(t)
		thread := d.thread(d.takes("group-two-members").Ticket.ID)
		require.Equal(t, []string{"Mara Quill", "Ben Otto"}, []string{thread[0].AuthorName, thread[1].AuthorName})
	})
}
