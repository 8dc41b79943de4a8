package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// contentWords shows a message of any type as text.
func contentWords(m channel.Message) string {
	text, payload := m.Text, m.Payload
	switch m.Type {
	case channel.Text, "":
		return withDetail(text, m.Detail)
	case channel.Reaction:
		if text == "" {
			return "took a reaction back"
		}
		return "reacted with " + text
	case channel.Location:
		text = strings.Join(nonEmpty(m.Place.Name, m.Place.Address, fmt.Sprintf("%.5f, %.5f", m.Place.Latitude, m.Place.Longitude)), ", ")
	case channel.Contacts:
		text = withDetail(strings.Join(people(m.People), "; "), m.Detail)
	case channel.Order:
		text = strings.Join(nonEmpty(text, strings.Join(items(m.Items), "; ")), ": ")
	case channel.Template:
		text = templateWords(m)
	case channel.Interactive:
		text = questionWords(m)
	case channel.Unsupported:
		text = unsupportedWords(m)
	case channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker:
		text, payload = withDetail(text, m.Detail), "" // the file is what people see
	case channel.Button, channel.Call, channel.System:
	}
	text = cmp.Or(text, payload)
	for _, a := range m.Attachments {
		text = strings.Join(nonEmpty(a.Name, text), ": ")
	}
	return strings.TrimSpace("[" + strings.ReplaceAll(string(m.Type), "_", " ") + "] " + text)
}

// withDetail shows in brackets what explains a text: what it quotes, where its links lead,
// what a card says beside numbers.
func withDetail(text, detail string) string {
	if detail == "" {
		return text
	}
	return strings.TrimSpace(text + " (" + strings.ReplaceAll(detail, "\n", "; ") + ")")
}

// templateWords names a template and what it was filled with.
func templateWords(m channel.Message) string {
	var values []string
	for _, v := range m.Template.Values {
		values = append(values, cmp.Or(v.Text, v.Place.Name, v.Media.Name, v.Media.URL, v.Media.ID))
	}
	return strings.Join(nonEmpty(cmp.Or(m.Template.Name, m.Text), strings.Join(nonEmpty(values...), ", ")), ": ")
}

// unsupportedWords tells what a message was that cannot be shown, and why.
func unsupportedWords(m channel.Message) string {
	kind := strings.ReplaceAll(m.Subtype, "_", " ")
	var why []string
	for _, e := range m.Errors {
		why = append(why, cmp.Or(e.Detail, e.Title, e.Code))
	}
	if kind != "" && why == nil {
		kind += " that cannot be read"
	}
	return strings.Join(nonEmpty(kind, m.Text, strings.Join(why, " ")), ": ")
}

// formWords shows what was filled into a form, by the name of the field; "" if it is not
// an object of JSON.
func formWords(payload string) string {
	var form map[string]any
	if json.Unmarshal([]byte(payload), &form) != nil {
		return ""
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if value := form[name]; name != "flow_token" && value != nil && value != "" { // which form it was
			parts = append(parts, fmt.Sprintf("%s: %v", name, value))
		}
	}
	return strings.Join(parts, ", ")
}

// questionWords shows a question with what may be answered, or the answer to one.
func questionWords(m channel.Message) string {
	q := m.Question
	parts := nonEmpty(q.Around(m.Text), m.Detail, formWords(m.Payload))
	for _, a := range q.Answers() {
		parts = append(parts, "["+a.Title+"]")
	}
	if q.Link.URL != "" {
		parts = append(parts, "["+strings.Join(nonEmpty(q.Link.Label, q.Link.URL), ": ")+"]")
	}
	if q.AskPlace {
		parts = append(parts, "[where are you?]")
	}
	return strings.Join(parts, " ")
}

func people(list []channel.Person) []string {
	var out []string
	for _, p := range list {
		out = append(out, strings.Join(nonEmpty(append([]string{p.Name}, append(p.Phones, p.Emails...)...)...), ", "))
	}
	return out
}

func items(list []channel.Item) []string {
	var out []string
	for _, i := range list {
		out = append(out, fmt.Sprintf("%d × %s at %.2f %s", i.Quantity, i.Product, i.Price, i.Currency))
	}
	return out
}

// nonEmpty returns the texts that are not empty.
func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
