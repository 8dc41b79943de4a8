package socialticket_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// byHand returns a macro.
func byHand(id string, do ...rules.Action) rules.Macro {
	return rules.Macro{Rule: rules.Rule{ID: id, Do: do}}
}

func macros(t testing.TB, list ...rules.Macro) *rules.Macros {
	t.Helper()
	set, err := rules.CompileMacros(rules.Standard(), list)
	require.NoError(t, err)
	return set
}

// use applies the macro "m" to a new ticket.
func (o *office) use(t testing.TB, by ticket.Actor) (socialticket.Receipt, error) {
	t.Helper()
	id := o.receive(t, says("15550100", "m1", "hello", o.clock.now)).Ticket.ID
	return o.UseMacro(context.Background(), socialticket.UseMacro{Ticket: id, Macro: "m", By: by})
}

// TestMacro applies macros of every kind of deed: what the ticket is then, what was said
// and what is asked for.
func TestMacro(t *testing.T) {
	type outcome struct{ Ticket, Said, Asked string }
	tests := []struct {
		name string
		do   []rules.Action
		want outcome
	}{
		{"changes", []rules.Action{act("priority", "high"), act("type", "problem"), act("subject", "Bike"), act("custom_fields_7", "red")}, outcome{Ticket: "new high problem Bike red"}},
		{"tags", []rules.Action{act("set_tags", "a b"), act("current_tags", "c"), act("remove_tags", "a")}, outcome{Ticket: "new b c"}},
		{"me", []rules.Action{act("assignee_id", "current_user"), act("group_id", "current_groups")}, outcome{Ticket: "open ada bikes"}},
		{"an older name", []rules.Action{act("assignee_id#all_agents", "current_user")}, outcome{Ticket: "open ada"}},
		{"nobody", []rules.Action{act("assignee_id", "current_user"), act("assignee_id", "")}, outcome{Ticket: "open"}},
		{"a form", []rules.Action{act("ticket_form_id", "f2")}, outcome{Ticket: "new f2"}},
		{"public", []rules.Action{act("comment_value", "Hi")}, outcome{"open", "public Hi", "message"}},
		{"internal", []rules.Action{act("comment_mode_is_public", "false"), act("comment_value", "Hi")}, outcome{"new", "internal Hi", ""}},
		{"said to be public", []rules.Action{act("comment_value", "Hi"), act("comment_mode_is_public", "true")}, outcome{"open", "public Hi", "message"}},
		{"HTML", []rules.Action{act("comment_value_html", "<p>Tom &amp; <b>Jo</b></p><p>2 &lt; 3<br/>yes</p>")}, outcome{"open", "public Tom & Jo\n2 < 3\nyes", "message"}},
		{"both forms", []rules.Action{act("comment_value_html", "<p>Hi</p>"), act("comment_value", "Hi there")}, outcome{"open", "public Hi there", "message"}},
		{"all channels", []rules.Action{act("comment_value", "channel:web", "Web"), act("comment_value", "channel:all", "All")}, outcome{"open", "public All", "message"}},
		{"another channel", []rules.Action{act("comment_value", "channel:web", "Web"), act("priority", "low")}, outcome{Ticket: "new low"}},
		{"solved with an answer", []rules.Action{act("comment_value", "Done"), act("status", "solved")}, outcome{"solved ada", "public Done", "message"}},
		{"a follower", []rules.Action{act("follower", "current_user")}, outcome{"new", "", "rule follower ada"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			o.settings.Agents = []socialticket.Agent{{ID: "ada", Groups: []string{"bikes", "all"}}}
			o.settings.Macros = macros(t, byHand("m", tt.do...))
			r, err := o.use(t, agent())
			require.NoError(t, err)
			if diff := cmp.Diff(tt.want, outcome{told(r.Ticket), wrote(r), asked(t, r)}); diff != "" {
				t.Errorf("macro (-want +got):\n%s", diff)
			}
			last := r.Commit.Events[len(r.Commit.Events)-1]
			require.Equal(t, ticket.EventMacro, last.Type)
			require.Equal(t, "m", last.To)
			require.Equal(t, agent(), last.By)
		})
	}
}

// told returns what macros set on a ticket, without the tags that every ticket has.
func told(x ticket.Ticket) string {
	var text strings.Builder
	text.WriteString(string(x.Status))
	for _, v := range []string{string(x.Priority), string(x.Type), x.Subject, x.Assignee, x.Group, x.Form, x.Field("7"), x.WithoutTags("messaging_support", "whatsapp_support").Get(ticket.FieldTags)} {
		if v != "" {
			text.WriteString(" " + v)
		}
	}
	return text.String()
}

// wrote returns the comment of a commit.
func wrote(r socialticket.Receipt) (text string) {
	for _, c := range r.Commit.Comments {
		text += map[bool]string{true: "public ", false: "internal "}[c.Public] + c.Content.Text
	}
	return text
}

// asked returns the effects of a commit.
func asked(t testing.TB, r socialticket.Receipt) (text string) {
	for _, e := range r.Commit.Effects {
		text += string(e.Kind)
		var a socialticket.Asked
		if len(e.Body) > 0 {
			require.NoError(t, json.Unmarshal(e.Body, &a))
			text += " " + string(a.Kind) + " " + a.To
		}
	}
	return text
}

// TestMacroForm gives a ticket the form that new ones of its account get.
func TestMacroForm(t *testing.T) {
	o := newOffice(t)
	line := channel.Account{Kind: channel.LINE, ID: "1"}
	o.settings.Defaults = []socialticket.Defaults{{Account: line, Form: "other"}, {Account: business(), Form: "f1"}}
	o.settings.Macros = macros(t, byHand("m", act("ticket_form_id", "f2"), act("ticket_form_id", "default_ticket_form")))
	r, err := o.use(t, agent())
	require.NoError(t, err)
	require.Equal(t, "f1", r.Ticket.Form)
}

// TestMacroRefused refuses macros that cannot be applied, and changes nothing then.
func TestMacroRefused(t *testing.T) {
	mine := func(kind string, ids ...string) rules.Macro {
		m := byHand("m", act("comment_value", "Hi"), act("priority", "high"))
		m.For = rules.Restriction{Kind: kind, IDs: ids}
		return m
	}
	bot := ticket.Actor{Kind: ticket.Bot, ID: "ada"}
	tests := []struct {
		name  string
		macro rules.Macro
		by    ticket.Actor
		err   error
	}{
		{"for a group of theirs", mine("Group", "9", "all"), agent(), nil},
		{"for another group", mine("Group", "9"), agent(), socialticket.ErrRefused},
		{"for them", mine("User", "ada"), agent(), nil},
		{"for another person", mine("User", "bob"), agent(), socialticket.ErrRefused},
		{"a bot is in no group", mine("Group", "all"), bot, socialticket.ErrRefused},
		{"for another kind", mine("Brand", "all"), agent(), socialticket.ErrRefused},
		{"the requester", mine(""), ticket.Actor{Kind: ticket.EndUser, ID: "u"}, socialticket.ErrInvalid},
		{"an unknown agent", byHand("m", act("comment_value", "Hi"), act("assignee_id", "zed")), agent(), socialticket.ErrRefused},
		{"an unknown macro", byHand("other", act("comment_value", "Hi")), agent(), socialticket.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			o.settings.Agents = []socialticket.Agent{{ID: "ada", Groups: []string{"bikes", "all"}}, {ID: "bob"}}
			o.settings.Macros = macros(t, tt.macro)
			id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
			before := o.dump(t, id)
			_, err := o.UseMacro(context.Background(), socialticket.UseMacro{Ticket: id, Macro: "m", By: tt.by})
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.err != nil, before == o.dump(t, id))
		})
	}
}

// TestMacroPreview decides a macro without committing it: nothing changes, and what would
// be written is written afterwards, to the byte.
func TestMacroPreview(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.settings.Macros = macros(t, byHand("m", act("comment_value", "Hi"), act("status", "pending"), act("follower", "bob")))
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	use := socialticket.UseMacro{Ticket: id, Macro: "m", By: agent()}
	head, err := o.store.Load(ctx, o.Ref(use))
	require.NoError(t, err)
	before := o.dump(t, id)
	preview, receipt, err := o.Decide(head, use, o.settings, o.clock.now)
	require.NoError(t, err)
	require.Equal(t, ticket.Pending, receipt.Ticket.Status)
	require.Equal(t, before, o.dump(t, id))
	done, err := o.UseMacro(ctx, use)
	require.NoError(t, err)
	if diff := cmp.Diff(preview, done.Commit); diff != "" {
		t.Errorf("the preview differs (-preview +committed):\n%s", diff)
	}
}

// TestMacroLate applies a macro after the window has ended: the comment is kept and marked,
// and the changes are made.
func TestMacroLate(t *testing.T) {
	o := newOffice(t)
	m := byHand("m", act("comment_value", "Still there?"), act("status", "pending"))
	m.Attachments = []channel.Attachment{{Type: channel.Image, URL: "https://example.com/map.png"}}
	o.settings.Macros = macros(t, m)
	id := o.receive(t, says("15550100", "m1", "hello", start())).Ticket.ID
	use := socialticket.UseMacro{Ticket: id, Macro: "m", By: agent()}
	sent, err := o.UseMacro(context.Background(), use)
	require.NoError(t, err)
	require.Equal(t, m.Attachments, messages(sent)[0].Attachments)
	o.clock.Add(25 * time.Hour)
	late, err := o.UseMacro(context.Background(), use)
	require.NoError(t, err)
	require.False(t, late.Decision.Allowed)
	require.Equal(t, channel.StateFailed, late.Comment.Delivery.State)
	require.Empty(t, late.Commit.Effects)
	require.Equal(t, ticket.Pending, late.Ticket.Status)
}
