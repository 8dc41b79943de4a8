package channel

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// Ability says what a kind of channel can carry. It is data: change a built-in one
// where a contract or a newer API differs, or write another. The zero Ability carries
// everything in one call. Goroutines may share an Ability that is not written to.
//
// [Ability.Fit] tells whether a message can go, and [Ability.Split] which calls of the
// platform it becomes. Both count what a message holds. They do not look for the
// address or the id of a file, its preview or its playing time: those are filled in
// when it is sent.
type Ability struct {
	Channel Kind `json:"channel"`
	// Types are the types of message and attachment that go. Nil: all, and also a
	// message without content.
	Types []MessageType `json:"types,omitzero"`
	// Text limits the text of one message.
	Text Limit `json:"text,omitzero"`
	// Single tells that a message is one call: what needs several does not fit.
	Single bool `json:"single,omitzero"`
	// Once lists the routes by which one call goes, so that a message has to fit in it.
	Once []Route `json:"once,omitzero"`
	// Messages is how many messages of the platform one call carries: a text, a place
	// and an attachment are each one. 0: any number.
	Messages int `json:"messages,omitzero"`
	// Album is how many attachments one message of the platform carries, if they go
	// together: see [FileRule.With]. 0: any number.
	Album int `json:"album,omitzero"`
	// Files are the rules for attachments. A type without a rule has no limit.
	Files []FileRule `json:"files,omitzero"`
	// Typed tells that a message's type has to be that of its content. Elsewhere a
	// text with a file is sent whatever it is called.
	Typed bool `json:"typed,omitzero"`

	// Questions are the rules for the forms of a question. A form without a rule does
	// not go. Nil: all go.
	Questions []QuestionRule `json:"questions,omitzero"`
	// Around tells that a question's header and footer are written above and below its
	// text, as [Question.Around] does, and count as part of it.
	Around bool `json:"around,omitzero"`
	// Beside tells that a question may stand in the call of an attachment.
	Beside bool `json:"beside,omitzero"`
	// Mixed tells that a question may have several forms at once.
	Mixed bool `json:"mixed,omitzero"`

	Template TemplateRule `json:"template,omitzero"`
	// Emoji are the reactions that go. Nil: all.
	Emoji []string `json:"emoji,omitzero"`
	// Cards is how many contact cards one message carries. 0: any number.
	Cards int `json:"cards,omitzero"`
	// Phone tells that a contact card needs a number.
	Phone bool `json:"phone,omitzero"`
	// NamedPlace tells that a place needs a name and an address.
	NamedPlace bool `json:"named_place,omitzero"`

	Quotes bool `json:"quotes,omitzero"` // ReplyTo is shown; elsewhere it is left out
	Topics bool `json:"topics,omitzero"` // a chat has topics, each a conversation of its own
	Edits  bool `json:"edits,omitzero"`  // the business may change what it sent
	Voice  bool `json:"voice,omitzero"`  // audio is played in the chat, as a voice message is
	// Notes tells that a video with [Attachment.Voice] goes as a video note, which has no
	// caption.
	Notes bool `json:"notes,omitzero"`

	// Source tells where the limits were read, and when.
	Source string `json:"source,omitzero"`
}

// Unit is what a text is counted in. Its text is the stored one.
type Unit string

// The units.
const (
	UnitCharacter Unit = ""      // code points
	UnitUTF16     Unit = "utf16" // units of UTF-16: an emoji is two or more
	UnitByte      Unit = "byte"  // bytes of UTF-8: a Chinese character is three
)

// Count returns how long a text is.
func (u Unit) Count(text string) int {
	switch u {
	case UnitByte:
		return len(text)
	case UnitUTF16:
		n := 0
		for _, r := range text {
			n += utf16.RuneLen(r)
		}
		return n
	case UnitCharacter:
	}
	return utf8.RuneCountInString(text)
}

// of returns how long one rune of size bytes is.
func (u Unit) of(r rune, size int) int {
	switch u {
	case UnitByte:
		return size
	case UnitUTF16:
		return utf16.RuneLen(r)
	case UnitCharacter:
	}
	return 1
}

// word names the unit in a sentence.
func (u Unit) word() string {
	switch u {
	case UnitByte:
		return "bytes"
	case UnitUTF16:
		return "UTF-16 units"
	case UnitCharacter:
	}
	return "characters"
}

// Limit bounds how long a text may be: Most is the greatest length in units. 0: it is not
// limited; negative: no text may stand there.
type Limit struct {
	Most int  `json:"most,omitzero"`
	Unit Unit `json:"unit,omitzero"`
}

// Holds reports whether a text is not longer than l.
func (l Limit) Holds(text string) bool {
	switch n := len(text); {
	case l.Most == 0, n <= l.Most: // a unit is a byte at least
		return true
	case l.Most < 0, n/4 > l.Most: // and four at most
		return n == 0
	}
	return l.Unit.Count(text) <= l.Most
}

// without returns what l leaves beside texts of n units.
func (l Limit) without(n int) Limit {
	if l.Most > 0 && n > 0 {
		l.Most -= n
		if l.Most <= 0 {
			l.Most = none
		}
	}
	return l
}

// none is the Most of a limit for a text that may not be.
const none = -1

// FileRule says which attachments of one type go.
type FileRule struct {
	Type MessageType `json:"type"`
	// Size is the greatest size in bytes. 0: it is not limited.
	Size int64 `json:"size,omitzero"`
	// Linked restricts Size to files that go by their address. One that the platform
	// has, and that goes by its ID, was measured when it was uploaded.
	Linked bool `json:"linked,omitzero"`
	// MIME lists the media types that go, without parameters. Nil: all. An attachment
	// that does not tell its own is believed.
	MIME []string `json:"mime,omitzero"`
	// Caption limits the text that stands beside it in one message.
	Caption Limit `json:"caption,omitzero"`
	// With is a name that types share whose attachments go together in one album.
	// Empty: it goes alone.
	With MessageType `json:"with,omitzero"`
}

// Form is a form of question. Its text is the stored one.
type Form string

// The forms.
const (
	FormChoices Form = "choices" // buttons under the text
	FormMenu    Form = "menu"    // a list behind one button
	FormLink    Form = "link"    // a button that opens a page
	FormPlace   Form = "place"   // a request for the user's place
)

// QuestionRule says how large the parts of one form of question may be.
type QuestionRule struct {
	Form   Form  `json:"form"`
	Header Limit `json:"header,omitzero"`
	Text   Limit `json:"text,omitzero"` // besides [Ability.Text]
	Footer Limit `json:"footer,omitzero"`
	// Media tells that an image, a video or a document may stand in place of the
	// header. Elsewhere it goes as an attachment before the question.
	Media bool `json:"media,omitzero"`

	Label    Limit `json:"label,omitzero"`    // of the button that opens the menu or page
	Sections int   `json:"sections,omitzero"` // of a menu; 0: any number
	Section  Limit `json:"section,omitzero"`  // the title of a section
	Most     int   `json:"most,omitzero"`     // choices in all; 0: any number
	Title    Limit `json:"title,omitzero"`    // of a choice
	Info     Limit `json:"info,omitzero"`     // the text of a choice
	ID       Limit `json:"id,omitzero"`
	// Titles tells that no two choices may have one title, IDs that none may have one id.
	Titles bool `json:"titles,omitzero"`
	IDs    bool `json:"ids,omitzero"`
}

// TemplateRule says how long the values of a template may be. The template's own text
// is not known here, so that a template may still be too long: package whatsapp/template
// checks it with what the platform told of the template.
type TemplateRule struct {
	Body   Limit `json:"body,omitzero"`   // all values of the body together
	Header Limit `json:"header,omitzero"` // one value of the header
	Code   Limit `json:"code,omitzero"`   // the code of a button that copies one
}

// carries reports whether messages or attachments of a type go.
func (a *Ability) carries(t MessageType) bool { return a.Types == nil || slices.Contains(a.Types, t) }

// file returns the rule for a type of attachment, nil if there is none.
func (a *Ability) file(t MessageType) *FileRule {
	for i := range a.Files {
		if a.Files[i].Type == t {
			return &a.Files[i]
		}
	}
	return nil
}

// form returns the rule for a form of question, nil if there is none.
func (a *Ability) form(f Form) *QuestionRule {
	for i := range a.Questions {
		if a.Questions[i].Form == f {
			return &a.Questions[i]
		}
	}
	return nil
}
