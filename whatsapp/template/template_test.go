package template_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/whatsapp"
	"github.com/socialticket/socialticket/whatsapp/template"
)

func received() time.Time { return time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC) }

func at(second int64) time.Time { return time.Unix(second, 0).UTC() }

func templates(t testing.TB) (shipped, welcome template.Template) {
	t.Helper()
	body, err := os.ReadFile("testdata/templates.json")
	require.NoError(t, err)
	list, err := template.Read(body, received())
	require.NoError(t, err)
	require.Len(t, list, 2)
	return list[0], list[1]
}

func TestReadTemplates(t *testing.T) {
	shipped, welcome := templates(t)
	at := received()
	want := []template.Template{
		{
			ID: "900000000000001", Name: "order_shipped", Language: "de", Category: template.Utility,
			Status: template.Approved, Quality: "GREEN",
			Header: template.Header{Format: template.HeaderImage},
			Body:   "Hallo {{1}}, Paket {{2}} ist unterwegs. {{1}}, freu dich!", Footer: "Musterladen",
			Buttons: []template.Button{
				{Type: "QUICK_REPLY", Text: "Danke"},
				{Type: "URL", Text: "Verfolgen", URL: "https://example.org/t/{{1}}"},
				{Type: "PHONE_NUMBER", Text: "Anrufen", Phone: "+4930555010"},
				{Type: "COPY_CODE", Text: "Code"},
			},
			StatusAt: at, QualityAt: at, CategoryAt: at, TextAt: at,
		},
		{
			ID: "900000000000002", Name: "welcome", Language: "en_US", Category: template.Marketing,
			Status: template.Pending, Named: true,
			Header: template.Header{Format: template.HeaderText, Text: "Hello {{first_name}}"},
			Body:   "Good to have you, {{first_name}}. Your agent is {{agent}}, say hi.",
			Others: []string{"CAROUSEL"}, StatusAt: at, QualityAt: at, CategoryAt: at, TextAt: at,
		},
	}
	if diff := cmp.Diff(want, []template.Template{shipped, welcome}); diff != "" {
		t.Errorf("templates mismatch (-want +got):\n%s", diff)
	}
	one, err := template.Read([]byte(`{"name":"a","language":"de"}`), at)
	require.NoError(t, err)
	require.Len(t, one, 1)
	for body, want := range map[string]string{
		`[]`:                      "template: read: an object is wanted: no JSON object: it begins with '['",
		`{"error":{"code":190}}`:  "template: read: no list in data, and no name and language",
		`{"data":[{"name":"a"}]}`: "template: read: data[0]: no name or no language",
		`{`:                       "template: read: an object is wanted: no JSON at byte 1: the text ends there",
	} {
		_, err := template.Read([]byte(body), at)
		require.EqualError(t, err, want)
	}
}

// shippedCall fills the template order_shipped rightly.
func shippedCall() channel.TemplateCall {
	return channel.TemplateCall{Name: "order_shipped", Language: "de", Values: []channel.Parameter{
		{Component: "header", Media: channel.Attachment{Type: channel.Image, ID: "77"}},
		{Text: "Mira"}, {Text: "4711"},
		{Component: "button", Index: 1, Text: "4711"},
		{Component: "button", Index: 3, Kind: "copy_code", Text: "SAVE10"},
	}}
}

func TestTemplateCheck(t *testing.T) {
	shipped, welcome := templates(t)
	welcome.Status = template.Approved
	named := channel.TemplateCall{Name: "welcome", Language: "en_US", Values: []channel.Parameter{
		{Component: "header", Name: "first_name", Text: "Mira"},
		{Name: "agent", Text: "Otto"}, {Name: "first_name", Text: "Mira"},
		{Component: "carousel", Text: "left alone"},
	}}
	now := received()
	tests := []struct {
		name     string
		template template.Template
		call     func(*channel.TemplateCall)
		want     []string
	}{
		{"right", shipped, func(*channel.TemplateCall) {}, nil},
		{"right, with a payload", shipped, func(c *channel.TemplateCall) {
			c.Values = append(c.Values, channel.Parameter{Component: "button", Kind: "quick_reply", Text: "thanks"})
		}, nil},
		{"named, right", welcome, func(c *channel.TemplateCall) { *c = named }, nil},
		{"another language", shipped, func(c *channel.TemplateCall) { c.Language = "en" }, []string{
			"132001 order_shipped/de: called as order_shipped/en",
		}},
		{"a value too few", shipped, func(c *channel.TemplateCall) { c.Values = append(c.Values[:2:2], c.Values[3:]...) }, []string{
			"132000 order_shipped/de: body: it has 2 variables, 1 values are given",
		}},
		{"empty and broken values", shipped, func(c *channel.TemplateCall) { c.Values[1].Text, c.Values[2].Text = " ", "a\nb" }, []string{
			"131008 order_shipped/de: body: variable 1: the value is empty",
			"132012 order_shipped/de: body: variable 2: the value has a line break, a tab or more than four spaces in a row",
		}},
		{"too long", shipped, func(c *channel.TemplateCall) { c.Values[1].Text = strings.Repeat("é", 1025) }, []string{
			"132005 order_shipped/de: body: variable 1: the value has 1025 characters, 1024 are allowed",
		}},
		{"a name where there are numbers", shipped, func(c *channel.TemplateCall) { c.Values[1].Name = "who" }, []string{
			"132012 order_shipped/de: body: variable who: variables have no names here",
		}},
		{"no picture", shipped, func(c *channel.TemplateCall) { c.Values = c.Values[1:] }, []string{
			"132012 order_shipped/de: header: it wants one image, 0 values are given",
		}},
		{"a film for a picture", shipped, func(c *channel.TemplateCall) { c.Values[0].Media.Type = channel.Video }, []string{
			"132012 order_shipped/de: header: it wants one image, the value is one video",
		}},
		{"a picture from nowhere", shipped, func(c *channel.TemplateCall) { c.Values[0].Media.ID = "" }, []string{
			"132012 order_shipped/de: header: it wants the id or the address of one image",
		}},
		{"no end of the address", shipped, func(c *channel.TemplateCall) { c.Values = append(c.Values[:3:3], c.Values[4]) }, []string{
			"132000 order_shipped/de: button 1: it has 1 variables, 0 values are given",
		}},
		{"strangers", shipped, func(c *channel.TemplateCall) {
			c.Values = append(c.Values, channel.Parameter{Component: "button", Index: 9, Text: "x"}, channel.Parameter{Component: "card", Text: "x"},
				channel.Parameter{Component: "button", Index: 2, Text: "x"})
		}, []string{
			"132000 order_shipped/de: button 2: it has 0 variables, 1 values are given",
			"132012 order_shipped/de: button 9: there is no such button",
			"132012 order_shipped/de: card: there is no such component",
		}},
		{"codes", shipped, func(c *channel.TemplateCall) {
			c.Values[4].Text, c.Values[3].Kind = strings.Repeat("1", 16), "quick_reply"
		}, []string{
			"132012 order_shipped/de: button 1: it is a url, the value is for a quick_reply",
			"132012 order_shipped/de: button 3: the code has 16 characters, 15 are allowed",
		}},
		{"names", welcome, func(c *channel.TemplateCall) {
			*c = named
			c.Values = []channel.Parameter{named.Values[0], {Name: "agnet", Text: "Otto"}, {Text: "Mira"}, {Name: "agnet", Text: "Otto"}}
		}, []string{
			"132000 welcome/en_US: body: it has 2 variables, 3 values are given",
			"132012 welcome/en_US: body: variable agnet: there is no such variable",
			"132012 welcome/en_US: body: variable 2: the value has no name",
			"132012 welcome/en_US: body: variable agnet: it is given twice",
			"132012 welcome/en_US: body: variable first_name: no value is given",
			"132012 welcome/en_US: body: variable agent: no value is given",
		}},
		{"paused", with(shipped, template.Paused), func(*channel.TemplateCall) {}, []string{"132015 order_shipped/de: its status is PAUSED"}},
		{"disabled", with(shipped, template.Disabled), func(*channel.TemplateCall) {}, []string{"132016 order_shipped/de: its status is DISABLED"}},
		{"a future status", with(shipped, "HAUNTED"), func(*channel.TemplateCall) {}, []string{"132001 order_shipped/de: its status is HAUNTED"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			call := shippedCall()
			tt.call(&call)
			if diff := cmp.Diff(tt.want, problems(t, tt.template.Check(call, now))); diff != "" {
				t.Errorf("problems mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func with(t template.Template, s template.Status) template.Template {
	t.Status = s
	return t
}

// problems takes a joined error apart.
func problems(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok)
	var list []string
	for _, e := range joined.Unwrap() {
		one, ok := errors.AsType[*template.Error](e)
		require.True(t, ok)
		require.NotEmpty(t, one.Reason().Class)
		list = append(list, one.Code+" "+strings.TrimPrefix(e.Error(), "template: "))
	}
	return list
}

// news makes the event of a template webhook, as package whatsapp reads it.
func news(t testing.TB, field, members string, second string) channel.Event {
	t.Helper()
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true})
	require.NoError(t, err)
	events, err := p.Events(platform.Request{Received: received(), Body: []byte(`{"entry":[{"id":"2","time":` + second +
		`,"changes":[{"field":"` + field + `","value":{"message_template_name":"order_shipped","message_template_language":"de",` + members + `}}]}]}`)})
	require.NoError(t, err)
	require.Len(t, events, 1)
	return events[0]
}

func templateNews(t testing.TB) []channel.Event {
	const status, quality, category, components = "message_template_status_update", "message_template_quality_update",
		"template_category_update", "message_template_components_update"
	return []channel.Event{
		news(t, status, `"event":"PAUSED","other_info":{"title":"FIRST_PAUSE"}`, "1773050000"),
		news(t, status, `"event":"APPROVED"`, "1773060800"),
		news(t, status, `"event":"PAUSED","other_info":{"title":"SECOND_PAUSE"}`, "1773070000"),
		news(t, quality, `"new_quality_score":"RED","previous_quality_score":"GREEN"`, "1773050000"),
		news(t, quality, `"new_quality_score":"YELLOW","previous_quality_score":"RED"`, "1773060000"),
		news(t, category, `"new_category":"MARKETING"`, "1773050000"),
		news(t, components, `"message_template_element":"Neu {{1}}.","message_template_buttons":[`+
			`{"message_template_button_type":"URL","message_template_button_text":"Los","message_template_button_url":"https://example.org/"}]`, "1773050000"),
		news(t, status, `"event":"REJECTED"`, "1000000000"), // older than what was read
	}
}

func TestTemplateApply(t *testing.T) {
	shipped, _ := templates(t)
	got := shipped
	for _, e := range templateNews(t) {
		got = got.Apply(e)
	}
	want := shipped
	want.Status, want.Reason, want.StatusAt = template.Paused, "SECOND_PAUSE", at(1773070000)
	want.PausedUntil = at(1773070000).Add(6 * time.Hour)
	want.Quality, want.QualityAt = "YELLOW", at(1773060000)
	want.Category, want.CategoryAt = template.Marketing, at(1773050000)
	want.Body, want.Footer, want.TextAt = "Neu {{1}}.", "", at(1773050000)
	want.Buttons = []template.Button{
		{Type: "QUICK_REPLY", Text: "Danke"},
		{Type: "URL", Text: "Los", URL: "https://example.org/"},
		{Type: "COPY_CODE", Text: "Code"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("template mismatch (-want +got):\n%s", diff)
	}
	require.False(t, got.Usable(got.PausedUntil.Add(-1)))
	require.True(t, got.Usable(got.PausedUntil))
	other := news(t, "message_template_status_update", `"event":"DISABLED"`, "1773080000")
	other.Notice.Subject = "another"
	require.Empty(t, cmp.Diff(got, got.Apply(other)))
}

// TestTemplateApplyBare states that news which name no status, category or text change
// none, and that a quality among news of a status is a quality.
func TestTemplateApplyBare(t *testing.T) {
	shipped, _ := templates(t)
	shipped.StatusAt, shipped.QualityAt, shipped.CategoryAt, shipped.TextAt = time.Time{}, time.Time{}, time.Time{}, time.Time{}
	for _, field := range []string{"message_template_status_update", "message_template_quality_update", "template_category_update", "message_template_components_update"} {
		got := shipped.Apply(news(t, field, `"message_template_id":12`, "1773050000"))
		if diff := cmp.Diff(shipped, got); diff != "" {
			t.Errorf("%s without news (-want +got):\n%s", field, diff)
		}
	}
	want := shipped
	want.Quality, want.QualityAt = "YELLOW", at(1773050000)
	got := shipped.Apply(news(t, "message_template_status_update", `"previous_quality_score":"GREEN","new_quality_score":"YELLOW"`, "1773050000"))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a quality (-want +got):\n%s", diff)
	}
	require.True(t, got.Usable(at(1773050000)))
}

// TestDataNewsWithoutEvent reads the webhook whose status has no event.
func TestDataNewsWithoutEvent(t *testing.T) {
	body := datatest.Read(t, "faults/webhooks/whatsapp__template-status-without-event.json")
	p, err := whatsapp.New(whatsapp.Config{Unsigned: true})
	require.NoError(t, err)
	events, err := p.Events(platform.Request{Body: body, Received: received()})
	require.NoError(t, err)
	require.Len(t, events, 1)
	pickup := template.Template{Name: "pickup_ready", Language: "en_GB", Status: template.Approved, Quality: "GREEN"}
	got := pickup.Apply(events[0])
	require.Equal(t, []any{template.Approved, "YELLOW", true}, []any{got.Status, got.Quality, got.Usable(received())})
}

// However news are repeated and reordered, the template comes out the same.
func FuzzTemplateApplyOrder(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7})
	f.Add([]byte{7, 6, 2, 2, 4, 3, 1, 0, 5})
	shipped, _ := templates(f)
	all := templateNews(f)
	want := shipped
	for _, e := range all {
		want = want.Apply(e)
	}
	f.Fuzz(func(t *testing.T, order []byte) {
		got := shipped
		for _, i := range order {
			got = got.Apply(all[int(i)%len(all)])
		}
		for _, e := range all { // whatever came before, all of it came
			got = got.Apply(e)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("order %v (-want +got):\n%s", order, diff)
		}
	})
}

func ExampleTemplate_Check() {
	shipped := template.Template{
		Name: "order_shipped", Language: "de", Status: template.Approved,
		Body: "Hallo {{1}}, Paket {{2}} ist unterwegs.",
	}
	call := channel.TemplateCall{Name: "order_shipped", Language: "de", Values: []channel.Parameter{{Text: "Mira"}}}
	fmt.Println(shipped.Check(call, time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)))
	// Output:
	// template: order_shipped/de: body: it has 2 variables, 1 values are given
}
