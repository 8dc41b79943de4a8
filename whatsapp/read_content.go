package whatsapp

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readContent reads the type of a message and what it says. A known type with content
// that cannot be read makes it [channel.Unsupported] with all of it as Payload, but for a
// message that comes with errors: it may have no content.
func readContent(m *channel.Message, v loosejson.Value) {
	m.Type = channel.MessageType(typeOf(v))
	body := v.Get(string(m.Type))
	if readBody(m, v, body) || len(m.Errors) > 0 {
		return
	}
	m.Subtype = cmp.Or(v.Get("type").Str(), m.Subtype)
	m.Type, m.Payload = channel.Unsupported, string(v.Text())
}

// readBody reads the content of a message v of m.Type, which stands in body. It reports
// whether it could.
func readBody(m *channel.Message, v, body loosejson.Value) (ok bool) {
	ok = body.Kind() == '{'
	switch m.Type {
	case channel.Text:
		text := body.Get("body")
		m.Text = cmp.Or(text.Str(), body.Str())
		return m.Text != "" || text.Kind() == '"' || body.Kind() == '"'
	case channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker:
		readMedia(m, body)
	case channel.Location:
		readPlace(m, body)
	case channel.Contacts:
		m.Subtype = v.Get("origin").Str()
		readPeople(m, body)
		return body.Kind() == '['
	case channel.Interactive:
		readAnswer(m, body)
	case channel.Button:
		m.Text, m.Payload = body.Get("text").Str(), body.Get("payload").Str()
	case channel.Reaction:
		m.Text, m.Target = body.Get("emoji").Str(), body.Get("message_id").Str()
		return m.Target != ""
	case channel.Order:
		readOrder(m, body)
	case channel.System:
		m.Text, m.Subtype = body.Get("body").Str(), body.Get("type").Str()
		return true
	case channel.Unsupported:
		readUnsupported(m, v, body)
		return true
	case typeEdit, typeRevoke, typeWelcome: // read by the caller
		return true
	default: // also what users do not write today, as a template
		readUnknown(m, v, body)
		return true
	}
	return ok
}

// typeOf returns the type of a message, by its content if it names none.
func typeOf(v loosejson.Value) string {
	if t := v.Get("type").Str(); t != "" {
		return t
	}
	for name, content := range v.Members() {
		switch name {
		case "text", "image", "video", "audio", "document", "sticker", "location", "contacts", "interactive",
			"button", "reaction", "order", "system", typeEdit, typeRevoke:
			if content.Kind() != 0 {
				return name
			}
		}
	}
	return string(channel.Unsupported)
}

// readUnsupported reads a message that the platform cannot show. It often says what it
// was.
func readUnsupported(m *channel.Message, v, body loosejson.Value) {
	m.Subtype = body.Get("type").Str()
	if body.Len() > 1 || foreign(v, string(channel.Unsupported)) {
		readUnknown(m, v, body)
	}
}

// readUnknown keeps the words of a message of a type that this version does not know: the
// content that is named by the type, or if there is another beside it the whole message.
func readUnknown(m *channel.Message, v, body loosejson.Value) {
	m.Text = cmp.Or(v.Get("text", "body").Str(), v.Get("text").Str())
	m.Payload = string(body.Text())
	if foreign(v, string(m.Type)) {
		m.Payload = string(v.Text())
	}
}

// foreign reports whether a message has a content beside that of its type.
func foreign(v loosejson.Value, kind string) bool {
	for name, content := range v.Members() {
		switch name {
		case kind, "from", "from_user_id", "from_parent_user_id", "to", "to_user_id", "to_parent_user_id",
			"id", "timestamp", "type", "group_id", "context", "referral", "errors":
		default:
			if content.Kind() != 0 {
				return true
			}
		}
	}
	return false
}

func readMedia(m *channel.Message, v loosejson.Value) {
	if v.Kind() != '{' {
		return
	}
	m.Text = v.Get("caption").Str()
	m.Attachments = []channel.Attachment{{
		Type: m.Type,
		ID:   v.Get("id").Str(), URL: cmp.Or(v.Get("url").Str(), v.Get("link").Str()),
		MIME: v.Get("mime_type").Str(), Name: v.Get("filename").Str(),
		Size: v.Get("file_size").Whole(), SHA256: v.Get("sha256").Str(),
		Voice: v.Get("voice").Yes(),
	}}
	switch {
	case v.Get("voice").Yes():
		m.Subtype = "voice"
	case v.Get("animated").Yes():
		m.Subtype = "animated"
	}
}

func readPlace(m *channel.Message, v loosejson.Value) {
	m.Place = channel.Place{
		Latitude: v.Get("latitude").Num(), Longitude: v.Get("longitude").Num(),
		Name: v.Get("name").Str(), Address: v.Get("address").Str(), URL: v.Get("url").Str(),
	}
}

// readAnswer reads the answer to a question with buttons, a list, a form, or one
// for leave to call.
func readAnswer(m *channel.Message, v loosejson.Value) {
	m.Subtype = v.Get("type").Str()
	for name, member := range v.Members() {
		if m.Subtype == "" && member.Kind() == '{' {
			m.Subtype = name
		}
	}
	answer := v.Get(m.Subtype)
	switch m.Subtype {
	case "button_reply", "list_reply":
		m.Text, m.Detail, m.Payload = answer.Get("title").Str(), answer.Get("description").Str(), answer.Get("id").Str()
	case "nfm_reply":
		form := answer.Get("response_json")
		m.Text, m.Payload = answer.Get("body").Str(), cmp.Or(form.Str(), string(form.Text()))
	case "call_permission_reply":
		m.Text, m.Payload = answer.Get("response").Str(), string(answer.Text())
	default:
		m.Payload = cmp.Or(string(answer.Text()), string(v.Text()))
	}
}

// readOrder reads a shopping cart; the payload is the catalogue that its
// products are in.
func readOrder(m *channel.Message, v loosejson.Value) {
	m.Text, m.Payload = v.Get("text").Str(), v.Get("catalog_id").Str()
	for item := range v.Get("product_items").Items() {
		m.Items = append(m.Items, channel.Item{
			Product:  item.Get("product_retailer_id").Str(),
			Quantity: int(item.Get("quantity").Whole()),
			Price:    item.Get("item_price").Num(),
			Currency: item.Get("currency").Str(),
		})
	}
}
