package wechat

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// node is an element of a push, in XML or JSON. The zero node is absent.
type node struct {
	name     string
	text     string
	children []node
}

// maxDepth is how deep elements may be nested; what is deeper is left out.
const maxDepth = 16

// decode reads a push. Mini programs may choose JSON.
func decode(body []byte) (node, error) {
	if text := bytes.TrimSpace(body); len(text) > 0 && text[0] == '{' {
		v, err := loosejson.Object(text)
		if err != nil {
			return node{}, err
		}
		return fromJSON("xml", v, 0)[0], nil
	}
	d := xml.NewDecoder(bytes.NewReader(legible(body)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return node{}, errors.New("no element of XML and no object of JSON")
		}
		if err != nil {
			return node{}, fmt.Errorf("no XML at byte %d: %w", d.InputOffset(), err)
		}
		if start, ok := token.(xml.StartElement); ok {
			n, err := element(d, start.Name.Local, 0)
			if err != nil {
				return node{}, fmt.Errorf("no complete XML at byte %d: %w", d.InputOffset(), err)
			}
			return n, nil
		}
	}
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

// element reads an element of which the start tag has been read.
func element(d *xml.Decoder, name string, depth int) (node, error) {
	n := node{name: name}
	for {
		token, err := d.Token()
		if err != nil {
			return node{}, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			n.text = strings.TrimSpace(n.text)
			return n, nil
		case xml.CharData:
			n.text += string(token)
		case xml.StartElement:
			if depth+1 >= maxDepth {
				if err := d.Skip(); err != nil {
					return node{}, err
				}
				continue
			}
			child, err := element(d, token.Name.Local, depth+1)
			if err != nil {
				return node{}, err
			}
			n.children = append(n.children, child)
		}
	}
}

// fromJSON returns the nodes of a member: one, or one for each element of a list.
func fromJSON(name string, v loosejson.Value, depth int) []node {
	n := node{name: name, text: v.Str()}
	if depth >= maxDepth {
		return []node{n}
	}
	if v.Kind() == '[' {
		var list []node
		for item := range v.Items() {
			list = append(list, fromJSON(name, item, depth+1)...)
		}
		return list
	}
	for name, member := range v.Members() {
		n.children = append(n.children, fromJSON(name, member, depth+1)...)
	}
	return []node{n}
}

// get returns the first element at the end of a path.
func (n node) get(path ...string) node {
	for _, name := range path {
		var found node
		for _, child := range n.children {
			if child.name == name {
				found = child
				break
			}
		}
		n = found
	}
	return n
}

// str returns the text at the end of a path.
func (n node) str(path ...string) string { return n.get(path...).text }

// first returns the text of the first of the children that has one.
func (n node) first(names ...string) string {
	for _, name := range names {
		if s := n.str(name); s != "" {
			return s
		}
	}
	return ""
}

// all returns the elements of that name, however deep, in their order.
func (n node) all(name string) []node {
	var list []node
	for _, child := range n.children {
		if child.name == name {
			list = append(list, child)
		} else {
			list = append(list, child.all(name)...)
		}
	}
	return list
}

func (n node) num(path ...string) float64 {
	f, err := strconv.ParseFloat(n.str(path...), 64)
	if err != nil || f-f != 0 { // "NaN" and "Inf" have no JSON form
		return 0
	}
	return f
}

func (n node) whole(path ...string) int64 {
	i, err := strconv.ParseInt(n.str(path...), 10, 64)
	if err != nil {
		return 0
	}
	return i
}

// yearTenThousand is what no JSON form of a time can show, in Unix seconds.
const yearTenThousand = 253402300800

// moment returns an instant in Unix seconds; the zero time if there is none.
func (n node) moment(path ...string) time.Time {
	if s := n.whole(path...); 0 < s && s < yearTenThousand {
		return time.Unix(s, 0).UTC()
	}
	return time.Time{}
}
