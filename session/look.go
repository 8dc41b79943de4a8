package session

import "time"

// look returns what shows at an instant, without the time for which it does.
func (sc *scene) look(at time.Time) Show {
	switch {
	case sc.widget.Messaging:
		s := Show{Mode: ModeMessaging}
		if len(sc.ready(sc.wanted, at)) == 0 {
			s.Absence, s.Opening = sc.absence(at)
		}
		return s
	case sc.visitor.Chat == ChatTalking:
		return Show{Mode: ModeTalking}
	case sc.visitor.Chat == ChatWaiting && sc.anyone:
		return Show{Mode: ModeWaiting}
	}
	all := sc.ready(sc.services, at)
	s := Show{Departments: sc.offers(all, at)}
	ready := sc.ready(sc.wanted, at)
	if len(ready) == 0 {
		s.Absence, s.Opening = sc.absence(at)
		if s.Mode = sc.form(); s.Mode != "" {
			return s
		}
		ready = all
	}
	s.Mode, s.ClosesAt = sc.chat(ready, at)
	return s
}

// ready returns those of the services with which a chat may start.
func (sc *scene) ready(list []service, at time.Time) (ready []service) {
	for _, s := range list {
		if s.online && s.open(at) {
			ready = append(ready, s)
		}
	}
	return ready
}

// form returns the form that shows while no chat can start, "" if none is on.
func (sc *scene) form() Mode {
	w := sc.widget
	switch {
	case w.OfflineForm && (!w.ContactForm || sc.visitor.Chat == ChatWaiting):
		return ModeOfflineForm
	case w.ContactForm:
		return ModeContactForm
	}
	return ""
}

// chat returns how the services that are ready show, and when the last of them closes.
func (sc *scene) chat(ready []service, at time.Time) (mode Mode, closes time.Time) {
	if len(ready) == 0 {
		return ModeHidden, time.Time{}
	}
	mode = ModeClosingSoon
	for i, s := range ready {
		end := s.closes(at)
		if !sc.soon(end, at) {
			mode = ModeChat
		}
		if i == 0 || end.IsZero() || !closes.IsZero() && end.After(closes) {
			closes = end
		}
	}
	return mode, closes
}

func (sc *scene) offers(ready []service, at time.Time) []Offer {
	var list []Offer
	for _, s := range ready {
		if s.id != "" {
			end := s.closes(at)
			list = append(list, Offer{Department: s.id, ClosesAt: end, ClosingSoon: sc.soon(end, at)})
		}
	}
	return list
}

// soon reports whether an end of the hours is within the lead.
func (sc *scene) soon(end, at time.Time) bool {
	return sc.widget.Lead > 0 && !end.IsZero() && end.Sub(at) <= sc.widget.Lead
}

// absence returns why none of the services that are wanted is ready, and when the first of
// them opens if all are closed.
func (sc *scene) absence(at time.Time) (Absence, Opening) {
	if len(sc.wanted) == 0 {
		return AbsenceUnknown, Opening{}
	}
	var next time.Time
	for _, s := range sc.wanted {
		if s.open(at) {
			return AbsenceAway, Opening{}
		}
		next = sooner(next, s.hours.NextOpening(at))
	}
	return AbsenceClosed, sc.opening(next, at)
}
