package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/config"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
)

// settings are what the flags, the file of settings and the environment say.
type settings struct {
	addr      string
	addrGiven bool     // by the flag
	data      string   // the folder where everything is kept
	fresh     bool     // the database is made now
	demoAsked bool     // by the flag
	noLogin   bool     // all who come are the first agent
	hosts     []string // by which others reach this server, beside localhost
	json      bool     // the log is JSON
	verbose   bool     // the log tells of reading too
	hash      bool     // print the hash of a password and end
	config    config.Config
	admins    []string    // the ids of the agents who may change the rules
	clock     clock.Clock // nil: the system's

	secret   string   // WHATSAPP_APP_SECRET: webhooks are signed with it
	verify   string   // WHATSAPP_VERIFY_TOKEN: for the handshake
	token    string   // WHATSAPP_TOKEN: for sending
	api      string   // WHATSAPP_API_URL: where to send; empty: Meta's own
	numbers  []string // WHATSAPP_PHONE_NUMBER_ID: ours, separated by commas; none: all that come
	password string   // HELPDESK_PASSWORD: of the first administrator
}

const usage = `Usage: helpdesk [flags]

A helpdesk for WhatsApp: it takes the webhook, keeps everything in one SQLite file, and
serves pages for agents and a JSON API. Without flags and credentials it starts a demo, with
a simulated phone, at http://localhost:8080.

Flags:
`

const environment = `
The file of settings is TOML: accounts, agents, groups, hours, languages, rules of Zendesk to
begin with. A sample with comments is examples/helpdesk/helpdesk.toml.

The environment holds what is secret, all of it optional:
  WHATSAPP_APP_SECRET        webhooks must be signed with it
  WHATSAPP_VERIFY_TOKEN      for Meta's check of the webhook's address
  WHATSAPP_TOKEN             the access token for sending
  WHATSAPP_API_URL           where to send, instead of https://graph.facebook.com: a proxy, or a test
  WHATSAPP_PHONE_NUMBER_ID   the numbers to answer for, separated by commas
  HELPDESK_PASSWORD          with which the first administrator logs in (without a file: ada)

With neither secret nor token a new folder becomes that of a demo. A folder stays what it was
made for: a demo never opens the data of a production, nor the other way round.

Examples:
  helpdesk                                             a demo
  helpdesk -data /tmp/try -addr localhost:9000         another one, elsewhere
  WHATSAPP_APP_SECRET=… HELPDESK_PASSWORD=… helpdesk -config helpdesk.toml -data /var/lib/helpdesk
`

const (
	defaultAddr = "localhost:8080"
	demoVerify  = "demo" // the token for the handshake in demo mode
)

// readSettings reads flags, file and environment. Usage and errors of flags go to out.
func readSettings(args []string, env func(string) string, out io.Writer) (settings, error) {
	s := settings{
		secret: env("WHATSAPP_APP_SECRET"), verify: env("WHATSAPP_VERIFY_TOKEN"),
		token: env("WHATSAPP_TOKEN"), api: env("WHATSAPP_API_URL"), password: env("HELPDESK_PASSWORD"),
		numbers: fields(env("WHATSAPP_PHONE_NUMBER_ID")), config: config.Default(),
	}
	var file, hosts, log string
	flags := flag.NewFlagSet("helpdesk", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&s.addr, "addr", defaultAddr, "`address` to listen at; if it is not given and taken, a free port is found")
	flags.StringVar(&s.data, "data", defaultData(), "`folder` to keep everything in; it is made if it is missing")
	flags.StringVar(&file, "config", "", "`file` of settings, see below")
	flags.StringVar(&hosts, "host", "", "`names` by which others reach this server, separated by commas; those of the file count too")
	flags.BoolVar(&s.demoAsked, "demo", false, "start a demo, whatever the credentials")
	flags.BoolVar(&s.noLogin, "no-login", false, "let all who reach this server read and answer, without a password")
	flags.StringVar(&log, "log", "text", "`form` of the log: text or json")
	flags.BoolVar(&s.verbose, "v", false, "log each request")
	flags.BoolVar(&s.hash, "hash", false, "read a password, print its hash for the file of settings, and end")
	flags.Usage = func() {
		fmt.Fprint(out, usage)
		flags.PrintDefaults()
		fmt.Fprint(out, environment)
	}
	if err := flags.Parse(args); err != nil {
		return settings{}, err
	}
	flags.Visit(func(f *flag.Flag) { s.addrGiven = s.addrGiven || f.Name == "addr" })
	switch {
	case flags.NArg() > 0:
		return settings{}, fmt.Errorf("argument %q is not understood; see -h", flags.Arg(0))
	case log != "text" && log != "json":
		return settings{}, fmt.Errorf("-log %s: want text or json", log)
	}
	s.json = log == "json"
	if err := s.readFile(file); err != nil {
		return settings{}, err
	}
	s.hosts = append(fields(hosts), s.config.Hosts...)
	s.admins = s.config.Admins()
	return s.check()
}

// fields returns a list that is separated by commas or blanks.
func fields(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

func (s *settings) readFile(name string) error {
	if name == "" {
		return nil
	}
	book, err := words.Open()
	if err != nil {
		return err
	}
	var languages []string
	for _, w := range book.All() {
		languages = append(languages, w.Lang())
	}
	s.config, err = config.Read(name, languages)
	return err
}

func (s settings) check() (settings, error) {
	if s.demoAsked {
		s.secret, s.token = "", ""
	}
	for _, a := range s.config.Accounts {
		if a.Kind == channel.WhatsApp && !slices.Contains(s.numbers, a.ID) {
			s.numbers = append(s.numbers, a.ID)
		}
	}
	switch {
	case s.token != "" && s.secret == "":
		return settings{}, errors.New("WHATSAPP_TOKEN is set but WHATSAPP_APP_SECRET is not: others could write in a customer's name")
	case s.token != "" && len(s.numbers) == 0:
		return settings{}, errors.New("WHATSAPP_TOKEN is set but WHATSAPP_PHONE_NUMBER_ID is not: which number is it for?")
	case !s.demo() && !s.noLogin && !s.hash && !s.hasPassword():
		return settings{}, errors.New("nobody could log in: set HELPDESK_PASSWORD, or give agents a password in the file of settings (-no-login lets everybody in)")
	case s.demo():
		s.verify = cmp.Or(s.verify, demoVerify)
	}
	return s, nil
}

// hasPassword reports whether one of the agents can log in.
func (s settings) hasPassword() bool {
	return s.password != "" || slices.ContainsFunc(s.config.Agents, func(a config.Agent) bool { return a.Password != nil })
}

// defaultData returns the folder for a user's data, or one here if the system names none.
func defaultData() string {
	home, err := os.UserConfigDir()
	if err != nil {
		return "helpdesk-data"
	}
	return filepath.Join(home, "socialticket-helpdesk")
}

// logger returns what writes the log.
func (s settings) logger(out io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{}
	if s.verbose {
		options.Level = slog.LevelDebug
	}
	if s.json {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}

// file returns the database.
func (s settings) file() string { return filepath.Join(s.data, "helpdesk.db") }

// base returns what the file of settings says.
func (s settings) base() (socialticket.Settings, error) { return s.config.Settings() }

// demo reports whether the credentials are missing.
func (s settings) demo() bool { return s.secret == "" && s.token == "" }

// mode names what the database is for.
func (s settings) mode() string {
	if s.demo() {
		return "demo"
	}
	return "production"
}

// loopback reports whether only this machine reaches the server.
func (s settings) loopback() bool {
	host, _, err := net.SplitHostPort(s.addr)
	return err == nil && isLoopback(host)
}

// accounts returns the business accounts to answer for; none means all.
func (s settings) accounts() []channel.Account {
	var list []channel.Account
	for _, id := range s.numbers {
		list = append(list, channel.Account{Kind: channel.WhatsApp, ID: id})
	}
	for _, a := range s.config.Accounts {
		if a.Kind != channel.WhatsApp {
			list = append(list, a.Account)
		}
	}
	return list
}
