package whatsapp

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/socialticket/socialticket/channel"
)

// templateBody is a filled template.
type templateBody struct {
	Name       string          `json:"name"`
	Language   languageBody    `json:"language"`
	Components []componentBody `json:"components,omitzero"`
}

type languageBody struct {
	Code string `json:"code"`
}

type componentBody struct {
	Type       string          `json:"type"`
	SubType    string          `json:"sub_type,omitzero"`
	Index      string          `json:"index,omitzero"`
	Parameters []parameterBody `json:"parameters"`
}

type parameterBody struct {
	headed
	Name     string     `json:"parameter_name,omitzero"`
	Payload  string     `json:"payload,omitzero"`
	Coupon   string     `json:"coupon_code,omitzero"`
	Location *placeBody `json:"location,omitzero"`
}

// writeTemplate writes a template and its values, each component once, in the order
// of their first value.
func (w *writer) writeTemplate(t channel.TemplateCall) {
	switch {
	case t.Name == "":
		w.refuse("template.name: it is empty")
	case t.Language == "":
		w.refuse("template.language: it is empty")
	}
	out := &templateBody{Name: t.Name, Language: languageBody{t.Language}}
	place := map[[2]string]int{}
	for i, v := range t.Values {
		c := component(v)
		key := [2]string{c.Type, c.Index}
		at, ok := place[key]
		if !ok {
			at = len(out.Components)
			place[key] = at
			out.Components = append(out.Components, c)
		}
		c = out.Components[at]
		out.Components[at].Parameters = append(c.Parameters, w.parameter(fmt.Sprintf("template.values[%d]", i), c, v))
	}
	w.body.Template = out
}

func component(v channel.Parameter) componentBody {
	c := componentBody{Type: cmp.Or(v.Component, "body")}
	if c.Type == "button" {
		c.SubType, c.Index = cmp.Or(v.Kind, "url"), strconv.Itoa(v.Index)
	}
	return c
}

func (w *writer) parameter(part string, c componentBody, v channel.Parameter) parameterBody {
	out := parameterBody{headed: headed{Type: "text", Text: v.Text}, Name: v.Name}
	switch {
	case v.Media != channel.Attachment{}:
		out.headed = w.headed(part, v.Media)
	case v.Place != channel.Place{}:
		out.headed = headed{Type: "location"}
		out.Location = w.place(part, v.Place)
	case c.SubType == "quick_reply":
		out.headed, out.Payload = headed{Type: "payload"}, v.Text
	case c.SubType == "copy_code":
		out.headed, out.Coupon = headed{Type: "coupon_code"}, v.Text
	}
	return out
}
