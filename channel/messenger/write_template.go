package messenger

import (
	"cmp"
	"slices"

	"github.com/socialticket/socialticket/channel"
)

// templateOut is an approved utility message, filled.
type templateOut struct {
	Name       string         `json:"name"`
	Language   languageOut    `json:"language"`
	Components []componentOut `json:"components,omitzero"`
}

type languageOut struct {
	Code string `json:"code"`
}

type componentOut struct {
	Type       string         `json:"type"`
	Parameters []parameterOut `json:"parameters"`
}

type parameterOut struct {
	Type  string   `json:"type"`
	Name  string   `json:"parameter_name,omitzero"`
	Text  string   `json:"text,omitzero"`
	Image imageOut `json:"image,omitzero"`
}

type imageOut struct {
	URL string `json:"link"`
}

// writeTemplate fills a utility message, which Messenger takes at any time. Source:
// https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
// (edited 2026-03-13, read 2026-11).
func (w *writer) writeTemplate(t channel.TemplateCall) templateOut {
	if t.Name == "" || t.Language == "" {
		w.refuse("a template without name or language")
	}
	out := templateOut{Name: t.Name, Language: languageOut{t.Language}}
	for _, v := range t.Values {
		component := cmp.Or(v.Component, "body")
		i := slices.IndexFunc(out.Components, func(c componentOut) bool { return c.Type == component })
		if i < 0 {
			i = len(out.Components)
			out.Components = append(out.Components, componentOut{Type: component})
		}
		p := parameterOut{Type: "text", Name: v.Name, Text: v.Text}
		if v.Media.URL != "" {
			p = parameterOut{Type: "image", Name: v.Name, Image: imageOut{v.Media.URL}}
		}
		out.Components[i].Parameters = append(out.Components[i].Parameters, p)
	}
	return out
}
