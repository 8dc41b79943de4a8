package whatsapp

import (
	"cmp"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// content reads what a message of m.Type says. It tells what cannot be read; a
// message that comes with errors may have no content.
func content(m *channel.Message, v value) (why string) {
	body := v.get(string(m.Type))
	ok := body.kind() == '{'
	switch m.Type {
	case channel.Text:
		m.Text = cmp.Or(body.get("body").str(), body.str())
		ok = body.get("body").kind() == '"' || body.kind() == '"'
	case channel.Image, channel.Video, channel.Audio, channel.Document, channel.Sticker:
		readMedia(m, body)
	case channel.Location:
		readPlace(m, body)
	case channel.Contacts:
		readPeople(m, body)
		ok = body.kind() == '['
	case channel.Interactive:
		readAnswer(m, body)
	case channel.Button:
		m.Text, m.Payload = body.get("text").str(), body.get("payload").str()
	case channel.Reaction:
		m.Text, m.Target = body.get("emoji").str(), body.get("message_id").str()
	case channel.Order:
		readOrder(m, body)
	case channel.System:
		m.Text, m.Subtype = body.get("body").str(), body.get("type").str()
	case channel.Unsupported:
		m.Subtype, ok = body.get("type").str(), true
	case typeRevoke:
		m.Target = body.get("original_message_id").str()
	case typeEdit: // read by the caller
	case channel.Template, channel.Call:
		fallthrough // not among what users write today
	default:
		m.Payload, ok = string(body.text()), true
	}
	if ok || len(m.Errors) > 0 {
		return ""
	}
	return "a message of type " + string(m.Type) + " without its content"
}

func readMedia(m *channel.Message, v value) {
	if v.kind() != '{' {
		return
	}
	m.Text = v.get("caption").str()
	m.Attachments = []channel.Attachment{{
		Type: m.Type,
		ID:   v.get("id").str(), URL: cmp.Or(v.get("url").str(), v.get("link").str()),
		MIME: v.get("mime_type").str(), Name: v.get("filename").str(),
		Size: v.get("file_size").whole(), SHA256: v.get("sha256").str(),
	}}
	switch {
	case v.get("voice").yes():
		m.Subtype = "voice"
	case v.get("animated").yes():
		m.Subtype = "animated"
	}
}

func readPlace(m *channel.Message, v value) {
	m.Place = channel.Place{
		Latitude: v.get("latitude").num(), Longitude: v.get("longitude").num(),
		Name: v.get("name").str(), Address: v.get("address").str(), URL: v.get("url").str(),
	}
}

func readPeople(m *channel.Message, v value) {
	for card := range v.items() {
		name := card.get("name")
		person := channel.Person{Name: cmp.Or(name.get("formatted_name").str(),
			strings.TrimSpace(name.get("first_name").str()+" "+name.get("last_name").str()))}
		for phone := range card.get("phones").items() {
			person.Phones = append(person.Phones, cmp.Or(phone.get("phone").str(), phone.get("wa_id").str()))
		}
		for email := range card.get("emails").items() {
			person.Emails = append(person.Emails, email.get("email").str())
		}
		m.People = append(m.People, person)
	}
}

// readAnswer reads the answer to a question with buttons, a list, a form, or one
// for leave to call.
func readAnswer(m *channel.Message, v value) {
	m.Subtype = v.get("type").str()
	for name, member := range v.members() {
		if m.Subtype == "" && member.kind() == '{' {
			m.Subtype = name
		}
	}
	answer := v.get(m.Subtype)
	switch m.Subtype {
	case "button_reply", "list_reply":
		m.Text, m.Payload = answer.get("title").str(), answer.get("id").str()
	case "nfm_reply":
		form := answer.get("response_json")
		m.Text, m.Payload = answer.get("body").str(), cmp.Or(form.str(), string(form.text()))
	case "call_permission_reply":
		m.Text, m.Payload = answer.get("response").str(), string(answer.text())
	default:
		m.Payload = string(answer.text())
	}
}

// readOrder reads a shopping cart; the payload is the catalogue that its
// products are in.
func readOrder(m *channel.Message, v value) {
	m.Text, m.Payload = v.get("text").str(), v.get("catalog_id").str()
	for item := range v.get("product_items").items() {
		m.Items = append(m.Items, channel.Item{
			Product:  item.get("product_retailer_id").str(),
			Quantity: int(item.get("quantity").whole()),
			Price:    item.get("item_price").num(),
			Currency: item.get("currency").str(),
		})
	}
}
