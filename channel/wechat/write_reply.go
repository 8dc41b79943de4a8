package wechat

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Reply implements [platform.Replier]: the passive reply to a push of a service or
// subscription account, within five seconds of it: a text, an image, a voice message or
// a video. It counts against no limit, and WeChat tells neither an id nor whether it
// arrived. With a [Config.Key] it is encrypted. Other products have none. Source:
// https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html
// (read 2026-11).
func (p *Platform) Reply(r platform.Request, o channel.Outbound) (platform.Reply, error) {
	w := writer{kind: p.cfg.Kind}
	if w.kind == channel.WeChatMini || w.kind == channel.WeCom {
		w.refuse("a push is not answered by a message")
		return platform.Reply{}, w.err
	}
	if err := platform.Fit(&p.ability, o); err != nil {
		return platform.Reply{}, err
	}
	body, err := p.verify(r)
	if err != nil {
		w.refuse("the push: %v", err)
	}
	push, err := decode(body)
	if err != nil || o.To.Handle == "" || push.str("FromUserName") != o.To.Handle || push.str("ToUserName") != o.To.Account.ID {
		w.refuse("the push is from another user or to another account than the message")
	}
	text := w.writeReply(o, r.Received.Unix())
	if w.err != nil {
		return platform.Reply{}, w.err
	}
	if p.cipher != nil {
		text = p.sealed(text, r)
	}
	return platform.Reply{Type: "application/xml", Body: []byte(text)}, nil
}

// writeReply returns the XML of a reply, with the two names the other way round.
func (w *writer) writeReply(o channel.Outbound, at int64) string {
	kind, content := "text", element("Content", o.Text)
	switch {
	case o.Type == channel.Template || o.Via == channel.RouteTemplate || !o.Question.IsZero():
		w.refuse("a passive reply holds neither a notice nor a question")
	case len(o.Attachments) > 0:
		kind, content = w.writeMedia(o.Attachments[0])
	}
	return "<xml>" + element("ToUserName", o.To.Handle) + element("FromUserName", o.To.Account.ID) +
		"<CreateTime>" + strconv.FormatInt(at, 10) + "</CreateTime>" + element("MsgType", kind) + content + "</xml>"
}

func (w *writer) writeMedia(a channel.Attachment) (kind, content string) {
	if a.ID == "" {
		w.refuse("an attachment without an id: upload it first")
	}
	id := element("MediaId", a.ID)
	switch a.Type {
	case channel.Audio:
		return "voice", "<Voice>" + id + "</Voice>"
	case channel.Video:
		return "video", "<Video>" + id + element("Title", a.Name) + "</Video>"
	}
	return "image", "<Image>" + id + "</Image>"
}

// element returns an element that holds a text, which XML takes.
func element(name, text string) string {
	text = strings.ReplaceAll(string(legible([]byte(text))), "]]>", "]]]]><![CDATA[>")
	return "<" + name + "><![CDATA[" + text + "]]></" + name + ">"
}

// sealed returns a reply encrypted, signed at the instant of the push and with its nonce.
func (p *Platform) sealed(text string, r platform.Request) string {
	nonce, at := r.Query.Get("nonce"), strconv.FormatInt(r.Received.Unix(), 10)
	encrypted := p.cipher.seal([]byte(text), nonce)
	sum := signature(p.cfg.Secret, at, nonce, encrypted)
	return "<xml>" + element("Encrypt", encrypted) + element("MsgSignature", hex.EncodeToString(sum[:])) +
		"<TimeStamp>" + at + "</TimeStamp>" + element("Nonce", nonce) + "</xml>"
}
