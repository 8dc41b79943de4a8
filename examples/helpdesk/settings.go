package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// settings are what the flags and the environment say.
type settings struct {
	addr string
	db   string

	secret   string   // WHATSAPP_APP_SECRET: webhooks are signed with it
	verify   string   // WHATSAPP_VERIFY_TOKEN: for the handshake
	token    string   // WHATSAPP_TOKEN: for sending
	api      string   // WHATSAPP_API_URL: where to send; empty: Meta's own
	numbers  []string // WHATSAPP_PHONE_NUMBER_ID: ours, separated by commas; none: all that come
	password string   // HELPDESK_PASSWORD: of the user "agent"; empty: it is not asked for
}

const environment = `
The environment, all of it optional:
  WHATSAPP_APP_SECRET        webhooks must be signed with it
  WHATSAPP_VERIFY_TOKEN      for Meta's check of the webhook's address
  WHATSAPP_TOKEN             the access token for sending
  WHATSAPP_API_URL           where to send, instead of https://graph.facebook.com: a proxy, or a test
  WHATSAPP_PHONE_NUMBER_ID   the numbers to answer for, separated by commas
  HELPDESK_PASSWORD          what the user "agent" types to see the page and the API

With neither secret nor token it starts in demo mode, with a simulated phone.
`

// demoVerify is the token for the handshake in demo mode.
const demoVerify = "demo"

// readSettings reads flags and environment. Usage and errors of flags go to out.
func readSettings(args []string, env func(string) string, out io.Writer) (settings, error) {
	s := settings{
		secret: env("WHATSAPP_APP_SECRET"), verify: env("WHATSAPP_VERIFY_TOKEN"),
		token: env("WHATSAPP_TOKEN"), api: env("WHATSAPP_API_URL"), password: env("HELPDESK_PASSWORD"),
		numbers: strings.FieldsFunc(env("WHATSAPP_PHONE_NUMBER_ID"), func(r rune) bool { return r == ',' || r == ' ' }),
	}
	flags := flag.NewFlagSet("helpdesk", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&s.addr, "addr", "localhost:8080", "`address` to listen at")
	flags.StringVar(&s.db, "db", "helpdesk.db", "`file` to keep everything in; the secret for ids is beside it, in file.secret")
	flags.Usage = func() {
		fmt.Fprintln(out, "Usage of helpdesk:")
		flags.PrintDefaults()
		fmt.Fprint(out, environment)
	}
	if err := flags.Parse(args); err != nil {
		return settings{}, err
	}
	return s.check(flags.Args())
}

func (s settings) check(rest []string) (settings, error) {
	switch {
	case len(rest) > 0:
		return settings{}, fmt.Errorf("argument %q is not understood; see -help", rest[0])
	case s.token != "" && s.secret == "":
		return settings{}, errors.New("WHATSAPP_TOKEN is set but WHATSAPP_APP_SECRET is not: others could write in a customer's name")
	case s.token != "" && len(s.numbers) == 0:
		return settings{}, errors.New("WHATSAPP_TOKEN is set but WHATSAPP_PHONE_NUMBER_ID is not: which number is it for?")
	case s.demo() && s.verify == "":
		s.verify = demoVerify
	}
	return s, nil
}

// demo reports whether there are no credentials.
func (s settings) demo() bool { return s.secret == "" && s.token == "" }

// accounts returns the business accounts to answer for; none means all.
func (s settings) accounts() []channel.Account {
	var list []channel.Account
	for _, id := range s.numbers {
		list = append(list, channel.Account{Kind: channel.WhatsApp, ID: id})
	}
	return list
}
