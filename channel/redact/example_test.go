package redact_test

import (
	"fmt"

	"github.com/socialticket/socialticket/channel/redact"
)

// The zero Redactor finds what people write.
func ExampleRedactor_Text() {
	var r redact.Redactor
	fmt.Println(r.Text("My card is 4111 1111 1111 1111, valid until 03/27."))
	fmt.Println(r.Text("pay 50 (4111)(1111)(1111)(1111) 123"))
	fmt.Println(r.Text("Call me on WhatsApp 6281221340730, see https://example.com/4111111111111111"))
	// Output:
	// My card is 4111 11▇▇ ▇▇▇▇ 1111, valid until 03/27. true
	// pay 50 (4111)(11▇▇)(▇▇▇▇)(1111) 123 true
	// Call me on WhatsApp 6281221340730, see https://example.com/4111111111111111 false
}

func ExampleNew() {
	r, err := redact.New(redact.Config{
		Replacement:   "*",
		ExposeFirst:   redact.ExposeNone,
		ParseFlanking: true,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Text("4111-1111-1111-1111, and order no. A4111111111111111"))
	// Output:
	// ****-****-****-1111, and order no. A4111111111111111 true
}

// Zendesk's rule looks at whole runs of digits.
func ExampleConfig_zendesk() {
	r, err := redact.New(redact.Config{Zendesk: true})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Text("4111 1111 1111 1111, 123"))
	fmt.Println(r.Text("4111 1111 1111 1111 123"))
	// Output:
	// 4111 11▇▇ ▇▇▇▇ 1111, 123 true
	// 4111 1111 1111 1111 123 false
}

// Changes are for counting and showing: they print without the number itself.
func ExampleRedactor_Changes() {
	_, changes := redact.Redactor{}.Changes("4111 1111 1111 1111 or 5555555555554444")
	fmt.Println(len(changes), changes)
	// Output:
	// 2 [4111 11▇▇ ▇▇▇▇ 1111 555555▇▇▇▇▇▇4444]
}

func ExamplePart() {
	fmt.Println(redact.Part("My password is hunter2, really: hunter2.", "hunter2"))
	// Output:
	// My password is ▇▇▇▇▇▇▇, really: ▇▇▇▇▇▇▇. true
}
