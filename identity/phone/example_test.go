package phone_test

import (
	"fmt"

	"github.com/socialticket/socialticket/identity/phone"
)

// What people type depends on where they are.
func ExampleParse() {
	for _, country := range []string{"DE", "IT", "EG"} {
		n, ok := phone.Parse("06 1234 5678", country)
		fmt.Printf("%s: %q %v\n", country, n, ok)
	}
	n, _ := phone.Parse("٠١٠١٢٣٤٥٦٧٨", "EG")
	fmt.Println(n)
	// Output:
	// DE: "+49612345678" true
	// IT: "+390612345678" true
	// EG: "" false
	// +201012345678
}

// An address book from before Benin's renumbering holds the old form.
func ExampleNumber_Standard() {
	old, _ := phone.Parse("+229 97 12 34 56", "")
	now, _ := phone.Parse("+229 01 97 12 34 56", "")
	fmt.Println(old.Standard(), old.Standard() == now.Standard())
	fmt.Println(now.Other() == old)
	// Output:
	// +2290197123456 true
	// true
}

func ExampleScan() {
	digits, plus := phone.Scan("+1 (206) 555-0001 ext. 12")
	fmt.Println(digits, plus)
	// Output: 12065550001 true
}
