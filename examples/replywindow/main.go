// Command replywindow tells whether a free-form reply to a customer may go out, and
// until when:
//
//	go run ./examples/replywindow -sent 2026-11-20T10:00:00Z -now 2026-11-21T09:59:59Z
//
// -sent is when the customer wrote, by the platform's clock; give it once for each
// message, or not at all if there was none. The exit status is 0 if a reply may go
// out, 1 if not, 2 if the question was not understood. (go run itself turns every
// status but 0 into 1.)
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
)

// The exit statuses.
const (
	allowed = iota
	refused
	misunderstood
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run answers the question that args ask and returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	q, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return allowed
	case err != nil:
		return misunderstood // parse has said why
	}
	d := q.decide()
	if err := q.show(stdout, d); err != nil {
		fmt.Fprintln(stderr, "replywindow:", err)
		return misunderstood
	}
	if d.Allowed {
		return allowed
	}
	return refused
}

// question is what the flags ask.
type question struct {
	channel channel.Kind
	sent    []time.Time
	now     time.Time
	json    bool
}

// policies are those of the channels that can be asked about.
func policies() map[channel.Kind]channel.Policy {
	return map[channel.Kind]channel.Policy{channel.WhatsApp: whatsapp.Policy()}
}

// parse reads the flags, and tells on stderr which of them makes no sense.
func parse(args []string, stderr io.Writer) (question, error) {
	q := question{channel: channel.WhatsApp, now: systemNow()}
	kinds := slices.Sorted(maps.Keys(policies()))
	flags := flag.NewFlagSet("replywindow", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("channel", fmt.Sprintf("`kind` of channel, one of %q (default %q)", kinds, q.channel), func(s string) error {
		if q.channel = channel.Kind(s); !slices.Contains(kinds, q.channel) {
			return fmt.Errorf("want one of %q", kinds)
		}
		return nil
	})
	flags.Func("sent", "`instant` at which the customer wrote, as 2026-11-20T10:00:00Z; may be repeated", func(s string) error {
		at, err := instant(s)
		q.sent = append(q.sent, at)
		return err
	})
	flags.Func("now", "`instant` to decide for, as 2026-11-21T09:59:59Z (default the system's clock)", func(s string) (err error) {
		q.now, err = instant(s)
		return err
	})
	flags.BoolVar(&q.json, "json", false, "answer in JSON")
	err := flags.Parse(args)
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("argument %q: every instant needs its flag, -sent or -now", flags.Arg(0))
		fmt.Fprintln(stderr, "replywindow:", err)
	}
	return q, err
}

func instant(s string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return at, errors.New("want an instant with its zone, as 2026-11-20T10:00:00Z")
	}
	return at.UTC(), nil
}

// decide puts the customer's messages into a window and asks the policy.
func (q question) decide() channel.Decision {
	var w channel.Window
	for i, at := range q.sent {
		w = w.Open(channel.Event{ID: fmt.Sprint(i), Opens: channel.OpenMessage, Sent: at, Received: q.now})
	}
	return policies()[q.channel].Decide(w, channel.Request{Human: true}, q.now)
}

// show writes d, in lines for people or as JSON.
func (q question) show(w io.Writer, d channel.Decision) error {
	if q.json {
		return json.NewEncoder(w).Encode(struct {
			Allowed bool           `json:"allowed"`
			Reason  channel.Reason `json:"reason"`
			Until   time.Time      `json:"until,omitzero"` // when not allowed: since when
			Left    float64        `json:"left_seconds"`
			Instead channel.Advice `json:"instead,omitzero"`
		}{d.Allowed, d.Reason, d.Until, d.Left.Seconds(), d.Instead})
	}
	until := d.Until.Format(time.RFC3339Nano)
	lines := ""
	switch {
	case d.Allowed && d.Until.IsZero():
		lines = "allowed: yes\nuntil:   without end\n"
	case d.Allowed:
		lines = fmt.Sprintf("allowed: yes\nuntil:   %s\nleft:    %s\n", until, d.Left)
	case d.Until.IsZero():
		lines = fmt.Sprintf("allowed: no\ninstead: %s\n", d.Instead)
	default:
		lines = fmt.Sprintf("allowed: no\nended:   %s, %s ago\ninstead: %s\n", until, q.now.Sub(d.Until), d.Instead)
	}
	_, err := fmt.Fprintf(w, "%sreason:  %s\n", lines, d.Reason)
	return err
}
