package words

import (
	"cmp"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Reason says why a message did not go on a kind of channel, and what would help; "" if
// nothing is known.
func (w *Words) Reason(on channel.Kind, e channel.Error) string {
	if e == (channel.Error{}) {
		return ""
	}
	if e.Code == channel.CodeDoubt {
		e.Class = "" // people look at the message itself
	}
	return w.channel.Error(on, e)
}

// Delivery says how far a message got, and if it failed or is in doubt, why.
func (w *Words) Delivery(on channel.Kind, d channel.Delivery) string {
	text := w.State(d.State)
	switch {
	case d.State == channel.StateFailed:
		text = join(w.T("words.colon"), text, w.Reason(on, d.Error))
	case d.State == channel.StateDoubt && d.Error == (channel.Error{}):
		text += w.T("words.colon") + w.T("delivery.awaited")
	case d.State == channel.StateDoubt:
		text += w.T("words.colon") + w.T("delivery.unknown")
	}
	switch {
	case d.Doubt && d.State == channel.StateFailed:
		text += " " + w.T("delivery.earlier")
	case d.Doubt:
		text += w.T("delivery.twice")
	}
	return text
}

// State names how far a message got; "" for one that was never to be sent.
func (w *Words) State(s channel.DeliveryState) string {
	if s == channel.StateDoubt {
		return w.T("delivery.perhaps")
	}
	return w.channel.Of(string(s))
}

// Window says whether a reply may go out, with the time left and the instants as the viewer
// reads them, and what would work instead.
func (w *Words) Window(d channel.Decision, clock func(time.Time) string) string {
	text := w.channel.Of(string(d.Reason))
	if d.Reason == channel.ReasonOpen && d.Until.IsZero() {
		text = w.channel.Of(string(channel.ReasonAlways))
	}
	if d.Reason == channel.ReasonClosed && !d.Until.IsZero() {
		text = w.T("window.closed", clock(d.Until))
	}
	text = strings.NewReplacer("{left}", w.Left(d.Left), "{until}", clock(d.Until), "{remaining}", w.T("words.number", d.Remaining)).Replace(text)
	if d.Instead != "" {
		text += " " + w.channel.Of(string(d.Instead))
	}
	return text
}

// join puts a mark between the texts that are not empty.
func join(mark string, list ...string) string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, mark)
}

// first returns the first text that is not blank.
func first(list ...string) string {
	for i, s := range list {
		list[i] = strings.TrimSpace(s)
	}
	return cmp.Or(list...)
}
