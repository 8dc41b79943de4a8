package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// listener is an open page.
type listener struct {
	t    *testing.T
	news chan news
}

// listen opens a page's connection.
func (s *shop) listen() *listener {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "GET", s.url+"/live?since="+strconv.FormatInt(s.hub.count(), 10), nil)
	require.NoError(s.t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(s.t, err)
	s.t.Cleanup(func() { _ = answer.Body.Close() })
	require.Equal(s.t, "text/event-stream", answer.Header.Get("Content-Type"))
	l := &listener{s.t, make(chan news, 1000)}
	go func() {
		defer close(l.news)
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if text, is := strings.CutPrefix(lines.Text(), `data: `); is {
				var n news
				if json.Unmarshal([]byte(text), &n) == nil {
					l.news <- n
				}
			}
		}
	}()
	require.Eventually(s.t, func() bool { return s.hub.listeners() > 0 }, 10*time.Second, time.Millisecond)
	return l
}

// listeners returns how many pages are open.
func (h *hub) listeners() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.pages)
}

// next returns the next news.
func (l *listener) next() news {
	l.t.Helper()
	select {
	case n, open := <-l.news:
		require.True(l.t, open, "the connection ended")
		return n
	case <-time.After(10 * time.Second):
		l.t.Fatal("there are no news")
		return news{}
	}
}

// TestLiveTells states that open pages hear of a change at once, of which ticket it is, and
// of a change of the settings as one of everything.
func TestLiveTells(t *testing.T) {
	s := newShop(t)
	l := s.listen()
	id := s.write("15550100", "Hello")
	require.Equal(t, []string{id}, l.next().Tickets)
	s.hub.tell(listsOnly())
	require.Equal(t, []string{}, l.next().Tickets, "the lists alone")
	require.NoError(t, s.business.change(t.Context(), edit{By: agentID, At: s.clock.Now()}, func(*choices) error { return nil }))
	require.Nil(t, l.next().Tickets)
}

// TestLiveGathers states that what happens at once is told at once, however much it is: a
// page that is told twice a second at most hears of every ticket, or of all.
func TestLiveGathers(t *testing.T) {
	s := newShop(t)
	l, begun := s.listen(), s.clock.Clock.Now()
	told, all := map[string]bool{}, []string{}
	for i := range 80 {
		all = append(all, s.write(strconv.Itoa(15550100+i), "Hello"))
	}
	took, heard := s.clock.Clock.Since(begun), 0
	for len(told) < len(all) {
		n := l.next()
		heard++
		require.NotNil(t, n.Tickets)
		for _, id := range n.Tickets {
			told[id] = true
		}
	}
	require.LessOrEqual(t, heard, int(took/liveRest)+2)
	for i := range mostNews + 1 {
		s.hub.tell(news{Tickets: []string{strconv.Itoa(i)}})
	}
	for l.next().Tickets != nil {
		heard++
	}
}

// TestLiveSlow states that a page that takes nothing holds nobody up, and is told later.
func TestLiveSlow(t *testing.T) {
	h := newHub()
	page := h.open(h.count())
	for i := range 50 {
		h.tell(news{Tickets: []string{"a", strconv.Itoa(i % 3)}})
	}
	require.Equal(t, []string{"a", "0", "1", "2"}, (<-page).Tickets)
	h.tell(listsOnly())
	h.tell(news{})
	h.tell(news{Tickets: []string{"b"}})
	require.Nil(t, (<-page).Tickets)
	h.close(page)
	h.tell(news{})
	require.Empty(t, page)
	require.Zero(t, h.listeners())
}

// TestLiveEnds states that the connections of pages end with the server, and that one that
// asks only whether the person is logged in holds none.
func TestLiveEnds(t *testing.T) {
	s := newShop(t)
	l := s.listen()
	status, _ := s.do("HEAD", "/live", "")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, 1, s.hub.listeners())
	s.close()
	for range l.news { // until it ends
	}
	require.Zero(t, s.hub.listeners())
}
