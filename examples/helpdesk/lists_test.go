package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// rowsOn returns the ids of the tickets that a page lists, in their order.
func rowsOn(page string) (ids []string) {
	for _, m := range regexp.MustCompile(`<li id="row-([^"]+)"`).FindAllStringSubmatch(page, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// rowOn returns the row of a ticket on a page.
func rowOn(t *testing.T, page, id string) string {
	t.Helper()
	_, row, found := strings.Cut(page, `<li id="row-`+id+`">`)
	require.True(t, found, "%s is not on the page", id)
	row, _, _ = strings.Cut(row, "</li>")
	return row
}

// shines reports whether the red dot is on: in the tab and in the bar on top.
func shines(page string) bool {
	return regexp.MustCompile(`<span class="dot"`).MatchString(page) && !regexp.MustCompile(`id="dot"[^>]* hidden>`).MatchString(page)
}

// assign gives a ticket to an agent.
func (s *shop) assign(id, agent string) {
	s.t.Helper()
	status, text := s.do("PATCH", "/api/tickets/"+id, fmt.Sprintf(`{"assignee_id": %q, "status": "open"}`, agent))
	require.Equal(s.t, http.StatusOK, status, text)
}

// TestTabs states that each tab has its tickets, that the first with any is shown, that the
// address of a page keeps it, and that the red dot tells of new tickets without an assignee.
func TestTabs(t *testing.T) {
	s := newShop(t)
	page := s.page("/")
	require.Empty(t, rowsOn(page))
	require.False(t, shines(page))
	mine, free := s.write("15550100", "Hello"), s.write("15550101", "Hello")
	require.ElementsMatch(t, []string{mine, free}, rowsOn(s.page("/")))
	s.assign(mine, agentID)
	require.Equal(t, []string{mine}, rowsOn(s.page("/")), "what is yours comes first")
	require.True(t, shines(s.page("/")))
	require.Equal(t, []string{free}, rowsOn(s.page("/?tab=unassigned")))
	require.Contains(t, s.page("/?tab=unassigned"), `href="/tickets/`+free+`?tab=unassigned"`, "the list stays from ticket to ticket")

	page = s.page("/tickets/" + free + "?tab=unassigned")
	require.Contains(t, rowOn(t, page, free), `aria-current="true"`)
	s.assign(free, "ben")
	require.Empty(t, rowsOn(s.page("/?tab=unassigned")))
	require.False(t, shines(s.page("/")))
	status, text := s.do("GET", "/?tab=theirs", "", "Accept", "text/html")
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, text, "This tab is not known")
}

// TestRows states what a row tells: who it is, what happened, the time left as a colour and
// in words, and that names are shown as text.
func TestRows(t *testing.T) {
	s := newShop(t)
	s.post("/demo/message", "name", "<b>Kim</b>", "from", "15550100", "text", "Hello")
	id := rowsOn(s.page("/?tab=unassigned"))[0]
	row := rowOn(t, s.page("/?tab=unassigned"), id)
	for _, want := range []string{"&lt;b&gt;Kim&lt;/b&gt;", "started a new chat", `aria-label="New"`, `aria-label="WhatsApp"`, `class="mark calm"`, "23 h to reply"} {
		require.Contains(t, row, want)
	}
	s.post("/demo/skip", "hours", "22")
	row = rowOn(t, s.page("/?tab=unassigned"), id)
	require.Contains(t, row, `class="mark soon"`)
	require.Contains(t, row, "1 h 59 min to reply")
	s.post("/demo/skip", "hours", "1")
	require.Contains(t, rowOn(t, s.page("/?tab=unassigned"), id), `class="mark now"`)
	s.post("/demo/skip", "hours", "1")
	require.Contains(t, rowOn(t, s.page("/?tab=unassigned"), id), "reply window closed")
	s.assign(id, agentID)
	status, page := s.do("GET", "/?tab=yours", "", "Accept", "text/html", "Accept-Language", "fr")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, rowOn(t, page, id), "a répondu à la conversation")
	require.Contains(t, page, "Tous les tickets non résolus")
}

// TestUnread states that what an agent has not seen is marked, told to who cannot see it and
// counted, until it is looked at, and then when more comes.
func TestUnread(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	fresh := func() string { return `data-mark="` + id + `:` }
	page := s.page("/?tab=unassigned")
	require.Contains(t, rowOn(t, page, id), "Unread:")
	require.Contains(t, page, fresh()+`1">New ticket from Kim<`)
	require.NoError(t, s.markSeen(t.Context(), agentID, ticket.ID(id), 1))
	page = s.page("/?tab=unassigned")
	require.NotContains(t, rowOn(t, page, id), "Unread:")
	require.NotContains(t, page, fresh())
	s.write("15550100", "Hello?")
	require.Contains(t, s.page("/?tab=unassigned"), fresh()+`2"`)
	require.Contains(t, s.page("/?tab=unassigned&part=list"), fresh()+`2"`, "a part alone tells it too")
	require.NotContains(t, s.page("/tickets/"+id+"?tab=unassigned"), fresh(), "who opens the ticket sees it")
	s.post("/tickets/"+id+"/status", "status", "solved")
	require.NotContains(t, s.page("/?tab=unassigned"), fresh(), "what is solved waits for nobody")
}

// TestViewPages states that the pages of a view have each ticket once, and that the address
// of a page is that of the same tickets when others, or the one it begins behind, are updated.
func TestViewPages(t *testing.T) {
	s := newShop(t)
	ids := map[string]string{}
	for i := range 60 {
		from := strconv.Itoa(15550100 + i)
		ids[s.write(from, "Hello")] = from
	}
	for _, sort := range []string{"", "newest", "window", "promise"} {
		var found, pages []string
		for to := "/?view=unsolved&sort=" + sort; to != ""; {
			page := s.page(to)
			require.Contains(t, page, "All unsolved tickets")
			require.LessOrEqual(t, len(rowsOn(page)), 25)
			found, pages = append(found, rowsOn(page)...), append(pages, to)
			to = ""
			if m := regexp.MustCompile(`<p class="more"><a href="([^"]+)">More tickets`).FindStringSubmatch(page); m != nil {
				to = strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
		require.Len(t, found, 60, sort)
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(found))), 60, sort)
		if sort == "newest" {
			s.write(ids[found[24]], "again") // the second page begins behind this one
			s.write("15559999", "somebody else")
			require.Equal(t, found[25:50], rowsOn(s.page(pages[1])), "the page does not jump")
			require.Contains(t, s.page(pages[1]), "Back to the first page")
			require.Contains(t, s.page("/tickets/"+found[30]+strings.TrimPrefix(pages[1], "/")), `id="row-`+found[30]+`"`, "the page stays beside a ticket")
			s.post("/tickets/"+rowsOn(s.page("/?view=unsolved&sort=newest"))[0]+"/status", "status", "solved")
		}
	}
}

// TestViewOrders states that a view may be sorted by what is urgent, and that its groups have
// headings in words.
func TestViewOrders(t *testing.T) {
	s := newShop(t)
	early := s.write("15550100", "Hello")
	s.post("/demo/skip", "hours", "2")
	late := s.write("15550101", "Hello")
	require.Equal(t, []string{early, late}, rowsOn(s.page("/?view=unsolved&sort=window")))
	require.Equal(t, []string{late, early}, rowsOn(s.page("/?view=unsolved&sort=newest")))
	s.assign(late, "ben")
	s.assign(early, agentID)
	page := s.page("/?view=unsolved")
	require.Regexp(t, `(?s)<li class="group">Ada</li>.*row-`+early+`.*<li class="group">Ben</li>.*row-`+late, page)
	require.Contains(t, rowOn(t, page, late), "<small>Created</small>")
	require.NotContains(t, s.page("/?view=unsolved&sort=newest"), `class="group"`)
	status, _ := s.do("GET", "/?view=unsolved&sort=luck", "", "Accept", "text/html")
	require.Equal(t, http.StatusBadRequest, status)
}

// TestViewCounts states that the numbers beside the views follow what happens.
func TestViewCounts(t *testing.T) {
	s := newShop(t)
	count := func(view string) string {
		m := regexp.MustCompile(`<li id="view-` + view + `"><a [^>]*><span>[^<]*</span> <span class="count">(\d+\+?)</span>`).FindStringSubmatch(s.page("/"))
		if m == nil {
			return ""
		}
		return m[1]
	}
	becomes := func(view, want string) {
		t.Helper()
		require.Eventually(t, func() bool { return count(view) == want }, 10*time.Second, 10*time.Millisecond, view)
	}
	becomes("unsolved", "0")
	id := s.write("15550100", "Hello")
	becomes("unsolved", "1")
	s.write("15550101", "Hello")
	becomes("unsolved", "2")
	s.post("/tickets/"+id+"/status", "status", "solved")
	becomes("unsolved", "1")
	becomes("solved", "1")
}

// TestViewRefused states that a view that is unknown, switched off or for others is refused
// in words, and is not on the page of those who may not see it.
func TestViewRefused(t *testing.T) {
	s := newShop(t)
	require.NoError(t, s.business.change(t.Context(), edit{By: agentID, At: s.clock.Now()}, func(c *choices) error {
		theirs := rules.View{Rule: rules.Rule{ID: "theirs", Title: "Secret view", When: rules.Conditions{All: []rules.Condition{rules.Status().Is(ticket.Open)}}}}
		theirs.For = rules.Restriction{Kind: "User", IDs: []string{"ben"}}
		c.Views = append(slices.Clone(c.Views), theirs)
		return nil
	}))
	for id, want := range map[string]int{"theirs": 403, "none": 404, "tasks": 404, "' OR 1=1 --": 404} {
		status, text := s.do("GET", "/?view="+url.QueryEscape(id), "", "Accept", "text/html")
		require.Equal(t, want, status, id)
		require.Contains(t, text, map[int]string{403: "This view is for other people.", 404: "This view is not known."}[want])
	}
	require.NotContains(t, s.page("/"), "Secret view")
}

// TestLongView states that a view with too many tickets to be sorted says so, and shows the
// newest.
func TestLongView(t *testing.T) {
	s := newShop(t)
	s.fill(mostCounted+100, ticket.Open)
	page := s.page("/?view=unsolved")
	require.Contains(t, page, "More than 1,000 tickets")
	require.Len(t, rowsOn(page), 25)
	require.Equal(t, rowsOn(s.page("/?view=unsolved&sort=newest")), rowsOn(page))
	require.NotContains(t, s.page("/?view=unsolved&sort=newest"), "More than 1,000 tickets")
	n, err := s.count(t.Context(), "unsolved", inbox.Looker{User: agentID})
	require.NoError(t, err)
	require.Equal(t, mostCounted+1, n, "it is counted no further")
}

// TestPartRefused states that a part that is not known, or that cannot be read, is answered
// with the page of the error.
func TestPartRefused(t *testing.T) {
	s := newShop(t)
	for path, want := range map[string]int{"/?part=none": 404, "/?part=list&view=none": 404, "/?part=list&view=unsolved&after=x": 400, "/tickets/none?part=thread": 404, "/search?part=none": 404, "/nothing?part=list": 404} {
		status, text := s.do("GET", path, "", "Accept", "text/html")
		require.Equal(t, want, status, path)
		require.Contains(t, text, "That did not work", path)
	}
}
