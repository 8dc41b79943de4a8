package template_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp/template"
)

func TestPreferences(t *testing.T) {
	say := func(word string, second int64) channel.Event {
		return channel.Event{
			Type: channel.EventPreference, Sent: at(second),
			Notice: channel.Notice{Field: "user_preferences", Name: word, Subject: template.MarketingMessages},
		}
	}
	refused := channel.Event{Type: channel.EventStatus, Sent: at(30), Status: channel.Status{Errors: []channel.Error{{Code: "131050"}}}}
	tests := []struct {
		name   string
		events []channel.Event
		want   bool
	}{
		{"said nothing", nil, true},
		{"stop", []channel.Event{say("stop", 10)}, false},
		{"stop, then resume", []channel.Event{say("stop", 10), say("resume", 20)}, true},
		{"the same, late", []channel.Event{say("resume", 20), say("stop", 10)}, true},
		{"both at once", []channel.Event{say("stop", 10), say("resume", 10)}, false},
		{"both at once, turned round", []channel.Event{say("resume", 10), say("stop", 10)}, false},
		{"refused by the platform", []channel.Event{say("resume", 20), refused}, false},
		{"and resumed", []channel.Event{refused, say("resume", 40)}, true},
		{"stop, then signed up by a link", []channel.Event{say("stop", 10), say("signup", 20)}, true},
		{"a signup from before", []channel.Event{say("stop", 30), say("signup", 20)}, false},
		{"a new word", []channel.Event{say("perhaps", 10)}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p template.Preferences
			for _, e := range tt.events {
				p = p.Apply(e)
			}
			require.Equal(t, tt.want, p.Allow(template.Marketing))
			require.True(t, p.Allow(template.Utility), "only marketing can be refused")
		})
	}
}
