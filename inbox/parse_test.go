package inbox_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/ticket"
)

func TestParseQuery(t *testing.T) {
	tests := []struct {
		text    string
		want    inbox.Query
		misread []inbox.Misread
	}{
		{"", inbox.Query{}, nil},
		{"  late \t parcel ", inbox.Query{Text: "late parcel"}, nil},
		{`late "my parcel" now`, inbox.Query{Text: `late "my parcel" now`}, nil},
		{"phone:+33612345678", inbox.Query{Phone: "+33612345678"}, nil},
		{"phone:+33 6 12 34 56 78 late", inbox.Query{Phone: "+33 6 12 34 56 78", Text: "late"}, nil},
		{"late +33 (0)6 12.34.56.78 tag:vip", inbox.Query{Phone: "+33 (0)6 12.34.56.78", Text: "late", Tags: []string{"vip"}}, nil},
		{"+1 +33612345678", inbox.Query{Phone: "+33612345678", Text: "+1"}, nil},
		{`phone:"0151 23456789" 12`, inbox.Query{Phone: "0151 23456789", Text: "12"}, nil},
		{`Name:"Ana María" EMAIL:ana@example.com handle:@ana info:gold`, inbox.Query{Name: "Ana María", Email: "ana@example.com", Handle: "@ana", Info: "gold"}, nil},
		{"tag:VIP tag:late,new status:open status:pending", inbox.Query{Tags: []string{"vip", "late", "new"}, Statuses: []ticket.Status{"open", "pending"}}, nil},
		{"status<=open status>solved", inbox.Query{Statuses: []ticket.Status{"new", "open", "closed"}}, nil},
		{"#12 channel:WhatsApp account:106 channel_info:line assignee:ada social:YES", inbox.Query{ID: "12", Channel: "whatsapp", Account: "106", ChannelInfo: "line", Assignee: "ada", Social: true}, nil},
		{"id:#7", inbox.Query{ID: "7"}, nil},
		{"a:b http://x.example 12:30", inbox.Query{Text: "a:b http://x.example 12:30"}, []inbox.Misread{{At: 0, Text: "a:b", Why: inbox.UnknownName}, {At: 4, Text: "http://x.example", Why: inbox.UnknownName}}},
		{"tag<3", inbox.Query{Text: "tag<3"}, []inbox.Misread{{At: 0, Text: "tag<3", Why: inbox.UnknownName}}},
		{"é status:late tag:", inbox.Query{Text: "é"}, []inbox.Misread{{At: 3, Text: "status:late", Why: inbox.UnknownValue}, {At: 15, Text: "tag:", Why: inbox.MissingValue}}},
		{"status<new social:no", inbox.Query{}, []inbox.Misread{{At: 0, Text: "status<new", Why: inbox.UnknownValue}, {At: 11, Text: "social:no", Why: inbox.UnknownValue}}},
		{"name:a name:b", inbox.Query{Name: "a"}, []inbox.Misread{{At: 7, Text: "name:b", Why: inbox.Repeated}}},
		{`late "the par`, inbox.Query{Text: `late "the par"`}, []inbox.Misread{{At: 5, Text: `"the par`, Why: inbox.OpenQuote}}},
		{`5"9 it's`, inbox.Query{Text: `59 it's`}, nil},
		{"# +", inbox.Query{Text: "# +"}, nil},
		{"phone:ana", inbox.Query{Phone: "ana"}, nil},
	}
	for _, tt := range tests {
		got, misread := inbox.ParseQuery(tt.text)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("ParseQuery(%q) mismatch (-want +got):\n%s", tt.text, diff)
		}
		if diff := cmp.Diff(tt.misread, misread); diff != "" {
			t.Errorf("ParseQuery(%q) misread mismatch (-want +got):\n%s", tt.text, diff)
		}
	}
}

// FuzzParseQuery states that every text is a query, that what was misread is told where it
// stands and in its order, and that words alone stay as they are.
func FuzzParseQuery(f *testing.F) {
	for _, text := range []string{`phone:+33 6 12 "a`, "status<solved tag:", "#", "+33612345678 +1 12", `name:"x" é:y`, "\xff:\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, misread := inbox.ParseQuery(text)
		last := -1
		for _, m := range misread {
			if m.At <= last || m.Text == "" || !strings.HasPrefix(text[m.At:], m.Text) {
				t.Errorf("ParseQuery(%q) tells of %+v after place %d", text, m, last)
			}
			last = m.At
		}
		again, _ := inbox.ParseQuery(text)
		if diff := cmp.Diff(q, again); diff != "" {
			t.Errorf("ParseQuery(%q) twice:\n%s", text, diff)
		}
		if strings.Count(q.Text, `"`)%2 != 0 {
			t.Errorf("ParseQuery(%q) leaves a quote open: %q", text, q.Text)
		}
		if fields := strings.Fields(text); !strings.ContainsAny(text, `":<>+#`) {
			if diff := cmp.Diff(inbox.Query{Text: strings.Join(fields, " ")}, q); diff != "" {
				t.Errorf("ParseQuery(%q), words alone:\n%s", text, diff)
			}
		}
	})
}
