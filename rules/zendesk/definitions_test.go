package zendesk_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
)

// subject is what a definition says of one field of conditions, or of actions.
type subject struct {
	Subject   string `json:"subject"`
	Value     any    `json:"value"` // the name, in the definitions of SLA policies
	Type      string `json:"type"`
	Operators []struct {
		Value    string `json:"value"`
		Terminal bool   `json:"terminal"`
	} `json:"operators"`
	Values json.RawMessage `json:"values"`
}

func (s subject) name() string {
	if name, is := s.Value.(string); is && s.Subject == "" {
		return name
	}
	return s.Subject
}

// values returns the values that the definition lists, or some that fit.
func (s subject) values(operator string) []string {
	type listed struct {
		Value any `json:"value"`
	}
	var list []listed
	if json.Unmarshal(s.Values, &list) != nil {
		var nested struct{ List []listed }
		_ = json.Unmarshal(s.Values, &nested)
		list = nested.List
	}
	var texts []string
	for _, one := range list {
		switch v := one.Value.(type) {
		case string:
			texts = append(texts, v)
		case nil:
			texts = append(texts, "")
		default:
			text, _ := json.Marshal(v)
			texts = append(texts, string(text))
		}
	}
	switch {
	case len(texts) > 0:
		return texts
	case strings.HasPrefix(operator, "within_"):
		return []string{"30"}
	case s.Type == "date" || strings.HasSuffix(s.name(), "created_at"):
		return []string{"2026-03-01", "2026-03-01 10:00"}
	}
	return []string{"12"}
}

// TestDataDefinitions states that every field that the definitions have takes every operator
// and every value that they list, in the conditions and in the actions.
func TestDataDefinitions(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(datatest.Dir(t), "zendesk", "definitions", "*.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the data folder has no definitions")
	}
	checked := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var page struct {
			Definitions map[string][]subject `json:"definitions"`
		}
		if json.Unmarshal(text, &page) != nil {
			continue // an older form, of actions
		}
		for part, subjects := range page.Definitions {
			for _, s := range subjects {
				t.Run(filepath.Base(file)+"/"+part+"/"+s.name(), func(t *testing.T) {
					checked += s.compiles(t, part)
				})
			}
		}
	}
	require.NotZero(t, checked)
	t.Logf("%d fields with an operator and a value", checked)
}

func (s subject) compiles(t *testing.T, part string) (checked int) {
	t.Helper()
	if part == "actions" {
		for _, v := range s.values("is") {
			if v == "__NULL__" {
				v = ""
			}
			value := rules.Value{v}
			if strings.HasPrefix(s.name(), "notification_") {
				value = rules.Value{v, "subject", "body"}
			}
			rule := rules.Rule{ID: "r", Do: []rules.Action{{Field: s.name(), Value: value}}}
			_, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{rule})
			require.NoError(t, err)
			checked++
		}
		return checked
	}
	for _, o := range s.Operators {
		for _, v := range s.values(o.Value) {
			value := rules.Value{v}
			if o.Terminal {
				value = nil
			}
			rule := rules.Rule{ID: "r", Do: []rules.Action{{Field: "status", Value: rules.Value{"open"}}}}
			rule.When.All = []rules.Condition{{Field: s.name(), Op: rules.Op(o.Value), Value: value}}
			_, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{rule})
			require.NoError(t, err, "%s %s", o.Value, v)
			checked++
		}
	}
	return checked
}
