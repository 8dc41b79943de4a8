package wechat

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// node is an element of a push, in XML or JSON. The zero node is absent.
type node struct {
	name     string
	text     string
	children []node
	raw      []byte // of a list's item: as it stands in the push
	cut      bool   // of the root: elements were left out
}

// Elements that are nested deeper, or come after so many, are left out: they stand in the
// raw form only.
const (
	maxDepth = 16
	maxNodes = 100_000
)

// item is the name of what may come several times in a push, each an event.
const item = "List"

// fromJSON returns the node of a value that is not a list.
func fromJSON(name string, v loosejson.Value) node {
	n, left := node{name: name, text: v.Str()}, maxNodes
	n.addJSON(v, 1, &left)
	n.cut = left == 0
	return n
}

// addJSON appends the members of an object, one for each element of a list.
func (n *node) addJSON(v loosejson.Value, depth int, left *int) {
	for name, member := range v.Members() {
		n.addMember(name, member, depth, left)
	}
}

func (n *node) addMember(name string, v loosejson.Value, depth int, left *int) {
	if depth >= maxDepth || *left == 0 {
		return
	}
	if v.Kind() == '[' {
		for element := range v.Items() {
			n.addMember(name, element, depth+1, left)
		}
		return
	}
	*left--
	child := node{name: name, text: v.Str()}
	child.addJSON(v, depth+1, left)
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
