// Package words has the sentences that the helpdesk shows to people, in English and in
// French. They stand in files beside it, one for each part of the house, each key with all
// its languages; what concerns the channels comes from the library.
package words

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/language"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/whatsapp"
)

//go:embed *.toml
var files embed.FS

// Words are the sentences of one language. Goroutines may share them.
type Words struct {
	Tag     language.Tag
	texts   map[string]string
	channel channel.Texts
}

// Book has the Words of all languages.
type Book struct {
	languages []*Words // the first is the one for everybody else
	matcher   language.Matcher
}

// Open reads the sentences, for pages in some languages, such as "fr"; the first is for those
// who ask for none of them. None: all that there are, English first. The error names the file
// and the key.
func Open(languages ...string) (*Book, error) {
	all, err := sentences()
	if err != nil {
		return nil, err
	}
	b := &Book{languages: all}
	return b, b.choose(languages)
}

// sentences are the Words of all languages, English first.
var sentences = sync.OnceValues(func() ([]*Words, error) { //nolint:gochecknoglobals // it is read once and never changes
	english := &Words{language.English, map[string]string{}, channel.English().With(whatsapp.English())}
	french := &Words{language.French, map[string]string{}, channel.French().With(whatsapp.French())}
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := read(name, english, french); err != nil {
			return nil, fmt.Errorf("words: %s: %w", name, err)
		}
	}
	return []*Words{english, french}, nil
})

// choose keeps some languages, in their order.
func (b *Book) choose(languages []string) error {
	all := b.languages
	if len(languages) > 0 {
		b.languages = nil
	}
	for _, name := range languages {
		i := slices.IndexFunc(all, func(w *Words) bool { return w.Lang() == name })
		if i < 0 {
			return fmt.Errorf("words: the pages are not in %q", name)
		}
		b.languages = append(b.languages, all[i])
	}
	var tags []language.Tag
	for _, w := range b.languages {
		tags = append(tags, w.Tag)
	}
	b.matcher = language.NewMatcher(tags)
	return nil
}

func read(name string, languages ...*Words) error {
	var keys map[string]map[string]string
	if _, err := toml.DecodeFS(files, name, &keys); err != nil {
		return err
	}
	for key, texts := range keys {
		for _, w := range languages {
			text, found := texts[w.Lang()]
			switch _, twice := w.texts[key]; {
			case twice:
				return fmt.Errorf("%s stands in another file too", key)
			case !found:
				return fmt.Errorf("%s has no text in %s", key, w.Lang())
			}
			w.texts[key] = text
		}
	}
	return nil
}

// For returns the Words for a browser's Accept-Language, or for the language that the
// person has chosen, such as "fr"; "": none.
func (b *Book) For(chosen, accept string) *Words {
	_, place := language.MatchStrings(b.matcher, chosen, accept)
	return b.languages[place]
}

// All returns the Words of each language.
func (b *Book) All() []*Words { return slices.Clone(b.languages) }

// Keys returns the keys of all sentences.
func (b *Book) Keys() []string { return slices.Sorted(maps.Keys(b.languages[0].texts)) }

// Lang returns the language as HTML names it.
func (w *Words) Lang() string { return w.Tag.String() }

// T returns the sentence of a key. Where it has the verbs of package fmt they are filled
// with args. A key that is not known is shown as it is: tests see that all are.
func (w *Words) T(key string, args ...any) string {
	text, found := w.texts[key]
	if !found {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// N returns the sentence for a number of things: the text of the key with ".one" for one,
// else that of the key with ".many", each with the number as its first argument. In French
// none is as one.
func (w *Words) N(key string, n int, args ...any) string {
	form := ".many"
	if n == 1 || n == 0 && w.Tag == language.French {
		form = ".one"
	}
	return w.T(key+form, append([]any{n}, args...)...)
}

// Or returns the sentence of a key made of parts, such as a status, or the last part itself
// where it is missing: for codes that a business or a platform may add to.
func (w *Words) Or(parts ...string) string {
	if text, found := w.texts[strings.Join(parts, ".")]; found {
		return text
	}
	return strings.ReplaceAll(parts[len(parts)-1], "_", " ")
}

// Decision tells whether a reply may be sent, and why.
func (w *Words) Decision(d channel.Decision) string { return w.channel.Decision(d) }

// Failure tells why a message of the business did not go, and what to do.
func (w *Words) Failure(on channel.Kind, e channel.Error) string { return w.channel.Error(on, e) }

// Advice tells what works once a reply may not go out freely.
func (w *Words) Advice(d channel.Decision) string {
	if d.Instead == "" {
		return w.T("why.window.still")
	}
	return w.channel.Of(string(d.Instead))
}
