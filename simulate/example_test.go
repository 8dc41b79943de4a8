package simulate_test

import (
	"errors"
	"fmt"
	"os"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
)

// A story of two days: what is due in between is done at its instant.
func ExampleWorld_Play() {
	w, err := simulate.New(simulate.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = w.Play(`
		ana says "Is my bike ready?" at 09:58
		ada replies "Tomorrow." at 10:05
		expect ana window 2026-03-03 09:58
		advance 24h

		# A day after ana's last message WhatsApp lets nothing through but a template.
		ada replies ana "It is ready."
		expect ana delivery failed
		expect ana reply refused
		ada sends ana template ready
		pass 1m
		expect ana delivery delivered
	`)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(w.Transcript(nil))
	// Output:
	// Monday 2026-03-02
	// 09:58:00  ana: Is my bike ready?
	// 09:58:00  #1 begins
	// 09:58:00  #1 status new by the customer
	// 09:58:00  #1 session active by the customer
	// 10:05:00  #1 answer by ada: Tomorrow.
	// 10:05:00  #1 status open by ada
	// 10:05:00  to ana: Tomorrow.
	// 10:05:00  #1 accepted
	// 10:05:01  #1 delivered
	// 10:08:00  #1 session inactive
	// Tuesday 2026-03-03
	// 10:05:00  #1 answer by ada: It is ready.
	// 10:05:00  #1 not delivered: window_closed
	// 10:05:00  #1 answer by ada: [template]
	// 10:05:00  to ana: [template]
	// 10:05:00  #1 accepted
	// 10:05:01  #1 delivered
}

// The first step that does not find what it expects is told with its line.
func ExampleStoryError() {
	w, err := simulate.New(simulate.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = w.Play("ana says \"Hello\"\nexpect ana status solved")
	var story *simulate.StoryError
	fmt.Println(errors.As(err, &story), story.Line)
	fmt.Println(err)
	// Output:
	// true 2
	// simulate: line 2 "expect ana status solved": status of ana is "new", not "solved"
}

// A rule closes what is silent for two days. Settings may change while the story goes on.
func ExampleWorld_Change() {
	w, err := simulate.New(simulate.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	silent, err := rules.CompileAutomations(rules.Standard(), []rules.Rule{{
		ID: "silent",
		When: rules.Conditions{All: []rules.Condition{
			{Field: "status", Op: rules.Is, Value: []string{"pending"}}, {Field: "PENDING", Op: rules.GreaterThan, Value: []string{"48"}},
		}},
		Do: []rules.Action{{Field: "status", Value: []string{"solved"}}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := w.Change(func(s *socialticket.Settings) { s.Automations = silent }); err != nil {
		fmt.Println(err)
	}
	fmt.Println(w.Play(`
		ana says "Hello"
		ada replies "Which bike?"
		ada sets ana assignee ada
		ada sets ana status pending
		pass 48h
		expect ana status pending
		pass 1s
		expect ana status solved
		expect ana fired silent
	`))
	// Output: <nil>
}

func ExampleDiff() {
	fmt.Print(simulate.Diff("one\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\nsix\n"))
	// Output:
	//   three
	//   four
	// - five
	// + six
	//
}

// In a test a transcript is compared with a file that the test wrote once.
func ExampleGolden() {
	w, err := simulate.New(simulate.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := w.Play(`ana says "Hello"`); err != nil {
		fmt.Println(err)
	}
	fmt.Println(simulate.Golden("testdata/hello.txt", w.Transcript(nil), os.Getenv("UPDATE") != ""))
	// Output: <nil>
}
