package wechat

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/socialticket/socialticket/channel"
)

// writeNotice writes a template message of a service account, or a notice that the user
// subscribed to. A service account's is taken only once in ten minutes. Source:
// https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
// and https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
// (read 2026-11).
func (w *writer) writeNotice(o channel.Outbound) {
	switch {
	case w.kind == channel.WeChatSubscription:
		w.path = "/cgi-bin/message/subscribe/bizsend"
	case w.kind == channel.WeChatMini:
		w.path = "/cgi-bin/message/subscribe/send"
	default:
		w.path = "/cgi-bin/message/template/send"
		w.fields["client_msg_id"] = digest(o.ID)
	}
	data := map[string]any{}
	for _, value := range o.Template.Values {
		if value.Name == "" {
			w.refuse("template %q: a value without the name of its field", o.Template.Name)
		}
		data[value.Name] = map[string]string{"value": value.Text}
	}
	w.fields["touser"], w.fields["template_id"], w.fields["data"] = o.To.Handle, o.Template.Name, data
}

// digest returns 32 characters that stand for an id.
func digest(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}
