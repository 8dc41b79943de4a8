package redact_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/internal/datatest/stored"
)

func redactionData(t *testing.T) (file datatest.RedactionFile) {
	t.Helper()
	datatest.Strict(t, "redaction/cases.json", &file)
	return file
}

func TestDataRedactionCases(t *testing.T) {
	file := redactionData(t)
	require.NotEmpty(t, file.Cases)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) { checkRedaction(t, c) })
	}
}

func checkRedaction(t *testing.T, c datatest.RedactionCase) {
	options, input := stored.Options(t, c), stored.Input(t, c)
	r := redactor(t, stored.Redaction(t, c))
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
