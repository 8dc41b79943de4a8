package main

import (
	"cmp"
	"net/http"
	"time"

	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/ticket"
)

// strandView is one comment of a thread that several tickets make.
type strandView struct {
	At     time.Time
	Ticket ticket.ID
	Who    string
	Text   string
	Note   bool
}

// readWhole reads a ticket with all that was merged into it as one thread.
func (s *server) readWhole(r *http.Request, v *joinView, id ticket.ID) error {
	const shown = 30
	tell, last := s.teller(v.frame, v.Chosen), ""
	for c, err := range inbox.Thread(r.Context(), s.store, id, r.URL.Query().Get("after")) {
		switch {
		case err != nil:
			return err
		case len(v.Thread) == shown:
			v.Older = with(r.URL.Path, r.URL.Query(), "after", last)
			return nil
		}
		last = c.ID
		one := strandView{At: c.SentAt, Ticket: c.Ticket, Who: cmp.Or(c.AuthorName, tell.who(c.Author)), Text: v.Content(c.Content), Note: !c.Public}
		if !c.RevokedAt.IsZero() {
			one.Text = v.T("join.revoked")
		}
		v.Thread = append(v.Thread, one)
	}
	return nil
}
