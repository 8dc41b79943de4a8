// Command replywindow tells whether a free-form reply to a customer may go out, and
// until when:
//
//	go run ./examples/replywindow -sent 2026-11-20T10:00:00Z -now 2026-11-21T09:59:59Z
//
// -sent is when the customer wrote, by the platform's clock; give it once for each
// message, or not at all if there was none. The exit status is 0 if a reply may go
// out, 1 if not, 2 if the question was not understood (go run makes that 1 too).
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/socialticket/socialticket/channel"
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
	err = q.show(stdout, d)
	switch {
	case err != nil:
		fmt.Fprintln(stderr, "replywindow:", err)
		return misunderstood
	case d.Allowed:
		return allowed
	}
	return refused
}

// question is what the flags ask.
type question struct {
	policy channel.Policy
	sent   []time.Time
	token  string
	now    time.Time
	json   bool
}

// parse reads the flags, and tells on stderr which of them makes no sense.
func parse(args []string, stderr io.Writer) (question, error) {
	q := question{now: systemNow()}
	q.policy, _ = channel.PolicyOf(channel.WhatsApp)
	flags := flag.NewFlagSet("replywindow", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Func("channel", "`kind` of channel: whatsapp, line, wechat, messenger … (default whatsapp)", func(s string) (err error) {
		q.policy, err = policy(channel.Kind(s))
		return err
	})
	flags.Func("sent", "`instant` at which the customer wrote, as 2026-11-20T10:00:00Z; may be repeated", func(s string) error {
		at, err := time.Parse(time.RFC3339, s)
		q.sent = append(q.sent, at)
		return err
	})
	flags.StringVar(&q.token, "token", "", "the reply `token` that came with the newest message, on channels that have one")
	flags.TextVar(&q.now, "now", q.now, "`instant` to decide for, as 2026-11-21T09:59:59Z")
	flags.BoolVar(&q.json, "json", false, "answer in JSON")
	if err := flags.Parse(args); err != nil || flags.NArg() == 0 {
		return q, err
	}
	err := fmt.Errorf("argument %q: every instant needs its flag, -sent or -now", flags.Arg(0))
	fmt.Fprintln(stderr, "replywindow:", err)
	return q, err
}

func policy(k channel.Kind) (channel.Policy, error) {
	if p, found := channel.PolicyOf(k); found {
		return p, nil
	}
	return channel.Policy{}, errors.New("want a kind of channel that has a policy, as whatsapp, line or messenger")
}

// decide puts the customer's messages into a window and asks the policy.
func (q question) decide() channel.Decision {
	var w channel.Window
	for i, at := range q.sent {
		received := q.now // a token counts from its receipt: at once, for all that the flags tell
		if at.Before(received) {
			received = at
		}
		w = w.Open(channel.Event{ID: fmt.Sprint(i), Opens: channel.OpenMessage, Sent: at, Received: received, ReplyToken: q.token})
	}
	return q.policy.Decide(w, channel.Request{Human: true}, q.now)
}

// show writes d, as JSON or in lines for people.
func (q question) show(w io.Writer, d channel.Decision) error {
	if q.json {
		return json.NewEncoder(w).Encode(struct {
			Allowed bool           `json:"allowed"`
			Reason  channel.Reason `json:"reason"`
			Until   time.Time      `json:"until,omitzero"` // when not allowed: since when
			Left    float64        `json:"left_seconds"`
			Route   channel.Route  `json:"route,omitzero"`
			Instead channel.Advice `json:"instead,omitzero"`
		}{d.Allowed, d.Reason, d.Until, d.Left.Seconds(), d.Route, d.Instead})
	}
	_, err := io.WriteString(w, q.lines(d))
	return err
}

func (q question) lines(d channel.Decision) string {
	text, until := "allowed: no\n", d.Until.Format(time.RFC3339Nano)
	switch {
	case d.Allowed && d.Until.IsZero():
		text = "allowed: yes\n"
	case d.Allowed:
		text = fmt.Sprintf("allowed: yes\nuntil:   %s\nleft:    %s\n", until, d.Left)
	case !d.Until.IsZero():
		text += fmt.Sprintf("ended:   %s, %s ago\n", until, q.now.Sub(d.Until))
	}
	text += fmt.Sprintf("reason:  %s\n", d.Reason)
	if d.Route != channel.RouteDirect {
		text += fmt.Sprintf("route:   %s\n", d.Route)
	}
	if !d.Allowed {
		text += fmt.Sprintf("instead: %s\n", d.Instead)
	}
	return text
}
