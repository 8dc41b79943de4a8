package socialtickettest_test

import (
	"cmp"
	"context"
	"errors"
	"runtime"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// circle reports whether a commit would close a circle of links.
func (f *faulty) circle(c socialticket.Commit) bool {
	closes, _ := identity.Closes(c.Person.ID, c.Person.Into, func(id string) (identity.Person, error) {
		return f.head(socialticket.Ref{Person: id}).Record, nil
	})
	return c.Person.Into != "" && closes
}

// passing returns a fault that lets circles pass, as far as the caller sees, unless
// refuses says so.
func passing(refuses func(*faulty, socialticket.Commit) bool) func(*faulty) {
	return func(f *faulty) {
		f.commit = func(ctx context.Context, c socialticket.Commit) error {
			if refuses(f, c) {
				return socialticket.ErrConflict
			}
			for range 10 {
				runtime.Gosched()
			}
			err := f.Store.Commit(ctx, c)
			if errors.Is(err, socialticket.ErrConflict) && f.version(c) == c.Expect && f.circle(c) {
				return nil
			}
			return err
		}
	}
}

func faultsOfPersons() []fault {
	return []fault{
		{name: "loses_the_fields_of_a_person", breaks: "PersonWhole", make: written(func(_ *faulty, c *socialticket.Commit) { c.Person.Fields = nil })},
		{name: "loses_why_persons_were_merged", breaks: "PersonWhole", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) { h.Record.Reason = "" })},
		{name: "tells_nothing_without_a_record", breaks: "PersonNothing PersonNoRecord PersonUser LoadWhole", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			if h.Person.Version == 0 {
				h.Person = identity.Person{}
			}
		})},
		{name: "makes_records_of_ids", breaks: "PersonNothing PersonRecord PersonNoRecord", make: always(func(_ *faulty, h *socialticket.Head, ref socialticket.Ref) {
			h.Record.ID = ref.Person
		})},
		{name: "tells_the_winner_for_the_record", breaks: "PersonRecord PersonLinks", make: always(func(_ *faulty, h *socialticket.Head, _ socialticket.Ref) {
			if h.Record.Into != "" {
				h.Record = h.Person
			}
		})},
		{name: "tells_the_record_of_the_user", breaks: "PersonRecord PersonUser", make: always(func(f *faulty, h *socialticket.Head, ref socialticket.Ref) {
			h.Record = f.head(socialticket.Ref{Person: cmp.Or(ref.Person, ref.Into, h.Conversation.User.ID)}).Record
		})},
		{name: "follows_one_link", breaks: "PersonLinks", make: always(func(f *faulty, h *socialticket.Head, ref socialticket.Ref) {
			from := cmp.Or(ref.Into, ref.Person, h.Conversation.User.ID)
			into := cmp.Or(f.head(socialticket.Ref{Person: from}).Record.Into, from)
			if h.Person = f.head(socialticket.Ref{Person: into}).Record; h.Person.IsZero() {
				h.Person.ID = into
			}
		})},
		{name: "begins_at_the_person", breaks: "PersonLinks PersonNothing", make: asked(func(_ *faulty, r *socialticket.Ref) {
			if r.Person != "" {
				r.Into = ""
			}
		})},
		{name: "begins_at_the_user", breaks: "PersonUser", make: always(func(f *faulty, h *socialticket.Head, _ socialticket.Ref) {
			if user := h.Conversation.User.ID; user != "" {
				h.Person = f.head(socialticket.Ref{Person: user}).Person
			}
		})},
		{name: "asks_nothing_of_the_user", breaks: "PersonUser PersonNoRecord", make: always(func(_ *faulty, h *socialticket.Head, ref socialticket.Ref) {
			if ref.Person+ref.Into == "" {
				h.Person = identity.Person{}
			}
		})},
		{name: "merges_for_ever", breaks: "PersonParted", make: written(func(f *faulty, c *socialticket.Commit) {
			if into := f.head(socialticket.Ref{Person: c.Person.ID}).Record.Into; !c.Person.IsZero() && into != "" {
				c.Person.Into = into
			}
		})},
		{name: "lets_circles_be", breaks: "PersonCircle PersonCircleRace", make: passing(func(*faulty, socialticket.Commit) bool { return false })},
		{name: "looks_for_circles_of_two", breaks: "PersonCircle PersonCircleRace", make: passing(func(f *faulty, c socialticket.Commit) bool {
			back := f.head(socialticket.Ref{Person: c.Person.Into}).Record.Into
			return c.Person.Into != "" && (c.Person.Into == c.Person.ID || back == c.Person.ID)
		})},
		{name: "looks_for_circles_before_it_locks", breaks: "PersonCircleRace", make: passing(func(f *faulty, c socialticket.Commit) bool { return f.circle(c) })},
	}
}
