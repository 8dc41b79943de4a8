package channel_test

import (
	"fmt"

	"github.com/socialticket/socialticket/channel"
)

// The zero Redactor does what social tickets need.
func ExampleRedactor_Redact() {
	var r channel.Redactor
	fmt.Println(r.Redact("My card is 4111 1111 1111 1111, valid until 03/27."))
	fmt.Println(r.Redact("Call me at +49 30 1234567, see https://example.com/4111111111111111"))
	// Output:
	// My card is 4111 11▇▇ ▇▇▇▇ 1111, valid until 03/27. true
	// Call me at +49 30 1234567, see https://example.com/4111111111111111 false
}

func ExampleNewRedactor() {
	r, err := channel.NewRedactor(channel.RedactConfig{
		Replacement:   "*",
		ExposeFirst:   channel.ExposeNone,
		ParseFlanking: true,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Redact("4111-1111-1111-1111, and order no. A4111111111111111"))
	// Output:
	// ****-****-****-1111, and order no. A4111111111111111 true
}

// Changes are for counting and showing: they print without the number itself.
func ExampleRedactor_Changes() {
	_, changes := channel.Redactor{}.Changes("4111 1111 1111 1111 or 5555555555554444")
	fmt.Println(len(changes), changes)
	// Output:
	// 2 [4111 11▇▇ ▇▇▇▇ 1111 555555▇▇▇▇▇▇4444]
}

func ExampleRedactPart() {
	fmt.Println(channel.RedactPart("My password is hunter2, really: hunter2.", "hunter2"))
	// Output:
	// My password is ▇▇▇▇▇▇▇, really: ▇▇▇▇▇▇▇. true
}
