package channel_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/channel"
)

// FuzzSplit holds the laws of Fit and Split for texts of any script, said over and over,
// on every kind of channel and on one whose texts are short.
func FuzzSplit(f *testing.F) {
	for i, text := range []string{
		"", " ", "Hello, how are you? ", "word ", "好", "👨\u200d👩\u200d👧\u200d👦 ", "a", "\xff\xfe", "今天好。", "🇫🇷", "\r\n", "e\u0301\u0302", "\u0301",
	} {
		for _, times := range []uint16{1, 700, 9000} {
			f.Add(text, times, "the end", uint64(i))
			f.Add(text, times, " ", uint64(i)<<8|3)
		}
	}
	f.Fuzz(func(t *testing.T, text string, times uint16, end string, seed uint64) {
		if len(text) > 0 {
			text = strings.Repeat(text, min(int(times), 12000/len(text)))
		}
		r := rand.New(rand.NewPCG(seed, 1))
		list := kinds()
		a := channel.AbilityOf(list[r.IntN(len(list))])
		if r.IntN(3) == 0 {
			a.Text.Most = 20 + r.IntN(200)
		}
		a.Single = r.IntN(8) == 0
		requireLaws(t, a, randomOutbound(r, text+end))
	})
}

// TestSplitLaws runs the laws over random messages.
func TestSplitLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"a ", "word ", "好", "。", "👍🏽", "e\u0301", "\n\n", "  ", "https://shop.example/very/long/address?of=something ", "ไทย", "🇫🇷"}
	fit, split := 0, 0
	for range 3000 {
		var text strings.Builder
		for n := r.IntN(1 + r.IntN(4000)); n > 0; n-- {
			text.WriteString(words[r.IntN(len(words))])
		}
		list := kinds()
		a, o := channel.AbilityOf(list[r.IntN(len(list))]), randomOutbound(r, text.String())
		requireLaws(t, a, o)
		if _, ok := a.Fit(o); ok {
			fit++
		}
		if len(a.Split(o)) > 1 {
			split++
		}
	}
	if fit < 500 || split < 200 {
		t.Errorf("of 3000 messages %d fit and %d are split: too few to tell", fit, split)
	}
}

// randomOutbound returns a message with a text and whatever else may be in one.
func randomOutbound(r *rand.Rand, text string) channel.Outbound {
	o := channel.Outbound{ID: "c1", Text: text}
	types := []channel.MessageType{channel.Image, channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker, ""}
	if r.IntN(2) == 0 {
		o.ReplyTo = "m1"
	}
	for n := r.IntN(4) * r.IntN(5); n > 0; n-- {
		o.Attachments = append(o.Attachments, channel.Attachment{Type: types[r.IntN(len(types)-r.IntN(2))], Size: r.Int64N(1 << 21)})
	}
	switch r.IntN(8) {
	case 0:
		o.Type, o.Place = channel.Location, channel.Place{Latitude: 1, Name: "Shop", Address: "Example 1"}
	case 1:
		o.Type = channel.Contacts
		for n := r.IntN(4); n > 0; n-- {
			o.People = append(o.People, channel.Person{Name: "Mira", Phones: []string{"+1"}})
		}
	case 2, 3, 4:
		o.Type, o.Question = channel.Interactive, randomQuestion(r)
	case 5:
		o.Type = types[r.IntN(len(types))]
	case 6:
		o.Type = channel.Text
	}
	routes := []channel.Route{channel.RouteDirect, channel.RouteDirect, channel.RouteReplyToken, channel.RoutePrivate, channel.RouteHuman}
	o.Via = routes[r.IntN(len(routes))]
	return o
}

func randomQuestion(r *rand.Rand) channel.Question {
	q := channel.Question{Header: strings.Repeat("h", r.IntN(3)*r.IntN(50)), Footer: strings.Repeat("脚", r.IntN(2)*r.IntN(30))}
	if r.IntN(4) == 0 {
		q.Media = channel.Attachment{Type: channel.Image, ID: "1"}
	}
	switch r.IntN(4) {
	case 0, 1:
		q.Choices = choices(1 + r.IntN(4))
	case 2:
		q.Menu = channel.Menu{Label: "Open", Sections: []channel.Section{{Title: "One", Choices: choices(1 + r.IntN(9))}}}
	default:
		q.Link = channel.Link{Label: "Open", URL: "https://shop.example"}
	}
	return q
}

// BenchmarkFit measures the check before every reply.
func BenchmarkFit(b *testing.B) {
	photo := []channel.Attachment{{Type: channel.Image, MIME: "image/jpeg", Size: 1 << 20}}
	for _, in := range []struct {
		name string
		o    channel.Outbound
	}{
		{"text", channel.Outbound{Type: channel.Text, Text: "Your order is on its way, and will be with you tomorrow."}},
		{"photo", channel.Outbound{Type: channel.Image, Text: "See", Attachments: photo}},
		{"buttons", asking(channel.Question{Choices: choices(3)})},
	} {
		b.Run(in.name, func(b *testing.B) {
			a := channel.AbilityOf(channel.WhatsApp)
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := a.Fit(in.o); !ok {
					b.Fatal("it does not fit")
				}
			}
		})
	}
}

func BenchmarkSplit(b *testing.B) {
	a, o := channel.AbilityOf(channel.WhatsApp), channel.Outbound{Text: strings.Repeat("word ", 2000)}
	b.SetBytes(int64(len(o.Text)))
	b.ReportAllocs()
	for b.Loop() {
		a.Split(o)
	}
}

// A text is checked without a single allocation.
func TestFitAllocates(t *testing.T) {
	a := channel.AbilityOf(channel.WhatsApp)
	o := channel.Outbound{Type: channel.Text, Text: "Your order is on its way."}
	if n := testing.AllocsPerRun(100, func() { a.Fit(o) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
