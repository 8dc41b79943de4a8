package vcard_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/vcard"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, text string
		want       []vcard.Card
	}{
		{"nothing", "", nil},
		{"no property that tells something", "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD", nil},
		{"all", "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Vale;Nora;;Dr.;\r\nitem1.ORG:Vale Lamps;Repairs\r\nTITLE:Head\r\nADR;TYPE=WORK:;;Rope\r\n  Walk 9;Bremen;;28195;\r\n" +
			"TEL;TYPE=CELL:tel:+494215550\r\nEMAIL:mailto:nora@vale.example\r\nNOTE:after six\\, please\r\nURL:https://vale.example\r\nEND:VCARD",
			[]vcard.Card{{
				Name: "Dr. Nora Vale", Phones: []string{"+494215550"}, Emails: []string{"nora@vale.example"},
				Rest: []string{"Vale Lamps, Repairs", "Head", "Rope Walk 9, Bremen, 28195", "after six, please", "https://vale.example"},
			}}},
		{"two, the second cut short", "BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nTEL:1", []vcard.Card{{Name: "A"}, {Phones: []string{"1"}}}},
		{"quoted", "FN;ENCODING=QUOTED-PRINTABLE:J=C3=BC=\nrgen\nEND:VCARD", []vcard.Card{{Name: "Jürgen"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, vcard.Read(tt.text)); diff != "" {
				t.Errorf("cards differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadBounds reads a card with many numbers: a desk shows the first ones.
func TestReadBounds(t *testing.T) {
	cards := vcard.Read("FN:A\n" + strings.Repeat("TEL:1\n", 1000))
	require.Len(t, cards, 1)
	require.Len(t, cards[0].Phones, 20)
}
