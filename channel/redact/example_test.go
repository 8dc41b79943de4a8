package redact_test

import (
	"fmt"

	"github.com/socialticket/socialticket/channel/redact"
)

// The zero Redactor does what social tickets need.
func ExampleRedactor_Text() {
	var r redact.Redactor
	fmt.Println(r.Text("My card is 4111 1111 1111 1111, valid until 03/27."))
	fmt.Println(r.Text("Call me at +49 30 1234567, see https://example.com/4111111111111111"))
	// Output:
	// My card is 4111 11▇▇ ▇▇▇▇ 1111, valid until 03/27. true
	// Call me at +49 30 1234567, see https://example.com/4111111111111111 false
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
