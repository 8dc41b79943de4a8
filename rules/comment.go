package rules

import (
	"fmt"
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// The actions that make up the comment of a macro.
const (
	commentText = "comment_value"
	commentHTML = "comment_value_html"
	commentMode = "comment_mode_is_public"
)

// scope says on which tickets a comment is made: of a macro that has one text for the web
// and one for all channels, a ticket gets one.
type scope uint8

const (
	everywhere scope = iota
	onWeb            // on tickets of the web alone
	notOnWeb         // where the one for the web is not made
)

// has reports whether a scope has the ticket of a subject.
func (sc scope) has(s *Subject) bool {
	web := s.Ticket.Via == channel.Web || via(string(s.Ticket.Via)) == "web_form"
	return sc == everywhere || web == (sc == onWeb)
}

// comment returns the deed of a macro's comment: a text, or a pair of "channel:all" or
// "channel:web" and the text.
func comment(a Action) (deed, string) {
	d := deed{worded: true, ask: Ask{Kind: AskComment, Public: true, HTML: a.Field == commentHTML, Body: a.Value.One()}}
	if len(a.Value) < 2 {
		return d, ""
	}
	switch {
	case len(a.Value) > 2:
		return deed{}, fmt.Sprintf("value %q: a channel and a text are wanted", a.Value)
	case a.Value[0] == "channel:web":
		d.scope = onWeb
	case a.Value[0] != "channel:all":
		return deed{}, fmt.Sprintf("value %q: channel %q is not known", a.Value, a.Value[0])
	}
	d.ask.Body = a.Value[1]
	return d, ""
}

// comments settles which comments the actions of a rule make, and whether the requester
// sees them. One text in two forms is one comment, the plain one, which every channel can
// carry. A text for the web stands in for the one for all channels.
func comments(list []Action, deeds []deed) []deed {
	internal := slices.ContainsFunc(list, func(a Action) bool { return a.Field == commentMode && a.Value.One() == "false" })
	deeds = slices.DeleteFunc(deeds, func(d deed) bool { return d.worded && d.ask.Body == "" })
	plain := map[scope]bool{}
	web := false
	for _, d := range deeds {
		plain[d.scope] = plain[d.scope] || d.worded && !d.ask.HTML
		web = web || d.worded && d.scope == onWeb
	}
	deeds = slices.DeleteFunc(deeds, func(d deed) bool { return d.worded && d.ask.HTML && plain[d.scope] })
	for i := range deeds {
		d := &deeds[i]
		if !d.worded {
			continue
		}
		d.ask.Public = !internal
		if web && d.scope == everywhere {
			d.scope = notOnWeb
		}
	}
	return deeds
}
