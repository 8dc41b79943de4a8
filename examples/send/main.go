// Command send sends one message through the real transport of any platform:
//
//	LINE_TOKEN=… go run ./examples/send -platform line -to U4af… -text "Good morning"
//	WHATSAPP_PHONE_NUMBER_ID=100200300400500 WHATSAPP_TOKEN=… go run ./examples/send -to +15550101 -template order_shipped -value Ada
//
// -h names the variables of each platform. What the platform cannot carry is refused
// before it is sent, and what needs several calls is sent in several. The exit status is 0
// if the platform took the message, 1 if it was refused, 2 if the command was not
// understood, and 3 if it may be tried again (go run makes all of them 1).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/whatsapp"
)

// The exit statuses.
const (
	taken = iota
	refused
	misunderstood
	later
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// order is what the flags say.
type order struct {
	kind    channel.Kind
	message channel.Outbound
	base    string
	timeout time.Duration
}

// run does what args say and returns the exit status.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return taken
	case err != nil:
		return misunderstood // parse has said why
	}
	transport, err := o.connect(env)
	if err != nil {
		fmt.Fprintln(stderr, "send:", err)
		return misunderstood
	}
	return o.send(ctx, transport, stdout, stderr)
}

// parse reads the flags, and tells on stderr what makes no sense.
func parse(args []string, stderr io.Writer) (*order, error) {
	now := systemNow()
	o := &order{kind: channel.WhatsApp, message: channel.Outbound{ID: "send/" + now.Format(time.RFC3339Nano), Type: channel.Text, At: now}}
	m := &o.message
	flags := flag.NewFlagSet("send", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { usage(flags, stderr) }
	flags.StringVar((*string)(&o.kind), "platform", string(o.kind), "`kind` of channel")
	flags.StringVar(&m.To.Handle, "to", "", "the user's `handle`: a number, or the id that the platform knows the user by")
	flags.StringVar(&m.Text, "text", "", "`text` to send, or that stands beside the file")
	flags.Func("file", "`type=URL` of a file to send, like image=https://example.com/a.jpg; may be repeated", func(s string) error {
		kind, address, found := strings.Cut(s, "=")
		if !found {
			return errors.New("want type=URL")
		}
		m.Attachments = append(m.Attachments, channel.Attachment{Type: channel.MessageType(kind), URL: address})
		m.Type = m.Attachments[0].Type
		return nil
	})
	flags.StringVar(&m.Template.Name, "template", "", "`name` of an approved template to send instead of a text")
	flags.StringVar(&m.Template.Language, "language", "en_US", "`language` of the template")
	flags.Func("value", "`text` for the next variable of the template, or name=text; may be repeated", func(s string) error {
		name, text, named := strings.Cut(s, "=")
		if !named {
			name, text = "", s
		}
		m.Template.Values = append(m.Template.Values, channel.Parameter{Name: name, Text: text})
		return nil
	})
	flags.StringVar(&m.Token, "reply-token", "", "`token` of the event that is answered, on LINE")
	flags.StringVar(&m.ID, "id", m.ID, "`id` that comes back in the statuses of the message, where the platform has them")
	flags.StringVar(&o.base, "url", "", "`address` of the API, if it is not the platform's own")
	flags.DurationVar(&o.timeout, "timeout", 30*time.Second, "how long to wait for the answer")
	err := flags.Parse(args)
	if err == nil {
		if err = o.check(flags.Args()); err != nil {
			fmt.Fprintln(stderr, "send:", err)
		}
	}
	return o, err
}

// check completes the message.
func (o *order) check(rest []string) error {
	m := &o.message
	template := m.Template.Name != ""
	switch {
	case len(rest) > 0:
		return fmt.Errorf("argument %q: a text needs its flag, -text", rest[0])
	case m.To.Handle == "":
		return errors.New("-to is missing")
	case template == (m.Text != "" || m.Attachments != nil):
		return errors.New("either -text and -file or -template is needed")
	case !template && m.Template.Values != nil:
		return errors.New("-value belongs to -template")
	case template:
		m.Type, m.Via = channel.Template, channel.RouteTemplate
	default:
		m.Template = channel.TemplateCall{}
	}
	if m.Token != "" {
		m.Via = channel.RouteReplyToken
	}
	return nil
}

// connect returns the transport of the platform, by its variables.
func (o *order) connect(env func(string) string) (channel.Transport, error) {
	row, found := rowOf(o.kind)
	if !found {
		return nil, fmt.Errorf("-platform %q: want one of %s", o.kind, kinds())
	}
	for _, name := range row.variables() {
		if env(name) == "" {
			return nil, fmt.Errorf("%s is not set", name)
		}
	}
	p, err := row.open(env, o.base)
	if err != nil {
		return nil, err
	}
	o.message.To.Account = channel.Account{Kind: o.kind, ID: row.accountID(env)}
	return platform.NewClient(p, platform.ClientConfig{Token: env(row.token), Timeout: o.timeout})
}

// send makes one try of each call, and says what came of it.
func (o *order) send(ctx context.Context, transport channel.Transport, stdout, stderr io.Writer) int {
	ability := channel.AbilityOf(o.kind)
	if misfit, fits := ability.Fit(o.message); !fits {
		fmt.Fprintf(stderr, "send: %s: %s (%s)\n", misfit.Field, misfit.Problem, misfit.Instead)
		return refused
	}
	for _, part := range ability.Split(o.message) {
		accepted, err := transport.Send(ctx, part)
		if err != nil {
			return o.failed(err, stderr)
		}
		fmt.Fprintln(stdout, accepted.MessageID)
		if accepted.Held {
			fmt.Fprintln(stderr, "send: the platform keeps the message back for a check")
		}
	}
	return taken
}

// failed tells why the platform did not take a message.
func (o *order) failed(err error, stderr io.Writer) int {
	failure, ok := errors.AsType[*channel.SendError](err)
	if !ok {
		fmt.Fprintln(stderr, "send:", err)
		return later
	}
	fmt.Fprintf(stderr, "send: %s (%v)\n", channel.English().With(whatsapp.English()).Error(o.kind, failure.Reason), err)
	if failure.RetryAfter > 0 {
		fmt.Fprintf(stderr, "send: wait %v before the next try\n", failure.RetryAfter)
	}
	if failure.Reason.Class == channel.ClassRetry {
		return later
	}
	return refused
}
