package socialticket

import (
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
)

// Widget returns what the widget of an account shows to a visitor now, and until when. The
// widget is that of [Settings.Widgets]; who is online the caller tells. The error matches
// [ErrNotFound] if the account has no widget. See [session.Widget.At].
func (d *Desk) Widget(a channel.Account, p session.Presence, v session.Visitor) (session.Show, error) {
	w, known := d.config.Settings().widget(a)
	if !known {
		return session.Show{}, notFound("widget", fmt.Sprintf("%s:%s", a.Kind, a.ID))
	}
	return w.At(d.config.Clock.Now(), p, v), nil
}

// Admit says whether a visitor may start a chat now, at the instant of the request. It
// changes nothing: the chat begins with the visitor's first message, which [Desk.Receive]
// takes whatever was answered here, so that no words are lost. The error is that of
// [Desk.Widget]. See [session.Widget.Admit].
func (d *Desk) Admit(a channel.Account, p session.Presence, v session.Visitor) (session.Admission, error) {
	w, known := d.config.Settings().widget(a)
	if !known {
		return session.Admission{}, notFound("widget", fmt.Sprintf("%s:%s", a.Kind, a.ID))
	}
	return w.Admit(d.config.Clock.Now(), p, v), nil
}

// widget returns the widget of an account, else that of all accounts, and whether there is
// one.
func (s *Settings) widget(a channel.Account) (session.Widget, bool) {
	if w, own := s.Widgets[a]; own {
		return w, true
	}
	w, known := s.Widgets[channel.Account{}]
	return w, known
}

// checkWidgets returns an error that names the account whose widget cannot be.
func (s *Settings) checkWidgets() error {
	for a, w := range s.Widgets {
		if err := w.Check(); err != nil {
			return refused("settings", fmt.Sprintf("widgets[%s:%s]", a.Kind, a.ID), ErrInvalid, err)
		}
	}
	return nil
}
