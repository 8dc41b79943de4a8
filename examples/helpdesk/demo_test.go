package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// screen returns what the page shows on the phone: "mine: text" or "shop: text".
func (s *shop) screen(path string) []string {
	s.t.Helper()
	_, screen, found := strings.Cut(s.page(path), `class="screen"`)
	require.True(s.t, found)
	screen, _, _ = strings.Cut(screen, "</div>")
	var out []string
	for _, m := range regexp.MustCompile(`<p class="(\w+)"[^>]*>([^<]*)<time>`).FindAllStringSubmatch(screen, -1) {
		out = append(out, m[1]+": "+strings.TrimSpace(m[2]))
	}
	return out
}

func (s *shop) reply(id, text string) {
	s.t.Helper()
	require.Equal(s.t, "/tickets/"+id, s.post("/tickets/"+id+"/reply", "text", text, "back", "/tickets/"+id))
}

func TestReplyArrives(t *testing.T) {
	s := newShop(t)
	id := s.write("+1 555-0100", "Is my bike ready?")
	s.reply(id, "It is.")
	require.Equal(t, []string{"end_user: Is my bike ready?", "agent: It is. queued"}, s.thread(id))
	require.Contains(t, s.page("/tickets/"+id), "waiting to be sent")
	require.Equal(t, []string{"mine: Is my bike ready?"}, s.screen("/tickets/"+id), "what is not sent is not on the phone")
	s.send()
	require.Equal(t, []string{"end_user: Is my bike ready?", "agent: It is. read"}, s.thread(id))
	require.Equal(t, []string{"mine: Is my bike ready?", "shop: It is."}, s.screen("/tickets/"+id))
	require.Contains(t, s.page("/tickets/"+id), "✓✓</span> read")
}

// TestReplyTooLate states what becomes of a reply after 24 hours.
func TestReplyTooLate(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Is my bike ready?")
	require.Equal(t, "/tickets/"+id, s.post("/demo/skip", "hours", "25", "back", "/tickets/"+id))
	s.reply(id, "It is.")
	s.send()
	require.Equal(t, []string{"end_user: Is my bike ready?", "agent: It is. failed"}, s.thread(id))
	require.Equal(t, []string{"mine: Is my bike ready?"}, s.screen("/tickets/"+id))
	const why = "not delivered: The time to reply was over. Send an approved template, or wait until the customer writes."
	page := s.page("/tickets/" + id)
	require.Contains(t, page, "✕ "+why)
	require.Contains(t, page, "The time to reply ended")
	var events eventPage
	s.get("/api/tickets/"+id+"/events", &events)
	at := slices.IndexFunc(events.Events, func(e eventView) bool { return e.Type == ticket.EventDelivery })
	require.Equal(t, "A reply changed: not delivered. The time to reply was over. Send an approved template, or wait until the customer writes.", events.Events[at].Text)

	s.post("/tickets/"+id+"/reply", "template", "follow_up")
	s.send()
	require.Equal(t, "agent: Template “follow_up” read", s.thread(id)[2])
	s.write("15550100", "Sorry, I was away.")
	s.reply(id, "Welcome back.")
	s.send()
	require.Equal(t, "agent: Welcome back. read", s.thread(id)[4])
}

// TestSkipFiresAtTheInstant states that what time makes due happens at its instant,
// though time is skipped, and that a closed ticket is followed up.
func TestSkipFiresAtTheInstant(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Is my bike ready?")
	s.post("/tickets/"+id+"/status", "status", "solved")
	s.post("/demo/skip", "hours", "200")
	var one row
	s.get("/api/tickets/"+id, &one)
	require.Equal(t, ticket.Closed, one.Ticket.Status)
	late := one.Ticket.ClosedAt.Sub(one.Ticket.SolvedAt) - 96*time.Hour
	require.True(t, late >= 0 && late < 10*time.Second, "closed %v after the four days", late)
	require.Contains(t, s.page("/tickets/"+id), "The ticket is closed. The customer’s next message begins a new one.")

	next := s.write("15550100", "One more thing")
	require.NotEqual(t, id, next)
	s.get("/api/tickets/"+next, &one)
	require.Equal(t, ticket.ID(id), one.Ticket.FollowUpOf)
	require.Equal(t, []string{"mine: Is my bike ready?", "mine: One more thing"}, s.screen("/tickets/"+next))
}

func TestSkipRefuses(t *testing.T) {
	s := newShop(t)
	for _, hours := range []string{"", "0", "-1", "x", "99999"} {
		status, _ := s.do("POST", "/demo/skip", "hours="+hours, "Content-Type", "application/x-www-form-urlencoded")
		require.Equal(t, 422, status, hours)
	}
	require.Zero(t, s.clock.Ahead())
}

func TestPhoneRefuses(t *testing.T) {
	s := newShop(t)
	for _, form := range []string{"", "from=15550100", "from=15550100&text=%20", "text=hi", "from=abc&text=hi", "from=12&text=hi", "account=1&text=hi", "%zz",
		"from=15550100&text=" + strings.Repeat("x", maxText+1)} {
		status, _ := s.do("POST", "/demo/message", form, "Content-Type", "application/x-www-form-urlencoded")
		require.Contains(t, []int{400, 422}, status, form)
	}
	require.Empty(t, s.tickets("").Tickets)
}

// TestPhoneWritesAsAnyCustomer states that the phone can be that of a customer of
// another number, who is known by another name than a phone number.
func TestPhoneWritesAsAnyCustomer(t *testing.T) {
	s := newShop(t)
	status, text := s.do("POST", hookPath, hook("77", s.clock.Now(), "US.13491208655302741918 wamid.1 hello"))
	require.Equal(t, 200, status, text)
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	require.Equal(t, []string{"mine: hello"}, s.screen("/tickets/"+id))
	require.Equal(t, "/tickets/"+id, s.post("/demo/message", "account", "77", "from", "US.13491208655302741918", "text", "again"))
	require.Equal(t, []string{"mine: hello", "mine: again"}, s.screen("/tickets/"+id))
}

// TestRestart states that everything is still there when the program is started
// again: tickets, threads, logs, the phone and the skipped time.
func TestRestart(t *testing.T) {
	file := t.TempDir()
	s := openShop(t, file)
	id := s.write("15550100", "Is my bike ready?")
	s.reply(id, "It is.")
	s.send()
	s.post("/demo/skip", "hours", "25")
	s.reply(id, "Still there?")
	other := s.write("15550101", "Hello")
	s.reply(other, "Not sent yet.")
	before, screen := s.everything(id, other), s.screen("/tickets/"+id)
	s.close()

	s = openShop(t, file)
	if diff := cmp.Diff(before, s.everything(id, other)); diff != "" {
		t.Errorf("after the restart (-before +after):\n%s", diff)
	}
	require.Equal(t, screen, s.screen("/tickets/"+id))
	require.InDelta(t, 25*time.Hour, s.clock.Ahead(), float64(time.Minute))
	s.send()
	require.Equal(t, []string{"end_user: Hello", "agent: Not sent yet. read"}, s.thread(other))
}

// TestResume states that a message whose reports were cut off by the program's end
// is reported on when it starts again.
func TestResume(t *testing.T) {
	file := t.TempDir()
	s := openShop(t, file)
	id := s.write("15550100", "Is my bike ready?")
	s.reply(id, "It is.")
	out, _, err := s.store.Claim(t.Context(), socialticket.Claim{Now: s.clock.Now(), Lease: time.Minute, Limit: 1, Kinds: []socialticket.EffectKind{socialticket.EffectMessage}})
	require.NoError(t, err)
	require.Len(t, out, 1)
	_, err = s.desk.Receive(t.Context(), accepted(out[0].Message, demoMessage+out[0].ID, s.clock.Now()))
	require.NoError(t, err)
	require.Equal(t, "agent: It is. accepted", s.thread(id)[1])
	s.close()
	s = openShop(t, file)
	require.NoError(t, s.demo.resume(t.Context()))
	s.demo.reports.Wait()
	require.Equal(t, "agent: It is. read", s.thread(id)[1])
}

// everything returns what the API tells of tickets, but for the time that is left.
func (s *shop) everything(ids ...string) string {
	s.t.Helper()
	var all []any
	for _, id := range ids {
		var one struct {
			Ticket ticket.Ticket
			commentPage
			eventPage
		}
		s.get("/api/tickets/"+id, &one)
		all = append(all, one)
	}
	text, err := json.MarshalIndent(all, "", " ")
	require.NoError(s.t, err)
	return string(text)
}
