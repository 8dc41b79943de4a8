package template

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// Category says what a template is for, and what a message costs. Its text is
// the platform's in lower case, as in prices.
type Category string

// The categories.
const (
	Marketing      Category = "marketing"
	Utility        Category = "utility"
	Authentication Category = "authentication"
	Service        Category = "service" // no template: an ordinary message
)

// Status says whether a template may be used. Its text is the
// platform's; one that is not listed here does not allow sending.
type Status string

// The states of a template. Source: Meta, message_template_status_update, read
// 2026-09.
const (
	Pending         Status = "PENDING"
	Approved        Status = "APPROVED"
	Rejected        Status = "REJECTED"
	Paused          Status = "PAUSED"
	Disabled        Status = "DISABLED"
	InAppeal        Status = "IN_APPEAL"
	PendingDeletion Status = "PENDING_DELETION"
	Deleted         Status = "DELETED"
	LimitExceeded   Status = "LIMIT_EXCEEDED"
	Archived        Status = "ARCHIVED"
	Flagged         Status = "FLAGGED" // still to be used, soon to be paused
	Reinstated      Status = "REINSTATED"
	Locked          Status = "LOCKED"
)

// HeaderFormat is what stands above a template's body. Its text is the
// platform's.
type HeaderFormat string

// The formats of a header.
const (
	HeaderNone     HeaderFormat = ""
	HeaderText     HeaderFormat = "TEXT"
	HeaderImage    HeaderFormat = "IMAGE"
	HeaderVideo    HeaderFormat = "VIDEO"
	HeaderGIF      HeaderFormat = "GIF"
	HeaderDocument HeaderFormat = "DOCUMENT"
	HeaderLocation HeaderFormat = "LOCATION"
)

// Template is a message of a form that the platform approved, in one language:
// name and language together name it. Read it with [Read], keep it up to
// date with [Template.Apply], and ask [Template.Check] before it is sent.
type Template struct {
	ID       string   `json:"id,omitzero"`
	Name     string   `json:"name"`
	Language string   `json:"language"` // "en_US"
	Category Category `json:"category,omitzero"`
	Status   Status   `json:"status,omitzero"`
	Reason   string   `json:"reason,omitzero"`  // of the status, in the platform's words
	Quality  string   `json:"quality,omitzero"` // "GREEN", "YELLOW", "RED", "UNKNOWN"
	// PausedUntil is when a pause ends by itself. Zero: it is not known.
	PausedUntil time.Time `json:"paused_until,omitzero"`

	Header  Header   `json:"header,omitzero"`
	Body    string   `json:"body"`
	Footer  string   `json:"footer,omitzero"`
	Buttons []Button `json:"buttons,omitzero"`
	// Named tells that variables have names, {{first_name}}, and not numbers.
	Named bool `json:"named,omitzero"`
	// Others are the kinds of components that this version does not know. Check
	// leaves alone what is meant for them.
	Others []string `json:"others,omitzero"`

	// When the newest news of each kind happened; older ones change nothing.
	StatusAt   time.Time `json:"status_at,omitzero"`
	QualityAt  time.Time `json:"quality_at,omitzero"`
	CategoryAt time.Time `json:"category_at,omitzero"`
	TextAt     time.Time `json:"text_at,omitzero"`
}

// Header stands above a template's body.
type Header struct {
	Format HeaderFormat `json:"format,omitzero"`
	Text   string       `json:"text,omitzero"` // of HeaderText
}

// Button is a button under a template.
type Button struct {
	Type  string `json:"type"` // "QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "OTP", "FLOW", …
	Text  string `json:"text,omitzero"`
	URL   string `json:"url,omitzero"`
	Phone string `json:"phone,omitzero"`
}

// The types of button that something depends on.
const (
	buttonURL   = "URL"
	buttonPhone = "PHONE_NUMBER"
	buttonReply = "QUICK_REPLY"
	buttonCode  = "COPY_CODE"
	buttonOTP   = "OTP"
	buttonFlow  = "FLOW"
)

// kind returns which kind of parameter fills a button, "" for none that is known.
// A one-time password goes into the address. Source: Meta, authentication
// templates, read 2026-09.
func (b Button) kind() string {
	switch b.Type {
	case buttonURL, buttonOTP:
		return "url"
	case buttonReply:
		return "quick_reply"
	case buttonCode:
		return "copy_code"
	}
	return ""
}

// Read reads what the Graph API answered at that instant about
// templates: a list in "data", or one template. A template without a name or a language is an error,
// and so is a body that is not a JSON object.
func Read(body []byte, at time.Time) ([]Template, error) {
	root, err := loosejson.Object(body)
	if err != nil {
		return nil, fmt.Errorf("template: read: an object is wanted: %w", err)
	}
	data := root.Get("data")
	if data.Kind() != '[' {
		t := readTemplate(root, at.UTC())
		if t.Name == "" || t.Language == "" {
			return nil, errors.New("template: read: no list in data, and no name and language")
		}
		return []Template{t}, nil
	}
	var list []Template
	for item := range data.Items() {
		t := readTemplate(item, at.UTC())
		if t.Name == "" || t.Language == "" {
			return nil, fmt.Errorf("template: read: data[%d]: no name or no language", len(list))
		}
		list = append(list, t)
	}
	return list, nil
}

func readTemplate(v loosejson.Value, at time.Time) Template {
	t := Template{
		ID: v.Get("id").Str(), Name: v.Get("name").Str(), Language: v.Get("language").Str(),
		Category: categoryOf(v.Get("category").Str()), Status: Status(v.Get("status").Str()),
		Reason: v.Get("rejected_reason").Str(), Quality: v.Get("quality_score", "score").Str(),
		Named:    strings.EqualFold(v.Get("parameter_format").Str(), "named"),
		StatusAt: at, QualityAt: at, CategoryAt: at, TextAt: at,
	}
	for c := range v.Get("components").Items() {
		switch kind := strings.ToUpper(c.Get("type").Str()); kind {
		case "HEADER":
			t.Header = Header{HeaderFormat(strings.ToUpper(c.Get("format").Str())), c.Get("text").Str()}
		case "BODY":
			t.Body = c.Get("text").Str()
		case "FOOTER":
			t.Footer = c.Get("text").Str()
		case "BUTTONS":
			for b := range c.Get("buttons").Items() {
				t.Buttons = append(t.Buttons, Button{
					Type: strings.ToUpper(b.Get("type").Str()), Text: b.Get("text").Str(),
					URL: b.Get("url").Str(), Phone: b.Get("phone_number").Str(),
				})
			}
		default:
			t.Others = append(t.Others, kind)
		}
	}
	return t
}

func categoryOf(s string) Category { return Category(strings.ToLower(s)) }
