package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

func book(t *testing.T) (english, french *words.Words) {
	t.Helper()
	b, err := words.Open()
	require.NoError(t, err)
	return b.For("en", ""), b.For("fr", "")
}

// called names every id by its kind.
type called struct{}

func (called) Name(kind, id string) string {
	return "<" + strings.ReplaceAll(kind, "_", " ") + " " + id + ">"
}
func (called) Clock(t time.Time) string { return t.UTC().Format("2 Jan 15:04") }

// constants returns the values of all constants of a type that package ticket has.
func constants(t *testing.T, name string) (list []string) {
	t.Helper()
	files, err := filepath.Glob("../../../ticket/*.go")
	require.NoError(t, err)
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(tree, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			typ, _ := spec.Type.(*ast.Ident)
			text, _ := spec.Values[0].(*ast.BasicLit)
			if typ != nil && typ.Name == name && text != nil {
				value, err := strconv.Unquote(text.Value)
				require.NoError(t, err)
				list = append(list, value)
			}
			return true
		})
	}
	require.NotEmpty(t, list)
	return list
}

// sound checks that a sentence is one: with a capital letter and an end, without what is
// for machines.
func sound(t *testing.T, text string) {
	t.Helper()
	require.NotEmpty(t, text)
	first, _ := utf8.DecodeRuneInString(text)
	require.False(t, unicode.IsLower(first), text)
	require.Contains(t, ".!", text[len(text)-1:], text)
	for _, raw := range []string{"%!", "event.", "field.", "actor.", "_"} {
		require.NotContains(t, text, raw)
	}
}

// TestEveryEvent states that each type of event has a sentence in each language, whoever did
// it, and whatever stands in it.
func TestEveryEvent(t *testing.T) {
	english, french := book(t)
	for _, typ := range constants(t, "EventType") {
		for _, w := range []*words.Words{english, french} {
			for _, e := range []ticket.Event{{}, {From: "a", To: "b", Comment: "c", Field: ticket.FieldStatus}, {Ticket: "a", From: "a", To: "b", Reason: channel.Error{Code: "unknown"}}} {
				for _, kind := range constants(t, "ActorKind") {
					e.Type, e.By = ticket.EventType(typ), ticket.Actor{Kind: ticket.ActorKind(kind), ID: "x"}
					text := w.Event(channel.WhatsApp, e, called{})
					sound(t, text)
					require.NotEqual(t, w.T("event.other", "x", typ), text)
				}
			}
		}
	}
}

// TestEveryField states that each field is called by a name in each language.
func TestEveryField(t *testing.T) {
	english, french := book(t)
	for _, name := range constants(t, "FieldName") {
		if name == string(ticket.CustomField) {
			name += "17"
		}
		for _, w := range []*words.Words{english, french} {
			for _, e := range []ticket.Event{{From: "a", To: "b"}, {To: "b"}, {From: "a"}} {
				e.Type, e.Field, e.By = ticket.EventChange, ticket.FieldName(name), ticket.Actor{Kind: ticket.Agent, ID: "ada"}
				text := w.Event(channel.WhatsApp, e, called{})
				sound(t, text)
			}
			if _, custom := ticket.FieldName(name).Custom(); !custom {
				require.NotEqual(t, "field."+name, w.T("field."+name))
			}
		}
	}
}

// TestEveryPromise states the same of what happens to promises.
func TestEveryPromise(t *testing.T) {
	english, french := book(t)
	for _, w := range []*words.Words{english, french} {
		for _, m := range ticket.Metrics() {
			for _, word := range []string{sla.WordBegin, sla.WordPause, sla.WordResume, sla.WordTarget, sla.WordHours, sla.WordBreach, sla.WordFulfill, sla.WordEnd} {
				for _, from := range []string{"", "8h0m0s", "8h0m0s business"} {
					sound(t, w.Event(channel.WhatsApp, ticket.Event{Type: ticket.EventSLA, Field: ticket.FieldName(m), To: word, From: from}, called{}))
				}
			}
		}
		sound(t, w.Event(channel.WhatsApp, ticket.Event{Type: ticket.EventSLA, Field: sla.FieldPolicy, To: "p"}, called{}))
		sound(t, w.Event(channel.WhatsApp, ticket.Event{Type: ticket.EventSLA, Field: sla.FieldPolicy, From: "p"}, called{}))
	}
}

// TestEvent states what some events say.
func TestEvent(t *testing.T) {
	english, french := book(t)
	ada := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	for _, tt := range []struct {
		e      ticket.Event
		en, fr string
	}{
		{
			ticket.Event{Type: ticket.EventChange, By: ada, Field: ticket.FieldStatus, From: "new", To: "open"},
			"<agent ada> changed the status from “New” to “Open”.", "<agent ada> a changé le statut : « Nouveau » est devenu « Ouvert ».",
		},
		{
			ticket.Event{Type: ticket.EventChange, By: ada, Field: ticket.FieldTags, From: "a b", To: "b c"},
			"<agent ada> added the tags c and removed a.", "<agent ada> a ajouté les étiquettes c et retiré a.",
		},
		{
			ticket.Event{Type: ticket.EventChange, By: ada, Field: ticket.FieldSnoozed, To: "2026-11-20T09:00:00Z"},
			"<agent ada> put the ticket aside until 20 Nov 09:00.", "<agent ada> a mis le ticket de côté jusqu’à 20 Nov 09:00.",
		},
		{
			ticket.Event{Type: ticket.EventChange, By: ticket.Actor{Kind: ticket.Trigger, ID: "t"}, Field: ticket.FieldAssignee, To: "ben"},
			"The trigger “<trigger t>” set the assignee to “<agent ben>”.", "Le déclencheur « <trigger t> » a défini l’assigné : « <agent ben> ».",
		},
		{
			ticket.Event{Type: ticket.EventSLA, Field: "next_reply_time", To: "begin", From: "1h0m0s business"},
			"The promise “next reply” began: 1 h of business hours.", "L’engagement « réponse suivante » a commencé : 1 h d’heures ouvrées.",
		},
		{
			ticket.Event{Type: ticket.EventJoin, Ticket: "2", From: "1", To: "2", By: ada},
			"<agent ada> merged ticket <ticket 1> into this one.", "<agent ada> a fusionné le ticket <ticket 1> dans celui-ci.",
		},
	} {
		if diff := cmp.Diff([]string{tt.en, tt.fr}, []string{english.Event(channel.WhatsApp, tt.e, called{}), french.Event(channel.WhatsApp, tt.e, called{})}); diff != "" {
			t.Errorf("Event(%+v) mismatch (-want +got):\n%s", tt.e, diff)
		}
	}
}

// TestDelivery states what is said of each delivery.
func TestDelivery(t *testing.T) {
	w, french := book(t)
	for _, tt := range []struct {
		d    channel.Delivery
		want string
	}{
		{channel.Delivery{}, ""},
		{channel.Delivery{State: channel.StateRead}, "read"},
		{channel.Delivery{State: channel.StateRead, Doubt: true}, "read, perhaps twice"},
		{
			channel.Delivery{State: channel.StateFailed, Error: channel.Error{Code: "131026", Class: channel.ClassUser}},
			"not delivered: The message could not be delivered: the customer may not be on WhatsApp, or has an old version of it. Wait until the customer writes or agrees.",
		},
		{channel.Delivery{State: channel.StateFailed, Doubt: true, Error: channel.Error{Code: "x", Title: "No"}}, "not delivered: No. An earlier try may have arrived all the same."},
		{channel.Delivery{State: channel.StateDoubt}, "perhaps sent: the channel’s answer is missing. Its report of the message is awaited."},
	} {
		if diff := cmp.Diff(tt.want, w.Delivery(channel.WhatsApp, tt.d)); diff != "" {
			t.Errorf("Delivery(%+v) mismatch (-want +got):\n%s", tt.d, diff)
		}
		require.Equal(t, tt.d.State == "", french.Delivery(channel.WhatsApp, tt.d) == "")
	}
}

// TestContent states that a message says first what was written, and then what was asked,
// filled in, ordered or attached.
func TestContent(t *testing.T) {
	w, _ := book(t)
	for want, m := range map[string]channel.Message{
		"Template “follow_up”: Kim; 12 May": {Type: channel.Template, Template: channel.TemplateCall{Name: "follow_up", Values: []channel.Parameter{{Text: "Kim"}, {Text: "12 May"}}}},
		"Template “promo”: shoe.png":        {Type: channel.Template, Template: channel.TemplateCall{Name: "promo", Values: []channel.Parameter{{Component: "header", Media: channel.Attachment{Name: "shoe.png"}}}}},
		"Delivery\n\nWhen?\n\nYour shop [Now] [Later]": {
			Type: channel.Interactive, Text: "When?",
			Question: channel.Question{Header: "Delivery", Footer: "Your shop", Choices: []channel.Choice{{ID: "1", Title: "Now"}, {ID: "2", Title: "Later"}}},
		},
		"See [Open: https://example.com]":                      {Type: channel.Interactive, Text: "See", Question: channel.Question{Link: channel.Link{Label: "Open", URL: "https://example.com"}}},
		"What about this? sold out since May; 2024":            {Type: channel.Text, Text: "What about this?", Detail: "sold out since May\n2024"},
		"Broken [a.jpg]":                                       {Type: channel.Image, Text: "Broken", Payload: "album-7", Attachments: []channel.Attachment{{Type: channel.Image, Name: "a.jpg"}}},
		"[Voice message]":                                      {Type: channel.Audio, Attachments: []channel.Attachment{{Type: channel.Audio, Voice: true}}},
		"Contacts: Nora: 1; Vale Lamps":                        {Type: channel.Contacts, Detail: "Vale Lamps", People: []channel.Person{{Name: "Nora", Phones: []string{"1"}}}},
		"Now Choice":                                           {Type: channel.Interactive, Text: "Now", Subtype: "button_reply", Payload: "now"},
		"Afternoon Choice: Tue 2 Sept":                         {Type: channel.Interactive, Text: "Afternoon", Subtype: "list_reply", Detail: "Tue 2 Sept", Payload: "slot3"},
		"Form: defect: cracked; order: 17; First name: Kim":    {Type: channel.Interactive, Text: "Sent", Subtype: "nfm_reply", Payload: `{"order":17,"defect":"cracked","flow_token":"f","screen_0_First_name_1":"Kim"}`},
		"Wrap it Order: LAMP-1: 1 × 20.00 EUR":                 {Type: channel.Order, Text: "Wrap it", Items: []channel.Item{{Product: "LAMP-1", Quantity: 1, Price: 20, Currency: "EUR"}}},
		"Place: Tour Eiffel, Champ de Mars, 48.90000, 2.30000": {Type: channel.Location, Place: channel.Place{Name: "Tour Eiffel", Address: "Champ de Mars", Latitude: 48.9, Longitude: 2.3}},
		"The channel cannot show this here (poll creation): Polls are not supported.": {
			Type: channel.Unsupported, Subtype: "poll_creation", Errors: []channel.Error{{Code: "131051", Title: "Message type unknown", Detail: "Polls are not supported."}},
		},
		"Reacted with 👍":        {Type: channel.Reaction, Text: "👍"},
		"Took a reaction back":  {Type: channel.Reaction},
		"of tomorrow":           {Type: "of_tomorrow"},
		"yours [invoice.pdf]":   {Type: channel.Document, Text: "yours", Attachments: []channel.Attachment{{Name: "invoice.pdf"}}},
		"Call":                  {Type: channel.Call},
		"Notice of the channel": {Type: channel.System},
	} {
		if diff := cmp.Diff(want, w.Content(m)); diff != "" {
			t.Errorf("Content(%+v) mismatch (-want +got):\n%s", m, diff)
		}
	}
}

// TestEveryContent states that each type of message says something in each language.
func TestEveryContent(t *testing.T) {
	english, french := book(t)
	for _, m := range []channel.MessageType{
		channel.Text, channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker, channel.Location, channel.Contacts,
		channel.Interactive, channel.Button, channel.Reaction, channel.Order, channel.Template, channel.Call, channel.System, channel.Unsupported,
	} {
		for _, w := range []*words.Words{english, french} {
			require.NotEmpty(t, w.Content(channel.Message{Type: m}), m)
			require.NotContains(t, w.Content(channel.Message{Type: m}), "content.")
		}
	}
}
