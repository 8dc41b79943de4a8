// Command sendwhatsapp sends one message over WhatsApp's Cloud API:
//
//	WHATSAPP_NUMBER=100200300400500 WHATSAPP_TOKEN=… go run ./examples/sendwhatsapp -to +15550101 -text "Good morning"
//	… -to +15550101 -template order_shipped -language en_US -value Ada -value 17
//
// WHATSAPP_NUMBER is the phone_number_id of the business. A text goes to who wrote
// in the last 24 hours only, a template to everybody who agreed. The exit status is
// 0 if the platform took the message, 1 if it refused it, 2 if the command was not
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
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
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

// run does what args say and returns the exit status.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	cfg := cloudapi.Config{Number: env("WHATSAPP_NUMBER"), Token: env("WHATSAPP_TOKEN")}
	o, err := parse(args, &cfg, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return taken
	case err != nil:
		return misunderstood // parse has said why
	}
	transport, err := cloudapi.New(cfg)
	if err != nil {
		fmt.Fprintln(stderr, "sendwhatsapp:", err)
		return misunderstood
	}
	return send(ctx, transport, o, stdout, stderr)
}

// parse reads the flags, and tells on stderr what makes no sense.
func parse(args []string, cfg *cloudapi.Config, stderr io.Writer) (channel.Outbound, error) {
	now := systemNow()
	o := channel.Outbound{
		ID:   "sendwhatsapp/" + now.Format(time.RFC3339Nano),
		To:   channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: cfg.Number}},
		Type: channel.Text, At: now,
	}
	flags := flag.NewFlagSet("sendwhatsapp", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.To.Handle, "to", "", "`number` of the user with its country code, or a user id")
	flags.StringVar(&o.Text, "text", "", "`text` to send")
	flags.StringVar(&o.Template.Name, "template", "", "`name` of an approved template to send instead of a text")
	flags.StringVar(&o.Template.Language, "language", "en_US", "`language` of the template")
	flags.Func("value", "`text` for the next variable of the template; may be repeated", func(s string) error {
		o.Template.Values = append(o.Template.Values, channel.Parameter{Text: s})
		return nil
	})
	flags.StringVar(&o.ID, "id", o.ID, "`id` that comes back in the statuses of the message")
	flags.StringVar(&cfg.BaseURL, "url", "", "`address` of the API, if it is not Meta's own")
	flags.DurationVar(&cfg.Timeout, "timeout", 0, "how long to wait for the answer (default 30s)")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	var err error
	switch template := o.Template.Name != ""; {
	case flags.NArg() > 0:
		err = fmt.Errorf("argument %q: a text needs its flag, -text", flags.Arg(0))
	case o.To.Handle == "":
		err = errors.New("-to is missing")
	case template == (o.Text != ""):
		err = errors.New("either -text or -template is needed")
	case !template && o.Template.Values != nil:
		err = errors.New("-value belongs to -template")
	case template:
		o.Type, o.Via = channel.Template, channel.RouteTemplate
	default:
		o.Template = channel.TemplateCall{}
	}
	if err != nil {
		fmt.Fprintln(stderr, "sendwhatsapp:", err)
	}
	return o, err
}

// send tries once, and says what came of it.
func send(ctx context.Context, transport channel.Transport, o channel.Outbound, stdout, stderr io.Writer) int {
	accepted, err := transport.Send(ctx, o)
	if err == nil {
		fmt.Fprintln(stdout, accepted.MessageID)
		if accepted.Held {
			fmt.Fprintln(stderr, "sendwhatsapp: the platform keeps the message back while it checks the template")
		}
		return taken
	}
	failure, ok := errors.AsType[*channel.SendError](err)
	if !ok {
		fmt.Fprintln(stderr, "sendwhatsapp:", err)
		return later
	}
	texts := channel.English().With(whatsapp.English())
	fmt.Fprintf(stderr, "sendwhatsapp: %s (%v)\n", texts.Error(channel.WhatsApp, failure.Reason), err)
	if failure.RetryAfter > 0 {
		fmt.Fprintf(stderr, "sendwhatsapp: wait %v before the next try\n", failure.RetryAfter)
	}
	if failure.Reason.Class == channel.ClassRetry {
		return later
	}
	return refused
}
