package whatsapp

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// content reads what a message of m.Type says. It tells what cannot be read; a
// message that comes with errors may have no content.
func content(m *channel.Message, v loosejson.Value) (why string) {
	body := v.Get(string(m.Type))
	ok := body.Kind() == '{'
	switch m.Type {
	case channel.Text:
		m.Text = cmp.Or(body.Get("body").Str(), body.Str())
		ok = body.Get("body").Kind() == '"' || body.Kind() == '"'
	case channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker:
		readMedia(m, body)
	case channel.Location:
		readPlace(m, body)
	case channel.Contacts:
		readPeople(m, body)
		ok = body.Kind() == '['
	case channel.Interactive:
		readAnswer(m, body)
	case channel.Button:
		m.Text, m.Payload = body.Get("text").Str(), body.Get("payload").Str()
	case channel.Reaction:
		m.Text, m.Target = body.Get("emoji").Str(), body.Get("message_id").Str()
	case channel.Order:
		readOrder(m, body)
	case channel.System:
		m.Text, m.Subtype = body.Get("body").Str(), body.Get("type").Str()
	case channel.Unsupported:
		m.Subtype, ok = body.Get("type").Str(), true
	case typeRevoke:
		m.Target = body.Get("original_message_id").Str()
	case typeEdit: // read by the caller
	case channel.Template, channel.Call:
		fallthrough // not among what users write today
	default:
		m.Payload, ok = string(body.Text()), true
	}
	if ok || len(m.Errors) > 0 {
		return ""
	}
	return "a message of type " + string(m.Type) + " without its content"
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

func readPeople(m *channel.Message, v loosejson.Value) {
	for card := range v.Items() {
		name := card.Get("name")
		person := channel.Person{Name: cmp.Or(name.Get("formatted_name").Str(),
			strings.TrimSpace(name.Get("first_name").Str()+" "+name.Get("last_name").Str()))}
		for phone := range card.Get("phones").Items() {
			person.Phones = append(person.Phones, cmp.Or(phone.Get("phone").Str(), phone.Get("wa_id").Str()))
		}
		for email := range card.Get("emails").Items() {
			person.Emails = append(person.Emails, email.Get("email").Str())
		}
		m.People = append(m.People, person)
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
		m.Text, m.Payload = answer.Get("title").Str(), answer.Get("id").Str()
	case "nfm_reply":
		form := answer.Get("response_json")
		m.Text, m.Payload = answer.Get("body").Str(), cmp.Or(form.Str(), string(form.Text()))
	case "call_permission_reply":
		m.Text, m.Payload = answer.Get("response").Str(), string(answer.Text())
	default:
		m.Payload = string(answer.Text())
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
