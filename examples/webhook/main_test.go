package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
)

const now = "2026-11-20T10:00:00Z"

// call runs the command.
func call(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, errs strings.Builder
	status = run(append([]string{"-received", now}, args...), strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
}

// TestShow reads one webhook of each platform, told apart by itself.
func TestShow(t *testing.T) {
	const whatsapp = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"106"},%s}}]}]}`
	tests := []struct{ name, body, want string }{
		{"whatsapp, a message", strings.Replace(whatsapp, "%s",
			`"contacts":[{"wa_id":"15550101","profile":{"name":"Ada"}}],
			"messages":[{"id":"wamid.1","from":"15550101","timestamp":"1795168800","type":"text","text":{"body":"Hello"}}]`, 1),
			`-: whatsapp, 1 events
  2026-11-20T10:00:00Z message whatsapp:106/15550101 name="Ada" type="text" text="Hello" opens="message"
`},
		{"whatsapp, many things", strings.Replace(whatsapp, "%s",
			`"messages":[
			{"id":"1","from":"15550101","timestamp":"1795168800","type":"image","image":{"id":"m1","caption":"Look"},"context":{"id":"wamid.0"}},
			{"id":"2","from":"15550101","timestamp":"1795168800","type":"location","location":{"latitude":1.5,"longitude":-2,"name":"Park"}},
			{"id":"3","from":"15550101","timestamp":"1795168800","type":"contacts","contacts":[{"name":{"formatted_name":"Bob"}}]},
			{"id":"4","from":"15550101","timestamp":"1795168800","type":"order","order":{"product_items":[{"product_retailer_id":"p1","quantity":2}]}}]`, 1),
			`-: whatsapp, 4 events
  2026-11-20T10:00:00Z message whatsapp:106/15550101 type="image" text="Look" file="m1" answers="wamid.0" opens="message"
  2026-11-20T10:00:00Z message whatsapp:106/15550101 type="location" at="1.5,-2" place="Park" opens="message"
  2026-11-20T10:00:00Z message whatsapp:106/15550101 type="contacts" person="Bob" opens="message"
  2026-11-20T10:00:00Z message whatsapp:106/15550101 type="order" item="2 of p1" opens="message"
`},
		{"whatsapp, a failure", strings.Replace(whatsapp, "%s",
			`"statuses":[{"id":"wamid.2","status":"failed","timestamp":"1795168800","recipient_id":"15550101","errors":[{"code":131047,"title":"Re-engagement message"}]}]`, 1),
			`-: whatsapp, 1 events
  2026-11-20T10:00:00Z status whatsapp:106/15550101 state="failed" message="wamid.2" error="Re-engagement message. Send an approved template, or wait until the customer writes."
`},
		{"whatsapp, what cannot be shown", strings.Replace(whatsapp, "%s",
			`"messages":[{"id":"1","from":"15550101","timestamp":"1795168800","type":"unsupported","unsupported":{"type":"poll_creation"},
			"errors":[{"code":131051,"title":"Message type unknown","error_data":{"details":"Polls are not supported."}}]}]`, 1),
			`-: whatsapp, 1 events
  2026-11-20T10:00:00Z message whatsapp:106/15550101 type="unsupported" kind="poll_creation" unseen="Message type unknown. Polls are not supported. It cannot be shown here: ask the customer, or look in the channel's own app." opens="message"
`},
		{"whatsapp, a test by the console", `{"field":"messages","value":{"statuses":[]}}`, `-: whatsapp, 1 events
  2026-11-20T10:00:00Z unknown whatsapp:/ feed="messages" detail="entry[0].changes[0].value: a field that this version does not know"
`},
		{"messenger", `{"object":"page","entry":[{"id":"9","messaging":[{"sender":{"id":"7"},"recipient":{"id":"9"},"timestamp":1795168800000,"message":{"mid":"m","text":"Hi"}}]}]}`,
			`-: messenger, 1 events
  2026-11-20T10:00:00Z message messenger:9/7 type="text" text="Hi" opens="message"
`},
		{"instagram", `{"object":"instagram","entry":[{"id":"9","messaging":[{"sender":{"id":"7"},"recipient":{"id":"9"},"timestamp":1795168800000,"message":{"mid":"m","is_deleted":true}}]}]}`,
			`-: instagram, 1 events
  2026-11-20T10:00:00Z revoke instagram:9/7 type="revoke" about="m"
`},
		{"line", `{"destination":"U9","events":[{"type":"unfollow","timestamp":1795168800000,"source":{"type":"user","userId":"U7"},"webhookEventId":"01H"}]}`,
			`-: line, 1 events
  2026-11-20T10:00:00Z leave line:U9/U7
`},
		{"line, a check of the address", `{"destination":"U9","events":[]}`, "-: line, 0 events\n"},
		{"telegram", `{"update_id":1,"message":{"message_id":5,"date":1795168800,"from":{"id":7,"first_name":"Ada"},"chat":{"id":7,"type":"private"},"text":"Hi"}}`,
			`-: telegram, 1 events
  2026-11-20T10:00:00Z message telegram:42/7 name="Ada" type="text" text="Hi" opens="message"
`},
		{"telegram, an answer of getUpdates", `{"ok":true,"result":[{"update_id":1,"message":{"message_id":5,"date":1795168800,"from":{"id":7,"first_name":"Ada"},"chat":{"id":7,"type":"private"},"text":"Hi"}}]}`,
			`-: telegram, 1 events
  2026-11-20T10:00:00Z message telegram:42/7 name="Ada" type="text" text="Hi" opens="message"
`},
		{"telegram, an empty answer of getUpdates", `{"ok":true,"result":[]}`, "-: telegram, 0 events\n"},
		{"viber", `{"event":"unsubscribed","timestamp":1795168800000,"user_id":"u7","message_token":1}`,
			`-: viber, 1 events
  2026-11-20T10:00:00Z leave viber:42/u7
`},
		{"x", `{"for_user_id":"9","direct_message_events":[{"type":"message_create","id":"5","created_timestamp":"1795168800000",
			"message_create":{"target":{"recipient_id":"9"},"sender_id":"7","message_data":{"text":"Hi"}}}]}`,
			`-: x, 1 events
  2026-11-20T10:00:00Z message x:9/7 type="text" text="Hi" opens="message"
`},
		{"wechat", `<xml><ToUserName>gh_9</ToUserName><FromUserName>o7</FromUserName><CreateTime>1795168800</CreateTime>
			<MsgType>text</MsgType><Content>Hi</Content><MsgId>5</MsgId></xml>`,
			`-: wechat, 1 events
  2026-11-20T10:00:00Z message wechat:gh_9/o7 type="text" text="Hi" opens="message"
`},
		{"wechat, a mini program", `{"ToUserName":"gh_9","FromUserName":"o7","CreateTime":1795168800,"MsgType":"text","Content":"Hi","MsgId":5}`,
			`-: wechat_mini_program, 1 events
  2026-11-20T10:00:00Z message wechat_mini_program:gh_9/o7 type="text" text="Hi" opens="message"
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, stdout, stderr := call(tt.body, "-account", "42")
			require.Empty(t, stderr)
			require.Zero(t, status)
			if diff := cmp.Diff(tt.want, stdout); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	status, stdout, stderr := call(`{"destination":"U9","events":[{"type":"follow","timestamp":1795168800000,"source":{"userId":"U7"},"webhookEventId":"01H"}]}`, "-json", "-platform", "line", "-")
	require.Empty(t, stderr)
	require.Zero(t, status)
	require.JSONEq(t, `{"id":"01H","type":"open","account":{"kind":"line","id":"U9"},"from":"U7",
		"sent":"2026-11-20T10:00:00Z","received":"2026-11-20T10:00:00Z","opens":"follow"}`, stdout)
}

// TestBad checks that what cannot be read is told, and does not keep the rest back.
func TestBad(t *testing.T) {
	good := filepath.Join(t.TempDir(), "good.json")
	require.NoError(t, os.WriteFile(good, []byte(`{"destination":"U9","events":[]}`), 0o600))
	tests := []struct {
		name, stdin, args string
		status            int
		want              string
	}{
		{"another platform", "{}", "- " + good, 1, "-platform"},
		{"no JSON", "{", "- " + good, 1, "-platform"},
		{"not that platform's", "[]", "-platform whatsapp -", 1, "no JSON object"},
		{"no file", "", good + ".gone " + good, 1, "gone"},
		{"no such platform", "{}", "-platform pigeon", 2, "pigeon"},
		{"no such flag", "{}", "-verbose", 2, "-verbose"},
		{"no instant", "{}", "-received soon", 2, "-received"},
		{"help", "{}", "-help", 0, "-platform"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, stdout, stderr := call(tt.stdin, strings.Fields(tt.args)...)
			require.Equal(t, tt.status, status)
			require.Contains(t, stderr, tt.want)
			require.Equal(t, strings.HasSuffix(tt.args, good), strings.Contains(stdout, "good.json: line, 0 events"), stdout)
		})
	}
	var out, errs strings.Builder
	require.Equal(t, 1, run(nil, iotest.ErrReader(os.ErrClosed), &out, &errs))
	require.Contains(t, errs.String(), "closed")
}

// TestDataGetUpdates reads what Telegram answers to a bot that asks for its updates.
func TestDataGetUpdates(t *testing.T) {
	body := datatest.Read(t, "faults/webhooks/telegram__getupdates-answer.json")
	status, stdout, stderr := call(string(body))
	require.Zero(t, status, stderr)
	require.Contains(t, stdout, "-: telegram, 1 events\n")
	require.Contains(t, stdout, `text="Hi"`)
}

// TestDataWebhooks reads every gathered webhook, told apart by itself: each says
// something, and what it says has an id and a time.
func TestDataWebhooks(t *testing.T) {
	folders, err := os.ReadDir(filepath.Join(datatest.Dir(t), "webhooks"))
	if err != nil {
		t.Skipf("the data folder has no webhooks: %v", err)
	}
	for _, folder := range folders {
		if !folder.IsDir() || folder.Name() == "api-errors" {
			continue // answers to sends, which are no webhooks
		}
		for _, file := range datatest.Files(t, filepath.Join("webhooks", folder.Name())) {
			t.Run(folder.Name()+"/"+filepath.Base(file), func(t *testing.T) {
				status, stdout, stderr := call("", file)
				require.Zero(t, status, stderr)
				require.Contains(t, stdout, file+": "+folder.Name()+", ")

				status, stdout, stderr = call("", "-json", file)
				require.Zero(t, status, stderr)
				decoder := json.NewDecoder(strings.NewReader(stdout))
				if !decoder.More() { // it says nothing, and there is nothing in it
					body, err := os.ReadFile(file)
					require.NoError(t, err)
					require.Regexp(t, `"(events|entry|result)":\s*\[\s*\]`, string(body))
				}
				for decoder.More() {
					var e channel.Event
					require.NoError(t, decoder.Decode(&e))
					require.NotEmpty(t, e.ID)
					require.NotEmpty(t, e.Type)
					require.NotEmpty(t, e.Account.Kind)
					require.False(t, e.Sent.IsZero())
				}
			})
		}
	}
}
