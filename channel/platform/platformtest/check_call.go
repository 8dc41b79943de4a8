package platformtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

func callChecks() []check {
	return []check{
		{"CallTwice", "a message makes the same call each time", callTwice},
		{"CallToken", "the mark of the token stands once, in the URL or in the header", callToken},
		{"CallFits", "what fits the abilities is one call for each part; what does not is refused for ever", callFits},
		{"CallAccount", "a message for another kind of channel is refused", callAccount},
	}
}

func callTwice(t *testing.T, s Subject) error {
	first, err := s.platform(t, "https://platform.example").Call(s.message("out-1", "Good morning"))
	again, failed := s.platform(t, "https://platform.example").Call(s.message("out-1", "Good morning"))
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	if first.URL != again.URL || !bytes.Equal(first.Body, again.Body) {
		return broken("%s %s\nthen %s %s", first.URL, first.Body, again.URL, again.Body)
	}
	address, err := url.Parse(first.URL)
	if err != nil || address.Host != "platform.example" || first.Header.Get("Content-Type") == "" {
		return broken("it goes to %s as %q, error %v", first.URL, first.Header.Get("Content-Type"), err)
	}
	return nil
}

func callToken(t *testing.T, s Subject) error {
	c, err := s.platform(t, "https://platform.example").Call(s.message("out-1", "Good morning"))
	if err != nil {
		return err
	}
	marks := strings.Count(c.URL, platform.TokenMark)
	for _, values := range c.Header {
		marks += strings.Count(strings.Join(values, " "), platform.TokenMark)
	}
	if marks != 1 || bytes.Contains(c.Body, []byte(platform.TokenMark)) {
		return broken("%d marks in %s and %v", marks, c.URL, c.Header)
	}
	return nil
}

// callFits sends random messages.
func callFits(t *testing.T, s Subject) error {
	p, ability := s.platform(t, ""), channel.AbilityOf(s.To.Account.Kind)
	if s.Ability != nil {
		ability = *s.Ability
	}
	sent := 0
	for seed := range uint64(3000) {
		o := s.random(rand.New(rand.NewPCG(seed, 11)))
		_, fits := ability.Fit(o)
		for _, part := range ability.Split(o) {
			c, err := p.Call(part)
			switch refusal, is := errors.AsType[*channel.SendError](err); {
			case err != nil && !is:
				return broken("seed %d: no *SendError: %v", seed, err)
			case fits && err != nil:
				return broken("seed %d: it fits, but %v: %+v", seed, err, part)
			case !fits && err == nil:
				return broken("seed %d: it does not fit, but is sent: %+v", seed, part)
			case err != nil && refusal.Reason.Class != channel.ClassNever:
				return broken("seed %d: class %q", seed, refusal.Reason.Class)
			case err == nil && !json.Valid(c.Body):
				return broken("seed %d: %s", seed, c.Body)
			case err == nil:
				sent++
			}
		}
	}
	if sent == 0 {
		return errors.New("nothing could be sent")
	}
	return nil
}

// random returns a message with all that a call needs beside what the abilities count.
func (s Subject) random(dice *rand.Rand) channel.Outbound {
	pick := func(n int) bool { return dice.IntN(n) == 0 }
	text := func(most int) string {
		return strings.Repeat([]string{"a", "é ", "好", "😀"}[dice.IntN(4)], 1+dice.IntN(most))
	}
	o := s.message(fmt.Sprint("out-", dice.IntN(100)), "")
	o.Type = ""
	if !pick(4) {
		o.Text = text([]int{10, 500, 9000}[dice.IntN(3)])
	}
	kinds := []channel.MessageType{channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker}
	for range dice.IntN(4) * dice.IntN(4) {
		o.Attachments = append(o.Attachments, s.file(kinds[dice.IntN(len(kinds))]))
	}
	switch dice.IntN(8) {
	case 0:
		o.Type, o.Place = channel.Location, channel.Place{Latitude: 1.5, Longitude: 2, Name: "Shop", Address: "Example 1"}
	case 1:
		o.Type, o.People = channel.Contacts, []channel.Person{{Name: "Ben", Phones: []string{"+15550123"}}}
	case 2:
		o.Type, o.Target, o.Text, o.Attachments = channel.Reaction, "m1", "❤", nil
	case 3:
		for n := range 1 + dice.IntN(14) {
			o.Question.Choices = append(o.Question.Choices, channel.Choice{ID: fmt.Sprint("c", n), Title: fmt.Sprint("Answer ", n)})
		}
	case 4:
		o.Question.Link = channel.Link{Label: "Open", URL: "https://example.com"}
	}
	if len(o.Attachments) > 0 && o.Type == "" && slices.Contains(kinds, o.Attachments[0].Type) {
		o.Type = o.Attachments[0].Type
	}
	if !o.Question.IsZero() {
		o.Type = channel.Interactive
	}
	return o
}

// file returns a file with all that any platform wants to know of it.
func (s Subject) file(t channel.MessageType) channel.Attachment {
	mime := map[channel.MessageType]string{
		channel.Image: "image/jpeg", channel.Video: "video/mp4", channel.Audio: "audio/mpeg",
		channel.Document: "application/pdf", channel.Sticker: "image/webp",
	}
	a := channel.Attachment{Type: t, URL: "https://example.com/file", Preview: "https://example.com/p", MIME: mime[t], Name: "file.pdf", Size: 1000, Millis: 1000}
	a.ID = "123"
	if t == channel.Sticker {
		a.ID = cmp.Or(s.Sticker, "11/22")
	}
	return a
}

func callAccount(t *testing.T, s Subject) error {
	o := s.message("out-1", "Good morning")
	o.To.Account.Kind = "another"
	_, err := s.platform(t, "").Call(o)
	if refusal, is := errors.AsType[*channel.SendError](err); !is || refusal.Reason.Class != channel.ClassNever {
		return broken("got %v", err)
	}
	return nil
}
