package whatsapp_test

import (
	"testing"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
)

func TestClassify(t *testing.T) {
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
		{whatsapp.Meta, "131026", channel.ClassNever},
		{whatsapp.Meta, "131207", channel.ClassNever},
		{whatsapp.Meta, "999999", ""},
		{whatsapp.Meta, "63016", ""},
		{whatsapp.Meta, "", ""},
		{whatsapp.Meta, "10/2018278", ""},
		{whatsapp.Twilio, "63016", channel.ClassTemplate},
		{whatsapp.Twilio, "63018", channel.ClassRetry},
		{whatsapp.Twilio, "63024", channel.ClassNever},
		{whatsapp.Twilio, "63999", ""},
		{whatsapp.Twilio, "470", channel.ClassTemplate},
		{"some reseller", "131047", channel.ClassTemplate},
	}
	for _, tt := range tests {
		if got := tt.provider.Classify(tt.code); got != tt.want {
			t.Errorf("%s.Classify(%q) = %q, want %q", tt.provider, tt.code, got, tt.want)
		}
	}
}
