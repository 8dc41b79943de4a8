package main

import (
	"fmt"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
)

// facts returns a ticket as the peers take it, instants as seconds since 1970.
func facts(t *ticket.Ticket, u *rules.Update) map[string]any {
	fields := map[string]string{}
	for _, f := range t.Fields {
		fields[f.ID] = f.Value
	}
	return map[string]any{
		"Status": string(t.Status), "Priority": string(t.Priority), "Via": string(t.Via), "Group": t.Group, "Brand": t.Brand,
		"Org": t.Organization, "Subject": t.Subject, "Comment": u.Comment.Content.Text, "Tags": t.Tags, "Fields": fields,
		"StatusAt": t.StatusAt.Unix(), "Now": noon().Unix(), "InHours": true,
	}
}

// source writes the conditions of a rule in the language of a peer; contains says how it
// looks for a part of a text.
func source(c rules.Conditions, contains string) string {
	each := func(list []rules.Condition, between string) string {
		texts := make([]string, len(list))
		for i, one := range list {
			texts[i] = sourceOf(one, contains)
		}
		return strings.Join(texts, between)
	}
	if len(c.Any) == 0 {
		return each(c.All, " && ")
	}
	return each(c.All, " && ") + " && (" + each(c.Any, " || ") + ")"
}

func sourceOf(c rules.Condition, contains string) string {
	value := c.Value[0]
	switch c.Field {
	case "status":
		if c.Op == rules.LessThan {
			return `Status in ["new", "open", "pending", "hold"]`
		}
		return fmt.Sprintf("Status == %q", value)
	case "priority":
		return `Priority in ["high", "urgent"]`
	case "via_id":
		return fmt.Sprintf("Via == %q", value)
	case "group_id":
		return fmt.Sprintf("Group == %q", value)
	case "brand_id":
		return fmt.Sprintf("Brand == %q", value)
	case "organization_id":
		return fmt.Sprintf("Org == %q", value)
	case "current_tags":
		return fmt.Sprintf("%q in Tags", value)
	case "comment_includes_word":
		return fmt.Sprintf(contains, "Comment", value)
	case "subject_includes_word":
		return fmt.Sprintf(contains, "Subject", value)
	case "SOLVED":
		return fmt.Sprintf(`Now - StatusAt > %s * 3600`, value) // of rules that ask for the status too
	case "in_business_hours":
		return "InHours"
	}
	return fmt.Sprintf("Fields[%q] == %q", strings.TrimPrefix(c.Field, "custom_fields_"), value)
}

// byExpr asks expr, whose machine is used again.
func byExpr(list []rules.Rule, envs []map[string]any) contestant {
	programs := make([]*vm.Program, len(list))
	for i := range list {
		programs[i] = must(expr.Compile(source(list[i].When, "%s contains %q"), expr.Env(envs[0]), expr.AsBool()))
	}
	machine, places := &vm.VM{}, []int(nil)
	return contestant{"expr", func(ticket int) []int {
		places = places[:0]
		for i, p := range programs {
			if must(machine.Run(p, envs[ticket])).(bool) {
				places = append(places, i)
			}
		}
		return places
	}}
}

// values gives CEL what it asks for in its own form, which is the quickest way into it.
type values map[string]ref.Val

// ResolveName implements [cel.Activation].
func (v values) ResolveName(name string) (any, bool) { one, known := v[name]; return one, known }

// Parent implements [cel.Activation].
func (values) Parent() cel.Activation { return nil }

// byCEL asks CEL, with constants folded.
func byCEL(list []rules.Rule, envs []map[string]any) contestant {
	var declared []cel.EnvOption
	for _, name := range []string{"Status", "Priority", "Via", "Group", "Brand", "Org", "Subject", "Comment"} {
		declared = append(declared, cel.Variable(name, cel.StringType))
	}
	declared = append(declared, cel.Variable("Tags", cel.ListType(cel.StringType)), cel.Variable("Fields", cel.MapType(cel.StringType, cel.StringType)),
		cel.Variable("StatusAt", cel.IntType), cel.Variable("Now", cel.IntType), cel.Variable("InHours", cel.BoolType))
	env := must(cel.NewEnv(declared...))
	programs := make([]cel.Program, len(list))
	for i := range list {
		tree, issues := env.Compile(source(list[i].When, "%s.contains(%q)"))
		if issues.Err() != nil {
			panic(issues.Err())
		}
		programs[i] = must(env.Program(tree, cel.EvalOptions(cel.OptOptimize)))
	}
	inputs := make([]values, len(envs))
	for i, e := range envs {
		inputs[i] = values{}
		for name, v := range e {
			inputs[i][name] = types.DefaultTypeAdapter.NativeToValue(v)
		}
	}
	var places []int
	return contestant{"cel-go", func(ticket int) []int {
		places = places[:0]
		for i, p := range programs {
			if answer, _, err := p.Eval(inputs[ticket]); must(answer, err) == types.True {
				places = append(places, i)
			}
		}
		return places
	}}
}
