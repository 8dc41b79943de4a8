package channel_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
)

// TestTextsWhole states that every language has every text.
func TestTextsWhole(t *testing.T) {
	want := slices.Sorted(maps.Keys(channel.English()))
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(channel.French()))); diff != "" {
		t.Errorf("codes (-english +french):\n%s", diff)
	}
	for code, text := range channel.French() {
		if text == "" || text == channel.English()[code] {
			t.Errorf("%s: %q is no French text of its own", code, text)
		}
	}
}

// TestTextsKnowCodes states that every reason, advice, class, state and code of the
// package has a text: those that its source declares, so that none is forgotten.
func TestTextsKnowCodes(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	texts, found := channel.English(), 0
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for code, value := range codes(file) {
			found++
			if _, ok := texts[value]; !ok && code != "CodeUnsendable" { // whose title says it
				t.Errorf("%s: %q has no text", code, value)
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d codes were found", found)
	}
}

// codes returns the constants of a file that texts are looked up by, and their values.
func codes(file *ast.File) map[string]string {
	values := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		kind, _ := spec.Type.(*ast.Ident)
		typed := kind != nil && slices.Contains([]string{"Reason", "Advice", "Class", "DeliveryState"}, kind.Name)
		literal, ok := spec.Values[0].(*ast.BasicLit)
		if ok && (typed || strings.HasPrefix(spec.Names[0].Name, "Code")) {
			values[spec.Names[0].Name], _ = strconv.Unquote(literal.Value)
		}
		return true
	})
	return values
}

// The sentence of an error is not that of a state, and what is not carried names the
// place.
func TestTextsErrorOwnWords(t *testing.T) {
	doubt := channel.English().Error(channel.X, channel.Error{Code: channel.CodeDoubt})
	require.Equal(t, "It is not known whether the channel took the message, so it was not sent again.", doubt)
	misfit, _ := channel.AbilityOf(channel.X).Fit(channel.Outbound{Attachments: []channel.Attachment{{Type: channel.Audio}}})
	require.Contains(t, channel.French().Error(channel.X, misfit.Reason()), "attachments[0]: x does not carry attachments of type audio. ")
	require.Contains(t, channel.French().Error(channel.X, channel.Error{Code: string(channel.ReasonContent)}), "Ce canal ne peut pas")
}

func TestSpan(t *testing.T) {
	tests := []struct {
		span time.Duration
		want string
	}{
		{-time.Hour, "0 s"},
		{0, "0 s"},
		{time.Second - 1, "0 s"},
		{59 * time.Second, "59 s"},
		{time.Minute, "1 min"},
		{24*time.Hour - time.Second, "23 h 59 min"},
		{24 * time.Hour, "1 d"},
		{7*24*time.Hour + 2*time.Hour + time.Minute, "7 d 2 h"},
	}
	for _, tt := range tests {
		if got := channel.Span(tt.span); got != tt.want {
			t.Errorf("Span(%v) = %q, want %q", tt.span, got, tt.want)
		}
	}
}

func ExampleTexts_Decision() {
	sent := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	w := channel.Window{}.Open(channel.Event{ID: "1", Opens: channel.OpenMessage, Sent: sent})
	policy, _ := channel.PolicyOf(channel.Messenger)
	for _, wait := range []time.Duration{time.Hour, 25 * time.Hour, 200 * time.Hour} {
		fmt.Println(channel.English().Decision(policy.Decide(w, channel.Request{}, sent.Add(wait))))
	}
	fmt.Println(channel.French().Decision(policy.Decide(w, channel.Request{}, sent.Add(time.Hour))))
	// Output:
	// You can reply for another 23 h.
	// Only what a person types can be sent now. Let a person write.
	// The time to reply ended at 2026-03-08T10:00:00Z. Send an approved template, or wait until the customer writes.
	// Vous pouvez répondre pendant encore 23 h.
}

func ExampleTexts_Error() {
	err := channel.Error{Code: "131047", Title: "Re-engagement message", Class: channel.ClassTemplate}
	fmt.Println(channel.English().Error(channel.WhatsApp, err))
	kept := channel.Error{Code: string(channel.ReasonClosed), Class: channel.ClassTemplate}
	fmt.Println(channel.English().Error(channel.WhatsApp, kept))
	// Output:
	// Re-engagement message. Send an approved template, or wait until the customer writes.
	// The time to reply was over. Send an approved template, or wait until the customer writes.
}

// TestTextsUnseen states that a message of the customer that cannot be shown is not told
// as one of the business that cannot be sent.
func TestTextsUnseen(t *testing.T) {
	poll := channel.Error{Code: "131051", Title: "Message type unknown", Detail: "Polls are not supported.", Class: channel.ClassNever}
	const ask = " It cannot be shown here: ask the customer, or look in the channel's own app."
	texts := channel.English()
	require.Equal(t, "Message type unknown. Polls are not supported."+ask, texts.Unseen(channel.WhatsApp, poll))
	require.Contains(t, texts.Error(channel.WhatsApp, poll), "This message cannot be sent.")
	known := texts.With(channel.Texts{"whatsapp/131051": "WhatsApp does not support this kind of message."})
	poll.Detail = poll.Title
	require.Equal(t, "WhatsApp does not support this kind of message."+ask, known.Unseen(channel.WhatsApp, poll))
	require.Equal(t, "7."+ask, texts.Unseen(channel.WhatsApp, channel.Error{Code: "7"}))
	require.Contains(t, channel.French().Unseen(channel.WhatsApp, poll), "Message type unknown. Il ne peut pas être affiché ici")
}
