package words

import (
	"strings"

	"github.com/socialticket/socialticket/rules"
)

// longest is how many letters of a text that a rule writes are shown.
const longest = 80

// Action says what an action of a rule does, as a sentence without its capital and its end:
// "set the status to Closed".
func (r Rules) Action(a rules.Action) string {
	w := r.words
	field, _, _ := strings.Cut(a.Field, "#")
	values := []string{r.Field(field), r.given(field, a.Value), second(a.Value)}
	key := "act." + field
	if a.Value.IsZero() && w.texts[key+".empty"] != "" {
		return w.T(key + ".empty")
	}
	if w.texts[key] == "" {
		if key = "act.set"; a.Value.IsZero() {
			key = "act.empty"
		}
	}
	return w.Say(key, values...)
}

// given says the value of an action: whom it tells, or what it writes or sets.
func (r Rules) given(field string, v rules.Value) string {
	switch field {
	case "set_tags", "current_tags", "remove_tags":
		return strings.Join(strings.FieldsFunc(strings.Join(v, " "), func(c rune) bool { return c == ' ' || c == ',' }), ", ")
	case "notification_user", "notification_group", "notification_sms_user", "notification_sms_group", "notification_target", "notification_webhook":
		if len(v) > 0 {
			return r.Value(field, v[0])
		}
	case "comment_value", "comment_value_html", "reply_public", "reply_internal":
		if len(v) > 0 {
			return shorten(v[len(v)-1]) // a channel may stand before it
		}
	}
	return r.Values(field, v)
}

// second returns the subject of a message, or its text if that is all there is.
func second(v rules.Value) string {
	if len(v) < 2 {
		return ""
	}
	return shorten(v[1])
}

// shorten returns a text in one line and not too long, with "…" for what is filled in later.
func shorten(text string) string {
	for {
		before, rest, found := strings.Cut(text, "{{")
		_, after, ended := strings.Cut(rest, "}}")
		if !found || !ended {
			break
		}
		text = before + "…" + after
	}
	text = strings.Join(strings.Fields(text), " ")
	if letters := []rune(text); len(letters) > longest {
		return string(letters[:longest]) + "…"
	}
	return text
}
