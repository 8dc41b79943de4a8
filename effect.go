package socialticket

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// EffectKind says what kind of act an [Effect] asks for. Its text is the stored one;
// hosts may add their own.
type EffectKind string

// The kinds of effect.
const (
	EffectMessage EffectKind = "message" // Message is to be sent
	EffectNotify  EffectKind = "notify"  // people of the business's side are to be told Body
	EffectWebhook EffectKind = "webhook" // Body is to be posted to To
	EffectDecide  EffectKind = "decide"  // Command is to be handed to a desk
	EffectRoute   EffectKind = "route"   // Command is a [Route] of a ticket that waits for an agent, still without loads
	EffectRule    EffectKind = "rule"    // Body is what a rule asks for, an [Asked] of any other kind
	EffectMail    EffectKind = "mail"    // Body, a [Mail], is to be sent to the e-mail address To
)

// Effect is something that the world is to see. Effects of one lane are done one after
// another in the order of their numbers; lanes never wait for one another.
type Effect struct {
	ID   string     `json:"id"` // unique within the account, the same at every try of the decision
	Kind EffectKind `json:"kind"`
	// Lane orders effects within the account. That of a message is its address.
	Lane    string          `json:"lane"`
	Number  int64           `json:"number"` // counted by the conversation or the person, from 1
	Account channel.Account `json:"account"`
	Key     Key             `json:"key"` // of the conversation that decided it, or the id of the person
	// After is when it may be done first. Zero: at once.
	After time.Time `json:"after,omitzero"`
	At    time.Time `json:"at"` // when it was decided

	Message channel.Outbound `json:"message,omitzero"`
	Command Order            `json:"command,omitzero"`
	To      string           `json:"to,omitzero"`
	Body    json.RawMessage  `json:"body,omitzero"`
}

// effectID returns the id of the effect that carries a part of a comment, counted from
// 0, at the attempt of the given number, counted from 1.
func effectID(comment string, part, number int) string {
	return comment + "." + strconv.Itoa(part) + "." + strconv.Itoa(number)
}

// effectOf takes an id of [effectID] apart. Of a text that is none, ok is false.
func effectOf(id string) (comment string, part, number int, ok bool) {
	rest, last, found := cutLast(id)
	comment, middle, again := cutLast(rest)
	part, err := strconv.Atoi(middle)
	number, bad := strconv.Atoi(last)
	if !found || !again || err != nil || bad != nil || part < 0 || number < 1 {
		return "", 0, 0, false
	}
	return comment, part, number, true
}

func cutLast(text string) (before, after string, found bool) {
	i := strings.LastIndexByte(text, '.')
	if i < 0 {
		return "", "", false
	}
	return text[:i], text[i+1:], true
}
