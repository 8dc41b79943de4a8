package whatsapp

import (
	"cmp"
	"strconv"

	"github.com/socialticket/socialticket/channel"
)

// templateOut is a filled template.
type templateOut struct {
	Name       string         `json:"name"`
	Language   language       `json:"language"`
	Components []componentOut `json:"components,omitzero"`
}

type language struct {
	Code string `json:"code"`
}

type componentOut struct {
	Type       string         `json:"type"`
	SubType    string         `json:"sub_type,omitzero"`
	Index      string         `json:"index,omitzero"`
	Parameters []parameterOut `json:"parameters"`
}

type parameterOut struct {
	headed
	Name     string    `json:"parameter_name,omitzero"`
	Payload  string    `json:"payload,omitzero"`
	Coupon   string    `json:"coupon_code,omitzero"`
	Location *placeOut `json:"location,omitzero"`
}

// template writes a template and its values, each component once, in the order
// of their first value.
func (b *builder) template(t channel.TemplateCall) {
	b.length("template.name", t.Name, 1, 512)
	b.length("template.language", t.Language, 1, 20)
	out := &templateOut{Name: t.Name, Language: language{t.Language}}
	place := map[[2]string]int{}
	for i, p := range t.Values {
		c := component(p)
		key := [2]string{c.Type, c.Index}
		at, ok := place[key]
		if !ok {
			at = len(out.Components)
			place[key] = at
			out.Components = append(out.Components, c)
		}
		c = out.Components[at]
		out.Components[at].Parameters = append(c.Parameters, b.parameter(index("template.value", i), c, p))
	}
	b.m.Template = out
}

func component(p channel.Parameter) componentOut {
	c := componentOut{Type: cmp.Or(p.Component, "body")}
	if c.Type == "button" {
		c.SubType, c.Index = cmp.Or(p.Kind, "url"), strconv.Itoa(p.Index)
	}
	return c
}

func (b *builder) parameter(part string, c componentOut, p channel.Parameter) parameterOut {
	out := parameterOut{headed: headed{Type: "text", Text: p.Text}, Name: p.Name}
	switch {
	case p.Media != channel.Attachment{}:
		out.headed = b.headedFile(part, p.Media)
		return out
	case p.Place != channel.Place{}:
		out.headed = headed{Type: "location"}
		out.Location = b.place(part, p.Place)
		return out
	case c.SubType == "quick_reply":
		out.headed, out.Payload = headed{Type: "payload"}, p.Text
	case c.SubType == "copy_code":
		out.headed, out.Coupon = headed{Type: "coupon_code"}, p.Text
	}
	b.length(part, p.Text, 1, 32768)
	return out
}
