package zendesk

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/socialticket/socialticket/rules"
)

// restriction reads who may use a macro or see a view. Null: everybody.
func restriction(o object) rules.Restriction {
	in, _ := parse(o.get("restriction"))
	r := rules.Restriction{Kind: text(in.get("type"))}
	for _, known := range []string{"Group", "User"} {
		if strings.EqualFold(r.Kind, known) {
			r.Kind = known
		}
	}
	if r.Kind == "" {
		return rules.Restriction{}
	}
	for _, name := range []string{"ids", "id"} {
		if r.IDs = value(in.get(name)); len(r.IDs) > 0 {
			break
		}
	}
	return r
}

func restrictionText(r rules.Restriction) json.RawMessage {
	if r.Kind == "" {
		return json.RawMessage("null")
	}
	o := object{{"type", encode(r.Kind)}}
	if len(r.IDs) == 1 {
		o.set("id", id(r.IDs[0]))
	}
	ids := make([]string, len(r.IDs))
	for i, one := range r.IDs {
		ids[i] = string(id(one))
	}
	o.set("ids", json.RawMessage("["+strings.Join(ids, ",")+"]"))
	return o.text()
}

// shows returns the member that says what a view shows: execution in answers, output in
// requests.
func shows(o object) (name string, in object) {
	for _, name := range []string{"execution", "output"} {
		if in, is := parse(o.get(name)); is {
			return name, in
		}
	}
	return "execution", object{}
}

func view(base rules.Rule, o object) rules.View {
	_, in := shows(o)
	v := rules.View{Rule: base, For: restriction(o), Group: order(in, "group"), Sort: order(in, "sort")}
	list, _ := elements(in.get("columns", "fields"))
	for _, column := range list {
		name := text(column)
		if c, is := parse(column); is {
			name = text(c.get("id"))
		}
		v.Columns = append(v.Columns, name)
	}
	return v
}

// order reads by which field a view sorts or groups.
func order(in object, what string) rules.Sort {
	whole, _ := parse(in.get(what))
	by, way := text(in.get(what+"_by")), text(in.get(what+"_order"))
	if by == "" {
		by, way = text(whole.get("id")), text(whole.get("order"))
	}
	if by == "" {
		return rules.Sort{}
	}
	return rules.Sort{By: by, Descending: strings.EqualFold(way, "desc")}
}

// writeView changes what a view shows and who sees it.
func writeView(o *object, v rules.View) {
	was := view(rules.Rule{}, *o)
	if !reflect.DeepEqual(was.For, v.For) {
		o.set("restriction", restrictionText(v.For))
	}
	name, in := shows(*o)
	changed := false
	for _, part := range []struct {
		name    string
		was, is rules.Sort
	}{{"group", was.Group, v.Group}, {"sort", was.Sort, v.Sort}} {
		if part.was == part.is {
			continue
		}
		changed = true
		by, way := encode(part.is.By), "asc"
		if part.is.By == "" {
			by = json.RawMessage("null")
		}
		if part.is.Descending {
			way = "desc"
		}
		in.set(part.name+"_by", by)
		in.set(part.name+"_order", encode(way))
		if in.has(part.name) {
			in.set(part.name, json.RawMessage("null"))
		}
	}
	if !reflect.DeepEqual(was.Columns, v.Columns) {
		changed = true
		in.set("columns", columns(in, was.Columns, v.Columns))
	}
	if changed {
		o.set(name, in.text())
	}
}

func columns(in object, was, is []string) json.RawMessage {
	texts, _ := elements(in.get("columns", "fields"))
	return list(was, is, texts, func(name string) json.RawMessage { return object{{"id", id(name)}}.text() })
}
