package session

import (
	"cmp"
	"slices"
	"time"

	"github.com/socialticket/socialticket/schedule"
)

// At returns what the widget shows to a visitor at an instant, and until when. A widget
// that does not pass [Widget.Check] shows something too; it never panics.
//
// A chat that is under way stays whatever the hours say. One that waits stays until all
// agents are gone, then the offline form shows. Source:
// https://support.zendesk.com/hc/en-us/articles/360022184014, facts as of autumn 2026.
//
// If the department that was asked for is not there, a form shows that is on, else the
// other departments are offered. The widget is hidden if neither is there.
func (w Widget) At(at time.Time, p Presence, v Visitor) Show {
	sc := w.scene(p, v)
	s := sc.look(at)
	form, _ := w.Form(s.Mode)
	s.Fields, s.Since, s.Until = form.Fields, sc.since(at, s), sc.until(at, s)
	if o := &s.Opening; !o.At.IsZero() {
		o.Text = w.phrases(v.Language).text(o.Day, o.At.In(sc.zone()))
	}
	return s
}

// scene is a widget before one visitor, with the agents that are there.
type scene struct {
	widget   *Widget
	visitor  Visitor
	anyone   bool // an agent is online
	services []service
	wanted   []service // those that the visitor asked for
	moving   []service // those whose hours the show depends on
}

// service is something that a visitor can be connected to: a department, or the agents
// without one.
type service struct {
	id     string             // of the department; empty: the agents without one
	hours  *schedule.Schedule // nil: at all hours
	online bool
}

func (w *Widget) scene(p Presence, v Visitor) *scene {
	sc := &scene{widget: w, visitor: v, anyone: p.anyone()}
	if w.Messaging {
		v.Bypass = false
	}
	hours := func(own *schedule.Schedule) *schedule.Schedule {
		if v.Bypass {
			return nil
		}
		return cmp.Or(w.Hours, own)
	}
	for _, d := range w.Departments {
		sc.services = append(sc.services, service{d.ID, hours(d.Hours), p[d.ID] > 0})
	}
	switch {
	case len(w.Departments) == 0:
		sc.services = []service{{"", hours(nil), sc.anyone}}
	case p[""] > 0 && !w.Messaging:
		sc.services = append(sc.services, service{"", hours(nil), true})
	}
	sc.wanted = sc.services
	if v.Department != "" {
		sc.wanted = slices.DeleteFunc(slices.Clone(sc.services), func(s service) bool { return s.id != v.Department })
	}
	if w.Messaging {
		sc.messaging(p)
	}
	sc.moving = sc.depends()
	return sc
}

// depends returns the services whose hours can change what shows: those that a chat may
// start with at some time, and those whose absence is told.
func (sc *scene) depends() []service {
	v := &sc.visitor
	if !sc.widget.Messaging && (v.Chat == ChatTalking || v.Chat == ChatWaiting && sc.anyone) {
		return nil
	}
	told := !slices.ContainsFunc(sc.wanted, func(s service) bool { return s.online && s.hours == nil })
	return slices.DeleteFunc(slices.Clone(sc.services), func(s service) bool {
		wanted := slices.ContainsFunc(sc.wanted, func(o service) bool { return o.id == s.id })
		return s.hours == nil || !(wanted && told) && (sc.widget.Messaging || !s.online)
	})
}

// messaging lets an unknown department stand for any, and agents whom nobody counted, or
// who have no department, for those of each.
func (sc *scene) messaging(p Presence) {
	if len(sc.wanted) == 0 {
		sc.wanted = sc.services
	}
	if p == nil || p[""] > 0 {
		sc.wanted = slices.Clone(sc.wanted)
		for i := range sc.wanted {
			sc.wanted[i].online = true
		}
	}
}

func (s service) open(at time.Time) bool {
	if s.hours == nil {
		return true
	}
	_, open := s.hours.SegmentAt(at)
	return open
}

// closes returns when a service that is open closes, zero if it never does.
func (s service) closes(at time.Time) time.Time {
	if s.hours == nil {
		return time.Time{}
	}
	return s.hours.NextClosing(at)
}

// sooner returns the earlier of two instants; a zero one does not count.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
