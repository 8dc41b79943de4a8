package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/examples/sqlitestore"
	"github.com/socialticket/socialticket/internal/datatest"
)

const hookPath = "/webhook/whatsapp"

func signed(secret, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func withSecret(s *settings) { s.secret = "s3cret" }

func TestWebhookMakesTicket(t *testing.T) {
	s := newShop(t)
	body := hook("77", s.clock.Now(), "15550100 wamid.1 Is my <b>bike</b> ready?")
	// As curl -d sends it.
	status, text := s.do("POST", hookPath, body, "Content-Type", "application/x-www-form-urlencoded")
	require.Equal(t, http.StatusOK, status, text)
	list := s.tickets("").Tickets
	require.Len(t, list, 1)
	id := string(list[0].Ticket.ID)
	require.Contains(t, text, id)
	require.Equal(t, []string{"end_user: Is my <b>bike</b> ready?"}, s.thread(id))
	require.True(t, list[0].Window.Allowed)
	page := s.page("/tickets/" + id)
	require.Contains(t, page, "Is my &lt;b&gt;bike&lt;/b&gt; ready?")
	require.NotContains(t, page, "<b>bike")
	require.Contains(t, list[0].Window.Text, "You can reply for another 23 h 59 min.")
	require.Contains(t, page, "You can reply for another 23 h.")
}

func TestWebhookHandshake(t *testing.T) {
	s := newShop(t)
	status, text := s.do("GET", hookPath+"?hub.mode=subscribe&hub.verify_token=demo&hub.challenge=8492", "")
	require.Equal(t, 200, status)
	require.Equal(t, "8492", text)
	for _, query := range []string{"", "?hub.mode=subscribe&hub.verify_token=demon&hub.challenge=1", "?hub.mode=unsubscribe&hub.verify_token=demo&hub.challenge=1"} {
		status, text = s.do("GET", hookPath+query, "")
		require.Equal(t, http.StatusForbidden, status, query)
		require.Contains(t, text, `{"error":"`)
	}
}

// signatureHeader carries the signature of a webhook.
const signatureHeader = "X-Hub-Signature-256"

func TestWebhookSignature(t *testing.T) {
	s := newShop(t, withSecret)
	body := hook("77", s.clock.Now(), "15550100 wamid.1 hello")
	for name, signature := range map[string]string{
		"none":         "",
		"wrong secret": signed("other", body),
		"other body":   signed("s3cret", body+" "),
		"no hex":       "sha256=zz",
		"sha1":         "sha1=" + strings.Repeat("0", 40),
	} {
		status, text := s.do("POST", hookPath, body, signatureHeader, signature)
		require.Equal(t, http.StatusUnauthorized, status, name)
		require.Contains(t, text, `{"error":"`, name)
	}
	require.Empty(t, s.tickets("").Tickets)
	status, text := s.do("POST", hookPath, body, signatureHeader, signed("s3cret", body))
	require.Equal(t, 200, status, text)
	require.Len(t, s.tickets("").Tickets, 1)
}

// TestWebhookUnsignedFromAfar states that the demo takes unsigned webhooks from its
// own machine only.
func TestWebhookUnsignedFromAfar(t *testing.T) {
	s := newShop(t)
	r := httptest.NewRequest("POST", hookPath, strings.NewReader(hook("77", s.clock.Now(), "15550100 wamid.1 hello")))
	r.Host = "localhost"
	w := httptest.NewRecorder() // r comes from 192.0.2.1
	s.handler().ServeHTTP(w, r)
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.Contains(t, w.Body.String(), "WHATSAPP_APP_SECRET")
	require.Empty(t, s.tickets("").Tickets)
}

func TestWebhookBadBody(t *testing.T) {
	s := newShop(t)
	large := hook("77", s.clock.Now(), "15550100 wamid.1 "+strings.Repeat("x", maxWebhook))
	tests := []struct {
		name, body string
		want       int
	}{
		{"empty", "", 400},
		{"text", "hello", 400},
		{"a form", "a=b&c=d", 400},
		{"cut off", hook("77", s.clock.Now(), "15550100 wamid.1 hello")[:200], 400},
		{"a list", "[]", 400},
		{"null", "null", 400},
		{"deep", strings.Repeat("[", 100_000), 400},
		{"no webhook", "{}", 200}, // read, and of no use
		{"too large", large, 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, text := s.do("POST", hookPath, tt.body)
			require.Equal(t, tt.want, status, text)
			if tt.want != 200 {
				require.Regexp(t, `^\{"error":".{10,}"\}`, text)
			}
		})
	}
	require.Empty(t, s.tickets("").Tickets)
	status, _ := s.do("POST", hookPath, hook("77", s.clock.Now(), "15550100 wamid.1 "+strings.Repeat("x", 3<<20)))
	require.Equal(t, 200, status, "3 MB are allowed")
}

func TestWebhookUnknownAccount(t *testing.T) {
	s := newShop(t, func(c *settings) { c.numbers = []string{"77"} })
	status, text := s.do("POST", hookPath, hook("78", s.clock.Now(), "15550100 wamid.1 hello"))
	require.Equal(t, 200, status, text)
	require.Contains(t, s.log.String(), "account=78")
	require.Empty(t, s.tickets("").Tickets)
	status, _ = s.do("POST", hookPath, hook("77", s.clock.Now(), "15550100 wamid.1 hello"))
	require.Equal(t, 200, status)
	require.Len(t, s.tickets("").Tickets, 1)
}

// TestWebhookBatch states that what cannot be read or kept does not take its
// siblings with it, and that the platform is asked to try again only when that
// helps.
func TestWebhookBatch(t *testing.T) {
	s := newShop(t)
	body := strings.Replace(hook("77", s.clock.Now(), "15550100 wamid.1 first", "15550100 wamid.2 second"), `}, {"from"`, `}, 17, {"type": {}}, {"from"`, 1)
	status, text := s.do("POST", hookPath, body)
	require.Equal(t, 200, status, text)
	require.Equal(t, []string{"end_user: first", "end_user: second"}, s.thread(string(s.tickets("").Tickets[0].Ticket.ID)))
}

func TestWebhookStoreFails(t *testing.T) {
	file := t.TempDir()
	st, err := sqlitestore.Open(filepath.Join(file, "helpdesk.db"))
	require.NoError(t, err)
	trouble := &flaky{Store: st, fail: func(cause string) error {
		switch {
		case strings.Contains(cause, "wamid.2"):
			return errors.New("disk full")
		case strings.Contains(cause, "wamid.3"):
			panic("a bug")
		}
		return nil
	}}
	s := openShopOn(t, file, trouble)
	body := hook("77", s.clock.Now(), "15550100 wamid.1 one", "15550100 wamid.2 two", "15550100 wamid.3 three", "15550100 wamid.4 four")
	status, text := s.do("POST", hookPath, body)
	require.Equal(t, http.StatusInternalServerError, status)
	require.NotContains(t, text, "disk full", "what is inside stays inside")
	require.Contains(t, s.log.String(), "disk full")
	id := string(s.tickets("").Tickets[0].Ticket.ID)
	require.Equal(t, []string{"end_user: one", "end_user: four"}, s.thread(id))

	trouble.fail = func(string) error { return nil }
	status, _ = s.do("POST", hookPath, body) // as the platform does
	require.Equal(t, 200, status)
	require.Equal(t, []string{"end_user: one", "end_user: four", "end_user: two", "end_user: three"}, s.thread(id))
}

// TestDataWebhooks posts every real webhook, twice: it is taken, its messages are on
// tickets once, and the pages and the API show them.
func TestDataWebhooks(t *testing.T) {
	t.Parallel()
	for _, file := range datatest.Files(t, "webhooks/whatsapp") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			require.NoError(t, err)
			s := newShop(t)
			status, text := s.do("POST", hookPath, string(body))
			require.Equal(t, 200, status, text)

			first := s.kept(t)
			events, err := s.whatsapp.Events(platform.Request{Body: body, Received: s.clock.Now()})
			require.NoError(t, err)
			for _, e := range events {
				if e.Type == channel.EventMessage && e.Message.Type != channel.Reaction {
					require.True(t, first[e.Message.ID], "%s is on no ticket", e.Message.ID)
				}
			}
			status, text = s.do("POST", hookPath, string(body))
			require.Equal(t, 200, status, text)
			if diff := cmp.Diff(first, s.kept(t)); diff != "" {
				t.Errorf("posting again changed the tickets (-once +twice):\n%s", diff)
			}
		})
	}
}

// kept returns the platform's ids of all that is on tickets, by way of the API and
// the page. None may be there twice.
func (s *shop) kept(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, row := range s.tickets("?limit=100").Tickets {
		require.Contains(t, s.page("/tickets/"+string(row.Ticket.ID)+"?part=thread"), `id="thread"`)
		page := commentPage{Next: 1<<31 - 1}
		for page.Next > 0 {
			path := fmt.Sprintf("/api/tickets/%s/comments?limit=200&before=%d", row.Ticket.ID, page.Next)
			page = commentPage{}
			s.get(path, &page)
			for _, c := range page.Comments {
				require.False(t, found[c.Content.ID], "%s is there twice", c.Content.ID)
				found[c.Content.ID] = true
			}
		}
	}
	return found
}
