package wechat

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/socialticket/socialticket/channel"
)

// Request is a call of WeChat's API. Send Body by POST to
// https://api.weixin.qq.com<Path>?access_token=…, and the answer to [Answer].
type Request struct {
	Path string
	Body json.RawMessage
}

// MaxText is the longest text of a customer-service message, in bytes of UTF-8.
// Source: WeChat, customer-service messages, read 2026-11.
const MaxText = 2048

// Build returns the calls that send o, in their order, as customer-service messages:
// each attachment by itself, which goes by its ID after an upload, then the text, with
// choices as a menu. Each counts among those that the user's last act allows. Make the
// next call when one was taken.
//
// A template goes as the notice of the account's product: its name is the id of the
// template, and each of its values has the name of a field. The error is a
// *[channel.SendError] of the class never: it says what WeChat cannot send, or which
// limit o breaks.
func Build(o channel.Outbound) ([]Request, error) {
	w := writer{kind: o.To.Account.Kind}
	if o.To.Handle == "" {
		w.refuse("nobody to send to")
	}
	w.write(o)
	if w.err != nil {
		return nil, w.err
	}
	requests := make([]Request, len(w.calls))
	for i, c := range w.calls {
		c.fields["touser"] = o.To.Handle
		var body bytes.Buffer
		encoder := json.NewEncoder(&body)
		encoder.SetEscapeHTML(false) // WeChat shows links, and escapes as they are
		if err := encoder.Encode(c.fields); err != nil {
			return nil, fmt.Errorf("wechat: build: %w", err)
		}
		requests[i] = Request{c.path, bytes.TrimSpace(body.Bytes())}
	}
	return requests, nil
}

// writer makes calls. The first refusal stays.
type writer struct {
	kind  channel.Kind
	calls []call
	err   error
}

type call struct {
	path   string
	fields map[string]any
}

func (w *writer) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = channel.Unsendable(channel.WeChat, fmt.Sprintf(format, args...))
	}
}

// say adds a customer-service message of a type.
func (w *writer) say(kind string, content any) {
	w.calls = append(w.calls, call{"/cgi-bin/message/custom/send", map[string]any{"msgtype": kind, kind: content}})
}

func (w *writer) write(o channel.Outbound) {
	switch {
	case w.kind == channel.WeCom:
		w.refuse("WeCom has an API of its own")
	case o.Type == channel.Template || o.Via == channel.RouteTemplate:
		w.notice(o)
	case o.Type == channel.Reaction || o.Type == channel.Location || o.Type == channel.Contacts:
		w.refuse("no message of type %q", o.Type)
	default:
		for _, a := range o.Attachments {
			w.media(a)
		}
		w.text(o)
	}
}

// text writes a text, or a question as a menu in a message.
func (w *writer) text(o channel.Outbound) {
	q := o.Question
	choices := q.Answers()
	switch n := len(q.Around(o.Text)); {
	case n == 0 && len(w.calls) > 0 && choices == nil:
	case n == 0:
		w.refuse("the text is empty")
	case n > MaxText:
		w.refuse("text of %d bytes: at most %d", n, MaxText)
	case q.Link != channel.Link{}, q.AskPlace, q.Media != channel.Attachment{}:
		w.refuse("a question that holds a link or media, or asks for a place")
	case choices != nil && w.kind == channel.WeChatMini:
		w.refuse("no choices in a mini program")
	case choices != nil:
		w.menu(o, choices)
	default:
		w.say("text", map[string]string{"content": q.Around(o.Text)})
	}
}

func (w *writer) menu(o channel.Outbound, choices []channel.Choice) {
	var list []map[string]string
	for _, c := range choices {
		if c.ID == "" || c.Title == "" {
			w.refuse("choice %q: an id and a title are wanted", c.Title+c.ID)
		}
		list = append(list, map[string]string{"id": c.ID, "content": c.Title})
	}
	above := channel.Question{Header: o.Question.Header}.Around(o.Text)
	w.say("msgmenu", map[string]any{"head_content": above, "list": list, "tail_content": o.Question.Footer})
}

func (w *writer) media(a channel.Attachment) {
	kind := string(a.Type)
	media := map[string]string{"media_id": a.ID}
	most := int64(10 << 20)
	switch a.Type {
	case channel.Image:
	case channel.Audio:
		kind, most = "voice", 2<<20
	case channel.Video:
		media["title"] = a.Name
	default:
		w.refuse("no attachments of type %q", a.Type)
	}
	switch {
	case a.ID == "":
		w.refuse("an attachment without an id: upload it first")
	case a.Size > most:
		w.refuse("%s of %d bytes: at most %d", a.Type, a.Size, most)
	case w.kind == channel.WeChatMini && a.Type != channel.Image:
		w.refuse("no %s in a mini program", a.Type)
	}
	w.say(kind, media)
}

// notice writes a template message of a service account, or a notice that the user
// subscribed to. A service account's is taken only once in ten minutes. Source:
// WeChat, template messages; subscription notices, read 2026-11.
func (w *writer) notice(o channel.Outbound) {
	notice := call{"/cgi-bin/message/subscribe/send", map[string]any{}}
	if w.kind == channel.WeChatSubscription {
		notice.path = "/cgi-bin/message/subscribe/bizsend"
	} else if w.kind != channel.WeChatMini {
		notice.path = "/cgi-bin/message/template/send"
		sum := sha256.Sum256([]byte(o.ID))
		notice.fields["client_msg_id"] = hex.EncodeToString(sum[:16])
	}
	data := map[string]any{}
	for _, value := range o.Template.Values {
		if value.Name == "" {
			w.refuse("template %q: a value without the name of its field", o.Template.Name)
		}
		data[value.Name] = map[string]string{"value": value.Text}
	}
	if o.Template.Name == "" {
		w.refuse("a notice without a template")
	}
	notice.fields["template_id"], notice.fields["data"] = o.Template.Name, data
	w.calls = append(w.calls, notice)
}
