package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// contentWords shows a message of any type as text.
func contentWords(m channel.Message) string {
	text := m.Text
	switch m.Type {
	case channel.Text, "":
		return text
	case channel.Reaction:
		if text == "" {
			return "took a reaction back"
		}
		return "reacted with " + text
	case channel.Location:
		text = strings.Join(nonEmpty(m.Place.Name, m.Place.Address, fmt.Sprintf("%.5f, %.5f", m.Place.Latitude, m.Place.Longitude)), ", ")
	case channel.Contacts:
		text = strings.Join(people(m.People), "; ")
	case channel.Order:
		text = strings.Join(items(m.Items), "; ")
	case channel.Template:
		text = templateWords(m)
	case channel.Interactive:
		text = questionWords(m)
	case channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker, channel.Button,
		channel.Call, channel.System, channel.Unsupported:
	}
	text = cmp.Or(text, m.Payload)
	for _, a := range m.Attachments {
		text = strings.Join(nonEmpty(a.Name, text), ": ")
	}
	return strings.TrimSpace("[" + strings.ReplaceAll(string(m.Type), "_", " ") + "] " + text)
}

// templateWords names a template and what it was filled with.
func templateWords(m channel.Message) string {
	var values []string
	for _, v := range m.Template.Values {
		values = append(values, cmp.Or(v.Text, v.Place.Name, v.Media.Name, v.Media.URL, v.Media.ID))
	}
	return strings.Join(nonEmpty(cmp.Or(m.Template.Name, m.Text), strings.Join(nonEmpty(values...), ", ")), ": ")
}

// questionWords shows a question with what may be answered, or the answer to one.
func questionWords(m channel.Message) string {
	q := m.Question
	parts := nonEmpty(q.Around(m.Text))
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
