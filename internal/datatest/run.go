package datatest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Ops are the questions of a topic that a package asks, by name.
type Ops map[string]func(*Case)

// Choice is a disputed question that the product documents to answer otherwise than
// a case wants. Such a case is compared with its other answer, where it has one. One
// named by its id fails if the product answers as the case wants.
type Choice struct {
	Case   string // the case's id; empty: by Policy
	Policy string // the policy that cases name; empty: by Case
	Why    string
}

// Outcome is what became of a case.
type Outcome struct {
	Problems []string // why it fails
	Notes    []string // what was not compared, and why
	NotBuilt string   // why the product cannot answer it yet
	NotHere  string   // who answers it
}

// Judge asks the question of a case, or finds in [Claims] why it is not asked, and
// tells what became of it. It is [Cases] without a *testing.T.
func Judge(topic string, c *Case, ops Ops, chosen ...Choice) Outcome {
	claim, known := Find(topic, c.Op)
	ask := ops[c.Op]
	switch {
	case ask != nil && known && claim.Why != "":
		c.fail("op %q is listed as not built (%s): name the package in the table", c.Op, claim.Why)
	case ask != nil:
		c.ask(ask, chosen)
	case known && claim.Why != "":
		c.notBuilt = claim.Why
	case known:
		c.notAskedFor = strings.Join(claim.Asked, ", ")
	default:
		c.fail("unknown op %q", c.Op)
	}
	if c.problems != nil { // a failure is told, whatever else was said
		return Outcome{Problems: c.problems}
	}
	return Outcome{Notes: c.notes, NotBuilt: c.notBuilt, NotHere: c.notAskedFor}
}

func (c *Case) ask(ask func(*Case), chosen []Choice) {
	for _, choice := range chosen {
		_, named := c.Policy[choice.Policy]
		if choice.Case == c.ID && c.ID != "" || named && choice.Policy != "" {
			c.chosen = &choice
		}
	}
	if ask(c); c.notBuilt == "" && c.notAskedFor == "" {
		c.finish()
	}
}

// Cases runs a subtest for each case of a topic. A case fails for an answer that
// differs, a key or op that is not known, and if nothing was compared. One that
// cannot be answered yet is skipped and counted.
//
// All that [Claims] says of the test's package must be in ops.
func Cases(t *testing.T, topic string, ops Ops, chosen ...Choice) {
	t.Helper()
	text := Read(t, "cases/"+topic+".json")
	pkg := here(t)
	for _, claim := range Claims() {
		if claim.Topic == topic && slices.Contains(claim.Asked, pkg) && ops[claim.Op] == nil {
			t.Errorf("%s: the table says that this package asks %q", topic, claim.Op)
		}
	}
	run(t, topic, text, ops, chosen)
}

// Own runs cases that a package has itself, in the same form, as [Cases] does.
func Own(t *testing.T, text []byte, ops Ops) {
	t.Helper()
	run(t, "", text, ops, nil)
}

func run(t *testing.T, name string, text []byte, ops Ops, chosen []Choice) {
	t.Helper()
	topic, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", cmp.Or(name, "own cases"), err)
	}
	if name != "" && topic.Name != name {
		t.Fatalf("the file of %s is about %s", name, topic.Name)
	}
	var n count
	for _, c := range topic.Cases {
		t.Run(c.ID, func(t *testing.T) {
			c.T = t
			o := Judge(name, c, ops, chosen...)
			n.add(o)
			o.report(t, c)
		})
	}
	t.Logf("%s: %v", topic.Name, n)
}

func (o Outcome) report(t *testing.T, c *Case) {
	for _, note := range o.Notes {
		t.Log(note)
	}
	for _, problem := range o.Problems {
		t.Errorf("%s (%s): %s", c.Op, c.Title, problem)
	}
	switch {
	case o.NotBuilt != "":
		t.Skipf("not built: %s: %s", c.Op, o.NotBuilt)
	case o.NotHere != "":
		t.Skipf("not asked here: %s: %s", c.Op, o.NotHere)
	}
}

// count counts what became of cases.
type count struct{ all, notBuilt, notHere int }

func (n *count) add(o Outcome) {
	n.all++
	switch {
	case o.NotBuilt != "":
		n.notBuilt++
	case o.NotHere != "":
		n.notHere++
	}
}

func (n count) String() string {
	return fmt.Sprintf("not built: %d cases of %d; asked elsewhere: %d", n.notBuilt, n.all, n.notHere)
}
