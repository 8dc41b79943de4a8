package webhooktest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/webhooktest"
)

func TestSortOf(t *testing.T) {
	tests := map[string]webhooktest.Sort{
		"text": webhooktest.Words, "first_name": webhooktest.Words, "AltText": webhooktest.Words, "webhookEventId": webhooktest.Ident, "MsgID": webhooktest.Ident,
		"id_str": webhooktest.Ident, "quoted_status_id_str": webhooktest.Ident, "CreateTime": webhooktest.Instant, "timestamp_ms": webhooktest.Instant,
		"error_subcode": webhooktest.Code, "PicUrl": webhooktest.Link, "originalContentUrl": webhooktest.Link, "Location_X": webhooktest.Amount,
		"phone_number": webhooktest.Ident, "fileSize": webhooktest.Amount, "policy-enforcement": "", "type": "", "width": "", "": "",
	}
	for name, want := range tests {
		require.Equal(t, want, webhooktest.SortOf(name), name)
	}
}

// TestHolds looks for pieces in the forms that events have.
func TestHolds(t *testing.T) {
	payload, err := webhooktest.Decode([]byte(`{"text":"Salt &amp; pepper\nset","id":12,"message_id":"7","timestamp":1773050400,"date":"2026-03-09T10:00:00Z",
		"url":"https:\/\/a.example","duration":9,"payload":"deep","code":131047,"lost_id":"none","lost_text":"also none","lost_time":1,"type":"x"}`))
	require.NoError(t, err)
	holder, err := webhooktest.Hold(map[string]any{
		"text": "He said: salt & pepper set", "Text": "Salt & pepper  set", "id": "chat:12", "to": "5:7", "sent": "2026-03-09T10:00:00Z",
		"link": "see https://a.example", "millis": 9000, "payload": `{"x":"deep"}`, "code": "131047", "raw": "none also none",
	})
	require.NoError(t, err)
	var lost []string
	for _, p := range webhooktest.Pieces(payload) {
		if !holder.Holds(p) {
			lost = append(lost, p.Path)
		}
	}
	if diff := cmp.Diff([]string{"lost_id", "lost_text", "lost_time"}, lost); diff != "" {
		t.Errorf("lost differ (-want +got):\n%s", diff)
	}
}

func TestDecodeXML(t *testing.T) {
	got, err := webhooktest.DecodeXML([]byte(`<?xml version="1.0"?><xml><A><![CDATA[1 < 2]]></A><L><B>x</B></L><L>y</L><L/></xml>`))
	require.NoError(t, err)
	want := map[string]any{"A": "1 < 2", "L": []any{map[string]any{"B": "x"}, "y", ""}}
	if diff := cmp.Diff(any(want), got); diff != "" {
		t.Errorf("differs (-want +got):\n%s", diff)
	}
	for _, broken := range []string{"", "<xml><A>", "<xml></A>"} {
		_, err := webhooktest.DecodeXML([]byte(broken))
		require.Error(t, err, broken)
	}
}

// TestReaderFindsLosses takes the content out of each message of a user: the reader misses
// it.
func TestReaderFindsLosses(t *testing.T) {
	eachSample(t, func(t *testing.T, w webhook, s sample) {
		if s.Ticket != userWrote {
			return
		}
		for i := range w.events {
			w.events[i].ID, w.events[i].Message = "", channel.Message{}
		}
		lost, _, _ := w.look(t)
		require.NotEmpty(t, lost)
	})
}
