package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/socialticket/socialticket"
)

// hub tells the open pages that something has changed, so that they ask for what they show
// anew. It keeps nothing: a page that was away asks for all of it when it is back.
type hub struct {
	news  atomic.Int64 // how often something was told: a page says when it was made, and hears what it missed
	mu    sync.Mutex
	pages map[chan news]bool
}

// news is what a page is told: the ids of tickets that have changed. If they are nil it is
// about all that the page shows, as when the rules or the clock have changed.
type news struct {
	Tickets []string `json:"tickets"`
}

// listsOnly is the news that the lists have changed, and no ticket.
func listsOnly() news { return news{Tickets: []string{}} }

// and returns two news as one.
func (n news) and(o news) news {
	if n.Tickets == nil || o.Tickets == nil {
		return news{}
	}
	for _, id := range o.Tickets {
		if !slices.Contains(n.Tickets, id) {
			n.Tickets = append(n.Tickets, id)
		}
	}
	if len(n.Tickets) > mostNews {
		return news{}
	}
	return n
}

func newHub() *hub { return &hub{pages: map[chan news]bool{}} }

// watch tells of a command that the desk has carried out, for [socialticket.Config]. One that
// is about a person may concern all, and one that wrote nothing is not told.
func (h *hub) watch(_ context.Context, done socialticket.Handled) {
	r := done.Receipt
	if done.Err != nil || r.Commit.Cause == "" {
		return
	}
	if r.Person.ID != "" || r.Commit.Person.ID != "" {
		h.tell(news{})
		return
	}
	n := listsOnly()
	for _, t := range r.Commit.Tickets() {
		n.Tickets = append(n.Tickets, string(t.ID))
	}
	h.tell(n)
}

// tell tells all pages. What a page has not taken yet becomes one with it.
func (h *hub) tell(n news) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.news.Add(1)
	for page := range h.pages {
		all := news{Tickets: slices.Clone(n.Tickets)} // pages add to it
		select {
		case old := <-page:
			all = old.and(n)
		default:
		}
		page <- all // there is room: only this adds to it, and one at a time
	}
}

// count returns how often something was told until now.
func (h *hub) count() int64 { return h.news.Load() }

// open returns where a page hears news, with room for one. What was told since it was made
// is its first.
func (h *hub) open(since int64) chan news {
	page := make(chan news, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	if since != h.news.Load() {
		page <- news{}
	}
	h.pages[page] = true
	return page
}

func (h *hub) close(page chan news) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.pages, page)
}

const (
	liveSoon   = 50 * time.Millisecond  // what comes that soon after the first goes with it
	liveRest   = 600 * time.Millisecond // between two messages to a page: what comes meanwhile goes together
	liveBeat   = 25 * time.Second       // a comment, so that a lost connection is noticed
	liveMinute = time.Minute            // then times left are others
	mostNews   = 100                    // of more tickets at once it is told that all may have changed
)

// live sends server-sent events to a page until it is closed or the server stops: "change"
// with news, and "minute" as time goes on.
func (s *server) live(w http.ResponseWriter, r *http.Request) {
	flow := http.NewResponseController(w)
	if err := flow.SetWriteDeadline(time.Time{}); err != nil {
		s.fail(w, r, err)
		return
	}
	if r.Method == http.MethodHead { // it asks whether the person is logged in
		return
	}
	since, err := strconv.ParseInt(r.URL.Query().Get("since"), 10, 64)
	if err != nil {
		s.fail(w, r, httpError{http.StatusBadRequest, "since: want the number that the page was made with"})
		return
	}
	page := s.hub.open(since)
	defer s.hub.close(page)
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, "retry: 1000\n\n")
	beat, minute := time.NewTicker(liveBeat), time.NewTicker(liveMinute)
	defer beat.Stop()
	defer minute.Stop()
	for flow.Flush() == nil {
		select {
		case <-r.Context().Done():
			return
		case <-s.stopping:
			return
		case <-beat.C:
			fmt.Fprint(w, ": still here\n\n")
		case <-minute.C:
			fmt.Fprint(w, "event: minute\ndata:\n\n")
		case n := <-page:
			if !s.linger(r, liveSoon) {
				return
			}
			select {
			case more := <-page:
				n = n.and(more)
			default:
			}
			text, err := json.Marshal(n)
			if err != nil {
				panic(err) // of texts
			}
			fmt.Fprintf(w, "event: change\ndata: %s\n\n", text)
			if flow.Flush() != nil || !s.linger(r, liveRest) {
				return
			}
		}
	}
}

// linger waits, and reports whether the page and the server are still there.
func (s *server) linger(r *http.Request, length time.Duration) bool {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-r.Context().Done():
		return false
	case <-s.stopping:
		return false
	case <-timer.C:
		return true
	}
}
