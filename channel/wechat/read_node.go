package wechat

import (
	"bytes"
	"encoding/json"
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
	raw      []byte // of a list's item: as it stands in the push
}

// maxDepth is how deep elements may be nested; what is deeper is left out.
const maxDepth = 16

// item is the name of what may come several times in a push, each an event.
const item = "List"

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
}

func newDecoder(body []byte) decoder {
	text := legible(bytes.TrimPrefix(body, []byte("\uFEFF")))
	return decoder{xml.NewDecoder(bytes.NewReader(text)), text}
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
func (d decoder) root() (node, error) {
	var root node
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && root.name != "":
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
func (d decoder) element(name string, depth int) (node, error) {
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
			if depth+1 >= maxDepth {
				if err := d.Skip(); err != nil {
					return node{}, err
				}
				continue
			}
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

// fromJSON returns the node of a value that is not a list.
func fromJSON(name string, v loosejson.Value) node {
	n := node{name: name, text: v.Str()}
	n.addJSON(v, 1)
	return n
}

// addJSON appends the members of an object, one for each element of a list.
func (n *node) addJSON(v loosejson.Value, depth int) {
	for name, member := range v.Members() {
		n.addMember(name, member, depth)
	}
}

func (n *node) addMember(name string, v loosejson.Value, depth int) {
	if depth >= maxDepth {
		return
	}
	if v.Kind() == '[' {
		for element := range v.Items() {
			n.addMember(name, element, depth+1)
		}
		return
	}
	child := node{name: name, text: v.Str()}
	child.addJSON(v, depth+1)
	if name == item {
		child.raw = v.Raw()
	}
	n.children = append(n.children, child)
}

// asJSON returns a copy of a part of a push as JSON.
func asJSON(raw []byte) json.RawMessage {
	if !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("<")) {
		if v, err := loosejson.Parse(raw); err == nil {
			return v.Raw()
		}
	}
	return loosejson.Quote(raw)
}

// get returns the first element at the end of a path.
func (n node) get(path ...string) node {
	for _, name := range path {
		var found node
		for i := range n.children {
			if n.children[i].name == name {
				found = n.children[i]
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

// words returns what a person can read in an element of an unknown form, on lines.
func (n node) words() string {
	var lines []string
	var look func(n node)
	look = func(n node) {
		switch strings.ToLower(n.name) {
		case "content", "text", "title", "description", "desc", "digest", "recognition", "caption", "question":
			if n.text != "" {
				lines = append(lines, n.text)
			}
		}
		for _, child := range n.children {
			look(child)
		}
	}
	look(n)
	return strings.Join(lines, "\n")
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
