package channel

import "slices"

// Split returns the calls of the platform that o needs, in their order. A message that
// goes in one call comes back alone, and so does one that does not fit.
//
// A place or contact cards come first, then the attachments, then the text. The text
// stands beside the first attachment where the channel takes a caption as long as that.
// A longer text is cut behind a blank, or between two characters of a script that has
// none; only a word too long for one message is cut inside, and then not between a
// letter and its accents nor within an emoji. The texts of the parts make up the text
// again, but for blanks of which a part would consist. Only the first part quotes, and
// the last one asks.
//
// All parts have the ID of o, so that the caller names them.
func (a Ability) Split(o Outbound) []Outbound {
	if m := a.misfit(&o); m.Code != "" || a.one(&o) {
		return []Outbound{o}
	}
	s := splitter{a: &a, o: &o, bare: o}
	s.bare.Type, s.bare.Text, s.bare.Attachments, s.bare.Question = "", "", nil, Question{}
	s.bare.Place, s.bare.People, s.bare.ReplyTo = Place{}, nil, ""
	s.lead()
	s.files()
	s.text()
	if len(s.parts) == 0 { // blanks alone, on a channel of any content
		o.Text = ""
		return []Outbound{o}
	}
	parts := a.pack(s.parts)
	parts[0].ReplyTo = o.ReplyTo
	return parts
}

// splitter makes the parts of one message.
type splitter struct {
	a     *Ability
	o     *Outbound
	bare  Outbound // without content
	parts []Outbound
}

func (s *splitter) add(t MessageType, fill func(*Outbound)) {
	part := s.bare
	part.Type = t
	fill(&part)
	s.parts = append(s.parts, part)
}

// lead adds the place, or the cards.
func (s *splitter) lead() {
	switch s.o.Type {
	case Location:
		s.add(Location, func(p *Outbound) { p.Place = s.o.Place })
	case Contacts:
		most := len(s.o.People)
		if s.a.Cards > 0 {
			most = s.a.Cards
		}
		for cards := range slices.Chunk(s.o.People, max(1, most)) {
			s.add(Contacts, func(p *Outbound) { p.People = cards })
		}
	}
}

// files adds the attachments, each album by itself.
func (s *splitter) files() {
	list := s.o.Attachments
	if q := &s.o.Question; q.Media != (Attachment{}) && !s.a.headed(q) {
		list = append([]Attachment{q.Media}, list...)
	}
	for len(list) > 0 {
		n := 1
		for n < len(list) && s.a.together(s.o, list[:n+1]) {
			n++
		}
		album := list[:n:n]
		s.add(s.o.typeOf(&album[0]), func(p *Outbound) { p.Attachments = album })
		list = list[n:]
	}
}

// text adds the text and what is asked under it.
func (s *splitter) text() {
	o, asks := s.o, s.o.asks()
	q := o.Question
	if !s.a.headed(&q) {
		q.Media = Attachment{}
	}
	first := slices.IndexFunc(s.parts, func(p Outbound) bool { return len(p.Attachments) > 0 })
	if first >= 0 && !blank(o.Text) {
		with := s.parts[first]
		with.Text, with.Question = o.Text, q
		if asks {
			with.Type = Interactive
		}
		if (!asks || first == len(s.parts)-1) && s.a.captioned(&with) {
			s.parts[first] = with
			return
		}
	}
	texts := s.a.texts(o)
	for i, text := range texts {
		if asks && i == len(texts)-1 {
			s.add(Interactive, func(p *Outbound) { p.Text, p.Question = text, q })
			continue
		}
		s.add(Text, func(p *Outbound) { p.Text = text })
	}
}

// texts cuts the text of o into those of messages. A question has one, even if it is
// empty.
func (a *Ability) texts(o *Outbound) []string {
	if !o.asks() {
		return cutAll(o.Text, a.Text, nil)
	}
	if texts := cutAll(o.Text, a.Text, a.room(o)); len(texts) > 0 {
		return texts
	}
	return []string{o.Text}
}

// pack joins neighbours where a call carries several messages. It has at most one text,
// at its end.
func (a *Ability) pack(parts []Outbound) []Outbound {
	if a.Messages == 1 {
		return parts
	}
	packed := parts[:1]
	for _, next := range parts[1:] {
		last := &packed[len(packed)-1]
		joined := *last
		joined.Attachments = slices.Concat(last.Attachments, next.Attachments)
		joined.Text, joined.Question = next.Text, next.Question
		if joined.Type != Location && joined.Type != Contacts && next.asks() {
			joined.Type = Interactive
		}
		if last.Text == "" && next.Type != Location && next.Type != Contacts && a.one(&joined) {
			*last = joined
			continue
		}
		packed = append(packed, next)
	}
	return packed
}
