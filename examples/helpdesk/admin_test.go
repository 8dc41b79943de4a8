package main

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// sheet sends a form and returns the status and where the browser goes, or the page.
func (s *shop) sheet(path string, values ...string) (int, string) {
	s.t.Helper()
	form := url.Values{}
	for i := 0; i < len(values); i += 2 {
		form.Add(values[i], values[i+1])
	}
	return s.request("POST", path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (s *shop) request(method, path, kind string, body io.Reader) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, body)
	require.NoError(s.t, err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Accept", "text/html")
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(s.t, err)
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	if to := answer.Header.Get("Location"); to != "" {
		return answer.StatusCode, to
	}
	return answer.StatusCode, string(text)
}

// saved sends a form that is to be taken.
func (s *shop) saved(path string, values ...string) string {
	s.t.Helper()
	status, to := s.sheet(path, values...)
	require.Equal(s.t, http.StatusSeeOther, status, to)
	s.waking.wait()
	return to
}

// upload sends a file of rules, and returns the status and the address of its preview.
func (s *shop) upload(text string) (int, string) {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "rules.json")
	require.NoError(s.t, err)
	_, err = io.WriteString(file, text)
	require.NoError(s.t, err)
	require.NoError(s.t, form.Close())
	return s.request("POST", "/admin/import", form.FormDataContentType(), &body)
}

// preview uploads the export that tests have, and returns the address of its preview.
func (s *shop) preview() string {
	s.t.Helper()
	text, err := os.ReadFile("testdata/zendesk_rules.json")
	require.NoError(s.t, err)
	status, to := s.upload(string(text))
	require.Equal(s.t, http.StatusSeeOther, status, to)
	return to
}

func (s *shop) ticketOf(id string) ticket.Ticket {
	s.t.Helper()
	t, err := s.store.Ticket(s.t.Context(), ticket.ID(id))
	require.NoError(s.t, err)
	return t
}

// fields returns what the forms of a page hold, as a browser would send it.
func formFields(page string) (values []string) {
	for _, tag := range regexp.MustCompile(`(?s)<input[^>]*>|<textarea.*?</textarea>|<select.*?</select>`).FindAllString(page, -1) {
		name := attribute(tag, "name")
		switch {
		case name == "" || name == "hours" || strings.Contains(tag, `type="checkbox"`) && !strings.Contains(tag, "checked"):
		case strings.HasPrefix(tag, "<textarea"):
			values = append(values, name, unescaped(tag[strings.Index(tag, ">")+1:strings.LastIndex(tag, "</")]))
		case strings.HasPrefix(tag, "<select"):
			chosen := regexp.MustCompile(`<option[^>]*selected[^>]*>`).FindString(tag)
			values = append(values, name, attribute(chosen, "value"))
		default:
			values = append(values, name, attribute(tag, "value"))
		}
	}
	return values
}

func attribute(tag, name string) string {
	found := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if found == nil {
		return ""
	}
	return unescaped(found[1])
}

func unescaped(text string) string {
	return strings.NewReplacer("&#43;", "+", "&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}

var adminPages = []string{
	"/admin", "/admin/rules/triggers", "/admin/rules/automations", "/admin/rules/macros", "/admin/rules/views", "/admin/rules/sla_policies",
	"/admin/rules/triggers/rule?id=received", "/admin/rules/triggers/try?id=received", "/admin/rules/triggers/export",
	"/admin/import", "/admin/schedules", "/admin/schedules/-", "/admin/accounts", "/admin/accounts/whatsapp:",
	"/admin/settings/sessions", "/admin/settings/automatic", "/admin/settings/survey", "/admin/settings/routing",
	"/admin/settings/merging", "/admin/settings/general", "/admin/redaction", "/admin/history",
}

func TestAdminPagesAreForAdministrators(t *testing.T) {
	s := newShop(t, func(cfg *settings) { cfg.admins = []string{"ben"} })
	for _, path := range adminPages {
		status, _ := s.do("GET", path, "", "Accept", "text/html")
		require.Equal(t, http.StatusForbidden, status, path)
	}
	for _, path := range []string{"/admin/rules/triggers", "/admin/rules/triggers/rule?id=received", "/admin/import", "/admin/schedules/-", "/admin/settings/general", "/admin/history"} {
		status, _ := s.sheet(path, "warn", "1", "do", "off", "rule", "received", "text", "{}", "restore", "0")
		require.Equal(t, http.StatusForbidden, status, path)
	}
	require.Equal(t, int64(1), s.business.Settings().Version)
}

func TestAdminPagesHaveWordsForAll(t *testing.T) {
	s := newShop(t)
	s.saved(s.preview(), "do", "all")
	for _, path := range adminPages {
		for _, language := range []string{"en", "fr"} {
			status, page := s.do("GET", path, "", "Accept", "text/html", "Accept-Language", language)
			require.Equal(t, http.StatusOK, status, path)
			require.NotRegexp(t, `\badmin\.[a-z_]+\.?`, strings.ReplaceAll(page, "/static/admin.", ""), path)
			require.NotContains(t, page, "%!", path)
			require.NotContains(t, strings.ReplaceAll(page, `"title":"Broken <script>`, ""), "<script>alert", path)
		}
	}
}

// What a page of settings shows, sent back, changes nothing.
func TestFormsOfSettingsSendBackWhatTheyShow(t *testing.T) {
	s := newShop(t)
	s.saved("/admin/settings/sessions", "users_may", "on", "farewell", "Bye & thanks", "release_after", "5", "reminder_after_1", "2.5", "reminder_text_1", "Hello?", "reminder_status_1", "pending")
	s.saved("/admin/settings/survey", "survey_text", "How was it?", "good", "Good", "bad", "Bad", "on_solved", "on", "on_end_agent", "on")
	s.saved("/admin/settings/automatic", "greeting", "Welcome <to> us", "greeting_once", "ever", "quiet", "7")
	s.saved("/admin/settings/routing", "method", "least_busy", "capacity", "3", "presence_ben", "away", "skills_agent", "french, tax")
	s.saved("/admin/settings/merging", "max_tickets", "9", "lossy", "on")
	s.saved("/admin/accounts/whatsapp:", "default_group", "support", "default_tags", "shop", "barred", "on", "own_messages", "on", "greeting", "Hi")
	s.saved("/admin/schedules/-", "time_zone", "Europe/Paris", "day_1", "09:00–12:00, 13:00–17:00", "holiday_name_1", "Noël", "holiday_first_1", "12-25")
	before := s.business.Choices().House
	for _, path := range append(adminPages[14:20], "/admin/accounts/whatsapp:", "/admin/schedules/-") {
		s.saved(path, formFields(s.page(path))...)
	}
	after := s.business.Choices().House
	require.Equal(t, time.Duration(4)*time.Hour, *after.Warn, "it is kept as it was in the file")
	after.Warn, after.SolvedIsOver = nil, nil
	for id, a := range after.Agents {
		require.Equal(t, before.Agents[id].Presence, a.Presence)
	}
	require.Equal(t, asJSON(t, before), asJSON(t, after))
	require.Equal(t, "Bye & thanks", s.business.Settings().Sessions.Farewell)
	require.Equal(t, 150*time.Second, s.business.Settings().Sessions.Release.Reminders[0].After)
}

func TestSettingsThatCannotBeAreToldBesideTheField(t *testing.T) {
	s := newShop(t)
	tests := []struct {
		path, field string
		values      []string
	}{
		{"/admin/settings/sessions", "release_after", []string{"release_after", "1", "farewell", "typed before"}},
		{"/admin/settings/sessions", "idle", []string{"idle", "soon", "farewell", "typed before"}},
		{"/admin/settings/survey", "on_solved", []string{"on_solved", "on", "template_language", "typed before"}},
		{"/admin/settings/automatic", "greeting_once", []string{"greeting_once", "hourly", "greeting", "typed before"}},
		{"/admin/settings/routing", "method", []string{"method", "loudest", "skill_prefix", "typed before"}},
		{"/admin/settings/general", "warn", []string{"warn", "-5"}},
		{"/admin/settings/merging", "max_tickets", []string{"max_tickets", "-1"}},
		{"/admin/schedules/-", "time_zone", []string{"time_zone", "Mars/Base", "day_1", "typed before"}},
		{"/admin/schedules/-", "day_1", []string{"day_1", "9 to 5", "day_2", "typed before"}},
		{"/admin/schedules/-", "day_1", []string{"day_1", "09:00-12:00, 11:00-13:00"}},
		{"/admin/schedules/-", "holiday_first_1", []string{"day_1", "09:00-12:00", "holiday_first_1", "Christmas"}},
	}
	for _, tt := range tests {
		status, page := s.sheet(tt.path, tt.values...)
		require.Equal(t, http.StatusUnprocessableEntity, status, tt)
		require.Contains(t, page, `id="f-`+tt.field+`-trouble"`, tt)
		for i := 1; i < len(tt.values); i += 2 {
			if tt.values[i] == "typed before" {
				require.Contains(t, page, "typed before", tt)
			}
		}
	}
	require.Equal(t, int64(1), s.business.Settings().Version)
}

func TestStaleFormSaysSoAndLosesNothing(t *testing.T) {
	s := newShop(t)
	old := formFields(s.page("/admin/settings/sessions"))
	s.saved("/admin/settings/sessions", "farewell", "From a colleague", "agents_may", "on")
	for i := range old {
		if old[i] == "farewell" {
			old[i+1] = "From me"
		}
	}
	status, page := s.sheet("/admin/settings/sessions", old...)
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, page, "Ada has saved other settings meanwhile")
	require.Contains(t, page, ">From me</textarea>")
	require.Contains(t, page, "<bdi>From a colleague</bdi>", "what holds now stands beside it")
	require.Equal(t, "From a colleague", s.business.Settings().Sessions.Farewell)

	s.saved("/admin/settings/sessions", formFields(page)...)
	require.Equal(t, "From me", s.business.Settings().Sessions.Farewell)

	status, _ = s.sheet("/admin/rules/triggers", "version", "1", "rule", "received", "do", "delete")
	require.Equal(t, http.StatusConflict, status)
}

func TestHistoryTellsWhoAndRestores(t *testing.T) {
	s := newShop(t)
	s.saved("/admin/settings/general", "warn", "30")
	s.saved("/admin/rules/triggers", "rule", "received", "do", "delete")
	page := s.page("/admin/history")
	require.Contains(t, page, "Settings changed: Tickets")
	require.Contains(t, page, "Deleted: Notify requester and CCs of received request")
	require.Contains(t, page, "Ada")

	s.saved("/admin/history", "restore", "1")
	require.Contains(t, s.page("/admin/rules/triggers"), "Notify requester and CCs of received request")
	require.Equal(t, 30*time.Minute, s.business.Settings().Warn)
	s.saved("/admin/history", "restore", "0")
	require.Equal(t, 4*time.Hour, s.business.Settings().Warn)
	require.Contains(t, s.page("/admin/history"), "Version 0 restored")
	status, _ := s.sheet("/admin/history", "restore", "99")
	require.Equal(t, http.StatusNotFound, status)
}

func TestSettingsAreKept(t *testing.T) {
	folder := t.TempDir()
	s := openShop(t, folder)
	s.saved("/admin/settings/general", "warn", "30")
	s.saved(s.preview(), "do", "all")
	id := s.write("15550100", "it is broken")
	before := s.page("/admin/rules/triggers")
	require.Contains(t, before, "fired 1 time")
	s.close()

	s = openShop(t, folder)
	require.Equal(t, 30*time.Minute, s.business.Settings().Warn)
	require.Equal(t, int64(3), s.business.Settings().Version)
	require.Contains(t, s.page("/admin/rules/triggers"), "fired 1 time")
	require.Equal(t, ticket.Urgent, s.ticketOf(id).Priority)
	require.NoError(t, s.waking.resume(t.Context()))
	_, busy := s.waking.Looked()
	require.False(t, busy, "all timers were set before")
}

func TestNewRulesReachOldTickets(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "hello")
	s.post("/tickets/"+id+"/status", "status", "solved", "shown_status", "new")
	soon := s.clock.Now().Add(2 * time.Hour)
	require.NotContains(t, s.due(soon), ticket.ID(id))
	s.saved(s.preview(), "take[]", "automations/0")
	require.Contains(t, s.due(soon), ticket.ID(id))
}

// due returns the tickets that are to be woken by an instant.
func (s *shop) due(by time.Time) (ids []ticket.ID) {
	s.t.Helper()
	list, _, err := s.store.Due(s.t.Context(), by, 100)
	require.NoError(s.t, err)
	for _, timer := range list {
		ids = append(ids, timer.Ticket)
	}
	return ids
}

func TestRoutingHandsTicketsOut(t *testing.T) {
	s := newShop(t)
	s.saved("/admin/settings/routing", "method", "round_robin", "presence_ada", "away", "presence_ben", "online", "presence_chloe", "away")
	id := s.write("15550100", "hello")
	s.send()
	require.Equal(t, "ben", s.ticketOf(id).Assignee)
}

func TestAutomaticMessageTellsTheNextOpening(t *testing.T) {
	s := newShop(t)
	day := int(s.clock.Now().Add(72 * time.Hour).Weekday()) // three days from now
	s.saved("/admin/schedules/-", "day_"+string(rune('0'+day)), "09:00-17:00")
	s.saved("/admin/settings/automatic", "out_of_office", "We are back at {{opening}}.")
	id := s.write("15550100", "anybody?")
	opening := s.business.Settings().Schedules[""].NextOpening(s.clock.Now())
	require.Contains(t, strings.Join(s.thread(id), "\n"), "We are back at "+opening.Format("2006-01-02 15:04"))
}

func TestPromisesAreEdited(t *testing.T) {
	s := newShop(t)
	s.saved("/admin/rules/sla_policies", "do", "add", "title", "Everybody")
	p := s.business.Choices().Policies[0]
	path := "/admin/rules/sla_policies/rule?id=" + p.ID
	require.Contains(t, s.page(path), "first reply: 1 h")
	s.saved(path, "targets", "1", "metric_1", "first_reply_time", "within_1", "15", "metric_2", "next_reply_time", "within_2", "2,5", "priority_2", "high", "business_2", "on")
	id := s.write("15550100", "hello")
	look, err := s.desk.Explain(t.Context(), socialticket.Question{Ticket: ticket.ID(id)})
	require.NoError(t, err)
	require.Len(t, look.Promises, 1)
	require.Equal(t, 15*time.Minute, look.Promises[0].Target)
	require.Equal(t, 150*time.Second, s.business.Choices().Policies[0].Targets[1].Within)

	status, page := s.sheet(path, "targets", "1", "metric_1", "first_reply_time", "within_1", "0")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "targets[0]")
}
