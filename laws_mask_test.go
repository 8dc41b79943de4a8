package socialticket_test

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/ticket"
)

// exempt are the strings that may hold what looks like a card number, because they are
// keys that must stay as they are: ids, handles, codes, enumerations, and addresses of
// files. A part of a path that ends in one of these is exempt.
func exempt(path string) bool {
	for _, end := range []string{
		// ids of the platform, of the business and of this module
		".ID", ".id", ".From", ".Target", ".ReplyTo", ".Quote", ".Group", ".Handles[0]", ".Handle", ".MessageID", ".Reference", ".ClickID",
		".Ticket", ".IdempotencyKey", ".ReplyToken", ".SHA256", ".Token", ".Person", ".Into", ".Macro", ".Key",
		// enumerations and codes
		".Type", ".Kind", ".Opens", ".Control", ".State", ".Code", ".Class", ".MIME", ".Language", ".Component", ".Currency", ".Field", ".Source",
		".Model", ".Category",
		// addresses of files and pages, which are fetched as they are
		".URL", ".Preview", ".Picture",
		// the name of a template, and of a variable in it
		".Template.Name", ".Values[0].Name",
	} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

const cardNumber = "4111111111111111"

// eachString hands over the path of every string in v, which is filled so that each slice
// has one element, and a function that sets it in a fresh value.
func eachString(v reflect.Value, path string, do func(path string, set func(string))) {
	switch v.Kind() {
	case reflect.String:
		do(path, func(s string) { v.SetString(s) })
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachString(v.Field(i), path+"."+v.Type().Field(i).Name, do)
			}
		}
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[json.RawMessage]() {
			return // dropped before anything is stored
		}
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
		eachString(v.Index(0), path+"[0]", do)
	}
}

// paths returns the paths of all strings of a type.
func paths[T any]() []string {
	var list []string
	eachString(reflect.ValueOf(new(T)).Elem(), "", func(path string, _ func(string)) { list = append(list, path) })
	return list
}

// with returns v with the string at a path set, and with nothing else changed but slices
// on the way.
func with[T any](v T, path, text string) T {
	target := reflect.ValueOf(&v).Elem()
	for part := range strings.SplitSeq(strings.TrimPrefix(path, "."), ".") {
		name, indexed := strings.CutSuffix(part, "[0]")
		target = target.FieldByName(name)
		if indexed {
			fresh := reflect.MakeSlice(target.Type(), 1, 1)
			if target.Len() > 0 {
				fresh.Index(0).Set(target.Index(0))
			}
			target.Set(fresh)
			target = fresh.Index(0)
		}
	}
	target.SetString(text)
	return v
}

// TestDeskMasksEvery states that no string of a commit holds a card number, in whichever
// string of an event or a command it came, unless that is exempt.
func TestDeskMasksEvery(t *testing.T) {
	ctx := context.Background()
	noted := func(path string, r socialticket.Receipt, err error) {
		t.Helper()
		require.NoError(t, err, path)
		text, err := json.Marshal(r)
		require.NoError(t, err)
		if strings.Contains(string(text), cardNumber) {
			t.Errorf("%s: a card number is kept whole: %s", path, text)
		}
	}
	words := "paid with " + cardNumber
	for _, kind := range []channel.EventType{channel.EventMessage, channel.EventEcho, channel.EventEdit, channel.EventStatus, channel.EventOpen} {
		for _, path := range paths[channel.Event]() {
			if exempt(path) {
				continue
			}
			o := newOffice(t)
			first := o.receive(t, says("A", "m1", "hello", start()))
			sent := o.reply(t, first.Ticket.ID, "hi")
			e := says("A", "m2", "", start())
			e.Type = kind
			switch kind {
			case channel.EventEdit:
				e.Message.Target = "m1"
			case channel.EventStatus:
				e.Status = channel.Status{Reference: messages(sent)[0].ID, State: channel.StateFailed, Errors: []channel.Error{{Code: "1"}}}
			}
			r, err := o.Receive(ctx, with(e, path, words))
			noted(string(kind)+path, r, err)
		}
	}
	for _, path := range paths[socialticket.Reply]() {
		if exempt(path) || strings.HasPrefix(path, ".Changes") {
			continue
		}
		o := newOffice(t)
		reply := socialticket.Reply{Ticket: o.receive(t, says("A", "m1", "hello", start())).Ticket.ID, By: agent(), Text: "x"}
		r, err := o.Reply(ctx, with(reply, path, words))
		noted("reply"+path, r, err)
		open := socialticket.Open{To: channel.Address{Account: business(), Handle: "B"}, Name: words, Reply: with(reply, path, words)}
		r, err = o.Open(ctx, open)
		noted("open"+path, r, err)
	}
	for _, field := range []ticket.FieldName{ticket.FieldSubject, ticket.CustomField + "1", ticket.FieldTags, ticket.FieldSetTags} {
		o := newOffice(t)
		id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
		r, err := o.Update(ctx, socialticket.Update{Ticket: id, By: agent(), Changes: []ticket.Change{{Field: field, Value: words}}})
		noted("update "+string(field), r, err)
	}
	o := newOffice(t)
	o.settings.Macros = macros(t, byHand("m", act("comment_value", words), act("subject", words)))
	id := o.receive(t, says("A", "m1", "hello", start())).Ticket.ID
	r, err := o.UseMacro(ctx, socialticket.UseMacro{Ticket: id, Macro: "m", By: agent()})
	noted("macro", r, err)
	r, err = o.Merge(ctx, socialticket.Merge{Person: "a", Into: "b", By: agent(), Reason: words})
	noted("merge", r, err)
	o.set(t, id, ticket.FieldStatus, "solved", agent())
	r, err = o.Rate(ctx, socialticket.Rate{Token: o.SurveyToken(id), Score: ticket.Bad, Comment: words})
	noted("rate", r, err)
	for _, e := range r.Commit.Effects {
		r, err = o.Carry(ctx, e)
		if e.Lane == "rejoin b" {
			noted("rejoined", r, err)
		}
	}
	r, err = o.Do(ctx, socialticket.Rejoined{Person: "a", Into: "b", By: agent(), Reason: words})
	noted("rejoined", r, err)
	person := o.ticket(t, id).Requester
	for _, field := range []identity.FieldName{"name", "email", "notes", "set_tags", "current_tags", "custom_fields_1", "locale"} {
		r, err = o.UpdatePerson(ctx, socialticket.UpdatePerson{Person: person, By: agent(), Changes: []identity.Change{{Field: field, Value: words, Label: words}}})
		noted("update person "+string(field), r, err)
	}
	r, err = o.UpdatePerson(ctx, socialticket.UpdatePerson{Person: person, By: agent(), Changes: []identity.Change{{Field: identity.FieldAddPhone, Value: "+331", Label: words}}})
	noted("label", r, err)
	for _, public := range []bool{false, true} {
		o = newOffice(t)
		older, newer := o.twoTickets(t)
		r, err = o.MergeTickets(ctx, socialticket.MergeTickets{
			Ticket: older, Into: newer, By: agent(), Text: words, Public: public, Closing: words, ClosingPublic: public,
		})
		noted("merge tickets", r, err)
	}
}

// TestDeskKeepsButtons keeps the ids that a bot gave to its own buttons, though they look
// like card numbers: they must come back as they were sent.
func TestDeskKeepsButtons(t *testing.T) {
	const id = "9230000123450804"
	o := newOffice(t)
	e := says("A", "m1", "Yes", start())
	e.Message.Type, e.Message.Subtype, e.Message.Payload = channel.Interactive, "button_reply", id
	r := o.receive(t, e)
	require.Equal(t, id, r.Comment.Content.Payload)
	sent, err := o.Reply(context.Background(), socialticket.Reply{Ticket: r.Ticket.ID, By: agent(), Text: "?", Question: channel.Question{Choices: []channel.Choice{{ID: id, Title: "Yes"}}}})
	require.NoError(t, err)
	require.Equal(t, id, messages(sent)[0].Question.Choices[0].ID)
}
