package template

import (
	"cmp"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Apply returns t after an event of type [channel.EventTemplate]. Events about
// other templates change nothing, nor do events older than what t knows, so that
// their order does not matter; of two at one instant the later in the alphabet
// counts. News that name no status, quality or category leave it as it is, and news of a
// status that name a quality are about that.
func (t Template) Apply(e channel.Event) Template {
	n := e.Notice
	if e.Type != channel.EventTemplate || n.Subject != t.Name || n.Language != "" && n.Language != t.Language {
		return t
	}
	field := n.Field
	if field == fieldStatus && isQuality(n.Name) {
		field = fieldQuality
	}
	switch at := e.Sent.UTC(); {
	case n.Name == "" && (field != fieldComponents || n.Detail == ""): // they name nothing
	case field == fieldStatus:
		if newer(at, t.StatusAt, n.Name, string(t.Status)) {
			t.StatusAt = at
			t = t.turned(n, at)
		}
	case field == fieldQuality:
		if newer(at, t.QualityAt, n.Name, t.Quality) {
			t.Quality, t.QualityAt = n.Name, at
		}
	case field == fieldCategory:
		if newer(at, t.CategoryAt, string(categoryOf(n.Name)), string(t.Category)) {
			t.Category, t.CategoryAt = categoryOf(n.Name), at
		}
	case field == fieldComponents:
		if newer(at, t.TextAt, n.Detail, t.Body) {
			t.TextAt = at
			t = t.reworded(e)
		}
	}
	return t
}

// isQuality reports whether a word is a quality, which no status is.
func isQuality(name string) bool {
	return name == "GREEN" || name == "YELLOW" || name == "RED" || name == "UNKNOWN"
}

func newer(at, known time.Time, text, had string) bool {
	return cmp.Or(at.Compare(known), cmp.Compare(text, had)) > 0
}

// The fields that tell of templates. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
// (read 2026-09).
const (
	fieldStatus     = "message_template_status_update"
	fieldQuality    = "message_template_quality_update"
	fieldCategory   = "template_category_update"
	fieldComponents = "message_template_components_update"
)

// How long a template is paused for low quality, the first and the second time. Source:
// Meta, template pausing, read 2026-09.
const (
	firstPause  = 3 * time.Hour
	secondPause = 6 * time.Hour
)

// turned sets a status. A first pause lasts three hours and a second one six;
// they end by themselves. Source: Meta, template pausing, read 2026-09.
func (t Template) turned(n channel.Notice, at time.Time) Template {
	t.Status, t.Reason, t.PausedUntil = Status(n.Name), n.Detail, time.Time{}
	if t.Status != Paused {
		return t
	}
	switch {
	case !n.Until.IsZero():
		t.PausedUntil = n.Until.UTC()
	case strings.HasPrefix(n.Detail, "FIRST"):
		t.PausedUntil = at.Add(firstPause)
	case strings.HasPrefix(n.Detail, "SECOND"):
		t.PausedUntil = at.Add(secondPause)
	}
	return t
}

// reworded sets the text from the event's item. The event tells of text headers
// and of buttons with a URL or a number only; media headers and other buttons
// stay as they are.
func (t Template) reworded(e channel.Event) Template {
	item, err := loosejson.Object(e.Raw)
	if err != nil {
		return t // an event that did not come from a webhook
	}
	v := item.Get("value")
	t.Body, t.Footer = v.Get("message_template_element").Str(), v.Get("message_template_footer").Str()
	if title := v.Get("message_template_title").Str(); title != "" {
		t.Header = Header{HeaderText, title}
	} else if t.Header.Format == HeaderText {
		t.Header = Header{}
	}
	t.Buttons = rewordedButtons(t.Buttons, v.Get("message_template_buttons"))
	return t
}

// rewordedButtons replaces the buttons that news tell of, each in its place.
func rewordedButtons(old []Button, news loosejson.Value) []Button {
	var told, buttons []Button
	for b := range news.Items() {
		told = append(told, Button{
			Type: strings.ToUpper(b.Get("message_template_button_type").Str()), Text: b.Get("message_template_button_text").Str(),
			URL: b.Get("message_template_button_url").Str(), Phone: b.Get("message_template_button_phone_number").Str(),
		})
	}
	for _, b := range old {
		switch {
		case b.Type != buttonURL && b.Type != buttonPhone:
			buttons = append(buttons, b)
		case len(told) > 0:
			buttons, told = append(buttons, told[0]), told[1:]
		}
	}
	return append(buttons, told...)
}

// Usable reports whether t may be sent at now. A pause that is over by itself is
// no pause.
func (t Template) Usable(now time.Time) bool {
	switch t.Status {
	case Approved, Flagged, Reinstated:
		return true
	case Paused:
		return !t.PausedUntil.IsZero() && !now.Before(t.PausedUntil)
	case Pending, Rejected, Disabled, InAppeal, PendingDeletion, Deleted,
		LimitExceeded, Archived, Locked:
	}
	return false
}
