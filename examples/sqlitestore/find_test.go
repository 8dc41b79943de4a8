package sqlitestore_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/inbox"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// unaided is the store without its indexes for lists and search.
type unaided struct {
	socialticket.Store
	socialticket.Reader
	socialticket.People
}

// found returns what a query finds, page by page.
func found(t testing.TB, r socialticket.Reader, q inbox.Query) (list []string) {
	t.Helper()
	in, err := inbox.New(inbox.Config{Reader: r, Settings: func() *socialticket.Settings { return &socialticket.Settings{} }, Phones: identity.Phones{Country: "DE"}})
	require.NoError(t, err)
	page := inbox.Page{Limit: 3}
	for n := 3; n == 3; {
		n = 0
		for tk, err := range in.Tickets(t.Context(), q, page) {
			require.NoError(t, err)
			list, page.After, n = append(list, string(tk.ID)), tk.ID, n+1
		}
	}
	for f, err := range in.Users(t.Context(), q, inbox.PersonPage{}) {
		require.NoError(t, err)
		list = append(list, "person "+f.Person.ID)
	}
	return list
}

// TestSearch states that the indexes find what a look at everything finds: while customers
// write and persons change, are merged and parted, and words are masked.
func TestSearch(t *testing.T) {
	s, all := fresh(t), 0
	desk := newDesk(t, s)
	dice := rand.New(rand.NewPCG(1, 1))
	one := func(list ...string) string { return list[dice.IntN(len(list))] }
	handles := []string{"5541988887777", "554188887777", "+4915123456789", "33612345678", "7777"}
	names := []string{"Ana María", "Ünal Özil_%", "李小龙", `O"Neil '; DROP TABLE clue; --`}
	texts := []string{"The parcel is late", "parcels, late!", "NOT late AND * OR \"NEAR", "你好世界 zebra", "été à Orléans zz"}
	values := append(append(append([]string{"0151 23456789", "late", "par", "世", "%", "_", "' OR 1=1 --", "zeb", "z", "orleans"}, handles...), names...), texts...)
	var tickets []ticket.ID
	var users []string
	by := ticket.Actor{Kind: ticket.Agent, ID: "ada"}
	for i := range 120 {
		e := says(one(handles...), fmt.Sprint("m", i))
		e.Account.Kind = []channel.Kind{channel.WhatsApp, channel.LINE}[dice.IntN(2)]
		e.Profile.Name, e.Message.Text = one(names...), one(texts...)
		r, err := desk.Receive(t.Context(), e)
		require.NoError(t, err)
		tickets, users = append(tickets, r.Ticket.ID), append(users, r.Ticket.Requester)
		id, user := tickets[dice.IntN(len(tickets))], one(users...)
		switch dice.IntN(5) {
		case 0:
			_, _ = desk.Merge(t.Context(), socialticket.Merge{Person: user, Into: one(users...), By: by, IdempotencyKey: fmt.Sprint(i)})
		case 1:
			_, _ = desk.Unmerge(t.Context(), socialticket.Unmerge{Person: user, By: by, IdempotencyKey: fmt.Sprint(i)})
		case 2:
			comments, err := s.Comments(t.Context(), id, socialticket.Page{})
			require.NoError(t, err)
			_, _ = desk.Redact(t.Context(), socialticket.Redaction{Ticket: id, Comment: comments[0].ID, Part: "late", By: by, IdempotencyKey: fmt.Sprint(i)})
		case 3:
			_, _ = desk.Update(t.Context(), socialticket.Update{Ticket: id, By: ticket.Actor{Kind: ticket.Trigger, ID: "r"}, IdempotencyKey: fmt.Sprint(i), Changes: []ticket.Change{
				{Field: ticket.FieldSubject, Value: one(texts...)}, {Field: ticket.FieldStatus, Value: one("open", "closed")}}})
		case 4:
			head, err := s.Load(t.Context(), socialticket.Ref{Person: user})
			require.NoError(t, err)
			p := head.Record
			p.ID, p.Version, p.Name, p.Phone = user, p.Version+1, one(names...), one("0151 23456789", "711", "+33 6 12 34 56 78")
			require.NoError(t, s.Commit(t.Context(), socialticket.Commit{Key: socialticket.Key(user), Expect: head.Record.Version, Cause: fmt.Sprint("p", i), At: start(), Person: p}))
		}
		if i%3 > 0 {
			continue
		}
		for range 4 {
			text := one("", "phone:", "name:", "info:", "handle:", "") + `"` + strings.ReplaceAll(one(values...), `"`, "") + `"` + one("", " status:open", " social:yes", " late")
			if dice.IntN(4) == 0 {
				text = one(values...)
			}
			q, _ := inbox.ParseQuery(text)
			want := found(t, unaided{s, s, s}, q)
			if diff := cmp.Diff(want, found(t, s, q)); diff != "" {
				t.Fatalf("after %d steps %q finds (-by a look at all +by index):\n%s", i, text, diff)
			}
			all += len(want)
		}
	}
	require.Greater(t, all, 300)
}

// TestMaskedWords states that masked words leave the index with the commit that masks them.
func TestMaskedWords(t *testing.T) {
	s := fresh(t)
	desk := newDesk(t, s)
	r, err := desk.Receive(t.Context(), says("33612345678", "m"))
	require.NoError(t, err)
	require.Len(t, found(t, s, inbox.Query{Text: "parcel"}), 1)
	count := func() (n int) {
		require.NoError(t, raw(t, s.path).QueryRowContext(t.Context(), `SELECT count(*) FROM words WHERE words MATCH '"parcel"'`).Scan(&n))
		return n
	}
	require.Equal(t, 1, count())
	_, err = desk.Redact(t.Context(), socialticket.Redaction{Ticket: r.Ticket.ID, Comment: r.Comment.ID, Part: "parcel", By: ticket.Actor{Kind: ticket.Agent, ID: "ada"}})
	require.NoError(t, err)
	require.Zero(t, count())
	require.Empty(t, found(t, s, inbox.Query{Text: "parcel"}))
	require.Len(t, found(t, s, inbox.Query{Text: "tracking"}), 1)
}

// TestPagePlan states that the pages that people look at most come from an index, in its
// order: nothing is sorted, and nothing is read that is not shown.
func TestPagePlan(t *testing.T) {
	s := fresh(t)
	is := func(field string, k rules.Kind, op rules.Op, values ...string) rules.Tree {
		return rules.Tree{All: []rules.Tree{{Leaf: &rules.Leaf{Field: field, Kind: k, Op: op, Values: values}}}}
	}
	unassigned := is("assignee_id", rules.Choice, rules.Is, "")
	unassigned.All = append(unassigned.All, is("current_tags", rules.Set, rules.Includes, socialticket.TagSocial))
	for want, tree := range map[string]rules.Tree{
		"ticket_updated":    {},
		"ticket_status":     is("status", rules.Ordered, rules.Is, string(ticket.Closed)),
		"ticket_requester":  is("requester_id", rules.Choice, rules.Is, "u1"),
		"ticket_unassigned": unassigned,
	} {
		for _, after := range []socialticket.Mark{{}, {UpdatedAt: start(), ID: "t1"}} {
			plan, err := s.PagePlan(t.Context(), socialticket.Selection{Tree: tree, After: after})
			require.NoError(t, err)
			require.Contains(t, plan, "USING INDEX "+want, "after %v", after)
			require.NotContains(t, plan, "TEMP B-TREE", "%s, after %v", want, after)
		}
	}
}

// BenchmarkNotifier shows a tab of social tickets: of a file of 100,000, one in hundred of
// which has no assignee.
func BenchmarkNotifier(b *testing.B) {
	const tickets = 100_000
	s := fresh(b)
	commits := make([]socialticket.Commit, tickets)
	for i := range commits {
		tk := ticket.Ticket{ID: ticket.ID(fmt.Sprint("t", i)), Status: ticket.Closed, Assignee: fmt.Sprint("a", i%200), Tags: []string{socialticket.TagSocial, "whatsapp_support"}, Requester: "u"}
		switch i % 101 {
		case 0:
			tk.Status, tk.Assignee = ticket.New, ""
		case 1:
			tk.Status = ticket.Open
		}
		tk.UpdatedAt = start().Add(time.Duration(i) * time.Second)
		c := begins(string(tk.ID))
		c.Ticket, c.Conversation.Ticket = tk, tk.ID
		commits[i] = c
	}
	atOnce(b, s, commits)
	in, err := inbox.New(inbox.Config{Reader: s, Settings: func() *socialticket.Settings { return &socialticket.Settings{} }})
	require.NoError(b, err)
	for _, tab := range []inbox.Tab{inbox.TabYours, inbox.TabUnassigned} {
		b.Run(string(tab), func(b *testing.B) {
			for b.Loop() {
				n, err := in.Notifier(b.Context(), inbox.Looker{User: "a7"}, tab, start())
				if err != nil || len(n.Rows) < 4 || !n.Dot {
					b.Fatal(len(n.Rows), err)
				}
			}
		})
		b.Run(string(tab)+"/page alone", func(b *testing.B) {
			views, err := rules.CompileViews(rules.Standard(), rules.SocialViews())
			require.NoError(b, err)
			tree, _ := views.Tree(tab.View(), &rules.Subject{User: "a7"})
			for b.Loop() {
				if list, err := s.SelectPage(b.Context(), socialticket.Selection{Tree: tree, Limit: 21}); err != nil || len(list) < 4 {
					b.Fatal(len(list), err)
				}
			}
		})
	}
}

// atOnce commits by many goroutines.
func atOnce(b *testing.B, s socialticket.Store, commits []socialticket.Commit) {
	b.Helper()
	const workers = 64
	failed := make(chan error, workers)
	for w := range workers {
		go func() {
			var err error
			for i := w; i < len(commits) && err == nil; i += workers {
				err = s.Commit(b.Context(), commits[i])
			}
			failed <- err
		}()
	}
	for range workers {
		require.NoError(b, <-failed)
	}
}
