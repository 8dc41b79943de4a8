package words_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/words"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Ana": "ana", "Zoë MÜLLER": "zoe muller", "Zoe\u0308": "zoe", "Straße": "strasse", "STRAẞE": "strasse",
		"Łukasz Żółć": "lukasz zolc", "Đặng Thị Ánh": "dang thi anh", "Φίλιππος": "φιλιπποσ", "Алёна": "алена", "Ælfred": "aelfred",
		"ＡＢＣ１２": "abc12", "你好": "你好", "İstanbul": "istanbul", "¿Qué?": "¿que?",
	} {
		if got := words.Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"": nil, " - ": nil, "Order #12-34 is LATE!": {"order", "12", "34", "is", "late"}, "don't": {"don", "t"},
		"你好, Ben": {"你", "好", "ben"}, "été\n2026": {"ete", "2026"}, "a_b": {"a", "b"}, "iPhone手机": {"iphone", "手", "机"}, "👋🏽hi": {"hi"},
	} {
		if diff := cmp.Diff(want, words.Split(text)); diff != "" {
			t.Errorf("Split(%q) mismatch (-want +got):\n%s", text, diff)
		}
	}
}

func TestPhrase(t *testing.T) {
	text := words.Split("The delivery of my parcel is late, the parcel too")
	for _, tt := range []struct {
		phrase words.Phrase
		want   bool
	}{
		{words.Phrase{}, true},
		{words.Phrase{Words: []string{"parcel"}}, true},
		{words.Phrase{Words: []string{"parc"}}, false},
		{words.Phrase{Words: []string{"parc"}, Open: true}, true},
		{words.Phrase{Words: []string{"my", "parcel", "is"}}, true},
		{words.Phrase{Words: []string{"my", "parcel", "too"}}, false},
		{words.Phrase{Words: []string{"the", "parcel", "t"}, Open: true}, true},
		{words.Phrase{Words: []string{"parcel", "too", "late"}}, false},
		{words.Phrase{Words: []string{"too", ""}, Open: true}, false},
	} {
		if got := tt.phrase.In(text); got != tt.want {
			t.Errorf("%+v in the text: %v, want %v", tt.phrase, got, tt.want)
		}
	}
	if (words.Phrase{Words: []string{"a"}}).In(nil) {
		t.Error("a word stands in no text")
	}
}

// FuzzSplit states that words are what folding leaves: folded again they stay as they are,
// and neither capitals nor accents behind letters change them.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"Zoë Müller", "Đặng\u0300 ＡＢ 你好!", "ŉ İ ß ǅ \xff", "ΐΑΣ ς"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list := words.Split(text)
		for _, w := range list {
			if w == "" || words.Fold(w) != w || !slices.Equal(words.Split(w), []string{w}) {
				t.Errorf("Split(%q) has %q, which folds to %q and splits into %q", text, w, words.Fold(w), words.Split(w))
			}
		}
		if got := words.Split(strings.Join(list, " ")); !slices.Equal(got, list) {
			t.Errorf("Split(%q) = %q, split again %q", text, list, got)
		}
		if got := words.Split(strings.ReplaceAll(text, "e", "E\u0301")); !slices.Equal(got, list) {
			t.Errorf("Split(%q) = %q, with accents %q", text, list, got)
		}
		if !(words.Phrase{Words: list}).In(list) {
			t.Errorf("the words of %q do not stand in it", text)
		}
	})
}
