package datatest

import (
	"encoding/hex"
	"encoding/json"
)

// RedactionFile is redaction/cases.json.
type RedactionFile struct {
	Source   json.RawMessage `json:"source"`
	Defaults json.RawMessage `json:"defaults"`
	Meaning  json.RawMessage `json:"meaning"`
	Cases    []RedactionCase `json:"cases"`
	Prefixes []struct {
		Digits         string `json:"digits"`
		Length         int    `json:"length"`
		AcceptedPrefix bool   `json:"accepted_prefix"`
		LuhnValid      bool   `json:"luhn_valid"`
	} `json:"accepted_prefixes"`
}

// RedactionCase is one row of redaction/cases.json.
type RedactionCase struct {
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

// RedactionOptions are those of a case. One that is not known is an error.
type RedactionOptions struct {
	ReplacementToken       string `json:"replacement_token"`
	ExposeFirst            *int   `json:"expose_first"`
	ExposeLast             *int   `json:"expose_last"`
	UseGroupings           bool   `json:"use_groupings"`
	ExcludeTrackingNumbers bool   `json:"exclude_tracking_numbers"`
	ParseFlanking          bool   `json:"parse_flanking"`
	ReturnChanges          bool   `json:"return_changes"`
}

// Text returns the text before redaction.
func (c RedactionCase) Text() (string, error) {
	if c.InputHex == "" {
		return c.Input, nil
	}
	raw, err := hex.DecodeString(c.InputHex)
	return string(raw), err
}
