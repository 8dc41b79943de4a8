package wechat

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// decode reads a push. Mini programs may choose JSON.
func decode(body []byte) (node, error) {
	if text := bytes.TrimSpace(body); len(text) > 0 && text[0] == '{' {
		v, err := loosejson.Object(text)
		if err != nil {
			return node{}, err
		}
		return fromJSON("xml", v), nil
	}
	x := newDecoder(body)
	root, err := x.root()
	if err != nil {
		return node{}, fmt.Errorf("no XML at byte %d: %w", x.InputOffset(), err)
	}
	return root, nil
}

// decoder reads elements of XML.
type decoder struct {
	*xml.Decoder
	text []byte
	left int // how many elements may still be kept
}

func newDecoder(body []byte) *decoder {
	text := legible(bytes.TrimPrefix(body, []byte("\uFEFF")))
	return &decoder{xml.NewDecoder(bytes.NewReader(text)), text, maxNodes}
}

// legible returns a text without what XML does not allow and users' phones send
// all the same: control characters and broken UTF-8.
func legible(text []byte) []byte {
	odd := func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF'
	}
	if utf8.Valid(text) && bytes.IndexFunc(text, odd) < 0 {
		return text
	}
	return bytes.Map(func(r rune) rune {
		if odd(r) {
			return -1
		}
		return r
	}, text)
}

// root reads the one element that the text holds.
func (d *decoder) root() (node, error) {
	var root node
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && root.name != "":
			root.cut = d.left == 0
			return root, nil
		case errors.Is(err, io.EOF):
			return node{}, errors.New("no element of XML and no object of JSON")
		case err != nil:
			return node{}, err
		}
		switch token := token.(type) {
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return node{}, errors.New("text beside the element")
			}
		case xml.StartElement:
			if root.name != "" {
				return node{}, errors.New("a second element")
			}
			if root, err = d.element(token.Name.Local, 0); err != nil {
				return node{}, err
			}
		}
	}
}

// element reads an element of which the start tag has been read. Its text may come in
// any number of pieces.
func (d *decoder) element(name string, depth int) (node, error) {
	n := node{name: name}
	var text []byte
	for {
		from := d.InputOffset()
		token, err := d.Token()
		if err != nil {
			return node{}, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			n.text = string(bytes.TrimSpace(text))
			return n, nil
		case xml.CharData:
			text = append(text, token...)
		case xml.StartElement:
			if depth+1 >= maxDepth || d.left == 0 {
				if err := d.Skip(); err != nil {
					return node{}, err
				}
				continue
			}
			d.left--
			child, err := d.element(token.Name.Local, depth+1)
			if err != nil {
				return node{}, err
			}
			if child.name == item {
				child.raw = d.text[from:d.InputOffset()]
			}
			n.children = append(n.children, child)
		}
	}
}
