package whatsapp_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
)

// TestDataWebhooks reads real webhooks a second time, as plain JSON, and looks
// for everything that a desk needs in the events: nothing may be lost.
func TestDataWebhooks(t *testing.T) {
	shows := readIndex(t)
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for _, file := range datatest.Files(t, "webhooks/whatsapp") {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			events, err := read(t, body, now)
			require.NoError(t, err)
			items := walk(t, body)
			left := slices.Clone(events)
			for _, item := range items {
				i := slices.IndexFunc(left, func(e channel.Event) bool { return sameJSON(t, e.Raw, item.raw) })
				if i < 0 {
					t.Errorf("%s %s: no event", item.list, item.raw)
					continue
				}
				item.check(t, left[i], now)
				left = slices.Delete(left, i, i+1)
			}
			for _, e := range left { // several events of one change
				if !slices.ContainsFunc(items, func(i item) bool { return i.list == "" && sameJSON(t, e.Raw, i.raw) }) {
					t.Errorf("an event of nothing: %+v", e)
				}
			}
			if show, ok := shows[filepath.Base(file)]; ok {
				if !slices.ContainsFunc(items, func(i item) bool { return !i.stranger() }) {
					show = strings.ReplaceAll(show, ", user id", "") // that of another user
				}
				checkShown(t, show, events)
			}
		})
	}
}

// item is one thing that a webhook reports, as plain JSON.
type item struct {
	list     string // the member of the value that it was found in; "": a change as a whole
	field    string
	number   string // the phone_number_id, else the account's id
	contacts []any
	data     map[string]any
	raw      []byte
}

// walk finds all items of a body without the parser.
func walk(t *testing.T, body []byte) []item {
	var items []item
	for _, entry := range list(object(decode(t, body))["entry"]) {
		for _, change := range list(object(entry)["changes"]) {
			value := object(object(change)["value"])
			common := item{field: text(object(change)["field"]), number: text(object(entry)["id"])}
			if id := text(object(value["metadata"])["phone_number_id"]); id != "" {
				common.number = id
			}
			common.contacts = list(value["contacts"])
			found := common.lists(t, value)
			if len(found) == 0 {
				common.data, common.raw = object(change), encode(t, change)
				found = []item{common}
			}
			items = append(items, found...)
		}
	}
	for name, member := range object(decode(t, body)) { // beside the entries
		if name != "entry" && len(object(member))+len(list(member)) > 0 {
			items = append(items, item{list: "a member", raw: encode(t, member)})
		}
	}
	return items
}

// lists returns the elements of the lists of items in a value. What stands beside
// them and is no list of items must be kept as well, in one piece.
func (i item) lists(t *testing.T, value map[string]any) []item {
	known := []string{"messages", "message_echoes", "statuses", "calls", "user_preferences", "user_id_update", "groups", "history", "state_sync", "errors"}
	var items, pieces []item
	for _, name := range slices.Sorted(maps.Keys(value)) {
		isKnown := slices.Contains(known, name)
		if !isKnown && name != "metadata" && name != "contacts" && len(list(value[name]))+len(object(value[name])) > 0 {
			pieces = append(pieces, i.with(t, "a member", value[name]))
		}
		if !isKnown {
			continue
		}
		for _, element := range list(value[name]) {
			threads := list(object(element)["threads"])
			if len(threads) == 0 {
				items = append(items, i.with(t, name, element))
			}
			for _, thread := range threads {
				for _, message := range list(object(thread)["messages"]) {
					items = append(items, i.with(t, name, message))
				}
			}
		}
	}
	if len(items) == 0 {
		return nil
	}
	return append(items, pieces...)
}

func (i item) with(t *testing.T, list string, v any) item {
	i.list, i.data, i.raw = list, object(v), encode(t, v)
	return i
}

// check looks for what the item says in the event.
func (i item) check(t *testing.T, e channel.Event, now time.Time) {
	t.Helper()
	if e.Account != (channel.Account{Kind: channel.WhatsApp, ID: i.number}) {
		t.Errorf("account %v, want %s", e.Account, i.number)
	}
	if want := i.eventType(); want != "" && e.Type != want {
		t.Errorf("%s: event %s, want %s: %s", i.list, e.Type, want, e.Notice.Detail)
	}
	if e.ID == "" || !e.Received.Equal(now) {
		t.Errorf("id %q, received %v", e.ID, e.Received)
	}
	if seconds, err := strconv.ParseInt(text(i.data["timestamp"]), 10, 64); err == nil && !e.Sent.Equal(time.Unix(seconds, 0)) {
		t.Errorf("sent %v, want %v", e.Sent, time.Unix(seconds, 0).UTC())
	}
	i.checkUser(t, e)
	e.Raw, e.Account = nil, channel.Account{}
	have := leaves(decode(t, encode(t, e)))
	for path, value := range leavesByPath("", i.data) {
		if i.carried(path, value) && !have[value] && !have[trimNumber(value)] {
			t.Errorf("%s %s: %q is lost", i.list, path, value)
		}
	}
}

// eventType is the type that an item of the list must have, "" for several.
func (i item) eventType() channel.EventType {
	switch i.list {
	case "messages":
		if i.nameless() && text(i.data["type"]) != "system" {
			return channel.EventUnknown
		}
		switch text(i.data["type"]) {
		case "system":
			if text(object(i.data["system"])["type"]) == "customer_identity_changed" {
				return channel.EventAccount
			}
			return channel.EventHandle
		case "edit":
			return channel.EventEdit
		case "revoke":
			return channel.EventRevoke
		case "request_welcome":
			return channel.EventOpen
		}
		return channel.EventMessage
	case "message_echoes":
		switch text(i.data["type"]) {
		case "edit":
			return channel.EventEdit
		case "revoke":
			return channel.EventRevoke
		}
		return channel.EventEcho
	case "statuses":
		return channel.EventStatus
	case "user_preferences":
		return channel.EventPreference
	case "user_id_update":
		return channel.EventHandle
	case "groups", "errors", "state_sync":
		return channel.EventAccount
	case "":
		switch {
		case strings.Contains(i.field, "template"):
			return channel.EventTemplate
		case strings.HasPrefix(i.field, "account_"), strings.HasPrefix(i.field, "phone_number_"),
			strings.HasPrefix(i.field, "business_"), i.field == "security":
			return channel.EventAccount
		case strings.HasPrefix(i.field, "unknown"):
			return channel.EventUnknown
		}
	}
	return ""
}

// nameless reports whether nothing tells who the user is.
func (i item) nameless() bool {
	for _, key := range []string{
		"from", "from_user_id", "to", "to_user_id", "wa_id", "user_id",
		"recipient_id", "recipient_user_id", "recipient_participant_id", "recipient_participant_user_id",
	} {
		if text(i.data[key]) != "" {
			return false
		}
	}
	return len(i.contacts) != 1
}

// stranger reports whether the only contact beside an item that names its user is
// another user's.
func (i item) stranger() bool {
	if len(i.contacts) != 1 {
		return false
	}
	contact, named := object(i.contacts[0]), false
	for _, key := range []string{
		"from", "from_user_id", "to", "to_user_id", "wa_id", "user_id",
		"recipient_id", "recipient_user_id", "recipient_participant_id", "recipient_participant_user_id",
	} {
		name := text(i.data[key])
		if name != "" && (name == text(contact["wa_id"]) || name == text(contact["user_id"])) {
			return false
		}
		named = named || name != ""
	}
	return named
}

// checkUser looks for the user's names: those of the item, and those of the only
// contact beside it if it is the user's.
func (i item) checkUser(t *testing.T, e channel.Event) {
	t.Helper()
	if echo := i.list == "message_echoes"; e.Echo != echo && i.list != "calls" {
		t.Errorf("echo %v, want %v", e.Echo, echo)
	}
	if i.stranger() && i.list != "groups" && i.list != "history" {
		contact := object(i.contacts[0])
		for _, key := range []string{"wa_id", "user_id", "parent_user_id"} {
			if name := text(contact[key]); name != "" && slices.Contains(append([]string{e.From, e.Profile.Phone}, e.Profile.Handles...), name) {
				t.Errorf("contact %s %q is another user's: %+v", key, name, e.Profile)
			}
		}
		if e.Profile.Name != "" {
			t.Errorf("name %q is another user's", e.Profile.Name)
		}
	}
	keys := map[string][]string{
		"messages":         {"from", "from_user_id", "from_parent_user_id"},
		"message_echoes":   {"to", "to_user_id", "to_parent_user_id"},
		"statuses":         {"recipient_id", "recipient_user_id", "recipient_parent_user_id", "recipient_participant_id", "recipient_participant_user_id"},
		"user_preferences": {"wa_id", "user_id", "parent_user_id"},
	}[i.list]
	if keys == nil {
		return
	}
	names := append([]string{e.From, e.Profile.Phone, e.Message.Group}, e.Profile.Handles...)
	for n, key := range keys {
		name := text(i.data[key])
		if name != "" && !slices.Contains(names, name) {
			t.Errorf("%s %q is none of %v", key, name, names)
		}
		if n == 0 && name != "" && e.From != name && e.Message.Group != name {
			t.Errorf("from %q, want %q", e.From, name)
		}
	}
	if e.From == "" && !i.nameless() {
		t.Error("nobody")
	}
	if len(i.contacts) != 1 {
		return
	}
	contact := object(i.contacts[0])
	if text(contact["wa_id"]) != e.From && text(contact["user_id"]) != e.From {
		return
	}
	for _, key := range []string{"wa_id", "user_id", "parent_user_id"} {
		if name := text(contact[key]); name != "" && e.Type != channel.EventHandle && !slices.Contains(names, name) {
			t.Errorf("contact %s %q is none of %v", key, name, names)
		}
	}
	profile := object(contact["profile"])
	if e.Profile.Name != text(profile["name"]) || e.Profile.Username != text(profile["username"]) {
		t.Errorf("profile %+v, want %v", e.Profile, profile)
	}
}

// carried reports whether an event must have the text at that path of an item.
// The rest is in Raw only.
func (i item) carried(path, value string) bool {
	path = strings.TrimPrefix(path, "edit.message.")
	numbers := []string{"location.latitude", "location.longitude", "order.product_items.quantity", "order.product_items.item_price"}
	if _, err := strconv.ParseFloat(value, 64); err != nil && slices.Contains(numbers, path) {
		return false // a placeholder
	}
	if path == "type" {
		return slices.Contains([]string{"messages", "message_echoes", "history", "groups"}, i.list)
	}
	return slices.Contains(carriedPaths(), path)
}

func carriedPaths() []string {
	paths := []string{
		"id", "group_id", "status", "biz_opaque_callback_data", "text.body",
		"location.latitude", "location.longitude", "location.name", "location.address", "location.url",
		"contacts.name.formatted_name", "contacts.phones.phone", "contacts.emails.email",
		"interactive.type", "interactive.button_reply.id", "interactive.button_reply.title",
		"interactive.list_reply.id", "interactive.list_reply.title", "interactive.nfm_reply.body",
		"interactive.nfm_reply.response_json", "interactive.call_permission_reply.response",
		"button.text", "button.payload", "reaction.emoji", "reaction.message_id",
		"order.catalog_id", "order.text", "order.product_items.product_retailer_id", "order.product_items.quantity",
		"order.product_items.item_price", "order.product_items.currency",
		"referral.source_url", "referral.source_id", "referral.source_type", "referral.headline", "referral.body", "referral.ctwa_clid",
		"context.id", "context.referred_product.product_retailer_id", "context.referred_product.catalog_id",
		"system.body", "system.type", "system.wa_id", "system.new_wa_id", "system.customer", "system.user_id",
		"edit.original_message_id", "revoke.original_message_id", "unsupported.type",
		"errors.code", "errors.title", "errors.error_data.details", "errors.details",
		"pricing.pricing_model", "pricing.category", "pricing.type",
		"event", "category", "value", "detail", "call_recording.audio.id", "call_recording.audio.sha256",
		"user_id.current", "parent_user_id.current", "wa_id",
		"value.event", "value.decision", "value.message_template_name", "value.message_template_language",
		"value.new_quality_score", "value.new_category", "value.message_template_element",
		"value.violation_info.violation_type",
		"value.display_phone_number", "value.phone_number", "value.current_limit", "value.username",
	}
	for _, medium := range []string{"image", "video", "audio", "document", "sticker"} {
		for _, part := range []string{"id", "mime_type", "sha256", "caption", "filename", "url"} {
			paths = append(paths, medium+"."+part)
		}
	}
	return paths
}

// What follows reads JSON without types.

func decode(t *testing.T, data []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	require.NoError(t, d.Decode(&v))
	return v
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return data
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	return bytes.Equal(encode(t, decode(t, a)), encode(t, decode(t, b)))
}

func list(v any) []any { l, _ := v.([]any); return l }

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }

// text returns a scalar as text, "" for anything else.
func text(v any) string {
	switch v.(type) {
	case string, json.Number, bool:
		return fmt.Sprint(v)
	}
	return ""
}

// leavesByPath yields all scalars under v with the names that lead there.
func leavesByPath(path string, v any) func(func(string, string) bool) {
	return func(yield func(string, string) bool) { eachLeaf(path, v, yield) }
}

func eachLeaf(path string, v any, yield func(string, string) bool) bool {
	for _, element := range list(v) {
		if !eachLeaf(path, element, yield) {
			return false
		}
	}
	for name, member := range object(v) {
		if !eachLeaf(strings.TrimPrefix(path+"."+name, "."), member, yield) {
			return false
		}
	}
	if s := text(v); s != "" {
		return yield(path, s)
	}
	return true
}

func leaves(v any) map[string]bool {
	all := map[string]bool{}
	for _, s := range leavesByPath("", v) {
		all[s], all[trimNumber(s)] = true, true
	}
	return all
}

// trimNumber writes a number in its shortest form.
func trimNumber(s string) string {
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return s
}
