// Command webhook tells what webhooks mean, of any platform that the library reads:
//
//	go run ./examples/webhook payload.json another.json
//	curl … | go run ./examples/webhook -json -
//
// A file named - is the standard input, which is read where no file is named. The
// exit status is 0 if all of them were read, 1 if one was not, 2 if the command was
// not understood (go run makes that 1 too).
package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// reader is how the flags say that webhooks are to be read and shown.
type reader struct {
	platform channel.Kind // "": found by the payload
	account  string
	received time.Time
	json     bool
}

// run reads the webhooks that args name and returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	r := reader{received: systemNow()}
	flags := flag.NewFlagSet("webhook", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("platform", "`kind` of channel: whatsapp, line … (default: found by the payload)", func(s string) error {
		r.platform = channel.Kind(s)
		_, err := open(r.platform, "")
		return err
	})
	flags.StringVar(&r.account, "account", "", "the business's own `id`, for platforms that do not name it")
	flags.TextVar(&r.received, "received", r.received, "`instant` at which the webhooks came")
	flags.BoolVar(&r.json, "json", false, "write the events in JSON, one a line")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	files, status := flags.Args(), 0
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		if err := r.show(name, stdin, stdout); err != nil {
			fmt.Fprintf(stderr, "webhook: %s: %v\n", name, err)
			status = 1
		}
	}
	return status
}

// show writes what one file means.
func (r reader) show(name string, stdin io.Reader, w io.Writer) error {
	body, err := load(name, stdin)
	if err != nil {
		return err
	}
	kind := cmp.Or(r.platform, detect(body))
	p, err := open(kind, r.account)
	if err != nil {
		return err
	}
	events, err := p.Events(platform.Request{Body: body, Received: r.received})
	if err != nil {
		return err
	}
	if !r.json {
		fmt.Fprintf(w, "%s: %s, %d events\n", name, kind, len(events))
	}
	for _, e := range events {
		e.Raw = nil // it is in the file
		if r.json {
			err = errors.Join(err, json.NewEncoder(w).Encode(e))
		} else {
			fmt.Fprintln(w, describe(e))
		}
	}
	return err
}

func load(name string, stdin io.Reader) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	return os.ReadFile(name)
}

// describe says in one line what an event means.
func describe(e channel.Event) string {
	m, s, n := e.Message, e.Status, e.Notice
	line := fmt.Sprintf("  %s %s %s", e.Sent.Format(time.RFC3339), e.Type, e.Address())
	add := func(name, value string) {
		if value != "" {
			line += fmt.Sprintf(" %s=%q", name, value)
		}
	}
	add("name", e.Profile.Name)
	add("type", string(m.Type))
	add("kind", m.Subtype)
	add("text", m.Text)
	add("detail", m.Detail)
	add("payload", m.Payload)
	for _, a := range m.Attachments {
		add("file", cmp.Or(a.Name, a.ID, a.URL))
	}
	if m.Place != (channel.Place{}) {
		add("at", fmt.Sprint(m.Place.Latitude, ",", m.Place.Longitude))
		add("place", cmp.Or(m.Place.Name, m.Place.Address))
	}
	for _, p := range m.People {
		add("person", p.Name)
	}
	if m.Millis > 0 {
		add("length", channel.Span(time.Duration(m.Millis)*time.Millisecond))
	}
	for _, i := range m.Items {
		add("item", fmt.Sprint(i.Quantity, " of ", i.Product))
	}
	add("about", m.Target)
	add("answers", m.ReplyTo)
	add("group", m.Group)
	add("state", string(s.State))
	add("message", s.MessageID)
	for _, err := range m.Errors {
		if e.Message.Type != "" { // what somebody wrote
			add("unseen", channel.English().Unseen(e.Account.Kind, err))
			continue
		}
		s.Errors = append(s.Errors, err)
	}
	for _, err := range s.Errors {
		add("error", channel.English().Error(e.Account.Kind, err))
		add("because", err.Detail)
	}
	add("feed", n.Field)
	add("news", n.Name)
	add("subject", n.Subject)
	add("number", n.Number)
	add("detail", n.Detail)
	add("opens", string(e.Opens))
	return line
}
