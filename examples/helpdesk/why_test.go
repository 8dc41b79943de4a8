package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/ticket"
)

// section returns the words of the part of a page that begins with a heading's id.
func section(page, id string) string {
	_, rest, _ := strings.Cut(page, `aria-labelledby="`+id+`"`)
	rest, _, _ = strings.Cut(rest, "</section>")
	return inWords("<" + rest)
}

// coming returns what the page says will happen, as "instant text".
func coming(page string) (list []string) {
	_, line, _ := strings.Cut(page, `<ol class="timeline">`)
	line, _, _ = strings.Cut(line, "</ol>")
	for _, m := range regexp.MustCompile(`(?s)datetime="([^"]+)".*?<span dir="auto">([^<]*)</span>`).FindAllStringSubmatch(line, -1) {
		list = append(list, m[1]+" "+m[2])
	}
	return list
}

// TestWhyAheadIsTrue states that what the page says will happen is what happens.
func TestWhyAheadIsTrue(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Is my bike ready?")
	s.reply(id, "It is.")
	s.send()
	s.post("/tickets/"+id+"/status", "status", "solved")
	page := s.page("/tickets/" + id + "/why")
	line := coming(page)
	require.NotEmpty(t, line)
	closing := line[len(line)-1]
	require.Contains(t, closing, "The ticket is closed")
	at, err := time.Parse(time.RFC3339, strings.Fields(closing)[0])
	require.NoError(t, err)
	require.Contains(t, section(page, "ahead-title"), "The time to reply freely ends.")

	s.post("/demo/skip", "hours", "120")
	var one row
	s.get("/api/tickets/"+id, &one)
	require.Equal(t, ticket.Closed, one.Ticket.Status)
	require.WithinDuration(t, at, one.Ticket.ClosedAt, time.Second)
	past := section(s.page("/tickets/"+id+"/why"), "past-title")
	require.Contains(t, past, "The automation “Close ticket 4 days after status is set to solved” fired Because time had passed")
	require.Contains(t, past, "The status goes from Solved to Closed")
	require.Empty(t, coming(s.page("/tickets/"+id+"/why")))
}

// TestWhyTellsConditions states that each condition that fails is told in words, with what it
// saw, and when it will hold.
func TestWhyTellsConditions(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Is my bike ready?")
	page := s.page("/tickets/" + id + "/why?if=message")
	automations := section(page, "automations-title")
	require.Contains(t, automations, "does not fire by itself as the ticket is now")
	require.Contains(t, automations, "The status is Solved (it is New)")
	past := section(page, "past-title")
	require.Contains(t, past, "The trigger “Notify all agents of received request” fired Because Kim wrote")
	require.Contains(t, past, "Notify all agents: “New: …”")

	s.post("/tickets/"+id+"/status", "status", "solved")
	automations = section(s.page("/tickets/"+id+"/why"), "automations-title")
	require.Contains(t, automations, "in 3 d 23 h, if nothing else happens")
	require.Contains(t, automations, "The time since it was solved is more than 96 hours")

	french := "/tickets/" + id + "/why"
	status, text := s.do("GET", french, "", "Accept", "text/html", "Accept-Language", "fr")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, text, "La durée depuis la résolution est supérieure à 96 heures")
}

// TestWhySupposes states that what triggers would do is told and not done, and that it is
// what they do then.
func TestWhySupposes(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Is my bike ready?")
	before := s.status(id)
	for _, what := range suppositions() {
		triggers := section(s.page("/tickets/"+id+"/why?if="+what), "triggers-title")
		require.Contains(t, triggers, "Notify requester of new proactive ticket does not fire", what)
		require.Contains(t, triggers, "The ticket is being created (it is an update)", what)
	}
	require.Equal(t, before, s.status(id))
	require.Len(t, s.thread(id), 1, "nothing was written")

	fired := regexp.MustCompile(`(?s)<li class="why-rule fires">\s*<p><strong>([^<]*)</strong>`)
	var would []string
	for _, m := range fired.FindAllStringSubmatch(s.page("/tickets/"+id+"/why?if=reply"), -1) {
		would = append(would, m[1])
	}
	require.NotEmpty(t, would)
	s.reply(id, "It is.")
	past := section(s.page("/tickets/"+id+"/why"), "past-title")
	for _, title := range would {
		require.Contains(t, past, "“"+title+"” fired Because Ada answered")
	}

	s.post("/tickets/"+id+"/status", "status", "solved")
	s.post("/demo/skip", "hours", "120")
	require.Contains(t, s.page("/tickets/"+id+"/why?if=solve"), "No trigger is asked then")
}

// TestPromisesShown states that what was promised stands in the ticket's head with the time
// that is left, more urgent as it passes, and that the page tells when it breaks.
func TestPromisesShown(t *testing.T) {
	s := newShop(t)
	err := s.business.change(t.Context(), edit{By: agentID, At: s.clock.Now()}, func(c *choices) error {
		c.Policies = []sla.Policy{{Rule: rules.Rule{ID: "fast", Title: "Fast"}, Targets: []sla.Target{{Metric: ticket.FirstReply, Within: 2 * time.Hour}}}}
		return nil
	})
	require.NoError(t, err)
	id := s.write("15550100", "Is my bike ready?")
	head := func() string { return s.part("/tickets/"+id, "ticket-head") }
	require.Regexp(t, `<li class="promise soon">First reply: (2 h|1 h 59 min) left</li>`, head())
	require.Contains(t, strings.Join(coming(s.page("/tickets/"+id+"/why")), "\n"), "The promise “First reply” is broken")
	s.post("/demo/skip", "hours", "1")
	require.Contains(t, head(), `<li class="promise now">First reply: 59 min left</li>`)
	s.post("/demo/skip", "hours", "3")
	require.Contains(t, head(), `<li class="promise over">First reply: 2 h late</li>`)
	require.Contains(t, section(s.page("/tickets/"+id+"/why"), "past-title"), "The promise “First reply” is broken")
	s.reply(id, "Sorry.")
	require.NotContains(t, head(), "promise over")
	require.Contains(t, section(s.page("/tickets/"+id+"/why"), "ahead-title"), "First reply: kept, 2 h late")
}

func TestWhyUnknown(t *testing.T) {
	s := newShop(t)
	status, _ := s.do("GET", "/tickets/nothing/why", "", "Accept", "text/html")
	require.Equal(t, http.StatusNotFound, status)
	id := s.write("15550100", "Hello")
	for _, query := range []string{"?days=-5", "?days=x&if=rm", "?before=zero", "?before=2&days=90"} {
		require.Contains(t, s.page("/tickets/"+id+"/why"+query), "If nobody answers")
	}
}
