package platform_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

var (
	now     = time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	account = channel.Account{Kind: channel.LINE, ID: "Ubot"}
	mira    = channel.Address{Account: account, Handle: "Umira"}
)

// stopped is a clock that shows one instant, in another zone than UTC.
type stopped struct{}

func (stopped) Now() time.Time { return now.In(time.FixedZone("", 3600)) }

// fake is a platform made of functions. Those that are missing succeed.
type fake struct {
	events func(platform.Request) ([]channel.Event, error)
	call   func(channel.Outbound) (platform.Call, error)
	answer func(platform.Response) (channel.Accepted, error)
}

func (f fake) Events(r platform.Request) ([]channel.Event, error) {
	if f.events == nil {
		return []channel.Event{{ID: "e1"}, {ID: "e2"}}, nil
	}
	return f.events(r)
}

func (f fake) Call(o channel.Outbound) (platform.Call, error) {
	if f.call == nil {
		return platform.JSON("https://platform.example/send", []byte(`{}`)), nil
	}
	return f.call(o)
}

func (f fake) Answer(r platform.Response) (channel.Accepted, error) {
	if f.answer == nil {
		return channel.Accepted{MessageID: string(r.Body), At: r.At}, nil
	}
	return f.answer(r)
}

// greeter is a fake that also confirms an address.
type greeter struct {
	fake
	greet func(platform.Request) (platform.Reply, error)
}

func (g greeter) Greet(r platform.Request) (platform.Reply, error) { return g.greet(r) }

// replier is a fake that also takes a message as an answer.
type replier struct {
	fake
	reply func(platform.Request, channel.Outbound) (platform.Reply, error)
}

func (r replier) Reply(q platform.Request, o channel.Outbound) (platform.Reply, error) {
	return r.reply(q, o)
}

// refusal returns the failure that an error is.
func refusal(t *testing.T, err error) *channel.SendError {
	t.Helper()
	failure, is := errors.AsType[*channel.SendError](err)
	require.True(t, is, "%v is no *SendError", err)
	return failure
}

func TestJSON(t *testing.T) {
	got := platform.JSON("https://platform.example", []byte(`{"a":1}`), "x-a", "1", "Authorization", platform.Bearer, "left over")
	want := platform.Call{URL: "https://platform.example", Body: []byte(`{"a":1}`), Header: http.Header{
		"Content-Type": {"application/json"}, "X-A": {"1"}, "Authorization": {"Bearer {token}"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("call differs (-want +got):\n%s", diff)
	}
}

func TestFit(t *testing.T) {
	ability := channel.Ability{Channel: channel.LINE, Types: []channel.MessageType{channel.Text}, Text: channel.Limit{Most: 5}, Messages: 1}
	for text, want := range map[string]string{
		"12345":        "",
		"12345 678":    "line: it needs 2 calls: see Ability.Split",
		"1 3 5 7 9 11": "line: it needs 3 calls: see Ability.Split",
		"":             "line: text: it is empty",
	} {
		err := platform.Fit(&ability, channel.Outbound{To: mira, Text: text})
		if want == "" {
			require.NoError(t, err, text)
			continue
		}
		require.Equal(t, channel.Error{Code: channel.CodeUnsendable, Title: want, Class: channel.ClassNever}, refusal(t, err).Reason)
	}
	other := channel.Address{Account: channel.Account{Kind: channel.X, ID: "40"}, Handle: "70"}
	require.Equal(t, "line: a message for x:40", refusal(t, platform.Fit(&ability, channel.Outbound{To: other, Text: "1"})).Reason.Title)
	require.NoError(t, platform.Fit(&channel.Ability{}, channel.Outbound{To: other, Text: "1"}), "an ability without a channel is for all")
}

func TestStatusOf(t *testing.T) {
	for err, want := range map[error]int{
		nil: 200, platform.ErrSignature: 401, platform.ErrHandshake: 403, platform.ErrBody: 400, platform.ErrTooLarge: 413,
		errors.New("the disk is full"): 500, context.Canceled: 500,
	} {
		require.Equal(t, want, platform.StatusOf(err), "%v", err)
		if err != nil {
			require.Equal(t, want, platform.StatusOf(fmt.Errorf("line: %w: it is missing", err)), "%v, wrapped", err)
		}
	}
}

func TestClassOf(t *testing.T) {
	want := map[channel.Class][]int{
		channel.ClassRetry: {408, 425, 429, 500, 502, 503, 504, 599},
		channel.ClassFix:   {300, 301, 302, 307, 308, 401, 403, 404, 405, 407, 410},
		channel.ClassNever: {413, 415},
		"":                 {0, 100, 200, 400, 402, 409, 418, 422, 600},
	}
	for class, list := range want {
		for _, status := range list {
			require.Equal(t, class, platform.ClassOf(status), "%d", status)
		}
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		name   string
		status int
		header string
		reason channel.Error
		want   channel.Error
		wait   time.Duration
	}{
		{"words of the platform", 400, "", channel.Error{Code: "7", Title: "No", Detail: "why", Class: channel.ClassUser}, channel.Error{Code: "7", Title: "No", Detail: "why", Class: channel.ClassUser}, 0},
		{"a code that nobody listed", 401, "", channel.Error{Code: "7"}, channel.Error{Code: "7"}, 0},
		{"a code that nobody listed, too fast", 429, "30", channel.Error{Code: "7"}, channel.Error{Code: "7", Class: channel.ClassRetry}, 30 * time.Second},
		{"a known code, too fast", 429, "", channel.Error{Code: "7", Class: channel.ClassFix}, channel.Error{Code: "7", Class: channel.ClassFix}, 0},
		{"down", 503, "Mon, 09 Mar 2026 10:01:00 GMT", channel.Error{}, channel.Error{Code: "http_503", Title: "Service Unavailable", Class: channel.ClassRetry}, time.Minute},
		{"a title alone", 401, "", channel.Error{Title: "Who?"}, channel.Error{Code: "http_401", Title: "Who?", Class: channel.ClassFix}, 0},
		{"a title and a class", 403, "", channel.Error{Title: "No", Class: channel.ClassUser}, channel.Error{Code: "http_403", Title: "No", Class: channel.ClassUser}, 0},
		{"a status without a name", 499, "", channel.Error{}, channel.Error{Code: "http_499", Title: "An answer without an explanation"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := platform.Response{Status: tt.status, Header: http.Header{"Retry-After": {tt.header}}, At: now}.Refused(tt.reason)
			if diff := cmp.Diff(&channel.SendError{Reason: tt.want, RetryAfter: tt.wait}, got); diff != "" {
				t.Errorf("refusal differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnread(t *testing.T) {
	got := platform.Response{Status: 200, Body: []byte("secret words")}.Unread()
	require.Equal(t, channel.CodeNoAnswer, got.Reason.Code)
	require.Equal(t, channel.ClassRetry, got.Reason.Class)
	require.ErrorContains(t, got, "status 200")
	require.NotContains(t, got.Error(), "secret words")
}

func TestMux(t *testing.T) {
	var went []string
	to := func(name string) channel.Transport {
		return channel.TransportFunc(func(_ context.Context, o channel.Outbound) (channel.Accepted, error) {
			went = append(went, name+" "+o.ID)
			return channel.Accepted{MessageID: name}, nil
		})
	}
	second := channel.Account{Kind: channel.LINE, ID: "Ubot2"}
	mux := platform.Mux{account: to("first"), second: to("second"), {Kind: channel.X, ID: "40"}: nil}
	for _, a := range []channel.Account{second, account} {
		accepted, err := mux.Send(t.Context(), channel.Outbound{ID: "o-" + a.ID, To: channel.Address{Account: a}})
		require.NoError(t, err)
		require.NotEmpty(t, accepted.MessageID)
	}
	require.Equal(t, []string{"second o-Ubot2", "first o-Ubot"}, went)
	for _, a := range []channel.Account{{}, {Kind: channel.LINE, ID: "U"}, {Kind: channel.X, ID: "Ubot"}, {Kind: channel.X, ID: "40"}} {
		_, err := mux.Send(t.Context(), channel.Outbound{To: channel.Address{Account: a}})
		reason := refusal(t, err).Reason
		require.Equal(t, []any{platform.CodeWrongAccount, channel.ClassFix}, []any{reason.Code, reason.Class})
		require.True(t, strings.HasSuffix(reason.Title, " "+string(a.Kind)+":"+a.ID), reason.Title)
	}
	require.Len(t, went, 2)
}

// query returns the values of a query.
func query(t *testing.T, text string) url.Values {
	t.Helper()
	q, err := url.ParseQuery(text)
	require.NoError(t, err)
	return q
}
