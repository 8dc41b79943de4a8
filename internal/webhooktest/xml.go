package webhooktest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// DecodeXML returns what the one element of an XML text holds, in the form of [Decode]:
// an element with others is an object, any other a text, and several of one name are a
// list.
func DecodeXML(text []byte) (any, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		if _, begins := token.(xml.StartElement); begins {
			return decodeElement(d)
		}
	}
}

// decodeElement reads an element whose start was read.
func decodeElement(d *xml.Decoder) (any, error) {
	members, text := map[string]any{}, ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil, io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.CharData:
			text += string(token)
		case xml.StartElement:
			inner, err := decodeElement(d)
			if err != nil {
				return nil, err
			}
			put(members, token.Name.Local, inner)
		case xml.EndElement:
			if len(members) == 0 {
				return strings.TrimSpace(text), nil
			}
			return members, nil
		}
	}
}

// put sets a member, or adds to it.
func put(members map[string]any, name string, v any) {
	before, taken := members[name]
	list, many := before.([]any)
	switch {
	case !taken:
		members[name] = v
	case many:
		members[name] = append(list, v)
	default:
		members[name] = []any{before, v}
	}
}
