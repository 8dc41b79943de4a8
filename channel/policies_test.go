package channel_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestPoliciesSound states what every built-in policy must be: whole, with a
// source, once a kind, the same after a trip through JSON, and shared with nobody.
func TestPoliciesSound(t *testing.T) {
	var kinds []channel.Kind
	for _, p := range channel.Policies() {
		t.Run(string(p.Channel), func(t *testing.T) {
			require.NoError(t, p.Check())
			require.NotEmpty(t, p.Source)
			require.NotContains(t, kinds, p.Channel)
			kinds = append(kinds, p.Channel)
			text, err := json.Marshal(p)
			require.NoError(t, err)
			var back channel.Policy
			require.NoError(t, json.Unmarshal(text, &back))
			if diff := cmp.Diff(p, back); diff != "" {
				t.Errorf("through JSON (-before +after):\n%s", diff)
			}
		})
	}
}

func TestPolicies(t *testing.T) {
	const hour = time.Hour
	message, menu := channel.OpenMessage, channel.OpenMenu
	tests := []struct {
		kind   channel.Kind
		opener channel.Opener
		sent   int // messages of the business since, by the route that was allowed
		human  bool
		after  time.Duration
		want   channel.Reason
		route  channel.Route
		left   int
	}{
		{channel.Messenger, message, 0, false, 24*hour - 1, channel.ReasonOpen, "", -1},
		{channel.Messenger, message, 0, false, 24 * hour, channel.ReasonHumanOnly, "", 0},
		{channel.Messenger, message, 0, true, 7*24*hour - 1, channel.ReasonOpen, channel.RouteHuman, -1},
		{channel.Messenger, message, 0, true, 7 * 24 * hour, channel.ReasonClosed, "", 0},
		{channel.Messenger, channel.OpenAd, 0, false, 6 * 24 * hour, channel.ReasonOpen, "", 1},
		{channel.Messenger, channel.OpenAd, 1, false, 6 * 24 * hour, channel.ReasonCount, "", 0},
		{channel.Instagram, channel.OpenComment, 0, false, 6 * 24 * hour, channel.ReasonOpen, channel.RoutePrivate, 1},
		{channel.Instagram, channel.OpenComment, 1, false, 6 * 24 * hour, channel.ReasonCount, "", 0},
		{channel.WeChat, message, 4, false, 47 * hour, channel.ReasonOpen, "", 1},
		{channel.WeChat, message, 5, false, 47 * hour, channel.ReasonCount, "", 0},
		{channel.WeChat, message, 0, false, 48 * hour, channel.ReasonClosed, "", 0},
		{channel.WeChat, menu, 2, false, 59 * time.Second, channel.ReasonOpen, "", 1},
		{channel.WeChat, menu, 0, false, time.Minute, channel.ReasonClosed, "", 0},
		{channel.WeChat, channel.OpenPayment, 30, false, 47 * hour, channel.ReasonOpen, "", -1},
		{channel.WeChatSubscription, channel.OpenPayment, 0, false, hour, channel.ReasonNeverOpened, "", 0},
		{channel.WeChatMini, channel.OpenWelcome, 1, false, 30 * time.Second, channel.ReasonOpen, "", 1},
		{channel.WeCom, message, 5, false, hour, channel.ReasonCount, "", 0},
		{channel.WeCom, channel.OpenToken, 0, false, 19 * time.Second, channel.ReasonOpen, channel.RouteReplyToken, 1},
		{channel.WeCom, channel.OpenToken, 1, false, 19 * time.Second, channel.ReasonCount, "", 0},
		{channel.WeCom, channel.OpenToken, 0, false, 20 * time.Second, channel.ReasonClosed, "", 0},
		{channel.LINE, message, 0, false, 30 * time.Second, channel.ReasonOpen, channel.RouteReplyToken, 1},
		{channel.LINE, message, 1, false, 30 * time.Second, channel.ReasonAlways, channel.RoutePush, -1},
		{channel.LINE, message, 0, false, hour, channel.ReasonAlways, channel.RoutePush, -1},
		{channel.TikTok, message, 9, false, 47 * hour, channel.ReasonOpen, "", 1},
		{channel.TikTok, message, 10, false, 47 * hour, channel.ReasonCount, "", 0},
		{channel.KakaoTalk, message, 50, false, 29 * 24 * hour, channel.ReasonOpen, "", -1},
		{channel.Telegram, channel.OpenFollow, 50, false, 9999 * hour, channel.ReasonOpen, "", -1},
		{channel.Telegram, channel.OpenToken, 0, false, hour, channel.ReasonOpen, channel.RouteReplyToken, 1},
		{channel.TelegramBusiness, message, 0, false, 24 * hour, channel.ReasonClosed, "", 0},
		{channel.Viber, channel.OpenWelcome, 1, false, hour, channel.ReasonCount, "", 0},
		{channel.ViberBusiness, message, 5, false, hour, channel.ReasonCount, "", 0},
		{channel.Apple, message, 50, false, 9999 * hour, channel.ReasonOpen, "", -1},
		{channel.X, "", 0, false, 0, channel.ReasonAlways, "", -1},
		{channel.SMS, "", 0, false, 0, channel.ReasonAlways, "", -1},
		{channel.Web, "", 0, false, 0, channel.ReasonAlways, "", -1},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s/%s+%v sent %d", tt.kind, tt.opener, tt.after, tt.sent), func(t *testing.T) {
			p, ok := channel.PolicyOf(tt.kind)
			require.True(t, ok)
			opened := at(t, "2026-03-01T10:00:00Z")
			w := channel.Window{}.Open(channel.Event{ID: "e", Opens: tt.opener, Sent: opened, ReplyToken: "token"})
			for i := range tt.sent {
				via := p.Decide(w, channel.Request{Human: tt.human}, opened).Route
				w = w.Send(channel.Sending{ID: fmt.Sprint(i), At: opened.Add(time.Second), Via: via})
			}
			d := p.Decide(w, channel.Request{Human: tt.human}, opened.Add(tt.after))
			if d.Reason != tt.want || d.Route != tt.route || d.Remaining != tt.left {
				t.Errorf("%s by %q, %d left, want %s by %q, %d left", d.Reason, d.Route, d.Remaining, tt.want, tt.route, tt.left)
			}
		})
	}
}

// TestPolicyToken counts the minute of a LINE token from the webhook's receipt.
func TestPolicyToken(t *testing.T) {
	p, _ := channel.PolicyOf(channel.LINE)
	sent := at(t, "2026-03-01T10:00:00Z")
	received := sent.Add(5 * time.Minute) // LINE could not reach the host before
	w := channel.Window{}.Open(channel.Event{ID: "e", Opens: channel.OpenMessage, Sent: sent, Received: received, ReplyToken: "token"})
	d := p.Decide(w, channel.Request{}, received.Add(59*time.Second))
	require.Equal(t, channel.RouteReplyToken, d.Route)
	require.Equal(t, received.Add(time.Minute), d.Until)
	require.Equal(t, channel.RoutePush, p.Decide(w, channel.Request{}, received.Add(time.Minute)).Route)
}

// TestPolicyOfEveryKind states that every kind has a policy: that of a kind which is not
// known here holds nothing back.
func TestPolicyOfEveryKind(t *testing.T) {
	for _, k := range []channel.Kind{
		channel.WhatsApp, channel.LINE, channel.WeChat, channel.Messenger, channel.Instagram, channel.X, channel.Telegram,
		channel.Viber, channel.TikTok, channel.KakaoTalk, channel.SMS, channel.Apple, channel.Web, channel.WeChatSubscription,
		channel.WeChatMini, channel.WeCom, channel.TelegramBusiness, channel.ViberBusiness,
	} {
		p, known := channel.PolicyOf(k)
		require.True(t, known, k)
		require.Equal(t, k, p.Channel)
	}
	p, known := channel.PolicyOf("pigeon")
	require.False(t, known)
	if diff := cmp.Diff(channel.Unlimited("pigeon"), p); diff != "" {
		t.Errorf("policy of an unknown kind (-want +got):\n%s", diff)
	}
	require.True(t, p.Decide(channel.Window{}, channel.Request{}, at(t, "2026-03-01T10:00:00Z")).Allowed)
}

// TestPolicyTotal counts messages over a span, however often the user writes.
func TestPolicyTotal(t *testing.T) {
	p, _ := channel.PolicyOf(channel.ViberBusiness)
	var w channel.Window
	now := at(t, "2026-03-01T10:00:00Z")
	sent := 0
	for i := range 20 {
		now = now.Add(time.Minute)
		w = w.Open(channel.Event{ID: fmt.Sprint("e", i), Opens: channel.OpenMessage, Sent: now})
		for p.Decide(w, channel.Request{}, now).Allowed {
			sent++
			w = w.Send(channel.Sending{ID: fmt.Sprint(sent), At: now})
		}
	}
	if sent != 60 {
		t.Errorf("%d messages in a day, want 60", sent)
	}
}

func TestPolicyWithout(t *testing.T) {
	p, _ := channel.PolicyOf(channel.Instagram)
	less := p.Without(channel.OpenComment)
	require.False(t, slices.ContainsFunc(less.Rules, func(r channel.Rule) bool { return r.Route == channel.RoutePrivate }))
	require.Len(t, p.Rules, 3, "the first policy is as it was")
}

func TestPolicyCheck(t *testing.T) {
	tests := []struct {
		rule channel.Rule
		want string
	}{
		{channel.Rule{}, "channel: policy x: rule 0: no means"},
		{channel.Rule{Means: channel.FreeForm, For: -1}, "rule 0: for -1ns: negative"},
		{channel.Rule{Means: channel.FreeForm, After: []channel.Opener{"a"}, Count: 61}, "count 61"},
		{channel.Rule{Means: channel.FreeForm, Count: 1}, "a count needs an opener"},
		{channel.Rule{Means: channel.FreeForm, Total: 1}, "a total needs a time"},
		{channel.Rule{Means: channel.FreeForm, After: []channel.Opener{""}}, "an opener without a name"},
	}
	for _, tt := range tests {
		require.ErrorContains(t, channel.Policy{Channel: "x", Rules: []channel.Rule{tt.rule}}.Check(), tt.want)
	}
}

// A host changes a policy in its own configuration.
func ExamplePolicy() {
	var p channel.Policy
	err := json.Unmarshal([]byte(`{"channel": "pigeon", "rules": [
		{"means": "free_form", "after": ["message"], "for": "36h", "count": 2}
	]}`), &p)
	if err != nil || p.Check() != nil {
		panic("a policy that cannot be")
	}
	sent := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	w := channel.Window{}.Open(channel.Event{ID: "1", Opens: channel.OpenMessage, Sent: sent})
	d := p.Decide(w, channel.Request{}, sent.Add(24*time.Hour))
	fmt.Println(d.Allowed, d.Left, d.Remaining)
	// Output: true 12h0m0s 2
}
