package zendesk_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/zendesk"
)

// TestReadConditions states how one condition is read.
func TestReadConditions(t *testing.T) {
	tests := []struct {
		name, text string
		want       rules.Condition
	}{
		{"a number", `{"field":"priority","operator":"value","value":0}`, rules.Condition{Field: "priority", Op: "value", Value: rules.Value{"0"}}},
		{"a boolean", `{"field":"comment_is_public","value":true}`, rules.Condition{Field: "comment_is_public", Value: rules.Value{"true"}}},
		{"null", `{"field":"assignee_id","operator":"is","value":null}`, rules.Condition{Field: "assignee_id", Op: "is"}},
		{"a list", `{"field":"via_id","operator":"includes","value":["4",75]}`, rules.Condition{Field: "via_id", Op: "includes", Value: rules.Value{"4", "75"}}},
		{"several values", `{"field":"via_id","operator":"is","values":["4"]}`, rules.Condition{Field: "via_id", Op: "is", Value: rules.Value{"4"}}},
		{"an older name", `{"field":"assignee_id#all_agents","operator":"is_not","value":"current_user"}`, rules.Condition{Field: "assignee_id", Op: "is_not", Value: rules.Value{"current_user"}}},
		{"an older changed", `{"field":"assignee_id#all_agents","operator":"value","value":"assignee_id"}`, rules.Condition{Field: "assignee_id", Op: rules.Changed}},
		{"an older not changed", `{"field":"status","operator":"not_value","value":"status"}`, rules.Condition{Field: "status", Op: rules.NotChanged}},
		{"capitals", `{"Field":"Status","Operator":"IS","Value":"SOLVED"}`, rules.Condition{Field: "status", Op: "is", Value: rules.Value{"SOLVED"}}},
		{"hours in small letters", `{"field":"solved","operator":"greater_than","value":1}`, rules.Condition{Field: "SOLVED", Op: "greater_than", Value: rules.Value{"1"}}},
		{"the other spelling", `{"field":"brand_id","operator":"not_changed_to","value":"1"}`, rules.Condition{Field: "brand_id", Op: "not_value", Value: rules.Value{"1"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, err := zendesk.Read([]byte(`{"trigger":{"all":[`+tt.text+`]}}`), "")
			require.NoError(t, err)
			if diff := cmp.Diff([]rules.Condition{tt.want}, file.Triggers[0].When.All); diff != "" {
				t.Errorf("mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadEnvelopes states which texts have which rules.
func TestReadEnvelopes(t *testing.T) {
	tests := []struct {
		name, text string
		bare, want zendesk.Kind
		ids        []string
	}{
		{"an answer", `{"triggers":[{"id":1},{"id":"2"}],"count":2,"next_page":null}`, "", zendesk.Triggers, []string{"1", "2"}},
		{"one", `{"macro":{"id":7,"actions":[]}}`, "", zendesk.Macros, []string{"7"}},
		{"by key", `{"targets":{"t":{}},"automations":{"a":{"title":"A"},"b":{"title":"B","id":9}}}`, "", zendesk.Automations, []string{"a", "9"}},
		{"a list", `[{"id":1},{"id":2}]`, zendesk.Views, zendesk.Views, []string{"1", "2"}},
		{"one bare view", `{"id":3,"conditions":{"all":[]},"execution":{}}`, "", zendesk.Views, []string{"3"}},
		{"one bare automation", `{"id":3,"actions":[],"all":[{"field":"SOLVED","operator":"is","value":"1"}]}`, "", zendesk.Automations, []string{"3"}},
		{"one bare policy", `{"id":3,"filter":{"all":[]}}`, "", zendesk.Policies, []string{"3"}},
		{"commas and a mark", "\xef\xbb\xbf{\"triggers\":[{\"id\":1,},],}", "", zendesk.Triggers, []string{"1"}},
		{"a placeholder", `{"triggers":[{"id":1,"position":{{setting.place}}}]}`, "", zendesk.Triggers, []string{"1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, err := zendesk.Read([]byte(tt.text), tt.bare)
			require.NoError(t, err)
			var ids []string
			for _, r := range file.Rules(tt.want) {
				ids = append(ids, r.ID)
			}
			require.Equal(t, tt.ids, ids)
			written, err := file.Write()
			require.NoError(t, err)
			if json.Valid([]byte(tt.text)) {
				require.JSONEq(t, tt.text, string(written))
			}
		})
	}
}

// TestReadErrors states that one bad rule is told with its place, spares the others, and is
// written as it was.
func TestReadErrors(t *testing.T) {
	text := `{"triggers":[{"id":1},5,{"id":3,"all":[{"operator":"is"}]},{"id":4,"active":"false","position":"whatever"},{"id":5,"actions":[{"value":1}]}],
		"ticket_fields":{"mood":{"type":"tagger","custom_field_options":[{"name":"a","title":"A"}]},"n":{"type":"integer"}}}`
	file, err := zendesk.Read([]byte(text), "")
	var places []string
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		var one *zendesk.ReadError
		require.True(t, errors.As(e, &one))
		require.NotEmpty(t, one.Reason)
		places = append(places, one.Place)
	}
	require.Equal(t, []string{"triggers[1]", "triggers[2].all[0]", "triggers[4].actions[0]", "ticket_fields.mood.custom_field_options[0]"}, places)
	require.Len(t, file.Triggers, 2)
	require.True(t, file.Triggers[1].Inactive)
	require.Equal(t, []rules.CustomField{{Of: "ticket", ID: "n", Type: rules.TypeInteger}}, file.Fields)
	written, err := file.Write()
	require.NoError(t, err)
	require.JSONEq(t, text, string(written))

	for _, broken := range []string{"", "{", "12", `"x"`, "[1,2", "{]}"} {
		file, err := zendesk.Read([]byte(broken), "")
		require.Error(t, err, broken)
		require.Nil(t, file)
	}
}

// TestWriteChanges states that a change is written where it belongs, and nothing else.
func TestWriteChanges(t *testing.T) {
	const text = `{"view":{"id":1,"title":"A","active":true,"position":2,"sla_id":null,
		"conditions":{"all":[{"field":"status","operator":"less_than","value":"solved","odd":1},{"field":"group_id","operator":"is","value":7}],"any":[]},
		"execution":{"group_by":null,"sort_by":"created","sort_order":"desc","columns":[{"id":"subject","title":"Subject"},{"id":12,"title":"Zip"}]},
		"restriction":{"type":"Group","id":5,"ids":[5]}}}`
	file, err := zendesk.Read([]byte(text), "")
	require.NoError(t, err)
	v := &file.Views[0]
	require.Equal(t, []string{"subject", "12"}, v.Columns)
	require.Equal(t, rules.Sort{By: "created", Descending: true}, v.Sort)
	require.Equal(t, rules.Restriction{Kind: "Group", IDs: []string{"5"}}, v.For)
	require.JSONEq(t, "null", string(v.Member("sla_id")))

	v.Title, v.Inactive = "B", true
	v.When.All[1].Value = rules.Value{"8"}
	v.Columns = append(v.Columns, "status")
	v.Sort, v.For = rules.Sort{By: "status"}, rules.Restriction{}
	written, err := file.Write()
	require.NoError(t, err)
	require.JSONEq(t, `{"view":{"id":1,"title":"B","active":false,"position":2,"sla_id":null,
		"conditions":{"all":[{"field":"status","operator":"less_than","value":"solved","odd":1},{"field":"group_id","operator":"is","value":"8"}],"any":[]},
		"execution":{"group_by":null,"sort_by":"status","sort_order":"asc","columns":[{"id":"subject","title":"Subject"},{"id":12,"title":"Zip"},{"id":"status"}]},
		"restriction":null}}`, string(written))

	v.When.All = append(v.When.All, rules.Any(rules.Group().Is("1")))
	_, err = file.Write()
	require.ErrorContains(t, err, "all[2]")
}

// TestWriteOwn states that rules made by hand are read back as they are.
func TestWriteOwn(t *testing.T) {
	var file zendesk.File
	for _, r := range rules.StandardTriggers() {
		file.Triggers = append(file.Triggers, zendesk.Trigger{Rule: r})
	}
	for _, r := range append(rules.StandardAutomations(), rules.CloseWhatsApp()) {
		file.Automations = append(file.Automations, zendesk.Automation{Rule: r})
	}
	for _, m := range rules.StandardMacros() {
		file.Macros = append(file.Macros, zendesk.Macro{Macro: m})
	}
	for _, v := range append(rules.StandardViews(), rules.SocialViews()...) {
		file.Views = append(file.Views, zendesk.View{View: v})
	}
	text, err := file.Write()
	require.NoError(t, err)
	again, err := zendesk.Read(text, "")
	require.NoError(t, err)
	for _, k := range all() {
		if diff := cmp.Diff(file.Rules(k), again.Rules(k)); diff != "" {
			t.Errorf("%s mismatch (-want +got):\n%s", k, diff)
		}
	}
	for i := range again.Views {
		require.Equal(t, file.Views[i].View, again.Views[i].View)
	}

	var one zendesk.Trigger
	require.NoError(t, json.Unmarshal([]byte(`{"trigger":{"id":1,"title":"T"}}`), &one))
	body, err := json.Marshal(one)
	require.NoError(t, err)
	require.JSONEq(t, `{"id":1,"title":"T"}`, string(body))
}

// TestUserViews has views of users told and kept.
func TestUserViews(t *testing.T) {
	text := `{"views":[],"user_views":[{"id":1,"title":"Gold","conditions":{"all":[]}}]}`
	file, err := zendesk.Read([]byte(text), "")
	require.ErrorContains(t, err, "zendesk: user_views: views of users")
	written, err := file.Write()
	require.NoError(t, err)
	require.JSONEq(t, text, string(written))
}

// FuzzRead states that any JSON is read without a panic and written as it was, and that what
// is written reads alike.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		`{"triggers":[{"id":1,"conditions":{"all":[{"field":"status","value":null}],"any":{}}}],"trigger":{"actions":{"status":"open"}}}`,
		`{"views":{"a":{"output":{"columns":["x",1]}},"b":3},"ticket_fields":[{"id":1,"type":"tagger"}]}`,
		`[{"filter":[{"field":"x#y"}]},[],null]`, `{"sla_policies":[{"filter":{"all":[[]]}}]}`, `{"macro":null,"macros":{},"Macros":5}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, _ := zendesk.Read(text, "")
		if file == nil {
			return
		}
		_ = compileAll(file)
		written, err := file.Write()
		require.NoError(t, err)
		if json.Valid(text) {
			var was, is any
			if json.Unmarshal(text, &was) == nil && json.Unmarshal(written, &is) == nil && !cmp.Equal(was, is) {
				t.Errorf("wrote %s", written)
			}
		}
		again, _ := zendesk.Read(written, "")
		for _, k := range all() {
			require.Equal(t, len(file.Rules(k)), len(again.Rules(k)))
		}
	})
}
