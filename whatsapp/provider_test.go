package whatsapp_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
)

// classOf returns the class of a refusal of that code.
func classOf(t *testing.T, provider whatsapp.Provider, code string) channel.Class {
	t.Helper()
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true, Provider: provider})
	require.NoError(t, err)
	_, err = p.Answer(platform.Response{Status: 400, Body: fmt.Appendf(nil, `{"error":{"code":%q}}`, code)})
	var refusal *channel.SendError
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, code, refusal.Reason.Code)
	events, err := p.Events(platform.Request{Body: []byte(change("messages", `"errors":[{"code":"`+code+`"}]`))})
	require.NoError(t, err)
	require.Equal(t, refusal.Reason.Class, events[0].Message.Errors[0].Class, "a webhook tells the same")
	return refusal.Reason.Class
}

func TestClass(t *testing.T) {
	tests := []struct {
		provider whatsapp.Provider
		code     string
		want     channel.Class
	}{
		{whatsapp.Meta, "131047", channel.ClassTemplate},
		{"", "470", channel.ClassTemplate},
		{whatsapp.Meta, "131050", channel.ClassUser},
		{whatsapp.Meta, "131056", channel.ClassRetry},
		{whatsapp.Meta, "132015", channel.ClassRetry},
		{whatsapp.Meta, "190", channel.ClassFix},
		{whatsapp.Meta, "204", channel.ClassFix},
		{whatsapp.Meta, "0", channel.ClassFix},
		{whatsapp.Meta, "33", channel.ClassFix},
		{whatsapp.Meta, "131026", channel.ClassUser},
		{whatsapp.Meta, "130472", channel.ClassUser},
		{whatsapp.Meta, "130497", channel.ClassUser},
		{whatsapp.Meta, "131204", channel.ClassNever},
		{whatsapp.Meta, "131207", channel.ClassFix},
		{whatsapp.Meta, "131208", channel.ClassRetry},
		{whatsapp.Meta, "131214", channel.ClassFix},
		{whatsapp.Meta, "131215", channel.ClassFix},
		{whatsapp.Meta, "999999", ""},
		{whatsapp.Meta, "63016", ""},
		{whatsapp.Meta, "10/2018278", ""},
		{whatsapp.Twilio, "63016", channel.ClassTemplate},
		{whatsapp.Twilio, "63018", channel.ClassRetry},
		{whatsapp.Twilio, "63024", channel.ClassNever},
		{whatsapp.Twilio, "63999", ""},
		{whatsapp.Twilio, "470", channel.ClassTemplate},
		{"some reseller", "131047", channel.ClassTemplate},
	}
	for _, tt := range tests {
		if got := classOf(t, tt.provider, tt.code); got != tt.want {
			t.Errorf("%s: class of %q is %q, want %q", tt.provider, tt.code, got, tt.want)
		}
	}
}
