package main

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp/template"
)

// modes returns what the composer of a page lets write; the chosen one has a star.
func modes(page string) (list []string) {
	for _, m := range regexp.MustCompile(`name="mode" value="(\w+)" (checked)?`).FindAllStringSubmatch(page, -1) {
		if m[2] != "" {
			m[1] += "*"
		}
		list = append(list, m[1])
	}
	return list
}

// typed returns the words that the composer of a page holds.
func typed(page string) string {
	_, text, _ := strings.Cut(page, `<textarea id="text"`)
	_, text, _ = strings.Cut(text, ">\n")
	text, _, _ = strings.Cut(text, "</textarea>")
	return html.UnescapeString(text)
}

// TestComposerFollowsTheWindow states that there is one composer, whose mode is what would
// work.
func TestComposerFollowsTheWindow(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	page := s.page(path)
	require.Equal(t, []string{"reply*", "template", "note"}, modes(page))
	require.Contains(t, page, "You can reply for another 23 h.")
	require.Contains(t, page, `class="window opened calm"`)
	_, french := s.do("GET", path, "", "Accept", "text/html", "Accept-Language", "fr")
	require.Contains(t, french, "Vous pouvez répondre pendant encore 23 h.")

	s.post("/demo/skip", "hours", "23")
	require.Contains(t, s.page(path), `class="window opened now"`, "less than an hour is left")
	s.post("/demo/skip", "hours", "1")
	page = s.page(path)
	require.Equal(t, []string{"template*", "note"}, modes(page))
	require.Contains(t, page, "Send an approved template, or wait until the customer writes.")

	s.post(path + "/end")
	page = s.page(path)
	require.Contains(t, modes(page), "note*")
	require.NotContains(t, modes(page), "reply")
	s.post(path+"/status", "status", "solved")
	s.post("/demo/skip", "hours", "96")
	s.post("/demo/skip", "hours", "1")
	page = s.page(path)
	require.Empty(t, modes(page))
	require.Contains(t, page, "The ticket is closed.")
}

// TestDraftStays states that nothing that was typed is lost, whatever form of the page is
// posted and whatever becomes of the ticket, and that it is each agent's own.
func TestDraftStays(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	const text = "half a \"sen\"</textarea><b>\nשלום"
	for _, post := range [][]string{
		{"draft"}, {"status", "status", "open"}, {"preview", "macro", "take"}, {"keep"}, {"snooze", "nap", "until tomorrow"}, {"wake"},
		{"macro", "macro", "take"}, {"mute"}, {"unmute"}, {"end"},
	} {
		form, values := post[0], post[1:]
		require.NoError(t, s.saveDraft(t.Context(), agentID, ticket.ID(id), draft{}))
		status, answer := s.submit(path+"/"+form, append(values, "text", text, "mode", "note", "back", path)...)
		require.Contains(t, []int{http.StatusSeeOther, http.StatusNoContent}, status, "%s: %s", form, answer)
		page := s.page(path)
		require.Equal(t, text, typed(page), form)
		require.Contains(t, modes(page), "note*", form)
	}
	s.post("/demo/skip", "hours", "30")
	require.Equal(t, text, typed(s.page(path)), "time travels")
	mine, err := s.draft(t.Context(), "ben", ticket.ID(id))
	require.NoError(t, err)
	require.Empty(t, mine.Text(), "another agent's draft is another one")

	for _, wrong := range [][]string{
		{"status", "status", "of tomorrow"}, {"macro", "macro", "none"}, {"snooze", "nap", "for ever"},
		{"reply", "mode", "template"}, {"reply", "mode", "template", "template", "order_shipped/en_US"}, {"comments/none/resend"},
	} {
		status, answer := s.submit(path+"/"+wrong[0], append(wrong[1:], "text", "still here", "back", path)...)
		require.Contains(t, []int{404, 409, 422}, status, wrong)
		require.Equal(t, "still here", typed(s.page(path)), wrong)
		if status != 404 {
			require.Contains(t, answer, `role="alert"`, wrong)
			require.Contains(t, answer, "still here", wrong)
		}
	}
}

// TestWindowClosesUnderAForm states that a reply under which the window or the ticket closed
// comes back with its words and says what has changed, and that a repeated one is no second
// reply.
func TestWindowClosesUnderAForm(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	form := []string{"mode", "reply", "text", "It is ready", "back", path, "idempotency_key", "k1"}
	s.post(path+"/reply", "mode", "reply", "text", "In time", "back", path, "idempotency_key", "k0")
	s.post("/demo/skip", "hours", "25")
	require.Equal(t, path, s.post(path+"/reply", "mode", "reply", "text", "In time", "back", path, "idempotency_key", "k0"), "it is in already")

	status, page := s.submit(path+"/reply", form...)
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, page, "The reply cannot go out now, and your words are kept. The time to reply ended")
	require.Equal(t, "It is ready", typed(page))
	require.Equal(t, []string{"template*", "note"}, modes(page))
	require.Len(t, s.thread(id), 2)

	s.post(path+"/status", "status", "solved")
	s.post("/demo/skip", "hours", "97")
	status, page = s.submit(path+"/reply", form...)
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, page, "The ticket has been closed meanwhile")
	require.Contains(t, page, "It is ready</q>")
}

// TestReplySetsFields states that what was changed in the fields goes with the reply, unless
// somebody else changed it.
func TestReplySetsFields(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	s.post(path+"/reply", "mode", "reply", "text", "Hi", "status", "pending", "shown_status", "new")
	require.Equal(t, ticket.Pending, s.tickets("").Tickets[0].Ticket.Status)
	status, page := s.submit(path+"/reply", "mode", "reply", "text", "And more", "status", "solved", "shown_status", "open")
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, page, "You saw the status as “Open”; now: “Pending”.")
	require.Equal(t, "And more", typed(page))
	require.Len(t, s.thread(id), 2)
}

// TestTemplatePicker states that a template is chosen with its values, that what is missing is
// told beside it, and that the thread shows its words.
func TestTemplatePicker(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	s.post("/demo/skip", "hours", "25")
	page := s.page(path)
	require.Contains(t, page, `name="template" value="order_shipped/en_US"`)
	require.Contains(t, page, `name="value.order_shipped/en_US.body0.2"`)
	values := []string{
		"mode", "template", "template", "order_shipped/en_US", "text", "words of my own",
		"value.order_shipped/en_US.body0.1", "Kim", "value.order_shipped/en_US.body0.2", "17", "value.order_shipped/en_US.button0.1", "ab",
	}
	status, page := s.submit(path+"/reply", values...)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Regexp(t, `name="value.order_shipped/en_US.body0.3"[^>]*aria-invalid="true"`, page)
	require.Contains(t, page, "This value is needed.")
	require.Contains(t, page, `name="value.order_shipped/en_US.body0.1" value="Kim"`, "what was typed stays")

	s.post(path+"/reply", append(values, "value.order_shipped/en_US.body0.3", "Monday")...)
	s.send()
	require.Equal(t, channel.StateRead, s.newest(id).Delivery.State)
	require.Contains(t, s.page(path), "Hello Kim, your order 17 is on its way and should arrive on Monday.")
	call := s.newest(id).Content.Template
	require.Equal(t, "order_shipped", call.Name)
	one, found := s.template(channel.Account{Kind: channel.WhatsApp}, call.Name, call.Language)
	require.True(t, found)
	require.NoError(t, one.Check(call, s.clock.Now()))
}

// TestFilled states how the words of a template are filled, by number and by name.
func TestFilled(t *testing.T) {
	one := template.Template{Header: template.Header{Format: template.HeaderText, Text: "To {{1}}"}, Body: "Hi {{1}}, {{2}} and {{1}}", Footer: "Bye"}
	require.Equal(t, "To Ann\n\nHi Kim, you and Kim\n\nBye", filled(one, []channel.Parameter{{Component: "header", Text: "Ann"}, {Text: "Kim"}, {Text: "you"}}))
	named := template.Template{Named: true, Body: "Hi {{name}}, {{what}}"}
	require.Equal(t, "Hi Kim, {{what}}", filled(named, []channel.Parameter{{Name: "name", Text: "Kim"}}))
}

// TestMacroPreview states that a preview tells what a macro would say and set, and writes
// nothing, and that applying it does that.
func TestMacroPreview(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	require.NoError(t, s.business.change(t.Context(), edit{By: agentID, At: s.clock.Now()}, func(c *choices) error {
		c.Macros = append(c.Macros[:len(c.Macros):len(c.Macros)],
			rules.Macro{Rule: rules.Rule{ID: "bye", Title: "Say <b>bye</b>", Do: []rules.Action{{Field: "comment_value", Value: rules.Value{"Good bye {{ticket.requester.name}}"}}, {Field: "status", Value: rules.Value{"pending"}}}}},
			rules.Macro{Rule: rules.Rule{ID: "theirs", Title: "Secret", Do: []rules.Action{{Field: "status", Value: rules.Value{"open"}}}}, For: rules.Restriction{Kind: "User", IDs: []string{"ben"}}})
		return nil
	}))
	before := s.everything(id)
	to := s.post(path+"/preview", "macro", "bye", "back", path)
	require.Equal(t, path+"?macro=bye#composer", to)
	page := s.page(path + "?macro=bye")
	require.Contains(t, page, "It would say:</p><p class=\"text\" dir=\"auto\">Good bye Kim</p>")
	require.Contains(t, page, "Ada changed the status from “New” to “Pending”.")
	require.Contains(t, page, "Say &lt;b&gt;bye&lt;/b&gt;")
	require.NotContains(t, s.page(path+"?macro=theirs"), "Secret")
	require.Equal(t, before, s.everything(id))

	s.post(path+"/macro", "macro", "bye", "back", path+"?macro=bye", "idempotency_key", "m1")
	require.Equal(t, []string{"end_user: Hello", "agent: Good bye Kim queued"}, s.thread(id))
	require.Contains(t, s.page(path), "Ada applied the macro “Say &lt;b&gt;bye&lt;/b&gt;”.")
	s.send()
	s.post("/demo/skip", "hours", "25")
	status, page := s.submit(path+"/macro", "macro", "bye", "back", path, "idempotency_key", "m2")
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, page, "The reply cannot go out now")
	require.Len(t, s.thread(id), 2)
	status, page = s.submit(path+"/macro", "macro", "theirs", "back", path)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "The macro is unknown, or is for others.")
}

// TestSnoozeAndMute states that a ticket is put aside and taken up again, and muted.
func TestSnoozeAndMute(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	s.post(path+"/snooze", "nap", string(ticket.NapHour))
	require.WithinDuration(t, s.clock.Now().Add(time.Hour), s.tickets("").Tickets[0].Ticket.SnoozedUntil, time.Minute)
	require.Contains(t, s.page(path), "Put aside until")
	s.post(path + "/wake")
	require.Equal(t, ticket.Open, s.tickets("").Tickets[0].Ticket.Status)
	s.post(path + "/mute")
	require.True(t, s.tickets("").Tickets[0].Ticket.Muted)
	s.post(path + "/unmute")
	require.False(t, s.tickets("").Tickets[0].Ticket.Muted)
}

// TestFailuresOnTop states that a failure stands with its reason at the top of the ticket and
// beside its message, each with the button that sends it again.
func TestFailuresOnTop(t *testing.T) {
	s := newShop(t)
	id, comment := s.failedReply()
	head := s.page("/tickets/" + id + "?part=ticket-head")
	require.Contains(t, head, "✕ not delivered: The time to reply was over.")
	require.Contains(t, head, `formaction="/tickets/`+id+`/comments/`+comment+`/resend"`)
	require.Contains(t, s.page("/tickets/"+id+"?part=events"), "A reply changed: not delivered.")
}
