package rules

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// world makes rules and tickets of one vocabulary.
type world struct {
	dice *rand.Rand
	size int
	odd  int // of a hundred rules, how many pin nothing
}

func (w *world) skew(n int) int { f := w.dice.Float64(); return int(f * f * float64(n)) }

func (w *world) tag() string   { return fmt.Sprintf("tag_%04d", w.skew(200+w.size/10)) }
func (w *world) group() string { return fmt.Sprint("g", w.skew(20+w.size/100)) }
func (w *world) brand() string { return fmt.Sprint("b", w.skew(8+w.size/500)) }
func (w *world) org() string   { return fmt.Sprint("o", w.skew(500+w.size/4)) }
func (w *world) value() string { return fmt.Sprint("v", w.skew(20+w.size/250)) }
func (w *world) word() string {
	const consonants, vowels = "bcdfglmnprst", "aeiou"
	n := uint32(w.skew(400))
	x, b := n*2654435761+12345, make([]byte, 0, 8)
	for i := range uint32(4) {
		b = append(b, consonants[x%12], vowels[x/12%5])
		x = x/60 + (n+i)*7919
	}
	return string(b)
}

func (w *world) chance(of100 int) bool { return w.dice.IntN(100) < of100 }

func (w *world) oneOf(list ...string) string { return list[w.dice.IntN(len(list))] }

// rule returns a rule like those of real accounts: most pin a channel, a group, a tag.
func (w *world) rule(n int) Rule {
	r := Rule{ID: fmt.Sprint(n)}
	add := func(field string, op Op, values ...string) {
		r.When.All = append(r.When.All, Condition{Field: field, Op: op, Value: values})
	}
	if w.chance(w.odd) {
		add("comment_includes_word", Includes, w.word())
	} else {
		for r.When.All == nil {
			w.pin(add)
		}
	}
	switch w.dice.IntN(4) {
	case 0:
		add("status", Is, w.oneOf("new", "open", "pending", "hold", "solved"))
	case 1:
		add("status", IsNot, "closed")
	case 2:
		add("status", LessThan, "hold")
	}
	if w.chance(30) {
		add("priority", GreaterThan, "normal")
	}
	if w.chance(20) {
		add("type", Is, w.oneOf("question", "incident", "problem", "task"))
	}
	if w.chance(15) {
		add("comment_includes_word", Includes, w.word())
	}
	if w.chance(20) {
		add("NEW", GreaterThan, fmt.Sprint(1+w.dice.IntN(72)))
	}
	if w.chance(15) {
		for range 2 + w.dice.IntN(2) {
			c := Condition{Field: "current_tags", Op: Includes, Value: Value{w.tag()}}
			if w.chance(50) {
				c = Condition{Field: "comment_includes_word", Op: Includes, Value: Value{w.word()}}
			}
			r.When.Any = append(r.When.Any, c)
		}
	}
	return r
}

func (w *world) pin(add func(string, Op, ...string)) {
	pins := []struct {
		chance int
		field  string
		op     Op
		value  func() string
	}{
		{45, "via_id", Is, func() string { return w.oneOf("72", "73", "74", "74", "78", "86") }},
		{40, "group_id", Is, w.group}, {35, "brand_id", Is, w.brand}, {45, "current_tags", Includes, w.tag},
		{35, fmt.Sprint("custom_fields_", w.dice.IntN(10)), Is, w.value}, {10, "organization_id", Is, w.org},
	}
	for _, p := range pins {
		if w.chance(p.chance) {
			add(p.field, p.op, p.value())
		}
	}
}

// strange returns a rule of any fields and operators.
func (w *world) strange(n int) Rule {
	r := w.rule(n)
	for range w.dice.IntN(3) {
		c := []Condition{
			{Field: "group_id", Op: IsNot, Value: Value{w.group(), w.group()}},
			{Field: "group_id", Op: NotPresent},
			{Field: "assignee_id", Op: Is, Value: Value{""}},
			{Field: "assignee_id", Op: IsNot, Value: Value{"current_user"}},
			{Field: "current_tags", Op: NotIncludes, Value: Value{w.tag() + " " + w.tag()}},
			{Field: "current_tags", Op: Present},
			{Field: "current_tags", Op: Includes, Value: Value{w.tag() + " " + w.tag() + " " + w.tag()}},
			{Field: "comment_includes_word", Op: NotIncludes, Value: Value{w.word()}},
			{Field: "comment_includes_word", Op: Is, Value: Value{w.word() + " " + w.word()}},
			{Field: "subject_includes_word", Op: Includes, Value: Value{w.word()[:3], "é"}},
			{Field: "organization_id", Op: Present},
			{Field: "status", Op: ChangedFrom, Value: Value{"new"}},
			{Field: "priority", Op: Is, Value: Value{""}},
			{Field: "brand_id", Op: Is, Value: Value{w.brand(), w.brand(), ""}},
			{Field: "NEW", Op: LessThan, Value: Value{fmt.Sprint(w.dice.IntN(100))}},
			{Field: "created_at", Op: GreaterThan, Value: Value{"2026-02-28"}},
			{Field: "OPEN", Op: []Op{Is, GreaterThan, LessThan}[w.dice.IntN(3)], Value: Value{fmt.Sprint(w.dice.IntN(100))}},
		}[w.dice.IntN(17)]
		if w.chance(30) {
			c = Condition{Any: []Condition{c, {Field: "current_tags", Op: Includes, Value: Value{w.tag()}}}}
		}
		r.When.All = append(r.When.All, c)
	}
	return r
}

func (w *world) rules(n int, make func(int) Rule) []Rule {
	list := []Rule{}
	for i := range n {
		list = append(list, make(i))
	}
	return list
}

func (w *world) subject() *Subject {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	t := &ticket.Ticket{
		ID: "1", Status: ticket.Status(w.oneOf("new", "open", "pending", "hold")), Priority: ticket.Priority(w.oneOf("", "low", "normal", "high", "urgent")),
		Type: ticket.Type(w.oneOf("", "question", "incident")), Via: channel.Kind(w.oneOf("line", "wechat", "whatsapp", "whatsapp", "messenger")),
		Group: w.group(), Brand: w.brand(), Organization: w.org(),
	}
	t.CreatedAt = now.Add(-time.Duration(w.dice.IntN(120)) * time.Hour)
	if w.chance(20) {
		t.Group, t.Organization = "", ""
	}
	for range w.dice.IntN(8) {
		*t = t.WithTags(w.tag())
	}
	for i := range 8 {
		*t = t.WithField(fmt.Sprint(i), w.value())
	}
	words := make([]string, 40)
	for i := range words {
		words[i] = w.word()
	}
	t.Subject = strings.Join(words[:5], " ")
	before := *t
	before.Status = ticket.New
	c := &ticket.Comment{Public: true, Content: channel.Message{Text: strings.Join(words, " ")}}
	return &Subject{Ticket: t, Before: &before, Update: &Update{By: ticket.Actor{Kind: ticket.EndUser}, Via: "whatsapp", Comment: c}, Now: now}
}

func compileSet(t testing.TB, list []Rule) ruleSet {
	t.Helper()
	made, err := compile(Standard(), list, true, func(*compiler, *Rule) {})
	if err != nil {
		t.Fatal(err)
	}
	return newRuleSet(Standard(), made)
}

// TestMatchIndexed states that the index finds exactly the rules that hold one by one.
func TestMatchIndexed(t *testing.T) {
	found := 0
	for seed := range uint64(60) {
		found += matchesAlike(t, seed, 40)
	}
	if found < 1000 {
		t.Errorf("only %d matches", found)
	}
}

// FuzzMatch states the same of any rules and tickets.
func FuzzMatch(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { matchesAlike(t, seed, 4) })
}

// matchesAlike compares the index of a random set with its rules one by one, on so many
// subjects, and returns how many matched.
func matchesAlike(t *testing.T, seed uint64, subjects int) (found int) {
	t.Helper()
	w := &world{dice: rand.New(rand.NewPCG(seed, 1)), size: 300, odd: 20}
	list := w.rules(enough+w.dice.IntN(300), w.strange)
	set := compileSet(t, list)
	alone := make([]program, len(list))
	for i := range list {
		c := compiler{table: set.table, update: true, custom: map[string]*Field{}}
		alone[i] = c.group("conditions", list[i].When.All, list[i].When.Any, 0)
	}
	for range subjects {
		s := w.subject()
		var want []int
		for i := range alone {
			if alone[i].plain(s) {
				want = append(want, i)
			}
		}
		got := set.match(s, nil)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: (-one by one +indexed):\n%s", seed, diff)
		}
		if again := set.match(s, nil); !slices.Equal(got, again) {
			t.Fatalf("seed %d: %v, then %v", seed, got, again)
		}
		found += len(got)
	}
	return found
}

// BenchmarkMatch finds the rules that hold for one update, from the plain ticket.
func BenchmarkMatch(b *testing.B) {
	for _, odd := range []int{8, 80} {
		for _, n := range []int{10, 100, 1000, 10_000} {
			w := &world{dice: rand.New(rand.NewPCG(uint64(n), 7)), size: n, odd: odd}
			list := w.rules(n, w.rule)
			set := compileSet(b, list)
			subjects := make([]*Subject, 64)
			for i := range subjects {
				subjects[i] = w.subject()
			}
			var out []int
			b.Run(fmt.Sprintf("odd=%d/rules=%d/hand", odd, n), func(b *testing.B) {
				k := 0
				for b.Loop() {
					out = out[:0]
					s := subjects[k%64]
					for i := range list {
						if walk(&list[i].When, s) {
							out = append(out, i)
						}
					}
					k++
				}
			})
			b.Run(fmt.Sprintf("odd=%d/rules=%d/rules", odd, n), func(b *testing.B) {
				k, matches := 0, 0
				b.ReportAllocs()
				for b.Loop() {
					s := subjects[k%64]
					s.lens, s.looked = nil, s.looked[:0] // from the plain ticket
					out = set.match(s, out[:0])
					matches += len(out)
					k++
				}
				b.ReportMetric(float64(matches)/float64(k), "matches/op")
			})
		}
	}
}

// walk is a small engine written by hand for these rules: over the plain conditions, with
// values compared as they stand.
func walk(c *Conditions, s *Subject) bool {
	for i := range c.All {
		if !walkOne(&c.All[i], s) {
			return false
		}
	}
	for i := range c.Any {
		if walkOne(&c.Any[i], s) {
			return true
		}
	}
	return len(c.Any) == 0
}

func walkOne(c *Condition, s *Subject) bool {
	t, v := s.Ticket, c.Value[0]
	switch c.Field {
	case "status":
		switch c.Op {
		case Is:
			return string(t.Status) == v
		case IsNot:
			return string(t.Status) != v
		}
		return t.Status == ticket.New || t.Status == ticket.Open || t.Status == ticket.Pending
	case "priority":
		return t.Priority == ticket.High || t.Priority == ticket.Urgent
	case "type":
		return string(t.Type) == v
	case "via_id":
		return v == "74" && t.Via == channel.WhatsApp || v == "72" && t.Via == channel.LINE || v == "73" && t.Via == channel.WeChat ||
			v == "78" && t.Via == channel.Messenger || v == "86" && t.Via == channel.Instagram
	case "group_id":
		return t.Group == v
	case "brand_id":
		return t.Brand == v
	case "organization_id":
		return t.Organization == v
	case "current_tags":
		return slices.Contains(t.Tags, v)
	case "comment_includes_word":
		return strings.Contains(s.Update.Comment.Content.Text, v)
	case "NEW":
		hours := 0
		for _, digit := range v {
			hours = hours*10 + int(digit-'0')
		}
		return t.Status == ticket.New && s.Now.Sub(t.StatusAt) > time.Duration(hours)*time.Hour
	}
	return t.Field(c.Field[len("custom_fields_"):]) == v
}

// BenchmarkCompile loads 10,000 rules, and tells how many bytes of each stay.
func BenchmarkCompile(b *testing.B) {
	w := &world{dice: rand.New(rand.NewPCG(1, 7)), size: 10_000, odd: 8}
	list := w.rules(10_000, w.rule)
	table := Standard()
	heap := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	build := func() ruleSet {
		made, err := compile(table, list, true, func(*compiler, *Rule) {})
		if err != nil {
			b.Fatal(err)
		}
		return newRuleSet(table, made)
	}
	before := heap()
	kept := build()
	after := heap()
	runtime.KeepAlive(kept)
	for b.Loop() {
		if set := build(); len(set.list) != len(list) {
			b.Fatal("rules are missing")
		}
	}
	b.ReportMetric((after-before)/float64(len(list)), "kept-B/rule")
}

// BenchmarkDueAt asks 100 automations when the first of them will hold for a ticket.
func BenchmarkDueAt(b *testing.B) {
	w := &world{dice: rand.New(rand.NewPCG(1, 7)), size: 100, odd: 8}
	var list []Rule
	for i := range 100 {
		r := w.rule(i)
		r.When.All = append(r.When.All, Condition{Field: "updated_at", Op: GreaterThan, Value: Value{fmt.Sprint(1 + i)}},
			Condition{Field: "current_tags", Op: NotIncludes, Value: Value{"done"}})
		for j := range r.When.All {
			if r.When.All[j].Field == "comment_includes_word" {
				r.When.All[j] = Condition{Field: "priority", Op: IsNot, Value: Value{"low"}}
			}
		}
		r.When.Any = nil
		r.Do = []Action{{Field: "current_tags", Value: Value{"done"}}}
		list = append(list, r)
	}
	set, err := CompileAutomations(Standard(), list)
	if err != nil {
		b.Fatal(err)
	}
	subjects := make([]*Subject, 64)
	for i := range subjects {
		subjects[i] = w.subject()
		subjects[i].Update, subjects[i].Before = nil, nil
		subjects[i].Ticket.UpdatedAt = subjects[i].Now
	}
	k := 0
	b.ReportAllocs()
	for b.Loop() {
		s := subjects[k%64]
		s.lens = nil
		set.DueAt(s)
		k++
	}
}

// TestHasCapitals states that eight bytes at once find what one after another do.
func TestHasCapitals(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 9))
	const letters = "abz @[`{\x00\x7f~AZM\x80é"
	found := 0
	for range 20_000 {
		text := make([]byte, dice.IntN(40))
		for i := range text {
			if text[i] = 'a'; dice.IntN(12) == 0 {
				text[i] = letters[dice.IntN(len(letters))]
			}
		}
		want := strings.ContainsFunc(string(text), func(r rune) bool { return 'A' <= r && r <= 'Z' || r >= 0x80 })
		if got := hasCapitals(string(text)); got != want {
			t.Fatalf("%q: got %v", text, got)
		}
		if want {
			found++
		}
	}
	if found < 2000 {
		t.Errorf("only %d have capitals", found)
	}
}

// FuzzContains states that the search for a word by its rarest letter finds what the plain
// one does.
func FuzzContains(f *testing.F) {
	f.Add("i wrote to you three weeks ago, please send the refund", "refund")
	f.Add(strings.Repeat("qa", 40)+"qb", "qb")
	f.Add("aab", "ab")
	f.Add("é", "é")
	f.Fuzz(func(t *testing.T, text, word string) {
		for _, in := range []string{text, text + word, text + word[:len(word)/2], strings.Repeat(word[:len(word)/2], 40) + text + word} {
			if want, got := strings.Contains(in, word), contains(in, word); got != want {
				t.Errorf("%q in %q: got %v", word, in, got)
			}
		}
	})
}
