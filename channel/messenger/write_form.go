package messenger

// call is the body of a call of the Send API.
type call struct {
	Recipient recipient  `json:"recipient"`
	Kind      string     `json:"messaging_type,omitzero"`
	Tag       string     `json:"tag,omitzero"`
	ReplyTo   quoted     `json:"reply_to,omitzero"`
	Message   messageOut `json:"message,omitzero"`
	Action    string     `json:"sender_action,omitzero"`
	Payload   reacted    `json:"payload,omitzero"`
}

type recipient struct {
	ID      string `json:"id,omitzero"`
	Comment string `json:"comment_id,omitzero"`
	Post    string `json:"post_id,omitzero"`
}

type quoted struct {
	MID string `json:"mid"`
}

type reacted struct {
	MessageID string `json:"message_id"`
	Reaction  string `json:"reaction,omitzero"`
}

type messageOut struct {
	Text       string        `json:"text,omitzero"`
	Attachment attachmentOut `json:"attachment,omitzero"`
	Choices    []choiceOut   `json:"quick_replies,omitzero"`
	Template   templateOut   `json:"template,omitzero"`
	Metadata   string        `json:"metadata,omitzero"`
}

type attachmentOut struct {
	Type    string     `json:"type"`
	Payload payloadOut `json:"payload"`
}

type payloadOut struct {
	ID       string    `json:"attachment_id,omitzero"`
	URL      string    `json:"url,omitzero"`
	Template string    `json:"template_type,omitzero"`
	Text     string    `json:"text,omitzero"`
	Buttons  []linkOut `json:"buttons,omitzero"`
}

type linkOut struct {
	Type  string `json:"type"`
	URL   string `json:"url"`
	Title string `json:"title"`
}

type choiceOut struct {
	Type    string `json:"content_type"`
	Title   string `json:"title"`
	Payload string `json:"payload"`
}
