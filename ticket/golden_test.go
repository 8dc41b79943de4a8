package ticket_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The JSON forms are a promise to hosts: what is stored today is read tomorrow.
func TestGolden(t *testing.T) {
	at := func(minutes int) time.Time { return noon().Add(time.Duration(minutes) * time.Minute) }
	account := channel.Account{Kind: channel.WhatsApp, ID: "106540352242922"}
	full := ticket.Ticket{
		ID: "42", Via: channel.WhatsApp, Address: channel.Address{Account: account, Handle: "491700000001"}, Requester: "u7",
		Status: ticket.Hold, CustomStatus: "40", Subject: "Where is my parcel?", Priority: ticket.High, Type: ticket.Problem,
		Group: "g1", Assignee: "ann", Organization: "o1", Brand: "b1", Form: "f1", Schedule: "s1",
		Tags: []string{"messaging_support", "whatsapp_support"}, Fields: []ticket.Field{{ID: "360001", Value: "blue"}},
		FollowUpOf: "17", MergedInto: "43", Merged: []ticket.ID{"40", "41"}, Routing: ticket.RouteMessaging, Released: true, Muted: true,
		Comments: 3, Events: 8, Replies: 1, Reopens: 2,
		Notes: 1, AgentStations: []string{"bob", "ann"}, GroupStations: []string{"g1"}, MadeBy: ticket.Agent, Policy: "p1",
		Clocks: []ticket.Clock{{
			Metric: ticket.NextReply, Policy: "p1", Target: time.Hour, Business: true, Schedule: "s1", BeganAt: at(7), Used: time.Minute, Since: at(8),
			MetAt: at(90), Moot: true, BreachedAt: at(80), Episode: 2, Replies: 1, Worst: 2 * time.Hour, Breaches: 1, LastBreachAt: at(5),
		}},
		Times: ticket.Times{
			CreatedAt: at(0), UpdatedAt: at(9), RequesterAt: at(7), AssigneeAt: at(8), AssignedAt: at(1), StatusAt: at(9),
			FirstSolvedAt: at(2), SolvedAt: at(4), ClosedAt: at(10), FirstReplyAt: at(1), WaitingSince: at(7), SnoozedUntil: at(600), DueAt: at(700), SessionEndedAt: at(9),
		},
	}
	reason := channel.Error{Code: "131047", Title: "Re-engagement message", Class: channel.ClassTemplate}
	comment := ticket.Comment{
		ID: "c3", Ticket: "42", Number: 3, Author: ticket.Actor{Kind: ticket.Agent, ID: "ann"}, Public: true,
		Content: channel.Message{Type: channel.Text, Text: "It is on its way."}, SentAt: at(8), ReceivedAt: at(8),
		Delivery: channel.Delivery{State: channel.StateFailed, At: at(9), MessageID: "wamid.1", Error: reason, ErrorAt: at(9)},
		Redacted: true, RevokedAt: at(20), EditedAt: at(15),
	}
	events := []ticket.Event{
		{Ticket: "42", Number: 1, At: at(0), By: ticket.Actor{Kind: ticket.EndUser, ID: "u7"}, Type: ticket.EventCreate, From: "17"},
		{Ticket: "42", Number: 2, At: at(1), By: ticket.Actor{Kind: ticket.Trigger, ID: "9"}, Type: ticket.EventChange, Field: ticket.FieldStatus, From: "new", To: "open"},
		{Ticket: "42", Number: 3, At: at(9), By: ticket.Actor{Kind: ticket.System}, Type: ticket.EventDelivery, From: "sent", To: "failed", Comment: "c3", Reason: reason},
	}
	status := ticket.CustomStatus{ID: "40", Category: ticket.Hold, AgentLabel: "With the supplier", EndUserLabel: "Open", Inactive: true, Default: true}

	golden(t, "ticket", full)
	golden(t, "ticket_new", ticket.Lifecycle{}.Create(ticket.Ticket{ID: "1", Via: channel.LINE, Requester: "u1"}, at(0)))
	golden(t, "comment", comment)
	golden(t, "comment_note", ticket.Comment{ID: "c1", Ticket: "1", Number: 1, Author: ticket.Actor{Kind: ticket.System}, SentAt: at(0), ReceivedAt: at(0)})
	golden(t, "survey", ticket.Survey{Score: ticket.GoodWithComment, Episode: 2, Comment: "c4", OfferedAt: at(30), RatedAt: at(31)})
	golden(t, "events", events)
	golden(t, "custom_status", status)
	golden(t, "merge", ticket.Merge{
		Ticket: "40", Into: "42", At: at(5), By: ticket.Actor{Kind: ticket.Agent, ID: "ann"}, Reopened: ticket.Open, Tags: []string{"vip"}, HeardAt: at(6),
		Before:     ticket.Standing{Status: ticket.Hold, CustomStatus: "40", StatusAt: at(1), SnoozedUntil: at(600), WaitingSince: at(1), Reopens: 1},
		IntoBefore: ticket.Standing{Status: ticket.Solved, StatusAt: at(2)},
	})
	golden(t, "change", ticket.Change{Field: ticket.CustomField + "360001", Value: "blue"})
}

// golden compares v with its stored form, and reads that back.
func golden[T any](t *testing.T, name string, v T) {
	t.Run(name, func(t *testing.T) {
		got, err := json.MarshalIndent(v, "", "  ")
		require.NoError(t, err)
		got = append(got, '\n')
		path := filepath.Join("testdata", name+".golden.json")
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(path, got, 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-stored +now):\n%s", path, diff)
		}
		var back T
		require.NoError(t, json.Unmarshal(want, &back))
		if diff := cmp.Diff(v, back); diff != "" {
			t.Errorf("%s read back (-wrote +read):\n%s", path, diff)
		}
	})
}

// Texts that a later version or another host wrote are kept as they are.
func TestUnknownTextsSurvive(t *testing.T) {
	forms := []struct {
		text string
		into any
	}{
		{`{"id":"1","via":"pigeon","address":{"account":{"kind":"pigeon","id":"7"},"handle":"x"},"requester_id":"u","status":"parked","priority":"dire","type":"wish","comments":0,"events":0,"replies":0,"reopens":0}`, new(ticket.Ticket)},
		{`{"ticket_id":"1","number":4,"at":"2026-01-15T12:00:00Z","by":{"kind":"oracle"},"type":"foretell","field":"mood","to":"glad"}`, new(ticket.Event)},
		{`{"id":"c","ticket_id":"1","number":1,"author":{"kind":"oracle","id":"7"},"public":true,"content":{"type":"hologram"},"sent_at":"2026-01-15T12:00:00Z","received_at":"2026-01-15T12:00:00Z","delivery":{"state":"beamed"}}`, new(ticket.Comment)},
		{`{"id":"1","status_category":"parked","agent_label":"Parked"}`, new(ticket.CustomStatus)},
	}
	for _, f := range forms {
		require.NoError(t, json.Unmarshal([]byte(f.text), f.into))
		got, err := json.Marshal(f.into)
		require.NoError(t, err)
		if !bytes.Equal(got, []byte(f.text)) {
			t.Errorf("%T\nread  %s\nwrote %s", f.into, f.text, got)
		}
	}
}
