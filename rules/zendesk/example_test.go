package zendesk_test

import (
	"fmt"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/zendesk"
)

// An exported rule is loaded, changed and written again; what cannot run is told.
func ExampleRead() {
	file, err := zendesk.Read([]byte(`{"automation": {"id": 12, "title": "Close", "active": true, "conditions": {"all": [
		{"field": "status", "operator": "is", "value": "solved"},
		{"field": "SOLVED", "operator": "greater_than", "value": "96"}
	]}, "actions": [{"field": "status", "value": "closed"}], "usage_1h": 3}}`), "")
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := rules.CompileAutomations(rules.Standard(), file.Rules(zendesk.Automations)); err != nil {
		fmt.Println(err)
	}
	file.Automations[0].When.All[1] = rules.Hours("SOLVED").GreaterThan(1)
	text, err := file.Write()
	fmt.Println(string(text[:61]), err)
	fmt.Println(string(file.Automations[0].Member("usage_1h")))
	// Output:
	// {"automation":{"id":12,"title":"Close","active":true,"conditi <nil>
	// 3
}
