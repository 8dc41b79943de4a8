package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// orchard makes views and subjects in which each kind of field occurs.
type orchard struct{ *world }

func orchardTable(t testing.TB) *Table {
	table, err := Standard().WithCustom(
		CustomField{ID: "text", Type: TypeText}, CustomField{ID: "amount", Type: TypeDecimal}, CustomField{ID: "day", Type: TypeDate},
		CustomField{ID: "agreed", Type: TypeCheckbox}, CustomField{ID: "many", Type: TypeMultiSelect}, CustomField{Of: "organization", ID: "plan", Type: TypeDropDown})
	require.NoError(t, err)
	table, err = table.With(
		Field{Name: "any", Kind: Mixed, Mixed: func(s *Subject) any { return s.Host }},
		Field{Name: "owner", Kind: Choice, Text: func(s *Subject) string { return s.Ticket.Assignee },
			Names: map[string]func(*Subject) string{"current_user": func(*Subject) string { return "p1" }}})
	require.NoError(t, err)
	return table
}

func (o orchard) hours() Value { return Value{fmt.Sprint(o.dice.IntN(6))} }

func (o orchard) number() Value { return Value{fmt.Sprint(o.dice.IntN(4))} }

func (o orchard) words() Value {
	return Value{o.oneOf("late", "LATE", "a b", "Grüße", "late parcel", "x", "ſ", "kelvin")}
}

func (o orchard) instant() Value {
	return Value{o.oneOf("2026-03-02T09:00:00Z", "2026-03-02", "2026-03-01T23:59:59.999999999Z", "2026-03-02T07:00:00Z")}
}

func (o orchard) people() Value {
	v := Value{}
	for range 1 + o.dice.IntN(2) {
		v = append(v, o.oneOf("", "p1", "p2", "current_user", "requester_id"))
	}
	return v
}

func (o orchard) op(list ...Op) Op { return list[o.dice.IntN(len(list))] }

func (o orchard) leaf() Condition {
	order := []Op{Is, IsNot, LessThan, LessThanEqual, GreaterThan, GreaterThanEqual, Present, NotPresent}
	choice := []Op{Is, IsNot, Includes, NotIncludes, Present, NotPresent}
	set := []Op{Is, Includes, NotIncludes, IncludesAll, Present, NotPresent}
	text := []Op{Is, IsNot, Includes, NotIncludes, IncludesAll, IncludesString, NotIncludesString, StartsWith, EndsWith, Present, NotPresent}
	span := []Op{Is, LessThan, GreaterThan, Present, NotPresent, IsBusiness, LessThanBusiness, GreaterThanBusiness}
	c := func(field string, ops []Op, v Value) Condition {
		return Condition{Field: field, Op: o.op(ops...), Value: v}
	}
	list := []Condition{
		c("status", order, Value{o.oneOf("new", "open", "pending", "solved")}), c("priority", order, Value{o.oneOf("", "low", "normal", "urgent")}),
		c("assignee_id", choice, o.people()), c("requester_id", choice, Value{o.oneOf("p1", "current_user", "assignee_id")}),
		c("group_id", choice, Value{o.oneOf("", "g1", "g2", "current_groups")}), c("type", choice, Value{"question", ""}), c("owner", choice, Value{"current_user"}),
		c("current_tags", set, Value{o.oneOf("a", "b", "a b", "c d", "")}), c("requester_tags", set, Value{"vip"}),
		c("subject_includes_word", text, o.words()), c("replies", order, o.number()),
		c("created_at", append(order, WithinPreviousDays, WithinNextDays, DaysBefore), o.instant()),
		c("created_at", []Op{WithinPreviousDays, WithinNextDays, DaysBefore}, o.number()),
		c("updated_at", span, o.hours()), c("SOLVED", span, o.hours()), c("OPEN", span, Value{fmt.Sprint(10+o.dice.IntN(300), "m")}),
		c("until_reply_window_end", span, o.hours()), c("reply_window_open", []Op{Is, IsNot}, Value{"true"}), c("in_business_hours", []Op{Is, IsNot}, Value{"true"}),
		c("custom_fields_text", text, o.words()), c("custom_fields_amount", order, o.number()), c("custom_fields_day", order, o.instant()),
		c("custom_fields_agreed", []Op{Is, IsNot}, Value{o.oneOf("true", "false")}), c("ticket_fields_many", set, Value{"a b"}),
		c("custom_fields_free", []Op{Is, IsNot, Present, GreaterThan, Includes, NotIncludes, IncludesString}, o.number()),
		c("organization.custom_fields.plan", choice, Value{o.oneOf("gold", "")}), c("any", choice, Value{"a"}), c("session_state", choice, Value{"active"}),
	}
	one := list[o.dice.IntN(len(list))]
	if kind := (map[string]bool{"subject_includes_word": true, "custom_fields_text": true}); kind[one.Field] && o.chance(30) {
		one.Exact = true
	}
	return one
}

func (o orchard) condition(depth int) Condition {
	if depth == 0 || !o.chance(25) {
		return o.leaf()
	}
	g := Condition{All: []Condition{}}
	for range o.dice.IntN(3) {
		g.All = append(g.All, o.condition(depth-1))
	}
	for range o.dice.IntN(3) {
		g.Any = append(g.Any, o.condition(depth-1))
	}
	return g
}

func (o orchard) view() View {
	r := Rule{ID: "v"}
	for range 1 + o.dice.IntN(2) {
		r.When.All = append(r.When.All, o.condition(2))
	}
	for range o.dice.IntN(3) {
		r.When.Any = append(r.When.Any, o.condition(2))
	}
	return View{Rule: r}
}

func (o orchard) at(now time.Time) time.Time {
	switch o.dice.IntN(4) {
	case 0:
		return time.Time{}
	case 1: // at a whole hour, or beside it
		return now.Add(time.Duration(o.dice.IntN(9)-6)*time.Hour + time.Duration(o.dice.IntN(3)-1))
	}
	return now.Add(-time.Duration(o.dice.IntN(96*60)) * time.Minute)
}

func (o orchard) subject(looker *Subject) *Subject {
	t := &ticket.Ticket{
		ID: "1", Status: ticket.Status(o.oneOf("new", "open", "pending", "hold", "solved")), Priority: ticket.Priority(o.oneOf("", "low", "normal", "urgent", "odd")),
		Assignee: o.oneOf("", "p1", "p2"), Requester: o.oneOf("p1", "p2"), Group: o.oneOf("", "g1", "g2"), Type: ticket.Type(o.oneOf("", "question", "task")),
		Subject: o.oneOf("", "late", "Late parcel", "too LATE", "GRÜSSE, a b", "grüße", "\u212Aelvin", "S"), Replies: o.dice.IntN(4), Organization: o.oneOf("", "o"),
	}
	t.CreatedAt, t.UpdatedAt, t.StatusAt, t.SolvedAt = o.at(looker.Now), o.at(looker.Now), o.at(looker.Now), o.at(looker.Now)
	*t = t.WithTags([]string{"a", "b", "c"}[:o.dice.IntN(4)]...)
	for id, values := range map[string][]string{
		"text": {"", "late", "Late", "a b"}, "amount": {"", "1", "2.5", "x"}, "day": {"", "2026-03-02", "x"}, "agreed": {"", "true", "no"},
		"many": {"", "a", "a b", "c"}, "free": {"", "1", "2", "12", "1 2"},
	} {
		*t = t.WithField(id, values[o.dice.IntN(len(values))])
	}
	s := &Subject{Ticket: t, User: looker.User, Groups: looker.Groups, Now: looker.Now, Host: []any{nil, "a", 1, []string{"a"}}[o.dice.IntN(4)]}
	if o.chance(70) {
		s.Requester = &identity.Person{ID: t.Requester, Tags: []string{"vip"}[:o.dice.IntN(2)]}
		s.Session.State = session.State(o.oneOf("active", "ended"))
		s.Reply = channel.Decision{Allowed: true, Until: looker.Now.Add(time.Duration(o.dice.IntN(10)-2) * time.Hour)}
	}
	if t.Organization != "" {
		s.Organization = &Organization{ID: "o", Fields: []identity.Field{{ID: "plan", Value: o.oneOf("gold", "free")}}[:o.dice.IntN(2)]}
	}
	return s
}

// kinds counts the tests of a tree by the kind of their field and their operator.
func kinds(tree Tree, count map[string]int) {
	if tree.Leaf != nil {
		count[fmt.Sprint(tree.Leaf.Kind)]++
		count[string(tree.Leaf.Op)]++
	}
	for _, one := range slices.Concat(tree.All, tree.Any) {
		kinds(one, count)
	}
}

// FuzzTree states that a tree passes what its view has and, if it is exact, nothing else.
func FuzzTree(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	table, now := orchardTable(f), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, seed uint64) { treeAgrees(t, table, seed, now, map[string]int{}) })
}

func TestTreeAgrees(t *testing.T) {
	count := map[string]int{}
	for seed := range uint64(1500) {
		treeAgrees(t, orchardTable(t), seed, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), count)
	}
	for _, k := range []Kind{Choice, Ordered, Set, Text, Number, Truth, Time, Mixed} {
		require.Greater(t, count[fmt.Sprint(k)], 50, "kind %d", k)
	}
	for _, op := range []Op{"", Is, Includes, Present, LessThan, LessThanEqual, GreaterThan, GreaterThanEqual, IncludesString, StartsWith, EndsWith} {
		require.Greater(t, count[string(op)], 20, "operator %q", op)
	}
	require.Zero(t, count[fmt.Sprint(Since)]+count[fmt.Sprint(Until)])
	require.Greater(t, count["exact and selected"], 2000)
	require.Greater(t, count["exact and not selected"], 2000)
	require.Greater(t, count["passed only"], 500)
}

func treeAgrees(t *testing.T, table *Table, seed uint64, now time.Time, count map[string]int) {
	t.Helper()
	o := orchard{&world{dice: rand.New(rand.NewPCG(seed, 21))}}
	view := o.view()
	views, err := CompileViews(table, []View{view})
	if err != nil {
		return // such as a group of nothing
	}
	looker := &Subject{User: o.oneOf("", "p1", "p2"), Groups: []string{"g1", "g2", ""}[:o.dice.IntN(4)], Now: now}
	tree, found := views.Tree("v", looker)
	require.True(t, found)
	kinds(tree, count)
	for range 20 {
		s := o.subject(looker)
		selects, may := views.Matches("v", s), table.May(tree, s)
		if selects && !may || tree.Exact() && selects != may {
			t.Fatalf("seed %d: the view has it: %v, the tree (exact: %v): %v\n%+v\n%+v\n%s", seed, selects, tree.Exact(), may, view.When, s.Ticket, cmp.Diff(Tree{}, tree))
		}
		switch {
		case tree.Exact() && selects:
			count["exact and selected"]++
		case tree.Exact():
			count["exact and not selected"]++
		case may && !selects:
			count["passed only"]++
		}
	}
}

func TestTreeOfNobody(t *testing.T) {
	var none *Views
	_, found := none.Tree("v", &Subject{})
	require.False(t, found)
	views, err := CompileViews(Standard(), []View{{Rule: Rule{ID: "v", When: Conditions{All: []Condition{{Field: "group_id", Op: Is, Value: Value{"current_groups"}}}}}}})
	require.NoError(t, err)
	tree, found := views.Tree("v", &Subject{})
	require.True(t, found)
	if diff := cmp.Diff(Tree{All: []Tree{{Leaf: &Leaf{Field: "group_id", Kind: Choice, Op: Is}}}}, tree); diff != "" {
		t.Error(diff)
	}
}
