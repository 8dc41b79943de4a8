// Command redaction measures how well card numbers are found: how many of the cards that
// people write in twelve forms are masked, and how many numbers that are none.
//
//	go run ./examples/redaction
//	go run ./examples/redaction -n 100000 -seed 7
//
// Each line has two shares: of the redactor's own way of finding, and of Zendesk's
// (redact.Config.Zendesk). Cards and numbers are random; the same seed makes the same ones.
// The exit status is 0 if the own way keeps what is promised: 99.9 % of the cards of each
// form, at most 1 % of the mobile numbers of each country, and no bank account; else 1.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"

	"github.com/socialticket/socialticket/channel/redact"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run prints the table that args ask for and returns the exit status: 2 for flags that
// make no sense.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("redaction", flag.ContinueOnError)
	flags.SetOutput(stderr)
	n := flags.Int("n", 2000, "how many `numbers` a line is measured with")
	seed := flags.Uint64("seed", 1, "`seed` of the random numbers")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case *n < 1 || flags.NArg() > 0:
		fmt.Fprintln(stderr, "redaction: -n is 1 at least, and arguments are not taken")
		return 2
	}
	own := redact.Redactor{}
	zendesk, err := redact.New(redact.Config{Zendesk: true})
	if err != nil {
		fmt.Fprintln(stderr, "redaction:", err)
		return 2
	}
	m := meter{w: stdout, n: *n, rand: rand.New(rand.NewPCG(*seed, 0)), redactors: [2]redact.Redactor{own, zendesk}}
	m.title("cards found, by form")
	for _, f := range forms() {
		m.line(f.name, 0.999, 1, func(r *rand.Rand) (string, []int) { return f.write(r, newCard(r)) })
	}
	m.title("mobile numbers masked, by country")
	for _, region := range regions() {
		m.line(region, 0, 0.01, newMobile(region))
	}
	m.title("other numbers masked")
	m.line("bank account", 0, 0, newAccount)
	m.line("order number", 0, 0.01, newOrder)
	return m.status
}

// meter prints lines of a table.
type meter struct {
	w         io.Writer
	n         int
	rand      *rand.Rand
	redactors [2]redact.Redactor
	status    int
}

func (m *meter) title(text string) { fmt.Fprintf(m.w, "%-34s %9s %9s\n", text, "own", "Zendesk") }

// line measures with m.n texts which share is masked. Of a text with a list, all the
// characters at those places must be. The own share is to be from least to most.
func (m *meter) line(name string, least, most float64, text func(*rand.Rand) (string, []int)) {
	var masked [2]int
	for range m.n {
		t, hidden := text(m.rand)
		for i, r := range m.redactors {
			if got, changed := r.Text(t); changed && allMasked([]rune(got), hidden) {
				masked[i]++
			}
		}
	}
	own, zendesk := float64(masked[0])/float64(m.n), float64(masked[1])/float64(m.n)
	verdict := ""
	if own < least || own > most {
		verdict, m.status = "  not as promised", 1
	}
	fmt.Fprintf(m.w, "  %-32s %8.2f%% %8.2f%%%s\n", name, 100*own, 100*zendesk, verdict)
}

func allMasked(text []rune, places []int) bool {
	for _, i := range places {
		if text[i] != []rune(redact.Mask)[0] {
			return false
		}
	}
	return true
}
