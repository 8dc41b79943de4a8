package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules/zendesk"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.MarshalIndent(v, "", " ")
	require.NoError(t, err)
	return string(text)
}

// titles returns the titles of the triggers in the order in which they are asked.
func (s *shop) titles() (list []string) {
	c := s.business.Choices()
	l, _ := c.list(zendesk.Triggers)
	for i := range l.Len() {
		list = append(list, l.Head(i).Title)
	}
	return list
}

func TestImportIsLookedAtFirst(t *testing.T) {
	s := newShop(t)
	to := s.preview()
	page := s.page(to)
	require.Contains(t, page, "Broken &lt;script&gt;alert(1)&lt;/script&gt;")
	require.NotContains(t, page, "<script>alert")
	require.Contains(t, page, "conditions.all[0]", "the place of what cannot run")
	require.Contains(t, page, "triggers[3]", "the place of what cannot be read")
	require.Contains(t, page, "Notify ", "what is not carried out here")
	require.Contains(t, page, "is not there. Name one that is there", "the advice")

	require.Equal(t, int64(1), s.business.Settings().Version, "nothing is taken yet")
	require.Equal(t, ticket.Priority(""), s.ticketOf(s.write("15550100", "it is broken")).Priority)

	require.Equal(t, "/admin/import", s.saved(to, "do", "drop"))
	status, _ := s.do("GET", to, "", "Accept", "text/html")
	require.Equal(t, http.StatusNotFound, status)
}

func TestImportedRulesFire(t *testing.T) {
	s := newShop(t)
	before := s.titles()
	s.saved(s.preview(), "do", "all", "mode", "append")
	require.Equal(t, append(before, "Tell the back office", "Full moon", "Broken <script>alert(1)</script>"), s.titles())
	got := s.ticketOf(s.write("15550100", "it is broken"))
	require.Equal(t, ticket.Urgent, got.Priority)
	require.Contains(t, got.Tags, "hardware")
	require.Equal(t, "380001", got.Policy)
	require.Contains(t, s.page("/admin/rules/triggers"), "fired 1 time")
	require.Len(t, s.business.Choices().Policies, 1)
	moon := s.page("/admin/rules/triggers/rule?id=360003")
	require.NotContains(t, moon, `name="active" value="on" checked`, "what cannot run comes in switched off")
	status, _ := s.sheet("/admin/rules/triggers", "do", "on", "rule", "360003")
	require.Equal(t, http.StatusUnprocessableEntity, status, "and is not switched on")
}

func TestImportOfChosenRulesInPlaceOfOthers(t *testing.T) {
	s := newShop(t)
	to := s.preview()
	status, page := s.sheet(to, "do", "chosen", "mode", "replace")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "Choose at least one rule.")
	automations := len(s.business.Choices().Automations)
	s.saved(to, "do", "chosen", "mode", "replace", "take[]", "triggers/2")
	require.Equal(t, []string{"Broken <script>alert(1)</script>"}, s.titles())
	require.Len(t, s.business.Choices().Automations, automations, "of other kinds nothing was chosen")

	s.saved(s.preview(), "do", "chosen", "mode", "append", "take[]", "triggers/2")
	require.Len(t, s.titles(), 1, "the same rule takes its own place")
}

// What an app requires tells its custom fields, and its rules ask for them.
func TestImportKnowsTheFieldsOfTheFile(t *testing.T) {
	s := newShop(t)
	app := `{"ticket_fields": {"mood": {"type": "tagger", "title": "Mood", "custom_field_options": [{"name": "Bad", "value": "bad_mood"}]}},
		"triggers": {"calm": {"title": "Calm down", "all": [{"field": "custom_fields_mood", "operator": "is", "value": "VALUE"}], "actions": [{"field": "priority", "value": "high"}]}}}`
	_, to := s.upload(strings.Replace(app, "VALUE", "no_mood", 1))
	require.Contains(t, s.page(to), "cannot run", "the list does not have the value")
	_, to = s.upload(strings.Replace(app, "VALUE", "bad_mood", 1))
	require.Contains(t, s.page(to), "The file tells of 1 custom field.")
	s.saved(to, "do", "all")
	require.Contains(t, s.titles(), "Calm down")
	require.Len(t, s.business.Choices().Fields, 1)
}

// An export is the import with what was changed since, and with what only Zendesk knows.
func TestExportGivesBackWhatWasImported(t *testing.T) {
	s := newShop(t)
	s.saved(s.preview(), "do", "all", "mode", "replace")
	s.saved("/admin/rules/triggers/rule?id=360002", "title", "Renamed", "active", "on")
	status, text := s.do("GET", "/admin/rules/triggers/export", "")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, text, `"updated_at":"2025-03-01T10:00:00Z"`)
	require.Contains(t, text, `"title":"Renamed"`)
	again, err := zendesk.Read([]byte(text), "")
	require.NoError(t, err)
	if diff := cmp.Diff(asJSON(t, s.business.Choices().Triggers), asJSON(t, again.Rules(zendesk.Triggers))); diff != "" {
		t.Errorf("rules read from the export (-kept +read):\n%s", diff)
	}
	for _, kind := range ruleKinds() {
		status, _ := s.do("GET", "/admin/rules/"+string(kind)+"/export", "")
		require.Equal(t, http.StatusOK, status, kind)
	}
}

func TestFilesThatAreNoRulesAreRefused(t *testing.T) {
	s := newShop(t)
	tests := []struct {
		name, text string
		status     int
	}{
		{"nothing", "", http.StatusUnprocessableEntity},
		{"no JSON", "title,conditions", http.StatusUnprocessableEntity},
		{"cut off", `{"triggers": [{"id": 1`, http.StatusUnprocessableEntity},
		{"no rules", `{"triggers": []}`, http.StatusUnprocessableEntity},
		{"10 MB", `{"triggers": [{"title": "` + strings.Repeat("x", 10<<20) + `"}]}`, http.StatusRequestEntityTooLarge},
		{"deep", strings.Repeat("[", 1<<20), http.StatusUnprocessableEntity},
	}
	for _, tt := range tests {
		status, page := s.upload(tt.text)
		require.Equal(t, tt.status, status, tt.name)
		require.Contains(t, page, `class="trouble"`, tt.name)
	}
	status, page := s.sheet("/admin/import", "text", "what I pasted")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, page, "what I pasted")
}

func TestRulesAreSwitchedOffMovedAndDeleted(t *testing.T) {
	s := newShop(t)
	s.saved(s.preview(), "do", "all", "mode", "replace")
	s.saved("/admin/rules/triggers", "rule", "360001", "do", "off")
	require.Equal(t, ticket.Priority(""), s.ticketOf(s.write("15550101", "broken")).Priority)
	s.saved("/admin/rules/triggers", "rule", "360001", "do", "on")
	require.Equal(t, ticket.Urgent, s.ticketOf(s.write("15550102", "broken")).Priority)

	require.Equal(t, []string{"Tell the back office", "Full moon"}, s.titles()[:2])
	s.saved("/admin/rules/triggers", "rule", "360003", "do", "up")
	require.Equal(t, []string{"Full moon", "Tell the back office"}, s.titles()[:2])
	s.saved("/admin/rules/triggers", "rule", "360003", "do", "up")
	require.Equal(t, "Full moon", s.titles()[0], "the first stays the first")
	s.saved("/admin/rules/triggers", "rule", "360003", "do", "down")
	require.Equal(t, "Full moon", s.titles()[1])
	s.saved("/admin/rules/triggers", "rule", "360003", "do", "delete")
	require.NotContains(t, s.titles(), "Full moon")
	status, _ := s.sheet("/admin/rules/triggers", "rule", "360003", "do", "on")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = s.sheet("/admin/rules/triggers", "rule", "360001", "do", "explode")
	require.Equal(t, http.StatusBadRequest, status)
}

func TestRuleIsEditedAsJSON(t *testing.T) {
	s := newShop(t)
	s.saved(s.preview(), "do", "all", "mode", "replace")
	path := "/admin/rules/triggers/rule?id=360001"
	rule := `{"id": "360001", "title": "Mine", "conditions": {"all": [{"field": "FIELD", "operator": "is", "value": "x"}]}, "actions": [{"field": "priority", "value": ["low"]}]}`
	tests := []struct{ name, text, want string }{
		{"a field that is not known", strings.Replace(rule, "FIELD", "moon", 1), "conditions.all[0]"},
		{"an action that cannot be", strings.Replace(strings.Replace(rule, "FIELD", "brand_id", 1), `"low"`, `"hot"`, 1), "actions[0]"},
		{"a member that means nothing", strings.Replace(rule, `"title"`, `"tittle"`, 1), "tittle"},
		{"no JSON", "priority = low", "JSON"},
		{"the id of another", strings.Replace(rule, "360001", "360002", 1), "another rule has it"},
	}
	for _, tt := range tests {
		status, page := s.sheet(path, "json", tt.text)
		require.Equal(t, http.StatusUnprocessableEntity, status, tt.name)
		require.Contains(t, unescaped(page), tt.want, tt.name)
		require.Contains(t, unescaped(page), tt.text, tt.name)
	}
	s.saved(path, "json", strings.Replace(rule, "FIELD", "brand_id", 1))
	require.Contains(t, s.titles(), "Mine")
}

func TestRuleIsTriedWithoutWriting(t *testing.T) {
	s := newShop(t)
	s.saved(s.preview(), "do", "all", "mode", "replace")
	s.saved("/admin/rules/triggers", "rule", "360001", "do", "off") // it is tried all the same
	first, _ := s.write("15550100", "it is broken"), s.write("15550101", "hello")
	before := s.ticketOf(first)
	try := "/admin/rules/triggers/try?id=360001&"
	require.Contains(t, s.page(try+"ticket="+first+"&event=new"), "It would fire.")
	page := s.page(try + "ticket=" + first + "&event=message&text=broken+again")
	require.Contains(t, page, "It does not hold.")
	require.Contains(t, page, "The ticket is being created")
	require.Contains(t, s.page(try+"event=new&last=10"), "1 of 2 tickets match.")
	require.Contains(t, s.page("/admin/rules/automations/try?id=370001&last=10"), "0 of 2 tickets match.")
	require.Equal(t, before, s.ticketOf(first), "nothing was written")
	s.post("/tickets/"+first+"/status", "status", "solved", "shown_status", "new")
	require.Contains(t, s.page("/admin/rules/automations/try?id=370001&ticket="+first), "It will hold at")
	require.Contains(t, s.page("/admin/rules/sla_policies/try?id=380001&ticket="+first), "It does not hold.")

	for path, want := range map[string]int{
		try + "ticket=nothing": 422, try + "last=1000": 400, "/admin/rules/triggers/try?id=nothing": 404, "/admin/rules/triggers/try?id=360003": 422,
	} {
		status, _ := s.do("GET", path, "", "Accept", "text/html")
		require.Equal(t, want, status, path)
	}
}

// The picture is what the schedule says, minute by minute, also when clocks change.
func TestPictureOfAScheduleIsWhatItSays(t *testing.T) {
	h := hours{Zone: "Europe/Paris", Days: [7]string{"", "09:00–12:00, 13:00–17:00", "00:00-24:00", "", "22:00-02:00", "", "01:00-04:00"},
		Holidays: []holiday{{Name: "Easter", First: "2026-03-30"}}}
	of, err := h.schedule()
	require.NoError(t, err)
	first := schedule.Date{Year: 2026, Month: 3, Day: 20}
	for n := range 20 {
		d := first.AddDays(n)
		start, end := d.In(of.Zone(), 0, ""), d.AddDays(1).In(of.Zone(), 0, "")
		day := dayOf(of, d, start)
		for x := range dayUnits {
			at := start.Add(end.Sub(start) * time.Duration(2*x+1) / (2 * dayUnits)) // the middle of a unit
			drawn := false
			for _, b := range day.Bars {
				drawn = drawn || b.X <= x && x < b.X+b.Width
			}
			require.Equal(t, of.Open(at), drawn, at)
		}
		require.Equal(t, d == schedule.Date{Year: 2026, Month: 3, Day: 30}, day.Holiday != "")
	}
	opened := 0
	for _, c := range yearOf(of, 2026).Cells {
		if c.Class == "open" {
			opened++
		}
	}
	require.Equal(t, of.CountDays(schedule.Date{Year: 2026, Month: 1, Day: 1}, schedule.Date{Year: 2027, Month: 1, Day: 1}), opened)
}

// A schedule that was made elsewhere is read out of what it says.
func TestFormOfAScheduleOfTheFile(t *testing.T) {
	h := hours{Zone: "Europe/Paris", Days: [7]string{"", "09:00–12:00, 13:00–17:00", "09:00–17:00", "", "22:00–02:00", "09:00–17:00", ""},
		Holidays: []holiday{{Name: "Noël", First: "2026-12-24", Last: "2026-12-26"}}}
	of, err := h.schedule()
	require.NoError(t, err)
	if diff := cmp.Diff(h, hoursOf(of, schedule.Date{Year: 2026, Month: 3, Day: 20})); diff != "" {
		t.Errorf("hoursOf mismatch (-want +got):\n%s", diff)
	}
}
