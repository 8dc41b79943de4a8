package wechat

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Call implements [platform.Platform]: a customer-service message, which counts among
// those that the user's last act allows. Media go by their ID, after an upload; choices
// are a menu in a message.
//
// A template goes as the notice of the account's product: its name is the id of the
// template, and each of its values has the name of a field. WeCom takes no notices. There
// [channel.Outbound.ID] is the id of the message, and a message with
// [channel.RouteReplyToken] is the welcome of a user who came in: a text, or a question.
func (p *Platform) Call(o channel.Outbound) (platform.Call, error) {
	if err := platform.Fit(&p.ability, o); err != nil {
		return platform.Call{}, err
	}
	w := writer{kind: p.cfg.Kind, fields: map[string]any{}}
	if o.To.Handle == "" {
		w.refuse("touser is missing")
	}
	switch {
	case p.cfg.Kind == channel.WeCom:
		w.writeWeCom(o)
	case o.Type == channel.Template || o.Via == channel.RouteTemplate:
		w.writeNotice(o)
	default:
		w.path, w.fields["touser"] = "/cgi-bin/message/custom/send", o.To.Handle
		w.write(o)
	}
	if w.err != nil {
		return platform.Call{}, w.err
	}
	body, err := encode(w.fields)
	if err != nil {
		return platform.Call{}, err
	}
	return p.call(w.path, body), nil
}

// call returns the call of a path, with the access token in the query.
func (p *Platform) call(path string, body []byte) platform.Call {
	return platform.JSON(p.cfg.BaseURL+path+"?access_token="+platform.TokenMark, body)
}

// encode returns the JSON text of a value. WeChat shows links, and escapes as they are.
func encode(fields map[string]any) ([]byte, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(fields); err != nil {
		return nil, fmt.Errorf("wechat: write: %w", err)
	}
	return bytes.TrimSpace(body.Bytes()), nil
}

// writer makes a call. The first refusal stays.
type writer struct {
	kind   channel.Kind
	path   string
	fields map[string]any
	err    error
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(w.kind, fmt.Sprintf(format, args...))
	}
}

// say sets the content of a type.
func (w *writer) say(kind string, content any) { w.fields["msgtype"], w.fields[kind] = kind, content }

// write writes a file, a question or a text.
func (w *writer) write(o channel.Outbound) {
	q := o.Question
	switch choices := q.Answers(); {
	case len(o.Attachments) > 0:
		w.writeFile(o.Attachments[0])
	case len(choices) > 0:
		list := make([]any, len(choices))
		for i, c := range choices {
			list[i] = map[string]string{"id": c.ID, "content": c.Title}
		}
		w.writeMenu(o, list)
	default:
		w.say("text", map[string]string{"content": q.Around(o.Text)})
	}
}

// writeMenu writes a question with the choices that are given.
func (w *writer) writeMenu(o channel.Outbound, list []any) {
	above := channel.Question{Header: o.Question.Header}.Around(o.Text)
	w.say("msgmenu", map[string]any{"head_content": above, "list": list, "tail_content": o.Question.Footer})
}

func (w *writer) writeFile(a channel.Attachment) {
	kind, media := string(a.Type), map[string]string{"media_id": a.ID}
	switch a.Type {
	case channel.Audio:
		kind = "voice"
	case channel.Document:
		kind = "file"
	case channel.Video:
		if w.kind != channel.WeCom {
			media["title"] = a.Name
		}
	}
	if a.ID == "" {
		w.refuse("an attachment without an id: upload it first")
	}
	w.say(kind, media)
}
