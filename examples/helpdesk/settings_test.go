package main

import (
	"bytes"
	"context"
	"flag"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/bcrypt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/config"
)

func nothing(string) string { return "" }

// real is the environment of a real helpdesk.
func real(name string) string {
	return map[string]string{"WHATSAPP_APP_SECRET": "s", "HELPDESK_PASSWORD": "p"}[name]
}

func TestReadSettings(t *testing.T) {
	standard := func(change func(*settings)) settings {
		s := settings{admins: []string{"ada"}, addr: "localhost:8080", data: defaultData(), config: config.Default()}
		change(&s)
		return s
	}
	tests := []struct {
		name string
		args []string
		env  map[string]string
		want settings
		err  string
	}{
		{name: "nothing", want: standard(func(s *settings) { s.verify = "demo" })},
		{
			name: "flags", args: []string{"-addr", ":1", "-data", "x", "-host", "a.example, b.example", "-log", "json", "-v", "-no-login"},
			want: standard(func(s *settings) {
				s.addr, s.addrGiven, s.data, s.verify, s.hosts = ":1", true, "x", "demo", []string{"a.example", "b.example"}
				s.json, s.verbose, s.noLogin = true, true, true
			}),
		},
		{
			name: "credentials",
			env:  map[string]string{"WHATSAPP_APP_SECRET": "s", "WHATSAPP_TOKEN": "t", "WHATSAPP_VERIFY_TOKEN": "v", "WHATSAPP_PHONE_NUMBER_ID": "1, 2", "HELPDESK_PASSWORD": "p"},
			want: standard(func(s *settings) {
				s.secret, s.token, s.verify, s.numbers, s.password = "s", "t", "v", []string{"1", "2"}, "p"
			}),
		},
		{
			name: "a demo in spite of credentials", args: []string{"-demo"}, env: map[string]string{"WHATSAPP_APP_SECRET": "s", "WHATSAPP_TOKEN": "t"},
			want: standard(func(s *settings) { s.demoAsked, s.verify = true, "demo" }),
		},
		{name: "a token without a secret", env: map[string]string{"WHATSAPP_TOKEN": "t"}, err: "WHATSAPP_APP_SECRET"},
		{name: "a token without a number", env: map[string]string{"WHATSAPP_TOKEN": "t", "WHATSAPP_APP_SECRET": "s"}, err: "WHATSAPP_PHONE_NUMBER_ID"},
		{name: "an argument", args: []string{"x"}, err: `"x"`},
		{name: "an unknown flag", args: []string{"-port", "1"}, err: "port"},
		{name: "an unknown form of the log", args: []string{"-log", "xml"}, err: "xml"},
		{name: "a file that is missing", args: []string{"-config", "none.toml"}, err: "none.toml"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readSettings(tt.args, func(k string) string { return tt.env[k] }, io.Discard)
			if tt.err != "" {
				require.ErrorContains(t, err, tt.err)
				return
			}
			require.NoError(t, err)
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(settings{}), cmpopts.IgnoreUnexported(config.Config{}, config.Account{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("readSettings(%v) mismatch (-want +got):\n%s", tt.args, diff)
			}
		})
	}
}

// TestSampleFile states that the helpdesk starts with the sample of its file of settings, and
// that what it says reaches the pages.
func TestSampleFile(t *testing.T) {
	cfg, err := readSettings([]string{"-config", "helpdesk.toml"}, nothing, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []string{"100000000000001", "100000000000002"}, cfg.numbers)
	s := newShop(t, func(c *settings) {
		c.config, c.numbers, c.admins, c.hosts = cfg.config, cfg.numbers, cfg.admins, cfg.config.Hosts
	})
	_, text := s.do("POST", hookPath, hook("100000000000002", s.clock.Now(), "15550100 wamid.1 hello"))
	require.Contains(t, text, `"created":true`)
	require.Equal(t, "workshop", s.tickets("").Tickets[0].Ticket.Group, "the group of the account")
	_, text = s.do("POST", hookPath, hook("3", s.clock.Now(), "15550100 wamid.2 hello"))
	require.Contains(t, text, `"outcome":"unknown_account"`)
	require.Contains(t, s.page("/"), "Chloe")
	status, _ := s.do("GET", "/", "", "Host", "helpdesk.example.com")
	require.Equal(t, 200, status)
}

// TestLanguages states that pages come in the languages of the file alone, the first for those
// who ask for none of them.
func TestLanguages(t *testing.T) {
	for _, tt := range []struct {
		of           []string
		accept, want string
	}{
		{nil, "fr", "fr"},
		{nil, "de", "en"},
		{[]string{"fr", "en"}, "de", "fr"},
		{[]string{"fr"}, "en", "fr"},
	} {
		s := newShop(t, func(c *settings) { c.config.Languages = tt.of })
		_, page := s.do("GET", "/", "", "Accept", "text/html", "Accept-Language", tt.accept)
		require.Contains(t, page, `<html lang="`+tt.want+`">`, tt)
	}
}

// TestUsage states that -h helps: with each flag, each variable, the sample and an example.
func TestUsage(t *testing.T) {
	var out bytes.Buffer
	require.ErrorIs(t, run(t.Context(), []string{"-h"}, nothing, &out), flag.ErrHelp)
	for _, want := range []string{
		"-addr", "-data", "-config", "-demo", "-host", "-no-login", "-log", "-hash", "examples/helpdesk/helpdesk.toml",
		"WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_TOKEN", "WHATSAPP_API_URL", "WHATSAPP_PHONE_NUMBER_ID", "HELPDESK_PASSWORD", "Examples:",
	} {
		require.Contains(t, out.String(), want)
	}
	require.FileExists(t, "helpdesk.toml")
}

// TestHash states that what -hash prints is what the file of settings wants.
func TestHash(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, printHash(strings.NewReader("correct horse\r\n"), &out))
	require.NoError(t, bcrypt.CompareHashAndPassword(bytes.TrimSpace(out.Bytes()), []byte("correct horse")))
	require.Error(t, printHash(strings.NewReader("short\n"), &out))
	require.Error(t, printHash(strings.NewReader(strings.Repeat("x", 73)), &out), "bcrypt reads no more than 72 bytes")
}

// started runs the program until it says something, and returns its log and what ends it.
func started(t *testing.T, until string, args ...string) (log *buffer, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	log = &buffer{}
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, args, nothing, log) }()
	require.Eventually(t, func() bool { return strings.Contains(log.String(), until) }, 10*time.Second, time.Millisecond, log)
	return log, func() error { cancel(); return <-ended }
}

// TestStop runs the program itself and ends it. It speaks before it opens anything.
func TestStop(t *testing.T) {
	log, stop := started(t, "demo mode", "-addr", "127.0.0.1:0", "-data", t.TempDir())
	require.NoError(t, stop())
	require.Regexp(t, `^time=\S+ level=INFO msg=starting data=\S+ mode=demo\n`, log.String(), "the first line")
}

// TestPort states that a port that is taken is an error where it was asked for, and else
// another one is found.
func TestPort(t *testing.T) {
	taken, err := net.Listen("tcp", defaultAddr)
	if err == nil {
		defer func() { _ = taken.Close() }()
	}
	log, stop := started(t, "demo mode", "-data", t.TempDir())
	require.NoError(t, stop())
	require.Contains(t, log.String(), "the usual port is taken")
	require.NotContains(t, log.String(), "page=http://127.0.0.1:8080")

	folder := filepath.Join(t.TempDir(), "new", "folder")
	require.Error(t, run(t.Context(), []string{"-data", folder, "-addr", defaultAddr}, nothing, io.Discard))
	require.NoDirExists(t, filepath.Dir(folder))
}

// TestNothingIsLeft states that a start that fails leaves the disk as it was.
func TestNothingIsLeft(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(root, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		return file
	}
	noRules := write("rules.toml", "rules = [\"none.json\"]\n")
	broken := write("broken.json", "{")
	badRules := write("bad.toml", "\n\nrules = [\""+broken+"\"]\n")
	for name, tt := range map[string]struct {
		args []string
		env  func(string) string
		want string
	}{
		"no address":         {[]string{"-addr", "nowhere:-1"}, nothing, "port"},
		"no password":        {nil, func(k string) string { return map[string]string{"WHATSAPP_APP_SECRET": "s"}[k] }, "HELPDESK_PASSWORD"},
		"rules not there":    {[]string{"-config", noRules}, nothing, noRules + ":1: rules: "},
		"rules not readable": {[]string{"-config", badRules}, nothing, badRules + ":3: rules: "},
	} {
		folder := filepath.Join(root, "a", "b")
		args := append([]string{"-data", folder}, tt.args...)
		if tt.args == nil || tt.args[0] != "-addr" {
			args = append(args, "-addr", "127.0.0.1:0")
		}
		require.ErrorContains(t, run(t.Context(), args, tt.env, io.Discard), tt.want, name)
		require.NoDirExists(t, filepath.Join(root, "a"), name)
	}
	file := write("file", "")
	require.Error(t, run(t.Context(), []string{"-addr", "127.0.0.1:0", "-data", file}, nothing, io.Discard), "a file is no folder")
	require.FileExists(t, file)
}

// TestOneAtATime states that data which a helpdesk has open are not opened by another.
func TestOneAtATime(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a name?with#signs")
	args := []string{"-addr", "127.0.0.1:0", "-data", folder}
	_, stop := started(t, "demo mode", args...)
	require.ErrorContains(t, run(t.Context(), args, nothing, io.Discard), "another helpdesk has "+folder+" open")
	require.NoError(t, stop())
	_, stop = started(t, "demo mode", args...)
	require.NoError(t, stop())
	names, err := filepath.Glob(filepath.Join(filepath.Dir(folder), "*", "*"))
	require.NoError(t, err)
	require.Len(t, names, 2, "the database and its secret")
}

// TestAccountsOfFile states that accounts of all channels are answered for.
func TestAccountsOfFile(t *testing.T) {
	s := settings{config: config.Config{Accounts: []config.Account{
		{Account: channel.Account{Kind: channel.WhatsApp, ID: "1"}}, {Account: channel.Account{Kind: "line", ID: "2"}},
	}}, numbers: []string{"1", "3"}, password: "p", secret: "s"}
	s, err := s.check()
	require.NoError(t, err)
	require.Equal(t, []channel.Account{{Kind: channel.WhatsApp, ID: "1"}, {Kind: channel.WhatsApp, ID: "3"}, {Kind: "line", ID: "2"}}, s.accounts())
}

// TestAccountsWithoutChannel states that an account is named whose channel this helpdesk does
// not reach, where it is no demo.
func TestAccountsWithoutChannel(t *testing.T) {
	at := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	accounts := func(c *settings) {
		c.config.Accounts = []config.Account{
			{Account: channel.Account{Kind: channel.WhatsApp, ID: "77"}}, {Account: channel.Account{Kind: channel.LINE, ID: "U1"}},
		}
	}
	s := newShop(t, withSecret, accounts)
	s.welcome(at)
	require.Contains(t, s.log.String(), "kind=line account=U1")
	require.NotContains(t, s.log.String(), "account=77")
	s = newShop(t, accounts)
	s.welcome(at)
	require.NotContains(t, s.log.String(), "account=U1")
}
