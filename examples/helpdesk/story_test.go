package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// TestStory states that the demo's story is true: it ends now, each scene has happened at its
// instant, and what became of each ticket is what the library decides about it.
func TestStory(t *testing.T) {
	s := newShop(t)
	began := s.wall()
	require.NoError(t, s.demo.begin(t.Context()))
	require.InDelta(t, 0, s.clock.Ahead(), float64(5*time.Second), "the story ends now")

	said := map[string]time.Time{}
	byCustomer := map[string]row{}
	for _, one := range s.tickets("?limit=100").Tickets {
		byCustomer[one.Customer] = one
		var page commentPage
		s.get("/api/tickets/"+string(one.Ticket.ID)+"/comments", &page)
		for _, c := range page.Comments {
			said[c.Content.Text] = c.SentAt
		}
	}
	for _, scene := range story() {
		for _, text := range []string{scene.says, scene.reply, scene.note} {
			if text != "" {
				require.WithinDuration(t, began.Add(-scene.before), said[text], 10*time.Second, text)
			}
		}
	}
	status := map[string]ticket.Status{}
	for name, one := range byCustomer {
		status[name] = one.Ticket.Status
	}
	require.Equal(t, map[string]ticket.Status{
		"Marta Kowalska": ticket.Closed, "Kim Novak": ticket.Pending, "Amélie Laurent": ticket.Open, "Omar Haddad": ticket.New,
		"Chen Wei": ticket.Open, "Tom Okafor": ticket.Open, "Ines Silva": ticket.New, "Jonas Berg": ticket.New,
	}, status)
	require.False(t, byCustomer["Kim Novak"].Window.Allowed)
	require.Equal(t, channel.AdviseTemplate, byCustomer["Kim Novak"].Window.Instead)
	require.InDelta(t, 40*60, byCustomer["Omar Haddad"].Window.Left, 60)
	last := s.thread(string(byCustomer["Tom Okafor"].Ticket.ID))
	require.True(t, strings.HasSuffix(last[len(last)-1], "failed"), last)

	require.NoError(t, s.demo.begin(t.Context()), "it is told once")
	require.Len(t, s.tickets("?limit=100").Tickets, len(byCustomer))
}

// TestStoryCutShort states that a story whose telling was interrupted leaves the clock right.
func TestStoryCutShort(t *testing.T) {
	s := newShop(t)
	require.NoError(t, s.clock.set(-storyLength))
	s.write("15550100", "Hello")
	require.NoError(t, s.demo.begin(t.Context()))
	require.InDelta(t, 0, s.clock.Ahead(), float64(5*time.Second))
}

// TestNewPhones states that each new phone has a name and a number of its own, on each channel.
func TestNewPhones(t *testing.T) {
	s := newShop(t)
	handles, names := map[channel.Address]bool{}, map[string]bool{}
	for i := range 30 {
		kind := demoKinds()[i%len(demoKinds())]
		to := s.post("/demo/phones", "kind", string(kind), "back", "/demo/phones")
		require.True(t, strings.HasPrefix(to, "/demo/phones?phone="), to)
		_, id, _ := strings.Cut(to, "=")
		p, err := s.demo.phoneOf(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, kind, p.At.Account.Kind)
		handles[p.At], names[p.Name] = true, true
	}
	require.Len(t, handles, 30)
	require.Len(t, names, 30)
	status, _ := s.do("POST", "/demo/phones", "kind=pigeon", "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, 422, status)

	list, err := s.demo.phones(t.Context())
	require.NoError(t, err)
	for _, p := range list[:4] {
		to := s.post("/demo/message", "kind", string(p.At.Account.Kind), "account", p.At.Account.ID, "from", p.At.Handle, "name", p.Name, "text", "Hello from "+p.Name)
		one := s.page(to)
		require.Contains(t, one, p.Name)
		require.Equal(t, []string{"mine: Hello from " + p.Name}, s.screen(to))
	}
}

// TestPhoneOff states that a phone that is switched off refuses a reply, whose reason is told,
// and that it may be sent again.
func TestPhoneOff(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	list, err := s.demo.phones(t.Context())
	require.NoError(t, err)
	require.Len(t, list, 1)
	s.post("/demo/reach", "phone", "1", "off", "1")
	s.reply(id, "Hi")
	s.send()
	require.Equal(t, "agent: Hi failed", s.thread(id)[1])
	require.Contains(t, s.page("/tickets/"+id), "could not be delivered")
	var page commentPage
	s.get("/api/tickets/"+id+"/comments", &page)
	s.post("/demo/reach", "phone", "1")
	s.post("/tickets/" + id + "/comments/" + page.Comments[0].ID + "/resend")
	s.send()
	thread := s.thread(id)
	require.True(t, slices.Contains(thread, "agent: Hi read"), thread)
}

// TestTravelUntil states that time passes until the date that the form names, in the viewer's
// zone, forward only and not without end.
func TestTravelUntil(t *testing.T) {
	s := newShop(t)
	zone, err := time.LoadLocation("Asia/Tokyo")
	require.NoError(t, err)
	at := s.clock.Now().In(zone).Add(30 * time.Hour).Truncate(time.Minute)
	form := func(until string) int {
		status, _ := s.do("POST", "/demo/skip", "until="+until, "Content-Type", "application/x-www-form-urlencoded", "Cookie", "zone=Asia%2FTokyo")
		return status
	}
	require.Equal(t, 303, form(at.Format("2006-01-02T15:04")))
	require.WithinDuration(t, at, s.clock.Now(), 10*time.Second)
	ahead := s.clock.Ahead()
	for _, until := range []string{"", "x", "2001-01-01T00:00", "9999-12-31T23:59", "292277026596-01-01T00:00"} {
		require.Equal(t, 422, form(until), until)
	}
	require.Equal(t, ahead, s.clock.Ahead())
}

// TestTravelEnds states that however often one travels, the clock does not overflow.
func TestTravelEnds(t *testing.T) {
	s := newShop(t)
	require.NoError(t, s.clock.set(maxAhead-time.Hour))
	for _, hours := range []string{"2", "744", "NaN", "Inf", "1e300", "-1"} {
		status, _ := s.do("POST", "/demo/skip", "hours="+hours, "Content-Type", "application/x-www-form-urlencoded")
		require.Equal(t, 422, status, hours)
	}
	require.Equal(t, maxAhead-time.Hour, s.clock.Ahead())
}
