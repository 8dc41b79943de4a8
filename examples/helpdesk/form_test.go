package main

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

// submit sends a form and returns the status and the page that comes back.
func (s *shop) submit(path string, values ...string) (int, string) {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	return s.do("POST", path, form.Encode(), "Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded")
}

// hiddenField returns the value of a hidden field of the form for path on a page.
func hiddenField(page, path, name string) string {
	_, form, _ := strings.Cut(page, `action="`+path+`"`)
	form, _, _ = strings.Cut(form, "</form>")
	found := regexp.MustCompile(`<input type="hidden" name="` + name + `" value="([^"]*)">`).FindStringSubmatch(form)
	if found == nil {
		return ""
	}
	return found[1]
}

// failedReply returns a ticket with a reply that was not delivered, and its comment.
func (s *shop) failedReply() (id, comment string) {
	s.t.Helper()
	id = s.write("15550100", "Hello")
	s.post("/demo/skip", "hours", "25")
	s.reply(id, "Too late")
	return id, s.newest(id).ID
}

func (s *shop) newest(id string) commentView {
	s.t.Helper()
	var page commentPage
	s.get("/api/tickets/"+id+"/comments?limit=1", &page)
	require.Len(s.t, page.Comments, 1)
	return page.Comments[0]
}

// TestFormsCarryKeys states that each form has a key of its page, and that a page has
// another one each time it is made.
func TestFormsCarryKeys(t *testing.T) {
	s := newShop(t)
	id, _ := s.failedReply()
	seen := map[string]bool{}
	for range 2 {
		page := s.page("/tickets/" + id)
		forms := regexp.MustCompile(`(?s)<form[^>]* method="post".*?</form>`).FindAllString(page, -1)
		require.GreaterOrEqual(t, len(forms), 5)
		key := ""
		for _, form := range forms {
			if strings.Contains(form, `action="/logout"`) {
				continue // it is done once by itself
			}
			found := regexp.MustCompile(`name="idempotency_key" value="(\w{26})"`).FindStringSubmatch(form)
			require.NotNil(t, found, form)
			key = found[1]
		}
		require.NotEmpty(t, key)
		require.False(t, seen[key])
		seen[key] = true
	}
}

// TestFormsTwice states that a form that is sent twice is carried out once.
func TestFormsTwice(t *testing.T) {
	s := newShop(t)
	id, comment := s.failedReply()
	s.write("15550100", "Again") // the reply may go now
	twice := func(path string, values ...string) {
		t.Helper()
		key := hiddenField(s.page("/tickets/"+id), "/tickets/"+id+"/reply", "idempotency_key")
		require.NotEmpty(t, key, path)
		for range 2 {
			s.post(path, append(values, "idempotency_key", key)...)
		}
	}
	twice("/tickets/"+id+"/reply", "text", "Hi", "mode", "reply")
	require.NotContains(t, s.page("/tickets/"+id), ">\nHi</textarea>", "what was sent is no draft")
	twice("/tickets/" + id + "/comments/" + comment + "/resend")
	twice("/tickets/"+id+"/status", "status", "pending", "shown_status", "open")
	s.send()
	require.Equal(t, []string{"end_user: Hello", "agent: Too late read", "end_user: Again", "agent: Hi read"}, s.thread(id))
	twice("/demo/message", "from", "15550100", "name", "Kim", "text", "Thanks")
	require.Equal(t, "end_user: Thanks", s.thread(id)[4])
	require.Len(t, s.thread(id), 5)
	twice("/tickets/"+id+"/macro", "macro", "take")
	require.Len(t, s.thread(id), 5)
	twice("/tickets/" + id + "/end")
	before := s.clock.Ahead()
	twice("/demo/skip", "hours", "1")
	require.Less(t, s.clock.Ahead()-before, 2*time.Hour, "one hour")
	next := s.write("15550100", "And now")
	require.NotEqual(t, id, next, "the session was ended")
}

// TestKeyOfOtherWords states that words are not dropped because a form is sent again that
// was filled anew.
func TestKeyOfOtherWords(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	s.post("/tickets/"+id+"/reply", "text", "Hi", "idempotency_key", "k")
	status, text := s.submit("/tickets/"+id+"/reply", "text", "Something else", "idempotency_key", "k")
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, text, "Another answer was sent with this form")
	s.post("/tickets/"+id+"/reply", "text", "My card is 4111 1111 1111 1111", "idempotency_key", "masked")
	s.post("/tickets/"+id+"/reply", "text", "My card is 4111 1111 1111 1111", "idempotency_key", "masked")
	require.Len(t, s.thread(id), 3)
}

// TestAPITwice states the same of the API, whose key is a header or a member.
func TestAPITwice(t *testing.T) {
	s := newShop(t)
	id, comment := s.failedReply()
	s.write("15550100", "Again")
	for _, call := range []struct{ method, path, body string }{
		{"POST", "/api/tickets/" + id + "/comments", `{"text": "Hi"}`},
		{"POST", "/api/tickets/" + id + "/comments/" + comment + "/resend", `{}`},
		{"PATCH", "/api/tickets/" + id, `{"status": "pending", "if": {"status": "open"}}`},
	} {
		for i := range 2 {
			status, text := s.do(call.method, call.path, call.body, "Idempotency-Key", "k1")
			require.Contains(t, []int{200, 201}, status, text)
			if call.method == "POST" {
				require.Equal(t, []int{201, 200}[i], status)
				require.Equal(t, i == 1, strings.Contains(text, `"outcome":"duplicate"`), text)
			}
		}
	}
	status, text := s.do("POST", "/api/tickets/"+id+"/comments", `{"text": "Hi", "idempotency_key": "k1"}`)
	require.Equal(t, http.StatusOK, status, text)
	s.send()
	require.Equal(t, []string{"end_user: Hello", "agent: Too late read", "end_user: Again", "agent: Hi read"}, s.thread(id))
	long := strings.Repeat("k", maxKey+1)
	status, text = s.do("POST", "/api/tickets/"+id+"/comments", `{"text": "Hi"}`, "Idempotency-Key", long)
	require.Equal(t, http.StatusUnprocessableEntity, status, text)
}

// TestStaleForm states that a form which showed another value than the ticket has changes
// nothing, that the refusal says what is different and who changed it, and that what was
// typed stays.
func TestStaleForm(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	s.post("/tickets/"+id+"/status", "status", "pending")
	path := "/tickets/" + id + "/status"
	require.Equal(t, "pending", shownIn(s.page("/tickets/"+id), "status"))

	s.write("15550100", "One more thing") // opens the ticket
	status, text := s.submit(path, "status", "solved", "shown_status", "pending", "current_tags", "bike", "shown_current_tags", s.tickets("").Tickets[0].Ticket.Get(ticket.FieldTags), "text", "half a sen", "idempotency_key", "k")
	require.Equal(t, http.StatusConflict, status)
	text = html.UnescapeString(text)
	require.Regexp(t, `The ticket has changed meanwhile\. You saw the status as “Pending”; now: “Open”\. Kim changed the status from “Pending” to “Open”\. \(\d\d:\d\d\)`, text)
	require.Equal(t, ticket.Open, s.tickets("").Tickets[0].Ticket.Status)
	require.Contains(t, text, `value="solved" selected`)
	require.Contains(t, text, `name="current_tags" value="bike"`)
	require.Contains(t, text, "half a sen</textarea>")
	require.Equal(t, "open", shownIn(text, "status"), "the next try goes")

	s.post(path, "status", "pending", "shown_status", "pending") // what is as it was shown is not set
	require.Equal(t, ticket.Open, s.tickets("").Tickets[0].Ticket.Status)
	s.post(path, "status", "solved", "shown_status", "open", "current_tags", "bike blue", "shown_current_tags", s.tickets("").Tickets[0].Ticket.Get(ticket.FieldTags))
	one := s.tickets("").Tickets[0].Ticket
	require.Equal(t, ticket.Solved, one.Status)
	require.Equal(t, []string{"bike", "blue"}, one.Tags)
}

// shownIn returns what the form of the fields says that it showed.
func shownIn(page, name string) string {
	found := regexp.MustCompile(`name="shown_` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return found[1]
}

// TestStatusShown states that the select shows what the status is, also new, and that nobody
// can make a ticket new again.
func TestStatusShown(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	require.Contains(t, s.page("/tickets/"+id), `<option value="new" selected>New</option>`)
	s.post("/tickets/"+id+"/status", "status", "open", "shown_status", "new")
	require.NotContains(t, s.page("/tickets/"+id), `<option value="new"`)
	status, text := s.submit("/tickets/"+id+"/status", "status", "new", "shown_status", "open")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, text, "A person cannot move a ticket from “Open” to “New”.")
}

// TestStaleFields states the same of each field, by the form and by the API.
func TestStaleFields(t *testing.T) {
	for _, tt := range []struct{ field, first, second string }{
		{"status", "pending", "solved"}, {"priority", "high", "low"}, {"assignee_id", "ben", agentID},
	} {
		t.Run(tt.field, func(t *testing.T) {
			s := newShop(t)
			id := s.write("15550100", "Hello")
			status, text := s.do("PATCH", "/api/tickets/"+id, fmt.Sprintf(`{%q: %q, "agent_id": "ben"}`, tt.field, tt.first))
			require.Equal(t, 200, status, text)
			before := s.everything(id)
			status, text = s.do("PATCH", "/api/tickets/"+id, fmt.Sprintf(`{%q: %q, "if": {%q: "old"}}`, tt.field, tt.second, tt.field))
			require.Equal(t, http.StatusConflict, status, text)
			require.Contains(t, text, fmt.Sprintf(`%s: it is \"%s\" now, not \"old\". Ben `, tt.field, tt.first))
			status, text = s.submit("/tickets/"+id+"/status", tt.field, tt.second, "shown_"+tt.field, "old")
			require.Equal(t, http.StatusConflict, status, text)
			require.Contains(t, text, `aria-invalid="true"`)
			require.Equal(t, before, s.everything(id), "what is refused changes nothing")
			status, text = s.do("PATCH", "/api/tickets/"+id, fmt.Sprintf(`{%q: %q, "if": {%q: %q}}`, tt.field, tt.second, tt.field, tt.first))
			require.Equal(t, 200, status, text)
			status, text = s.do("PATCH", "/api/tickets/"+id, `{"status": "open", "if": {"subject": "x"}}`)
			require.Equal(t, http.StatusUnprocessableEntity, status, text)
		})
	}
}

// TestSendAgain states that a reply that was not delivered can be sent again, by the page
// and by the API, and no other.
func TestSendAgain(t *testing.T) {
	s := newShop(t)
	id, comment := s.failedReply()
	button := fmt.Sprintf(`<button type="submit" form="work" formaction="/tickets/%s/comments/%s/resend">Send again</button>`, id, comment)
	require.Contains(t, s.page("/tickets/"+id), button)
	back := "/tickets/" + id
	require.Equal(t, back, s.post("/tickets/"+id+"/comments/"+comment+"/resend", "back", back))
	require.Equal(t, "agent: Too late failed", s.thread(id)[1], "it is too late still")
	status, text := s.do("POST", "/api/tickets/"+id+"/comments/"+comment+"/resend", `{}`)
	require.Equal(t, http.StatusCreated, status, text)
	require.Contains(t, text, `"instead":"use_template"`)

	s.write("15550100", "I am back")
	s.post("/tickets/"+id+"/comments/"+comment+"/resend", "back", back)
	require.Equal(t, "agent: Too late queued", s.thread(id)[1])
	s.send()
	require.Equal(t, "agent: Too late read", s.thread(id)[1])
	require.Contains(t, s.screen(back), "shop: Too late")
	require.NotContains(t, s.page(back), "Send again")

	for path, want := range map[string]int{
		"/api/tickets/" + id + "/comments/" + comment + "/resend":     422, // it has not failed
		"/api/tickets/" + id + "/comments/none/resend":                404,
		"/api/tickets/none/comments/" + comment + "/resend":           404,
		"/api/tickets/" + id + "/comments/" + comment + "/resend?x=1": 422,
	} {
		status, text := s.do("POST", path, `{}`)
		require.Equal(t, want, status, "%s: %s", path, text)
	}
}

// TestEndSession states that the customer's next message begins another ticket once a
// session was ended.
func TestEndSession(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	require.Contains(t, s.page(path), "End session")
	require.Equal(t, path, s.post("/tickets/"+id+"/end", "back", path))
	require.NotContains(t, s.page(path), "End session")
	require.NotEqual(t, id, s.write("15550100", "Another matter"))
	status, text := s.submit("/tickets/none/end")
	require.Equal(t, http.StatusNotFound, status, text)
}
