package redact_test

import (
	"encoding/hex"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/internal/datatest"
)

// redactionCase is one row of redaction/cases.json.
type redactionCase struct {
	ID              string          `json:"id"`
	Group           string          `json:"group"`
	Name            string          `json:"name"`
	Origin          string          `json:"origin"`
	Input           string          `json:"input"`
	InputHex        string          `json:"input_hex"`
	Options         json.RawMessage `json:"options"`
	Expected        string          `json:"expected"`
	Redacted        bool            `json:"redacted"`
	ExpectedChanges [][2]string     `json:"expected_changes"`
}

// redactionFile is redaction/cases.json.
type redactionFile struct {
	Source   json.RawMessage `json:"source"`
	Defaults json.RawMessage `json:"defaults"`
	Meaning  json.RawMessage `json:"meaning"`
	Cases    []redactionCase `json:"cases"`
	Prefixes []struct {
		Digits         string `json:"digits"`
		Length         int    `json:"length"`
		AcceptedPrefix bool   `json:"accepted_prefix"`
		LuhnValid      bool   `json:"luhn_valid"`
	} `json:"accepted_prefixes"`
}

func redactionData(t *testing.T) (file redactionFile) {
	t.Helper()
	datatest.Strict(t, "redaction/cases.json", &file)
	return file
}

type redactionOptions struct {
	ReplacementToken       string `json:"replacement_token"`
	ExposeFirst            *int   `json:"expose_first"`
	ExposeLast             *int   `json:"expose_last"`
	UseGroupings           bool   `json:"use_groupings"`
	ExcludeTrackingNumbers bool   `json:"exclude_tracking_numbers"`
	ParseFlanking          bool   `json:"parse_flanking"`
	ReturnChanges          bool   `json:"return_changes"`
}

// options fails the test for an option that is not known.
func (c redactionCase) options(t *testing.T) redactionOptions {
	var o redactionOptions
	require.NoError(t, datatest.Decode(c.Options, &o))
	return o
}

func (o redactionOptions) config() redact.Config {
	return redact.Config{
		Zendesk: true, Replacement: o.ReplacementToken, ExposeFirst: exposeCount(o.ExposeFirst), ExposeLast: exposeCount(o.ExposeLast),
		UseGroupings: o.UseGroupings, ExcludeTrackingNumbers: o.ExcludeTrackingNumbers, ParseFlanking: o.ParseFlanking,
	}
}

// exposeCount turns a count of the files into one of ours, in which zero is the default.
func exposeCount(n *int) int {
	switch {
	case n == nil:
		return 0
	case *n <= 0:
		return redact.ExposeNone
	}
	return *n
}

func (c redactionCase) input(t *testing.T) string {
	if c.InputHex == "" {
		return c.Input
	}
	raw, err := hex.DecodeString(c.InputHex)
	require.NoError(t, err)
	return string(raw)
}

func TestDataRedactionCases(t *testing.T) {
	file := redactionData(t)
	require.NotEmpty(t, file.Cases)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) { checkRedaction(t, c) })
	}
}

func checkRedaction(t *testing.T, c redactionCase) {
	options, input := c.options(t), c.input(t)
	r := redactor(t, options.config())
	got, redacted := r.Text(input)
	if diff := cmp.Diff(c.Expected, got); diff != "" || redacted != c.Redacted {
		t.Errorf("Text(%q) reports %v, want %v, mismatch (-want +got):\n%s", input, redacted, c.Redacted, diff)
	}
	if again, changed := r.Text(got); changed {
		t.Errorf("redacted again: %q", again)
	}
	if !options.ReturnChanges {
		return
	}
	var pairs [][2]string
	_, changes := r.Changes(input)
	for _, change := range changes {
		pairs = append(pairs, [2]string{change.Before, change.After})
	}
	if diff := cmp.Diff(c.ExpectedChanges, pairs); diff != "" {
		t.Errorf("Changes(%q) mismatch (-want +got):\n%s", input, diff)
	}
}

// TestDataRedactionPrefixes looks at brands alone: each number is given a right check digit.
func TestDataRedactionPrefixes(t *testing.T) {
	file, zendesk := redactionData(t), redactor(t, redact.Config{Zendesk: true})
	require.NotEmpty(t, file.Prefixes)
	for _, c := range file.Prefixes {
		if _, got := zendesk.Text(c.Digits); got != (c.AcceptedPrefix && c.LuhnValid) {
			t.Errorf("%s: redacted %v, want %v", c.Digits, got, !got)
		}
		number := withCheckDigit(c.Digits[:len(c.Digits)-1])
		if _, got := zendesk.Text(number); got != c.AcceptedPrefix {
			t.Errorf("%s: redacted %v, want %v", number, got, c.AcceptedPrefix)
		}
	}
}

func TestDataRedactionTracking(t *testing.T) {
	var file struct {
		Source  json.RawMessage `json:"source"`
		Meaning json.RawMessage `json:"meaning"`
		Numbers []struct {
			Courier           string `json:"courier"`
			Kind              string `json:"kind"`
			Number            string `json:"number"`
			Digits            int    `json:"digits"`
			TrackingValid     bool   `json:"tracking_valid"`
			CardPrefix        bool   `json:"card_prefix"`
			LuhnValid         bool   `json:"luhn_valid"`
			RedactedByDefault bool   `json:"redacted_by_default"`
		} `json:"numbers"`
	}
	datatest.Strict(t, "redaction/tracking-numbers.json", &file)
	require.NotEmpty(t, file.Numbers)
	for _, cfg := range []redact.Config{{}, {Zendesk: true}} {
		plain := redactor(t, cfg)
		cfg.ExcludeTrackingNumbers = true
		keep := redactor(t, cfg)
		for _, n := range file.Numbers {
			if _, got := plain.Text(n.Number); got != n.RedactedByDefault {
				t.Errorf("%q: redacted %v, want %v", n.Number, got, n.RedactedByDefault)
			}
			want := n.RedactedByDefault && !n.TrackingValid
			if _, got := keep.Text(n.Number); got != want {
				t.Errorf("%q: redacted %v in spite of ExcludeTrackingNumbers, want %v", n.Number, got, want)
			}
		}
	}
}
