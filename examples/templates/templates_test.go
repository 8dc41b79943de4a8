package templates_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/templates"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

func start() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// shop returns the templates of a host that knows everything.
func shop() *templates.Liquid {
	people := map[string]identity.Person{
		"ada": {ID: "ada", Name: "Ada Lovelace", Email: "ada@example.com", Fields: []identity.Field{{ID: "role", Value: "Agent"}}},
	}
	return templates.New(templates.Config{
		Account: "Bike shop", URL: func(id ticket.ID) string { return "https://shop.example/t/" + string(id) },
		Person: func(id string) (identity.Person, bool) { p, found := people[id]; return p, found },
		Name:   func(kind, id string) string { return strings.ToUpper(kind + " " + id) },
		Comments: func(*ticket.Ticket) []ticket.Comment {
			return []ticket.Comment{
				comment("c1", "u1", "My <bike> is broken\nHelp", true),
				comment("c2", "ada", "A note", false),
				comment("c3", "ada", "On it", true),
			}
		},
		Satisfaction: func(*ticket.Ticket) map[string]string { return map[string]string{"current_rating": "good"} },
		Dynamic: func(name, locale string) (string, bool) {
			return name + " in " + locale, strings.HasPrefix(name, "hello")
		},
	})
}

func comment(id, by, text string, public bool) ticket.Comment {
	c := ticket.Comment{ID: id, Author: ticket.Actor{Kind: ticket.Agent, ID: by}, Public: public, SentAt: start()}
	c.Content = channel.Message{Type: channel.Text, Text: text, Attachments: []channel.Attachment{{Name: id + ".png", URL: "https://f.example/" + id}}}
	return c
}

func subject() *rules.Subject {
	t := ticket.Ticket{
		ID: "t1", Via: channel.WhatsApp, Requester: "u1", Status: ticket.Open, Subject: `Bike & "bell"`, Priority: ticket.High, Type: ticket.Problem,
		Group: "g1", Assignee: "ada", Tags: []string{"bike", "vip"}, Fields: []ticket.Field{{ID: "7", Value: "red"}},
		Times: ticket.Times{CreatedAt: start()},
	}
	return &rules.Subject{
		Ticket: &t, Requester: &identity.Person{ID: "u1", Name: "Ana Maria Lima", Locale: "pt"}, User: "ada", Now: start(),
	}
}

// TestRender fills the placeholders of real rules.
func TestRender(t *testing.T) {
	tests := []struct{ text, want, missing string }{
		{"plain {text}", "plain {text}", ""},
		{"#{{ticket.id}} {{ ticket.title }} at {{ticket.account}}", `#t1 Bike & "bell" at Bike shop`, ""},
		{"{{ticket.status}} {{ticket.priority}} {{ticket.ticket_type}} {{ticket.tags}} {{ticket.via}}", "Open High Problem bike vip whatsapp", ""},
		{"{{ticket.url}} {{ticket.link}}", "shop.example/t/t1 https://shop.example/t/t1", ""},
		{"{{ticket.requester.first_name}}/{{ticket.requester.last_name}}/{{ticket.requester.language}}", "Ana/Maria Lima/pt", ""},
		{"{{ticket.assignee.name}} {{ticket.assignee.email}} {{ticket.assignee.role}} {{current_user.name}}", "Ada Lovelace ada@example.com Agent Ada Lovelace", ""},
		{"{{ticket.group.name}}", "GROUP G1", ""},
		{"{{ticket.ticket_field_7}} {{ticket.ticket_field_option_title_7}}", "red OPTION 7/RED", ""},
		{"{{ticket.created_at}}, {{ticket.created_at_with_timestamp}}", "March 2, 2026, 2026-03-02T09:00:00Z", ""},
		{"{{ticket.created_at_with_timestamp | date: '%d.%m.%Y'}}", "02.03.2026", ""},
		{"{{dc.hello-you}} {{dc.bye}}!", "hello-you in pt !", "dc.bye"},
		{"{{satisfaction.current_rating}}", "good", ""},
		{"[{{ticket.external_id}}] {{ticket.organization.name}} {{ticket.external_id}}", "[]  ", "ticket.external_id ticket.organization.name"},
		{"{{ticket.nothing.at.all}}{{nothing}}", "", "ticket.nothing.at.all nothing"},
		{"{{ticket.description}}", "My <bike> is broken\nHelp", ""},
		{"{{ticket.latest_comment}} {{ticket.latest_comment.author.name}} {{ticket.latest_comment.value}}", "On it Ada Lovelace On it", ""},
		{"{{ticket.public_comments[0].id}} {{ticket.latest_comment_html}}", "c3 <p>On it</p>", ""},
		{"{{ticket.latest_public_comment_formatted}}", "Ada Lovelace, March 2, 2026 09:00\n\nOn it", ""},
		{"{% for comment in ticket.comments %}{{comment.author.name}}: {{comment.value | strip_newlines}}{% for attachment in comment.attachments %} [{{attachment.filename}}]{% endfor %}{% unless forloop.last %}; {% endunless %}{% endfor %}", "Ada Lovelace: On it [c3.png]; Ada Lovelace: A note [c2.png]; Ana Maria Lima: My <bike> is brokenHelp [c1.png]", ""},
		{"{% for item in satisfaction %}{{item[0]}}={{item[1]}}{% endfor %}", "current_rating=good", ""},
		{"{% if ticket.comments.size > 0 %}{{ticket.comments.size}}{% else %}none{% endif %}", "3", ""},
		{"{% case ticket.status %}{% when 'Open' %}o{% when 'Solved' %}s{% endcase %}", "o", ""},
		{"{% capture x %}{{ticket.id}}!{% endcapture %}{{x | append: '?' | upcase}}", "T1!?", ""},
		{"{{ticket.external_id | default: 'none'}}", "none", ""},
		{"{{ticket.id}} {% broken", "t1 {% broken", ""},
		{"{{ticket.id}} {% endif %}", "t1 ", "liquid"},
		{"{{ticket.id | explode}} {{ticket.title}}", `t1 Bike & "bell"`, "liquid"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			made, missing := shop().Render(tt.text, subject(), false)
			for i, m := range missing {
				missing[i], _, _ = strings.Cut(m, ":")
			}
			if diff := cmp.Diff([]string{tt.want, tt.missing}, []string{made, strings.Join(missing, " ")}); diff != "" {
				t.Errorf("rendered (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRenderHTML escapes values, and nothing that is HTML already.
func TestRenderHTML(t *testing.T) {
	tests := []struct{ text, want string }{
		{"<b>{{ticket.title}}</b>", "<b>Bike &amp; &#34;bell&#34;</b>"},
		{"{{ticket.description}}", "My &lt;bike&gt; is broken\nHelp"},
		{"{% for c in ticket.comments %}{{c.value_rich}}{% break %}{% endfor %}", "<p>On it</p>"},
		{"{{ticket.latest_comment_formatted}}", "Ada Lovelace, March 2, 2026 09:00<br />\n<br />\nOn it"},
		{"{% assign x = '<i>' %}{{x}}{{'<' | append: '>'}}", "&lt;i&gt;&lt;&gt;"},
		{"{{ticket.title}} {% endif %}", "Bike &amp; &#34;bell&#34; "},
	}
	for _, tt := range tests {
		made, _ := shop().Render(tt.text, subject(), true)
		if diff := cmp.Diff(tt.want, made); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.text, diff)
		}
	}
}

// bombs are texts that would take for ever, fill the memory or read files.
func bombs() []string {
	loop := strings.Repeat("{% for a in ticket.comments %}", 41)
	double := "{% assign a = 'xxxxxxxxxxxxxxxx' %}" + strings.Repeat("{% assign a = a | append: a %}", 60) + "{{a}}"
	return []string{
		"{% for i in (1..1000000000) %}{% endfor %}", "{{ (1..1000000000) | join: ',' }}", "{% assign n = '..' %}{% for i in (1 .. 999999999) %}x{% endfor %}",
		loop + "x" + strings.Repeat("{% endfor %}", 41), double,
		"{% assign a = 'x' %}" + strings.Repeat("{% capture a %}{{a}}{{a}}{% endcapture %}", 60) + "{{a}}",
		"{% assign a = 'xxxxxxxxxxxxxxxx' %}" + strings.Repeat("{% assign a = a | replace: '', a %}", 20) + "{{a}}",
		"{% assign a = 'x' %}" + strings.Repeat("{{ a | escape | url_encode }}", 2000), "{% include '/etc/passwd' %}", "{% tablerow i in ticket.comments %}{% endtablerow %}",
		"{{ ticket.title | truncate: 99999999999 }}", "{{ ticket.title | truncate: -5 }}", "{{ 99999999999999999999999 }}", "{{ 1 | divided_by: 0 }}",
		strings.Repeat("{{ticket.description}}", 2900), strings.Repeat("x", 70_000) + "{{ticket.id}}", strings.Repeat("{% if true %}", 4000), strings.Repeat("{{ ((((", 5000),
		"{{ " + strings.Repeat("(", 30_000) + " }}", "{% socialticket_step show 0 %}", "{% cycle 'a' %}", "{% for forloop in ticket.comments %}{% cycle 'a', 'b' %}{% endfor %}", "{{ ticket.comments | map: 'x' }}", "{% raw %}{{ticket.id}}{% endraw %}",
		"{% comment %}{{ x }}{% endcomment %}", "{% case %}{% endcase %}", "{% if %}{% endif %}", "{{}}", "{{ }}", "{%%}", "{{--}}", "{{ 'a }}",
	}
}

// TestRenderBounded states that no text takes for ever or becomes endless.
func TestRenderBounded(t *testing.T) {
	for _, text := range bombs() {
		made, _ := shop().Render(text, subject(), true)
		if len(made) > 70_000 {
			t.Errorf("%.60q became %d bytes", text, len(made))
		}
		require.NotContains(t, made, "root:")
	}
}

// TestRenderAlike states that a text has one result.
func TestRenderAlike(t *testing.T) {
	text := "{% for p in ticket %}{{p[0]}} {% endfor %}{{ticket.comments_formatted}}"
	made, missing := shop().Render(text, subject(), false)
	for range 20 {
		again, also := shop().Render(text, subject(), false)
		require.Equal(t, made, again)
		require.Equal(t, missing, also)
	}
}

func TestCheck(t *testing.T) {
	require.NoError(t, templates.Check("{{ticket.id}} {% if ticket.group.name == 'x' %}y{% endif %}"))
	require.Error(t, templates.Check("{% if x %}"))
	require.Error(t, templates.Check("{% for i in (1..9) %}{% endfor %}"))
}

// FuzzRender states that no text panics, and that in HTML no value brings a tag in.
func FuzzRender(f *testing.F) {
	for _, text := range bombs() {
		if len(text) < 1000 {
			f.Add(text)
		}
	}
	f.Add("{{ticket.title}}{% for c in ticket.comments %}{{c.value}}{% endfor %}")
	templates := shop()
	f.Fuzz(func(t *testing.T, text string) {
		made, _ := templates.Render(text, subject(), true)
		if len(made) > max(70_000, len(text)) {
			t.Errorf("%d bytes became %d", len(text), len(made))
		}
		if strings.Contains(made, "<bike>") && !strings.Contains(text, "bike") {
			t.Errorf("a value brought a tag in: %q", made)
		}
		again, _ := templates.Render(text, subject(), true)
		require.Equal(t, made, again)
		_, _ = templates.Render(text, &rules.Subject{Ticket: &ticket.Ticket{}}, false)
	})
}

func ExampleLiquid_Render() {
	made, missing := shop().Render("Hello {{ticket.requester.first_name}}, about {{ticket.title}}{{ticket.external_id}}", subject(), false)
	fmt.Println(made, missing)
	// Output: Hello Ana, about Bike & "bell" [ticket.external_id]
}

func BenchmarkRender(b *testing.B) {
	l, s := shop(), subject()
	b.ReportAllocs()
	for b.Loop() {
		l.Render("Your request ({{ticket.id}}) is {{ticket.status}}, {{ticket.requester.name}}.", s, false)
	}
}
