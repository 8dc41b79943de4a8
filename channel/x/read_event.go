package x

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// event begins an event for v.
func (r *reader) event(t channel.EventType, v loosejson.Value) channel.Event {
	e := channel.Event{
		Type: t, Account: channel.Account{Kind: channel.X, ID: r.account},
		Sent: sentAt(v), Received: r.received, Raw: v.Raw(),
	}
	if r.whole.Kind() != 0 {
		e.Raw = r.whole.Raw()
	}
	return e
}

// keep adds an event that is complete but for what all have. What a user did needs
// a user.
func (r *reader) keep(e channel.Event) {
	if len(r.events) >= platform.MaxEvents-1 {
		r.rest, r.left = append(append(r.rest, ','), e.Raw...), r.left+1
		return
	}
	switch e.Type {
	case channel.EventMessage, channel.EventEcho, channel.EventOpen, channel.EventLeave, channel.EventRead:
		if e.From == "" {
			e.Type, e.Opens = channel.EventUnknown, ""
			e.Notice.Field, e.Notice.Detail = r.feed, r.where("the user is missing")
		}
	}
	e.Echo = e.Type == channel.EventEcho
	e.ID = cmp.Or(e.ID, r.whole.Get("event_uuid").Str())
	e = e.Identified()
	e.Sent = cmp.Or(e.Sent, r.received)
	r.events = append(r.events, e)
}

// keepRest adds one event for all items that are too many.
func (r *reader) keepRest() {
	if r.left == 0 {
		return
	}
	r.rest[0] = '['
	e := channel.Event{
		Type: channel.EventUnknown, Account: channel.Account{Kind: channel.X, ID: r.account}, Sent: r.received, Received: r.received,
		Notice: channel.Notice{Detail: fmt.Sprintf("%d more items: a webhook has %d events at most", r.left, platform.MaxEvents)},
		Raw:    append(r.rest, ']'),
	}
	r.events = append(r.events, e.Identified())
}

func (r *reader) where(why string) string { return r.feed + "[" + strconv.Itoa(r.item) + "]: " + why }

// unknown keeps v as it is, with the words in it.
func (r *reader) unknown(v loosejson.Value, why string) {
	e := r.event(channel.EventUnknown, v)
	e.Message.Text = unescaped(v.Words())
	e.Notice = channel.Notice{Field: r.feed, Detail: r.where(why)}
	r.keep(e)
}

// plain returns a text as it was written: X escapes three characters in what it hands
// on. Source: https://twittercommunity.com/t/tweet-text-html-encoding-clarity/68810,
// https://kbravh.dev/html-entities-twitter-api-v2 (read 2026-11-27).
func plain(v loosejson.Value) string {
	return unescaped(v.Str())
}

func unescaped(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "&lt;", "<"), "&gt;", ">")
	return strings.ReplaceAll(s, "&amp;", "&") // last, or an escape that somebody wrote would go too
}

// behind returns the addresses for which X wrote short ones into a text, a line each, but
// for those of files and of the post that it quotes.
func behind(entities loosejson.Value, quoted string) string {
	var lines []string
	for link := range entities.Get("urls").Items() {
		long := link.First("unwound_url", "expanded_url")
		file := link.Get("media_key").Kind() != 0 || strings.Contains(long, "/messages/media/")
		if long == "" || file || long == link.Get("url").Str() || quoted != "" && strings.HasSuffix(long, "/status/"+quoted) {
			continue
		}
		lines = append(lines, long)
	}
	return strings.Join(lines, "\n")
}

// longest bounds what stands once in a webhook and in every event of it, in bytes: an id
// of X has 20, a name 50 characters.
const longest = 256

// short cuts a text that is longer.
func short(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "")
}

// sentAt returns when an item happened, which each kind writes in its own way:
// milliseconds, RFC 3339 or words. Zero: it does not say.
func sentAt(v loosejson.Value) time.Time {
	for _, name := range []string{"created_timestamp", "created_at_msec", "timestamp_ms", "created_at", "date_time"} {
		member := v.Get(name)
		if member.Kind() == 0 {
			continue
		}
		if at := member.Moment(); !at.IsZero() {
			return at
		}
		for _, layout := range []string{time.RFC3339, time.RubyDate} {
			at, err := time.Parse(layout, member.Str())
			if at = at.UTC(); err == nil && at.Year() > 1969 && at.Year() < 10000 {
				return at
			}
		}
	}
	return time.Time{}
}
