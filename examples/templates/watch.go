package templates

import (
	"errors"
	"fmt"
	"html"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/osteele/liquid/expressions"
	"github.com/osteele/liquid/parser"
	"github.com/osteele/liquid/render"
)

// markup is a text that is HTML already.
type markup string

// lines is a text whose lines stay lines in HTML.
type lines string

// object is a value with properties. It is gone through in the order of their names.
type object map[string]any

// watch puts a step of our own in the place of each {{…}}, and one in front of what each
// block does. A block's nodes are changed where they are, for the library keeps copies of
// the lists.
func (r *run) watch(n render.Node) error {
	switch n := n.(type) {
	case *render.SeqNode:
		return r.watchAll(n.Children)
	case *render.TagNode:
		return allowed(n.Name, n.Args)
	case *render.BlockNode:
		if err := allowed(n.Name, n.Args); err != nil {
			return err
		}
		if err := r.watchBlock(n.Body, n.Args); err != nil {
			return err
		}
		for _, clause := range n.Clauses {
			if err := r.watch(clause); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) watchAll(list []render.Node) error {
	for i, n := range list {
		o, is := n.(*render.ObjectNode)
		if !is {
			if err := r.watch(n); err != nil {
				return err
			}
			continue
		}
		if err := allowed("", o.Args); err != nil {
			return err
		}
		step, err := r.show(o.Args)
		if err != nil {
			return err
		}
		list[i] = step
	}
	return nil
}

// watchBlock puts a step in front of a body that costs as much as the body is long.
func (r *run) watchBlock(body []render.Node, args string) error {
	cost := len(args)
	for _, n := range body {
		switch n := n.(type) {
		case *render.TextNode:
			cost += len(n.Source)
		case *render.ObjectNode, *render.TagNode, *render.BlockNode:
			cost += 64
		}
	}
	if err := r.watchAll(body); err != nil || len(body) == 0 {
		return err
	}
	step, err := r.compile("cost " + strconv.Itoa(cost))
	if err != nil {
		return err
	}
	body[0] = &render.SeqNode{Children: []render.Node{step, body[0]}}
	return nil
}

// allowed refuses what has no bound: ranges of numbers, and tables.
func allowed(name, args string) error {
	switch {
	case name == "tablerow", name == "include", name == "socialticket_step":
		return fmt.Errorf("%s is not allowed", name)
	case strings.Contains(args, ".."):
		return errors.New("a range of numbers is not allowed")
	}
	return nil
}

// show returns the step that shows an expression.
func (r *run) show(args string) (render.Node, error) {
	e, err := expressions.Parse(args)
	if err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(args, "|")
	r.said, r.names = append(r.said, e), append(r.names, strings.TrimSpace(name))
	return r.compile("show " + strconv.Itoa(len(r.said)-1))
}

func (r *run) compile(args string) (render.Node, error) {
	n, err := r.cfg.Compile("{% socialticket_step "+args+" %}", parser.SourceLoc{})
	if err != nil {
		return nil, err
	}
	return n, nil
}

// step is the tag of our own steps: "cost" and how much, "show" and which.
func (r *run) step(args string) (func(io.Writer, render.Context) error, error) {
	what, number, _ := strings.Cut(args, " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || what == "show" && n >= len(r.said) {
		return nil, errors.New("unknown tag")
	}
	if what == "cost" {
		return func(io.Writer, render.Context) error { return r.work(n) }, nil
	}
	return func(w io.Writer, ctx render.Context) error {
		value, err := ctx.Evaluate(r.said[n])
		if err != nil {
			return err
		}
		text := r.shown(r.names[n], value)
		if err := r.work(len(text)); err != nil {
			return err
		}
		_, err = io.WriteString(w, text)
		return err
	}, nil
}

// shown returns a value as it is written, and notes if there is nothing to write.
func (r *run) shown(name string, value any) string {
	text := r.text(value)
	if text == "" {
		r.tell(name)
	}
	return text
}

func (r *run) text(value any) string {
	switch v := value.(type) {
	case nil, map[string]any:
		return ""
	case object: // of a comment its words
		return r.text(v["value"])
	case lines:
		if r.html {
			return strings.ReplaceAll(html.EscapeString(string(v)), "\n", "<br />\n")
		}
		return string(v)
	case markup:
		return string(v)
	case string:
		if r.html {
			return html.EscapeString(v)
		}
		return v
	case int, int64, float64, bool:
		return fmt.Sprint(v)
	}
	list := reflect.ValueOf(value)
	if list.Kind() != reflect.Slice {
		return ""
	}
	var all strings.Builder
	for i := range list.Len() {
		if all.Len() > maxOutput {
			break
		}
		all.WriteString(r.text(list.Index(i).Interface()))
	}
	return all.String()
}
