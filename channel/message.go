package channel

// MessageType is the form of a message's content. Its text is the stored one; a
// text that is not listed here is kept as the platform wrote it.
type MessageType string

// The types of message.
const (
	Text        MessageType = "text"
	Image       MessageType = "image"
	Video       MessageType = "video"
	Audio       MessageType = "audio"
	Document    MessageType = "document"
	Sticker     MessageType = "sticker"
	Location    MessageType = "location"
	Contacts    MessageType = "contacts"
	Interactive MessageType = "interactive" // an answer to buttons, a list or a form; outbound: the question
	Button      MessageType = "button"      // a tap on a template's or menu's button
	Reaction    MessageType = "reaction"
	Order       MessageType = "order"
	Template    MessageType = "template" // outbound only
	Call        MessageType = "call"
	System      MessageType = "system"      // a note by the platform about the user
	Unsupported MessageType = "unsupported" // the platform cannot show it; still the user's message
)

// Message is the content of one message. What the type does not use is zero.
type Message struct {
	// ID is the platform's, unique within the account. Where a platform counts
	// within a chat or a user, its package puts that before the number.
	ID   string      `json:"id,omitzero"`
	Type MessageType `json:"type,omitzero"`

	// Text is what a person reads: the body, the caption, the label of the
	// button that was tapped, the emoji of a reaction.
	Text string `json:"text,omitzero"`
	// Detail explains Text: what stood under the row of a list that was picked, the part of
	// another message that is quoted, what cards say beside names, numbers and e-mail
	// addresses, the addresses behind short links.
	Detail string `json:"detail,omitzero"`
	// Payload is what a machine reads: the id of the button or row, a postback,
	// the answers to a form as JSON.
	Payload string `json:"payload,omitzero"`
	// Subtype refines Type in the platform's words: "button_reply", "voice".
	Subtype string `json:"subtype,omitzero"`

	Attachments []Attachment `json:"attachments,omitzero"`
	Place       Place        `json:"place,omitzero"`
	People      []Person     `json:"people,omitzero"`
	Items       []Item       `json:"items,omitzero"`  // of an order
	Millis      int64        `json:"millis,omitzero"` // how long a call lasted, in milliseconds; 0: not told

	// Target is the message that a reaction, edit or revocation is about.
	Target string `json:"target,omitzero"`
	// ReplyTo is the message that this one quotes.
	ReplyTo string `json:"reply_to,omitzero"`
	// Quote is what goes into [Outbound.ReplyTo] to quote this message, on
	// channels where that is not its ID.
	Quote     string   `json:"quote,omitzero"`
	Forwarded bool     `json:"forwarded,omitzero"`
	Referral  Referral `json:"referral,omitzero"`
	// Group is the handle of the group, or of the topic in it, that the message was
	// written in; empty for one to one. Answers go to it.
	Group string `json:"group,omitzero"`

	// Template and Question are what the business sent; Text does not repeat them.
	Template TemplateCall `json:"template,omitzero"`
	Question Question     `json:"question,omitzero"`

	Errors []Error `json:"errors,omitzero"`
}

// Attachment refers to media; the bytes are the host's to fetch and keep.
type Attachment struct {
	Type   MessageType `json:"type,omitzero"`
	ID     string      `json:"id,omitzero"`   // the platform's media id
	URL    string      `json:"url,omitzero"`  // often valid for minutes only
	MIME   string      `json:"mime,omitzero"` // as the platform wrote it
	Name   string      `json:"name,omitzero"`
	Size   int64       `json:"size,omitzero"`   // bytes; 0: not told
	SHA256 string      `json:"sha256,omitzero"` // as the platform wrote it

	Preview string `json:"preview,omitzero"` // the address of a small picture of it
	Millis  int64  `json:"millis,omitzero"`  // playing time in milliseconds; 0: not told
	// Voice tells that it was recorded in the chat: audio is played as a voice message, and
	// a video as a video note, where the channel has them.
	Voice bool `json:"voice,omitzero"`
}

// Place is a point on the map.
type Place struct {
	Latitude  float64 `json:"latitude,omitzero"`
	Longitude float64 `json:"longitude,omitzero"`
	Name      string  `json:"name,omitzero"`
	Address   string  `json:"address,omitzero"`
	URL       string  `json:"url,omitzero"`
}

// Person is a shared contact card, cut down to what a desk shows.
type Person struct {
	Name   string   `json:"name,omitzero"`
	Phones []string `json:"phones,omitzero"`
	Emails []string `json:"emails,omitzero"`
}

// Item is one line of an order.
type Item struct {
	Product  string  `json:"product,omitzero"` // the seller's id of the product
	Quantity int     `json:"quantity,omitzero"`
	Price    float64 `json:"price,omitzero"` // of one, in Currency
	Currency string  `json:"currency,omitzero"`
}

// Referral tells what brought the user: an advertisement, a post, a product.
type Referral struct {
	Source  string `json:"source,omitzero"` // "ad", "post", "product", "link", "forward"
	ID      string `json:"id,omitzero"`
	URL     string `json:"url,omitzero"`
	Title   string `json:"title,omitzero"`
	Text    string `json:"text,omitzero"`
	ClickID string `json:"click_id,omitzero"`
	// Payload is what the business put into the link; of a product, its catalogue; of an
	// advertisement with a picture or a video, all that is told of it, as JSON.
	Payload string `json:"payload,omitzero"`
	// Product is the seller's id of the product that the user asks about, and Catalog that
	// of its catalogue, whatever else brought the user.
	Product string `json:"product,omitzero"`
	Catalog string `json:"catalog,omitzero"`
}
