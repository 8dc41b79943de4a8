package channel

import "slices"

// leastRoom is how many units a question's header and footer have to leave for its text.
const leastRoom = 64

// one reports whether o goes in one call as it stands.
func (a *Ability) one(o *Outbound) bool {
	if o.templated() || o.Type == Reaction {
		return true
	}
	messages := 0
	if o.Type == Location || o.Type == Contacts {
		messages++
		if a.Cards > 0 && len(o.People) > a.Cards {
			return false
		}
	}
	switch n := len(o.Attachments); {
	case n == 0:
	case a.together(o, o.Attachments):
		messages++
	default:
		messages += n
	}
	if o.Text != "" && (messages != 1 || !a.captioned(o)) {
		messages++
		if !a.holds(o) {
			return false
		}
	}
	switch {
	case a.Messages > 0 && messages > a.Messages:
		return false
	case o.asks() && o.Question.Media != (Attachment{}) && !a.headed(&o.Question):
		return false
	}
	return !a.Typed || a.typed(o)
}

// typed reports whether the type of o is that of its content.
func (a *Ability) typed(o *Outbound) bool {
	switch {
	case o.Type == Location || o.Type == Contacts:
		return true
	case o.asks():
		return o.Type == Interactive
	case len(o.Attachments) > 0:
		return o.Type == "" || o.Type == o.typeOf(&o.Attachments[0])
	}
	return true
}

// together reports whether attachments of o go in one message of the platform.
func (a *Ability) together(o *Outbound, list []Attachment) bool {
	switch {
	case len(list) == 1 || a.Album == 0:
		return true
	case len(list) > a.Album:
		return false
	}
	with := MessageType("")
	for i := range list {
		rule := a.file(o.typeOf(&list[i]))
		if rule == nil || rule.With == "" || list[i].Voice || i > 0 && rule.With != with {
			return false
		}
		with = rule.With
	}
	return true
}

// headed reports whether the media of a question stand in its header, not before it.
func (a *Ability) headed(q *Question) bool {
	if a.Questions == nil {
		return true
	}
	if q.Header != "" || q.Media.Type != Image && q.Media.Type != Video && q.Media.Type != Document {
		return false
	}
	return !slices.ContainsFunc(q.forms(), func(f Form) bool { rule := a.form(f); return rule == nil || !rule.Media })
}

// captioned reports whether the text of o stands beside its attachments, in their
// message. Buttons stand under a single one.
func (a *Ability) captioned(o *Outbound) bool {
	if len(o.Attachments) == 0 || o.Type == Location || o.Type == Contacts || !a.holds(o) {
		return false
	}
	limit, first := Limit{}, &o.Attachments[0]
	if a.Notes && first.Voice && o.typeOf(first) == Video {
		return false
	}
	if rule := a.file(o.typeOf(first)); rule != nil {
		limit = rule.Caption
	}
	if !o.asks() {
		return limit.Holds(o.Text)
	}
	if a.Types != nil && (!a.Beside || len(o.Attachments) > 1) {
		return false
	}
	return limit.without(a.frame(&o.Question, limit.Unit)).Holds(o.Text)
}

// holds reports whether the text of o is as long as one message may be.
func (a *Ability) holds(o *Outbound) bool {
	if !o.asks() {
		return a.Text.Holds(o.Text)
	}
	return holdAll(a.room(o), o.Text)
}

func holdAll(limits []Limit, text string) bool {
	return !slices.ContainsFunc(limits, func(l Limit) bool { return !l.Holds(text) })
}

// room returns the limits of the text of a question, less its header and footer where
// they are a part of it.
func (a *Ability) room(o *Outbound) []Limit {
	limits := []Limit{a.Text}
	for _, f := range o.Question.forms() {
		if rule := a.form(f); rule != nil && rule.Text != (Limit{}) {
			limits = append(limits, rule.Text)
		}
	}
	for i, l := range limits {
		limits[i] = l.without(a.frame(&o.Question, l.Unit))
	}
	return limits
}

// frame returns how long a question's header and footer are where they are a part of
// its text, with the blank lines between.
func (a *Ability) frame(q *Question, u Unit) int {
	if !a.Around {
		return 0
	}
	n := 0
	for _, text := range []string{q.Header, q.Footer} {
		if text != "" {
			n += u.Count(text) + len("\n\n")
		}
	}
	return n
}

// fitCalls checks a message that needs several calls.
func (a *Ability) fitCalls(o *Outbound) Misfit {
	once := o.Via != RouteDirect && slices.Contains(a.Once, o.Via)
	switch {
	case !a.Single && !once:
		return a.fitRoom(o)
	case !a.holds(o):
		m := a.tooLong(o)
		if a.Single {
			m.Instead = AdviseParts
		}
		return m
	}
	m := Misfit{Code: MisfitTooMany, Field: "attachments", Problem: "it needs several calls, and one is allowed", Instead: AdviseChange}
	if a.Single {
		m.Instead = AdviseParts
	}
	if o.Type == Contacts && len(o.Attachments) == 0 {
		m.Field = "people"
	}
	return m
}

// tooLong returns the misfit of the text of o.
func (a *Ability) tooLong(o *Outbound) Misfit {
	if !o.asks() {
		return a.Text.check("text", o.Text)
	}
	for _, l := range a.room(o) {
		if !l.Holds(o.Text) {
			return l.over("text", l.Unit.Count(o.Text))
		}
	}
	return Misfit{}
}

// fitRoom checks that a question's header and footer leave room for a part of its text.
func (a *Ability) fitRoom(o *Outbound) Misfit {
	if !o.asks() || a.holds(o) {
		return Misfit{}
	}
	for _, l := range a.room(o) {
		if l.Most < 0 || l.Most > 0 && l.Most < leastRoom && a.frame(&o.Question, l.Unit) > 0 {
			m := Misfit{Code: MisfitTooLong, Field: "question.header", Problem: "it leaves no room for the text", Instead: AdviseChange}
			if o.Question.Header == "" {
				m.Field = "question.footer"
			}
			return m
		}
	}
	return Misfit{}
}
