package memory_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/memory"
)

var _ interface {
	socialticket.Pager
	socialticket.Finder
	socialticket.People
} = (*memory.Store)(nil)

// TestFindWhile searches and turns pages while others commit: what was committed before a
// search began is found.
func TestFindWhile(t *testing.T) {
	t.Parallel()
	s := &memory.Store{History: -1}
	const talks = 300
	var done sync.WaitGroup
	for w := range 3 {
		done.Go(func() {
			for n := w; n < talks; n += 3 {
				c := talk(n)
				c.Conversation.User.Name = fmt.Sprint("Name", n)
				c.Ticket.UpdatedAt = start().Add(time.Duration(n) * time.Second)
				if err := s.Commit(t.Context(), c); err != nil {
					t.Error(err)
				}
				if n%7 == 0 {
					id := c.Conversation.User.ID
					p := socialticket.Commit{Key: socialticket.Key(id), Cause: "p" + id, Person: identity.Person{ID: id, Version: 1, Name: "Record"}}
					if err := s.Commit(t.Context(), p); err != nil {
						t.Error(err)
					}
				}
				found := false
				for one, err := range s.FindContacts(t.Context(), socialticket.Clue{Kind: socialticket.ClueName, Text: fmt.Sprint("name", n)}) {
					found = found || err == nil && one.Key == c.Key
				}
				if !found {
					t.Errorf("the user of %s is not found", c.Key)
				}
				if page, err := s.SelectPage(t.Context(), socialticket.Selection{Limit: 5}); err != nil || len(page) == 0 {
					t.Error(len(page), err)
				}
			}
		})
	}
	done.Wait()
	all := 0
	for _, err := range s.FindContacts(t.Context(), socialticket.Clue{Kind: socialticket.ClueName}) {
		require.NoError(t, err)
		all++
	}
	require.Equal(t, talks, all)
	for _, err := range s.FindContacts(t.Context(), socialticket.Clue{Kind: "unheard of"}) {
		t.Error("a clue of no kind leads somewhere", err)
	}
}
